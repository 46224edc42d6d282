"""Rows that every table tool can take: what analyses answer with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from itertools import starmap
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints, overload

from konturen.errors import KonturenError

R = TypeVar("R")


class Table(Sequence[R], Generic[R]):
    """Frozen rows of one kind, each a flat dataclass, in their order.

    `kind` is the class of the rows, so that an empty table has its columns, too. The converters need the extra
    `konturen[tables]` and say so; the columns are the fields, dates are dates, tuples are lists.
    """

    __slots__ = ("_held", "_kind", "_made")

    def __init__(self, kind: type[R], rows: Iterable[R]) -> None:
        self._kind = kind
        self._made: tuple[R, ...] | None = tuple(rows)
        self._held: Mapping[str, list[Any]] = {}

    @classmethod
    def of_columns(cls, kind: type[R], columns: Mapping[str, list[Any]]) -> Table[R]:
        """A table of columns of plain values; its rows are made when somebody looks at them."""
        made = cls(kind, ())
        if set(columns) != set(made.columns):
            raise TypeError(f"{kind.__name__} has other columns than {', '.join(columns)}")
        made._made, made._held = None, columns
        return made

    @property
    def _rows(self) -> tuple[R, ...]:
        if self._made is None:
            values = (self._held[name] for name in self.columns)
            self._made = tuple(starmap(self._kind, zip(*values, strict=True)))
        return self._made

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Table[R]: ...
    def __getitem__(self, at: int | slice) -> R | Table[R]:
        return Table(self._kind, self._rows[at]) if isinstance(at, slice) else self._rows[at]

    def __len__(self) -> int:
        return len(self._held[self.columns[0]]) if self._made is None else len(self._made)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (self._kind, self._rows) == (other._kind, other._rows)

    def __hash__(self) -> int:
        return hash((self._kind, self._rows))

    def __repr__(self) -> str:
        return f"Table({self._kind.__name__}, {len(self)} rows)"

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        if not is_dataclass(self._kind):
            raise TypeError(f"{self._kind.__name__} is no dataclass")
        return tuple(f.name for f in fields(self._kind))

    def to_dict(self) -> dict[str, list[Any]]:
        """The columns as lists of plain values."""
        if self._made is None:
            return {name: _lists(self._held[name]) for name in self.columns}
        return {name: [_plain(getattr(row, name)) for row in self] for name in self.columns}

    def lines(self) -> Iterator[dict[str, Any]]:
        """The rows as JSON takes them: dates are text."""
        columns = self.to_dict()
        for row in zip(*columns.values(), strict=True):
            values = (value.isoformat() if isinstance(value, date) else value for value in row)
            yield dict(zip(columns, values, strict=True))

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`."""
        return needed("pyarrow", "tables").table(self.to_dict())

    def to_polars(self) -> Any:
        """A `polars.DataFrame`."""
        return needed("polars", "tables").DataFrame(self.to_dict())

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`."""
        return needed("pandas", "tables").DataFrame(self.to_dict(), columns=list(self.columns))

    def to_networkx(self) -> Any:
        """A `networkx.MultiDiGraph` with an edge for each row that has a `source` and a `target`.

        TypeError where the rows have none: such a table is no graph.
        """
        if not {"source", "target"} <= set(self.columns):
            raise TypeError(f"{self._kind.__name__} has no source and target: it is no graph")
        graph = needed("networkx", "networks").MultiDiGraph()
        for row in self:
            values = {name: _plain(getattr(row, name)) for name in self.columns}
            source, target = values.pop("source"), values.pop("target")
            if target is not None:
                graph.add_edge(source, target, **values)
        return graph


def needed(module: str, extra: str) -> Any:
    """A library of an extra; KonturenError that names the extra where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        library, hint = module.split(".")[0], f"Install it with: pip install 'konturen[{extra}]'"
        missing = KonturenError(f"this needs the library {library}.", hint=hint)
        raise missing.named("no_library", library=library, extra=extra) from error


def arrow_schema(kind: type[Any]) -> Any:
    """The `pyarrow.Schema` of the fields of a flat class, by their annotations."""
    pa = needed("pyarrow", "tables")
    types = {
        str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32(),
        tuple[str, ...]: pa.list_(pa.string()),
    }  # fmt: skip
    return pa.schema([(name, types[_bare(hint)]) for name, hint in get_type_hints(kind).items()])


def _bare(hint: Any) -> Any:
    """A type without the None that it allows."""
    (bare,) = (
        (one for one in get_args(hint) if one is not type(None)) if get_origin(hint) is UnionType else [hint]
    )
    return bare


def arrow_array(values: Sequence[Any], type_: Any) -> Any:
    """A `pyarrow.Array`; halves of characters, which UTF-8 cannot hold, stand as U+FFFD."""
    pa = needed("pyarrow", "tables")
    try:
        return pa.array(values, type_)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], type_)


def arrow_table(kind: type[Any], rows: Sequence[tuple[Any, ...]]) -> Any:
    """A `pyarrow.Table` of rows whose values stand in the order of a flat class's fields."""
    schema = arrow_schema(kind)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [arrow_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return needed("pyarrow", "tables").Table.from_arrays(arrays, schema=schema)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    return tuple(map(_encodable, value)) if isinstance(value, tuple) else value


def _lists(values: list[Any]) -> list[Any]:
    """A column of plain values; where it holds tuples, lists of them."""
    return [_plain(value) for value in values] if values and isinstance(values[0], tuple) else values


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value if value is None or isinstance(value, (str, int, float, bool, date)) else str(value)
