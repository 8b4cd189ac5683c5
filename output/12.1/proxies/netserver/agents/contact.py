"""The agent Contact of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from ..carriers import Contact, ContactEntity, StringDictionary
    from ..enumerations import ContactAction
    from ..options import Options

_AGENT = Facade(
    "Contact",
    soap="Remote/Services87/Contact.svc",
    agents="api/v1/Agents/Contact",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_CREATE_DEFAULT_CONTACT_ENTITY = _AGENT.operation(
    "CreateDefaultContactEntity", gives="ContactEntity | None", select=False
)
_GET_CONTACT_ENTITY = _AGENT.operation(
    "GetContactEntity",
    {"ContactEntityId": "Int32"},
    "ContactEntity | None",
    shape="query",
)
_SAVE_CONTACT_ENTITY = _AGENT.operation(
    "SaveContactEntity",
    {"ContactEntity": "ContactEntity | None"},
    "ContactEntity | None",
    shape="bare",
)
_DELETE_CONTACT_ENTITY = _AGENT.operation(
    "DeleteContactEntity", {"ContactEntityId": "Int32"}, shape="query"
)
_GET_CONTACT_LIST = _AGENT.operation(
    "GetContactList",
    {"ContactIds": "list[Int32] | None"},
    "list[Contact] | None",
    shape="bare",
)
_GET_MY_ACTIVE_CONTACTS = _AGENT.operation(
    "GetMyActiveContacts",
    {
        "ActivityStartTime": "datetime",
        "ContactCategories": "list[Int32] | None",
        "ActionType": "ContactAction",
    },
    "list[Contact] | None",
)
_MERGE = _AGENT.operation(
    "Merge",
    {
        "SourceContactId": "Int32",
        "DestinationContactId": "Int32",
        "MergeIdenticalPersons": "bool",
    },
)
_VALIDATE_CONTACT_ENTITY = _AGENT.operation(
    "ValidateContactEntity",
    {"ContactEntity": "ContactEntity | None"},
    "StringDictionary | None",
)
_OPERATIONS = methods_of(__name__)


class ContactAgent(Agent):
    """The agent Contact."""

    NAME = "Contact"
    OPERATIONS = _OPERATIONS

    def create_default_contact_entity(
        self, *, options: Options = None
    ) -> ContactEntity | None:
        """A new company with the caller's usual values filled in.

        Nothing is stored before SaveContactEntity.

        The WebApi has it as `session.resources.contact.default`.
        """
        return self._call(_CREATE_DEFAULT_CONTACT_ENTITY, options=options)

    def get_contact_entity(
        self, contact_entity_id: int, *, options: Options = None
    ) -> ContactEntity | None:
        """One company with all its details.

        Args:
            contact_entity_id: Key of the company

        The WebApi has it as `session.resources.contact.get`.
        """
        return self._call(_GET_CONTACT_ENTITY, contact_entity_id, options=options)

    def save_contact_entity(
        self, contact_entity: ContactEntity | None, *, options: Options = None
    ) -> ContactEntity | None:
        """Store a company: a new one when its key is 0, else the one that has the key.

        The answer holds what was stored, keys included.

        What is missing in the request keeps its default, not its old value.

        Args:
            contact_entity: The company to store

        The WebApi has it as `session.resources.contact.create`.
        """
        return self._call(_SAVE_CONTACT_ENTITY, contact_entity, options=options)

    def delete_contact_entity(
        self, contact_entity_id: int, *, options: Options = None
    ) -> None:
        """Move a company to the waste basket.

        Args:
            contact_entity_id: Key of the company

        The WebApi has it as `session.resources.contact.delete`.
        """
        self._call(_DELETE_CONTACT_ENTITY, contact_entity_id, options=options)

    def get_contact_list(
        self, contact_ids: Sequence[int] | None, *, options: Options = None
    ) -> list[Contact]:
        """Several companies in short.

        Keys that lead nowhere are left out.

        Args:
            contact_ids: Keys, in any order
        """
        return self._call(_GET_CONTACT_LIST, contact_ids, options=options)

    def get_my_active_contacts(
        self,
        activity_start_time: datetime,
        contact_categories: Sequence[int] | None,
        action_type: ContactAction,
        *,
        options: Options = None,
    ) -> list[Contact]:
        """Companies in which something has happened lately.

        Only what the caller has a part in.
        """
        return self._call(
            _GET_MY_ACTIVE_CONTACTS,
            activity_start_time,
            contact_categories,
            action_type,
            options=options,
        )

    def merge(
        self,
        source_contact_id: int,
        destination_contact_id: int,
        merge_identical_persons: bool,
        *,
        options: Options = None,
    ) -> None:
        """Make two companies one.

        The source is gone afterwards.

        The WebApi has it as `session.resources.contact.merge`.
        """
        self._call(
            _MERGE,
            source_contact_id,
            destination_contact_id,
            merge_identical_persons,
            options=options,
        )

    def validate_contact_entity(
        self, contact_entity: ContactEntity | None, *, options: Options = None
    ) -> StringDictionary:
        """Look for mistakes before storing: a message for each field that has one."""
        return self._call(_VALIDATE_CONTACT_ENTITY, contact_entity, options=options)


class AsyncContactAgent(AsyncAgent):
    """The agent Contact. Its methods are awaited; ContactAgent describes them in
    full.
    """

    NAME = "Contact"
    OPERATIONS = _OPERATIONS

    async def create_default_contact_entity(
        self, *, options: Options = None
    ) -> ContactEntity | None:
        """A new company with the caller's usual values filled in."""
        return await self._call(_CREATE_DEFAULT_CONTACT_ENTITY, options=options)

    async def get_contact_entity(
        self, contact_entity_id: int, *, options: Options = None
    ) -> ContactEntity | None:
        """One company with all its details."""
        return await self._call(_GET_CONTACT_ENTITY, contact_entity_id, options=options)

    async def save_contact_entity(
        self, contact_entity: ContactEntity | None, *, options: Options = None
    ) -> ContactEntity | None:
        """Store a company: a new one when its key is 0, else the one that has the
        key.
        """
        return await self._call(_SAVE_CONTACT_ENTITY, contact_entity, options=options)

    async def delete_contact_entity(
        self, contact_entity_id: int, *, options: Options = None
    ) -> None:
        """Move a company to the waste basket."""
        await self._call(_DELETE_CONTACT_ENTITY, contact_entity_id, options=options)

    async def get_contact_list(
        self, contact_ids: Sequence[int] | None, *, options: Options = None
    ) -> list[Contact]:
        """Several companies in short."""
        return await self._call(_GET_CONTACT_LIST, contact_ids, options=options)

    async def get_my_active_contacts(
        self,
        activity_start_time: datetime,
        contact_categories: Sequence[int] | None,
        action_type: ContactAction,
        *,
        options: Options = None,
    ) -> list[Contact]:
        """Companies in which something has happened lately."""
        return await self._call(
            _GET_MY_ACTIVE_CONTACTS,
            activity_start_time,
            contact_categories,
            action_type,
            options=options,
        )

    async def merge(
        self,
        source_contact_id: int,
        destination_contact_id: int,
        merge_identical_persons: bool,
        *,
        options: Options = None,
    ) -> None:
        """Make two companies one."""
        await self._call(
            _MERGE,
            source_contact_id,
            destination_contact_id,
            merge_identical_persons,
            options=options,
        )

    async def validate_contact_entity(
        self, contact_entity: ContactEntity | None, *, options: Options = None
    ) -> StringDictionary:
        """Look for mistakes before storing: a message for each field that has one."""
        return await self._call(
            _VALIDATE_CONTACT_ENTITY, contact_entity, options=options
        )
