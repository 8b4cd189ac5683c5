"""The carrier MDOListItem of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class MDOListItem(Carrier):
    """A list item; its children make a list a tree."""

    id: Int32 = 0
    name: str | None = None
    """Text of the item"""
    tool_tip: str | None = None
    deleted: bool = False
    rank: Int32 = 0
    """Place among the siblings"""
    type: str | None = None
    """Kind of item, where a list mixes kinds"""
    child_items: list[MDOListItem] | None = None
    """The items below this one"""
    icon_hint: str | None = None
    color_block: Int32 = 0
    """Colour as 0x00BBGGRR, or -1"""
    extra_info: str | None = None
    style_hint: str | None = None
    full_name: str | None = None
    """Text with the texts of all items above it"""
