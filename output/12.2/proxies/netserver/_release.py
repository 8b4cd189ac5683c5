"""The release that this package was generated from."""

from ._runtime.release import ReleaseInfo

RELEASE = ReleaseInfo(
    package="netserver",
    label="12.2",
    services="Services88",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services88",
    generator="0.1.0",
)
