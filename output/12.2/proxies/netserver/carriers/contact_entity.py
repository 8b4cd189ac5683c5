"""The carrier ContactEntity of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int16, Int32
    from . import (
        Address,
        Associate,
        Business,
        Category,
        Country,
        EntityElement,
        Person,
        SelectableMDOListItem,
        StringDictionary,
    )


class ContactEntity(Carrier):
    """A company with all that a caller may store.

    Fetched and stored by the agent for companies.
    """

    contact_id: Int32 = 0
    """Key of the company; 0 until it is stored"""
    name: str | None = None
    """Name as it stands on the door"""
    department: str | None = None
    """Part of the company, where a company is registered more than once"""
    org_nr: str | None = None
    """Registration number with the authorities"""
    number1: str | None = None
    """The first of two numbers of one's own"""
    number2: str | None = None
    """The second of two numbers of one's own"""
    updated_date: datetime = DATETIME_MIN
    """Moment of the latest change, in UTC."""
    created_date: datetime = DATETIME_MIN
    """Moment of registration, in UTC."""
    associate: Associate | None = None
    """Our contact: the colleague who looks after the company"""
    category: Category | None = None
    """How we see the company: customer, supplier and so on"""
    business: Business | None = None
    """Trade the company works in"""
    country: Country | None = None
    """Country; decides how addresses and telephone numbers look"""
    persons: list[Person] | None = None
    """People working here. Read only: people are stored one at a time"""
    phones: list[EntityElement] | None = None
    """Telephone numbers in order of preference"""
    emails: list[EntityElement] | None = None
    """E-mail addresses in order of preference"""
    interests: list[SelectableMDOListItem] | None = None
    """Every interest there is; those of the company are selected"""
    address: Address | None = None
    """Postal and street address, in parts and as the country writes them"""
    xstop: bool = False
    """True when nobody shall send unasked-for mail"""
    deleted: Int16 = 0
    """1 when the company has been moved to the waste basket. It can be brought back
    from there.
    """
    active_erp_links: Int32 | None = None
    """Number of ERP systems that know the company"""
    user_defined_fields: StringDictionary | None = None
    """Fields invented by the customer. Superseded by CustomFields."""
    extra_fields: StringDictionary | None = None
    """Columns added by other modules.

    Superseded by CustomFields.
    """
    custom_fields: StringDictionary | None = None
    """Invented fields and added columns in one dictionary"""
