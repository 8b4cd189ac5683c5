"""Values made up for each type, as Python source: what the examples of the reference hand in and get.

They are told by names and types alone, so the same release has the same examples: a text says the
name of what it stands for, a key is 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import LiteralString, TypeAlias

from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.release import Release
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from generator.plan.layout import import_lines
from generator.plan.names import words
from generator.plan.scope import Scope
from generator.plan.text import (
    LINE_LENGTH,
    Code,
    Identifier,
    code,
    joined,
    literal,
    width,
)

_FIELDS = 3
"""How many of a carrier's own fields an example sets, beside one that is a carrier or a list."""

_SCALARS: Mapping[str, tuple[LiteralString, tuple[str, str] | None]] = {
    "boolean": ("True", None),
    "float": ("1.5", None),
    "double": ("1.5", None),
    "decimal": ('Decimal("1.5")', ("decimal", "Decimal")),
    "dateTime": ("datetime(2026, 11, 24, 8, 30)", ("datetime", "datetime")),
    "date": ("date(2026, 11, 24)", ("datetime", "date")),
    "time": ("time(8, 30)", ("datetime", "time")),
    "duration": ("timedelta(minutes=30)", ("datetime", "timedelta")),
    "base64Binary": ('b"content"', None),
    "stream": ('b"content"', None),
    "guid": ('"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"', None),
}


@dataclass(frozen=True, slots=True)
class Call:
    """Source text with things in brackets, which can be laid out on one line or on several."""

    head: Code
    items: tuple[Sample, ...]
    tail: Code

    def laid_out(self, indent: int) -> Code:
        """As black would lay it out where it begins `indent` columns in."""
        line = self.line()
        if indent + width(line) <= LINE_LENGTH or not self.items:
            return line
        inner = [_laid_out(item, indent + 4) for item in self.items]
        return joined(
            "",
            (
                self.head,
                *(code("{}{},", _margin(indent + 4), item) for item in inner),
                _margin(indent),
                self.tail,
            ),
        )

    def line(self) -> Code:
        """On one line."""
        items = [item if isinstance(item, Code) else item.line() for item in self.items]
        return code("{}{}{}", self.head, joined(", ", items), self.tail)


Sample: TypeAlias = Code | Call


def _laid_out(sample: Sample, indent: int) -> Code:
    return sample if isinstance(sample, Code) else sample.laid_out(indent)


def _margin(columns: int) -> Code:
    return joined("", (code("\n"), *(code(" ") for _ in range(columns))))


@dataclass(slots=True)
class Imports:
    """What samples need to be imported."""

    package: Identifier
    names: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def add(self, module: str, name: str) -> None:
        """Note that this name of that module is used."""
        self.names.setdefault(module, set()).add(name)

    def lines(self) -> tuple[Code, ...]:
        """The import statements."""
        return import_lines(self.names)


class Samples:
    """Makes up values of one release's types."""

    def __init__(self, release: Release, scope: Scope, package: Identifier) -> None:
        self._release = release
        self._scope = scope
        self._package = package

    def imports(self) -> Imports:
        """To be filled while samples are made."""
        return Imports(self._package)

    def value(
        self,
        type: TypeRef,
        name: str,
        imports: Imports,
        depth: int = 0,
        *,
        key: str = "",
    ) -> Sample:
        """A value of that type, for something of that name; `key` is an attribute that a carrier shall have."""
        match type:
            case Scalar(name=kind):
                return _scalar(kind, name, imports)
            case EnumerationRef(name=wire):
                return self._member(self._release.enumeration(wire), imports)
            case ListOf(item=item):
                inner = self.value(item, name, imports, depth)
                return Call(code("["), (inner,), code("]"))
            case MapOf(key=left_type, value=right_type):
                left = _line(self.value(left_type, "key", imports, depth))
                right = self.value(right_type, "value", imports, depth)
                return Call(code("{"), (_prefixed(code("{}: ", left), right),), code("}"))  # fmt: skip
            case CarrierRef(name=wire):
                return self._carrier(wire, imports, depth, key)

    def _member(self, enumeration: Enumeration, imports: Imports) -> Sample:
        known = [
            each
            for each in enumeration.members
            if not enumeration.flags or each.number is not None
        ]
        names = self._scope.members[enumeration.name]
        cls = self._scope.enumerations[enumeration.name]
        imports.add(f"{self._package}.enumerations", cls)
        if not known:
            return code("{}(0)", cls)
        member = next((each for each in known if each.number != 0), known[0])
        return code("{}.{}", cls, names[member.name])

    def _carrier(self, wire: str, imports: Imports, depth: int, key: str) -> Sample:
        carrier = self._release.carrier(wire)
        if carrier.abstract:
            concrete = (
                each
                for each in self._release.carriers
                if not each.abstract and carrier in self._release.bases(each)
            )
            carrier = next(concrete, carrier)
        cls = self._scope.carriers[carrier.name]
        imports.add(f"{self._package}.carriers", cls)
        attributes = self._scope.attributes[carrier.name]
        items = [
            _prefixed(
                code("{}=", attributes[each.name]),
                self.value(each.type, each.name, imports, depth + 1),
            )
            for each in self._fields(carrier, depth, key)
        ]
        return Call(code("{}(", cls), tuple(items), code(")"))

    def _fields(self, carrier: Carrier, depth: int, key: str) -> Iterable[Field]:
        """The fields that an example sets: the first few, and one that holds a carrier."""
        fields = [
            each
            for each in self._release.all_fields(carrier)
            if not each.name.startswith("_")
        ]
        own = {each.name for each in carrier.fields}
        plain = [each for each in fields if _is_plain(each.type) and each.name in own]
        chosen = [each for each in fields if not each.optional] + plain[:_FIELDS]
        if depth == 0:
            chosen += [
                each
                for each in fields
                if each.name in own and isinstance(each.type, CarrierRef)
            ][:1]
        attributes = self._scope.attributes[carrier.name]
        names = {each.name for each in chosen}
        # What a carrier describes anew, its base has described under the same name.
        told = {attributes[each.name]: each for each in fields}
        return [
            each
            for attribute, each in told.items()
            if each.name in names or (key and attribute == key)
        ]


def _is_plain(type: TypeRef) -> bool:
    return isinstance(type, Scalar) and type.name not in ("any", "stream")


def _prefixed(head: Code, sample: Sample) -> Sample:
    if isinstance(sample, Code):
        return code("{}{}", head, sample)
    return Call(code("{}{}", head, sample.head), sample.items, sample.tail)


def _line(sample: Sample) -> Code:
    return sample if isinstance(sample, Code) else sample.line()


def _scalar(kind: str, name: str, imports: Imports) -> Code:
    if kind in _SCALARS:
        source, needs = _SCALARS[kind]
        if needs:
            imports.add(*needs)
        return code("{}", joined("", (code(source),)))
    if kind in ("string", "any"):
        said = " ".join(words(name)).lower()
        return code("{}", literal(said or "text"))
    return code("4") if name.lower().endswith(("id", "ids", "key")) else code("1")
