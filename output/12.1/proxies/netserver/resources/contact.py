"""The resource Contact of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from typing import Unpack
    from .._runtime.options import Select
    from .._runtime.patching import Changes
    from .._runtime.rows import AsyncRows, Query, Rows
    from .._runtime.spelling import Moment
    from ..carriers import Contact, ContactEntity, ContactEntityWithLinks
    from ..options import Options

_RESOURCE = Endpoint(
    "Contact", path="api/v1/Contact", prefix="v1ContactEntity_", module=__name__
)
_LIST = _RESOURCE.operation(
    "GetAll",
    "GET",
    rows=(
        "$select",
        "$filter",
        "$orderBy",
        "$entities",
        "$top",
        "$skip",
        "$mode",
        "$context",
        "$jsonSafe",
        "$output",
    ),
)
_CREATE = _RESOURCE.operation(
    "PostContactEntity",
    "POST",
    "",
    {"<body>": "ContactEntity", "$select": "str"},
    "ContactEntityWithLinks",
)
_DEFAULT = _RESOURCE.operation(
    "DefaultContactEntity", "GET", "/default", gives="ContactEntity"
)
_GET = _RESOURCE.operation(
    "GetContactEntity",
    "GET",
    "/{id}",
    {"fk": "bool", "$select": "str"},
    "ContactEntityWithLinks",
    condition="If-Modified-Since",
)
_UPDATE = _RESOURCE.operation(
    "PutContactEntity",
    "PUT",
    "/{id}",
    {"<body>": "ContactEntity", "$select": "str"},
    "ContactEntityWithLinks",
    key="contact_id",
    condition="If-Unmodified-Since",
)
_PATCH = _RESOURCE.operation(
    "PatchContactEntity",
    "PATCH",
    "/{id}",
    {"<body>": "Any", "$select": "str"},
    "ContactEntityWithLinks",
    condition="If-Unmodified-Since",
)
_DELETE = _RESOURCE.operation(
    "DeleteContactEntity", "DELETE", "/{id}", condition="If-Unmodified-Since"
)
_SIMPLE = _RESOURCE.operation(
    "GetContact", "GET", "/{id}/Simple", {"$select": "str"}, "Contact"
)
_PERSONS = _RESOURCE.operation(
    "GetPersons",
    "GET",
    "/{id}/Persons",
    rows=(
        "$select",
        "$filter",
        "$orderBy",
        "$entities",
        "$top",
        "$skip",
        "$mode",
        "$context",
        "$jsonSafe",
        "$output",
    ),
)
_MERGE = _RESOURCE.operation(
    "Merge",
    "POST",
    "/{sourceContactId}/MergeTo/{destinationContactId}",
    {"mergePersons": "bool"},
)
_VALIDATE = _RESOURCE.operation(
    "ValidateContactEntity",
    "POST",
    "/Validate",
    {"<body>": "ContactEntity"},
    "dict[str, str | None]",
)
_OPERATIONS = methods_of(__name__)


class ContactResource(Resource):
    """The resource Contact."""

    NAME = "Contact"
    OPERATIONS = _OPERATIONS

    def list(self, *, options: Options = None, **query: Unpack[Query]) -> Rows:
        """Find companies."""
        return self._rows(_LIST, query=query, options=options)

    def create(
        self, carrier: ContactEntity, *, select: Select = None, options: Options = None
    ) -> ContactEntityWithLinks:
        """Store a new company.

        The agent has it as `session.contact.save_contact_entity`.
        """
        return self._call(_CREATE, carrier, select, options=options)

    def default(self, *, options: Options = None) -> ContactEntity:
        """A company that is not stored yet.

        The agent has it as `session.contact.create_default_contact_entity`.
        """
        return self._call(_DEFAULT, options=options)

    def get(
        self,
        id: int,
        *,
        fk: bool | None = None,
        select: Select = None,
        modified_since: Moment | None = None,
        options: Options = None,
    ) -> ContactEntityWithLinks:
        """One company.

        Args:
            fk: True to add foreign keys to the extra fields

        The agent has it as `session.contact.get_contact_entity`.
        """
        return self._call(_GET, id, fk, select, modified_since, options=options)

    def update(
        self,
        carrier: ContactEntity,
        id: int | None = None,
        *,
        select: Select = None,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> ContactEntityWithLinks:
        """Store a company in the place of the old.

        The agent has it as `session.contact.save_contact_entity`.
        """
        return self._call(
            _UPDATE, id, carrier, select, unmodified_since, options=options
        )

    def patch(
        self,
        id: int,
        changes: Changes,
        *,
        select: Select = None,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> ContactEntityWithLinks:
        """Change some of a company.

        The agent has it as `session.contact.save_contact_entity`.
        """
        return self._call(
            _PATCH, id, changes, select, unmodified_since, options=options
        )

    def delete(
        self,
        id: int,
        *,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> None:
        """Move a company to the waste basket.

        The agent has it as `session.contact.delete_contact_entity`.
        """
        self._call(_DELETE, id, unmodified_since, options=options)

    def simple(
        self, id: int, *, select: Select = None, options: Options = None
    ) -> Contact:
        """One company in short."""
        return self._call(_SIMPLE, id, select, options=options)

    def persons(
        self, id: int, *, options: Options = None, **query: Unpack[Query]
    ) -> Rows:
        """People of a company."""
        return self._rows(_PERSONS, id, query=query, options=options)

    def merge(
        self,
        source_contact_id: int,
        destination_contact_id: int,
        *,
        merge_persons: bool | None = None,
        options: Options = None,
    ) -> None:
        """Make two companies one.

        Args:
            merge_persons: True to make people of the same name one

        The agent has it as `session.contact.merge`.
        """
        self._call(
            _MERGE,
            source_contact_id,
            destination_contact_id,
            merge_persons,
            options=options,
        )

    def validate(
        self, carrier: ContactEntity, *, options: Options = None
    ) -> dict[str, str | None]:
        """Look for mistakes before storing."""
        return self._call(_VALIDATE, carrier, options=options)


class AsyncContactResource(AsyncResource):
    """The resource Contact. Its methods are awaited; ContactResource describes them in
    full.
    """

    NAME = "Contact"
    OPERATIONS = _OPERATIONS

    def list(self, *, options: Options = None, **query: Unpack[Query]) -> AsyncRows:
        """Find companies."""
        return self._rows(_LIST, query=query, options=options)

    async def create(
        self, carrier: ContactEntity, *, select: Select = None, options: Options = None
    ) -> ContactEntityWithLinks:
        """Store a new company."""
        return await self._call(_CREATE, carrier, select, options=options)

    async def default(self, *, options: Options = None) -> ContactEntity:
        """A company that is not stored yet."""
        return await self._call(_DEFAULT, options=options)

    async def get(
        self,
        id: int,
        *,
        fk: bool | None = None,
        select: Select = None,
        modified_since: Moment | None = None,
        options: Options = None,
    ) -> ContactEntityWithLinks:
        """One company."""
        return await self._call(_GET, id, fk, select, modified_since, options=options)

    async def update(
        self,
        carrier: ContactEntity,
        id: int | None = None,
        *,
        select: Select = None,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> ContactEntityWithLinks:
        """Store a company in the place of the old."""
        return await self._call(
            _UPDATE, id, carrier, select, unmodified_since, options=options
        )

    async def patch(
        self,
        id: int,
        changes: Changes,
        *,
        select: Select = None,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> ContactEntityWithLinks:
        """Change some of a company."""
        return await self._call(
            _PATCH, id, changes, select, unmodified_since, options=options
        )

    async def delete(
        self,
        id: int,
        *,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> None:
        """Move a company to the waste basket."""
        await self._call(_DELETE, id, unmodified_since, options=options)

    async def simple(
        self, id: int, *, select: Select = None, options: Options = None
    ) -> Contact:
        """One company in short."""
        return await self._call(_SIMPLE, id, select, options=options)

    def persons(
        self, id: int, *, options: Options = None, **query: Unpack[Query]
    ) -> AsyncRows:
        """People of a company."""
        return self._rows(_PERSONS, id, query=query, options=options)

    async def merge(
        self,
        source_contact_id: int,
        destination_contact_id: int,
        *,
        merge_persons: bool | None = None,
        options: Options = None,
    ) -> None:
        """Make two companies one."""
        await self._call(
            _MERGE,
            source_contact_id,
            destination_contact_id,
            merge_persons,
            options=options,
        )

    async def validate(
        self, carrier: ContactEntity, *, options: Options = None
    ) -> dict[str, str | None]:
        """Look for mistakes before storing."""
        return await self._call(_VALIDATE, carrier, options=options)
