"""Enumerations of both wires: names and numbers from where they are right.

WSDL numbers members but leaves out the zero and the composites of flags, and pads missing bits
with "UndefinedValueN"; the Agents description has the real names in the order of their values, and
no numbers. So a name that only JSON has and that stands before all others is the zero; one that
comes later is a composite whose number is not published (it stays without one).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from generator.diagnostics import Diagnostics, quoted
from generator.model.carriers import Enumeration, Member
from generator.model.release import Release
from generator.model.rewrite import replace_types
from generator.model.types import EnumerationRef, TypeRef


def merge_enumerations(soap: Release, json: Release) -> tuple[Enumeration, ...]:
    """SOAP's enumerations with the names that JSON adds, then those that only JSON has."""
    described = {each.name: each for each in json.enumerations}
    merged: list[Enumeration] = []
    for enumeration in soap.enumerations:
        other = described.pop(enumeration.name, None)
        merged.append(_merge(enumeration, other) if other else enumeration)
    return (*merged, *described.values())


def report_unnumbered(
    enumerations: Iterable[Enumeration], diagnostics: Diagnostics
) -> None:
    """Note the members whose number nobody knows, where that of others is known."""
    for enumeration in enumerations:
        unknown = [each.name for each in enumeration.members if each.number is None]
        if unknown and len(unknown) < len(enumeration.members):
            diagnostics.note(
                "number-unknown",
                f"enumeration {enumeration.name} has "
                f"{', '.join(map(quoted, unknown))} in the Agents description alone, "
                "without a number",
                enumeration.origins[-1] if enumeration.origins else None,
                hint="it is kept as it comes; [[enumeration.member]] in overlay.toml gives "
                "it a number",
            )


def _merge(soap: Enumeration, json: Enumeration) -> Enumeration:
    known = {member.name for member in soap.members}
    numbers = {member.number for member in soap.members}
    leading: list[Member] = []
    trailing: list[Member] = []
    before = True
    for member in json.members:
        if member.name in known:
            before = False
        elif before and soap.flags and not leading and 0 not in numbers:
            leading.append(replace(member, number=0))
        else:
            trailing.append(member)
    docs = {member.name: member.doc for member in json.members}
    members = tuple(
        replace(member, doc=member.doc or docs.get(member.name, ""))
        for member in soap.members
    )
    return replace(
        soap,
        members=(*leading, *members, *trailing),
        doc=soap.doc or json.doc,
        origins=soap.origins + json.origins,
    )


def name_the_unnamed(json: Release, taken: Release) -> Release:
    """Give names to the enumerations that stand inline ("Owner.Field") and met none of SOAP's.

    Lists with the same members in the same order under the same field name are one enumeration,
    called as the field where that name is free, else as owner and field together.
    """
    names = {
        each.name
        for release in (json, taken)
        for group in (release.carriers, release.enumerations, release.dictionaries)
        for each in group
    }
    unnamed: dict[str, dict[tuple[str, ...], list[Enumeration]]] = defaultdict(dict)
    for enumeration in json.enumerations:
        if "." in enumeration.name:
            field = enumeration.name.rpartition(".")[2]
            members = tuple(member.name for member in enumeration.members)
            unnamed[field].setdefault(members, []).append(enumeration)
    renames: dict[str, str] = {}
    for field, groups in unnamed.items():
        for group in groups.values():
            wanted = field[:1].upper() + field[1:]
            if len(groups) > 1 or wanted in names:
                wanted = "".join(
                    part[:1].upper() + part[1:] for part in group[0].name.split(".")
                )
            name = wanted
            number = 2
            while name in names:
                name = f"{wanted}{number}"
                number += 1
            names.add(name)
            renames.update((each.name, name) for each in group)
    if not renames:
        return json

    def rename(type: TypeRef) -> TypeRef:
        if isinstance(type, EnumerationRef):
            return EnumerationRef(renames.get(type.name, type.name))
        return type

    enumerations: dict[str, Enumeration] = {}
    for enumeration in json.enumerations:
        name = renames.get(enumeration.name, enumeration.name)
        enumerations.setdefault(name, replace(enumeration, name=name))
    return replace(
        replace_types(json, rename), enumerations=tuple(enumerations.values())
    )
