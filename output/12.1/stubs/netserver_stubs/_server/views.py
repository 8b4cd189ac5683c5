"""Entities with links, as the WebApi gives them."""

from __future__ import annotations

from typing import Any

import msgspec

from netserver._runtime.carriers import extended, maker
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.members import class_of
from netserver._runtime.standing import entity_of, generated
from .filling import filled
from .webapi_door import Asked

__all__ = ["unlinked", "viewed"]


def viewed(carrier: Any, asked: Asked, number: int | None = None) -> Any:
    """An entity with links where the operation gives it so, else as it is.

    The links lead to where it was asked for, or, with a `number`, to that one below.
    """
    view = _view_of(asked)
    if carrier is None or view is None:
        return carrier
    carrier = unlinked(carrier, asked)
    address = asked.address if number is None else f"{asked.address}/{number}"
    cls = class_of(carrier)
    values = msgspec.structs.astuple(filled(carrier))
    count = len(entity_of(view).__struct_fields__)
    links = [{"Self": address}] * (len(view.__struct_fields__) - count)
    made = extended(view, cls.__unknown__) if cls.__unknown__ else view
    unknown = values[-len(cls.__unknown__) :] if cls.__unknown__ else ()
    return maker(made)(*values[:count], *links, *unknown)


def unlinked(carrier: Any, asked: Asked) -> Any:
    """An entity without the links that a caller has got with it, and sends back with his changes."""
    view, cls = _view_of(asked), class_of(carrier)
    if view is None or not cls.__unknown__:
        return carrier
    links = schema_of(view).folded
    values = msgspec.structs.astuple(carrier)
    first = len(values) - len(cls.__unknown__)
    kept = {
        name: value
        for name, value in zip(cls.__unknown__, values[first:], strict=True)
        if name.casefold() not in links
    }
    base = entity_of(view)
    made = extended(base, tuple(kept)) if kept else base
    return maker(made)(*values[:first], *kept.values())


def _view_of(asked: Asked) -> Any:
    """The entity with links that the operation gives; None where it gives none."""
    gives = row_of(asked.operation).gives
    kind = gives[0][1].kind if gives else None
    if kind is None or kind.name != "carrier":
        return None
    return kind.python if generated(kind.python).__dict__.get("__view__") else None
