"""The carrier ArchiveColumnInfo of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class ArchiveColumnInfo(Carrier):
    """What a column can do."""

    name: str | None = None
    display_name: str | None = None
    display_tooltip: str | None = None
    display_type: str | None = None
    can_order_by: bool = False
    can_restrict_by: bool = False
    restriction_type: str | None = None
    width: Int32 = 0
