"""From scores to claims: direction, mutuality, status, date, speaker and cue."""

from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from konturen.coding.candidates import Pair
from konturen.coding.claims import AGREEMENT, Claim, _asked, claims
from konturen.coding.classifier import Calibration, Classifier, Details, Encoded, Scene, Scores
from konturen.coding.windows import Window
from konturen.records import ActorType, Dated, Mention, Sentence, Span
from tests import factory

FIRST = "Nordlicht traf Morgenrot am Montag, sagte Holt."
SECOND = "Morgenrot klagt."
TEXT = f"{FIRST} {SECOND}"
RELATIONS = ("CONSULT", "ACCUSE")
STATUSES = ("happened", "ongoing", "planned", "possible", "denied")
NO = -9.0


def make_window(focus: int = 0) -> Window:
    """Both sentences in one window."""
    second = factory.sentence(SECOND, len(FIRST) + 1, index=1)
    return Window(Span(0, len(TEXT)), factory.words(TEXT), (factory.sentence(FIRST), second), focus)


class Model:
    """A classifier that says what a test wants: (source, target, relation) -> logit; no target is nobody."""

    statuses = STATUSES

    def __init__(self, said: dict[tuple[str, str | None, str], float], **more: Any) -> None:
        self.calibration = {"all": Calibration(1.0, 0.0, 0.5)} | more.pop("calibration", {})
        self.relations = more.pop("relations", RELATIONS)
        self._said, self._more = said, more
        self.spared: Collection[int] | None = ()
        self.mentions: list[Mention] = []
        self.asked: list[Pair] = []

    def score(self, scene: Scene, pairs: list[Pair], spared: Collection[int] | None = ()) -> Scores:
        """All pairs pass the gate; a claim's vector is nothing, so that `details` answers the same for each."""
        self.asked, self.spared = pairs, spared
        names = [*(m.surface for m in self.mentions), None]
        shape = (len(pairs), len(self.relations))
        claim = np.full(shape, NO, np.float32)
        for row, pair in enumerate(pairs):
            for number, relation in enumerate(self.relations):
                key = (cast(str, names[pair.source]), names[pair.target], relation)
                claim[row, number] = self._said.get(key, NO)
        attention = self._pointing(shape, len(scene.encoded.tokens.ids), self._more.get("cue", 2))
        return Scores(np.arange(len(pairs)), claim, np.zeros((*shape, 1), np.float32), attention)

    def details(self, scene: Scene, vectors: Any) -> Details:
        shape, mentions, dates = (len(vectors),), len(scene.mentions), len(scene.dates)
        return Details(
            np.full(shape, 9.0 if self._more.get("mutual") else NO, np.float32),
            self._pointing(shape, len(STATUSES), self._more.get("status", 0)),
            self._pointing(shape, mentions + 1, self._more.get("speaker", mentions)),
            self._pointing(shape, dates + 1, self._more.get("date", dates)),
        )

    def _pointing(self, shape: tuple[int, ...], width: int, at: int | None) -> Any:
        out = np.zeros((*shape, width), np.float32)
        if at is not None:
            out[..., at] = 9.0
        return out


def found(
    model: Model,
    focus: int = 0,
    names: tuple[str, ...] = ("Nordlicht", "Morgenrot", "Holt"),
    value: str = "2026-11-16",
) -> list[Claim]:
    """The claims that the model's scores make."""
    window = make_window(focus)
    model.mentions = [factory.mention(TEXT, name) for name in names]
    dates = [Dated(Span(25, 34), "am Montag", value)]
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    return claims(window, encoded, model.mentions, dates, cast(Classifier, model))


def ends(made: list[Claim]) -> list[tuple[str, str | None, str]]:
    """Source, target and relation of each claim."""
    return [(c.source.surface, c.target.surface if c.target else None, c.relation) for c in made]


def test_what_reaches_the_threshold_is_claimed() -> None:
    """Only the pair and relation that score make a claim."""
    assert ends(found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}))) == [
        ("Nordlicht", "Morgenrot", "CONSULT")
    ]


def test_what_stays_below_is_not() -> None:
    """A probability below the threshold claims nothing."""
    assert found(Model({("Nordlicht", "Morgenrot", "CONSULT"): -0.1})) == []


def test_each_language_has_its_own_threshold() -> None:
    """The calibration of the sentence's language goes before the one for all."""
    strict = {"de": Calibration(1.0, 0.0, 0.99)}
    assert found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}, calibration=strict)) == []


def test_scores_are_calibrated() -> None:
    """Slope and offset turn the logit into the score that the claim carries."""
    scale = {"de": Calibration(0.5, -1.0, 0.5)}
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 6.0}, calibration=scale))
    assert [c.score for c in made] == [pytest.approx(1 / (1 + np.exp(-2.0)), abs=1e-4)]


def test_the_louder_direction_is_taken() -> None:
    """Of two directions of one relation the likelier one stands alone."""
    said = {("Nordlicht", "Morgenrot", "ACCUSE"): 1.0, ("Morgenrot", "Nordlicht", "ACCUSE"): 2.0}
    assert ends(found(Model(said))) == [("Morgenrot", "Nordlicht", "ACCUSE")]


def test_relations_choose_their_direction_apart() -> None:
    """Each relation has its own direction: one accuses, the other consults."""
    said = {
        ("Nordlicht", "Morgenrot", "ACCUSE"): 2.0,
        ("Morgenrot", "Nordlicht", "ACCUSE"): 1.0,
        ("Nordlicht", "Morgenrot", "CONSULT"): 1.0,
        ("Morgenrot", "Nordlicht", "CONSULT"): 2.0,
    }
    assert set(ends(found(Model(said)))) == {
        ("Nordlicht", "Morgenrot", "ACCUSE"),
        ("Morgenrot", "Nordlicht", "CONSULT"),
    }


def test_a_mutual_claim_is_made_once() -> None:
    """Both directions equally loud and mutual make one claim."""
    said = {("Nordlicht", "Morgenrot", "CONSULT"): 2.0, ("Morgenrot", "Nordlicht", "CONSULT"): 2.0}
    assert [c.mutual for c in found(Model(said, mutual=True))] == [True]


def test_nobody_is_never_mutual() -> None:
    """A claim with one end has no other side, whatever the head says."""
    made = found(Model({("Nordlicht", None, "CONSULT"): 3.0}, mutual=True))
    assert [(c.target, c.mutual) for c in made] == [(None, False)]


def test_an_actor_is_not_paired_with_himself() -> None:
    """Two mentions of one actor are not offered as a pair."""
    model = Model({})
    window = make_window()
    again = factory.mention(TEXT, "Morgenrot")
    later = Mention(
        Span(TEXT.rindex("Morgenrot"), TEXT.rindex("Morgenrot") + 9),
        *("Morgenrot", "party", "name", again.actor, again.name, 0.9, ""),
    )
    model.mentions = [again, later]
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    claims(window, encoded, model.mentions, [], cast(Classifier, model))
    assert {pair.target for pair in model.asked} == {2}


@pytest.mark.parametrize("number", range(len(STATUSES)), ids=STATUSES)
def test_the_likeliest_status_is_taken(number: int) -> None:
    """The status is the one the head puts first."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}, status=number))
    assert [c.status for c in made] == [STATUSES[number]]


def test_a_date_is_taken_where_the_head_points_to_one() -> None:
    """The date expression comes with its value."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}, date=0))
    assert [c.dated.value for c in made if c.dated] == ["2026-11-16"]


def test_where_the_head_points_to_nothing_date_and_speaker_stay_empty() -> None:
    """The last place of a pointer means nothing, and nothing is what is taken."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}))
    assert [(c.dated, c.speaker) for c in made] == [(None, None)]


def test_a_period_right_behind_the_target_is_its_own() -> None:
    """ "With A since 2011" dates the claim about A even where the head points to nothing."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}), value="2011/..")
    assert [c.dated.value for c in made if c.dated] == ["2011/.."]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("Nordlicht hat Abkommen mit (Morgenrot seit 2011", "AGREE"),
        ("A treaty binds Nordlicht and (Morgenrot since 2011", "AGREE"),
        ("У Nordlicht соглашение с (Morgenrot с 2011 года", "AGREE"),
        ("Nordlicht arbeitet zusammen mit (Morgenrot seit 2011", "COOPERATE"),
    ],
)
def test_a_period_in_a_list_of_agreements_makes_a_lasting_tie_an_agreement(words: str, relation: str) -> None:
    """What hangs on an agreement's noun and has its own period is the agreement."""
    start = words.index("Morgenrot") + len("Morgenrot") + 1
    assert AGREEMENT.search(words, 0, start) is not None if relation == "AGREE" else not AGREEMENT.search(words)


LIST = "Abkommen hat Nordlicht mit Morgenrot seit 2005 und Aufbruch seit 2009, in Utopia."


def listed(chance: float, kind: ActorType = "party") -> set[tuple[str, str | None, str | None]]:
    """Source, target and period of the agreements in a list of which the network sees the first place so surely."""
    sentence = factory.sentence(LIST)
    window = Window(Span(0, len(LIST)), factory.words(LIST), (sentence,), 0)
    model = Model(
        {("Nordlicht", "Morgenrot", "AGREE"): float(np.log(chance / (1 - chance)))}, relations=("AGREE",)
    )
    model.mentions = [factory.mention(LIST, n) for n in ("Nordlicht", "Morgenrot")]
    model.mentions += [factory.mention(LIST, "Aufbruch", kind), factory.mention(LIST, "Utopia", "state")]
    dates = [
        Dated(Span(at, at + 9), f"seit {year}", f"{year}/..")
        for year in (2005, 2009)
        for at in (LIST.index(f"seit {year}"),)
    ]
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    made = claims(window, encoded, model.mentions, dates, cast(Classifier, model))
    return {(c.source.surface, c.target.surface if c.target else None, c.dated and c.dated.value) for c in made}


def test_a_list_of_agreements_holds_for_all_its_partners() -> None:
    """Where the network sees one place of the list at all, each partner with a period of its own has agreed."""
    ends = {frozenset(row[:2]): row[2] for row in listed(0.1)}
    assert ends == {
        frozenset({"Nordlicht", "Morgenrot"}): "2005/..",
        frozenset({"Nordlicht", "Aufbruch"}): "2009/..",
    }


def test_a_list_that_the_network_does_not_see_is_none() -> None:
    """Below the least chance at all its places nothing is said."""
    assert listed(0.01) == set()


def test_a_list_is_of_like_actors() -> None:
    """A state among the partners of a party is a place, not a partner."""
    assert {frozenset(row[:2]) for row in listed(0.1, "state")} == {frozenset({"Nordlicht", "Morgenrot"})}


def test_a_period_behind_somebody_else_dates_nothing() -> None:
    """A period that stands behind a third actor says nothing about the pair."""
    made = found(Model({("Nordlicht", "Holt", "CONSULT"): 3.0}), value="2011/..")
    assert [c.dated for c in made] == [None]


def test_an_unsure_pointer_is_not_taken() -> None:
    """Where all speakers are equally likely none is named."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}, speaker=None))
    assert [c.speaker for c in made] == [None]


def test_the_speaker_is_whom_the_head_points_to() -> None:
    """The third mention says it."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}, speaker=2))
    assert [c.speaker.surface for c in made if c.speaker] == ["Holt"]


def test_the_cue_is_the_word_looked_at_most() -> None:
    """The second token is the cue, by its characters."""
    made = found(Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0}, cue=2))
    assert [c.cue.of(TEXT) for c in made] == ["traf"]


def test_context_sentences_make_no_claims() -> None:
    """Pairs of a sentence before the focus were scored in their own window."""
    assert found(Model({("Nordlicht", "Holt", "CONSULT"): 3.0}), focus=1) == []


def test_the_later_sentence_holds_the_claim_of_neighbours() -> None:
    """A pair over two sentences is evidenced by the second."""
    second = Mention(
        Span(TEXT.rindex("Morgenrot"), TEXT.rindex("Morgenrot") + 9),
        *("Morgenrot", "party", "name", "new:m", "M", 0.9, ""),
    )
    model = Model({("Nordlicht", "Morgenrot", "CONSULT"): 3.0})
    model.mentions = [factory.mention(TEXT, "Nordlicht"), second]
    window = make_window()
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    made = claims(window, encoded, model.mentions, [], cast(Classifier, model))
    assert [c.sentence.text for c in made] == [SECOND]


def test_two_mentions_of_one_actor_make_one_claim() -> None:
    """The same claim through two mentions is kept once, with the better score."""
    text = "Holt und Maren Holt trafen Nordlicht."
    sentence: Sentence = factory.sentence(text)
    a, b = factory.mention(text, "Holt"), factory.mention(text, "Maren Holt")
    same = Mention(b.span, b.surface, b.type, b.form, a.actor, a.name, b.score, b.reason)
    model = Model({("Holt", "Nordlicht", "CONSULT"): 1.0, ("Maren Holt", "Nordlicht", "CONSULT"): 2.0})
    model.mentions = [a, same, factory.mention(text, "Nordlicht")]
    window = Window(Span(0, len(text)), factory.words(text), (sentence,), 0)
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    made = claims(window, encoded, model.mentions, [], cast(Classifier, model))
    assert [c.source.surface for c in made] == ["Maren Holt"]


def test_without_mentions_nothing_is_scored() -> None:
    """A window without actors never reaches the network."""
    silent = SimpleNamespace(score=None)
    window = make_window()
    encoded = Encoded(window.tokens, np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))
    assert claims(window, encoded, [], [], cast(Classifier, silent)) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Did Macron praise Meloni?", "possible"),
        ("Похвалил ли Макрон Мелони?", "possible"),
        ("„Hat Macron Meloni gelobt?“", "possible"),
        ("Why did Macron praise Meloni?", "happened"),
        ("Warum lobte Macron Meloni?", "happened"),
        ("Почему Макрон похвалил Мелони?", "happened"),
        ("Macron praised Meloni.", "happened"),
    ],
)
def test_a_question_leaves_the_act_open(text: str, status: str) -> None:
    """What yes or no answers is possible; who, when and why take the act for granted."""
    assert _asked(factory.sentence(text), "happened") == status


def test_a_question_about_a_plan_stays_one_about_a_plan() -> None:
    """Only what would be told as done is left open."""
    assert _asked(factory.sentence("Will Macron praise Meloni?"), "planned") == "planned"
