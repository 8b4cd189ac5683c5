"""The carrier FavouriteEntry of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.favourite_kind import FavouriteKind

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class FavouriteEntry(BaseCarrier):
    """Something that a user wants close at hand."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    favourite_id: Int32 = 0
    table_name: str | None = None
    record_id: Int32 = 0
    kind: FavouriteKind = FavouriteKind.UNKNOWN
