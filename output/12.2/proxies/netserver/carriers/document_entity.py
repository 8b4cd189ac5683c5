"""The carrier DocumentEntity of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from ..enumerations.doc_tmpl_direction import DocTmplDirection
from ..enumerations.document_lock_semantics import DocumentLockSemantics
from ..enumerations.document_status import DocumentStatus
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32, Int64
    from . import Associate, StringDictionary


class DocumentEntity(Carrier):
    """What is known of a document; its bytes are fetched apart."""

    document_id: Int32 = 0
    """Key; 0 until stored"""
    header: str | None = None
    """Title"""
    name: str | None = None
    """File name. The server may change it when storing"""
    description: str | None = None
    our_ref: str | None = None
    direction: DocTmplDirection = DocTmplDirection.UNKNOWN
    """Whether the paper came in or went out"""
    lock_semantics: DocumentLockSemantics = DocumentLockSemantics.NONE
    status: DocumentStatus = DocumentStatus.DRAFT
    """State of the document"""
    date: datetime = DATETIME_MIN
    created_date: datetime = DATETIME_MIN
    updated_date: datetime = DATETIME_MIN
    size: Int64 = 0
    """Length of the content in bytes"""
    thumbnail: bytes | None = None
    """Small picture as PNG"""
    associate: Associate | None = None
    custom_fields: StringDictionary | None = None
