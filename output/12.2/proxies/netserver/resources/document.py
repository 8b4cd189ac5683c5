"""The resource Document of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from .._runtime.files import FileContent
    from .._runtime.options import Select
    from ..carriers import CommandResult, DocumentEntity, DocumentEntityWithLinks
    from ..options import Options

_RESOURCE = Endpoint(
    "Document", path="api/v1/Document", prefix="v1DocumentEntity_", module=__name__
)
_GET = _RESOURCE.operation(
    "GetDocumentEntity", "GET", "/{id}", {"$select": "str"}, "DocumentEntityWithLinks"
)
_GET_STREAM = _RESOURCE.operation(
    "GetDocumentStream", "GET", "/{documentId}/Content", gives="bytes"
)
_SET_STREAM_FROM_ID = _RESOURCE.operation(
    "SetDocumentStreamFromId",
    "PUT",
    "/{documentId}/Content",
    {"<body>": "bytes"},
    "DocumentEntity | None",
)
_DELETE_PHYSICAL = _RESOURCE.operation(
    "DeletePhysicalDocument",
    "DELETE",
    "/{documentId}/Content",
    {"allowedReturnType": "list[str]"},
    "CommandResult | None",
)
_OPERATIONS = methods_of(__name__)


class DocumentResource(Resource):
    """The resource Document."""

    NAME = "Document"
    OPERATIONS = _OPERATIONS

    def get(
        self, id: int, *, select: Select = None, options: Options = None
    ) -> DocumentEntityWithLinks:
        """What is known of one document.

        The agent has it as `session.document.get_document_entity`.
        """
        return self._call(_GET, id, select, options=options)

    def get_stream(self, document_id: int, *, options: Options = None) -> bytes | None:
        """The bytes of a document."""
        return self._call(_GET_STREAM, document_id, options=options)

    def set_stream_from_id(
        self, document_id: int, content: FileContent, *, options: Options = None
    ) -> DocumentEntity | None:
        """Store the bytes of a document."""
        return self._call(_SET_STREAM_FROM_ID, document_id, content, options=options)

    def delete_physical(
        self,
        document_id: int,
        *,
        allowed_return_type: Sequence[str] | None = None,
        options: Options = None,
    ) -> CommandResult | None:
        """Delete the bytes of a document.

        Args:
            allowed_return_type: What the caller can show when the store asks back
        """
        return self._call(
            _DELETE_PHYSICAL, document_id, allowed_return_type, options=options
        )


class AsyncDocumentResource(AsyncResource):
    """The resource Document. Its methods are awaited; DocumentResource describes them
    in full.
    """

    NAME = "Document"
    OPERATIONS = _OPERATIONS

    async def get(
        self, id: int, *, select: Select = None, options: Options = None
    ) -> DocumentEntityWithLinks:
        """What is known of one document."""
        return await self._call(_GET, id, select, options=options)

    async def get_stream(
        self, document_id: int, *, options: Options = None
    ) -> bytes | None:
        """The bytes of a document."""
        return await self._call(_GET_STREAM, document_id, options=options)

    async def set_stream_from_id(
        self, document_id: int, content: FileContent, *, options: Options = None
    ) -> DocumentEntity | None:
        """Store the bytes of a document."""
        return await self._call(
            _SET_STREAM_FROM_ID, document_id, content, options=options
        )

    async def delete_physical(
        self,
        document_id: int,
        *,
        allowed_return_type: Sequence[str] | None = None,
        options: Options = None,
    ) -> CommandResult | None:
        """Delete the bytes of a document."""
        return await self._call(
            _DELETE_PHYSICAL, document_id, allowed_return_type, options=options
        )
