"""The enumeration LicenseType of Services87."""

from .._runtime.enumerations import Enumeration


class LicenseType(Enumeration):
    """The enumeration LicenseType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    SITE_LICENSE = "SiteLicense", 1
    SATELLITE_LICENSE = "SatelliteLicense", 2
    USER_LICENSE = "UserLicense", 3
