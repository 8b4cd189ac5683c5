"""The carrier ModuleLicense of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.license_type import LicenseType

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from ..enumerations import UserType


class ModuleLicense(BaseCarrier):
    """The licence of one module."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    owner_name: str | None = None
    module_name: str | None = None
    module_description: str | None = None
    license_type: LicenseType = LicenseType.UNKNOWN
    unrestricted: bool = False
    number_of_licenses: Int32 = 0
    allowed_user_types: list[UserType] | None = None
