"""The carrier SoCredentials of Services88."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier


class SoCredentials(BaseCarrier):
    """The carrier SoCredentials."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    ticket: str | None = None
