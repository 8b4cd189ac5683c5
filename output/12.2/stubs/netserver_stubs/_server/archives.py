"""Archives over what is stored: the Archive agent, and the lists of the WebApi.

Which entities a provider goes through: `providers`; what a column is: `columns`. Aggregation (`Count(name):Footer`) is
left out: such a column is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.endpoints import PLACEHOLDER, ResourceOperation
from netserver._runtime.errors import NotFound
from netserver._runtime.operations import Operation
from netserver._runtime.standing import entity_of
from .archive_pages import Cell, FoundRow, Page, find_page
from .archive_query import DEFAULT_PAGE, ArchiveQuery, Order, names_in, orders_in
from .calls import Handler, current_call
from .catalogue import Catalogue
from .clock import Clock
from .columns import default_columns, restriction_type
from .conditions import Asker, Condition, Operand
from .filter_reader import parse_filter
from .operators import comparison
from .providers import Providers, StoredKind, base_of, key_of
from .refusals import Malformed
from .restrictions import condition_of, orders_of
from .store import Store

__all__ = ["Archives"]

AGENT = "Archive"
_ADDRESS = "api/v1/Archive"
_METADATA = "$metadata"


class Archives:
    """Answers the Archive agent, and gives the rows of lists."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._providers = Providers(catalogue)

    # --- lists of the WebApi

    def names(self) -> list[str]:
        """The names of the providers that there are."""
        return self._providers.names()

    def page(self, provider: str, query: ArchiveQuery) -> Page:
        """A page of a provider's rows.

        Raises:
            NotFound: There is no such provider.
        """
        return self._page(self._kinds(provider), query)

    def page_below(
        self, owner: str, number: int, name: str, query: ArchiveQuery
    ) -> Page:
        """A page of what belongs to one entity: "Persons" of the "Contact" 3.

        Raises:
            NotFound: There is no such entity.
            NotImplementedError: Nothing of that name refers to such entities.
        """
        kind = self._kind(owner)
        kinds = self._providers.below(name, kind) if kind is not None else ()
        if kind is None or not kinds:
            raise NotImplementedError
        within = {each.name: _belongs(each, kind, number) for each in kinds}
        return self._page(kinds, query, within, (kind, number))

    def answer(
        self,
        operation: ResourceOperation,
        values: Mapping[str, Any],
        options: Mapping[str, str],
        *,
        address: str,
        root: str,
    ) -> dict[str, Any]:
        """The JSON of a page of the list that an operation of a resource gives.

        Args:
            values: What stands in its path.
            options: `$select`, `$filter` and the like.
            address: Of the list, for links.
            root: Of the installation.

        Raises:
            NotFound: There is no such provider, or nothing that the list belongs to.
            NotImplementedError: It is a list of things that nobody keeps.
        """
        metadata = f"{root}/{_ADDRESS}/{_METADATA}"
        parts = operation.path.strip("/").split("/")
        described = parts[-1] == _METADATA
        parts = parts[:-1] if described else parts
        place = PLACEHOLDER.fullmatch(parts[-1])
        if place is not None:
            provider = str(values[place[1]])
            if described:
                return {
                    "odata.metadata": metadata,
                    "value": [
                        {"PrimaryKey": str(number), "EntityName": "column", **each}
                        for number, each in enumerate(self.columns(provider), 1)
                    ],
                }
            page = self.page(provider, ArchiveQuery.asked(options))
        elif len(parts) > 2 and (owner := PLACEHOLDER.fullmatch(parts[-2])) is not None:
            page = self.page_below(
                parts[-3], int(values[owner[1]]), parts[-1], ArchiveQuery.asked(options)
            )
        else:
            kind = self._kind(parts[-1])
            if kind is None:
                raise NotImplementedError
            page = self._page((kind,), ArchiveQuery.asked(options))
        return page.answer(address, metadata)

    def columns(self, provider: str) -> list[dict[str, Any]]:
        """What there is to say of each column that a provider has; more can be had by their rules.

        Raises:
            NotFound: There is no such provider.
        """
        found = {
            name: kind
            for each in self._kinds(provider)
            for name, kind in default_columns(each)
        }
        return [
            {
                "Name": name,
                "DisplayName": name[:1].upper() + name[1:],
                "DisplayType": restriction_type(kind),
                "CanOrderBy": True,
                "CanRestrictBy": True,
                "RestrictionType": restriction_type(kind),
                "IsVisible": True,
            }
            for name, kind in found.items()
        ]

    # --- the agent

    def handler(self, operation: Operation) -> Handler | None:
        """What answers an operation of the Archive agent; None for others, and for those of its configuration."""
        if operation.agent != AGENT:
            return None
        if operation.name.startswith("GetArchiveList"):
            return self._list(operation)
        match operation.name:
            case "GetProviderNames":
                return self.names
            case "GetAvailableColumns":
                return self._made(operation, self.columns)
            case "GetAvailableEntities":
                return self._made(operation, self._entities)
            case _:
                return None

    def _list(self, operation: Operation) -> Handler | None:
        row = row_of(operation)
        places = {name.casefold(): place for place, (name, _) in enumerate(row.takes)}
        make = _maker_of_rows(row.gives[0][1].kind) if row.gives else None
        if make is None:
            return None

        def rows(*arguments: Any) -> Any:
            def given(*names: str) -> Any:
                found = (places[name] for name in names if name in places)
                return next((arguments[place] for place in found), None)

            skip, size = _window(given("page"), given("pagesize"))
            query = ArchiveQuery(
                columns=_names(given("columns")),
                order=_orders(given("sortorder")),
                condition=_condition(given("restriction", "restrictions")),
                entities=frozenset(
                    name.casefold() for name in _names(given("entities"))
                ),
                skip=skip,
                page_size=size,
            )
            return make(self.page(str(given("providername") or ""), query))

        return rows

    def _made(
        self, operation: Operation, describe: Callable[[str], list[dict[str, Any]]]
    ) -> Handler | None:
        """Carriers of what a provider has."""
        gives = row_of(operation).gives
        item = gives[0][1].kind.item if gives else None
        if item is None or item.name != "carrier":
            return None
        carrier: Any = item.python

        def described(provider: str | None, *context: Any) -> list[Any]:
            return [_carrier(carrier, each) for each in describe(provider or "")]

        return described

    def _entities(self, provider: str) -> list[dict[str, Any]]:
        return [
            {
                "Id": number,
                "Name": kind.entity_name,
                "Type": kind.entity_name,
                "FullName": kind.base,
                "Rank": number,
            }
            for number, kind in enumerate(self._kinds(provider), 1)
        ]

    # --- both

    def _kinds(self, provider: str) -> tuple[StoredKind, ...]:
        kinds = self._providers.named(provider)
        if not kinds:
            raise NotFound(f"There is no archive provider {provider[:80]!r}.")
        return kinds

    def _kind(self, resource: str) -> StoredKind | None:
        """The kind of entity that a resource is about: by its name, or by what is read there by number."""
        found = self._providers.named(resource)
        if len(found) == 1:
            return found[0]
        for operation in self._catalogue.resources:
            above, _, last = operation.path.rpartition("/")
            gives = operation.gives and operation.verb == "GET" and last[:1] == "{"
            if gives and above.rpartition("/")[2].casefold() == resource.casefold():
                kind = row_of(operation).gives[0][1].kind
                if kind.name == "carrier":
                    carrier = entity_of(kind.python)
                    return self._providers.of_carrier(schema_of(carrier))
        return None

    def _page(
        self,
        kinds: Sequence[StoredKind],
        query: ArchiveQuery,
        within: Mapping[str, Condition] | None = None,
        owner: tuple[StoredKind, int] | None = None,
    ) -> Page:
        with self._store.reading() as records:
            if owner is not None and records.get(owner[0].name, owner[1]) is None:
                raise NotFound(f"There is no {owner[0].entity_name} {owner[1]}.")
            return find_page(
                records, kinds, query, self._asker(), self._providers, within
            )

    def _asker(self) -> Asker:
        now = self._clock.now().replace(tzinfo=None)
        try:
            user = current_call().user
        except LookupError:
            user = None
        return Asker(now, user.associate_id if user is not None else 0)


def _belongs(kind: StoredKind, owner: StoredKind, number: int) -> Condition:
    field = kind.reference_to(owner)
    if field is None:
        raise NotImplementedError
    column = field.wire
    if field.kind.name == "carrier":
        schema = schema_of(field.kind.python)
        key = key_of(schema)
        if key is None:
            raise NotImplementedError(f"{base_of(schema)} has no number")
        column = f"{field.wire}/{key.wire}"
    return comparison(column, "=", [Operand.of(str(number))])


def _names(given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not given:
        return names_in(given or "")
    names = cast("Sequence[Any]", given)
    return names_in(",".join(str(name) for name in names if name))


def _orders(given: Any) -> tuple[Order, ...]:
    return orders_in(given or "") if isinstance(given, str) else orders_of(given or ())


def _condition(given: Any) -> Condition | None:
    if isinstance(given, str):
        return parse_filter(given) if given.strip() else None
    return condition_of(given or ())


def _window(page: Any, size: Any) -> tuple[int, int]:
    """How many rows stand before a page, and how many are in it; if none, as many as in those of lists."""
    number = page or 0
    rows = size if isinstance(size, int) and size > 0 else DEFAULT_PAGE
    if number < 0:
        raise Malformed(f"Page: expected 0 or more, not {number}")
    return number * rows, rows


def _maker_of_rows(kind: Kind) -> Callable[[Page], Any] | None:
    """What makes the result of an operation of a page: a list of rows, or a carrier with that and their number."""
    if kind.name == "list" and kind.item is not None and kind.item.name == "carrier":
        item: Any = kind.item.python
        return lambda page: [_row(item, row) for row in page.rows]
    if kind.name != "carrier":
        return None
    schema = schema_of(kind.python)
    at = schema.index.get("Rows")
    inner = _maker_of_rows(schema.fields[at].kind) if at is not None else None
    if inner is None:
        return None
    return lambda page: _carrier(
        kind.python, {"RowCount": page.total, "Rows": inner(page)}
    )


def _row(carrier: Any, row: FoundRow) -> Any:
    schema = schema_of(carrier)
    at = schema.index.get("ColumnData")
    cell = schema.fields[at].kind.item if at is not None else None
    shown: dict[str, Any] = {}
    if cell is not None and cell.name == "carrier":
        shown = {name: _cell(cell.python, each) for name, each in row.cells.items()}
    return _carrier(
        carrier,
        {
            "EntityName": row.kind.entity_name,
            "PrimaryKey": row.number,
            "ColumnData": shown,
            "LinkHint": row.link_hint,
            "StyleHint": "",
        },
    )


def _cell(carrier: Any, cell: Cell) -> Any:
    return _carrier(
        carrier,
        {"DisplayValue": cell.shown, "TooltipHint": "", "LinkHint": cell.link_hint},
    )


def _carrier(carrier: Any, members: Mapping[str, Any]) -> Any:
    """A carrier with those of the members that it has, by their names on the wires."""
    schema = schema_of(carrier)
    values = {
        schema.fields[schema.index[name]].attribute: value
        for name, value in members.items()
        if name in schema.index
    }
    return carrier(**values)
