"""The enumeration NetServerBuildType of Services88."""

from .._runtime.enumerations import Enumeration


class NetServerBuildType(Enumeration):
    """The enumeration NetServerBuildType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    FEATURE = "Feature", 0
    STABLE = "Stable", 1
    ALPHA = "Alpha", 2
    NIGHTLY = "Nightly", 3
    BETA = "Beta", 4
    RELEASE_CANDIDATE = "ReleaseCandidate", 5
    RELEASE = "Release", 6
