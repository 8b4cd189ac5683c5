"""The enumeration InvitationStatus of Services87."""

from .._runtime.enumerations import Enumeration


class InvitationStatus(Enumeration):
    """What the owner has answered to the invitation"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    NONE = "None", 1
    ACCEPTED = "Accepted", 2
    HIDDEN = "Hidden", 4
    INVITATION = "Invitation", 5
    MOVED = "Moved", 6
    DECLINED = "Declined", 9
