"""Answers with several parts get a carrier, so that a method gives one value."""

from __future__ import annotations

from dataclasses import replace

from generator.model.carriers import Carrier, Field
from generator.model.release import Operation, Release


def with_result_carriers(
    release: Release,
) -> tuple[Release, dict[tuple[str, str], str]]:
    """The release with those carriers added, and the carrier's name by agent and operation.

    Such a carrier is called as the response element, which several operations may share
    ("AuthenticateResponse"); where that name is taken, the agent's stands before it.
    """
    taken = {
        each.name
        for group in (release.carriers, release.enumerations, release.dictionaries)
        for each in group
    }
    made: dict[str, Carrier] = {}
    names: dict[tuple[str, str], str] = {}
    for agent in release.agents:
        for operation in agent.operations:
            if len(operation.results) < 2:
                continue
            fields = _fields(operation)
            element = (
                operation.soap.response if operation.soap else f"{operation.name}Result"
            )
            name, number = element, 1
            while name in taken or (name in made and made[name].fields != fields):
                number += 1
                name = f"{agent.name}{element}{number if number > 2 else ''}"
            made.setdefault(
                name,
                Carrier(
                    name=name,
                    fields=fields,
                    namespace=operation.soap.namespace if operation.soap else "",
                    doc=f"What {agent.name}.{operation.name} gives.",
                ),
            )
            names[agent.name, operation.name] = name
    return replace(release, carriers=(*release.carriers, *made.values())), names


def _fields(operation: Operation) -> tuple[Field, ...]:
    namespaces = dict(operation.soap.namespaces) if operation.soap else {}
    return tuple(
        Field(
            name=result.name,
            namespace=namespaces.get(result.name),
            type=result.type,
            optional=result.optional,
            nillable=result.nillable,
            doc=result.doc,
        )
        for result in operation.results
    )
