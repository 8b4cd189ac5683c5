"""The carrier EMailAddress of Services87."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier


class EMailAddress(BaseCarrier):
    """An address with the name beside it."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    contact_name: str | None = None
    person_name: str | None = None
    address: str | None = None
