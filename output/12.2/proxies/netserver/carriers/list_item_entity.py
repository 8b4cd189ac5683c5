"""The carrier ListItemEntity of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int16, Int32


class ListItemEntity(Carrier):
    """One item of a list, for whoever looks after lists."""

    id: Int32 = 0
    name: str | None = None
    tooltip: str | None = None
    rank: Int16 = 0
    deleted: bool = False
    ud_list_definition_id: Int32 = 0
    """Key of the list"""
