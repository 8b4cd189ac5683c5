"""What carriers hold into XML text.

A writer is compiled from a carrier's schema on first use: for each field, in wire order, the
tags and what makes text of its value. Our documents declare the service's namespace as the
default one and, under `n`, for names in values; see `ROOT`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec
from msgspec import UNSET

from ..carriers import kept_xml
from ..standing import declared, generated
from . import EncodeError
from .kinds import Kind
from .namespaces import ARRAYS, XSI, announced
from .schema import CarrierSchema, FieldSchema, schema_of
from .soap_any import any_writer
from .soap_texts import Text, attribute, escaped, int_text, quoted, text_of

__all__ = ["ROOT", "CarrierWriter", "element_writer", "nil_element"]

ROOT = 'xmlns="{0}" xmlns:n="{0}" xmlns:i="' + XSI + '" xmlns:a="' + ARRAYS + '"'
"""The declarations that every document of ours has on its outermost element."""

Out = Callable[[str], None]
Write = Callable[[Any, Out], None]

_values_of = msgspec.structs.astuple

# ------------------------------------------------------------------------------ elements


def _tags(name: str, namespace: str, default: str) -> tuple[str, str]:
    """The start tag without its end, and the end tag."""
    if namespace in ("", default):
        return f"<{name}", f"</{name}>"
    if namespace == ARRAYS:
        return f"<a:{name}", f"</a:{name}>"
    return f'<p:{name} xmlns:p="{attribute(namespace)}"', f"</p:{name}>"


def nil_element(name: str, namespace: str, default: str) -> str:
    """An element that says that it has no value."""
    return f'{_tags(name, namespace, default)[0]} i:nil="true"/>'


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
            return any_writer(
                start,
                end,
                default,
                lambda schema: CarrierWriter.of(schema, default).write,
            )
        case _:
            return _leaf_writer(kind, start, end)


def _leaf_writer(kind: Kind, start: str, end: str) -> Write:
    convert = text_of(kind)

    def write(value: Any, out: Out) -> None:
        out(f"{start}>{convert(value)}{end}")

    return write


def _carrier_writer(kind: Kind, start: str, end: str, default: str) -> Write:
    expected = kind.python
    opening = start + ">"
    writer: CarrierWriter | None = None

    def write(value: Any, out: Out) -> None:
        nonlocal writer
        if writer is None:
            writer = CarrierWriter.of(schema_of(expected), default)
        if type(value) is expected and not writer.attributes:
            out(opening)
            writer.write(value, out)
            out(end)
            return
        actual = declared(cast("type[Any]", type(value)))
        found = writer
        head = start
        if generated(actual) is not generated(expected):
            if not isinstance(value, generated(expected)):
                got = type(value).__name__
                raise EncodeError(f"expected {expected.__name__}, got {got}")
            found = CarrierWriter.of(schema_of(actual), default)
            head += announced(found.schema.name, found.schema.namespace, default)
        elif kept := kept_xml(value).type:
            namespace, _, name = kept[1:].rpartition("}")
            head += announced(name, namespace, default)
        out(f"{head}{found.attribute_text(value)}>")
        found.write(value, out)
        out(end)

    return write


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
            self.attributes.append((number, f" {name}", text_of(kind)))
            self.rows.append((_NOTHING, "", "", "", _write_nothing))
            return
        if field.json_only:
            self.rows.append((_NOTHING, "", "", "", _write_nothing))
            return
        if field.required:
            self.required[number] = field
        namespace = field.element_namespace(self.schema.namespace)
        start, end = _tags(field.wire, namespace, self.default)
        nullable = field.typed.nullable and not (kind.items and kind.items.flat)
        nil = f'{start} i:nil="true"/>' if nullable else ""
        code = {"text": _INLINE_TEXT, "int": _INLINE_INT}.get(kind.name, _OTHER)
        write: Write = _write_nothing
        if code == _OTHER:
            module = self.schema.module
            write = element_writer(kind, field.wire, namespace, self.default, module)
        self.rows.append((code, start + ">", end, nil, write))

    def attribute_text(self, carrier: Any) -> str:
        """The XML attributes of a carrier."""
        if not self.attributes:
            return ""
        values = _values_of(carrier)
        return "".join(
            f'{head}{quoted(convert(values[number]))}"'
            for number, head, convert in self.attributes
            if values[number] is not UNSET and values[number] is not None
        )

    def write(self, carrier: Any, out: Out) -> None:
        """Write what is set."""
        values = _values_of(carrier)
        try:
            if self.required:
                values = self._with_required(values)
            if type(carrier).__dictoffset__ and (kept := kept_xml(carrier).elements):
                self._write_with(kept, values, out)
            else:
                self._write_values(values, self.rows, out)
        except EncodeError:
            raise
        except RecursionError:
            raise EncodeError(
                "the carrier is nested too deeply, or holds itself"
            ) from None
        except (TypeError, ValueError, AttributeError) as error:
            raise self._blamed(values, error) from None

    def _write_values(self, values: Any, rows: Any, out: Out) -> None:
        # No strict: members of an Extended carrier that SOAP does not know stand at the end.
        for value, row in zip(values, rows):  # noqa: B905
            if value is UNSET:
                continue
            code, start, end, nil, write = row
            if value is None:
                if nil:
                    out(nil)
            elif code == 0:
                if "&" in value or "<" in value or ">" in value or "\r" in value:
                    value = escaped(value)
                out(f"{start}{value}{end}")
            elif code == 1:
                out(f"{start}{value if type(value) is int else int_text(value)}{end}")
            else:
                write(value, out)

    def _write_with(self, kept: Any, values: Any, out: Out) -> None:
        """With elements that no field is for, each behind the field that it followed."""
        done = 0
        for behind, _, xml in kept:
            self._write_values(
                values[done : behind + 1], self.rows[done : behind + 1], out
            )
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
                    values[number : number + 1],
                    self.rows[number : number + 1],
                    _nowhere,
                )
            except EncodeError as inner:
                return inner
            except (TypeError, ValueError, AttributeError) as inner:
                got = type(values[number]).__name__
                name = f"{self.schema.carrier.__name__}.{field.attribute}"
                return EncodeError(
                    f"{name}: cannot write {got} as {field.kind.xsd}: {inner}"
                )
        return EncodeError(f"{self.schema.carrier.__name__}: {error}")


def _nowhere(text: str) -> None:
    return None


def _write_nothing(value: Any, out: Out) -> None:
    return None
