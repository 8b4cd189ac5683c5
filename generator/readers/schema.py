"""Schemas as types, carriers and enumerations.

`Schemas.of` gives the type of any schema and sets aside what it needs: a definition becomes a
carrier or an enumeration when something names it, or when `finish` comes to it. An object or an
enumeration that stands inline has no name of its own and is called after its place,
"<Carrier>.<Field>".
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from generator.diagnostics import Diagnostics, quoted
from generator.model.carriers import Carrier, Discriminator, Enumeration, Field
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    TypeRef,
)
from generator.readers.descriptions import Library, Place, child
from generator.readers.formats import (
    BASE64,
    STREAM,
    TYPES,
    binary,
    implied,
    inside,
    null_too,
    only_null,
    scalar,
    storage,
)
from generator.readers.listed import enumeration_members
from generator.readers.members import MOST_DEEP, Key, Members, Structures
from generator.readers.naming import leaked, segments, title, wire_names
from generator.readers.values import Object, step


class Typed(NamedTuple):
    """The type of a schema, and whether null is among its values."""

    type: TypeRef
    nillable: bool = False


_ANYTHING = Typed(ANY)


@dataclass(slots=True)
class _Choice:
    """A discriminator as published: its field, and the carrier for each value that is mapped."""

    field: str
    mapped: dict[str, str]


@dataclass(slots=True)
class Schemas:
    """The types of one description."""

    library: Library
    diagnostics: Diagnostics
    structures: Structures
    _definitions: list[Place] = field(default_factory=list[Place])
    _aside: frozenset[Key] = frozenset()
    _types: dict[Key, Typed] = field(default_factory=dict[Key, Typed])
    _names: dict[Key, str] = field(default_factory=dict[Key, str])
    _taken: set[str] = field(default_factory=set[str])
    _open: set[Key] = field(default_factory=set[Key])
    _noted: set[tuple[str, Key]] = field(default_factory=set[tuple[str, Key]])
    _waiting: deque[tuple[Place, str]] = field(default_factory=deque[tuple[Place, str]])
    _choices: dict[str, _Choice] = field(default_factory=dict[str, _Choice])
    _published: dict[str, str] = field(default_factory=dict[str, str])
    _carriers: dict[Key, Carrier] = field(default_factory=dict[Key, Carrier])
    _enumerations: list[Enumeration] = field(default_factory=list[Enumeration])

    # --- definitions

    def define(self, definitions: Iterable[Place], aside: Collection[Key]) -> None:
        """Take the named schemas of the description.

        Those `aside` are parameters in one object and become carriers only where something
        else refers to them.
        """
        self._definitions = list(definitions)
        self._aside = frozenset(aside)
        ordinary = [
            place
            for place in self._definitions
            if place.key not in self._aside and not leaked(place)
        ]
        for name, places in wire_names(ordinary):
            first = places[0]
            self._names[first.key] = self._unique(name)
            self.structures.same.update((other.key, first) for other in places[1:])

    def finish(self) -> tuple[tuple[Carrier, ...], tuple[Enumeration, ...]]:
        """Every carrier in the order of the definitions, and every enumeration."""
        for place in self._definitions:
            if place.key not in self._aside and not leaked(place):
                self._named(place, 0)
                self._convert_waiting()
        self._convert_waiting()
        for place in self._definitions:
            if leaked(place) and place.key not in self._types:
                self.diagnostics.note(
                    "runtime-type",
                    f"{quoted(title(place))} is left out: a type of the server's runtime "
                    "that no operation uses",
                    place.origin,
                )
        order = {place.key: i for i, place in enumerate(self._definitions)}
        carriers = sorted(
            self._carriers.items(), key=lambda each: order.get(each[0], len(order))
        )
        return (
            tuple(self._with_discriminators([carrier for _, carrier in carriers])),
            tuple(self._enumerations),
        )

    def _convert_waiting(self) -> None:
        while self._waiting:
            place, name = self._waiting.popleft()
            self._carriers[place.key] = self._carrier(place, name)

    def _unique(self, name: str) -> str:
        wanted = name
        number = 2
        while name in self._taken:
            name = f"{wanted}{number}"
            number += 1
        self._taken.add(name)
        return name

    def _name(self, place: Place) -> str:
        name = self._names.get(place.key)
        if name is None:
            names = segments(title(place))
            for size in range(1, len(names) + 1):
                name = "".join(names[-size:])
                if name not in self._taken:
                    break
            name = self._names[place.key] = self._unique(name or "Unnamed")
        return name

    # --- types

    def of(self, place: Place, owner: str, depth: int = 0) -> Typed:
        """The type of the schema at `place`; what has no name in it is called after `owner`."""
        schema = place.value
        if not isinstance(schema, dict):
            if schema is not None and not isinstance(schema, bool):
                self.library.wrong(place, "a schema")
            return _ANYTHING
        if depth > MOST_DEEP:
            self.diagnostics.error(
                "too-deep",
                f"types are nested more than {MOST_DEEP} levels deep",
                place.origin,
                expected="a type that can be written down",
            )
            return _ANYTHING
        reference = schema.get("$ref")
        if isinstance(reference, str):
            found = self._referenced(reference, place, depth)
            return Typed(found.type, True) if null_too(schema) else found
        kind, nillable = self._kind(schema, place)
        nillable = nillable or null_too(schema)
        if "enum" in schema and kind not in ("array", "object", "boolean"):
            found = self._enumeration(schema, kind, place, owner, named=False)
            if found:
                return Typed(found.type, nillable or found.nillable)
        if "allOf" in schema or "oneOf" in schema or "anyOf" in schema:
            found = self._combined(schema, place, owner, depth)
            if found:
                return Typed(found.type, nillable or found.nillable)
        if kind == "array":
            items = child(place, "items", schema.get("items"))
            item = inside(self.of(items, owner, depth + 1).type)
            return Typed(ListOf(item), nillable)
        if kind == "object":
            return Typed(self._object(schema, place, owner, depth), nillable)
        return Typed(scalar(kind, schema) or ANY, nillable)

    def content(
        self, place: Place | None, media_types: tuple[str, ...], owner: str
    ) -> Typed:
        """The type of the body of a message; without a schema its media types tell."""
        if place is not None:
            return self.of(place, owner)
        return Typed(STREAM if binary(media_types) else ANY)

    def inside(self, place: Place, owner: str) -> Typed:
        """The type of a value inside a JSON document, where bytes are written in base64."""
        found = self.of(place, owner)
        return Typed(BASE64, found.nillable) if found.type is STREAM else found

    def _kind(self, schema: Object, place: Place) -> tuple[str, bool]:
        """The one type that `schema` names or implies, "" for any; and whether null is another."""
        kind = schema.get("type")
        nillable = False
        if isinstance(kind, list):
            nillable = "null" in kind
            kinds = {each for each in kind if isinstance(each, str)} - {"null"}
            if len(kinds) > 1:
                if kinds == {"integer", "number"}:
                    return "number", nillable
                self.structures.once("several-types", "a value of several types", place)
            kind = kinds.pop() if len(kinds) == 1 else ""
        elif kind == "null":
            return "", True
        elif kind is None:
            kind = implied(schema)
        elif not isinstance(kind, str):
            self.library.wrong(child(place, "type", kind), "the name of a type")
            kind = ""
        if kind and kind not in TYPES:
            if ("kind", place.key) not in self._noted:
                self._noted.add(("kind", place.key))
                self.diagnostics.warning(
                    "unknown-schema-type",
                    f"there is no type {quoted(kind)}; any value is taken",
                    place.origin,
                    expected="array, boolean, integer, number, object or string",
                )
            kind = ""
        return kind, nillable

    def _object(self, schema: Object, place: Place, owner: str, depth: int) -> TypeRef:
        """A carrier for an object with members, else a dictionary, else any value."""
        if schema.get("properties"):
            return self._inline(place, owner)
        values = schema.get("additionalProperties")
        if values is None or values is False:
            return ANY
        value = child(place, "additionalProperties", values)
        return MapOf(STRING, inside(self.of(value, owner, depth + 1).type))

    def _inline(self, place: Place, owner: str) -> CarrierRef:
        known = self._types.get(place.key)
        if known is None:
            name = self._names[place.key] = self._unique(owner)
            known = self._types[place.key] = Typed(CarrierRef(name))
            self._waiting.append((place, name))
        return CarrierRef(self._names[place.key])

    def _combined(
        self, schema: Object, place: Place, owner: str, depth: int
    ) -> Typed | None:
        """The type of a schema with `allOf`, `oneOf` or `anyOf`; None where they add nothing."""
        parts = list(self.structures.parts(schema, "allOf", place))
        if parts:
            if len(parts) == 1 and not schema.get("properties"):
                return self.of(parts[0], owner, depth + 1)
            if self.structures.is_structure(place, 0):
                return Typed(self._inline(place, owner))
            telling = [part for part in parts if self._tells(part)]
            if len(telling) == 1:
                return self.of(telling[0], owner, depth + 1)
            if telling:
                self.structures.once("union", "a value of several types at once", place)
                return _ANYTHING
        for key in ("oneOf", "anyOf"):
            parts = list(self.structures.parts(schema, key, place))
            if parts and not schema.get("properties"):
                return self._union(parts, place, owner, depth)
        return None

    def _tells(self, place: Place) -> bool:
        """Whether a part of `allOf` says what type a value has, and not only something about it."""
        value = place.value
        return isinstance(value, dict) and any(
            key in value
            for key in ("$ref", "type", "enum", "allOf", "oneOf", "anyOf", "items")
        )

    def _union(self, parts: list[Place], place: Place, owner: str, depth: int) -> Typed:
        chosen = [part for part in parts if not only_null(part.value)]
        nillable = len(chosen) < len(parts)
        if not chosen:
            return Typed(ANY, True)
        if len(chosen) > 1 and any(
            isinstance(part.value, dict) and part.value.get("properties")
            for part in chosen
        ):
            found = [_ANYTHING, Typed(STRING)]
        else:
            found = [self.of(part, owner, depth + 1) for part in chosen]
        nillable = nillable or any(each.nillable for each in found)
        if all(each.type == found[0].type for each in found):
            return Typed(found[0].type, nillable)
        self.structures.once("union", "a choice of types", place)
        return Typed(ANY, nillable)

    def _referenced(self, reference: str, place: Place, depth: int) -> Typed:
        target = self.library.resolve(reference, place)
        if target is None:
            name = self.structures.missing_name(reference, place)
            return Typed(CarrierRef(name)) if name else _ANYTHING
        target = self.structures.same.get(target.key, target)
        known = self._types.get(target.key)
        if known is not None:
            return known
        if target.key in self._open:
            value = target.value
            if isinstance(value, dict) and "$ref" in value:
                self.library.cyclic(place, reference)
            else:
                self.structures.once("endless-type", "a type inside itself", place)
            return _ANYTHING
        return self._named(target, depth + 1)

    def _named(self, place: Place, depth: int) -> Typed:
        """The type of a definition, which is referred to by name."""
        place = self.structures.same.get(place.key, place)
        known = self._types.get(place.key)
        if known is not None:
            return known
        value = place.value
        if isinstance(value, dict) and "$ref" not in value:
            kind, nillable = self._kind(value, place)
            nillable = nillable or null_too(value)
            if self.structures.is_structure(place, 0):
                name = self._name(place)
                found = self._types[place.key] = Typed(CarrierRef(name), nillable)
                self._published[name] = title(place)
                self._waiting.append((place, name))
                return found
            if "enum" in value and kind not in ("array", "object", "boolean"):
                named = self._enumeration(value, kind, place, "", named=True)
                if named:
                    found = Typed(named.type, nillable or named.nillable)
                    self._types[place.key] = found
                    return found
        self._open.add(place.key)
        found = self.of(place, f"{segments(title(place))[-1]}.Item", depth)
        self._open.discard(place.key)
        self._types[place.key] = found
        return found

    # --- carriers

    def members(self, place: Place, owner: str) -> Iterator[Field]:
        """The members of the object at `place`, those of what it extends first."""
        return self._fields(self.structures.everything(place), owner)

    def _carrier(self, place: Place, name: str) -> Carrier:
        schema = self.library.object(place)
        own = self.structures.own(place, 0)
        base = own.missing[0] if own.missing and not own.bases else None
        if len(own.bases) == 1:
            found = self._named(own.bases[0], 0).type
            base = found.name if isinstance(found, CarrierRef) else None
        elif own.bases:
            self.diagnostics.note(
                "several-bases",
                f"carrier {quoted(name)} extends {len(own.bases)} schemas; "
                "their members are taken as its own",
                place.origin,
            )
            own = self.structures.everything(place)
        if "discriminator" in schema:
            choice = self._choice(schema, place)
            if choice:
                self._choices[name] = choice
        self._check_rest(schema, name, place)
        return Carrier(
            name=name,
            fields=tuple(self._fields(own, name)),
            base=base,
            doc=self.library.prose_in(schema, "description", place),
            origins=(place.origin,),
        )

    def _fields(self, members: Members, owner: str) -> Iterator[Field]:
        required = members.required
        for name, place in members.properties.items():
            type, nillable = self.inside(place, f"{owner}.{name}")
            yield Field(
                name=name,
                type=type,
                optional=name not in required,
                nillable=nillable,
                doc=self.library.description(place),
                origins=(place.origin,),
            )

    def _check_rest(self, schema: Object, name: str, place: Place) -> None:
        """Say what else the schema of a carrier asks for and does not get."""
        if "oneOf" in schema or "anyOf" in schema:
            self.diagnostics.note(
                "union",
                f"the choice of members of carrier {quoted(name)} is left out",
                place.origin,
            )
        more = schema.get("additionalProperties")
        if isinstance(more, dict) and more:
            self.diagnostics.note(
                "more-members",
                f"carrier {quoted(name)} takes members beside those that it names; "
                "their type is not checked",
                child(place, "additionalProperties", more).origin,
            )

    def _choice(self, schema: Object, place: Place) -> _Choice | None:
        """Swagger 2.0 gives the name of the field alone, OpenAPI 3 an object."""
        value = schema.get("discriminator")
        if isinstance(value, str):
            return _Choice(value, {})
        at = child(place, "discriminator", value)
        inner = self.library.object(at)
        name = self.library.text_in(inner, "propertyName", at)
        if not name:
            return None
        mapped: dict[str, str] = {}
        mapping = child(at, "mapping", inner.get("mapping"))
        for key, target in self.library.object(mapping).items():
            here = child(mapping, key, target)
            if not isinstance(target, str):
                self.library.wrong(here, "the name of a schema")
                continue
            if not re.search(r"[#/]|\.(json|ya?ml)$", target):
                target = place.pointer.rpartition("/")[0] + step(target)
            found = self.library.resolve(target, here)
            type = self._named(found, 0).type if found else None
            if isinstance(type, CarrierRef):
                mapped[key] = type.name
        return _Choice(name, mapped)

    def _with_discriminators(self, carriers: list[Carrier]) -> Iterator[Carrier]:
        """The carriers, each choice completed by the definitions that extend its carrier."""
        if not self._choices:
            yield from carriers
            return
        by_name = {carrier.name: carrier for carrier in carriers}
        families: defaultdict[str, list[str]] = defaultdict(list)
        for carrier in carriers:
            seen = {carrier.name}
            base = carrier.base
            while base and base not in seen and base in by_name:
                seen.add(base)
                families[base].append(carrier.name)
                base = by_name[base].base
        for carrier in carriers:
            choice = self._choices.get(carrier.name)
            if choice:
                pairs = dict(choice.mapped)
                mapped = set(pairs.values())
                for name in families[carrier.name]:
                    if name not in mapped:
                        pairs.setdefault(self._published.get(name, name), name)
                if pairs:
                    found = Discriminator(choice.field, tuple(pairs.items()))
                    carrier = replace(carrier, discriminator=found)
            yield carrier

    # --- enumerations

    def _enumeration(
        self, schema: Object, kind: str, place: Place, owner: str, *, named: bool
    ) -> Typed | None:
        """The enumeration that `schema` lists; None, with a note, where it lists none."""
        known = self._types.get(place.key)
        if known is not None:
            return known
        values = self.library.list_in(schema, "enum", place)
        nillable = None in values
        members = enumeration_members(schema, kind, values, place, self.diagnostics)
        if not members:
            if ("enum", place.key) not in self._noted:
                self._noted.add(("enum", place.key))
                self.diagnostics.note(
                    "unsupported-enumeration",
                    "the values listed here are not all texts or not all whole numbers; "
                    "any value of the type is taken",
                    place.origin,
                )
            return None
        name = self._name(place) if named else self._unique(owner)
        self._enumerations.append(
            Enumeration(
                name=name,
                members=members,
                flags=schema.get("x-enumFlags") is True,
                storage=storage(schema) if members[0].number is not None else "",
                doc=self.library.prose_in(schema, "description", place),
                origins=(place.origin,),
            )
        )
        found = self._types[place.key] = Typed(EnumerationRef(name), nillable)
        return found
