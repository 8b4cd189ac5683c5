"""The carrier StructuredAddress of Services87."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier


class StructuredAddress(BaseCarrier):
    """An address in parts."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    address1: str | None = None
    address2: str | None = None
    zipcode: str | None = None
    city: str | None = None
    state: str | None = None
