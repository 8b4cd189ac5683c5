from __future__ import annotations

from typing import TYPE_CHECKING

from generator.runtime.agent import Agent, AsyncAgent
from generator.runtime.operations import Facade

from .._release import NAMESPACE
from ..carriers import (  # noqa: F401  # rows name them
    AuthenticateResult,
    GrantedModuleLicense,
    SoCredentials,
    SoPrincipalCarrier,
)

if TYPE_CHECKING:
    from generator.runtime.options import RequestOptions

_AGENT = Facade(
    "SoPrincipal", soap="Remote/Services88/SoPrincipal.svc", namespace=NAMESPACE
)

_GIVES = {
    "Response": "SoPrincipalCarrier | None",
    "Credentials": "SoCredentials | None",
    "AuthenticationSucceeded": "bool",
}
_AUTHENTICATE_IMPLICIT = _AGENT.operation(
    "AuthenticateImplicit",
    gives=_GIVES,
    result="AuthenticateResult",
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)
_AUTHENTICATE_USERNAME_PASSWORD = _AGENT.operation(
    "AuthenticateUsernamePassword",
    takes={"UserName": "str | None", "Password": "str | None"},
    gives=_GIVES,
    result="AuthenticateResult",
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)
_AUTHENTICATE_WITH_ACCESS_TOKEN = _AGENT.operation(
    "AuthenticateWithAccessToken",
    takes={"AccessToken": "str | None"},
    gives=_GIVES,
    result="AuthenticateResult",
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)


class SoPrincipalAgent(Agent):
    NAME = "SoPrincipal"
    OPERATIONS = {
        "AuthenticateImplicit": "authenticate_implicit",
        "AuthenticateUsernamePassword": "authenticate_username_password",
        "AuthenticateWithAccessToken": "authenticate_with_access_token",
    }

    def authenticate_implicit(
        self, *, options: RequestOptions | None = None
    ) -> AuthenticateResult:
        return self._call(_AUTHENTICATE_IMPLICIT, options=options)

    def authenticate_username_password(
        self,
        user_name: str | None,
        password: str | None,
        *,
        options: RequestOptions | None = None,
    ) -> AuthenticateResult:
        return self._call(
            _AUTHENTICATE_USERNAME_PASSWORD, user_name, password, options=options
        )

    def authenticate_with_access_token(
        self, access_token: str | None, *, options: RequestOptions | None = None
    ) -> AuthenticateResult:
        return self._call(
            _AUTHENTICATE_WITH_ACCESS_TOKEN, access_token, options=options
        )


class AsyncSoPrincipalAgent(AsyncAgent):
    NAME = "SoPrincipal"
    OPERATIONS = SoPrincipalAgent.OPERATIONS

    async def authenticate_implicit(
        self, *, options: RequestOptions | None = None
    ) -> AuthenticateResult:
        return await self._call(_AUTHENTICATE_IMPLICIT, options=options)

    async def authenticate_username_password(
        self,
        user_name: str | None,
        password: str | None,
        *,
        options: RequestOptions | None = None,
    ) -> AuthenticateResult:
        return await self._call(
            _AUTHENTICATE_USERNAME_PASSWORD, user_name, password, options=options
        )

    async def authenticate_with_access_token(
        self, access_token: str | None, *, options: RequestOptions | None = None
    ) -> AuthenticateResult:
        return await self._call(
            _AUTHENTICATE_WITH_ACCESS_TOKEN, access_token, options=options
        )
