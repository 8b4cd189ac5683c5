"""The enumeration UserType of Services88."""

from .._runtime.enumerations import Enumeration


class UserType(Enumeration):
    """The enumeration UserType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    INTERNAL_ASSOCIATE = "InternalAssociate", 1
    RESOURCE_ASSOCIATE = "ResourceAssociate", 2
    EXTERNAL_ASSOCIATE = "ExternalAssociate", 3
    ANONYMOUS_ASSOCIATE = "AnonymousAssociate", 4
    SYSTEM_ASSOCIATE = "SystemAssociate", 5
