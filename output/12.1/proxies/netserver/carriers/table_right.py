"""The carrier TableRight of Services87."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier
from ..enumerations.e_table_right import ETableRight


class TableRight(BaseCarrier):
    """Says what the caller may do with a row, and why not more."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    mask: ETableRight = ETableRight(0)
    reason: str | None = None
