"""The release that this package was generated from."""

from ._runtime.release import ReleaseInfo

RELEASE = ReleaseInfo(
    package="netserver",
    label="12.1",
    services="Services87",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    generator="0.1.0",
)
