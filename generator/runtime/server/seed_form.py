"""Carriers as a seed has them: the wires' names, without what is null or zero.

`checked` is how a seed is read, `shortened` how one is written: what the second gives, the first takes.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, cast

import msgspec
from msgspec import UNSET

from ..codecs import json as codec
from ..codecs import texts
from ..codecs.kinds import Kind
from ..codecs.schema import CarrierSchema, FieldSchema, schema_of
from .filling import unset_form

__all__ = ["checked", "did_you_mean", "fitted", "object_of", "shortened"]

_DEEPEST = 50
_READERS = {
    "datetime": ("a date and time like 2026-01-31T09:00:00", texts.read_datetime),
    "date": ("a date like 2026-01-31", texts.read_date),
    "time": ("a time like 09:00:00", texts.read_time),
    "duration": ("a span of time like 00:30:00", texts.read_duration),
}
_RANGES = {
    "byte": (-(2**7), 2**8 - 1),  # signed in XML Schema, unsigned in .NET
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
}


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """The name that is nearest to a wrong one, as the end of a message; empty where none is near."""
    known = {each.casefold(): each for each in names}
    near = get_close_matches(name.casefold(), known, n=1)
    return f"; did you mean {known[near[0]]!r}?" if near else ""


def object_of(value: object, place: str) -> dict[str, Any]:
    """A value that must be an object of JSON. ValueError says where it stands."""
    if not isinstance(value, Mapping):
        raise _wrong(place, "an object", value)
    members = cast("Mapping[Any, Any]", value)
    for name in members:
        if not isinstance(name, str):
            raise _wrong(place, "names that are texts", name)
    return dict(members)


_WORDS: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _wrong(place: str, expected: str, found: object) -> ValueError:
    got = _WORDS.get(type(found), "something else")
    return ValueError(f"{place}: expected {expected}, got {got}")


# ------------------------------------------------------------------------------ reading


def checked(kind: Kind, value: object, place: str, depth: int = 0) -> Any:
    """The value, if it is JSON of that kind; members that are null stay away.

    ValueError says which member is wrong, and where it stands: what is unknown, and what is of another type.
    """
    if depth > _DEEPEST:
        raise ValueError(f"{place}: is nested too deeply")
    match kind.name:
        case "carrier":
            return _checked_carrier(schema_of(kind.python), value, place, depth)
        case "list" if kind.item is not None:
            if not isinstance(value, list | tuple):
                raise _wrong(place, "a list", value)
            item = kind.item
            return [
                (
                    None
                    if each is None
                    else checked(item, each, f"{place}[{n}]", depth + 1)
                )
                for n, each in enumerate(cast("list[Any]", value))
            ]
        case "dict" if kind.item is not None:
            item = kind.item
            return {
                name: (
                    each
                    if each is None
                    else checked(item, each, f"{place}.{name}", depth + 1)
                )
                for name, each in object_of(value, place).items()
            }
        case _:
            return _checked_scalar(kind, value, place)


def _checked_carrier(
    schema: CarrierSchema, value: object, place: str, depth: int
) -> dict[str, Any]:
    members, made = _members(schema), dict[str, Any]()
    for name, each in object_of(value, place).items():
        field = members.get(name)
        if field is None and name != schema.discriminator:
            near = did_you_mean(name, members)
            raise ValueError(f"{place}: {schema.name} has no {name!r}{near}")
        if field is None:
            made[name] = each
        elif each is not None:
            made[name] = checked(field.kind, each, f"{place}.{name}", depth + 1)
    return made


def _members(schema: CarrierSchema) -> dict[str, FieldSchema]:
    """The members of a carrier, and of those that may stand in its place."""
    found = {
        field.wire: field
        for subtype in schema.subtypes
        for field in _members(schema_of(subtype)).values()
    }
    return {**found, **{field.wire: field for field in schema.fields}}


def _checked_scalar(kind: Kind, value: object, place: str) -> object:
    match kind.name:
        case "any":
            return value
        case "bool":
            good, expected = isinstance(value, bool), "true or false"
        case "int":
            low, high = _RANGES.get(kind.xsd, _RANGES["long"])
            expected = f"a whole number from {low} to {high}"
            good = type(value) is int and low <= value <= high
        case "float" | "decimal":
            good, expected = _is_number(value), "a number"
        case "bytes":
            good, expected = _is_base64(value), "base64"
        case "enumeration" | "flags":
            return _checked_names(kind, value, place)
        case "datetime" | "date" | "time" | "duration":
            expected, read = _READERS[kind.name]
            good = isinstance(value, str) and _is_readable(read, value)
        case _:
            good, expected = isinstance(value, str), "a text"
    if not good:
        raise _wrong(place, expected, value)
    return value


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return value in ("NaN", "Infinity", "-Infinity")
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_base64(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(
            binascii.a2b_base64(value, strict_mode=True) or not value
        )
    except ValueError:
        return False


def _is_readable(read: Any, text: str) -> bool:
    try:
        read(text)
    except (ValueError, OverflowError):
        return False
    return True


def _names_of(kind: Kind) -> list[str]:
    if kind.name == "flags":
        return [*kind.python.__names__, kind.python(0).text()]
    return [str(member) for member in kind.python]


def _checked_names(kind: Kind, value: object, place: str) -> object:
    if not isinstance(value, str):
        raise _wrong(place, f"a name of {kind.python.__name__}", value)
    names = _names_of(kind)
    said = value.replace(",", " ").split() if kind.name == "flags" else [value]
    for name in said:
        if name not in names:
            near = did_you_mean(name, names)
            raise ValueError(
                f"{place}: {kind.python.__name__} has no {name[:80]!r}{near}"
            )
    return value


def fitted(kind: Kind, value: Any) -> Any:
    """As much of the value as is of that kind: members that it lacks, or has of another type, are left out.

    UNSET where nothing of it is.
    """
    if kind.name == "carrier" and isinstance(value, dict):
        members = _members(schema_of(kind.python))
        return {
            name: made
            for name, each in cast("dict[str, Any]", value).items()
            if name in members
            and (made := fitted(members[name].kind, each)) is not UNSET
        }
    if kind.name == "list" and kind.item is not None and isinstance(value, list):
        item = kind.item
        items = [fitted(item, each) for each in cast("list[Any]", value)]
        return [each for each in items if each is not UNSET]
    try:
        return None if value is None else checked(kind, value, "")
    except ValueError:
        return UNSET


# ------------------------------------------------------------------------------ writing

_zeros: dict[tuple[Kind, bool], Any] = {}


def _zero(field: FieldSchema) -> Any:
    """What a member is in JSON when nobody has set it; UNSET where it cannot be that."""
    key = field.kind, field.typed.nullable
    if key not in _zeros:
        form = unset_form(field.typed)
        _zeros[key] = (
            UNSET if form is UNSET else msgspec.json.decode(codec.encode_held(form))
        )
    return _zeros[key]


def shortened(kind: Kind, value: Any) -> Any:
    """The value without what is null or zero, and without what this release does not know.

    What may be of several types keeps all of its members, since they tell which it is.
    """
    match kind.name:
        case "carrier" if isinstance(value, dict):
            return _shortened_carrier(
                schema_of(kind.python), cast("dict[str, Any]", value)
            )
        case "list" if isinstance(value, list) and kind.item is not None:
            item = kind.item
            items = cast("list[Any]", value)
            return [shortened(item, each) for each in items if _is_known(item, each)]
        case "dict" if isinstance(value, dict) and kind.item is not None:
            item = kind.item
            members = cast("dict[str, Any]", value)
            return {name: shortened(item, each) for name, each in members.items()}
        case _:
            return cast(object, value)


def _shortened_carrier(schema: CarrierSchema, value: dict[str, Any]) -> dict[str, Any]:
    whole = bool(schema.subtypes or schema.discriminator)
    made = dict[str, Any]()
    for name, field in _members(schema).items():
        held = value.get(name)
        if held is None or not _is_known(field.kind, held):
            continue
        if whole or held != _zero(field):
            made[name] = shortened(field.kind, held)
    if schema.discriminator and schema.discriminator in value:
        made[schema.discriminator] = value[schema.discriminator]
    return made


def _is_known(kind: Kind, value: Any) -> bool:
    """Whether it is a value that `checked` takes: names that only a newer release has are none."""
    if kind.name not in ("enumeration", "flags"):
        return True
    try:
        _checked_names(kind, value, "")
    except ValueError:
        return False
    return True
