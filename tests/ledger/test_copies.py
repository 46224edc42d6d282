"""Copies in a ledger, on both databases: noted with the text, read as one source, gone with a removed text."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from konturen.desk import copying, keeping
from konturen.ledger import copies, schema
from konturen.ledger.ledger import Ledger, open_ledger
from konturen.ledger.shingles import METHOD
from konturen.ledger.traces import Person
from konturen.ledger.values import Counted, VerdictWord
from konturen.ledger.verdicts import Ruling
from konturen.records import Coded, Coverage, Evidence, Genre, Mention, Skipped, Span
from tests import factory
from tests.ledger.conftest import Fresh
from tests.ledger.world import LATER, WHEN

NEWS = " ".join(
    f"Am Tag {n} traf Nordlicht in Ort{n} die Partei Morgenrot und besprach Vorlage {n * 31} mit aller Ruhe."
    for n in range(1, 11)
)
OTHER = " ".join(
    f"Zur Stunde {n} schrieb eine Frau aus Dorf{n} an den Rat, dass Brücke {n * 17} dort bald einstürzt."
    for n in range(1, 11)
)


def text(
    words: str, skipped: tuple[tuple[int, int], ...] = (), genre: Genre | None = None, **more: object
) -> Coded:
    """A text with one statement in its first sentence."""
    shell = tuple(Skipped(Span(*span), "navigation") for span in skipped)
    document = factory.document(words, location=f"{hash(words)}.txt", genre=genre, **more)
    made = ()
    if "Nordlicht" in words and "Morgenrot" in words:
        end = words.index("Ruhe.") + 5
        start = words.index("Am Tag 1 ")
        sentence = words[start:end]
        ends = [factory.end(name, words) for name in ("Nordlicht", "Morgenrot")]
        evidence = Evidence(sentence, start, end)
        made = (factory.statement(source=ends[0], target=ends[1], evidence=evidence, when_text=None, cue=None),)
    return Coded(document, (), made, (), Coverage(1, 1, len(words), shell))


def variants() -> list[Coded]:
    """Six texts of one source, two of another, and one alone."""
    shell = "Teilen auf allen Wegen. "
    return [
        text(NEWS),
        text(shell + NEWS, ((0, len(shell)),)),
        text("Nordlicht trifft wieder. " + NEWS),
        text(NEWS.replace("besprach Vorlage 93", "redete über Vorlage 93")),
        text(". ".join(NEWS.split(". ")[:5]) + "."),
        text(NEWS.replace("mit aller Ruhe", "mit viel Ruhe", 2)),
        text(OTHER),
        text("Brief an den Rat. " + OTHER),
        text("Heute war das Wetter in allen Orten gut, und niemand hat etwas anderes darüber gesagt."),
    ]


def fill(book: Ledger, texts: list[Coded]) -> Ledger:
    for at, one in enumerate(texts):
        book.writer.record(one, f"2026-11-22T12:00:{at:02}+00:00")
    return book


def groups(book: Ledger) -> set[frozenset[str]]:
    """The texts that are one source."""
    found: dict[str, set[str]] = {}
    for info in book.reader.documents():
        found.setdefault(info.source, set()).add(info.id)
    return {frozenset(ids) for ids in found.values()}


def test_copies_are_noted_with_the_text(book: Ledger) -> None:
    """The receipt counts the copies; pairs name kind, share, method and instant."""
    first, shell, _, _, short, *_ = variants()
    assert book.writer.record(first, WHEN).copies == 0
    assert book.writer.record(shell, LATER).copies == 1
    assert book.writer.record(short, LATER).copies == 2
    assert book.writer.record(short, LATER).copies == 0
    same, *shortened = sorted(book.reader.copies(), key=lambda p: p.kind)
    assert (same.later, same.earlier) == (shell.document.id, first.document.id)
    assert (same.kind, same.score, same.method, same.recorded) == ("same", 1.0, METHOD, LATER)
    assert {p.kind for p in shortened} == {"shortened"}


def test_texts_of_one_source_name_the_first(book: Ledger) -> None:
    """Every text of a cluster has the first recorded one as its source, others themselves."""
    texts = variants()
    fill(book, texts)
    ids = [one.document.id for one in texts]
    assert groups(book) == {frozenset(ids[:6]), frozenset(ids[6:8]), frozenset(ids[8:])}
    sources = {info.id: info.source for info in book.reader.documents()}
    assert [sources[key] for key in ids] == [ids[0]] * 6 + [ids[6]] * 2 + [ids[8]]


def test_the_order_of_recording_changes_only_the_first(fresh: Fresh) -> None:
    """Recorded in five other orders, the same texts give the same clusters and pairs."""
    texts = variants()
    wanted = fill(fresh(), texts)
    pairs = {(frozenset((p.later, p.earlier)), p.kind, p.score) for p in wanted.reader.copies()}
    for seed in range(5):
        mixed = texts[:]
        random.Random(seed).shuffle(mixed)
        book = fill(fresh(), mixed)
        assert groups(book) == groups(wanted)
        assert {(frozenset((p.later, p.earlier)), p.kind, p.score) for p in book.reader.copies()} == pairs
        place = {one.document.id: at for at, one in enumerate(mixed)}
        assert all(place[info.source] <= place[info.id] for info in book.reader.documents())


def test_statements_know_their_source(book: Ledger) -> None:
    """Three sentences in three copies are three sentences, three documents and one independent source."""
    texts = variants()[:3]
    fill(book, texts)
    found = book.reader.statements()
    assert Counted.of(found) == Counted(3, 3, 1)
    (nordlicht, _) = sorted(book.reader.actors(), key=lambda a: a.id) or (None, None)
    assert nordlicht is None or nordlicht.sources == 1


def test_a_sentence_with_two_statements_is_one_sentence(book: Ledger) -> None:
    """What is counted are sentences, not statements."""
    one = text(NEWS)
    (said,) = one.statements
    denied = factory.statement(
        source=said.source,
        target=said.target,
        evidence=said.evidence,
        when_text=None,
        cue=None,
        status="denied",
    )
    book.writer.record(Coded(one.document, (), (said, denied), (), one.coverage), WHEN)
    assert Counted.of(book.reader.statements()) == Counted(1, 1, 1)


def test_actors_are_counted_by_source(book: Ledger) -> None:
    """An actor named in two copies and one other text is in three texts of two sources."""
    for words in (NEWS, "Nordlicht trifft wieder. " + NEWS, "Nordlicht " + OTHER):
        start = words.index("Nordlicht")
        seen = Mention(Span(start, start + 9), "Nordlicht", "party", "name", "n", "Nordlicht", 0.9, "test")
        one = text(words)
        book.writer.record(Coded(one.document, (seen,), (), (), one.coverage), WHEN)
    (actor,) = book.reader.actors()
    assert (actor.mentions, actor.documents, actor.sources) == (3, 3, 2)


def test_persons_have_the_last_word(book: Ledger) -> None:
    """A no parts two copies, a yes joins what the machine does not, far texts are found over several steps."""
    texts = variants()
    fill(book, texts)
    ids = [one.document.id for one in texts]

    def say(one: str, other: str, word: VerdictWord) -> int:
        return book.writer.rule([Ruling("copies", f"{one}+{other}", word, "Ann")], LATER)[0][0].id

    say(ids[8], ids[6], "accept")
    no = say(ids[6], ids[7], "reject")
    with book.reader._call() as connection:
        found = copies.sources(connection, [ids[7], ids[8]])
        assert found.items() <= copies.sources(connection).items()
    assert found.get(ids[7], ids[7]) == ids[7]
    assert found[ids[8]] == ids[6]
    book.writer.withdraw_verdict(no, "Ben", LATER)
    with book.reader._call() as connection:
        again = copies.sources(connection, [ids[7], ids[8]])
    assert again[ids[7]] == again[ids[8]] == ids[6]


def test_a_removed_text_takes_its_pairs_along(book: Ledger) -> None:
    """After a removal no pair and no key names the text, the copies left are one source, and all is sound."""
    texts = [*variants()[:3], text("Anna Brückner sagte es. " + NEWS)]
    fill(book, texts)
    gone = texts[3].document.id
    assert any(gone in (p.later, p.earlier) for p in book.reader.copies())
    book.writer.forget(Person(frozenset(), frozenset({"Anna Brückner"})), "ada", LATER)
    assert not any(gone in (p.later, p.earlier) for p in book.reader.copies())
    with book.reader._call() as connection:
        held = set(connection.execute(select(schema.signatures.c.document)).scalars())
        assert {copies.id_of(number) for number in held} == {one.document.id for one in texts[:3]}
    assert len(groups(book)) == 1
    assert not list(book.reader.examine())


def test_the_first_text_can_go(book: Ledger) -> None:
    """Where the first text of a cluster is removed, the next one stands for the source."""
    texts = [text("Anna Brückner sagte es. " + NEWS), *variants()[:2]]
    fill(book, texts)
    book.writer.forget(Person(frozenset(), frozenset({"Anna Brückner"})), "ada", LATER)
    assert {info.source for info in book.reader.documents()} == {texts[1].document.id}


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE copies SET earlier_id = 'nowhere'", "earlier_id is not in documents"),
        ("UPDATE copies SET kind = 'alike'", "no kind of copy"),
        ("UPDATE copies SET score = 7.5", "no share"),
        ("UPDATE copies SET earlier_id = document_id", "of itself"),
    ],
)
def test_a_damaged_pair_is_named(tmp_path: Path, harm: str, said: str) -> None:
    """The examination proves the references of pairs, their kinds and their shares."""
    path = str(tmp_path / "a.sqlite")
    with open_ledger(path, create=True) as book:
        fill(book, variants()[:2])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(harm)
        connection.commit()
    with open_ledger(path) as book:
        assert any(hurt.table == "copies" and said in hurt.what for hurt in book.reader.examine())


def test_signatures_are_made_anew_alike(book: Ledger, tmp_path: Path) -> None:
    """After a backup and a restore the same keys are there, so that later copies are found."""
    texts = variants()
    fill(book, texts[:3])
    book.reader.backup(tmp_path / "a.zip")
    target = str(tmp_path / "b.sqlite")
    keeping.restore(tmp_path / "a.zip", target)
    with open_ledger(target) as other:
        wanted = select(schema.signatures).order_by(schema.signatures.c.key)
        with book.reader._call() as one, other.reader._call() as two:
            assert sorted(map(tuple, one.execute(wanted))) == sorted(map(tuple, two.execute(wanted)))
        assert other.reader.copies() == book.reader.copies()
        assert other.writer.record(texts[4], LATER).copies == 3


def test_a_sentence_in_all_texts_hides_no_copy(book: Ledger) -> None:
    """Where two hundred texts share a long frame, the copy of one of them is still found, and no other pair."""
    frame = "Diese Seite gehört zum Archiv der Stadt und wird von Freiwilligen gepflegt, Hinweise bitte per Post senden. "
    rng = random.Random(3)
    made = [
        text(frame + " ".join(f"Wort{rng.randrange(10**6)}" for _ in range(90)) + f" Ende {n}.")
        for n in range(200)
    ]
    for one in made:
        assert book.writer.record(one, WHEN).copies == 0
    copy = made[123].document.text.replace(frame, frame + "Neu. ")
    assert book.writer.record(text(copy), LATER).copies == 1


def test_a_translation_is_only_suggested(book: Ledger) -> None:
    """The same actors and numbers in another language are noted, and stay two sources, with what they share."""
    for language, word, published in (("de", "traf", "2026-05-04"), ("en", "met", "2026-05-05")):
        words, mentions = "", []
        for n in range(12):
            mentions.append(
                Mention(
                    Span(len(words), len(words) + 2),
                    f"A{n % 7}",
                    "party",
                    "name",
                    f"party-{n % 7}",
                    "A",
                    0.9,
                    "test",
                )
            )
            words += f"A{n % 7} {word} {n * 37 + 10}. "
        document = factory.document(words, location=language, language=language, published=published)
        book.writer.record(Coded(document, tuple(mentions), (), (), Coverage(1, 1, len(words), ())), WHEN)
    (pair,) = book.reader.copies()
    assert (pair.kind, pair.score) == ("translation", 1.0)
    assert len(groups(book)) == 2
    found = copying.copies(book)
    assert (found.clusters, len(found.suggestions)) == ((), 1)
    assert found.suggestions[0].link.common[:3] == ("party-0", "#10", "party-1")
    link = found.suggestions[0].link
    said = Ruling("copies", f"{link.later}+{link.earlier}", "reject", "Ann")
    no = book.writer.rule([said], LATER)[0][0]
    assert copying.copies(book) == copying.Copies((), ())
    book.writer.withdraw_verdict(no.id, "Ann", LATER)
    book.writer.rule([replace(said, verdict="accept")], LATER)
    (cluster,) = copying.copies(book).clusters
    assert {info.id for info in cluster.texts} == {link.later, link.earlier}


def test_reasons_are_given(book: Ledger) -> None:
    """A cluster says which sentence stands in both texts, and which names and numbers in one alone."""
    fill(book, [text(NEWS), text("Gestern in Ort99: " + NEWS)])
    (cluster,) = copying.copies(book).clusters
    (link,) = cluster.links
    assert link.sentence is not None
    assert link.sentence in NEWS
    assert (link.only_later, link.only_earlier) == (("ort99",), ())
    (line,) = copying.lines(copying.copies(book))
    assert [one["id"] for one in line["texts"]] == [info.id for info in cluster.texts]


def test_the_genre_is_kept(book: Ledger) -> None:
    """A text's genre is read as it was recorded; None where nobody knows."""
    fill(book, [text(NEWS, genre="interview"), text(OTHER)])
    assert [info.genre for info in book.reader.documents()] == ["interview", None]
