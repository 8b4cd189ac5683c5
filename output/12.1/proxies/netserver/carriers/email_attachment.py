"""The carrier EMailAttachment of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import UInt32


class EMailAttachment(BaseCarrier):
    """A file that comes with a message."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    filename: str | None = None
    size: UInt32 = 0
    stream: bytes | None = None
