"""The carrier EMailAccount of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN, NO_DURATION
from ..enumerations.email_account_type import EMailAccountType
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from .._runtime.spelling import Int32, UInt32


class EMailAccount(Carrier):
    """A mailbox and how to reach it."""

    __spelled__ = {"email_account_id": "EMailAccountId"}

    email_account_id: Int32 = 0
    associate_id: Int32 = 0
    server_name: str | None = None
    user_name: str | None = None
    last_check: datetime = DATETIME_MIN
    error_count: UInt32 = 0
    poll_interval: timedelta = NO_DURATION
    """Time between two looks"""
    type: EMailAccountType = EMailAccountType.UNKNOWN
