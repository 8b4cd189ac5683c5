"""Two small releases, and the report of what differs between them."""

from __future__ import annotations

from dataclasses import replace

from generator.diagnostics import Origin
from generator.diff.changes import Change
from generator.diff.compare import Comparison, compare
from generator.diff.report import Report, Side, report
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Carrier, Field
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import CarrierRef, Scalar

INT, TEXT = Scalar("int"), Scalar("string")
OLD_SIDE = Side(name="1.2", label="1.2")
NEW_SIDE = Side(name="1.3", label="1.3")


def operation(name: str, *takes: Parameter, line: str, doc: str = "") -> Operation:
    return Operation(
        name=name,
        parameters=takes,
        results=(Parameter(name="Response", type=CarrierRef("Person")),),
        agents=AgentsBinding(path=f"/api/v1/Agents/Person/{name}", shape=Shape.WRAPPER),
        doc=doc,
        origins=(Origin("person.json", line),),
    )


def person(*fields: str) -> Carrier:
    return Carrier(
        name="Person",
        fields=tuple(
            Field(name=name, type=TEXT, origins=(Origin("person.json", "30"),))
            for name in fields
        ),
        origins=(Origin("person.json", "29"),),
    )


ID = Parameter(name="Id", type=INT)
DEEP = Parameter(name="Deep", type=INT)
OLD = Release(
    label="1.2",
    agents=(
        Agent(
            name="Person",
            operations=(
                operation("GetPerson", ID, line="10", doc="Get one."),
                operation("FindPerson", ID, line="12"),
            ),
        ),
    ),
    carriers=(person("Name", "Salutation"),),
)
NEW = replace(
    OLD,
    label="1.3",
    agents=(
        Agent(
            name="Person",
            operations=(
                operation("GetPerson", ID, DEEP, line="11", doc="Get a person."),
                operation("FindPerson", ID, line="13"),
                operation("NewPerson", line="14"),
            ),
        ),
    ),
    carriers=(person("Name"),),
)


def compared(old: Release = OLD, new: Release = NEW) -> Comparison:
    return compare(old, new)


def changes(old: Release = OLD, new: Release = NEW) -> tuple[Change, ...]:
    return compared(old, new).changes


def reported(old: Release = OLD, new: Release = NEW, *, reason: str = "") -> Report:
    """The report; with a reason, what breaks is accepted."""
    comparison = compared(old, new)
    if reason:
        accepted = tuple(
            replace(each, accepted=reason) if each.rule == "field-removed" else each
            for each in comparison.changes
        )
        comparison = replace(comparison, changes=accepted)
    return report(comparison, OLD_SIDE, NEW_SIDE)


def hostile(name: str) -> Report:
    """A report in which every name that the metadata chooses is `name`, as far as it may be."""
    old = Release(
        label=name,
        agents=(
            Agent(
                name=name,
                operations=(
                    replace(
                        operation(name, Parameter(name=name, type=INT), line="1"),
                        doc=name,
                        origins=(Origin(name, name),),
                    ),
                ),
            ),
        ),
        carriers=(
            Carrier(
                name="Person",
                fields=(Field(name=name, type=INT, origins=(Origin(name, name),)),),
            ),
        ),
    )
    new = replace(
        old,
        agents=(
            Agent(
                name=name,
                operations=(
                    replace(
                        operation(name, Parameter(name=name, type=TEXT), line="1"),
                        origins=(Origin(name, name),),
                    ),
                ),
            ),
        ),
        carriers=(Carrier(name="Person"),),
    )
    comparison = compare(old, new)
    accepted = replace(comparison.changes[0], accepted=name)
    comparison = replace(comparison, changes=(accepted, *comparison.changes[1:]))
    return report(comparison, Side(name=name, label=name), Side(name=name, label=name))
