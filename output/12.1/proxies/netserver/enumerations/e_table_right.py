"""Flags ETableRight of Services87."""

from .._runtime.enumerations import Flags


class ETableRight(Flags):
    """Flags ETableRight."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"
    __names__ = {
        "Select": 1,
        "Update": 2,
        "Insert": 4,
        "Delete": 8,
        "Filtering": 16,
        "RestrictedUpdate": 32,
        "Unused1": 64,
        "Uninitialized": 128,
        "R": 1,
        "F": 16,
        "None": 0,
        "UR": 3,
        "RI": 5,
        "URI": 7,
        "UDR": 11,
        "FULL": 15,
        "RF": 17,
        "FI": 20,
        "URU": 34,
        "WRITE": 38,
    }

    SELECT = 1
    UPDATE = 2
    INSERT = 4
    DELETE = 8
    FILTERING = 16
    RESTRICTED_UPDATE = 32
    UNUSED1 = 64
    UNINITIALIZED = 128
    R = 1
    F = 16
    NONE = 0
    UR = 3
    RI = 5
    URI = 7
    UDR = 11
    FULL = 15
    RF = 17
    FI = 20
    URU = 34
    WRITE = 38
