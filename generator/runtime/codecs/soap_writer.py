"""What carriers hold into XML text.

A writer is compiled from a carrier's schema on first use: for each field, in wire order, the
tags and what makes text of its value. Our documents declare the service's namespace as the
default one and, under `n`, for names in values; see `ROOT`.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, cast

import msgspec
from msgspec import UNSET

from ..carriers import declared, kept_xml
from ..enumerations import Enumeration
from . import EncodeError, texts
from .namespaces import ARRAYS, SERIALIZATION, XSD, XSI, Fragment
from .schema import CarrierSchema, FieldSchema, Kind, schema_of

__all__ = ["ROOT", "CarrierWriter", "checked", "element_writer", "escaped"]

ROOT = 'xmlns="{0}" xmlns:n="{0}" xmlns:i="' + XSI + '" xmlns:a="' + ARRAYS + '"'
"""The declarations that every document of ours has on its outermost element."""

Text = Callable[[Any], str]
Out = Callable[[str], None]
Write = Callable[[Any, Out], None]

_values_of = msgspec.structs.astuple

_CONTROLS = bytes(n for n in range(32) if n not in (9, 10, 13))
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """Text as it may stand between tags and in attributes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def attribute(text: str) -> str:
    """Text as it may stand in an attribute."""
    text = escaped(text).replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")


def checked(parts: list[str], *values: tuple[str, object]) -> bytes:
    """The document in UTF-8; refuses characters that XML cannot hold, naming their place."""
    try:
        data = "".join(parts).encode()
    except UnicodeEncodeError:
        raise _bad_character(values) from None
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise _bad_character(values)
    if b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data:
        raise _bad_character(values)
    return data


def _bad_character(values: tuple[tuple[str, object], ...]) -> EncodeError:
    for name, value in values:
        found = _search(name, value)
        if found is not None:
            place, character = found
            return EncodeError(f"{place}: XML cannot hold the character {character!r}")
    return EncodeError("XML cannot hold one of the characters")


def _search(place: str, value: object) -> tuple[str, str] | None:
    if isinstance(value, str):
        match = _NO_CHARACTER.search(value)
        return (place, match[0]) if match else None
    if isinstance(value, msgspec.Struct):
        names = type(value).__struct_fields__
        parts = [
            (f"{type(value).__name__}.{name}", part)
            for name, part in zip(names, _values_of(value), strict=True)
        ]
    elif isinstance(value, dict):
        pairs = cast("dict[Any, Any]", value).items()
        parts = [(place, part) for pair in pairs for part in pair]
    elif isinstance(value, (list, tuple)):
        parts = [(place, part) for part in cast("list[Any]", value)]
    else:
        return None
    for name, part in parts:
        found = _search(name, part)
        if found is not None:
            return found
    return None


# --------------------------------------------------------------------------------- texts


def _int_text(value: Any) -> str:
    return f"{value:d}"


def _bool_text(value: Any) -> str:
    return "true" if value else "false"


def _datetime_text(value: Any) -> str:
    return escaped(value) if isinstance(value, str) else texts.write_datetime(value)


def _date_text(value: Any) -> str:
    return escaped(value) if isinstance(value, str) else texts.write_date(value)


def _time_text(value: Any) -> str:
    return escaped(value) if isinstance(value, str) else texts.write_time(value)


def _duration_text(value: Any) -> str:
    if isinstance(value, timedelta):
        value = texts.write_duration(value)
    return escaped(texts.duration_to_iso(value))


def _bytes_text(value: Any) -> str:
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def _float_text(value: Any) -> str:
    return escaped(texts.float_to_xml(value))


def _enumeration_text(value: Any) -> str:
    return escaped(str.__str__(value))


def _flags_text(kind: Kind) -> Text:
    known: dict[str, str] = {}

    def convert(value: str) -> str:
        found = known.get(value)
        if found is None:
            flags = kind.python.parse(value) if isinstance(value, str) else value
            found = escaped(flags.soap_text())
            if len(known) < 1000:
                known[value] = found
        return found

    return convert


_TEXTS: dict[str, Text] = {
    "text": escaped,
    "int": _int_text,
    "bool": _bool_text,
    "float": _float_text,
    "decimal": texts.decimal_to_xml,
    "datetime": _datetime_text,
    "date": _date_text,
    "time": _time_text,
    "duration": _duration_text,
    "bytes": _bytes_text,
    "enumeration": _enumeration_text,
}


def _text_of(kind: Kind) -> Text:
    return _flags_text(kind) if kind.name == "flags" else _TEXTS[kind.name]


# ------------------------------------------------------------------------------ elements


def _tags(name: str, namespace: str, default: str) -> tuple[str, str]:
    """The start tag without its end, and the end tag."""
    if namespace in ("", default):
        return f"<{name}", f"</{name}>"
    if namespace == ARRAYS:
        return f"<a:{name}", f"</a:{name}>"
    return f'<p:{name} xmlns:p="{attribute(namespace)}"', f"</p:{name}>"


def element_writer(
    kind: Kind,
    name: str,
    namespace: str,
    default: str,
    module: str,
) -> Write:
    """What writes one element that holds a value of the kind, which is not null."""
    start, end = _tags(name, namespace, default)
    match kind.name:
        case "carrier":
            return _carrier_writer(kind, start, end, default)
        case "list":
            if kind.items is not None and kind.items.flat:
                return _items_writer(kind, namespace, default, module)
            return _list_writer(kind, start, end, namespace, default, module)
        case "dict":
            return _dict_writer(kind, start, end, namespace, default, module)
        case "any":
            return _any_writer(start, end, default, module)
        case _:
            return _leaf_writer(kind, start, end)


def _leaf_writer(kind: Kind, start: str, end: str) -> Write:
    text_of = _text_of(kind)

    def write(value: Any, out: Out) -> None:
        out(f"{start}>{text_of(value)}{end}")

    return write


def _carrier_writer(kind: Kind, start: str, end: str, default: str) -> Write:
    expected = kind.python
    writer: CarrierWriter | None = None

    def write(value: Any, out: Out) -> None:
        nonlocal writer
        if writer is None:
            writer = CarrierWriter.of(schema_of(expected), default)
        if type(value) is expected and not writer.attributes:
            out(start + ">")
            writer.write(value, out)
            out(end)
            return
        actual = declared(type(value))
        found = writer
        head = start
        if actual is not expected:
            if not isinstance(value, expected):
                got = type(value).__name__
                raise EncodeError(f"expected {expected.__name__}, got {got}")
            found = CarrierWriter.of(schema_of(actual), default)
            head += _announced(found.schema.name, found.schema.namespace, default)
        elif kept := kept_xml(value).type:
            namespace, _, name = kept[1:].rpartition("}")
            head += _announced(name, namespace, default)
        out(f"{head}{found.attribute_text(value)}>")
        found.write(value, out)
        out(end)

    return write


def _announced(name: str, namespace: str, default: str) -> str:
    if namespace in ("", default):
        return f' i:type="n:{name}"'
    return f' i:type="t:{name}" xmlns:t="{attribute(namespace)}"'


def _list_writer(
    kind: Kind, start: str, end: str, namespace: str, default: str, module: str
) -> Write:
    write_items = _items_writer(kind, namespace, default, module)

    def write(values: Any, out: Out) -> None:
        if not values:
            out(f"{start}/>")
            return
        out(f"{start}>")
        write_items(values, out)
        out(end)

    return write


def _items_writer(kind: Kind, namespace: str, default: str, module: str) -> Write:
    item = cast("Kind", kind.item)
    if kind.items is not None:
        name, namespace = kind.items.element, kind.items.namespace or namespace
        nillable = kind.items.nillable
    else:
        name, namespace = _item_element(item, namespace)
        nillable = item.name in ("text", "carrier", "list", "dict", "bytes", "any")
    nil = _tags(name, namespace, default)[0] + ' i:nil="true"/>'
    write_item: Write | None = None

    def write(values: Any, out: Out) -> None:
        nonlocal write_item
        if write_item is None:
            write_item = element_writer(item, name, namespace, default, module)
        for value in values:
            if value is not None:
                write_item(value, out)
            elif nillable:
                out(nil)
            else:
                raise EncodeError(f"a list of {name} cannot hold null")

    return write


def _item_element(item: Kind, namespace: str) -> tuple[str, str]:
    """By the pattern: the name of the item's type, in its own namespace."""
    match item.name:
        case "carrier" | "enumeration" | "flags":
            return item.xsd, getattr(item.python, "__namespace__", "") or namespace
        case "list":
            name, namespace = _item_element(cast("Kind", item.item), namespace)
            return f"ArrayOf{name}", namespace
        case "dict":
            raise EncodeError("a list of dictionaries has no form over SOAP")
        case _:
            return item.xsd, ARRAYS


def _dict_writer(
    kind: Kind, start: str, end: str, namespace: str, default: str, module: str
) -> Write:
    pairs = kind.pairs
    if pairs is None:

        def refuse(values: Any, out: Out) -> None:
            raise EncodeError("a dictionary without a named type has no form over SOAP")

        return refuse
    item = cast("Kind", kind.item)
    pair_start, pair_end = _tags(pairs.element, namespace, default)
    nil = _tags(pairs.value, namespace, default)[0] + ' i:nil="true"/>'
    write_key = element_writer(
        cast("Kind", kind.key), pairs.key, namespace, default, module
    )
    write_value: Write | None = None

    def write(values: Any, out: Out) -> None:
        nonlocal write_value
        if not values:
            out(f"{start}/>")
            return
        if write_value is None:
            write_value = element_writer(item, pairs.value, namespace, default, module)
        out(f"{start}>")
        for key, value in values.items():
            out(f"{pair_start}>")
            write_key(key, out)
            if value is None:
                out(nil)
            else:
                write_value(value, out)
            out(pair_end)
        out(end)

    return write


# ------------------------------------------------------------------------------ anything


def _xsd_int(value: int) -> str:
    if -(2**31) <= value < 2**31:
        return "int"
    return "long" if -(2**63) <= value < 2**63 else "integer"


_ANY: tuple[tuple[type[Any], str, Text], ...] = (
    (bool, "boolean", _bool_text),
    (Enumeration, "", _enumeration_text),
    (str, "string", escaped),
    (int, "int", _int_text),
    (float, "double", lambda value: texts.float_to_xml(texts.write_float(value))),
    (Decimal, "decimal", texts.decimal_to_xml),
    (datetime, "dateTime", texts.write_datetime),
    (date, "date", texts.write_date),
    (time, "time", texts.write_time),
    (bytes, "base64Binary", _bytes_text),
)


def _any_text(value: Any) -> tuple[str, str] | None:
    """The XML Schema type of a value and its text."""
    for kind, name, text_of in _ANY:
        if isinstance(value, kind):
            return (_xsd_int(value) if name == "int" else name), text_of(value)
    return None


def _any_writer(start: str, end: str, default: str, module: str) -> Write:
    def write(value: Any, out: Out) -> None:
        if isinstance(value, Fragment):
            out(_renamed(value, start, end))
            return
        if isinstance(value, msgspec.Struct):
            schema = schema_of(type(value))
            writer = CarrierWriter.of(schema, default)
            out(f"{start}{_announced(schema.name, schema.namespace, default)}>")
            writer.write(value, out)
            out(end)
            return
        found = _any_text(value)
        if found is not None:
            name, text = found
            if not name:  # an enumeration of the service
                cls = type(value)
                own = cls.__wire__ or cls.__name__
                head = _announced(own, cls.__namespace__, default)
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
        return "duration", _duration_text(value)
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


# ------------------------------------------------------------------------------ carriers

_INLINE_TEXT, _INLINE_INT, _OTHER, _NOTHING = range(4)


class CarrierWriter:
    """Writes the members of one class of carriers, without the element around them."""

    def __init__(self, schema: CarrierSchema, default: str) -> None:
        self.schema = schema
        self.default = default
        self.attributes: list[tuple[int, str, Text]] = []
        # For each field: code, start tag, end tag, what is written for null, what writes others.
        self.rows: list[tuple[int, str, str, str, Write]] = []
        self.required: dict[int, FieldSchema] = {}
        for number, field in enumerate(schema.fields):
            self._add(number, field)

    @classmethod
    def of(cls, schema: CarrierSchema, default: str) -> CarrierWriter:
        """The writer of a schema within a default namespace, made once."""
        key = f"soap writer {default}"
        writer = schema.codecs.get(key)
        if writer is None:
            writer = schema.codecs[key] = cls(schema, default)
        return writer

    def _add(self, number: int, field: FieldSchema) -> None:
        kind = field.kind
        if field.in_attribute:
            own = field.typed.xml.namespace if field.typed.xml else None
            name = f'p{number}:{field.wire}="' if own else f'{field.wire}="'
            if own:
                name = f'xmlns:p{number}="{attribute(own)}" {name}'
            self.attributes.append((number, f" {name}", _text_of(kind)))
            self.rows.append((_NOTHING, "", "", "", _write_nothing))
            return
        if field.required:
            self.required[number] = field
        namespace = field.namespace or self.schema.namespace
        start, end = _tags(field.wire, namespace, self.default)
        nullable = field.typed.nullable and not (kind.items and kind.items.flat)
        nil = f'{start} i:nil="true"/>' if nullable else ""
        code = {"text": _INLINE_TEXT, "int": _INLINE_INT}.get(kind.name, _OTHER)
        write: Write = _write_nothing
        if code == _OTHER:
            module: str = self.schema.carrier.__module__
            write = element_writer(kind, field.wire, namespace, self.default, module)
        self.rows.append((code, start + ">", end, nil, write))

    def attribute_text(self, carrier: Any) -> str:
        """The XML attributes of a carrier."""
        if not self.attributes:
            return ""
        values = _values_of(carrier)
        return "".join(
            f'{head}{attribute(text_of(values[number]))}"'
            for number, head, text_of in self.attributes
            if values[number] is not UNSET and values[number] is not None
        )

    def write(self, carrier: Any, out: Out) -> None:
        """Write what is set."""
        values = _values_of(carrier)
        try:
            if self.required:
                values = self._with_required(values)
            kept = kept_xml(carrier).elements
            if kept:
                self._write_with(kept, values, out)
            else:
                self._write_values(values, self.rows, out)
        except EncodeError:
            raise
        except RecursionError:
            raise EncodeError("the carrier is nested too deeply, or holds itself") from None
        except (TypeError, ValueError, AttributeError) as error:
            raise self._blamed(values, error) from None

    def _write_values(self, values: Any, rows: Any, out: Out) -> None:
        # No strict: members of an Extended carrier that SOAP does not know stand at the end.
        for value, (code, start, end, nil, write) in zip(values, rows):  # noqa: B905
            if value is UNSET:
                continue
            if value is None:
                if nil:
                    out(nil)
            elif code == 0:
                if "&" in value or "<" in value or ">" in value or "\r" in value:
                    value = escaped(value)
                out(f"{start}{value}{end}")
            elif code == 1:
                out(f"{start}{value:d}{end}")
            else:
                write(value, out)

    def _write_with(self, kept: Any, values: Any, out: Out) -> None:
        """With elements that no field is for, each behind the field that it followed."""
        done = 0
        for behind, _, xml in kept:
            self._write_values(values[done : behind + 1], self.rows[done : behind + 1], out)
            done = max(done, behind + 1)
            out(xml)
        self._write_values(values[done:], self.rows[done:], out)

    def _with_required(self, values: Any) -> Any:
        made = list(values)
        for number, field in self.required.items():
            if made[number] is UNSET:
                write = field.kind.write
                value = field.default
                made[number] = value if value is None or write is None else write(value)
        return made

    def _blamed(self, values: Any, error: Exception) -> EncodeError:
        """The error with the name of the field whose value cannot be written."""
        for number, field in enumerate(self.schema.fields):
            try:
                self._write_values(
                    values[number : number + 1], self.rows[number : number + 1], len
                )
            except EncodeError as inner:
                return inner
            except (TypeError, ValueError, AttributeError) as inner:
                got = type(values[number]).__name__
                name = f"{self.schema.carrier.__name__}.{field.attribute}"
                return EncodeError(f"{name}: cannot write {got} as {field.kind.xsd}: {inner}")
        return EncodeError(f"{self.schema.carrier.__name__}: {error}")


def _write_nothing(value: Any, out: Out) -> None:
    return None


