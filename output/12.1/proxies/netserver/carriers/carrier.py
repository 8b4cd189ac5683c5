"""The carrier Carrier of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from . import FieldPropertyDictionary, TableRight


class Carrier(BaseCarrier):
    """The carrier Carrier."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    table_right: TableRight | None = None
    field_properties: FieldPropertyDictionary | None = None
