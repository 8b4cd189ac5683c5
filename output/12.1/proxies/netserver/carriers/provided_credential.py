"""The carrier ProvidedCredential of Services87."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier


class ProvidedCredential(BaseCarrier):
    """The carrier ProvidedCredential."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    type: str | None = None
    value: str | None = None
