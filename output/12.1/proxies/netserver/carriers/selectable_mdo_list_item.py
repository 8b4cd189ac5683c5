"""The carrier SelectableMDOListItem of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32


class SelectableMDOListItem(Carrier):
    """A list item that may be ticked."""

    id: Int32 = 0
    name: str | None = None
    tool_tip: str | None = None
    deleted: bool = False
    rank: Int32 = 0
    selected: bool = False
    """True when ticked"""
    last_changed: datetime = DATETIME_MIN
    """Moment at which the tick was set or taken away"""
    child_items: list[SelectableMDOListItem] | None = None
    """The items below this one"""
    hidden: bool = False
