"""The carrier Associate of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int16, Int32


class Associate(Carrier):
    """A user of the system, as others see that user."""

    associate_id: Int32 = 0
    """Key of the user"""
    name: str | None = None
    """Short name, mostly the initials"""
    person_id: Int32 = 0
    rank: Int16 = 0
    """Place in lists"""
    full_name: str | None = None
    deleted: bool = False
    """True for somebody who has left"""
    user_name: str | None = None
    """Name to log in with"""
