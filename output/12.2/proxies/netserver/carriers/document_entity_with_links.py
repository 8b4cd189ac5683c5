"""The carrier DocumentEntityWithLinks of Services88."""

from __future__ import annotations

from .document_entity import DocumentEntity


class DocumentEntityWithLinks(DocumentEntity):
    """What is known of a document; its bytes are fetched apart."""

    __spelled__ = {"links": "_Links"}
    __view__ = True

    links: dict[str, str | None] | None = None
    """Addresses of what belongs to it, by name"""
