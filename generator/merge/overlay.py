"""Recorded corrections of mistakes in the metadata, each with its reason.

`overlay.toml` of a source folder, or the file given by --overlay. Every table is listed in
`_TABLES` with its keys; a word that stands in none of them is an error, so that a typing mistake
does not pass as a correction.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from generator.diagnostics import (
    MetadataError,
    Origin,
    did_you_mean,
    metadata_error,
    quoted,
)
from generator.model.types import SCALARS


@dataclass(frozen=True, slots=True)
class CarrierRename:
    """A carrier that one description calls otherwise."""

    old: str
    new: str
    reason: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ParameterRename:
    """A parameter of "Agent.Operation" that the Agents description calls otherwise."""

    operation: str
    old: str
    new: str
    reason: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FieldType:
    """The scalar type that a field really has."""

    carrier: str
    field: str
    type: str
    reason: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EnumerationMember:
    """A member to add, or the number of one that is there."""

    enumeration: str
    name: str
    number: int | None
    reason: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CarrierDiscriminator:
    """Values of a field which tell the runtime type; they extend what the metadata tells."""

    carrier: str
    field: str
    carriers: tuple[tuple[str, str], ...]
    reason: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Drop:
    """A carrier or enumeration that does not belong to the service."""

    name: str
    reason: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Overlay:
    """All corrections of one file, or of several joined by `+`."""

    carrier_renames: tuple[CarrierRename, ...] = ()
    parameter_renames: tuple[ParameterRename, ...] = ()
    field_types: tuple[FieldType, ...] = ()
    members: tuple[EnumerationMember, ...] = ()
    discriminators: tuple[CarrierDiscriminator, ...] = ()
    drops: tuple[Drop, ...] = ()

    def __add__(self, other: Overlay) -> Overlay:
        return Overlay(
            self.carrier_renames + other.carrier_renames,
            self.parameter_renames + other.parameter_renames,
            self.field_types + other.field_types,
            self.members + other.members,
            self.discriminators + other.discriminators,
            self.drops + other.drops,
        )


_TABLES: Mapping[tuple[str, ...], frozenset[str]] = {
    ("carrier", "rename"): frozenset({"from", "to", "reason"}),
    ("parameter", "rename"): frozenset({"operation", "from", "to", "reason"}),
    ("field", "type"): frozenset({"carrier", "field", "type", "reason"}),
    ("enumeration", "member"): frozenset({"enumeration", "name", "number", "reason"}),
    ("discriminator",): frozenset({"carrier", "field", "carriers", "reason"}),
    ("drop",): frozenset({"name", "reason"}),
}


def parse_overlay(content: bytes, file: str) -> Overlay:
    """The corrections in an overlay.toml; MetadataError where it is not one.

    Where `file` is empty the corrections are our own, and none of them has an origin.
    """
    try:
        document: dict[str, object] = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise metadata_error(
            "overlay",
            f"not readable as TOML: {error}",
            Origin(file),
            expected="a file of corrections in TOML",
        ) from None
    for word, table in document.items():
        below = {path[1:] for path in _TABLES if path[0] == word}
        if not below:
            raise _unknown_table(word, file)
        if () not in below and isinstance(table, dict):
            for inner in cast("dict[str, object]", table):
                if (inner,) not in below:
                    raise _unknown_table(f"{word}.{inner}", file)
    rows = _Rows(document, file)
    return Overlay(
        tuple(
            CarrierRename(
                row.text("from"), row.text("to"), row.text("reason"), row.origin
            )
            for row in rows.of("carrier", "rename")
        ),
        tuple(
            ParameterRename(
                row.text("operation"),
                row.text("from"),
                row.text("to"),
                row.text("reason"),
                row.origin,
            )
            for row in rows.of("parameter", "rename")
        ),
        tuple(
            FieldType(
                row.text("carrier"),
                row.text("field"),
                row.choice("type", SCALARS),
                row.text("reason"),
                row.origin,
            )
            for row in rows.of("field", "type")
        ),
        tuple(
            EnumerationMember(
                row.text("enumeration"),
                row.text("name"),
                row.number("number"),
                row.text("reason"),
                row.origin,
            )
            for row in rows.of("enumeration", "member")
        ),
        tuple(
            CarrierDiscriminator(
                row.text("carrier"),
                row.text("field"),
                row.mapping("carriers"),
                row.text("reason"),
                row.origin,
            )
            for row in rows.of("discriminator")
        ),
        tuple(
            Drop(row.text("name"), row.text("reason"), row.origin)
            for row in rows.of("drop")
        ),
    )


def _unknown_table(name: str, file: str) -> MetadataError:
    known = [".".join(path) for path in _TABLES]
    return metadata_error(
        "overlay",
        f"table {quoted(name)} is not a kind of correction",
        Origin(file),
        expected=", ".join(f"[[{each}]]" for each in known),
        hint=did_you_mean(name, known),
    )


T = TypeVar("T")


class _Rows:
    """The tables of one document, checked as they are asked for."""

    def __init__(self, document: object, file: str) -> None:
        self._document = document
        self._file = file

    def of(self, *path: str) -> list[_Row]:
        found: object = self._document
        for word in path:
            if not isinstance(found, dict):
                raise self._shape(path, "a table")
            found = cast("dict[str, object]", found).get(word)
            if found is None:
                return []
        if not isinstance(found, list):
            raise self._shape(path, f"[[{'.'.join(path)}]], an array of tables")
        rows: list[_Row] = []
        for number, item in enumerate(cast("list[object]", found), 1):
            if not isinstance(item, dict):
                raise self._shape(path, "tables")
            row = _Row(
                cast("dict[str, object]", item),
                f"[[{'.'.join(path)}]] number {number}",
                self._file,
            )
            row.take_only(_TABLES[path])
            rows.append(row)
        return rows

    def _shape(self, path: tuple[str, ...], expected: str) -> MetadataError:
        return metadata_error(
            "overlay",
            f"{'.'.join(path)} is not what it should be",
            Origin(self._file),
            expected=expected,
            hint=f"each correction begins with a line [[{'.'.join(path)}]]",
        )


class _Row:
    """One correction, read key by key."""

    def __init__(self, table: dict[str, object], place: str, file: str) -> None:
        self._table = table
        self._place = place
        self._file = file

    @property
    def origin(self) -> Origin | None:
        return Origin(self._file) if self._file else None

    def take_only(self, words: frozenset[str]) -> None:
        for key in self._table:
            if key not in words:
                raise metadata_error(
                    "overlay",
                    f"{self._place} has a key {quoted(key)}",
                    Origin(self._file),
                    expected=", ".join(sorted(words)),
                    hint=did_you_mean(key, words),
                )

    def text(self, key: str) -> str:
        value = self._value(key, str, "a text")
        if not value:
            raise self._wrong(key, "a text")
        return value

    def number(self, key: str) -> int | None:
        return self._value(key, int, "a whole number") if key in self._table else None

    def choice(self, key: str, words: frozenset[str]) -> str:
        word = self.text(key)
        if word not in words:
            raise self._wrong(key, "one of " + ", ".join(sorted(words)))
        return word

    def mapping(self, key: str) -> tuple[tuple[str, str], ...]:
        table = cast("dict[str, Any]", self._value(key, Mapping, "a table of texts"))
        if not all(isinstance(value, str) for value in table.values()):
            raise self._wrong(key, "a table of texts")
        return tuple(table.items())

    def _value(self, key: str, kind: type[T], expected: str) -> T:
        value = self._table.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self._wrong(key, expected)
        return value

    def _wrong(self, key: str, expected: str) -> MetadataError:
        found = quoted(repr(self._table[key])) if key in self._table else "nothing"
        return metadata_error(
            "overlay",
            f"{self._place}: {key} is {found}",
            Origin(self._file),
            expected=expected,
            hint="every correction says why it is right" if key == "reason" else "",
        )
