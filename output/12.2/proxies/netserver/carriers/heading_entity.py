"""The carrier HeadingEntity of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int16, Int32


class HeadingEntity(Carrier):
    """A heading above list items."""

    heading_id: Int32 = 0
    name: str | None = None
    tooltip: str | None = None
    rank: Int16 = 0
