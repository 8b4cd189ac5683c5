"""The carrier Person of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int16, Int32


class Person(Carrier):
    """A person in short."""

    person_id: Int32 = 0
    """Key of the person"""
    firstname: str | None = None
    lastname: str | None = None
    full_name: str | None = None
    """All names in the order of the country"""
    title: str | None = None
    email: str | None = None
    rank: Int16 = 0
    """Place among the colleagues in the same company"""
    contact_id: Int32 = 0
    """Key of the company"""
    contact_name: str | None = None
