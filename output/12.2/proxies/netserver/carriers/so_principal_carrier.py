"""The carrier SoPrincipalCarrier of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.role_type import RoleType
from ..enumerations.user_type import UserType

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import GrantedModuleLicense, ProvidedCredential


class SoPrincipalCarrier(BaseCarrier):
    """The carrier SoPrincipalCarrier."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __spelled__ = {"email_address": "EMailAddress"}

    user_type: UserType = UserType.UNKNOWN
    associate: str | None = None
    associate_id: Int32 = 0
    is_person: bool = False
    person_id: Int32 = 0
    contact_id: Int32 = 0
    group_id: Int32 = 0
    role_id: Int32 = 0
    role_name: str | None = None
    role_type: RoleType = RoleType.UNKNOWN
    licenses: list[GrantedModuleLicense] | None = None
    full_name: str | None = None
    email_address: str | None = None
    function_rights: list[str] | None = None
    secondary_groups: list[Int32] | None = None
    provided_credentials: list[ProvidedCredential] | None = None
    database_context_identifier: str | None = None
