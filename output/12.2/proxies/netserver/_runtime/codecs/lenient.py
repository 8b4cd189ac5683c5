"""Values built from JSON that does not quite say what the schema says.

Names are found whatever their case, numbers are taken for names and texts for numbers, subtypes
are told by what they hold, and members that no class declares are kept.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from msgspec import UNSET

from ..carriers import extended, make
from . import texts
from .kinds import Kind
from .schema import CarrierSchema, schema_of

__all__ = ["Mismatch", "builder"]

Build = Callable[[Any], Any]

_MOST_UNKNOWN = 1000
"""How many unknown members one object may have; each costs a slot of a class."""


class Mismatch(Exception):
    """A value that cannot be made into what the schema says; knows where it stood."""

    def __init__(self, expected: str, found: object) -> None:
        super().__init__()
        self.expected = expected
        self.found = found
        self.path: list[str] = []

    def within(self, step: str) -> Mismatch:
        """The same, seen from one level further out."""
        self.path.append(step)
        return self

    def message(self, kind: Kind) -> str:
        """One line for people; shows what kind of value it was, not the value."""
        place = kind.xsd or kind.name
        place += "".join(f".{s}" if s[:1] != "[" else s for s in reversed(self.path))
        return f"{place}: expected {self.expected}, got {_described(self.found)}"


def _described(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float() | Decimal():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "something else"


_builders: dict[Kind, Build] = {}


def builder(kind: Kind) -> Build:
    """What makes values of the kind, as carriers hold them, out of anything but null."""
    found = _builders.get(kind)
    if found is None:
        found = _builders[kind] = _FACTORIES[kind.name](kind)
    return found


def item_builder(kind: Kind) -> Build:
    """The same for items of lists, where dates stand as such."""
    read = _NATIVE.get(kind.name)
    if read is None:
        return builder(kind)
    reader = read

    def build(value: Any) -> Any:
        if isinstance(value, str):
            try:
                return reader(value)
            except ValueError:
                pass
        raise Mismatch(kind.xsd, value)

    return build


_NATIVE: dict[str, Callable[[str], Any]] = {
    "datetime": texts.read_datetime,
    "date": texts.read_date,
    "time": texts.read_time,
}


def _text(kind: Kind) -> Build:
    def build(value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float, Decimal)):
            return str(value)
        raise Mismatch("a text", value)

    return build


def _written_text(kind: Kind) -> Build:
    def build(value: Any) -> str:
        if isinstance(value, str):
            return value
        raise Mismatch(kind.xsd, value)

    return build


def _int(kind: Kind) -> Build:
    def build(value: Any) -> int:
        if isinstance(value, int):
            return int(value)
        try:
            if isinstance(value, str):
                return int(value)
            if isinstance(value, (float, Decimal)) and value == int(value):
                return int(value)
        except (ValueError, OverflowError):
            pass
        raise Mismatch("a whole number", value)

    return build


_BOOLS = {"true": True, "false": False, "1": True, "0": False}


def _bool(kind: Kind) -> Build:
    def build(value: Any) -> bool:
        if isinstance(value, (bool, int)):
            return bool(value)
        if isinstance(value, str) and (text := value.strip().lower()) in _BOOLS:
            return _BOOLS[text]
        raise Mismatch("a boolean", value)

    return build


def _float(kind: Kind) -> Build:
    def build(value: Any) -> float | str:
        if isinstance(value, bool):
            raise Mismatch("a number", value)
        try:
            if isinstance(value, str):
                return texts.write_float(float(value))
            if isinstance(value, (int, float, Decimal)):
                return float(value)
        except (ValueError, OverflowError):
            pass
        raise Mismatch("a number", value)

    return build


def _decimal(kind: Kind) -> Build:
    def build(value: Any) -> Decimal:
        if not isinstance(value, bool) and isinstance(
            value, (int, float, str, Decimal)
        ):
            try:
                return Decimal(str(value).strip())
            except InvalidOperation:
                pass
        raise Mismatch("a number", value)

    return build


def _bytes(kind: Kind) -> Build:
    def build(value: Any) -> bytes:
        given: object = value
        try:
            if isinstance(value, str):
                return binascii.a2b_base64(value)
            if isinstance(value, list):
                return bytes(cast("list[int]", value))
        except (ValueError, TypeError):
            pass
        raise Mismatch("base64", given)

    return build


def _flags(kind: Kind) -> Build:
    def build(value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return kind.python(value).text()
        raise Mismatch(f"names of {kind.xsd}", value)

    return build


def _enumeration(kind: Kind) -> Build:
    def build(value: Any) -> Any:
        if isinstance(value, str):
            return kind.python(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return kind.python.from_number(value)
        raise Mismatch(f"a name of {kind.xsd}", value)

    return build


def _any(kind: Kind) -> Build:
    return _plain


def _plain(value: Any) -> Any:
    """JSON as msgspec reads it, where numbers were read as Decimal for the sake of others."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_plain(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in cast("dict[str, Any]", value).items()}
    return value


def _list(kind: Kind) -> Build:
    item: Build | None = None

    def build(value: Any) -> list[Any]:
        nonlocal item
        if type(value) is not list:
            raise Mismatch("a list", value)
        if item is None:
            item = item_builder(cast("Kind", kind.item))
        made: list[Any] = []
        for part in cast("list[Any]", value):
            try:
                made.append(None if part is None else item(part))
            except Mismatch as error:
                raise error.within(f"[{len(made)}]") from None
        return made

    return build


def _dict(kind: Kind) -> Build:
    name = cast("Kind", kind.key).name
    item: Build | None = None
    key: Build | None = None

    def build(value: Any) -> dict[Any, Any]:
        nonlocal item, key
        if type(value) is not dict:
            raise Mismatch("an object", value)
        if item is None or key is None:
            item = item_builder(cast("Kind", kind.item))
            key = item_builder(cast("Kind", kind.key))
        made: dict[Any, Any] = {}
        for word, part in cast("dict[str, Any]", value).items():
            try:
                found = word if name == "text" else key(word)
                made[found] = None if part is None else item(part)
            except Mismatch as error:
                raise error.within(f"[{word[:40]!r}]") from None
        return made

    return build


def _carrier(kind: Kind) -> Build:
    schema: CarrierSchema | None = None

    def build(value: Any) -> Any:
        nonlocal schema
        if type(value) is not dict:
            raise Mismatch("an object", value)
        if schema is None:
            schema = schema_of(kind.python)
        chosen = schema
        if schema.subtypes or schema.discriminator:
            chosen = choose(schema, cast("dict[str, Any]", value))
        return _built(chosen, cast("dict[str, Any]", value))

    return build


def _built(schema: CarrierSchema, members: dict[str, Any]) -> Any:
    builders: list[Build] | None = schema.codecs.get("lenient")
    if builders is None:
        builders = [builder(field.kind) for field in schema.fields]
        schema.codecs["lenient"] = builders
    index = schema.index
    values: list[Any] = [UNSET] * len(builders)
    unknown: dict[str, Any] = {}
    for name, part in members.items():
        at = index.get(name)
        if at is None:
            at = schema.folded.get(name.casefold())
            if at is None:
                unknown[name] = part
                continue
        if part is None:
            values[at] = None
            continue
        try:
            values[at] = builders[at](part)
        except Mismatch as error:
            raise error.within(name) from None
    if not unknown:
        return make(schema.carrier, values)
    # msgspec has no place for names that JSON would have to escape; NetServer has no such names.
    kept = [
        name for name in unknown if name.isprintable() and not {'"', "\\"} & set(name)
    ]
    if len(kept) > _MOST_UNKNOWN:
        raise Mismatch("fewer members", members)
    values += [_plain(unknown[name]) for name in kept]
    return make(extended(schema.carrier, tuple(kept)), values)


def choose(schema: CarrierSchema, members: dict[str, Any]) -> CarrierSchema:
    """The schema of the subtype that an object is.

    Its discriminator says so; without one it is the smallest class of the family that
    declares all of its members, and the declared one if that leaves a choice.
    """
    if schema.discriminator:
        word = members.get(schema.discriminator)
        if word is None:
            folded = schema.discriminator.casefold()
            word = next((v for k, v in members.items() if k.casefold() == folded), None)
        if isinstance(word, int) and schema.discriminator in schema.index:
            field = schema.fields[schema.index[schema.discriminator]]
            if field.kind.name == "enumeration":
                word = str(field.kind.python.from_number(word))
        found = schema.by_discriminator.get(word) if isinstance(word, str) else None
        if found is not None:
            return schema_of(found)
    names = {name.casefold() for name in members}
    best = [schema]
    fewest = 0
    for each in (schema, *map(schema_of, schema.subtypes)):
        if not names <= each.folded.keys():
            continue
        if not fewest or len(each.fields) < fewest:
            best, fewest = [each], len(each.fields)
        elif len(each.fields) == fewest:
            best.append(each)
    return best[0] if len(best) == 1 else schema


_FACTORIES: dict[str, Callable[[Kind], Build]] = {
    "text": _text,
    "int": _int,
    "bool": _bool,
    "float": _float,
    "decimal": _decimal,
    "bytes": _bytes,
    "datetime": _written_text,
    "date": _written_text,
    "time": _written_text,
    "duration": _written_text,
    "any": _any,
    "flags": _flags,
    "enumeration": _enumeration,
    "list": _list,
    "dict": _dict,
    "carrier": _carrier,
}
