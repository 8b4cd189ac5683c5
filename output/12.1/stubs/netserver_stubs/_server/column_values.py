"""What the JSON in an entity means as the value of a column.

Of what refers to something that is its number and its name; of an enumeration, the member's number and name.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, cast

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.schema import CarrierSchema, schema_of
from netserver._runtime.codecs.texts import read_datetime
from netserver._runtime.values import parse_encoded
from .conditions import Reference
from .providers import key_of

__all__ = ["custom_field", "custom_value", "member_of", "value_of"]

Json: TypeAlias = Any

_NAMES = ("FullName", "Name", "Value", "Heading", "Title", "Text")


def member_of(value: Json, name: str) -> Json:
    """A member of an object; None where there is none, and of what is no object."""
    return cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None


def custom_field(fields: dict[str, Any], key: str) -> Any:
    """The value of a custom field; of one that names something, with that name."""
    if key not in fields:
        folded = key.casefold()
        key = next((each for each in fields if each.casefold() == folded), key)
    text = fields.get(key)
    shown = fields.get(f"{key}:DisplayText")
    value = parse_encoded(text) if isinstance(text, str) else text
    if isinstance(shown, str) and isinstance(value, int):
        return Reference(value, shown)
    return text


def custom_value(raw: Json) -> Any:
    """The value in a custom field."""
    value = parse_encoded(raw) if isinstance(raw, str) else raw
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple):
        return list(cast("tuple[Any, ...]", value))
    if isinstance(value, time):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, date)) else None


def value_of(kind: Kind, raw: Json) -> Any:
    """What JSON of that kind means to conditions and orders; null is zero, and the empty text."""
    match kind.name:
        case "carrier":
            return _reference(schema_of(kind.python), raw)
        case "list" if kind.item is not None:
            items = cast("list[Any]", raw) if isinstance(raw, list) else []
            return [
                value_of(kind.item, item)
                for item in items
                if member_of(item, "Selected") is not False
            ]
        case "text" | "flags":
            return raw if isinstance(raw, str) else ""
        case "int" | "float" | "decimal":
            return _finite(raw)
        case "bool":
            return raw is True
        case "datetime" | "date":
            return _moment(raw)
        case "enumeration" if isinstance(raw, str):
            return Reference(kind.python(raw).number or 0, raw)
        case "duration" if isinstance(raw, str) and kind.read is not None:
            try:
                return cast("timedelta", kind.read(raw)).total_seconds()
            except ValueError:
                return None
        case _:
            return None


def _finite(raw: Json) -> int | float:
    if isinstance(raw, (int, float)) and raw == raw:
        return raw
    return 0


def _moment(raw: Json) -> datetime | None:
    try:
        moment = read_datetime(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
    return None if moment is None else moment.replace(tzinfo=None)


def _reference(schema: CarrierSchema, raw: Json) -> Any:
    key = key_of(schema)
    number = member_of(raw, key.wire) if key is not None else 0
    text = _named(schema, raw)
    if key is None:
        return text
    return Reference(number if isinstance(number, int) else 0, text)


def _named(schema: CarrierSchema, raw: Json) -> str:
    """What something is called: by the first of its members for that which says something."""
    for name in _naming(schema):
        found = member_of(raw, name)
        if isinstance(found, str) and found:
            return found
    wires = _called(schema)
    return " ".join(str(part) for wire in wires if (part := member_of(raw, wire)))


@cache
def _naming(schema: CarrierSchema) -> tuple[str, ...]:
    names = tuple(name for name in _NAMES if name in schema.index)
    texts = (each.wire for each in schema.fields if each.kind.name == "text")
    first = next((name for name in texts if "tooltip" not in name.casefold()), None)
    return names or (() if first is None or _called(schema) else (first,))


@cache
def _called(schema: CarrierSchema) -> tuple[str, ...]:
    """The members for the parts of a person's name."""
    parts = [schema.folded.get(name) for name in ("firstname", "lastname")]
    return tuple(schema.fields[at].wire for at in parts if at is not None)
