"""The agent Document of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from netserver._runtime.spelling import Content
    from netserver.carriers import DocumentEntity, StringDictionary


class DocumentAgentStub(AgentStub):
    """The agent Document, to be filled in."""

    NAME = "Document"

    async def get_document_entity(
        self, document_entity_id: int
    ) -> DocumentEntity | None:
        """What is known of one document."""
        raise NotImplementedError

    async def save_document_entity(
        self, document_entity: DocumentEntity | None
    ) -> DocumentEntity | None:
        """Store what is known of a document; its bytes are left alone."""
        raise NotImplementedError

    async def get_document_stream(self, document_id: int) -> bytes | None:
        """The bytes of a document."""
        raise NotImplementedError

    async def get_document_thumbnail(
        self, document_id: int, width: int, height: int
    ) -> bytes | None:
        """A small picture of the first page."""
        raise NotImplementedError

    async def set_document_stream(
        self,
        document_entity: DocumentEntity | None,
        stream: Content | None,
        overwrite_existing_data: bool,
    ) -> DocumentEntity | None:
        """Store the bytes of a document."""
        raise NotImplementedError

    async def fill_template(
        self, document_id: int, custom_tags: Sequence[list[str]] | None
    ) -> DocumentEntity | None:
        """Put values in the place of the tags of a template."""
        raise NotImplementedError

    async def get_document_properties(
        self, document_id: int, names: Sequence[str] | None
    ) -> StringDictionary:
        """Properties that the document store keeps beside the bytes."""
        raise NotImplementedError

    async def get_document_url(self, document_id: int, writeable: bool) -> str | None:
        """An address at which a browser finds the document."""
        raise NotImplementedError
