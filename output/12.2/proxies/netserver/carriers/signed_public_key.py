"""The carrier SignedPublicKey of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN

if TYPE_CHECKING:
    from datetime import datetime
    from . import DSAParameters


class SignedPublicKey(BaseCarrier):
    """Key of an owner, signed by the vendor."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    owner_name: str | None = None
    sign_date: datetime = DATETIME_MIN
    key: DSAParameters | None = None
    """Numbers of the key"""
    signature: str | None = None
