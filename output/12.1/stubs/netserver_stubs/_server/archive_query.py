"""What rows of an archive are asked by: `$select`, `$filter`, `$orderby`, ..."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import quote, urlencode

from .conditions import Condition
from .filter_reader import parse_filter
from .refusals import Malformed

__all__ = [
    "DEFAULT_PAGE",
    "LARGEST_PAGE",
    "ArchiveQuery",
    "Order",
    "names_in",
    "orders_in",
]

DEFAULT_PAGE = 100
"""Rows in a page where nobody says how many; a link leads to the next ones."""
LARGEST_PAGE = 1_000
"""Rows in a page at most, however many are wanted."""

_MOST_COLUMNS = 500
_LONGEST = 64 * 1024
_MOST_ORDERS = 20
_MOST_ROWS = 2**31 - 1
_MODES = ("slim", "wide", "full")
_OUTPUTS = ("logical", "display")
_FLAGS = {"true": True, "1": True, "false": False, "0": False, "": False}
_DIRECTION = re.compile(r"(.*\S)\s+(asc|desc)", re.IGNORECASE | re.DOTALL)


class Order(NamedTuple):
    """A column that rows are sorted by."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveQuery:
    """Which rows, which of their columns, and how they are shown."""

    columns: tuple[str, ...] = ()
    """None: all that fit into a column each."""
    condition: Condition | None = None
    order: tuple[Order, ...] = ()
    entities: frozenset[str] = frozenset()
    """In lower case; none: all."""
    skip: int = 0
    top: int | None = None
    """Rows at most, in all pages."""
    page_size: int = DEFAULT_PAGE
    full: bool = False
    display: bool = False
    json_safe: bool = False
    counted: bool = False
    """The answer says how many rows there are in all pages."""
    options: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """What it was made from, for the link to the next page."""

    @classmethod
    def asked(cls, options: Mapping[str, str]) -> ArchiveQuery:
        """The query that the options of a list say, whatever the case of their names.

        Raises:
            Malformed: One of them cannot be read; the message names it.
        """
        given = {name.casefold(): text for name, text in options.items()}
        top = _number(given, "$top")
        text = given.get("$filter", "").strip()
        return cls(
            columns=names_in(given.get("$select", "")),
            condition=parse_filter(text) if text else None,
            order=orders_in(given.get("$orderby", "")),
            entities=frozenset(
                name.casefold() for name in names_in(given.get("$entities", ""))
            ),
            skip=_number(given, "$skip") or 0,
            top=top,
            page_size=DEFAULT_PAGE if top is None else min(top, LARGEST_PAGE),
            full=_word(given, "$mode", _MODES) == "full",
            display=_word(given, "$output", _OUTPUTS) == "display",
            json_safe=_flag(given, "$jsonsafe"),
            counted=given.get("$inlinecount", "").casefold() == "allpages",
            options=given,
        )

    def after(self, rows: int) -> ArchiveQuery:
        """The query for what comes behind so many rows."""
        top = None if self.top is None else self.top - rows
        size = self.page_size if top is None else min(top, LARGEST_PAGE)
        return replace(self, skip=self.skip + rows, top=top, page_size=size)

    def link(self, address: str) -> str:
        """Where the rows of the query are, given the address of the list."""
        said = {**self.options, "$skip": str(self.skip)}
        if self.top is not None:
            said["$top"] = str(self.top)
        return f"{address}?{urlencode(said, quote_via=quote, safe='$')}"


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 10:
        raise Malformed(f"{name}: expected a whole number, not {text[:40]!r}")
    return min(int(text), _MOST_ROWS)


def _word(given: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    text = given.get(name, "").strip().casefold()
    if text and text not in words:
        raise Malformed(f"{name}: expected {' or '.join(words)}, not {text[:40]!r}")
    return text


def _flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").strip().casefold()
    if text not in _FLAGS:
        raise Malformed(f"{name}: expected true or false, not {text[:40]!r}")
    return _FLAGS[text]


def names_in(text: str) -> tuple[str, ...]:
    """The names in a list with commas between; commas within brackets are part of a name.

    Raises:
        Malformed: There are more than 500, or they are longer than 64 KiB together.
    """
    if len(text) > _LONGEST:
        raise Malformed(f"a list of columns is longer than {_LONGEST} characters")
    names = tuple(
        dict.fromkeys(name for part in _parts(text) if (name := part.strip()))
    )
    if len(names) > _MOST_COLUMNS:
        raise Malformed(f"there are more than {_MOST_COLUMNS} columns")
    return names


def _parts(text: str) -> Iterator[str]:
    depth = start = 0
    for place, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character == "," and not depth:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def orders_in(text: str) -> tuple[Order, ...]:
    """The columns in a text such as "name asc,category desc".

    Raises:
        Malformed: There are more than 20.
    """
    found: list[Order] = []
    for name in names_in(text):
        match = _DIRECTION.fullmatch(name)
        column = match[1] if match else name
        found.append(Order(column, bool(match) and match[2].casefold() == "desc"))
    if len(found) > _MOST_ORDERS:
        raise Malformed(f"rows are sorted by up to {_MOST_ORDERS} columns")
    return tuple(found)
