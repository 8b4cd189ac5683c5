"""The agent Person of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ..carriers import Person, PersonEntity
    from ..options import Options

_AGENT = Facade(
    "Person",
    soap="Remote/Services87/Person.svc",
    agents="api/v1/Agents/Person",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_CREATE_DEFAULT_PERSON_ENTITY = _AGENT.operation(
    "CreateDefaultPersonEntity", gives="PersonEntity | None", select=False
)
_GET_PERSON_ENTITY = _AGENT.operation(
    "GetPersonEntity", {"PersonEntityId": "Int32"}, "PersonEntity | None", shape="query"
)
_SAVE_PERSON_ENTITY = _AGENT.operation(
    "SavePersonEntity",
    {"PersonEntity": "PersonEntity | None"},
    "PersonEntity | None",
    shape="bare",
)
_GET_PERSON_LIST = _AGENT.operation(
    "GetPersonList",
    {"PersonIds": "list[Int32] | None"},
    "list[Person] | None",
    shape="bare",
)
_OPERATIONS = methods_of(__name__)


class PersonAgent(Agent):
    """The agent Person."""

    NAME = "Person"
    OPERATIONS = _OPERATIONS

    def create_default_person_entity(
        self, *, options: Options = None
    ) -> PersonEntity | None:
        """A new person with the caller's usual values filled in."""
        return self._call(_CREATE_DEFAULT_PERSON_ENTITY, options=options)

    def get_person_entity(
        self, person_entity_id: int, *, options: Options = None
    ) -> PersonEntity | None:
        """One person with all details.

        Args:
            person_entity_id: Key of the person

        The WebApi has it as `session.resources.person.get`.
        """
        return self._call(_GET_PERSON_ENTITY, person_entity_id, options=options)

    def save_person_entity(
        self, person_entity: PersonEntity | None, *, options: Options = None
    ) -> PersonEntity | None:
        """Store a person.

        The company must be stored already.

        Args:
            person_entity: The person to store
        """
        return self._call(_SAVE_PERSON_ENTITY, person_entity, options=options)

    def get_person_list(
        self, person_ids: Sequence[int] | None, *, options: Options = None
    ) -> list[Person]:
        """Several people in short.

        Args:
            person_ids: Keys, in any order
        """
        return self._call(_GET_PERSON_LIST, person_ids, options=options)


class AsyncPersonAgent(AsyncAgent):
    """The agent Person. Its methods are awaited; PersonAgent describes them in full."""

    NAME = "Person"
    OPERATIONS = _OPERATIONS

    async def create_default_person_entity(
        self, *, options: Options = None
    ) -> PersonEntity | None:
        """A new person with the caller's usual values filled in."""
        return await self._call(_CREATE_DEFAULT_PERSON_ENTITY, options=options)

    async def get_person_entity(
        self, person_entity_id: int, *, options: Options = None
    ) -> PersonEntity | None:
        """One person with all details."""
        return await self._call(_GET_PERSON_ENTITY, person_entity_id, options=options)

    async def save_person_entity(
        self, person_entity: PersonEntity | None, *, options: Options = None
    ) -> PersonEntity | None:
        """Store a person."""
        return await self._call(_SAVE_PERSON_ENTITY, person_entity, options=options)

    async def get_person_list(
        self, person_ids: Sequence[int] | None, *, options: Options = None
    ) -> list[Person]:
        """Several people in short."""
        return await self._call(_GET_PERSON_LIST, person_ids, options=options)
