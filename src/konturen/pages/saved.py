"""What a person keeps for later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from konturen.web.ask import Ask
from konturen.web.page import Place


@dataclass(frozen=True, slots=True)
class Saved:
    """A text that is kept, and since when."""

    document: str
    title: str | None
    author: str | None
    outlet: str | None
    published: str | None
    language: str
    place: str
    since: str


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The texts that a person keeps, those kept last first."""

    template: ClassVar[str] = "saved.html"
    texts: tuple[Saved, ...]


def saved(ask: Ask) -> SavedPage:
    """What the person who asks keeps; nobody else sees it."""
    with ask.reader() as reader:
        kept = reader.saved(ask.person.name)
        infos = reader.infos(one.document for one in kept)
    found = [(infos[one.document], one.recorded) for one in kept if one.document in infos]
    return SavedPage(
        tuple(
            Saved(
                info.id,
                *(info.title, info.author, info.outlet, info.published, info.language),
                info.places[0] if info.places else info.id,
                since,
            )
            for info, since in found
        )
    )


PLACES = (Place("/saved", saved),)
