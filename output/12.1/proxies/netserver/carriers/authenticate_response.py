"""The carrier AuthenticateResponse of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from . import SoCredentials, SoPrincipalCarrier


class AuthenticateResponse(BaseCarrier):
    """What SoPrincipal.AuthenticateImplicit gives."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    response: SoPrincipalCarrier | None = None
    credentials: SoCredentials | None = None
    authentication_succeeded: bool = False
