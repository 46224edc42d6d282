"""FollowTheMoney entities as JSON lines (followthemoney.tech): `{"id", "schema", "properties": {name:
[values]}}`.

| schema | becomes |
|---|---|
| Person | person |
| Organization, LegalEntity, Company | organisation; by its topics party, igo or institution (gov) |
| PublicBody | institution; with the topic gov.igo an igo |
| Country | state |
| Membership | member_of the organisation |
| Directorship | leads where the role is that of a head, or is not told; else member_of |
| Occupancy of a Position | the same, by the position's name, towards its organisation, else the state |
| Ownership | the asset is part_of the owner, where the owner is no person |
| Succession | the successor succeeds the predecessor |

A link whose `summary` is one of our relations has that one, UnknownLink only then (our export writes it so).

`classification` replaces the type where it is one of ours. Birth and death stand as founded and dissolved.
Names have no language here (`und`). All other schemas are counted.
"""

from __future__ import annotations

import re
from typing import Any

from konturen.dates import is_valid, precedes
from konturen.imports.countries import alpha2
from konturen.imports.rows import RELATIONS, TYPES, Collector, Draft, Imported, Known, NewName, NewTie
from konturen.imports.texts import Source, values

FORMAT = "followthemoney"
ACTORS = {
    "Person": "person",
    "Organization": "organisation",
    "LegalEntity": "organisation",
    "Company": "organisation",
    "PublicBody": "institution",
    "Country": "state",
}
ENDS = {
    "Membership": ("member", "organization"),
    "Directorship": ("director", "organization"),
    "Occupancy": ("holder", "post"),
    "Ownership": ("asset", "owner"),
    "Succession": ("successor", "predecessor"),
    "UnknownLink": ("subject", "object"),
}
_OURS = re.compile(r"[a-z0-9]+(?:[-_.:][A-Za-z0-9_.:-]+)+\Z")
"""Shape of our ids. With one of our types as classification it marks our own export, which keeps its ids."""
_TOPICS = (("pol.party", "party"), ("gov.igo", "igo"), ("gov", "institution"))
_NAMES = (("name", "short"), ("alias", "short"), ("weakAlias", "abbreviation"), ("previousName", "former"))
_COUNTRIES = ("mainCountry", "jurisdiction", "nationality", "citizenship", "country")
_GENDERS = {"male": "m", "female": "f"}
_HEAD = re.compile(
    r"(?<![\w-])(?:president|chair(?:man|woman|person)?|leader|director|head|secretary[- ]general|"
    r"general secretary|prime minister|chancellor|governor|mayor|speaker|monarch|king|queen|chief|ceo|"
    r"vorsitzende[rn]?|leiter(?:in)?|präsident(?:in)?|председатель|президент|глава|лидер|директор|руководитель)(?![\w-])",
    re.IGNORECASE,
)
_NOT_HEAD = re.compile(
    r"(?<!\w)(?:vice|deputy|former|assistant|adviser|advisor|member of|stellvertretende[rn]?|заместитель|вице)"
    r"(?!\w)",
    re.IGNORECASE,
)

Values = dict[str, list[str]]


def load(source: Source, known: Known, as_of: str | None) -> Imported:
    """The actors and ties of a file of FollowTheMoney entities."""
    reader = _Reader(source, known, as_of)
    for line, entity in values(source):
        reader.add(line, entity)
    for line, schema, properties in reader.links:
        reader.link(line, schema, properties)
    return reader.rows.finish(FORMAT)


class _Reader:
    def __init__(self, source: Source, known: Known, as_of: str | None) -> None:
        self.source = source
        self.rows = Collector(source.where, known, as_of)
        self.rows.outside = lambda key: key if key in self.rows.catalog_ids else None
        self.links: list[tuple[int, str, Values]] = []
        self._posts: dict[str, Values] = {}
        self._schemas: dict[str, tuple[str, str, int]] = {}

    def add(self, line: int, entity: Any) -> None:
        """One entity: an actor at once, a link when all actors are read."""
        key, schema, properties = self._checked(line, entity)
        self._refuse_double(key, schema, properties, line)
        if schema == "Position":
            self._posts[key] = properties
        elif schema in ENDS:
            self.links.append((line, schema, properties))
        elif schema in ACTORS:
            self._actor(line, key, schema, properties)
        else:
            self.rows.skip(f"entity of schema {schema[:40]}")

    def _checked(self, line: int, entity: Any) -> tuple[str, str, Values]:
        if not isinstance(entity, dict):
            self.source.fault("a line must be one entity.", line)
        for field in ("id", "schema"):
            if not isinstance(entity.get(field), str) or not entity[field]:
                self.rows.fault("it is missing.", line, field)
        properties = entity.get("properties")
        if not isinstance(properties, dict):
            self.rows.fault("it must be an object of lists.", line, "properties")
        for name, listed in properties.items():
            if not isinstance(listed, list):
                self.rows.fault("it must be a list of texts.", line, f"properties.{name}"[:80])
        texts = {name: [_told(value) for value in listed] for name, listed in properties.items()}
        return entity["id"], entity["schema"], texts

    def _refuse_double(self, key: str, schema: str, properties: Values, line: int) -> None:
        """Two entities of one id: the same again is harmless, another schema or name is an error."""
        name = (properties.get("name") or [""])[0]
        before = self._schemas.setdefault(key, (schema, name, line))
        if before[0] != schema:
            self.rows.fault(
                f'"{key[:60]}" is {schema} here and {before[0]} in line {before[2]}.', line, "schema"
            )
        if name not in (before[1], "") and before[1] not in properties.get("name", ()) and before[1]:
            self.rows.fault(f'"{key[:60]}" is "{name[:60]}" here and "{before[1][:60]}" before.', line, "name")

    def _actor(self, line: int, key: str, schema: str, properties: Values) -> None:
        kind = _type(schema, properties)
        items = [value for value in properties.get("wikidataId", ()) if re.fullmatch(r"Q[1-9][0-9]*", value)]
        ids = {"wikidata": items[0]} if items else {}
        told = properties.get("classification", ())
        exported = len(told) == 1 and told[0] in TYPES and _OURS.match(key)
        ours = key in self.rows.catalog_ids or exported or key.startswith("ftm-")
        own = key if ours else f"ftm-{key}"
        draft = self.rows.add(key, kind, own, {"ftm": key} | ids, (line, f"FollowTheMoney {key}"))
        for field, sort in _NAMES:
            for value in properties.get(field, ()):
                self.rows.name(draft, NewName(value, "und", sort), line, field)
        self.rows.single(draft, "country", self._country(properties), line)
        person = kind == "person"
        begin, end = ("birthDate", "deathDate") if person else ("incorporationDate", "dissolutionDate")
        since, until = self._date(properties, begin), self._date(properties, end)
        self.rows.order(since, until, line, end)
        self.rows.single(draft, "founded", since, line)
        self.rows.single(draft, "dissolved", until, line)
        genders = {_GENDERS[value] for value in properties.get("gender", ()) if value in _GENDERS}
        if len(genders) == 1:
            self.rows.single(draft, "gender", genders.pop(), line)

    def _country(self, properties: Values) -> str | None:
        """The country that is told first and alone: the main one before nationality before any."""
        for field in _COUNTRIES:
            codes = {code for value in properties.get(field, ()) if (code := alpha2(value))}
            if len(codes) == 1:
                return codes.pop()
            if codes:
                self.rows.skip(f"several values of {field} (left empty)")
        return None

    def _date(self, properties: Values, field: str) -> str | None:
        """The most exact date, where all that are told agree; else it is counted."""
        found = sorted({value[:10] for value in properties.get(field, ()) if value.strip()}, key=len)
        good = [value for value in found if is_valid(value) and "/" not in value]
        if len(good) < len(found):
            self.rows.skip(f"{field} that is no date")
        if any(not good[-1].startswith(value) for value in good):
            self.rows.skip(f"several values of {field} (left empty)")
            return None
        return good[-1] if good else None

    def link(self, line: int, schema: str, properties: Values) -> None:
        """A tie for each pair of the two ends that are actors of this file."""
        one, other = ENDS[schema]
        role = ", ".join(properties.get("role", ()))
        since, until = self._date(properties, "startDate"), self._date(properties, "endDate")
        if since is None and schema == "Succession":
            since = self._date(properties, "date")
        if since and until and precedes(until, since):
            self.rows.fault(f"the end ({until}) is before its beginning ({since}).", line, "endDate")
        for key in properties.get(one, ()):
            draft = self.rows.drafts.get(key)
            for target in properties.get(other, ()):
                found = self._ends(schema, draft, target, (role, properties))
                if draft is None or found is None:
                    self.rows.skip(f"{schema} that gives no tie")
                    continue
                relation, actor, told = found
                relation = next((v for v in properties.get("summary", ()) if v in RELATIONS), relation)
                title = {"und": told} if told else {}
                self.rows.tie(draft, NewTie(relation, actor, title, since, until, None, None, other), line)

    def _ends(
        self, schema: str, draft: Draft | None, target: str, link: tuple[str, Values]
    ) -> tuple[str, str, str] | None:
        """Relation, the key of the other end, and the role."""
        role, properties = link
        told = any(value in RELATIONS for value in properties.get("summary", ()))
        if draft is None:
            return None
        if schema == "Occupancy":
            return self._office(target)
        other = self.rows.drafts.get(target)
        if other is None or other is draft:
            return None
        if schema == "Ownership":
            return ("part_of", target, role) if other.type != "person" and draft.type != "person" else None
        if schema == "Succession":
            return "succeeds", target, role
        if schema == "UnknownLink":
            return ("", target, role) if told else None
        leads = schema == "Directorship" and (not role or _leads(role))
        return "leads" if leads else "member_of", target, role

    def _office(self, post: str) -> tuple[str, str, str] | None:
        """What the holder of a position does to whom: its organisation, else the one state of its country."""
        properties = self._posts.get(post)
        if properties is None:
            return None
        name = (properties.get("name") or [""])[0]
        relation = "leads" if _leads(name) else "member_of"
        for key in properties.get("organization", ()):
            if key in self.rows.drafts:
                return relation, key, name
        countries = {code for value in properties.get("country", ()) if (code := alpha2(value))}
        if len(countries) != 1 or properties.get("subnationalArea"):
            return None
        state = self._state(countries.pop())
        return (relation, state, name) if state else None

    def _state(self, country: str) -> str | None:
        """The key of the state of a country: one of this file, or the catalog's."""
        for draft in self.rows.drafts.values():
            if draft.type == "state" and draft.singles.get("country") == country:
                return draft.key
        return self.rows.known.get(("iso2", country))


def _told(value: object) -> str:
    """A value as text; entities that are nested instead of named count by their id."""
    if isinstance(value, dict):
        value = value.get("id", "")
    return value if isinstance(value, str) else str(value)


def _type(schema: str, properties: Values) -> str:
    told = [value for value in properties.get("classification", ()) if value in TYPES]
    if schema != "Person" and len(told) == 1 and told[0] != "person":
        return told[0]
    kind = ACTORS[schema]
    if kind in ("organisation", "institution"):
        topics = properties.get("topics", ())
        for topic, better in _TOPICS:
            if (
                any(value == topic or value.startswith(f"{topic}.") for value in topics)
                and "gov.soe" not in topics
            ):
                return better
    return kind


def _leads(role: str) -> bool:
    """Whether a role is that of a head, not of a deputy or an adviser."""
    return bool(_HEAD.search(role)) and not _NOT_HEAD.search(role)
