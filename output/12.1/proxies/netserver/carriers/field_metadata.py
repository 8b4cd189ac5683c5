"""The carrier FieldMetadata of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.field_metadata_type import FieldMetadataType

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class FieldMetadata(BaseCarrier):
    """What a field looks like in a form."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    field_key: str | None = None
    display_name: str | None = None
    field_type: FieldMetadataType = FieldMetadataType.TEXT
    is_mandatory: bool = False
    max_length: Int32 = 0
