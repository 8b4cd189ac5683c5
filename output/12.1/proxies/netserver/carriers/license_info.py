"""The carrier LicenseInfo of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32
    from . import ModuleLicense, SignedPublicKey


class LicenseInfo(BaseCarrier):
    """The licence of an installation."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"
    __json_only__ = ("extra_info",)

    company_name: str | None = None
    serial_nr: str | None = None
    owner_name: str | None = None
    next_check_date: datetime = DATETIME_MIN
    expiry_date: datetime = DATETIME_MIN
    extra_flags: Int32 = 0
    module_licenses: list[ModuleLicense] | None = None
    public_key: SignedPublicKey | None = None
    signature: str | None = None
    extra_info: str | None = None
    """Left over; only the JSON interface shows it"""
