from __future__ import annotations

from typing import TYPE_CHECKING

from generator.runtime.agent import Agent, AsyncAgent
from generator.runtime.operations import Facade

from .._release import NAMESPACE
from ..carriers import (  # noqa: F401  # rows name them
    AuthenticateResult,
    SoCredentials,
    SoPrincipalCarrier,
)

if TYPE_CHECKING:
    from generator.runtime.options import RequestOptions

_AGENT = Facade(
    "SoPrincipal", soap="Remote/Services88/SoPrincipal.svc", namespace=NAMESPACE
)

_AUTHENTICATE_USERNAME_PASSWORD = _AGENT.operation(
    "AuthenticateUsernamePassword",
    takes={"UserName": "str | None", "Password": "str | None"},
    gives={
        "Response": "SoPrincipalCarrier | None",
        "Credentials": "SoCredentials | None",
        "AuthenticationSucceeded": "bool",
    },
    result="AuthenticateResult",
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)


class SoPrincipalAgent(Agent):
    NAME = "SoPrincipal"
    OPERATIONS = {"AuthenticateUsernamePassword": "authenticate_username_password"}

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


class AsyncSoPrincipalAgent(AsyncAgent):
    NAME = "SoPrincipal"
    OPERATIONS = SoPrincipalAgent.OPERATIONS

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
