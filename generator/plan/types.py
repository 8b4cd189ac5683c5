"""How the types of a release are written in Python.

Three spellings of one type: the annotation of a field, of a parameter (what a caller may hand in)
and of a result (what a caller gets), and the text in an operation's row, which the runtime reads.
What a value-type field reads as before anything is put in is decided here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.model.carriers import Dictionary, Enumeration, Field
from generator.model.release import Release
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
    parts,
)
from generator.plan.text import Code, Identifier, Part, code, joined, literal

ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A scalar in Python: its name, where that comes from, and its value when unset ("" for None)."""

    name: str
    module: str = ""
    default: str = ""
    default_module: str = ""


_RUNTIME = "_runtime.spelling"
_SCALARS: Mapping[str, _Spelling] = {
    "string": _Spelling("str"),
    "boolean": _Spelling("bool", default="False"),
    "byte": _Spelling("Int8", _RUNTIME, "0"),
    "unsignedByte": _Spelling("UInt8", _RUNTIME, "0"),
    "short": _Spelling("Int16", _RUNTIME, "0"),
    "unsignedShort": _Spelling("UInt16", _RUNTIME, "0"),
    "int": _Spelling("Int32", _RUNTIME, "0"),
    "unsignedInt": _Spelling("UInt32", _RUNTIME, "0"),
    "long": _Spelling("Int64", _RUNTIME, "0"),
    "unsignedLong": _Spelling("UInt64", _RUNTIME, "0"),
    "integer": _Spelling("Integer", _RUNTIME, "0"),
    "float": _Spelling("Float32", _RUNTIME, "0.0"),
    "double": _Spelling("float", default="0.0"),
    "decimal": _Spelling("Decimal", "decimal", "NO_DECIMAL", _RUNTIME),
    "dateTime": _Spelling("datetime", "datetime", "DATETIME_MIN", _RUNTIME),
    "date": _Spelling("date", "datetime", "DATE_MIN", _RUNTIME),
    "time": _Spelling("time", "datetime", "TIME_MIN", _RUNTIME),
    "duration": _Spelling("timedelta", "datetime", "NO_DURATION", _RUNTIME),
    "base64Binary": _Spelling("bytes"),
    "stream": _Spelling("bytes"),
    "guid": _Spelling("Guid", _RUNTIME),
    "any": _Spelling("Any", "typing"),
}
PLAIN_NUMBERS = {
    "Int8": "int",
    "Int16": "int",
    "Int32": "int",
    "Int64": "int",
    "UInt8": "int",
    "UInt16": "int",
    "UInt32": "int",
    "UInt64": "int",
    "Integer": "int",
    "Float32": "float",
    "Guid": "str",
}


NONE = code("None")
_SCALAR_DEFAULTS: Mapping[str, Code] = {
    name: (
        code("{}", Identifier(spelling.default))
        if spelling.default.isidentifier() and spelling.default != "False"
        else {"False": code("False"), "0": code("0"), "0.0": code("0.0")}.get(
            spelling.default, NONE
        )
    )
    for name, spelling in _SCALARS.items()
}


def annotation_words(type: TypeRef) -> Iterator[str]:
    """The names that an annotation of this type uses, apart from classes of the release."""
    for part in parts(type):
        match part:
            case Scalar(name=name):
                yield _SCALARS[name].name
            case ListOf():
                yield "list"
            case MapOf():
                yield "dict"
            case _:
                pass


@dataclass(slots=True)
class Needs:
    """What a module must import for the types that stand in it."""

    carriers: set[Identifier] = field(default_factory=set[Identifier])
    enumerations: set[Identifier] = field(default_factory=set[Identifier])
    dictionaries: set[Identifier] = field(default_factory=set[Identifier])
    names: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    defaults: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    default_enumerations: set[Identifier] = field(default_factory=set[Identifier])
    lists: str = "list"  # what lists are called, where a method of that name hides them


class TypeWriter:
    """Writes the types of one release, whose Python class names are given."""

    def __init__(
        self,
        release: Release,
        carriers: Mapping[str, Identifier],
        enumerations: Mapping[str, Identifier],
        dictionaries: Mapping[str, Identifier],
        enumeration_members: Mapping[str, Mapping[str, Identifier]],
    ) -> None:
        self._release = release
        self._carriers = carriers
        self._enumerations = enumerations
        self._dictionaries = dictionaries
        self._members = enumeration_members
        self._enumeration_of = {each.name: each for each in release.enumerations}
        self._dictionary_of = {each.name: each for each in release.dictionaries}
        self._carrier_of = {each.name: each for each in release.carriers}

    def field(self, field: Field, needs: Needs) -> tuple[Code, Code]:
        """The annotation of a field and its default in the class body."""
        inner = self._exact(field.type, needs)
        default = NONE if field.nillable else self._default(field.type, needs)
        if default == NONE and inner != "Any":
            inner = code("{} | None", inner)
        marker = self._marker(field, needs)
        if marker is not None:
            needs.names.add(("typing", "Annotated"))
            inner = code("Annotated[{}, {}]", inner, marker)
        return inner, default

    def parameter(self, type: TypeRef, needs: Needs, *, nillable: bool) -> Code:
        """What a caller may hand in."""
        found = self.needed(type, needs)
        match type:
            case Scalar(name="base64Binary" | "stream") | ListOf() | MapOf():
                return code("{} | None", found)
            case _:
                return self._or_none(type, found, nillable)

    def needed(self, type: TypeRef, needs: Needs) -> Code:
        """What a caller has to hand in, where nothing will not do."""
        match type:
            case Scalar(name="base64Binary" | "stream"):
                needs.names.add((_RUNTIME, "Content"))
                return code("Content")
            case ListOf(item=item):
                needs.names.add(("collections.abc", "Sequence"))
                return code("Sequence[{}]", self._plain(item, needs))
            case MapOf(key=key, value=value, name=name):
                needs.names.add(("collections.abc", "Mapping"))
                held = self._value(
                    value, needs, nullable=self._null_values(name), plain=True
                )
                return code("Mapping[{}, {}]", self._plain(key, needs), held)
            case _:
                return self._plain(type, needs)

    def result(self, type: TypeRef, needs: Needs, *, nillable: bool) -> Code:
        """What a caller gets; lists and dictionaries are never None."""
        plain = self._plain(type, needs)
        if isinstance(type, ListOf | MapOf):
            return plain
        return self._or_none(type, plain, nillable)

    def row(self, type: TypeRef, *, nillable: bool) -> Code:
        """The text of the type in an operation's row."""
        needs = Needs()
        exact = self._exact(type, needs)
        if exact == "Any":
            return exact
        return self._or_none(
            type, exact, nillable or isinstance(type, ListOf | MapOf | CarrierRef)
        )

    def plain_row(self, type: TypeRef) -> Code:
        """The text of the type in a row that does not say whether there may be none."""
        return self._exact(type, Needs())

    def dictionary(self, dictionary: Dictionary, needs: Needs) -> Code:
        """The alias that stands for a named dictionary."""
        key = self._exact(dictionary.key, needs)
        value = self._value(
            dictionary.value, needs, nullable=self._null_values(dictionary.name)
        )
        words: list[Part] = [literal(dictionary.pair)]
        if (dictionary.key_element, dictionary.value_element) != ("Key", "Value"):
            words.append(code("key={}", literal(dictionary.key_element)))
            words.append(code("value={}", literal(dictionary.value_element)))
        pairs = joined(", ", words)
        return code("Annotated[dict[{}, {}], Pairs({})]", key, value, pairs)

    def _or_none(self, type: TypeRef, inner: Code, nillable: bool) -> Code:
        if inner == "Any":
            return inner
        if nillable or self._default(type, Needs()) == NONE:
            return code("{} | None", inner)
        return inner

    def _plain(self, type: TypeRef, needs: Needs) -> Code:
        """The type as a caller thinks of it: Int32 is int there."""
        return self._type(type, needs, plain=True)

    def _exact(self, type: TypeRef, needs: Needs) -> Code:
        """The type with all that the wires need to know."""
        return self._type(type, needs, plain=False)

    def _type(self, type: TypeRef, needs: Needs, *, plain: bool) -> Code:
        match type:
            case Scalar(name=name):
                spelling = _SCALARS[name]
                if plain and spelling.name in PLAIN_NUMBERS:
                    return code("{}", Identifier(PLAIN_NUMBERS[spelling.name]))
                if spelling.module:
                    needs.names.add((spelling.module, spelling.name))
                return code("{}", Identifier(spelling.name))
            case CarrierRef(name=name):
                needs.carriers.add(self._carriers[name])
                return code("{}", self._carriers[name])
            case EnumerationRef(name=name):
                needs.enumerations.add(self._enumerations[name])
                return code("{}", self._enumerations[name])
            case ListOf(item=item):
                lists = Identifier(needs.lists)
                if needs.lists != "list":
                    needs.names.add((_RUNTIME, needs.lists))
                inner = code("{}[{}]", lists, self._type(item, needs, plain=plain))
                if plain or self._follows_pattern(type):
                    return inner
                needs.names.add(("typing", "Annotated"))
                return code("Annotated[{}, {}]", inner, self._items(type, needs))
            case MapOf(key=key, value=value, name=name):
                if name in self._dictionaries:
                    needs.dictionaries.add(self._dictionaries[name])
                    return code("{}", self._dictionaries[name])
                inner = self._value(value, needs, nullable=True, plain=plain)
                return code("dict[{}, {}]", self._type(key, needs, plain=plain), inner)

    def _value(
        self, type: TypeRef, needs: Needs, *, nullable: bool, plain: bool = False
    ) -> Code:
        """A dictionary's value: only texts may be null in practice."""
        inner = self._type(type, needs, plain=plain)
        if nullable and type == Scalar("string"):
            return code("{} | None", inner)
        return inner

    def _null_values(self, dictionary: str) -> bool:
        known = self._dictionary_of.get(dictionary)
        return known is None or known.value_nillable

    def _default(self, type: TypeRef, needs: Needs) -> Code:
        match type:
            case Scalar(name=name):
                spelling = _SCALARS[name]
                if spelling.default_module:
                    needs.defaults.add((spelling.default_module, spelling.default))
                return _SCALAR_DEFAULTS[name]
            case EnumerationRef(name=name):
                return self._enumeration_default(self._enumeration_of[name], needs)
            case _:
                return NONE

    def _enumeration_default(self, enumeration: Enumeration, needs: Needs) -> Code:
        """Number 0, as .NET has it; None where numbers are not known."""
        if not any(member.number is not None for member in enumeration.members):
            return NONE
        name = self._enumerations[enumeration.name]
        needs.default_enumerations.add(name)
        if enumeration.flags:
            return code("{}(0)", name)
        for member in enumeration.members:
            if member.number == 0:
                return code("{}.{}", name, self._members[enumeration.name][member.name])
        return code("{}.from_number(0)", name)

    def _marker(self, field: Field, needs: Needs) -> Code | None:
        """The spelling of a field that is no plain element of its carrier's namespace."""
        if not field.attribute and field.namespace is None:
            return None
        needs.names.add((_RUNTIME, "Xml"))
        words: list[Part] = []
        if field.namespace is not None:
            words.append(code("namespace={}", literal(field.namespace)))
        if field.attribute:
            words.append(code("attribute=True"))
        return code("Xml({})", joined(", ", words))

    def _items(self, type: ListOf, needs: Needs) -> Code:
        needs.names.add((_RUNTIME, "Items"))
        words: list[Part] = [literal(type.element)]
        if type.namespace:
            words.append(literal(type.namespace))
        if type.flat:
            words.append(code("flat=True"))
        if not type.nillable:
            words.append(code("nillable=False"))
        return code("Items({})", joined(", ", words))

    def _follows_pattern(self, type: ListOf) -> bool:
        """Whether the runtime finds the item's element by itself: the name of the item's type."""
        if not type.element:
            return True
        return not type.flat and self._pattern(type.item) == (
            type.element,
            type.namespace,
        )

    def _pattern(self, item: TypeRef) -> tuple[str, str]:
        match item:
            case Scalar(name=name):
                return name, ARRAYS
            case CarrierRef(name=name):
                return name, self._carrier_of[name].namespace
            case EnumerationRef(name=name):
                return name, self._enumeration_of[name].namespace
            case MapOf(name=name):
                known = self._dictionary_of.get(name)
                return name, known.namespace if known else ""
            case ListOf(item=inner):
                element, namespace = self._pattern(inner)
                return f"ArrayOf{element}", namespace
