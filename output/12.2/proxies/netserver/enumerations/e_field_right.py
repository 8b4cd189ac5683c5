"""Flags EFieldRight of Services88."""

from .._runtime.enumerations import Flags


class EFieldRight(Flags):
    """Flags EFieldRight."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __names__ = {
        "Read": 1,
        "Write": 2,
        "Unused1": 4,
        "Unused2": 8,
        "Unused3": 16,
        "Unused4": 32,
        "UIHintMandatory": 64,
        "UIHintReadOnly": 128,
        "UndefinedValue256": 256,
        "Nullable": 32,
        "None": 0,
        "Update": 3,
        "FULL": 3,
        "UIHints": 192,
    }

    READ = 1
    WRITE = 2
    UNUSED1 = 4
    UNUSED2 = 8
    UNUSED3 = 16
    UNUSED4 = 32
    UI_HINT_MANDATORY = 64
    UI_HINT_READ_ONLY = 128
    UNDEFINED_VALUE256 = 256
    NULLABLE = 32
    NONE = 0
    UPDATE = 3
    FULL = 3
    UI_HINTS = 192
