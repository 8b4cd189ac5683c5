"""The agent SoPrincipal of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ..carriers import AuthenticateResponse, SoSystemInfoCarrier
    from ..options import Options

_AGENT = Facade(
    "SoPrincipal",
    soap="Remote/Services87/SoPrincipal.svc",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_SYSTEM_INFO = _AGENT.operation(
    "GetSystemInfo",
    gives={"SystemInfo": "SoSystemInfoCarrier | None"},
    agents=False,
    request_headers=("ApplicationToken",),
)
_AUTHENTICATE_IMPLICIT = _AGENT.operation(
    "AuthenticateImplicit",
    gives={
        "Response": "SoPrincipalCarrier | None",
        "Credentials": "SoCredentials | None",
        "AuthenticationSucceeded": "bool",
    },
    result="AuthenticateResponse",
    agents=False,
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)
_AUTHENTICATE_USERNAME_PASSWORD = _AGENT.operation(
    "AuthenticateUsernamePassword",
    {"UserName": "str | None", "Password": "str | None"},
    {
        "Response": "SoPrincipalCarrier | None",
        "Credentials": "SoCredentials | None",
        "AuthenticationSucceeded": "bool",
    },
    result="AuthenticateResponse",
    agents=False,
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)
_AUTHENTICATE_GENERIC = _AGENT.operation(
    "AuthenticateGeneric",
    {"AuthenticationData": "AuthenticationGenericData | None"},
    {
        "Response": "SoPrincipalCarrier | None",
        "Credentials": "SoCredentials | None",
        "AuthenticationSucceeded": "bool",
    },
    result="AuthenticateResponse",
    agents=False,
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)
_AUTHENTICATE_WITH_ACCESS_TOKEN = _AGENT.operation(
    "AuthenticateWithAccessToken",
    {"AccessToken": "str | None"},
    {
        "Response": "SoPrincipalCarrier | None",
        "Credentials": "SoCredentials | None",
        "AuthenticationSucceeded": "bool",
    },
    result="AuthenticateResponse",
    agents=False,
    response="AuthenticateResponse",
    request_headers=("ApplicationToken",),
)
_OPERATIONS = methods_of(__name__)


class SoPrincipalAgent(Agent):
    """The agent SoPrincipal."""

    NAME = "SoPrincipal"
    OPERATIONS = _OPERATIONS

    def get_system_info(self, *, options: Options = None) -> SoSystemInfoCarrier | None:
        """Call GetSystemInfo.

        Only SOAP has this operation.
        """
        return self._call(_GET_SYSTEM_INFO, options=options)

    def authenticate_implicit(self, *, options: Options = None) -> AuthenticateResponse:
        """Call AuthenticateImplicit.

        Only SOAP has this operation.
        """
        return self._call(_AUTHENTICATE_IMPLICIT, options=options)

    def authenticate_username_password(
        self, user_name: str | None, password: str | None, *, options: Options = None
    ) -> AuthenticateResponse:
        """Call AuthenticateUsernamePassword.

        Only SOAP has this operation.
        """
        return self._call(
            _AUTHENTICATE_USERNAME_PASSWORD, user_name, password, options=options
        )

    def authenticate_generic(
        self,
        authentication_data: Mapping[str, str | None] | None,
        *,
        options: Options = None,
    ) -> AuthenticateResponse:
        """Call AuthenticateGeneric.

        Only SOAP has this operation.
        """
        return self._call(_AUTHENTICATE_GENERIC, authentication_data, options=options)

    def authenticate_with_access_token(
        self, access_token: str | None, *, options: Options = None
    ) -> AuthenticateResponse:
        """Call AuthenticateWithAccessToken.

        Only SOAP has this operation.
        """
        return self._call(
            _AUTHENTICATE_WITH_ACCESS_TOKEN, access_token, options=options
        )


class AsyncSoPrincipalAgent(AsyncAgent):
    """The agent SoPrincipal. Its methods are awaited; SoPrincipalAgent describes them
    in full.
    """

    NAME = "SoPrincipal"
    OPERATIONS = _OPERATIONS

    async def get_system_info(
        self, *, options: Options = None
    ) -> SoSystemInfoCarrier | None:
        """Call GetSystemInfo."""
        return await self._call(_GET_SYSTEM_INFO, options=options)

    async def authenticate_implicit(
        self, *, options: Options = None
    ) -> AuthenticateResponse:
        """Call AuthenticateImplicit."""
        return await self._call(_AUTHENTICATE_IMPLICIT, options=options)

    async def authenticate_username_password(
        self, user_name: str | None, password: str | None, *, options: Options = None
    ) -> AuthenticateResponse:
        """Call AuthenticateUsernamePassword."""
        return await self._call(
            _AUTHENTICATE_USERNAME_PASSWORD, user_name, password, options=options
        )

    async def authenticate_generic(
        self,
        authentication_data: Mapping[str, str | None] | None,
        *,
        options: Options = None,
    ) -> AuthenticateResponse:
        """Call AuthenticateGeneric."""
        return await self._call(
            _AUTHENTICATE_GENERIC, authentication_data, options=options
        )

    async def authenticate_with_access_token(
        self, access_token: str | None, *, options: Options = None
    ) -> AuthenticateResponse:
        """Call AuthenticateWithAccessToken."""
        return await self._call(
            _AUTHENTICATE_WITH_ACCESS_TOKEN, access_token, options=options
        )
