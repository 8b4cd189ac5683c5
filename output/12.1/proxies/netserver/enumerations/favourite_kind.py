"""The enumeration FavouriteKind of Services87."""

from .._runtime.enumerations import Enumeration


class FavouriteKind(Enumeration):
    """The enumeration FavouriteKind."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    CONTACT = "Contact", 1
    PERSON = "Person", 2
    DOCUMENT = "Document", 3
