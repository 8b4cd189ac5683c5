"""The carrier GrantedModuleLicense of Services87."""

from __future__ import annotations

from .._runtime.carriers import BaseCarrier


class GrantedModuleLicense(BaseCarrier):
    """The carrier GrantedModuleLicense."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    owner_name: str | None = None
    module_name: str | None = None
    tag: str | None = None
