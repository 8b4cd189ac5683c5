"""The carrier Contact of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class Contact(Carrier):
    """The company in short: what a list shows in one row."""

    __spelled__ = {"url": "URL"}

    contact_id: Int32 = 0
    """Key of the company"""
    name: str | None = None
    """Name of the company"""
    org_nr: str | None = None
    department: str | None = None
    url: str | None = None
    """Home page"""
    city: str | None = None
    direct_phone: str | None = None
    """Telephone to be called first"""
    associate_id: Int32 = 0
    """Key of the colleague who looks after it"""
    country_id: Int32 = 0
    email_address: str | None = None
    formatted_address: str | None = None
    """Address ready to print, lines parted by line feeds"""
    full_name: str | None = None
    """Name and department"""
    is_owner_contact: bool = False
    """True for the company that owns the installation"""
