"""The carrier BeginReadFilePartResponse of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int64


class BeginReadFilePartResponse(BaseCarrier):
    """What FileManager.BeginReadFilePart gives."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    file_name: str | None = None
    length: Int64 = 0
    content_type: str | None = None
