"""The carrier Category of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class Category(Carrier):
    """One way to see a company."""

    id: Int32 = 0
    """Key of the list item"""
    value: str | None = None
    """Text of the list item, perhaps in several languages"""
    tooltip: str | None = None
