"""What type expressions say, in the words of the wires.

A `Kind` is a type without the question of null. Both codecs, the carriers' attributes and a
server read the same kinds.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, cast

import msgspec

from ..enumerations import Enumeration, Flags
from ..spelling import Items, Pairs, Xml, Xsd
from . import texts

__all__ = ["WHOLE_NUMBERS", "Kind", "Typed", "resolve", "wire_type"]

Convert = Callable[[Any], Any]


class Kind:
    """One type: how Python, a carrier's slot and both wires hold its values.

    `read` turns what a slot holds into the Python value, `write` the other way round; None
    where they are the same.
    """

    __slots__ = ("item", "items", "key", "name", "pairs", "python", "read", "wire", "write", "xsd")  # fmt: skip

    def __init__(
        self,
        name: str,
        xsd: str = "",
        python: Any = None,
        *,
        item: Kind | None = None,
        key: Kind | None = None,
        items: Items | None = None,
        pairs: Pairs | None = None,
        read: Convert | None = None,
        write: Convert | None = None,
        wire: Any = None,
    ) -> None:
        self.name = name
        """One word: text, int, float, bool, ..., enumeration, flags, carrier, list, dict."""
        self.xsd = xsd
        """The type's name in XML: XML Schema's, or the carrier's own."""
        self.python = python
        self.item = item
        """Of the items of a list, or of the values of a dictionary."""
        self.key = key
        self.items = items
        self.pairs = pairs
        self.read = read
        self.write = write
        self.wire = wire
        """The type that msgspec reads and writes."""

    def __repr__(self) -> str:
        return f"<{self.name} {self.xsd}>"


class Typed(NamedTuple):
    """A kind, whether null is a value of it, and its mark for XML."""

    kind: Kind
    nullable: bool
    xml: Xml | None = None


def _write_bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        raise TypeError("a str is not bytes")
    if callable(read := getattr(value, "read", None)):
        value = read()
    return bytes(memoryview(value))  # bytes(5) would be five zeros


def _text_writer(kind: type[Any], write: Convert) -> Convert:
    accepted = date if kind is datetime else kind

    def convert(value: Any) -> str:
        if isinstance(value, accepted):
            return write(value)
        if isinstance(value, str):
            return value
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")

    return convert


def _text_reader(read: Convert) -> Convert:
    def convert(value: Any) -> Any:
        return read(value) if isinstance(value, str) else value

    return convert


_FLOAT = float | str


def _write_float(value: Any) -> Any:
    return texts.write_float(value) if isinstance(value, float) else value


def _text_kind(
    name: str, xsd: str, python: type[Any], read: Convert, write: Convert
) -> Kind:
    return Kind(
        name,
        xsd,
        python,
        read=_text_reader(read),
        write=_text_writer(python, write),
        wire=str,
    )


_SCALARS: dict[Any, Kind] = {
    str: Kind("text", "string", str, wire=str),
    bool: Kind("bool", "boolean", bool, wire=bool),
    int: Kind("int", "int", int, wire=int),
    float: Kind(
        "float", "double", float, read=texts.read_float, write=_write_float, wire=_FLOAT
    ),
    bytes: Kind("bytes", "base64Binary", bytes, write=_write_bytes, wire=bytes),
    Decimal: Kind("decimal", "decimal", Decimal, wire=Decimal),
    datetime: _text_kind(
        "datetime", "dateTime", datetime, texts.read_datetime, texts.write_datetime
    ),
    date: _text_kind("date", "date", date, texts.read_date, texts.write_date),
    time: _text_kind("time", "time", time, texts.read_time, texts.write_time),
    timedelta: _text_kind(
        "duration", "duration", timedelta, texts.read_duration, texts.write_duration
    ),
    Any: Kind("any", "anyType", object, wire=Any),
    object: Kind("any", "anyType", object, wire=Any),
}
WHOLE_NUMBERS = (
    *("byte", "short", "int", "long", "integer"),
    *("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"),
)
_NUMBERS = {name: Kind("int", name, int, wire=int) for name in WHOLE_NUMBERS}
_MARKED: dict[str, Kind] = {
    **_NUMBERS,
    "float": Kind(
        "float", "float", float, read=texts.read_float, write=_write_float, wire=_FLOAT
    ),
    "guid": Kind("text", "guid", str, wire=str),
}
_KINDS: dict[Any, Kind] = {}
_UNIONS = (types.UnionType, typing.Union)


def resolve(found: Any) -> Typed:
    """What a type expression says; raises TypeError for one that no wire can hold."""
    nullable = False
    xml: Xml | None = None
    marks: list[Any] = []
    while True:
        origin = typing.get_origin(found)
        if origin is typing.Annotated:
            marks += found.__metadata__
            found = found.__origin__
        elif origin in _UNIONS:
            rest = [each for each in found.__args__ if each is not type(None)]
            if len(rest) != 1:
                raise TypeError(f"a type of several alternatives: {found}")
            nullable = True
            found = rest[0]
        else:
            break
    for mark in marks:
        if isinstance(mark, Xml):
            xml = mark
    return Typed(_kind(found, marks), nullable or found in (Any, object), xml)


def _kind(found: Any, marks: list[Any]) -> Kind:
    items = pairs = None
    for mark in marks:
        if isinstance(mark, Xsd):
            return _MARKED[mark.name]
        if isinstance(mark, Items):
            items = mark
        elif isinstance(mark, Pairs):
            pairs = mark
    if found in _SCALARS:
        return _SCALARS[found]
    key = (found, items, pairs)
    kind = _KINDS.get(key)
    if kind is None:
        kind = _KINDS[key] = _new_kind(found, items, pairs)
    return kind


def _new_kind(found: Any, items: Items | None, pairs: Pairs | None) -> Kind:
    origin = typing.get_origin(found)
    if origin is list or origin is Sequence:
        return _list(resolve(found.__args__[0]).kind, items)
    if origin is dict or origin is Mapping:
        key, value = found.__args__
        return _dict(resolve(key).kind, resolve(value).kind, pairs)
    if isinstance(found, type):
        own = getattr(found, "__wire__", "") or found.__name__
        if issubclass(found, Flags):
            return _flags(found, own)
        if issubclass(found, Enumeration):
            return _enumeration(found, own)
        if issubclass(found, msgspec.Struct):
            return Kind("carrier", own, found, wire=found)
    raise TypeError(f"no wire has a form for {found!r}")


def _flags(found: type[Flags], own: str) -> Kind:
    parse = found.parse

    def read(value: Any) -> Any:
        return parse(value) if isinstance(value, str) else value

    def write(value: Any) -> str:
        if isinstance(value, found):
            return value.text()
        if isinstance(value, str):
            return value
        return found(value).text()

    return Kind("flags", own, found, read=read, write=write, wire=str)


def _enumeration(found: type[Enumeration], own: str) -> Kind:
    def write(value: Any) -> Any:
        if isinstance(value, found):
            return value
        if isinstance(value, str):
            return found(str(value))
        raise TypeError(f"expected {found.__name__}, got {type(value).__name__}")

    return Kind("enumeration", own, found, write=write, wire=found)


# Inside lists and dictionaries msgspec's own form of these serves well enough: it differs from
# that of single values in the seventh decimal of a second alone.
_NATIVE: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def _list(item: Kind, items: Items | None) -> Kind:
    read, write = _inside(item)
    convert: Convert = _as_list
    present: Convert | None = None
    if write is not None:
        each = write

        def convert_items(values: Any) -> list[Any]:
            return [
                None if value is None else each(value) for value in _as_list(values)
            ]

        convert = convert_items
    if read is not None:
        reader, writer = read, write or _same

        def presented(values: Any) -> Any:
            if item.name == "float" and str not in set(map(type, values)):
                return values
            return PresentedList(values, reader, writer)

        present = presented
    return Kind(
        "list",
        f"ArrayOf{item.xsd}",
        list,
        item=item,
        items=items,
        read=present,
        write=convert,
        wire=list[_inner(item) | None],
    )


def _dict(key: Kind, value: Kind, pairs: Pairs | None) -> Kind:
    if key.name not in ("text", "int", "datetime", "enumeration"):
        raise TypeError(f"no wire has a dictionary whose keys are {key.python}")
    read, write = _inside(value)

    def convert(values: Any) -> dict[Any, Any]:
        found = cast("dict[Any, Any]", values)
        if type(values) is not dict:
            found = dict(found)
        if write is None:
            return found
        return {k: None if v is None else write(v) for k, v in found.items()}

    def present(values: Any) -> dict[Any, Any]:
        reader = read or _same
        return {k: None if v is None else reader(v) for k, v in values.items()}

    return Kind(
        "dict",
        pairs.element if pairs else "",
        dict,
        item=value,
        key=key,
        pairs=pairs,
        read=present if read is not None else None,
        write=convert,
        wire=dict[_inner(key), _inner(value) | None],
    )


def _inner(kind: Kind) -> Any:
    found = _NATIVE.get(kind.name, kind.wire)
    return object if found is Any else found


def _inside(kind: Kind) -> tuple[Convert | None, Convert | None]:
    """How the items of a list are read and written."""
    if kind.name in _NATIVE or kind.name == "enumeration":
        return None, None
    if kind.name in ("list", "dict"):
        # What needs no conversion is taken as it is, so that it stays the caller's own list.
        return kind.read, kind.write if kind.read else None
    if kind.name == "bytes":
        return None, None
    return kind.read, kind.write


def _same(value: Any) -> Any:
    return value


def _as_list(values: Any) -> list[Any]:
    if type(values) is list:
        return cast("list[Any]", values)
    if isinstance(values, (str, bytes, Mapping)):
        raise TypeError(f"expected a list, got {type(cast('Any', values)).__name__}")
    return list(values)


class PresentedList(list[Any]):
    """Python values of a list whose slot holds texts; changes are passed on to the slot."""

    def __init__(self, held: list[Any], read: Convert, write: Convert) -> None:
        super().__init__(None if value is None else read(value) for value in held)
        self._held = held
        self._write = write

    def _pass_on(self) -> None:
        write = self._write
        self._held[:] = [None if value is None else write(value) for value in self]

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return (list, (list(self),))

    def __iadd__(
        self, values: Iterable[Any]
    ) -> PresentedList:  # pyright: ignore[reportIncompatibleMethodOverride]
        self.extend(values)
        return self


def _passing_on(name: str) -> Callable[..., Any]:
    change = getattr(list, name)

    def method(self: PresentedList, *arguments: Any, **words: Any) -> Any:
        result = change(self, *arguments, **words)
        self._pass_on()  # pyright: ignore[reportPrivateUsage]
        return result

    return method


for _name in (
    *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"),
    *("__setitem__", "__delitem__", "__imul__"),
):
    setattr(PresentedList, _name, _passing_on(_name))


def wire_type(typed: Typed) -> Any:
    """The type by which msgspec reads and writes a field's slot."""
    wire = typed.kind.wire
    return wire if wire is Any else wire | None
