"""The carrier ArchiveColumnData of Services88."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier


class ArchiveColumnData(BaseCarrier):
    """One cell."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    display_value: str | None = None
    """Value as text; all but texts carry their type in brackets"""
    tooltip_hint: str | None = None
    link_hint: str | None = None
