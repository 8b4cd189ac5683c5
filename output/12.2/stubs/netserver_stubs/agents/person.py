"""The agent Person of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from netserver.carriers import Person, PersonEntity


class PersonAgentStub(AgentStub):
    """The agent Person, to be filled in."""

    NAME = "Person"

    async def create_default_person_entity(self) -> PersonEntity | None:
        """A new person with the caller's usual values filled in."""
        raise NotImplementedError

    async def get_person_entity(self, person_entity_id: int) -> PersonEntity | None:
        """One person with all that is known."""
        raise NotImplementedError

    async def save_person_entity(
        self, person_entity: PersonEntity | None
    ) -> PersonEntity | None:
        """Store a person."""
        raise NotImplementedError

    async def get_person_list(self, person_ids: Sequence[int] | None) -> list[Person]:
        """Several people in short."""
        raise NotImplementedError
