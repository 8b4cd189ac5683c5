"""Resources that are one kind of entity: what the WebApi asks of them, told by verb and path.

Agents do the same with the entity by Get, Save, Delete, CreateDefault and Validate. Where the stand-in keeps the
entity, reading, testing a precondition and saving are one step; with a user's stubs they are two calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from typing import Any

import anyio.to_thread
import msgspec

from netserver._runtime.codecs import DecodeError, EncodeError
from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.kinds import resolve
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.endpoints import BODY, PLACEHOLDER, ResourceOperation
from netserver._runtime.errors import NotFound, NotModified, PreconditionFailed
from netserver._runtime.members import class_of
from netserver._runtime.operations import Operation
from netserver._runtime.standing import entity_of
from .answering import Handlers
from .calls import Service
from .catalogue import Catalogue
from .entities import Entities, Family
from .filling import filled
from .json_patch import patched
from .refusals import Malformed
from .sound_values import sound
from .views import unlinked, viewed
from .webapi_door import Asked, Given, ResourceHandler

__all__ = ["EntityResources"]

_INVALID = "The request is invalid."
_NOT_THERE = "There is no such thing."
_CHANGED = "Somebody has changed it since then."


@dataclass(frozen=True, slots=True)
class _Entity:
    """One kind of entity, and what agents do with it."""

    carrier: type[Any]
    key: str
    """The attribute that holds its number."""
    operations: Mapping[str, Operation]
    """By role: "get", "save", "delete", "default", "validate"."""
    family: Family | None
    """How the stand-in keeps it; None where it does not, or a user's stub does."""


class EntityResources:
    """Answers the standard pattern of resources: default, create, get, update, patch, delete, simple, validate.

    `own` are a user's stubs: what they have of an entity comes before what the stand-in keeps.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        handlers: Handlers,
        entities: Entities | None,
        own: Service,
    ) -> None:
        self._catalogue = catalogue
        self._handlers = handlers
        self._entities = entities
        self._own = own

    @cached_property
    def _named(self) -> dict[str, Operation]:
        found: dict[str, Operation] = {}
        for operation in self._catalogue.operations():
            found.setdefault(operation.name, operation)
        return found

    @cached_property
    def _carriers(self) -> dict[str, type[Any]]:
        return _carriers_by_address(self._catalogue)

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers an operation of the pattern; None for any other."""
        role, address = _role(operation)
        if role == "simple":
            return self._simple(operation)
        carrier = self._carriers.get(address) if role else None
        entity = self._entity(carrier, operation, role) if carrier else None
        if entity is None:
            return None
        if entity.family is None and _AGENTS_ROLE[role] not in entity.operations:
            return None
        return getattr(_Answering(self._handlers, self._entities, entity), role)

    def _entity(
        self, carrier: type[Any], operation: ResourceOperation, role: str
    ) -> _Entity | None:
        name = schema_of(carrier).name
        operations = {
            does: found
            for does, verb in _VERBS.items()
            if (found := self._named.get(f"{verb}{name}")) is not None
        }
        called = self._catalogue.called(operation)
        if called is not None:
            operations[_AGENTS_ROLE[role]] = called
        family = self._entities.family(carrier) if self._entities else None
        mine = any(self._own.handler(each) for each in operations.values())
        key = family.key if family is not None else _key_of(carrier)
        if not key:
            return None
        return _Entity(carrier, key, operations, None if mine else family)

    def _simple(self, operation: ResourceOperation) -> ResourceHandler | None:
        row = row_of(operation)
        name = row.gives[0][1].kind.xsd if row.gives else ""
        called = self._catalogue.called(operation) or self._named.get(f"Get{name}")
        if called is None or len(called.takes) != 1:
            return None
        handlers = self._handlers

        async def simple(asked: Asked) -> Any:
            call = replace(asked.call, operation=called)
            found = await handlers.result(call, called, [_number(asked)])
            if found is None:
                raise NotFound(_NOT_THERE)
            return found

        return simple


_VERBS = {
    "get": "Get",
    "save": "Save",
    "delete": "Delete",
    "default": "CreateDefault",
    "validate": "Validate",
}
_AGENTS_ROLE = {
    "default": "default",
    "validate": "validate",
    "get": "get",
    "create": "save",
    "update": "save",
    "patch": "save",
    "delete": "delete",
}
"""What an agent does with an entity when a resource is asked for that."""


def _role(operation: ResourceOperation) -> tuple[str, str]:
    """What an operation does with an entity, and the address of all of its kind; "" for none of the pattern."""
    path = operation.path.strip("/").lower()
    above, _, last = path.rpartition("/")
    places = len(PLACEHOLDER.findall(path))
    at_one = last.startswith("{") and places == 1 and _takes_number(operation)
    match operation.verb, last:
        case "GET", "default" if not places:
            return "default", above
        case "POST", "validate" if not places:
            return "validate", above
        case "GET", "simple" if places == 1 and _takes_number(operation):
            return "simple", above.rpartition("/")[0]
        case "POST", _ if not places and BODY in operation.takes:
            return "create", path
        case "GET" | "PUT" | "PATCH" | "DELETE", _ if at_one:
            role = {"GET": "get", "PUT": "update"}.get(operation.verb)
            return role or operation.verb.lower(), above
        case _:
            return "", ""


def _takes_number(operation: ResourceOperation) -> bool:
    names = PLACEHOLDER.findall(operation.path)
    return all(operation.takes[name].startswith("Int") for name in names)


def _carriers_by_address(catalogue: Catalogue) -> dict[str, type[Any]]:
    """Which carrier is at an address: the one that is read there by number, or created."""
    found: dict[str, type[Any]] = {}
    for wanted in ("get", "create"):
        for operation in catalogue.resources:
            role, address = _role(operation)
            row = row_of(operation)
            if role != wanted or address in found or not row.gives:
                continue
            kind = row.gives[0][1].kind
            if kind.name == "carrier":
                found[address] = entity_of(kind.python)
    return found


def _key_of(carrier: type[Any]) -> str:
    schema = schema_of(carrier)
    name = schema.name.removesuffix("Entity")
    for wanted in (f"{schema.name}id", f"{name}id", "id"):
        at = schema.folded.get(wanted.casefold())
        if at is not None and schema.fields[at].kind.name == "int":
            return schema.fields[at].attribute
    return ""


def _number(asked: Asked) -> int:
    return next(
        asked.values[name] for name in PLACEHOLDER.findall(asked.operation.path)
    )


class _Answering:
    """The roles of one kind of entity."""

    def __init__(
        self, handlers: Handlers, entities: Entities | None, entity: _Entity
    ) -> None:
        self._handlers = handlers
        self._entities = entities if entity.family is not None else None
        self._entity = entity

    async def default(self, asked: Asked) -> Any:
        return viewed(await self._called(asked, "default"), asked, 0)

    async def validate(self, asked: Asked) -> Any:
        return await self._called(asked, "validate", asked.values[BODY])

    async def get(self, asked: Asked) -> Any:
        found = await self._got(asked)
        changed = _changed_at(found)
        since = _moment(asked, "if-modified-since")
        if since and changed and changed.replace(microsecond=0) <= since:
            raise NotModified("not changed since then")
        return self._given(found, asked)

    async def create(self, asked: Asked) -> Any:
        carrier = unlinked(asked.values[BODY], asked).__copy__()
        setattr(carrier, self._entity.key, 0)
        if self._entities is not None and self._entity.family is not None:
            family, entities = self._entity.family, self._entities
            saved = await anyio.to_thread.run_sync(
                lambda: entities.save(family, carrier)
            )
        else:
            saved = await self._called(asked, "save", carrier)
        return self._given(saved, asked, new=True)

    async def update(self, asked: Asked) -> Any:
        carrier = unlinked(asked.values[BODY], asked).__copy__()
        setattr(carrier, self._entity.key, _number(asked))
        return await self._changed(asked, lambda _: carrier, needed=False)

    async def patch(self, asked: Asked) -> Any:
        changes = asked.values[BODY]
        cls, key, number = self._entity.carrier, self._entity.key, _number(asked)

        def change(current: Any) -> Any:
            document = msgspec.json.decode(codec.encode(filled(current)))
            made = patched(document, changes, cls)
            try:
                carrier = codec.decode(msgspec.json.encode(made), cls)
            except DecodeError as error:
                raise Malformed(_INVALID, str(error)) from None
            setattr(carrier, key, number)
            return sound(resolve(cls).kind, carrier, "the changed object")

        return await self._changed(asked, change)

    async def delete(self, asked: Asked) -> Any:
        number, since = _number(asked), _moment(asked, "if-unmodified-since")
        if self._entities is not None and self._entity.family is not None:
            family, entities = self._entity.family, self._entities
            await anyio.to_thread.run_sync(
                lambda: entities.delete(family, number, unmodified_since=since)
            )
            return None
        if since and self._has("get"):
            _checked(await self._got(asked), since)
        return await self._called(asked, "delete", number)

    async def _changed(
        self, asked: Asked, change: Callable[[Any], Any], *, needed: bool = True
    ) -> Any:
        """What is there, changed and saved, if nobody else has changed it since a time that is given.

        Where it is not `needed` for the change, stubs need not be able to read it.
        """
        since = _moment(asked, "if-unmodified-since")
        if self._entities is not None and self._entity.family is not None:
            family, entities = self._entity.family, self._entities
            saved = await anyio.to_thread.run_sync(
                lambda: entities.change(
                    family, _number(asked), change, unmodified_since=since
                )
            )
        else:
            current = None
            if needed or self._has("get"):
                current = await self._got(asked)
                _checked(current, since)
            saved = await self._called(asked, "save", change(current))
        return self._given(saved, asked)

    def _has(self, role: str) -> bool:
        """Whether somebody answers that operation of the agent."""
        operation = self._entity.operations.get(role)
        return operation is not None and self._handlers.handler(operation) is not None

    async def _got(self, asked: Asked) -> Any:
        if self._entities is not None and self._entity.family is not None:
            found = self._entities.get(self._entity.family, _number(asked))
        else:
            found = await self._called(asked, "get", _number(asked))
        if found is None:
            raise NotFound(_NOT_THERE)
        return found

    async def _called(self, asked: Asked, role: str, *arguments: object) -> Any:
        operation = self._entity.operations.get(role)
        if operation is None:
            raise NotImplementedError
        call = replace(asked.call, operation=operation)
        found = await self._handlers.result(call, operation, arguments)
        wanted = None if role in ("delete", "validate") else self._entity.carrier
        if found is not None and wanted is not None and not isinstance(found, wanted):
            raise EncodeError(
                f"what {operation.name} gave back cannot be sent: expected {wanted.__name__}, "
                f"got {type(found).__name__}"
            )
        return found

    def _given(self, carrier: Any, asked: Asked, *, new: bool = False) -> Given:
        if carrier is None:
            return Given(value=None)
        headers: dict[str, str] = {}
        changed = _changed_at(carrier)
        if changed is not None:
            headers["Last-Modified"] = format_datetime(changed, usegmt=True)
        number = getattr(carrier, self._entity.key, 0)
        return Given(
            value=viewed(carrier, asked, number if new else None), headers=headers
        )


def _checked(carrier: Any, since: datetime | None) -> None:
    changed = _changed_at(carrier)
    if since and changed and changed.replace(microsecond=0) > since:
        raise PreconditionFailed(_CHANGED)


def _changed_at(carrier: Any) -> datetime | None:
    """When an entity was changed last, as it says; None where it does not, or never was."""
    schema = schema_of(class_of(carrier))
    at = schema.index.get("UpdatedDate")
    if at is None:
        return None
    moment = getattr(carrier, schema.fields[at].attribute)
    if not isinstance(moment, datetime) or moment.year <= 1:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)  # fmt: skip


def _moment(asked: Asked, header: str) -> datetime | None:
    """The time in a header; one that is none is ignored (RFC 9110, section 13.1.3)."""
    text = asked.call.headers.get(header, "")
    try:
        moment = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
