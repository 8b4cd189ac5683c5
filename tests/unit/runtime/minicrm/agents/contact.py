from __future__ import annotations

from typing import TYPE_CHECKING

from generator.runtime.agent import Agent, AsyncAgent
from generator.runtime.operations import Facade

from .._release import NAMESPACE
from ..carriers import ContactEntity

if TYPE_CHECKING:
    from generator.runtime.options import RequestOptions

_AGENT = Facade(
    "Contact",
    soap="Remote/Services88/Contact.svc",
    agents="api/v1/Agents/Contact",
    namespace=NAMESPACE,
)

_GET_CONTACT_ENTITY = _AGENT.operation(
    "GetContactEntity",
    takes={"ContactEntityId": "Int32"},
    gives="ContactEntity | None",
    shape="query",
)
_SAVE_CONTACT_ENTITY = _AGENT.operation(
    "SaveContactEntity",
    takes={"ContactEntity": "ContactEntity | None"},
    gives="ContactEntity | None",
    shape="bare",
)
_DELETE_CONTACT_ENTITY = _AGENT.operation(
    "DeleteContactEntity", takes={"ContactEntityId": "Int32"}, shape="query"
)
_GET_NAMES = _AGENT.operation(
    "GetNames",
    takes={"Prefix": "str | None", "Most": "Int32"},
    gives="list[str] | None",
    select=False,
)
_PING = _AGENT.operation("Ping", gives="str | None", soap=False)
_OLD_PING = _AGENT.operation("OldPing", gives="str | None", agents=False)
_NOWHERE = _AGENT.operation("Nowhere", soap=False, agents=False)
_TRACED = _AGENT.operation(
    "Traced",
    gives="str | None",
    request_headers=("ApplicationToken", "Credentials", "TimeZone", "TraceId"),
    header_types={"TraceId": "str | None"},
)


class ContactAgent(Agent):
    NAME = "Contact"
    OPERATIONS = {
        "GetContactEntity": "get_contact_entity",
        "SaveContactEntity": "save_contact_entity",
        "DeleteContactEntity": "delete_contact_entity",
        "GetNames": "get_names",
        "Ping": "ping",
        "OldPing": "old_ping",
        "Nowhere": "nowhere",
        "Traced": "traced",
    }

    def get_contact_entity(
        self, contact_entity_id: int, *, options: RequestOptions | None = None
    ) -> ContactEntity | None:
        return self._call(_GET_CONTACT_ENTITY, contact_entity_id, options=options)

    def save_contact_entity(
        self,
        contact_entity: ContactEntity | None,
        *,
        options: RequestOptions | None = None,
    ) -> ContactEntity | None:
        return self._call(_SAVE_CONTACT_ENTITY, contact_entity, options=options)

    def delete_contact_entity(
        self, contact_entity_id: int, *, options: RequestOptions | None = None
    ) -> None:
        return self._call(_DELETE_CONTACT_ENTITY, contact_entity_id, options=options)

    def get_names(
        self, prefix: str | None, most: int, *, options: RequestOptions | None = None
    ) -> list[str]:
        return self._call(_GET_NAMES, prefix, most, options=options)

    def ping(self, *, options: RequestOptions | None = None) -> str | None:
        return self._call(_PING, options=options)

    def old_ping(self, *, options: RequestOptions | None = None) -> str | None:
        return self._call(_OLD_PING, options=options)

    def nowhere(self, *, options: RequestOptions | None = None) -> None:
        return self._call(_NOWHERE, options=options)

    def traced(self, *, options: RequestOptions | None = None) -> str | None:
        return self._call(_TRACED, options=options)


class AsyncContactAgent(AsyncAgent):
    NAME = "Contact"
    OPERATIONS = ContactAgent.OPERATIONS

    async def get_contact_entity(
        self, contact_entity_id: int, *, options: RequestOptions | None = None
    ) -> ContactEntity | None:
        return await self._call(_GET_CONTACT_ENTITY, contact_entity_id, options=options)

    async def save_contact_entity(
        self,
        contact_entity: ContactEntity | None,
        *,
        options: RequestOptions | None = None,
    ) -> ContactEntity | None:
        return await self._call(_SAVE_CONTACT_ENTITY, contact_entity, options=options)

    async def delete_contact_entity(
        self, contact_entity_id: int, *, options: RequestOptions | None = None
    ) -> None:
        return await self._call(
            _DELETE_CONTACT_ENTITY, contact_entity_id, options=options
        )

    async def get_names(
        self, prefix: str | None, most: int, *, options: RequestOptions | None = None
    ) -> list[str]:
        return await self._call(_GET_NAMES, prefix, most, options=options)

    async def ping(self, *, options: RequestOptions | None = None) -> str | None:
        return await self._call(_PING, options=options)

    async def old_ping(self, *, options: RequestOptions | None = None) -> str | None:
        return await self._call(_OLD_PING, options=options)

    async def nowhere(self, *, options: RequestOptions | None = None) -> None:
        return await self._call(_NOWHERE, options=options)

    async def traced(self, *, options: RequestOptions | None = None) -> str | None:
        return await self._call(_TRACED, options=options)
