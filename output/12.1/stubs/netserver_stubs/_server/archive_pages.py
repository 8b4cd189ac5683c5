"""Rows of archives: found among what is stored, sorted, and a page of them as the wires show it.

A row is looked at in two rounds, each of which decodes the members that it needs alone: one for conditions and order, over
all the entities; and one for the columns that are asked for, over those in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypedDict, cast

import msgspec

from netserver._runtime.values import encode
from .archive_query import ArchiveQuery, Order
from .columns import Column, column_of, default_columns
from .conditions import Asker, Condition, Reference
from .providers import Providers, StoredKind
from .store import Records

__all__ = ["Cell", "FoundRow", "Page", "find_page"]

_FULL_RIGHTS = 15
"""Of ETableRight: select, update, insert and delete."""

_MOST_KNOWN = 500

_UNSAFE = re.compile(r"\W", re.ASCII)


class Cell(NamedTuple):
    """A column of a row: the JSON it has in the entity, and what that means."""

    raw: Any
    value: Any
    column: Column

    @property
    def shown(self) -> str:
        """As archives show it: encoded where it is no text ("[I:3]")."""
        return _shown(self.value)

    @property
    def link_hint(self) -> str:
        """Where it leads, if it names a stored entity: "contact_id=3"."""
        kind = self.column.refers_to
        if kind is None or not isinstance(self.value, Reference):
            return ""
        return _hint(kind, self.value.number) if self.value.number else ""

    @property
    def logical(self) -> Any:
        """As rows in slim mode have it: texts, numbers and flags; dates in ISO's form."""
        return _logical(self.value, self.raw)

    @property
    def plain(self) -> Any:
        """As the raw value in full mode: of what names something, its number."""
        if isinstance(self.value, Reference):
            return self.value.number
        return self.logical


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row."""

    kind: StoredKind
    number: int
    cells: Mapping[str, Cell]

    @property
    def link_hint(self) -> str:
        """Where the row leads: "contact_id=3"."""
        return _hint(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the rows of a query."""

    rows: Sequence[FoundRow]
    total: int
    """Rows in all pages, `$skip` and `$top` left aside."""
    query: ArchiveQuery

    @property
    def following(self) -> ArchiveQuery | None:
        """The query for the next page; None behind the last."""
        query, count = self.query, len(self.rows)
        left = self.total - query.skip - count
        if query.top is not None:
            left = min(left, query.top - count)
        return query.after(count) if left > 0 and count else None

    def answer(self, address: str, metadata: str) -> dict[str, Any]:
        """The JSON of the page, for a list at that address; `metadata` is where its columns are described."""
        following = self.following
        show = _full if self.query.full else _slim
        said: dict[str, Any] = {
            "odata.metadata": metadata,
            "odata.nextLink": following.link(address) if following else None,
            "value": [show(row, self.query) for row in self.rows],
        }
        return {"odata.count": self.total, **said} if self.query.counted else said


def _slim(row: FoundRow, query: ArchiveQuery) -> dict[str, Any]:
    shown = {
        _name(name, query): _displayed(cell) if query.display else cell.logical
        for name, cell in row.cells.items()
    }
    keys = {"PrimaryKey": str(row.number), "EntityName": row.kind.entity_name}
    return {**keys, **shown}


def _full(row: FoundRow, query: ArchiveQuery) -> dict[str, Any]:
    return {
        "PrimaryKey": row.number,
        "EntityName": row.kind.entity_name,
        "TableRight": {"Mask": _FULL_RIGHTS},
        "LinkHint": row.link_hint,
        "StyleHint": "",
        "Column": {
            _name(name, query): {
                "RawValue": cell.plain,
                "DisplayValue": cell.shown,
                "TooltipHint": "",
                "LinkHint": cell.link_hint,
            }
            for name, cell in row.cells.items()
        },
    }


def _name(name: str, query: ArchiveQuery) -> str:
    return _UNSAFE.sub("_", name) if query.json_safe else name


def _hint(kind: StoredKind, number: int) -> str:
    return f"{kind.entity_name}_id={number}"


def _displayed(cell: Cell) -> Any:
    value = cell.logical
    return str(value) if isinstance(value, bool) else value


def _logical(value: Any, raw: Any) -> Any:
    if isinstance(value, Reference):
        return value.text
    if isinstance(value, date):
        return raw if isinstance(raw, str) and raw[:1] != "[" else value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(_logical(item, None)) for item in cast("list[Any]", value))
    return value


def _shown(value: Any) -> str:
    if isinstance(value, Reference):
        return value.text
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in cast("list[Any]", value))
    try:
        return "" if value is None else encode(value)
    except (TypeError, ValueError):
        return str(value)


# -------------------------------------------------------------------------------------- finding


class _Decoders:
    """Reads the members of entities that are needed, and passes over the others."""

    def __init__(self) -> None:
        self._found: dict[frozenset[str], Any] = {}

    def decoder(self, members: Iterable[str]) -> Any:
        key = frozenset(members)
        found = self._found.get(key)
        if found is None:
            shape: Any = TypedDict("shape", dict.fromkeys(key, Any), total=False)  # type: ignore[misc]  # pyright: ignore
            found = self._found[key] = msgspec.json.Decoder(shape)
        return found


class _View(Mapping[str, Any]):
    """A row as conditions see it: its columns, each worked out when it is looked at."""

    __slots__ = ("_columns", "_document", "_found")

    def __init__(
        self, columns: Mapping[str, Column], document: Mapping[str, Any], found: _Found
    ) -> None:
        self._columns, self._document, self._found = columns, document, found

    def get(self, key: str, default: Any = None) -> Any:
        column = self._columns.get(key)
        if column is None:
            return default
        return column.value(column.raw(self._document, self._found))

    def __getitem__(self, key: str) -> Any:
        return self.get(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class _Found:
    """The entities that rows refer to; those that it has read lately are at hand."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[tuple[str, int], Any] = {}

    def __call__(self, kind: StoredKind, number: int) -> Any:
        key = kind.name, number
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            body = self._records.get(*key)
            self._known[key] = None if body is None else msgspec.json.decode(body)
        return self._known[key]


class _Candidate(NamedTuple):
    kind: StoredKind
    number: int
    sorted_by: tuple[Any, ...]


def find_page(
    records: Records,
    kinds: Sequence[StoredKind],
    query: ArchiveQuery,
    asker: Asker,
    providers: Providers,
    within: Mapping[str, Condition] | None = None,
) -> Page:
    """The page of a query over kinds of entities; `within` is a further condition on each kind, by its name."""
    finder = _Finder(records, providers, asker)
    candidates: list[_Candidate] = []
    for kind in kinds:
        if query.entities and kind.entity_name.casefold() not in query.entities:
            continue
        conditions = [query.condition, (within or {}).get(kind.name)]
        wanted = [each for each in conditions if each is not None]
        candidates += finder.candidates(kind, wanted, query.order)
    for place in range(len(query.order) - 1, -1, -1):
        candidates.sort(
            key=lambda each: each.sorted_by[place],
            reverse=query.order[place].descending,
        )
    end = query.skip + query.page_size
    rows = finder.rows(candidates[query.skip : end], query.columns)
    return Page(rows, len(candidates), query)


class _Finder:
    """Goes through the records of one transaction."""

    def __init__(self, records: Records, providers: Providers, asker: Asker) -> None:
        self._records = records
        self._providers = providers
        self._asker = asker
        self._found = _Found(records)
        self._decoders = _Decoders()

    def candidates(
        self, kind: StoredKind, conditions: Sequence[Condition], order: Sequence[Order]
    ) -> list[_Candidate]:
        """The entities of a kind for which all conditions hold, by number."""
        names = {name for condition in conditions for name in condition.columns()}
        names.update(each.column for each in order)
        columns = self._columns(kind, names)
        tests = [condition.bound(self._asker) for condition in conditions]
        decode = self._decoder(columns.values()).decode
        found: list[_Candidate] = []
        for number, body in self._records.every(kind.name):
            row = _View(columns, decode(body), self._found) if columns else None
            if row is not None and not all(test(row) for test in tests):
                continue
            keys = (
                (_sorting(row.get(each.column)) for each in order)
                if row is not None
                else ()
            )
            found.append(_Candidate(kind, number, tuple(keys)))
        return found

    def rows(
        self, candidates: Sequence[_Candidate], names: Sequence[str]
    ) -> list[FoundRow]:
        """The columns of those entities; all that fit where none are named."""
        columns: dict[str, Mapping[str, Column]] = {}
        rows: list[FoundRow] = []
        for kind, number, _ in candidates:
            if kind.name not in columns:
                chosen = names or [name for name, _ in default_columns(kind)]
                columns[kind.name] = self._columns(kind, chosen)
            mine = columns[kind.name]
            body = self._records.get(kind.name, number) or b"{}"
            document = self._decoder(mine.values()).decode(body)
            cells: dict[str, Cell] = {}
            for name, column in mine.items():
                raw = column.raw(document, self._found)
                value = (
                    None if raw is None and column.kind is None else column.value(raw)
                )
                cells[name] = Cell(raw, value, column)
            rows.append(FoundRow(kind, number, cells))
        return rows

    def _columns(self, kind: StoredKind, names: Iterable[str]) -> dict[str, Column]:
        return {name: column_of(kind, name, self._providers) for name in names}

    def _decoder(self, columns: Iterable[Column]) -> Any:
        return self._decoders.decoder(
            member for column in columns for member in column.members
        )


_LEAST = (0, 0)


def _sorting(value: Any) -> tuple[int, Any]:
    """What a value is sorted by: nothing first, then numbers, dates and texts."""
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return _sorting(items[0]) if items else _LEAST
    if isinstance(value, Reference):
        value = value.text
    if isinstance(value, str):
        return (3, value.casefold()) if value else _LEAST
    if isinstance(value, (int, float)):
        return (1, value)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # fmt: skip
        return (2, moment.replace(tzinfo=None))
    return _LEAST
