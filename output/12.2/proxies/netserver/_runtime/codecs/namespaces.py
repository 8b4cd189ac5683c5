"""The XML namespaces of the SOAP wire, and the little that all of its modules do with elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

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


def local_name(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def is_nil(element: Element) -> bool:
    """Whether the element says that it has no value."""
    # Asking for the names first is four times quicker where there are none, as nearly always.
    return bool(element.keys()) and (element.get(NIL) or "").strip() in ("true", "1")


def resolved_name(element: Element, text: str) -> tuple[str, str]:
    """The namespace and the name in a QName that stands in an element."""
    prefix, _, name = text.strip().rpartition(":")
    return element.nsmap.get(prefix or None) or "", name


def xml_of(element: Element) -> str:
    """The element as XML that declares all the namespaces it needs."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def announced(name: str, namespace: str, default: str) -> str:
    """The attribute that says of which type an element is; `n` is the default namespace."""
    if namespace in ("", default):
        return f' i:type="n:{name}"'
    declared = (
        namespace.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    )
    return f' i:type="t:{name}" xmlns:t="{declared}"'
