"""The agent Contact of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from netserver.carriers import Contact, ContactEntity, StringDictionary
    from netserver.enumerations import ContactAction


class ContactAgentStub(AgentStub):
    """The agent Contact, to be filled in."""

    NAME = "Contact"

    async def create_default_contact_entity(self) -> ContactEntity | None:
        """A new company with the caller's usual values filled in."""
        raise NotImplementedError

    async def get_contact_entity(self, contact_entity_id: int) -> ContactEntity | None:
        """One company with all its details."""
        raise NotImplementedError

    async def save_contact_entity(
        self, contact_entity: ContactEntity | None
    ) -> ContactEntity | None:
        """Store a company: a new one when its key is 0, else the one that has the
        key.
        """
        raise NotImplementedError

    async def delete_contact_entity(self, contact_entity_id: int) -> None:
        """Move a company to the waste basket."""
        raise NotImplementedError

    async def get_contact_list(
        self, contact_ids: Sequence[int] | None
    ) -> list[Contact]:
        """Several companies in short."""
        raise NotImplementedError

    async def get_my_active_contacts(
        self,
        activity_start_time: datetime,
        contact_categories: Sequence[int] | None,
        action_type: ContactAction,
    ) -> list[Contact]:
        """Companies in which something has happened lately."""
        raise NotImplementedError

    async def merge(
        self,
        source_contact_id: int,
        destination_contact_id: int,
        merge_identical_persons: bool,
    ) -> None:
        """Make two companies one."""
        raise NotImplementedError

    async def validate_contact_entity(
        self, contact_entity: ContactEntity | None
    ) -> StringDictionary:
        """Look for mistakes before storing: a message for each field that has one."""
        raise NotImplementedError
