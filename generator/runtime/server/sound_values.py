"""What arrived, as its types say it must be: dates that are dates, numbers that fit, no null among numbers.

Clients take texts as they come, so that nothing is lost of what a newer server sends. A server cannot: its handlers
take them for values, and so does whoever reads over another wire what was stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias, cast

import msgspec

from ..codecs import texts
from ..codecs.kinds import Kind
from ..codecs.lenient import Mismatch
from ..codecs.schema import schema_of
from ..members import class_of, member_of
from .refusals import Malformed

__all__ = ["sound"]

Sound: TypeAlias = Callable[[Any], Any]

_values_of = msgspec.structs.astuple
_DATETIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_FLOAT = re.compile(
    r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*|NaN|-?(Infinity|INF)", re.ASCII
)
_BITS = {"Byte": 8, "Short": 16, "Int": 32, "Long": 64}
_MOST_DECIMAL = 2**96
_MOST_PLACES = 400
_VALUES = (
    *("int", "bool", "float", "decimal", "datetime", "date", "time", "duration"),
    *("enumeration", "flags"),
)
"""The kinds that have no null in .NET, unless it is said of one that it has."""


def sound(kind: Kind, value: Any, name: str) -> Any:
    """The value, as carriers hold it, where it is one of its kind; what is spelled oddly is spelled as NetServer does.

    Carriers are changed in place. Malformed says which member of the parameter `name` is wrong.
    """
    check = _check(kind)
    if check is None or value is None:
        return value
    try:
        return check(value)
    except Mismatch as error:
        raise Malformed(
            "The request is invalid.", f"{name}: {error.message(kind)}"
        ) from None


_checks: dict[Kind, Sound | None] = {}


def _check(kind: Kind) -> Sound | None:
    """What makes values of the kind sound; None where they cannot be otherwise."""
    if kind not in _checks:
        _checks[kind] = _new_check(kind)
    return _checks[kind]


def _new_check(kind: Kind) -> Sound | None:
    match kind.name:
        case "int":
            return _whole(kind)
        case "float":
            return _float
        case "decimal":
            return _decimal
        case "datetime":
            return _datetime
        case "date":
            return _text(kind, lambda text: texts.write_date(texts.read_date(text)))
        case "time":
            return _text(kind, lambda text: texts.write_time(texts.read_time(text)))
        case "duration":
            return _text(kind, _duration)
        case "list" if kind.item is not None:
            return _items(kind.item)
        case "dict" if kind.item is not None:
            return _members(kind.item)
        case "carrier":
            return _carrier
        case _:
            return None


# ------------------------------------------------------------------------ single values


def _whole(kind: Kind) -> Sound | None:
    name = kind.xsd.removeprefix("unsigned")
    bits = _BITS.get(name[:1].upper() + name[1:])
    if bits is None:
        return None
    signed = name == kind.xsd
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)

    def check(value: Any) -> Any:
        if low <= value < high:
            return value
        raise Mismatch(f"a number from {low} to {high - 1}", value)

    return check


def _float(value: Any) -> Any:
    if isinstance(value, str) and not _FLOAT.fullmatch(value):
        raise Mismatch("a number", value)
    return value


def _decimal(value: Any) -> Any:
    found = cast("Decimal", value)
    if found.is_finite():
        exponent = found.as_tuple().exponent
        if abs(int(exponent)) <= _MOST_PLACES and abs(found) < _MOST_DECIMAL:
            return found
    raise Mismatch("a decimal number", found)


def _datetime(value: Any) -> Any:
    if not isinstance(value, str):
        return value  # in a list, where it was read already
    try:
        found = texts.read_datetime(value)
    except ValueError:
        raise Mismatch("dateTime", value) from None
    return value if _DATETIME.fullmatch(value) else texts.write_datetime(found)


def _duration(text: str) -> str:
    texts.read_duration(text)
    return text


def _text(kind: Kind, spelled: Callable[[str], str]) -> Sound:
    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return spelled(value)
        except (ValueError, OverflowError):
            raise Mismatch(kind.xsd, value) from None

    return check


# ----------------------------------------------------------------- what holds others


def _items(item: Kind) -> Sound | None:
    inner, no_null = _check(item), item.name in _VALUES
    if inner is None and not no_null:
        return None

    def check(value: Any) -> Any:
        items = cast("list[Any]", value)
        for at, each in enumerate(items):
            try:
                if each is not None:
                    items[at] = each if inner is None else inner(each)
                elif no_null:
                    raise Mismatch(item.xsd or item.name, None)
            except Mismatch as error:
                raise error.within(f"[{at}]") from None
        return items

    return check


def _members(item: Kind) -> Sound | None:
    inner = _check(item)
    if inner is None:
        return None

    def check(value: Any) -> Any:
        members = cast("dict[Any, Any]", value)
        for key, each in members.items():
            try:
                members[key] = None if each is None else inner(each)
            except Mismatch as error:
                raise error.within(f"[{str(key)[:40]!r}]") from None
        return members

    return check


class _Member(NamedTuple):
    """A member of a carrier that may be unsound."""

    number: int
    """Of its slot."""
    attribute: str
    wire: str
    check: Sound | None
    has_null: bool


def _members_of(carrier: type[Any]) -> list[_Member]:
    found: list[_Member] = []
    for number, field in enumerate(schema_of(carrier).fields):
        check = _check(field.kind)
        has_null = field.typed.nullable or field.kind.name not in _VALUES
        if check is not None or not has_null:
            found.append(_Member(number, field.attribute, field.wire, check, has_null))
    return found


_known: dict[type[Any], list[_Member]] = {}


def _carrier(value: Any) -> Any:
    """A carrier whose members are sound; a number that is null is one that nobody has set."""
    cls = class_of(value)
    members = _known.get(cls)
    if members is None:
        members = _known[cls] = _members_of(cls)
    values = _values_of(value)
    for number, attribute, wire, check, has_null in members:
        held = values[number]
        if held is None:
            if not has_null:
                cast("Any", member_of(cls, attribute)).set_slot(value, msgspec.UNSET)
            continue
        if held is msgspec.UNSET or check is None:
            continue
        try:
            made = check(held)
        except Mismatch as error:
            raise error.within(wire) from None
        if made is not held:
            cast("Any", member_of(cls, attribute)).set_slot(value, made)
    return value
