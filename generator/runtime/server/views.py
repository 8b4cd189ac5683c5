"""Entities with links, as the WebApi gives them."""

from __future__ import annotations

from typing import Any

import msgspec

from ..carriers import extended, maker
from ..codecs.rows import row_of
from ..members import class_of
from .filling import filled
from .webapi_door import Asked

__all__ = ["entity_of", "viewed"]


def entity_of(carrier: type[Any]) -> type[Any]:
    """The entity itself, of one with links."""
    return carrier.__mro__[1] if carrier.__dict__.get("__view__") else carrier


def viewed(carrier: Any, asked: Asked, number: int | None = None) -> Any:
    """An entity with links where the operation gives it so, else as it is.

    The links lead to where it was asked for, or, with a `number`, to that one below.
    """
    gives = row_of(asked.operation).gives
    view: Any = gives[0][1].kind.python if gives else None
    if carrier is None or not getattr(view, "__dict__", {}).get("__view__"):
        return carrier
    address = asked.address if number is None else f"{asked.address}/{number}"
    cls = class_of(carrier)
    values = msgspec.structs.astuple(filled(carrier))
    count = len(entity_of(view).__struct_fields__)
    links = [{"Self": address}] * (len(view.__struct_fields__) - count)
    made = extended(view, cls.__unknown__) if cls.__unknown__ else view
    unknown = values[-len(cls.__unknown__) :] if cls.__unknown__ else ()
    return maker(made)(*values[:count], *links, *unknown)
