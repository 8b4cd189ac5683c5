from __future__ import annotations

from generator.runtime.carriers import BaseCarrier
from generator.runtime.spelling import Int32

from ._release import NAMESPACE


class Carrier(BaseCarrier):
    __namespace__ = NAMESPACE


class SoCredentials(Carrier):
    ticket: str | None = None


class SoTimeZone(Carrier):
    so_time_zone_id: Int32 = 0
    so_time_zone_location_code: str | None = None


class GrantedModuleLicense(Carrier):
    owner_name: str | None = None
    name: str | None = None
    version: str | None = None
    is_unrestricted: bool = False


class SoPrincipalCarrier(Carrier):
    __spelled__ = {"email_address": "EMailAddress"}

    user_type: str | None = None
    associate: str | None = None
    associate_id: Int32 = 0
    is_person: bool = False
    person_id: Int32 = 0
    country_id: Int32 = 0
    contact_id: Int32 = 0
    group_id: Int32 = 0
    role_id: Int32 = 0
    role_name: str | None = None
    role_type: str | None = None
    licenses: list[GrantedModuleLicense] | None = None
    full_name: str | None = None
    email_address: str | None = None
    function_rights: list[str] | None = None
    secondary_groups: list[Int32] | None = None
    database_context_identifier: str | None = None


class AuthenticateResult(Carrier):
    response: SoPrincipalCarrier | None = None
    credentials: SoCredentials | None = None
    authentication_succeeded: bool = False


class ContactEntity(Carrier):
    contact_id: Int32 = 0
    name: str | None = None
    message: str | None = None
