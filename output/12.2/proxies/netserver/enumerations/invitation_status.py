"""The enumeration InvitationStatus of Services88."""

from .._runtime.enumerations import Enumeration


class InvitationStatus(Enumeration):
    """What the owner has answered to the invitation"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    NONE = "None", 1
    ACCEPTED = "Accepted", 2
    HIDDEN = "Hidden", 3
    INVITATION = "Invitation", 5
    MOVED = "Moved", 6
    DECLINED = "Declined", 9
