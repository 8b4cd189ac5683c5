"""The carrier UserGroup of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int16, Int32


class UserGroup(Carrier):
    """A group of users, mostly a department."""

    id: Int32 = 0
    value: str | None = None
    tooltip: str | None = None
    rank: Int16 = 0
    deleted: Int16 = 0
    """1 when the group is no longer used"""
