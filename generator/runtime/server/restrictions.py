"""Restrictions and orders as the Archive agent takes them, in carriers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..carriers import BaseCarrier, is_set
from ..codecs.schema import schema_of
from .archive_query import Order
from .conditions import Condition, Nest, Operand
from .operators import comparison
from .refusals import Malformed

__all__ = ["condition_of", "orders_of"]


def condition_of(restrictions: Sequence[Any]) -> Condition | None:
    """The condition that restrictions make together; None where none of them is active.

    A restriction's InterOperator joins it with the next one, by `and` if it says nothing; InterParenthesis is how many
    brackets open before it, or, below zero, close behind it. Its SubRestrictions have to hold too. One whose IsActive is
    false is left out; one that says nothing of that is active.

    Raises:
        Malformed: One of them has no column, no such operator, or other values than that takes.
    """
    nest = Nest()
    try:
        _add(nest, restrictions)
        return nest.made()
    except ValueError as error:
        raise Malformed(f"the restrictions cannot be read: {error}") from None


def _add(nest: Nest, restrictions: Sequence[Any]) -> None:
    joint = ""
    for each in restrictions:
        if each is None:
            continue
        if joint.casefold() == "or":
            nest.alternative()
        brackets = _member(each, "InterParenthesis") or 0
        for _ in range(brackets):
            nest.open()
        if _is_active(each):
            _add_one(nest, each)
        for _ in range(-brackets):
            nest.close()
        joint = str(_member(each, "InterOperator") or "")


def _add_one(nest: Nest, restriction: Any) -> None:
    name = _member(restriction, "Name")
    if not isinstance(name, str) or not name:
        raise ValueError("one of them names no column")
    values = _member(restriction, "Values") or ()
    operands = [Operand.of(str(value)) for value in values if value is not None]
    operator = str(_member(restriction, "Operator") or "=")
    try:
        made = comparison(name, operator, operands)
    except ValueError as error:
        raise ValueError(f"{name[:80]}: {error}") from None
    nest.open()
    nest.add(made)
    _add(nest, _member(restriction, "SubRestrictions") or ())
    nest.close()


def orders_of(orders: Sequence[Any]) -> tuple[Order, ...]:
    """What rows are sorted by."""
    return tuple(
        Order(name, str(_member(each, "Direction") or "").casefold() == "desc")
        for each in orders
        if each is not None and (name := _member(each, "Name"))
    )


def _attribute(carrier: BaseCarrier, wire: str) -> str:
    schema = schema_of(type(carrier))
    at = schema.index.get(wire)
    return "" if at is None else schema.fields[at].attribute


def _member(carrier: BaseCarrier, wire: str) -> Any:
    attribute = _attribute(carrier, wire)
    return getattr(carrier, attribute) if attribute else None


def _is_active(restriction: BaseCarrier) -> bool:
    attribute = _attribute(restriction, "IsActive")
    said = bool(attribute) and is_set(restriction, attribute)
    return not said or bool(getattr(restriction, attribute))
