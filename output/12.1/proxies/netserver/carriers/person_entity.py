"""The carrier PersonEntity of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from ..enumerations.gender import Gender
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int16, Int32
    from . import Contact, Country, EntityElement, PersonConsent, StringDictionary


class PersonEntity(Carrier):
    """A person with all that a caller may store."""

    person_id: Int32 = 0
    """Key of the person; 0 until stored"""
    firstname: str | None = None
    middle_name: str | None = None
    lastname: str | None = None
    salutation: str | None = None
    """How letters begin"""
    title: str | None = None
    contact: Contact | None = None
    """Company of the person; its key is enough when storing"""
    country: Country | None = None
    gender: Gender = Gender.UNKNOWN
    birth_date: datetime = DATETIME_MIN
    """Day of birth; the time of day means nothing"""
    created_date: datetime = DATETIME_MIN
    updated_date: datetime = DATETIME_MIN
    rank: Int16 = 0
    """Place among the colleagues"""
    is_associate: bool = False
    """True for somebody who can log in"""
    mobile_phones: list[EntityElement] | None = None
    emails: list[EntityElement] | None = None
    consent: PersonConsent | None = None
    """What the person has agreed to"""
    user_defined_fields: StringDictionary | None = None
    extra_fields: StringDictionary | None = None
    custom_fields: StringDictionary | None = None
    """Invented fields and added columns in one dictionary"""
