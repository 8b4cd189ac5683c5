"""The carrier EMailEntity of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN
from ..enumerations.email_flags import EMailFlags
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32, UInt32
    from . import EMailAddress, EMailAttachment, StringDictionary


class EMailEntity(Carrier):
    """An e-mail message."""

    __spelled__ = {"email_id": "EMailId", "cc": "CC", "html_body": "HTMLBody"}

    email_id: Int32 = 0
    subject: str | None = None
    from_: EMailAddress | None = None
    """Sender"""
    to: list[EMailAddress] | None = None
    cc: list[EMailAddress] | None = None
    html_body: str | None = None
    plain_body: str | None = None
    sent: datetime = DATETIME_MIN
    size: UInt32 = 0
    flags: EMailFlags = EMailFlags(0)
    """Marks set by the reader of the message"""
    attachments: list[EMailAttachment] | None = None
    custom_headers: StringDictionary | None = None
    """Texts by name of the header line"""
