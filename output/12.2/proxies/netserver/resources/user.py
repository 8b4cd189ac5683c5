"""The resource User of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from .._runtime.options import Select
    from .._runtime.spelling import List
    from ..carriers import Associate, PresenceWindow, User, UserWithLinks
    from ..options import Options

_RESOURCE = Endpoint("User", path="api/v1/User", prefix="v1User_", module=__name__)
_GET = _RESOURCE.operation(
    "GetUser", "GET", "/{id}", {"$select": "str"}, "UserWithLinks"
)
_GET_FROM_NAME = _RESOURCE.operation(
    "GetUserFromName", "GET", "/{userName}", {"userName": "str"}, "User | None"
)
_GET_PRESENCE = _RESOURCE.operation(
    "GetPresence",
    "GET",
    "/{associateId}/UserPresenceStatus",
    {"day": "list[str]"},
    "list[PresenceWindow]",
    joined=("day",),
)
_GET_CURRENT_ASSOCIATE = _RESOURCE.operation(
    "GetCurrentAssociate", "GET", "/currentAssociate", gives="Associate | None"
)
_OPERATIONS = methods_of(__name__)


class UserResource(Resource):
    """The resource User."""

    NAME = "User"
    OPERATIONS = _OPERATIONS

    def get(
        self, id: int, *, select: Select = None, options: Options = None
    ) -> UserWithLinks:
        """One user, by key.

        The agent has it as `session.user.get_user`.
        """
        return self._call(_GET, id, select, options=options)

    def get_from_name(self, user_name: str, *, options: Options = None) -> User | None:
        """One user, by name.

        Args:
            user_name: Name to log in with
        """
        return self._call(_GET_FROM_NAME, user_name, options=options)

    def get_presence(
        self,
        associate_id: int,
        *,
        day: Sequence[str] | None = None,
        options: Options = None,
    ) -> List[PresenceWindow]:
        """When a user can be reached.

        Args:
            day: Days to tell about
        """
        return self._call(_GET_PRESENCE, associate_id, day, options=options)

    def get_current_associate(self, *, options: Options = None) -> Associate | None:
        """Who is logged in."""
        return self._call(_GET_CURRENT_ASSOCIATE, options=options)


class AsyncUserResource(AsyncResource):
    """The resource User. Its methods are awaited; UserResource describes them in
    full.
    """

    NAME = "User"
    OPERATIONS = _OPERATIONS

    async def get(
        self, id: int, *, select: Select = None, options: Options = None
    ) -> UserWithLinks:
        """One user, by key."""
        return await self._call(_GET, id, select, options=options)

    async def get_from_name(
        self, user_name: str, *, options: Options = None
    ) -> User | None:
        """One user, by name."""
        return await self._call(_GET_FROM_NAME, user_name, options=options)

    async def get_presence(
        self,
        associate_id: int,
        *,
        day: Sequence[str] | None = None,
        options: Options = None,
    ) -> List[PresenceWindow]:
        """When a user can be reached."""
        return await self._call(_GET_PRESENCE, associate_id, day, options=options)

    async def get_current_associate(
        self, *, options: Options = None
    ) -> Associate | None:
        """Who is logged in."""
        return await self._call(_GET_CURRENT_ASSOCIATE, options=options)
