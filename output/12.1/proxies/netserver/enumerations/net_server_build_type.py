"""The enumeration NetServerBuildType of Services87."""

from .._runtime.enumerations import Enumeration


class NetServerBuildType(Enumeration):
    """The enumeration NetServerBuildType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    FEATURE = "Feature", 0
    STABLE = "Stable", 1
    ALPHA = "Alpha", 2
    BETA = "Beta", 3
    RELEASE_CANDIDATE = "ReleaseCandidate", 4
    RELEASE = "Release", 5
