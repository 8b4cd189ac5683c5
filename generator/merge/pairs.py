"""Which JSON name means which SOAP name, found by laying the two descriptions side by side.

JSON has enumerations without names, and calls a few carriers otherwise. Where an operation or a
field is the same on both sides, so is its type; that gives the names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Operation, Release
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    TypeRef,
)


@dataclass(slots=True)
class Pairing:
    """JSON name -> SOAP name, of carriers that are called otherwise and of enumerations."""

    carriers: dict[str, str] = field(default_factory=dict[str, str])
    enumerations: dict[str, str] = field(default_factory=dict[str, str])

    def adopted(self, enumerations: Iterable[Enumeration]) -> tuple[Enumeration, ...]:
        """JSON's enumerations in SOAP's names; those that become one are joined in order."""
        found: dict[str, Enumeration] = {}
        for enumeration in enumerations:
            name = self.enumerations.get(enumeration.name, enumeration.name)
            known = found.get(name)
            if known is None:
                found[name] = replace(enumeration, name=name)
                continue
            names = {member.name for member in known.members}
            more: tuple[Member, ...] = tuple(
                member for member in enumeration.members if member.name not in names
            )
            found[name] = replace(known, members=known.members + more)
        return tuple(found.values())


def pair_up(soap: Release, json: Release) -> Pairing:
    """Follow every operation and carrier that both releases have, and what they refer to."""
    pairing = Pairing()
    soap_carriers = {carrier.name: carrier for carrier in soap.carriers}
    json_carriers = {carrier.name: carrier for carrier in json.carriers}
    waiting = [
        *_operation_pairs(soap, json),
        *(
            (CarrierRef(name), CarrierRef(name))
            for name in soap_carriers
            if name in json_carriers
        ),
    ]
    seen: set[tuple[TypeRef, TypeRef]] = set()
    while waiting:
        pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        match pair:
            case ListOf(item=fine), ListOf(item=coarse):
                waiting.append((fine, coarse))
            case MapOf(value=fine), MapOf(value=coarse):
                waiting.append((fine, coarse))
            case EnumerationRef(name=fine_name), EnumerationRef(name=coarse_name):
                pairing.enumerations.setdefault(coarse_name, fine_name)
            case CarrierRef(name=fine_name), CarrierRef(name=coarse_name):
                fine, coarse = (
                    soap_carriers.get(fine_name),
                    json_carriers.get(coarse_name),
                )
                if fine is None or coarse is None:
                    continue
                if fine_name != coarse_name:
                    if (
                        fine_name in json_carriers
                        or coarse_name in soap_carriers
                        or not _alike(soap, fine, coarse)
                    ):
                        continue
                    pairing.carriers.setdefault(coarse_name, fine_name)
                waiting.extend(_field_pairs(soap.all_fields(fine), coarse.fields))
            case _:
                pass
    return pairing


def _alike(soap: Release, fine: Carrier, coarse: Carrier) -> bool:
    """Whether two carriers of different names have the same field names."""
    return {each.name for each in soap.all_fields(fine)} == {
        each.name for each in coarse.fields
    }


def _operation_pairs(soap: Release, json: Release) -> Iterator[tuple[TypeRef, TypeRef]]:
    agents = {agent.name: agent for agent in json.agents}
    for agent in soap.agents:
        other = agents.get(agent.name)
        if other is None:
            continue
        operations = {operation.name: operation for operation in other.operations}
        for operation in agent.operations:
            theirs = operations.get(operation.name)
            if theirs is not None:
                yield from _value_pairs(operation, theirs)


def _value_pairs(soap: Operation, json: Operation) -> Iterator[tuple[TypeRef, TypeRef]]:
    if len(soap.parameters) == len(json.parameters):
        for fine, coarse in zip(soap.parameters, json.parameters, strict=True):
            yield fine.type, coarse.type
    if len(soap.results) == 1 and len(json.results) == 1:
        yield soap.results[0].type, json.results[0].type


def _field_pairs(
    soap: Iterable[Field], json: Iterable[Field]
) -> Iterator[tuple[TypeRef, TypeRef]]:
    coarse = {each.name: each.type for each in json}
    for each in soap:
        if each.name in coarse:
            yield each.type, coarse[each.name]
