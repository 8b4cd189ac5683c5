"""The carrier FieldProperty of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import FieldRight


class FieldProperty(BaseCarrier):
    """The nature of one field: right, type and greatest length."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    field_right: FieldRight | None = None
    field_type: str | None = None
    field_length: Int32 = 0
