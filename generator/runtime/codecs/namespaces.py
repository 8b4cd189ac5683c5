"""The XML namespaces of the SOAP wire, and the prefixes under which our documents declare them."""

from __future__ import annotations

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"

NIL = f"{{{XSI}}}nil"
TYPE = f"{{{XSI}}}type"


class Fragment(str):
    """An element that no type here describes, as XML; it is written back as it is."""

    __slots__ = ()
