"""The words of XML Schema, and small looks at its declarations."""

from __future__ import annotations

from generator.readers.kinds import XSD_NAMESPACE
from generator.readers.xml import Element, text_of

SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"
SOAP_ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"

XS = f"{{{XSD_NAMESPACE}}}"
SCHEMA = f"{XS}schema"
ANNOTATION = f"{XS}annotation"
SEQUENCE = f"{XS}sequence"
ALL = f"{XS}all"
CHOICE = f"{XS}choice"
ELEMENT = f"{XS}element"
GROUP = f"{XS}group"
WILDCARD = f"{XS}any"
ATTRIBUTE = f"{XS}attribute"
ATTRIBUTE_GROUP = f"{XS}attributeGroup"
ANY_ATTRIBUTE = f"{XS}anyAttribute"
COMPLEX_TYPE = f"{XS}complexType"
SIMPLE_TYPE = f"{XS}simpleType"
COMPLEX_CONTENT = f"{XS}complexContent"
SIMPLE_CONTENT = f"{XS}simpleContent"
RESTRICTION = f"{XS}restriction"
EXTENSION = f"{XS}extension"
LIST = f"{XS}list"
UNION = f"{XS}union"
ENUMERATION = f"{XS}enumeration"
DOCUMENTATION = f"{XS}documentation"
APPINFO = f"{XS}appinfo"
IS_DICTIONARY = f"{{{SERIALIZATION}}}IsDictionary"
ENUMERATION_VALUE = f"{{{SERIALIZATION}}}EnumerationValue"
ACTUAL_TYPE = f"{{{SERIALIZATION}}}ActualType"


def is_many(element: Element) -> bool:
    return element.get("maxOccurs") not in (None, "1", "0")


def is_dictionary(element: Element) -> bool:
    mark = appinfo(element, IS_DICTIONARY)
    return mark is not None and (mark.text or "").strip() in ("true", "1")


def only_element(element: Element) -> Element | None:
    """The one element that a complex type holds, where it holds nothing else."""
    content = [child for child in element if child.tag != ANNOTATION]
    if len(content) != 1 or content[0].tag not in (SEQUENCE, ALL, CHOICE):
        return None
    if is_many(content[0]):
        return None
    members = [child for child in content[0] if child.tag != ANNOTATION]
    return members[0] if len(members) == 1 and members[0].tag == ELEMENT else None


def appinfo(element: Element, tag: str) -> Element | None:
    """The element of that name in the annotation of `element`, for programs."""
    for annotation in element:
        if annotation.tag != ANNOTATION:
            continue
        for info in annotation:
            if info.tag == APPINFO:
                for each in info:
                    if each.tag == tag:
                        return each
    return None


def doc(element: Element) -> str:
    """The annotation of `element` for people."""
    for annotation in element:
        if annotation.tag == ANNOTATION:
            texts = [text_of(each) for each in annotation if each.tag == DOCUMENTATION]
            return "\n".join(text for text in texts if text)
    return ""
