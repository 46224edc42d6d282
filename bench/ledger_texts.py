"""Coded texts for the bench of the ledger: three languages, from word lists of our own, the same for the same seed.

The actors are those of the package's catalog and, to the number wanted, provisional ones with made-up names.
Who acts on whom is drawn like in news: the actor of rank r with weight 1 / (r + 3), both ends alike, so that a few
pairs have thousands of statements and most have few. Each text has ten statements, some facts and about thirty
mentions, each where its words stand: nothing is coded, only written down.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from konturen.actors.catalog import Catalog
from konturen.codebook import built_in
from konturen.records import (
    ActorType,
    Alternative,
    Coded,
    Coverage,
    Document,
    End,
    Evidence,
    Fact,
    Mention,
    Span,
    Statement,
)

LANGUAGES = ("de", "en", "ru")
ACTORS = 5000
"""How many actors the texts name."""
STATEMENTS = 10
"""Statements of a text."""
FLATTER = 3
"""Added to the rank of an actor before its weight is taken: the first ones are not everything."""
FIRST_DAY, DAYS = date(2012, 1, 1), 5200
CODER = "konturen-classifier/3+3f351c45"
OUTLETS = (
    "Abendblatt Neustadt", "Der Rundblick", "Stimme des Nordens", "Tagespost Ufer", "Blatt am Montag",
    "The Harbour Courier", "Inland Monitor", "Weekly Ledger", "Northern Dispatch", "The Far Gazette",
    "Вестник Заречья", "Новый обзор", "Степной листок", "Голос порта", "Дневник столицы",
)  # fmt: skip
STATUSES = {"happened": 60, "ongoing": 15, "planned": 12, "possible": 8, "denied": 5}
REASONS = ("catalog name", "catalog name, genitive", "abbreviation introduced before", "named in full before")
_SYLLABLES = (
    "ba bel da der dol fa fen gar gor han hel im jan kal kor lan lem ma mir na nor ol or pel ra rin sa sel ta "
    "tor ul var ven wal zan"
).split()
_CYRILLIC = (
    "ба бел да дер дол фа фен гар гор хан хел им ян кал кор лан лем ма мир на нор ол ор пел ра рин са сел та "
    "тор ул вар вен вал зан"
).split()
_WORDS = {
    "de": "Abkommen Ausschuss Bericht Beschluss Debatte Energie Entwurf Erklärung Fischerei Frage Gespräch Gesetz "
    "Grenze Hafen Handel Haushalt Hilfe Hoffnung Jahr Klima Konflikt Lage Leitung Markt Mehrheit Minister Mittel "
    "Opposition Partner Plan Politik Preis Rat Reform Region Regierung Reise Sanktion Schule Sicherheit Sitzung "
    "Staat Stadt Steuer Straße Treffen Verhandlung Vertrag Verwaltung Vorschlag Wahl Wirtschaft Zeit Zoll Zukunft",
    "en": "agreement agency border budget cabinet campaign climate coast committee conflict council debate decision "
    "delegation draft economy election energy farm fishery future government harbour help hope industry law leader "
    "majority market meeting minister money negotiation opposition partner plan policy price proposal question "
    "reform region report road sanction school security session state street talk tariff tax time treaty visit",
    "ru": "бюджет ведомство вопрос время встреча выбор глава год город граница дебаты делегация договор документ "
    "доклад закон заседание климат комитет конфликт министр надежда налог область оппозиция партнёр план политика "
    "помощь порт поездка правительство предложение проект промышленность работа регион реформа решение рынок санкция "
    "сессия совет соглашение страна торговля улица цена школа экономика энергия",
}
_LINKS = {
    "de": "und in der mit für nach über wegen ohne seit neue alte große lange auch noch bald zudem dabei dort".split(),
    "en": "and in the with for after about over without since new old great long also still soon then there".split(),
    "ru": "и в на с для после из без новый старый большой долгий также ещё скоро затем потом там уже очень".split(),
}
_SAID = {
    "de": "{a} und {b} berieten {when}über {x} und {y}|{a} warf {b} {when}vor, {x} und {y} zu blockieren"
    "|{a} unterstützte {b} {when}bei {x}, {y} und {z}|{a} verlangte von {b} {when}mehr {x} für {y} und {z}"
    "|{a} drohte {b} {when}mit dem Ende von {x} und {y}",
    "en": "{a} and {b} discussed {x} and {y} {when}in the {z}|{a} accused {b} {when}of blocking {x} and {y}"
    "|{a} backed {b} {when}on {x}, {y} and {z}|{a} asked {b} {when}for more {x} and {y} in {z}"
    "|{a} threatened {b} {when}with the end of {x} and {y}",
    "ru": "{a} и {b} обсудили {when}{x} и {y}|{a} и {b} спорят {when}про {x}, {y} и {z}"
    "|{a} и {b} {when}заключили {x} про {y}|{a} требует {when}от {b} {x} и {y}|{a} {when}угрожает {b} за {x} и {y}",
}
_FACT = {"de": "{a} hat {n} Sitze.", "en": "{a} has {n} seats.", "ru": "{a}: мест {n}."}
_WHEN = {"de": "am {d}. {m}. {y} ", "en": "on {y}-{m:02}-{d:02} ", "ru": "{d}.{m:02}.{y} "}


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor with its names by language."""

    id: str
    type: ActorType
    names: dict[str, str]


class Texts:
    """A source of texts without an end; text number n is the same whatever came before it."""

    def __init__(self, catalog: Catalog, seed: int = 5) -> None:
        self.seed = seed
        self.actors = _actors(catalog, random.Random(seed))
        self._weights = list(accumulate(1 / (rank + FLATTER) for rank in range(len(self.actors))))
        codebook = built_in()
        self._relations = [r for r in codebook.relations.values() if r.kind != "structure"]
        self._often = list(accumulate(1 / (rank + 2) for rank in range(len(self._relations))))
        self._track = codebook.track
        self._statuses = list(STATUSES), list(accumulate(STATUSES.values()))
        self._words = {language: _vocabulary(language, random.Random(seed)) for language in LANGUAGES}

    def coded(self, number: int) -> Coded:
        """Text number so and so."""
        chance = random.Random(self.seed * 10**9 + number)
        return _Text(self, chance, number).coded()

    def many(self, first: int, count: int) -> Iterator[Coded]:
        """Texts in the order of their numbers."""
        return map(self.coded, range(first, first + count))

    def words(self, chance: random.Random, language: str, count: int) -> list[str]:
        """Words of texts: the commonest ones often, most hardly ever."""
        words, weights = self._words[language]
        return chance.choices(words, cum_weights=weights, k=count)

    def several(self, chance: random.Random, count: int) -> list[Actor]:
        """Actors as often as they are in the news."""
        return chance.choices(self.actors, cum_weights=self._weights, k=count)

    def kind(self, chance: random.Random, source: Actor, target: Actor) -> tuple[str, bool, str, str]:
        """Relation, whether it is mutual, status, track."""
        relation = chance.choices(self._relations, cum_weights=self._often)[0]
        status = chance.choices(self._statuses[0], cum_weights=self._statuses[1])[0]
        return relation.id, relation.symmetric, status, self._track(source.type, target.type)


class _Text:
    """A text that grows sentence by sentence, with what is found in it."""

    def __init__(self, texts: Texts, chance: random.Random, number: int) -> None:
        self.texts, self.chance, self.number = texts, chance, number
        self.language = LANGUAGES[number % 3]
        self.day = FIRST_DAY + timedelta(days=number * 7919 % DAYS)
        self.parts: list[str] = []
        self.length = 0
        self.statements: list[Statement] = []
        self.facts: list[Fact] = []
        self.mentions: list[Mention] = []

    def coded(self) -> Coded:
        """The whole text."""
        # A text is about few actors: what it states lies between those.
        own = list({a.id: a for a in self.texts.several(self.chance, 8)}.values())
        while len(own) < 3:
            own.append(next(a for a in self.texts.several(self.chance, 50) if a not in own))
        self._plain()
        for _ in range(STATEMENTS):
            source, target = self.chance.sample(own, 2)
            self._statement(source, target, self.chance.choice(own))
            if self.chance.random() < 0.7:
                self._plain(self.chance.choice(own) if self.chance.random() < 0.4 else None)
        for _ in range(self.chance.choice((0, 1, 1, 2, 3))):
            self._fact(self.chance.choice(own))
        text = "".join(self.parts)
        content = text.encode()
        document = Document(
            f"https://news.example/{self.language}/{self.day:%Y/%m}/{self.number}",
            text,
            self.language,
            "text/html",
            hashlib.sha256(content).hexdigest(),
            content,
            title=self.parts[0].strip(),
            author=" ".join(self.texts.words(self.chance, self.language, 2)) if self.number % 2 else None,
            outlet=OUTLETS[self.number % 3 * 5 + self.number // 3 % 5],
            published=self.day.isoformat(),
            retrieved=self.day.isoformat() + "T12:00:00+00:00",
            reading_minutes=2,
        )
        coverage = Coverage(len(self.parts), len(self.parts), len(text), ())
        return Coded(document, tuple(self.mentions), tuple(self.statements), tuple(self.facts), coverage)

    def _add(self, sentence: str) -> int:
        """Where a sentence begins that is added."""
        start = self.length
        self.parts.append(sentence + ("\n\n" if self.chance.random() < 0.2 else " "))
        self.length += len(self.parts[-1])
        return start

    def _plain(self, named: Actor | None = None) -> None:
        words = self.texts.words(self.chance, self.language, self.chance.randint(6, 14))
        mixed = [w for word in words for w in (self.chance.choice(_LINKS[self.language]), word)]
        mixed[0] = named.names[self.language] if named else mixed[0].capitalize()
        start = self._add(" ".join(mixed) + ".")
        if named:
            self._mention(self._end(named, start))

    def _statement(self, source: Actor, target: Actor, third: Actor) -> None:
        chance, language = self.chance, self.language
        day = self.day - timedelta(days=chance.randint(0, 700))
        words = _WHEN[language].format(d=day.day, m=day.month, y=day.year) if chance.random() < 0.6 else ""
        pattern = chance.choice(_SAID[language].split("|"))
        a, b = source.names[language], target.names[language]
        x, y, z = self.texts.words(chance, language, 3)
        at = pattern.index("{b}")
        head = pattern[:at].format(a=a, when=words, x=x, y=y, z=z)
        whole = head + pattern[at:].format(b=b, when=words, x=x, y=y, z=z)
        extra = " ".join(self.texts.words(chance, language, 4))
        beside = chance.random() < 0.6
        tail = f" ({third.names[language]}, {extra})." if beside else f" ({extra})."
        start = self._add(whole + tail)
        ends = self._end(source, start), self._end(target, start + len(head))
        for end in (*ends, self._end(third, start + len(whole) + 2)) if beside else ends:
            self._mention(end)
        relation, mutual, status, track = self.texts.kind(chance, source, target)
        self.statements.append(
            Statement(
                f"{self.number}",
                relation,
                status,  # type: ignore[arg-type]
                mutual,
                *ends,
                day.isoformat() if words else None,
                words.strip() or None,
                track,
                ends[0] if chance.random() < 0.1 else None,
                Evidence(whole + tail, start, start + len(whole + tail)),
                pattern.split("{")[2].split("}")[-1].strip() or None,
                round(chance.uniform(0.3, 0.99), 3),
                CODER,
            )
        )

    def _fact(self, actor: Actor) -> None:
        number = self.chance.randint(3, 400)
        sentence = _FACT[self.language].format(a=actor.names[self.language], n=number)
        start = self._add(sentence)
        end = self._end(actor, start)
        self._mention(end)
        evidence = Evidence(sentence, start, start + len(sentence))
        self.facts.append(
            Fact(f"{self.number}", end, "seats", str(number), None, self.day.isoformat(), evidence, 0.8, CODER)
        )

    def _end(self, actor: Actor, start: int) -> End:
        name = actor.names[self.language]
        return End(actor.names["en"], actor.id, actor.type, name, start, start + len(name))

    def _mention(self, end: End) -> None:
        others: tuple[Alternative, ...] = ()
        if self.chance.random() < 0.02:
            other = self.texts.several(self.chance, 1)[0]
            others = (Alternative(other.id, other.names["en"], 0.1, "same name, less often named"),)
        score = round(self.chance.uniform(0.5, 0.99), 3)
        reason = self.chance.choice(REASONS)
        span = Span(end.start, end.end)
        self.mentions.append(
            Mention(span, end.surface, end.type, "name", end.actor, end.name, score, reason, others)
        )


def _actors(catalog: Catalog, chance: random.Random) -> list[Actor]:
    """The catalog's states first, then its other actors mixed, then provisional ones."""
    known = [
        Actor(a.id, a.type, {language: catalog.name(a.id, language) for language in LANGUAGES}) for a in catalog
    ]
    states = [a for a in known if a.type == "state"]
    rest = [a for a in known if a.type != "state"]
    chance.shuffle(states)
    chance.shuffle(rest)
    found = {a.id: a for a in [*states[:40], *rest, *states[40:]][:ACTORS]}
    types: tuple[ActorType, ...] = ("person", "party", "organisation")
    while len(found) < ACTORS:
        parts = [[chance.randrange(len(_SYLLABLES)) for _ in range(n)] for n in (2, 3)]
        latin = " ".join("".join(_SYLLABLES[i] for i in part).capitalize() for part in parts)
        cyrillic = " ".join("".join(_CYRILLIC[i] for i in part).capitalize() for part in parts)
        key = f"new:{latin.casefold()}"
        found[key] = Actor(key, chance.choice(types), {"de": latin, "en": latin, "ru": cyrillic})
    return list(found.values())


def _vocabulary(language: str, chance: random.Random) -> tuple[list[str], list[float]]:
    """Twenty thousand words: those of the list, two of them in one, and made-up names; with their weights."""
    words = _WORDS[language].split()
    glued = [a + b.casefold() for a in words for b in words if a != b]
    chance.shuffle(glued)
    syllables = _CYRILLIC if language == "ru" else _SYLLABLES
    names = ["".join(chance.choices(syllables, k=3)).capitalize() for _ in range(17_000)]
    whole = list(dict.fromkeys([*words, *glued, *names]))
    return whole, list(accumulate(1 / (rank + 8) for rank in range(len(whole))))
