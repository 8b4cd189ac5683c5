"""The carrier ArchiveColumnInfo of Services87."""

from __future__ import annotations

from .carrier import Carrier


class ArchiveColumnInfo(Carrier):
    """What a column can do."""

    name: str | None = None
    display_name: str | None = None
    display_tooltip: str | None = None
    display_type: str | None = None
    can_order_by: bool = False
    can_restrict_by: bool = False
    restriction_type: str | None = None
    width: str | None = None
