"""The agent Document of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from .._runtime.spelling import Content
    from ..carriers import DocumentEntity, StringObjectDictionary
    from ..options import Options

_AGENT = Facade(
    "Document",
    soap="Remote/Services88/Document.svc",
    agents="api/v1/Agents/Document",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services88",
    module=__name__,
)
_GET_DOCUMENT_ENTITY = _AGENT.operation(
    "GetDocumentEntity",
    {"DocumentEntityId": "Int32"},
    "DocumentEntity | None",
    shape="query",
)
_SAVE_DOCUMENT_ENTITY = _AGENT.operation(
    "SaveDocumentEntity",
    {"DocumentEntity": "DocumentEntity | None"},
    "DocumentEntity | None",
    shape="bare",
)
_GET_DOCUMENT_STREAM = _AGENT.operation(
    "GetDocumentStream", {"DocumentId": "Int32"}, "bytes | None", stream=True
)
_GET_DOCUMENT_THUMBNAIL = _AGENT.operation(
    "GetDocumentThumbnail",
    {"DocumentId": "Int32", "Width": "Int32", "Height": "Int32"},
    "bytes | None",
    stream=True,
)
_SET_DOCUMENT_STREAM = _AGENT.operation(
    "SetDocumentStream",
    {
        "DocumentEntity": "DocumentEntity | None",
        "Stream": "bytes | None",
        "OverwriteExistingData": "bool",
    },
    "DocumentEntity | None",
)
_FILL_TEMPLATE = _AGENT.operation(
    "FillTemplate",
    {"DocumentId": "Int32", "CustomTags": "list[list[str]] | None"},
    "DocumentEntity | None",
)
_GET_DOCUMENT_PROPERTIES = _AGENT.operation(
    "GetDocumentProperties",
    {"DocumentId": "Int32", "Names": "list[str] | None"},
    "StringObjectDictionary | None",
)
_OPERATIONS = methods_of(__name__)


class DocumentAgent(Agent):
    """The agent Document."""

    NAME = "Document"
    OPERATIONS = _OPERATIONS

    def get_document_entity(
        self, document_entity_id: int, *, options: Options = None
    ) -> DocumentEntity | None:
        """What is known of one document.

        Args:
            document_entity_id: Key of the document

        The WebApi has it as `session.resources.document.get`.
        """
        return self._call(_GET_DOCUMENT_ENTITY, document_entity_id, options=options)

    def save_document_entity(
        self, document_entity: DocumentEntity | None, *, options: Options = None
    ) -> DocumentEntity | None:
        """Store what is known of a document; its bytes are left alone.

        Args:
            document_entity: The document to store
        """
        return self._call(_SAVE_DOCUMENT_ENTITY, document_entity, options=options)

    def get_document_stream(
        self, document_id: int, *, options: Options = None
    ) -> bytes | None:
        """The bytes of a document."""
        return self._call(_GET_DOCUMENT_STREAM, document_id, options=options)

    def get_document_thumbnail(
        self, document_id: int, width: int, height: int, *, options: Options = None
    ) -> bytes | None:
        """A small picture of the first page.

        The answer is PNG.
        """
        return self._call(
            _GET_DOCUMENT_THUMBNAIL, document_id, width, height, options=options
        )

    def set_document_stream(
        self,
        document_entity: DocumentEntity | None,
        stream: Content | None,
        overwrite_existing_data: bool,
        *,
        options: Options = None,
    ) -> DocumentEntity | None:
        """Store the bytes of a document.

        The file name may be changed.

        Go on with the entity in the answer, not with the one sent.
        """
        return self._call(
            _SET_DOCUMENT_STREAM,
            document_entity,
            stream,
            overwrite_existing_data,
            options=options,
        )

    def fill_template(
        self,
        document_id: int,
        custom_tags: Sequence[list[str]] | None,
        *,
        options: Options = None,
    ) -> DocumentEntity | None:
        """Put values in the place of the tags of a template.

        Each row has the tag first, then its value.
        """
        return self._call(_FILL_TEMPLATE, document_id, custom_tags, options=options)

    def get_document_properties(
        self, document_id: int, names: Sequence[str] | None, *, options: Options = None
    ) -> StringObjectDictionary:
        """Properties that the document store keeps beside the bytes."""
        return self._call(_GET_DOCUMENT_PROPERTIES, document_id, names, options=options)


class AsyncDocumentAgent(AsyncAgent):
    """The agent Document. Its methods are awaited; DocumentAgent describes them in
    full.
    """

    NAME = "Document"
    OPERATIONS = _OPERATIONS

    async def get_document_entity(
        self, document_entity_id: int, *, options: Options = None
    ) -> DocumentEntity | None:
        """What is known of one document."""
        return await self._call(
            _GET_DOCUMENT_ENTITY, document_entity_id, options=options
        )

    async def save_document_entity(
        self, document_entity: DocumentEntity | None, *, options: Options = None
    ) -> DocumentEntity | None:
        """Store what is known of a document; its bytes are left alone."""
        return await self._call(_SAVE_DOCUMENT_ENTITY, document_entity, options=options)

    async def get_document_stream(
        self, document_id: int, *, options: Options = None
    ) -> bytes | None:
        """The bytes of a document."""
        return await self._call(_GET_DOCUMENT_STREAM, document_id, options=options)

    async def get_document_thumbnail(
        self, document_id: int, width: int, height: int, *, options: Options = None
    ) -> bytes | None:
        """A small picture of the first page."""
        return await self._call(
            _GET_DOCUMENT_THUMBNAIL, document_id, width, height, options=options
        )

    async def set_document_stream(
        self,
        document_entity: DocumentEntity | None,
        stream: Content | None,
        overwrite_existing_data: bool,
        *,
        options: Options = None,
    ) -> DocumentEntity | None:
        """Store the bytes of a document."""
        return await self._call(
            _SET_DOCUMENT_STREAM,
            document_entity,
            stream,
            overwrite_existing_data,
            options=options,
        )

    async def fill_template(
        self,
        document_id: int,
        custom_tags: Sequence[list[str]] | None,
        *,
        options: Options = None,
    ) -> DocumentEntity | None:
        """Put values in the place of the tags of a template."""
        return await self._call(
            _FILL_TEMPLATE, document_id, custom_tags, options=options
        )

    async def get_document_properties(
        self, document_id: int, names: Sequence[str] | None, *, options: Options = None
    ) -> StringObjectDictionary:
        """Properties that the document store keeps beside the bytes."""
        return await self._call(
            _GET_DOCUMENT_PROPERTIES, document_id, names, options=options
        )
