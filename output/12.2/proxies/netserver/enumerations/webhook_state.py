"""The enumeration WebhookState of Services88."""

from .._runtime.enumerations import Enumeration


class WebhookState(Enumeration):
    """The enumeration WebhookState."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    ACTIVE = "Active", 1
    STOPPED = "Stopped", 2
    TOO_MANY_ERRORS = "TooManyErrors", 3
