"""The enumeration FieldMetadataType of Services87."""

from .._runtime.enumerations import Enumeration


class FieldMetadataType(Enumeration):
    """The enumeration FieldMetadataType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    TEXT = "Text", 0
    INTEGER = "Integer", 1
    DOUBLE = "Double", 2
    CHECKBOX = "Checkbox", 3
    DATETIME = "Datetime", 4
    LIST = "List", 5
