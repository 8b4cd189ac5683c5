"""The agent User of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from datetime import datetime
    from netserver.carriers import (
        CommandResult,
        LicenseInfo,
        PresenceEntry,
        StringBoolDictionary,
        User,
    )
    from netserver.enumerations import CommandActionResult


class UserAgentStub(AgentStub):
    """The agent User, to be filled in."""

    NAME = "User"

    async def get_user(self, user_id: int) -> User | None:
        """One user."""
        raise NotImplementedError

    async def save_user(self, user: User | None) -> User | None:
        """Store a user."""
        raise NotImplementedError

    async def execute_user_command(
        self,
        command_name: str | None,
        command_action_result: CommandActionResult,
        user: User | None,
    ) -> CommandResult | None:
        """Do what a menu item of one's own says."""
        raise NotImplementedError

    async def get_presence_log(
        self, user_id: int, from_: datetime, to: datetime
    ) -> list[PresenceEntry]:
        """When a user was in."""
        raise NotImplementedError

    async def get_feature_toggles(self) -> StringBoolDictionary:
        """What is switched on and what is not, by name."""
        raise NotImplementedError

    async def get_license_info(self, owner_name: str | None) -> LicenseInfo | None:
        """The licence that somebody has given to this installation."""
        raise NotImplementedError
