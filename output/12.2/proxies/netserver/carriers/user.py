"""The carrier User of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from ..enumerations.notify_type import NotifyType
from ..enumerations.user_type import UserType
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32
    from . import ModuleLicense, Person, StringDictionary, UserGroup


class User(Carrier):
    """A user of the system, for whoever looks after users."""

    associate_id: Int32 = 0
    """Key of the user"""
    user_name: str | None = None
    """Name to log in with"""
    user_type: UserType = UserType.UNKNOWN
    person: Person | None = None
    """The person behind the user"""
    user_group: UserGroup | None = None
    """Main group"""
    other_groups: list[UserGroup] | None = None
    licensed_modules: list[ModuleLicense] | None = None
    last_login: datetime = DATETIME_MIN
    last_logout: datetime = DATETIME_MIN
    can_logon: bool = False
    notify_on: NotifyType = NotifyType(0)
    """What to be told about"""
    custom_fields: StringDictionary | None = None
