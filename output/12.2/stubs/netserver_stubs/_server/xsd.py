"""XML Schemas of what the SOAP wire carries, made from the classes of carriers.

The classes say how each value is spelled; here that is said in the words of XML Schema, as
the .NET serializer would: lists and dictionaries as types of their own, bases by extension, numbers of
enumerations in annotations.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from netserver._runtime.carriers import BaseCarrier
from netserver._runtime.codecs.kinds import Kind, Typed
from netserver._runtime.codecs.namespaces import ARRAYS, SERIALIZATION, XSD
from netserver._runtime.codecs.schema import FieldSchema, schema_of
from netserver._runtime.enumerations import Enumeration, Flags
from netserver._runtime.standing import entity_of, generated
from .markup import tag

__all__ = ["Name", "Schemas"]

_XML = "http://www.w3.org/XML/1998/namespace"

_NULLABLE = frozenset({"text", "carrier", "list", "dict", "bytes", "any"})
"""Kinds that .NET has as references, so that items and values of dictionaries may be null."""

_GUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


class Name(NamedTuple):
    """The name of an element or a type, in its namespace."""

    namespace: str
    local: str


class Schemas:
    """The schemas of one document, by namespace; they grow by what messages are said to hold.

    `namespace` is the service's, where all stands that says of no other. `dictionaries` are the names
    of dictionary types; `is_carrier` tells which names are those of carriers.
    """

    def __init__(
        self,
        namespace: str,
        dictionaries: Mapping[Kind, str],
        is_carrier: Callable[[str], bool],
    ) -> None:
        self._namespace = namespace
        self._dictionaries = dictionaries
        self._is_carrier = is_carrier
        self._schemas: dict[str, list[str]] = {}
        self._imports: dict[str, dict[str, None]] = {}
        self._elements: set[Name] = set()
        self._types: dict[Name, object] = {}
        """What has each name: a carrier or an enumeration, or what a list or dictionary is made of."""
        self._lists: dict[object, Name] = {}
        self._referred_to: set[type[Any]] = set()
        self._waiting: deque[type[Any]] = deque()
        self._prefixes = {XSD: "xs", SERIALIZATION: "ser", ARRAYS: "arr"}
        if namespace:
            self._prefixes[namespace] = "tns"

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the schemas need declared around them, by namespace."""
        return self._prefixes

    def qualified(self, name: Name) -> str:
        """A name as it stands in an attribute."""
        if not name.namespace:
            return name.local
        if name.namespace == _XML:
            return f"xml:{name.local}"
        prefix = self._prefixes.get(name.namespace)
        if prefix is None:
            prefix = self._prefixes[name.namespace] = f"ns{len(self._prefixes)}"
        return f"{prefix}:{name.local}"

    def written(self) -> str:
        """Every schema, with all types that are needed for what was asked for."""
        while self._waiting:
            self._write_carrier(self._waiting.popleft())
        self._write_serialized()
        return "".join(
            tag(
                "xs:schema",
                *(
                    tag("xs:import", namespace=other or None)
                    for other in self._imports[namespace]
                ),
                *declarations,
                elementFormDefault="qualified",
                targetNamespace=namespace or None,
            )
            for namespace, declarations in self._schemas.items()
        )

    def _schema(self, namespace: str) -> list[str]:
        """The declarations in the schema of a namespace."""
        self._imports.setdefault(namespace, {})
        return self._schemas.setdefault(namespace, [])

    def _referred(self, name: Name, inside: str) -> str:
        """A name as it stands in the schema of the namespace `inside`, which then imports its own."""
        if name.namespace not in (inside, XSD):
            self._schema(inside)
            self._imports[inside].setdefault(name.namespace)
        return self.qualified(name)

    # Elements

    def wrapper(self, name: Name, members: Iterable[tuple[Name, Typed]]) -> Name:
        """The global element that holds those members in that order."""
        if name not in self._elements:
            self._elements.add(name)
            inner = [
                self._member(each, typed, name.namespace) for each, typed in members
            ]
            body = tag("xs:complexType", tag("xs:sequence", *inner))
            self._schema(name.namespace).append(
                tag("xs:element", body, name=name.local)
            )
        return name

    def block(self, name: Name, type_of: Callable[[], Typed]) -> Name:
        """The global element that holds one value, whose type is asked for at most once."""
        if name not in self._elements:
            self._elements.add(name)
            typed = type_of()
            space = name.namespace
            written = tag(
                "xs:element",
                name=name.local,
                nillable=typed.nullable,
                type=self._type(typed.kind, around=space, inside=space),
            )
            self._schema(space).append(written)
        return name

    def _member(
        self, name: Name, typed: Typed, inside: str, *, required: bool = False
    ) -> str:
        """An element in a sequence that stands in the schema of the namespace `inside`."""
        kind, nullable = typed.kind, typed.nullable
        if not _has_form(kind):
            return ""
        least = None if required else "0"
        most = None
        if kind.items is not None and kind.items.flat:
            namespace = kind.items.namespace or name.namespace
            name, nullable = Name(namespace, kind.items.element), kind.items.nillable
            kind, most = cast("Kind", kind.item), "unbounded"
        if name.namespace not in ("", inside):
            self.block(name, lambda: Typed(kind, nullable))
            there = self._referred(name, inside)
            return tag("xs:element", minOccurs=least, maxOccurs=most, ref=there)
        return tag(
            "xs:element",
            minOccurs=least,
            maxOccurs=most,
            name=name.local,
            form="unqualified" if name.namespace != inside else None,
            nillable=nullable,
            type=self._type(kind, around=name.namespace, inside=inside),
        )

    # Types

    def _type(self, kind: Kind, *, around: str, inside: str) -> str:
        """The type of an element of the namespace `around`, as the schema `inside` has to name it."""
        return self._referred(self._type_name(kind, around), inside)

    def _type_name(self, kind: Kind, around: str) -> Name:
        match kind.name:
            case "carrier":
                return self._carrier(_sent(kind.python))
            case "enumeration" | "flags":
                return self._enumeration(kind)
            case "list":
                return self._list(kind, around)
            case "dict":
                return self._dictionary(kind, around)
            case _:
                own = kind.xsd in ("duration", "guid")
                return Name(SERIALIZATION if own else XSD, kind.xsd)

    def _carrier(self, carrier: type[Any], *, as_base: bool = False) -> Name:
        """A carrier's type. Where a value may be of it, it may also be of any of its subtypes."""
        carrier = generated(carrier)
        schema = schema_of(carrier)
        name = Name(schema.namespace or self._namespace, schema.name)
        if name not in self._types:
            self._types[name] = carrier
            self._waiting.append(carrier)
        if not as_base and carrier not in self._referred_to:
            self._referred_to.add(carrier)
            for below in schema.subtypes:
                self._carrier(below)
        return name

    def _write_carrier(self, carrier: type[Any]) -> None:
        schema = schema_of(carrier)
        space = schema.namespace or self._namespace
        own = [
            field
            for field in schema.fields
            if field.attribute in carrier.__dict__ and not field.json_only
        ]
        members = [
            self._member(
                Name(field.element_namespace(space), field.wire),
                field.typed,
                space,
                required=field.required,
            )
            for field in own
            if not field.in_attribute
        ]
        attributes = [self._attribute(each, space) for each in own if each.in_attribute]
        body = [tag("xs:sequence", *members), *attributes]
        base = carrier.__mro__[1]
        if base is not BaseCarrier:
            above = self._referred(self._carrier(base, as_base=True), space)
            extension = tag("xs:extension", *body, base=above)
            body = [tag("xs:complexContent", extension)]
        self._schema(space).append(tag("xs:complexType", *body, name=schema.name))

    def _attribute(self, field: FieldSchema, inside: str) -> str:
        xml = field.typed.xml
        name = Name(xml.namespace or "" if xml else "", field.wire)
        use = "required" if field.required else None
        if name.namespace in ("", inside):
            return tag(
                "xs:attribute",
                name=name.local,
                form="qualified" if name.namespace else None,
                type=self._type(field.kind, around=inside, inside=inside),
                use=use,
            )
        self._global_attribute(name, field.kind)
        return tag("xs:attribute", ref=self._referred(name, inside), use=use)

    def _global_attribute(self, name: Name, kind: Kind) -> None:
        key = Name(name.namespace, f"@{name.local}")
        if key in self._elements:
            return
        self._elements.add(key)
        space = name.namespace
        type = self._type(kind, around=space, inside=space)
        self._schema(space).append(tag("xs:attribute", name=name.local, type=type))

    def _list(self, kind: Kind, around: str) -> Name:
        item = cast("Kind", kind.item)
        if kind.items is not None:
            element = Name(kind.items.namespace or around, kind.items.element)
            nullable = kind.items.nillable
        else:
            element = self._item_element(item, around)
            nullable = item.name in _NULLABLE
        key = element, item, nullable
        if key not in self._lists:
            home = element.namespace or self._namespace
            name = self._free_name(Name(home, f"ArrayOf{element.local}"), key)
            self._lists[key] = name
            member = tag(
                "xs:element",
                minOccurs="0",
                maxOccurs="unbounded",
                name=element.local,
                form="unqualified" if element.namespace != home else None,
                nillable=nullable,
                type=self._type(item, around=element.namespace, inside=home),
            )
            self._write_type(name, tag("xs:sequence", member))
        return self._lists[key]

    def _item_element(self, item: Kind, around: str) -> Name:
        """By the pattern: the name of the item's type, in that type's namespace."""
        match item.name:
            case "carrier" | "enumeration" | "flags":
                own: str = getattr(item.python, "__namespace__", "")
                return Name(own or around, item.xsd)
            case "list":
                inner = self._item_element(cast("Kind", item.item), around)
                return Name(inner.namespace, f"ArrayOf{inner.local}")
            case "dict":
                return Name(around, self._dictionary_name(item))
            case _:
                return Name(ARRAYS, item.xsd)

    def _free_name(self, wanted: Name, key: object) -> Name:
        """A name for a type that has none of its own, as no other type has it."""
        name, number = wanted, 1
        while name in self._types or self._is_carrier(name.local):
            number += 1
            name = Name(wanted.namespace, f"{wanted.local}{number}")
        self._types[name] = key
        return name

    def _dictionary_name(self, kind: Kind) -> str:
        pair = kind.pairs.element if kind.pairs else ""
        return self._dictionaries.get(kind) or f"ArrayOf{pair}"

    def _dictionary(self, kind: Kind, around: str) -> Name:
        home = around or self._namespace
        name = Name(home, self._dictionary_name(kind))
        pairs, key, value = kind.pairs, kind.key, kind.item
        if name in self._types or pairs is None or key is None or value is None:
            return name
        self._types[name] = kind
        form = "unqualified" if around != home else None
        members = [
            tag(
                "xs:element",
                name=local,
                form=form,
                nillable=each.name in _NULLABLE,
                type=self._type(each, around=around, inside=home),
            )
            for local, each in ((pairs.key, key), (pairs.value, value))
        ]
        pair = tag(
            "xs:element",
            tag("xs:complexType", tag("xs:sequence", *members)),
            minOccurs="0",
            maxOccurs="unbounded",
            name=pairs.element,
            form=form,
        )
        mark = _annotation(tag("ser:IsDictionary", "true"))
        self._write_type(name, mark, tag("xs:sequence", pair))
        return name

    def _write_type(self, name: Name, *body: str) -> None:
        written = tag("xs:complexType", *body, name=name.local)
        self._schema(name.namespace).append(written)

    def _enumeration(self, kind: Kind) -> Name:
        found: type[Any] = kind.python
        name = Name(found.__namespace__ or self._namespace, kind.xsd)
        if name in self._types:
            return name
        self._types[name] = found
        if kind.name == "flags":
            listed = _restriction(_flag_members(found), lambda place: 1 << place)
            body = tag("xs:list", tag("xs:simpleType", listed))
        else:
            body = _restriction(_members(found), lambda place: place)
        written = tag("xs:simpleType", body, name=name.local)
        self._schema(name.namespace).append(written)
        return name

    def _write_serialized(self) -> None:
        """The simple types of the .NET serializer."""
        pattern = tag("xs:pattern", value=_GUID)
        for name, base, *limits in (
            ("char", "xs:int"),
            ("duration", "xs:duration"),
            ("guid", "xs:string", pattern),
        ):
            body = tag("xs:restriction", *limits, base=base)
            written = tag("xs:simpleType", body, name=name)
            self._schema(SERIALIZATION).append(written)


def _sent(carrier: type[Any]) -> type[Any]:
    """The carrier as it is sent: an entity with links is one without."""
    return entity_of(carrier)


def _has_form(kind: Kind) -> bool:
    """Whether SOAP can spell it: dictionaries that only JSON describes have no pairs."""
    while kind.name == "list" and kind.item is not None:
        kind = kind.item
    return kind.name != "dict" or kind.pairs is not None


def _annotation(inner: str) -> str:
    return tag("xs:annotation", tag("xs:appinfo", inner))


def _restriction(
    members: Iterable[tuple[str, int]], usual: Callable[[int], int]
) -> str:
    """The names of an enumeration, with the numbers that are not as usual at their place."""
    names = [
        (
            tag("xs:enumeration", value=name)
            if number == usual(place)
            else tag(
                "xs:enumeration",
                _annotation(tag("ser:EnumerationValue", str(number))),
                value=name,
            )
        )
        for place, (name, number) in enumerate(members)
    ]
    return tag("xs:restriction", *names, base="xs:string")


def _members(found: type[Enumeration]) -> Iterator[tuple[str, int]]:
    """The names that SOAP knows, with their numbers: a name without one is JSON's alone."""
    numbered = any(member.number is not None for member in found)
    for place, member in enumerate(found):
        if member.number is not None:
            yield str(member), member.number
        elif not numbered:
            yield str(member), place


def _flag_members(found: type[Flags]) -> Iterator[tuple[str, int]]:
    """The names that SOAP knows, which are those of single bits, with their numbers."""
    known = found.__soap_names__
    for name, number in found.__names__.items():
        if (known is None or name in known) and number > 0 and not number & number - 1:
            yield name, number
