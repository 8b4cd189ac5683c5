"""The agent User of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from datetime import datetime
    from ..carriers import (
        CommandResult,
        LicenseInfo,
        PresenceEntry,
        StringBoolDictionary,
        User,
    )
    from ..enumerations import CommandActionResult
    from ..options import Options

_AGENT = Facade(
    "User",
    soap="Remote/Services88/User.svc",
    agents="api/v1/Agents/User",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services88",
    module=__name__,
)
_GET_USER = _AGENT.operation(
    "GetUser", {"UserId": "Int32"}, "User | None", shape="query"
)
_EXECUTE_USER_COMMAND = _AGENT.operation(
    "ExecuteUserCommand",
    {
        "CommandName": "str | None",
        "CommandActionResult": "CommandActionResult",
        "User": "User | None",
    },
    "CommandResult | None",
    spelled={"agents": {"CommandActionResult": "ActionResult"}},
)
_GET_PRESENCE_LOG = _AGENT.operation(
    "GetPresenceLog",
    {"AssociateId": "Int32", "From": "datetime", "To": "datetime"},
    "list[PresenceEntry] | None",
)
_GET_FEATURE_TOGGLES = _AGENT.operation(
    "GetFeatureToggles", gives="StringBoolDictionary | None"
)
_GET_LICENSE_INFO = _AGENT.operation(
    "GetLicenseInfo", {"OwnerName": "str | None"}, "LicenseInfo | None"
)
_SAVE_USER = _AGENT.operation(
    "SaveUser", {"User": "User | None"}, "User | None", shape="bare", soap=False
)
_OPERATIONS = methods_of(__name__)


class UserAgent(Agent):
    """The agent User."""

    NAME = "User"
    OPERATIONS = _OPERATIONS

    def get_user(self, user_id: int, *, options: Options = None) -> User | None:
        """One user.

        Args:
            user_id: Key of the user

        The WebApi has it as `session.resources.user.get`.
        """
        return self._call(_GET_USER, user_id, options=options)

    def execute_user_command(
        self,
        command_name: str | None,
        command_action_result: CommandActionResult,
        user: User | None,
        *,
        options: Options = None,
    ) -> CommandResult | None:
        """Do what a menu item of one's own says."""
        return self._call(
            _EXECUTE_USER_COMMAND,
            command_name,
            command_action_result,
            user,
            options=options,
        )

    def get_presence_log(
        self,
        associate_id: int,
        from_: datetime,
        to: datetime,
        *,
        options: Options = None,
    ) -> list[PresenceEntry]:
        """When a user was in."""
        return self._call(_GET_PRESENCE_LOG, associate_id, from_, to, options=options)

    def get_feature_toggles(self, *, options: Options = None) -> StringBoolDictionary:
        """What is switched on and what is not, by name."""
        return self._call(_GET_FEATURE_TOGGLES, options=options)

    def get_license_info(
        self, owner_name: str | None, *, options: Options = None
    ) -> LicenseInfo | None:
        """The licence that somebody has given to this installation."""
        return self._call(_GET_LICENSE_INFO, owner_name, options=options)

    def save_user(self, user: User | None, *, options: Options = None) -> User | None:
        """Store a user.

        Args:
            user: The user to store

        Only the Agents REST endpoint has this operation.
        """
        return self._call(_SAVE_USER, user, options=options)


class AsyncUserAgent(AsyncAgent):
    """The agent User. Its methods are awaited; UserAgent describes them in full."""

    NAME = "User"
    OPERATIONS = _OPERATIONS

    async def get_user(self, user_id: int, *, options: Options = None) -> User | None:
        """One user."""
        return await self._call(_GET_USER, user_id, options=options)

    async def execute_user_command(
        self,
        command_name: str | None,
        command_action_result: CommandActionResult,
        user: User | None,
        *,
        options: Options = None,
    ) -> CommandResult | None:
        """Do what a menu item of one's own says."""
        return await self._call(
            _EXECUTE_USER_COMMAND,
            command_name,
            command_action_result,
            user,
            options=options,
        )

    async def get_presence_log(
        self,
        associate_id: int,
        from_: datetime,
        to: datetime,
        *,
        options: Options = None,
    ) -> list[PresenceEntry]:
        """When a user was in."""
        return await self._call(
            _GET_PRESENCE_LOG, associate_id, from_, to, options=options
        )

    async def get_feature_toggles(
        self, *, options: Options = None
    ) -> StringBoolDictionary:
        """What is switched on and what is not, by name."""
        return await self._call(_GET_FEATURE_TOGGLES, options=options)

    async def get_license_info(
        self, owner_name: str | None, *, options: Options = None
    ) -> LicenseInfo | None:
        """The licence that somebody has given to this installation."""
        return await self._call(_GET_LICENSE_INFO, owner_name, options=options)

    async def save_user(
        self, user: User | None, *, options: Options = None
    ) -> User | None:
        """Store a user."""
        return await self._call(_SAVE_USER, user, options=options)
