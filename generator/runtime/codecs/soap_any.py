"""Values of no declared type (xs:anyType): the element itself says what it holds."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import msgspec

from ..enumerations import Enumeration
from ..names import names_of
from . import EncodeError, texts
from .kinds import WHOLE_NUMBERS
from .namespaces import (
    ARRAYS,
    SERIALIZATION,
    TYPE,
    XSD,
    Fragment,
    announced,
    is_nil,
    resolved_name,
    xml_of,
)
from .schema import CarrierSchema, schema_of
from .soap_texts import (
    bool_text,
    bytes_text,
    duration_text,
    enumeration_text,
    escaped,
    int_text,
    to_bool,
    to_decimal,
    to_int,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

__all__ = ["any_reader", "any_writer"]

Read = Callable[[Any], Any]
Text = Callable[[Any], str]
Out = Callable[[str], None]
Write = Callable[[Any, Out], None]


def _duration(text: str) -> timedelta:
    return texts.read_duration(text)


def _guid(text: str) -> Any:
    from uuid import UUID

    return UUID(text.strip())


def _finite(text: str) -> float:
    return texts.read_float(texts.float_from_xml(text))


_READ: dict[str, Read] = {
    **dict.fromkeys(
        (*WHOLE_NUMBERS, "nonNegativeInteger", "positiveInteger"),
        to_int,
    ),
    **dict.fromkeys(("string", "anyURI", "char", "QName"), str),
    "boolean": to_bool,
    "double": _finite,
    "float": _finite,
    "decimal": to_decimal,
    "dateTime": texts.read_datetime,
    "date": texts.read_date,
    "time": texts.read_time,
    "duration": _duration,
    "base64Binary": binascii.a2b_base64,
    "guid": _guid,
}


def any_reader(module: str, read_carrier: Callable[[CarrierSchema], Read]) -> Read:
    def read(element: Element) -> Any:
        if is_nil(element):
            return None
        named = element.get(TYPE)
        if named is None:
            return Fragment(xml_of(element)) if len(element) else element.text or ""
        namespace, name = resolved_name(element, named)
        if namespace in (XSD, SERIALIZATION) and name in _READ and not len(element):
            try:
                return _READ[name](element.text or "")
            except (ValueError, OverflowError):
                return Fragment(xml_of(element))
        if namespace == ARRAYS and (convert := _READ.get(name.removeprefix("ArrayOf"))):
            try:
                return [
                    None if is_nil(each) else convert(each.text or "")
                    for each in element
                ]
            except (ValueError, OverflowError):
                return Fragment(xml_of(element))
        carrier = names_of(module).get(name)
        if isinstance(carrier, type) and issubclass(carrier, msgspec.Struct):
            schema = schema_of(carrier)
            if name == schema.name and namespace in ("", schema.namespace):
                return read_carrier(schema)(element)
        return Fragment(xml_of(element))

    return read


def _xsd_int(value: int) -> str:
    if -(2**31) <= value < 2**31:
        return "int"
    return "long" if -(2**63) <= value < 2**63 else "integer"


_WRITTEN: tuple[tuple[type[Any], str, Text], ...] = (
    (bool, "boolean", bool_text),
    (Enumeration, "", enumeration_text),
    (str, "string", escaped),
    (int, "int", int_text),
    (float, "double", lambda value: texts.float_to_xml(texts.write_float(value))),
    (Decimal, "decimal", texts.decimal_to_xml),
    (datetime, "dateTime", texts.write_datetime),
    (date, "date", texts.write_date),
    (time, "time", texts.write_time),
    (bytes, "base64Binary", bytes_text),
)


def _any_text(value: Any) -> tuple[str, str] | None:
    """The XML Schema type of a value and its text."""
    for kind, name, text_of in _WRITTEN:
        if isinstance(value, kind):
            return (_xsd_int(value) if name == "int" else name), text_of(value)
    return None


def any_writer(
    start: str, end: str, default: str, write_carrier: Callable[[CarrierSchema], Write]
) -> Write:
    def write(value: Any, out: Out) -> None:
        if isinstance(value, Fragment):
            out(_renamed(value, start, end))
            return
        if isinstance(value, msgspec.Struct):
            schema = schema_of(type(value))
            out(f"{start}{announced(schema.name, schema.namespace, default)}>")
            write_carrier(schema)(value, out)
            out(end)
            return
        found = _any_text(value)
        if found is not None:
            name, text = found
            if not name:  # an enumeration of the service
                cls = cast("type[Enumeration]", type(value))
                own = cls.__wire__ or cls.__name__
                head = announced(own, cls.__namespace__, default)
            else:
                head = f' i:type="x:{name}" xmlns:x="{XSD}"'
            out(f"{start}{head}>{text}{end}")
            return
        special = _special(value)
        if special is not None:
            out(f'{start} i:type="z:{special[0]}" xmlns:z="{SERIALIZATION}">')
            out(special[1] + end)
            return
        if isinstance(value, list):
            _write_any_list(cast("list[Any]", value), start, end, out)
            return
        raise EncodeError(f"{type(value).__name__} has no form over SOAP here")

    return write


def _special(value: object) -> tuple[str, str] | None:
    if isinstance(value, timedelta):
        return "duration", duration_text(value)
    if type(value).__name__ == "UUID":
        return "guid", str(value)
    return None


def _write_any_list(values: list[Any], start: str, end: str, out: Out) -> None:
    found = [None if value is None else _any_text(value) for value in values]
    names = {each[0] for each in found if each is not None} or {"string"}
    if "long" in names and names <= {"int", "long"}:
        names = {"long"}
    if len(names) != 1 or (None in found and any(value is not None and each is None for value, each in zip(values, found, strict=True))):  # fmt: skip
        raise EncodeError("a list of different types has no form over SOAP")
    name = names.pop()
    out(f'{start} i:type="a:ArrayOf{name}">')
    for each in found:
        if each is None:
            out(f'<a:{name} i:nil="true"/>')
        else:
            out(f"<a:{name}>{each[1]}</a:{name}>")
    out(end)


def _renamed(xml: Fragment, start: str, end: str) -> str:
    """A kept element under the tags of the place where it is written now."""
    head = re.match(r"<[^\s/>]+", xml)
    tail = re.search(r"</[^<>]*>\Z", xml)
    if head is None:
        return f"{start}/>"
    return start + (xml[head.end() : tail.start()] + end if tail else xml[head.end() :])
