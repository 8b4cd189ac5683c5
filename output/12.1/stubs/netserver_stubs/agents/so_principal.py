"""The agent SoPrincipal of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Mapping
    from netserver.carriers import AuthenticateResponse, SoSystemInfoCarrier


class SoPrincipalAgentStub(AgentStub):
    """The agent SoPrincipal, to be filled in."""

    NAME = "SoPrincipal"

    async def get_system_info(self) -> SoSystemInfoCarrier | None:
        """Call GetSystemInfo."""
        raise NotImplementedError

    async def authenticate_implicit(self) -> AuthenticateResponse:
        """Call AuthenticateImplicit."""
        raise NotImplementedError

    async def authenticate_username_password(
        self, user_name: str | None, password: str | None
    ) -> AuthenticateResponse:
        """Call AuthenticateUsernamePassword."""
        raise NotImplementedError

    async def authenticate_generic(
        self, authentication_data: Mapping[str, str | None] | None
    ) -> AuthenticateResponse:
        """Call AuthenticateGeneric."""
        raise NotImplementedError

    async def authenticate_with_access_token(
        self, access_token: str | None
    ) -> AuthenticateResponse:
        """Call AuthenticateWithAccessToken."""
        raise NotImplementedError
