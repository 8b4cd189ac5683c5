"""The resource Person of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from typing import Unpack
    from .._runtime.files import FileContent
    from .._runtime.options import Select
    from .._runtime.rows import AsyncRows, Query, Rows
    from .._runtime.spelling import Moment
    from ..carriers import PersonEntity, PersonEntityWithLinks
    from ..enumerations import IfBlank
    from ..options import Options

_RESOURCE = Endpoint(
    "Person", path="api/v1/Person", prefix="v1PersonEntity_", module=__name__
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
_GET = _RESOURCE.operation(
    "GetPersonEntity",
    "GET",
    "/{id}",
    {"$select": "str"},
    "PersonEntityWithLinks",
    condition="If-Modified-Since",
)
_UPDATE = _RESOURCE.operation(
    "PutPersonEntity",
    "PUT",
    "/{id}",
    {"<body>": "PersonEntity"},
    "PersonEntityWithLinks",
    key="person_id",
    condition="If-Unmodified-Since",
)
_GET_IMAGE = _RESOURCE.operation(
    "GetImage",
    "GET",
    "/{personId}/Image",
    {"w": "Int32", "h": "Int32", "ifBlank": "IfBlank"},
    "bytes",
)
_SAVE_IMAGE = _RESOURCE.operation(
    "SaveImage",
    "PUT",
    "/{personId}/Image",
    {"picture": "bytes"},
    "Int32",
    form=("picture",),
)
_DELETE_IMAGE_CONTENT = _RESOURCE.operation(
    "DeleteImageContent", "DELETE", "/{personId}/Image"
)
_OPERATIONS = methods_of(__name__)


class PersonResource(Resource):
    """The resource Person."""

    NAME = "Person"
    OPERATIONS = _OPERATIONS

    def list(self, *, options: Options = None, **query: Unpack[Query]) -> Rows:
        """Find people."""
        return self._rows(_LIST, query=query, options=options)

    def get(
        self,
        id: int,
        *,
        select: Select = None,
        modified_since: Moment | None = None,
        options: Options = None,
    ) -> PersonEntityWithLinks:
        """One person.

        The agent has it as `session.person.get_person_entity`.
        """
        return self._call(_GET, id, select, modified_since, options=options)

    def update(
        self,
        carrier: PersonEntity,
        id: int | None = None,
        *,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> PersonEntityWithLinks:
        """Store a person in the place of the old."""
        return self._call(_UPDATE, id, carrier, unmodified_since, options=options)

    def get_image(
        self,
        person_id: int,
        *,
        w: int | None = None,
        h: int | None = None,
        if_blank: IfBlank | None = None,
        options: Options = None,
    ) -> bytes | None:
        """Picture of a person.

        As it was stored, unless a size is given.

        Args:
            w: Width in pixels
            h: Height in pixels
            if_blank: What to give where there is no picture
        """
        return self._call(_GET_IMAGE, person_id, w, h, if_blank, options=options)

    def save_image(
        self, person_id: int, picture: FileContent, *, options: Options = None
    ) -> int:
        """Store the picture of a person."""
        return self._call(_SAVE_IMAGE, person_id, picture, options=options)

    def delete_image_content(self, person_id: int, *, options: Options = None) -> None:
        """Remove the picture of a person."""
        self._call(_DELETE_IMAGE_CONTENT, person_id, options=options)


class AsyncPersonResource(AsyncResource):
    """The resource Person. Its methods are awaited; PersonResource describes them in
    full.
    """

    NAME = "Person"
    OPERATIONS = _OPERATIONS

    def list(self, *, options: Options = None, **query: Unpack[Query]) -> AsyncRows:
        """Find people."""
        return self._rows(_LIST, query=query, options=options)

    async def get(
        self,
        id: int,
        *,
        select: Select = None,
        modified_since: Moment | None = None,
        options: Options = None,
    ) -> PersonEntityWithLinks:
        """One person."""
        return await self._call(_GET, id, select, modified_since, options=options)

    async def update(
        self,
        carrier: PersonEntity,
        id: int | None = None,
        *,
        unmodified_since: Moment | None = None,
        options: Options = None,
    ) -> PersonEntityWithLinks:
        """Store a person in the place of the old."""
        return await self._call(_UPDATE, id, carrier, unmodified_since, options=options)

    async def get_image(
        self,
        person_id: int,
        *,
        w: int | None = None,
        h: int | None = None,
        if_blank: IfBlank | None = None,
        options: Options = None,
    ) -> bytes | None:
        """Picture of a person."""
        return await self._call(_GET_IMAGE, person_id, w, h, if_blank, options=options)

    async def save_image(
        self, person_id: int, picture: FileContent, *, options: Options = None
    ) -> int:
        """Store the picture of a person."""
        return await self._call(_SAVE_IMAGE, person_id, picture, options=options)

    async def delete_image_content(
        self, person_id: int, *, options: Options = None
    ) -> None:
        """Remove the picture of a person."""
        await self._call(_DELETE_IMAGE_CONTENT, person_id, options=options)
