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


class SoPrincipalCarrier(Carrier):
    associate: str | None = None


class AuthenticateResult(Carrier):
    response: SoPrincipalCarrier | None = None
    credentials: SoCredentials | None = None
    authentication_succeeded: bool = False


class ContactEntity(Carrier):
    contact_id: Int32 = 0
    name: str | None = None
    message: str | None = None
