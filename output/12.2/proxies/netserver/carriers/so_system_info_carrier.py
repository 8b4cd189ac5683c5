"""The carrier SoSystemInfoCarrier of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..enumerations.net_server_build_type import NetServerBuildType
from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import LicenseInfo


class SoSystemInfoCarrier(Carrier):
    """The carrier SoSystemInfoCarrier."""

    license: LicenseInfo | None = None
    warning_english: str | None = None
    build_label: str | None = None
    assembly_version: str | None = None
    file_version: str | None = None
    build_type: NetServerBuildType = NetServerBuildType.FEATURE
    database_version: Int32 = 0
    is_unicode: bool = False
    company_name: str | None = None
    company_id: Int32 = 0
    database_type: str | None = None
