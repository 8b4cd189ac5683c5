"""The types in an operation's row, resolved, and its values between Python and the wires."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ..carriers import BaseCarrier, without_view
from ..names import names_of
from ..standing import generated
from .kinds import Kind, Typed, resolve

if TYPE_CHECKING:
    from ..endpoints import AnyOperation
    from ..operations import Operation

__all__ = ["Row", "held", "presented", "row_of", "zero"]


class Row(NamedTuple):
    """What an operation takes and gives, by wire name and in wire order."""

    takes: tuple[tuple[str, Typed], ...]
    gives: tuple[tuple[str, Typed], ...]
    result: Kind | None
    """The carrier of several results."""


def row_of(operation: AnyOperation) -> Row:
    """The operation's row, worked out once."""
    row: Row | None = operation.compiled.get("row")
    if row is None:
        names = names_of(operation.module)
        row = Row(
            tuple((k, resolve(names.evaluate(v))) for k, v in operation.takes.items()),
            tuple((k, resolve(names.evaluate(v))) for k, v in operation.gives.items()),
            resolve(names[operation.result]).kind if operation.result else None,
        )
        operation.compiled["row"] = row
    return row


def header_type(operation: Operation, name: str) -> Typed | None:
    """The type of a header that the row describes; None for those every operation has."""
    text = operation.header_types.get(name)
    return None if text is None else resolve(names_of(operation.module).evaluate(text))


def held(typed: Typed, value: Any, name: str) -> Any:
    """A parameter as carriers hold such a value; the error names the parameter."""
    if value is None:
        return None
    kind = typed.kind
    if kind.name == "carrier" and not isinstance(value, generated(kind.python)):
        expected, got = kind.python.__name__, type(value).__name__
        raise TypeError(f"{name}: expected {expected}, got {got}")
    if kind.name == "carrier":
        return without_view(value)
    if kind.write is None:
        return value
    try:
        written = kind.write(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None
    if kind.name == "list" and kind.item is not None and kind.item.name == "carrier":
        return [_as_sent(each) for each in written]
    return written


def _as_sent(value: Any) -> Any:
    return without_view(value) if isinstance(value, BaseCarrier) else value


_ZEROS: dict[str, Any] = {
    "int": 0,
    "bool": False,
    "float": 0.0,
    "decimal": Decimal(0),
    "datetime": datetime(1, 1, 1),
    "date": date(1, 1, 1),
    "time": time(),
    "duration": timedelta(),
}


def presented(typed: Typed, value: Any) -> Any:
    """A result as Python has it; null lists are empty, null value types zero."""
    kind = typed.kind
    if value is None:
        return zero(typed)
    return value if kind.read is None else kind.read(value)


def zero(typed: Typed) -> Any:
    """What a value type is when nobody has set it; lists and dictionaries are empty."""
    kind = typed.kind
    if kind.name == "list":
        return []
    if kind.name == "dict":
        return {}
    if typed.nullable:
        return None
    if kind.name == "flags":
        return kind.python(0)
    if kind.name == "enumeration":
        return kind.python.from_number(0)
    return _ZEROS.get(kind.name)
