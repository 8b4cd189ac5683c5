"""The carrier FieldRight of Services88."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier
from ..enumerations.e_field_right import EFieldRight


class FieldRight(BaseCarrier):
    """Says what the caller may do with one field. Rights of several sources are
    combined bit by bit.
    """

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    mask: EFieldRight = EFieldRight(0)
    reason: str | None = None
