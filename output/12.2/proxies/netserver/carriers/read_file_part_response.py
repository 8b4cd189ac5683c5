"""The carrier ReadFilePartResponse of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class ReadFilePartResponse(BaseCarrier):
    """What FileManager.ReadFilePart gives."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    length: Int32 = 0
    response: str | None = None
