"""Rows of archives, as lists of resources give them: page by page, however many there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, cast

import msgspec

from .errors import ResponseError

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Self

    from .endpoints import ResourceOperation
    from .filters import Filter
    from .options import RequestOptions

_KEY, _ENTITY = "PrimaryKey", "EntityName"


class Query(TypedDict, total=False):
    """What a list of rows may be asked by.

    `select` names columns, "name,category"; without it the service chooses. `order_by` names
    columns too, each followed by " desc" where it shall be. `entities` limits what kinds of rows
    come ("appointment,document"). `top` is how many rows come at most, in all pages; `skip` how many
    are passed over. `mode` "Full" brings what is shown beside the values, see `Row.cells`.
    `json_safe` spells columns without characters such as "/". `output` says whether
    values are as stored ("Logical") or as shown ("Display"). `context` and `archive_options` are the provider's.
    """

    select: Sequence[str] | str
    filter: Filter | str
    order_by: Sequence[str] | str
    entities: Sequence[str] | str
    top: int
    skip: int
    mode: Literal["Slim", "Wide", "Full"]
    output: Literal["Logical", "Display"]
    json_safe: bool
    context: str
    archive_options: str


_SPELLED = {
    "select": "$select",
    "filter": "$filter",
    "order_by": "$orderby",
    "entities": "$entities",
    "top": "$top",
    "skip": "$skip",
    "mode": "$mode",
    "output": "$output",
    "json_safe": "$jsonsafe",
    "context": "$context",
    "archive_options": "$options",
}


def asked(operation: ResourceOperation, query: Query) -> tuple[object, ...]:
    """The values of a query in the order of the operation's own names for them."""
    given: dict[str, Any] = {}
    for name, value in query.items():
        wire = _SPELLED.get(name)
        if wire is None:
            known = ", ".join(sorted(_SPELLED))
            raise TypeError(f"{operation.name} takes no {name!r}; a query has {known}")
        if value is not None:
            given[wire] = value
    values = tuple(given.pop(name.lower(), None) for name in operation.rows)
    if given:
        names = ", ".join(name for name, wire in _SPELLED.items() if wire in given)
        raise TypeError(f"{operation.name} takes no {names}")
    return values


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a row, and how it is shown. Links and hints that are not there are empty."""

    raw_value: Any = None
    display_value: str = ""
    tooltip_hint: str = ""
    link_hint: str = ""

    def __repr__(self) -> str:
        return "<Cell>"


class Row(Mapping[str, Any]):
    """One row: values by the names of columns, as the service spells them.

    "PrimaryKey" and "EntityName" are among them. In full mode a value is the raw one, and
    `cells` tells how it is shown.
    """

    __slots__ = ("_cells", "_members", "_values")

    def __init__(self, members: Mapping[str, Any]) -> None:
        self._members = members
        columns = members.get("Column")
        if isinstance(columns, dict) and "TableRight" in members:
            self._cells = {
                name: _cell(cell)
                for name, cell in cast("dict[str, Any]", columns).items()
            }
            keys = {name: members[name] for name in (_KEY, _ENTITY) if name in members}
            self._values: Mapping[str, Any] = {
                **keys,
                **{name: cell.raw_value for name, cell in self._cells.items()},
            }
        else:
            self._cells = {}
            self._values = members

    @property
    def primary_key(self) -> int:
        """The number of what the row is about; what that is, `entity_name` tells."""
        return int(self._members[_KEY])

    @property
    def entity_name(self) -> str:
        """The kind of thing the row is about ("contact"), as the archive calls it."""
        return str(self._members[_ENTITY])

    @property
    def cells(self) -> Mapping[str, Cell]:
        """The columns and how they are shown; empty but in full mode."""
        return self._cells

    @property
    def table_right(self) -> int | None:
        """What the caller may do with the row, as bits of ETableRight; None but in full mode."""
        right: Any = self._members.get("TableRight") if self._cells else None
        return right.get("Mask") if isinstance(right, dict) else None  # pyright: ignore

    @property
    def link_hint(self) -> str:
        """Where the row leads; empty but in full mode."""
        return _words(self._members.get("LinkHint")) if self._cells else ""

    @property
    def style_hint(self) -> str:
        """How the row is shown; empty but in full mode."""
        return _words(self._members.get("StyleHint")) if self._cells else ""

    def __getitem__(self, column: str) -> Any:
        return self._values[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        about = " ".join(str(self._members.get(name, "?")) for name in (_ENTITY, _KEY))
        return f"<Row of {about}: {', '.join(self)}>"


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _cell(value: Any) -> Cell:
    said = (
        cast("dict[str, Any]", value)
        if isinstance(value, dict)
        else {"RawValue": value}
    )
    return Cell(
        raw_value=said.get("RawValue"),
        display_value=_words(said.get("DisplayValue")),
        tooltip_hint=_words(said.get("TooltipHint")),
        link_hint=_words(said.get("LinkHint")),
    )


class Page(msgspec.Struct, frozen=True):
    """Some of the rows, and where the next ones are; no link behind the last."""

    rows: Sequence[Row]
    next_link: str = ""

    def __repr__(self) -> str:
        return f"<Page of {len(self.rows)} rows>"


def page_of(value: object) -> Page | None:
    """The page in an answer; None where it is something else."""
    if value is None:
        return Page(())
    if not isinstance(value, dict):
        return None
    members = cast("dict[str, Any]", value)
    rows: Any = members.get("value")
    if rows is None and "odata.metadata" in members:
        rows = []
    if not isinstance(rows, list):
        return None
    found = cast("list[Any]", rows)
    if not all(isinstance(row, dict) for row in found):
        return None
    link = members.get("odata.nextLink") or members.get("@odata.nextLink")
    return Page([Row(row) for row in found], link if isinstance(link, str) else "")


class _Reading:
    """Where the reading of a list stands; what is the same whoever waits."""

    def __init__(self, operation: ResourceOperation, top: int | None) -> None:
        self.operation = operation
        self._left = top
        self._seen: set[str] = set()

    def taken(self, page: Page) -> Sequence[Row]:
        """The rows of a page that are wanted."""
        rows = page.rows
        if self._left is not None:
            rows = rows[: self._left]
            self._left -= len(rows)
        return rows

    def next(self, page: Page) -> ResourceOperation | None:
        """What reads the page after this one; None when all is read."""
        link = page.next_link
        if not link or self._left == 0:
            return None
        if link in self._seen:
            raise ResponseError(
                "the service names a page as the next one that it has given before",
                agent=self.operation.facade.name,
                operation=self.operation.name,
                wire="webapi",
            )
        self._seen.add(link)
        return self.operation.following(link)


class _List:
    """What both kinds of list know."""

    def __init__(
        self,
        session: Any,
        operation: ResourceOperation,
        arguments: Sequence[object],
        query: Query,
        options: RequestOptions | None,
    ) -> None:
        self._session = session
        self._operation = operation
        self._given = (arguments, query)
        self._arguments = (*arguments, *asked(operation, query))
        self._top = _checked_top(query.get("top"))
        self._options = options

    def _shortest(self) -> Self:
        """The list that ends after its first row."""
        arguments, query = self._given
        top = min(1, 1 if self._top is None else self._top)
        alone: Query = (
            {**query, "top": top} if "$top" in self._operation.rows else query
        )
        return type(self)(
            self._session, self._operation, arguments, alone, self._options
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._operation.name}>"


def _checked_top(top: object) -> int | None:
    if top is None:
        return None
    if isinstance(top, bool) or not isinstance(top, int):
        raise TypeError(f"top must be an int, not {type(top).__name__}")
    if top < 0:
        raise ValueError(f"top must be 0 or more, not {top}")
    return top


class Rows(_List):
    """The rows of a list; nothing is asked for before they are gone through.

    Each time they are gone through, the service is asked anew.
    """

    def __iter__(self) -> Iterator[Row]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[Sequence[Row]]:
        """The rows as they come, some at a time."""
        reading = _Reading(self._operation, self._top)
        operation: ResourceOperation | None = self._operation
        arguments: Sequence[object] = self._arguments
        while operation is not None and self._top != 0:
            page: Page = self._session.call(operation, arguments, self._options)
            yield reading.taken(page)
            operation, arguments = reading.next(page), ()

    def first(self) -> Row | None:
        """The first row; None when there is none."""
        return next(iter(self._shortest()), None)


class AsyncRows(_List):
    """The rows of a list, for `async for`; nothing is asked for before they are gone through.

    Each time they are gone through, the service is asked anew.
    """

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for page in self.pages():
            for row in page:
                yield row

    async def pages(self) -> AsyncIterator[Sequence[Row]]:
        """The rows as they come, some at a time."""
        reading = _Reading(self._operation, self._top)
        operation: ResourceOperation | None = self._operation
        arguments: Sequence[object] = self._arguments
        while operation is not None and self._top != 0:
            answer: Awaitable[Page] = self._session.call(
                operation, arguments, self._options
            )
            page = await answer
            yield reading.taken(page)
            operation, arguments = reading.next(page), ()

    async def first(self) -> Row | None:
        """The first row; None when there is none."""
        async for row in self._shortest():
            return row
        return None
