"""Flags ContactAction of Services88."""

from .._runtime.enumerations import Flags


class ContactAction(Flags):
    """Flags ContactAction."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __names__ = {
        "Unknown": 0,
        "Created": 1,
        "Updated": 2,
        "NewActivity": 4,
        "ActivityCompleted": 8,
        "PersonAdded": 16,
        "PersonUpdated": 32,
        "DocumentAdded": 64,
        "UndefinedValue128": 128,
    }

    UNKNOWN = 0
    CREATED = 1
    UPDATED = 2
    NEW_ACTIVITY = 4
    ACTIVITY_COMPLETED = 8
    PERSON_ADDED = 16
    PERSON_UPDATED = 32
    DOCUMENT_ADDED = 64
    UNDEFINED_VALUE128 = 128
