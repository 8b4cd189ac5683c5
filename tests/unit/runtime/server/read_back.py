"""What a description says to the generator's reader, beside what it should say by the rows that it was made from.

What JSON cannot express is left out on both sides: a short is an int, an unsigned int a long, flags and time spans are
texts, dictionaries have texts for keys and no name, members know no bases but those that subtypes stand in for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.diagnostics import Diagnostics
from generator.model.bindings import Shape
from generator.model.carriers import Carrier
from generator.model.release import Release
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from generator.readers.openapi import read_openapi
from generator.sources import memory_source

HEADERS = ("SO-AppToken", "Accept-Language", "SO-Language", "SO-Culture", "SO-TimeZone")
_OWN = ("ErrorObject", "RowsPage", "PatchOperation")
_SCALARS = {
    "text": "string",
    "bool": "boolean",
    "bytes": "base64Binary",
    "decimal": "decimal",
    "datetime": "dateTime",
    "date": "date",
    "time": "time",
    "duration": "string",
    "flags": "string",
    "any": "any",
}
_NUMBERS = {
    **dict.fromkeys(("byte", "unsignedByte", "short", "unsignedShort", "int"), "int"),
    **dict.fromkeys(("unsignedInt", "long"), "long"),
    **dict.fromkeys(("unsignedLong", "integer"), "integer"),
}


def read(description: Mapping[str, Any]) -> tuple[Release, Diagnostics]:
    """The description as the generator reads it."""
    diagnostics = Diagnostics()
    source = memory_source(json.dumps(description), "described.json")
    return read_openapi(source, diagnostics), diagnostics


def read_operations(release: Release) -> dict[str, Any]:
    """Each operation of an agent, as it was read."""
    found: dict[str, Any] = {}
    for agent in release.agents:
        for each in agent.operations:
            assert each.agents is not None
            found[f"{agent.name}.{each.name}"] = (
                each.agents.path,
                each.agents.shape,
                each.agents.select,
                each.agents.gives_stream,
                each.agents.headers,
                [(p.name, p.type, p.optional, p.nillable) for p in each.parameters],
                [(p.name, p.type, p.nillable) for p in each.results],
            )
    return found


def read_carriers(release: Release) -> dict[str, Any]:
    """Each carrier's members by name, those of its bases among them, and what tells subtypes apart."""
    carriers = {each.name: each for each in release.carriers}
    return {
        name: (_members(carrier, carriers), _choice(carrier))
        for name, carrier in carriers.items()
        if name not in _OWN
    }


def _members(carrier: Carrier, carriers: Mapping[str, Carrier]) -> dict[str, Any]:
    base = carriers[carrier.base] if carrier.base else None
    inherited = _members(base, carriers) if base else {}
    own = {each.name: (each.type, each.nillable) for each in carrier.fields}
    return {**inherited, **own}


def _choice(carrier: Carrier) -> tuple[str, dict[str, str]] | None:
    """Without the values that OpenAPI takes every subtype to have: its own name."""
    found = carrier.discriminator
    if found is None:
        return None
    return found.field, {value: name for value, name in found.carriers if value != name}


def read_enumerations(release: Release) -> dict[str, list[str]]:
    """The names of each enumeration's members."""
    return {
        each.name: [member.name for member in each.members]
        for each in release.enumerations
        if "." not in each.name
    }


class Expected:
    """What the rows and the carriers of a pair of packages say."""

    def __init__(self, pair: Any) -> None:
        self._rows = pair.proxies("_runtime.codecs.rows")
        self._schemas = pair.proxies("_runtime.codecs.schema")
        self._kinds: dict[Any, None] = {}

    def operations(self, operations: Iterable[Any]) -> dict[str, Any]:
        """Each operation of an agent, as it should be read."""
        found: dict[str, Any] = {}
        for each in operations:
            if each.on_agents:
                row = self._rows.row_of(each)
                found[f"{each.agent}.{each.name}"] = (
                    f"/{each.agents_path}",
                    Shape(each.shape),
                    each.select,
                    each.stream,
                    HEADERS,
                    list(self._parameters(each, row.takes)),
                    list(self._results(each, row)),
                )
        return found

    def _parameters(self, operation: Any, takes: Any) -> Iterator[tuple[Any, ...]]:
        for name, typed in takes:
            if operation.shape == "wrapper":
                nillable = typed.nullable and typed.kind.name != "any"
                yield operation.agents_name(name), self.type(typed.kind), True, nillable
            else:
                optional = operation.shape == "query" and typed.nullable
                yield name, self.type(typed.kind), optional, False

    def _results(self, operation: Any, row: Any) -> Iterator[tuple[Any, ...]]:
        if operation.stream:
            yield "Response", Scalar("stream"), False
        elif row.result:
            yield "Response", self.type(row.result), True
        else:
            for _, typed in row.gives:
                nillable = typed.nullable and typed.kind.name != "any"
                yield "Response", self.type(typed.kind), nillable

    def type(self, kind: Any) -> TypeRef:
        """A kind as JSON can express it."""
        self._kinds[kind] = None
        match kind.name:
            case "int":
                return Scalar(_NUMBERS[kind.xsd])
            case "float":
                return Scalar(kind.xsd)
            case "text" if kind.xsd == "guid":
                return Scalar("guid")
            case "carrier":
                return CarrierRef(kind.xsd)
            case "enumeration":
                return EnumerationRef(kind.xsd)
            case "list":
                return ListOf(self.type(kind.item))
            case "dict":
                return MapOf(STRING, self.type(kind.item))
            case "any":
                return ANY
            case name:
                return Scalar(_SCALARS[name])

    def carriers(self) -> dict[str, Any]:
        """Every carrier that was met on the way from the operations asked about so far."""
        found: dict[str, Any] = {}
        waiting = [each.python for each in self._kinds if each.name == "carrier"]
        while waiting:
            schema = self._schemas.schema_of(waiting.pop())
            if schema.name in found:
                continue
            members: dict[str, Any] = {}
            for field in schema.fields:
                before = len(self._kinds)
                nillable = field.typed.nullable and field.kind.name != "any"
                members[field.wire] = (self.type(field.kind), nillable)
                new = list(self._kinds)[before:]
                waiting += [each.python for each in new if each.name == "carrier"]
            waiting += schema.subtypes
            choice = {k: v.__name__ for k, v in schema.by_discriminator.items()}
            told = (schema.discriminator, choice) if schema.discriminator else None
            found[schema.name] = (members, told)
        return found

    def enumerations(self) -> dict[str, list[str]]:
        """Every enumeration that was met."""
        return {
            each.xsd: [str(member.value) for member in each.python]
            for each in self._kinds
            if each.name == "enumeration"
        }
