"""Type names of carriers that say more than Python's own: how a value is spelled in XML.

`Int32` is `int` to everyone but the SOAP codec, which reads the mark that stands beside it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Annotated, TypeAlias

from msgspec import Struct

__all__ = [
    "Xsd",
    "Items",
    "Pairs",
    "Xml",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "UInt8",
    "UInt16",
    "UInt32",
    "UInt64",
    "Integer",
    "Float32",
    "Guid",
    "Content",
    "List",
    "Moment",
    "DATETIME_MIN",
    "DATE_MIN",
    "TIME_MIN",
    "NO_DURATION",
    "NO_DECIMAL",
]


# Marks are no tuples: `typing` gives one object for unions that are equal, and another package's marks,
# which are of another class, must not be equal to these.


class Xsd(Struct, frozen=True):
    """The name of an XML Schema type."""

    name: str


class Items(Struct, frozen=True):
    """How a list spells its items where that is not the pattern.

    By the pattern the element is called as the item's type, in that type's namespace
    (numbers and texts: in the namespace Arrays). `flat` lists have no element around
    their items. An empty namespace is that of the carrier.
    """

    element: str
    namespace: str = ""
    flat: bool = False
    nillable: bool = True


class Pairs(Struct, frozen=True):
    """How a dictionary spells its pairs; one without it has no place in SOAP."""

    element: str
    key: str = "Key"
    value: str = "Value"


class Xml(Struct, frozen=True):
    """A field that is no plain element of its carrier's namespace."""

    namespace: str | None = None
    attribute: bool = False


Int8: TypeAlias = Annotated[int, Xsd("byte")]
Int16: TypeAlias = Annotated[int, Xsd("short")]
Int32: TypeAlias = Annotated[int, Xsd("int")]
Int64: TypeAlias = Annotated[int, Xsd("long")]
UInt8: TypeAlias = Annotated[int, Xsd("unsignedByte")]
UInt16: TypeAlias = Annotated[int, Xsd("unsignedShort")]
UInt32: TypeAlias = Annotated[int, Xsd("unsignedInt")]
UInt64: TypeAlias = Annotated[int, Xsd("unsignedLong")]
Integer: TypeAlias = Annotated[int, Xsd("integer")]
Float32: TypeAlias = Annotated[float, Xsd("float")]
Guid: TypeAlias = Annotated[str, Xsd("guid")]

Moment: TypeAlias = datetime | str
"""A moment with its time zone, or the text of the header Last-Modified."""

List = list  # for classes with a method that is called list

Content: TypeAlias = bytes | IO[bytes]
"""What a parameter of bytes takes: the bytes, or a file opened for reading them."""

# What .NET has where a value type has no value.
DATETIME_MIN = datetime(1, 1, 1)
DATE_MIN = date(1, 1, 1)
TIME_MIN = time()
NO_DURATION = timedelta()
NO_DECIMAL = Decimal(0)
