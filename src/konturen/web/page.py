"""What a page, a form and a file are: values that handlers give and `konturen.web.rendering` answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from konturen.tables import Table
from konturen.web.ask import Ask, Sent
from konturen.web.people import Role

Form = Literal["page", "json", "print", "file", "csv", "svg", "png", "docx"]
FORMS: tuple[Form, ...] = ("page", "json", "print", "file", "csv", "svg", "png", "docx")
"""How a page is wanted (`?as=`): shown; as JSON; without navigation, for paper; as one HTML file that stands by
itself; and, where it has them, its table, its drawing, its document."""


class Page(Protocol):
    """A page: a frozen dataclass of plain values, which is its JSON, and the template that shows it."""

    template: ClassVar[str]


@runtime_checkable
class Tabular(Protocol):
    """A page with a table, for `?as=csv`."""

    def table(self) -> Table[Any]:
        """The rows that the page shows."""


@runtime_checkable
class Drawn(Protocol):
    """A page with a drawing, for `?as=svg` and `?as=png`."""

    def drawing(self, ask: Ask) -> str:
        """The drawing as one SVG document, without anything from elsewhere."""


@runtime_checkable
class Written(Protocol):
    """A page that is also a document of Word, for `?as=docx`."""

    def written(self, ask: Ask) -> bytes:
        """The document's bytes."""


@dataclass(frozen=True, slots=True)
class Goto:
    """Where one goes after a form: an address of the desk, and a message (`done.<key>`) to show there."""

    address: str
    done: str | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its bytes, its name as proposed, its media type. It is never shown in the desk's own page."""

    content: bytes
    name: str
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """An address of the desk: the path, what it shows, and who may see it.

    What a page with `kept` shows is the same for all persons, in every form, and as long as nothing is
    recorded, within a day; with `feeds` it also tells of feeds, so that asking them counts as recording.
    """

    path: str
    show: Callable[[Ask], Page | Download]
    role: Role = "reader"
    kept: bool = False
    feeds: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A form: the path that it is sent to, what it does, who may, and how many bytes it may have."""

    path: str
    act: Callable[[Ask, Sent], Goto | Page | Download]
    role: Role = "coder"
    max_bytes: int = 100_000
