"""Facts about two releases, without opinions: whole, and the same from both sides."""

from __future__ import annotations

from dataclasses import replace

from generator.diagnostics import Origin
from generator.diff.differences import ABSENT, Difference, Subject, differences
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import CarrierRef, Scalar

INT, TEXT = Scalar("int"), Scalar("string")
GET = Operation(
    name="Get",
    parameters=(Parameter(name="Id", type=INT), Parameter(name="Deep", type=INT)),
    results=(Parameter(name="Response", type=CarrierRef("Thing")),),
    agents=AgentsBinding(path="/api/v1/Agents/A/Get", shape=Shape.WRAPPER),
    doc="Get one.",
    origins=(Origin("a.json", "#/get"),),
)
THING = Carrier(
    name="Thing",
    fields=(Field(name="Id", type=INT), Field(name="Name", type=TEXT)),
)
OLD = Release(
    label="1",
    services="Services87",
    namespace="urn:Services87",
    agents=(Agent(name="A", operations=(GET,)),),
    carriers=(THING,),
    enumerations=(Enumeration(name="E", members=(Member(name="X", number=1),)),),
)


def facts(new: Release, old: Release = OLD) -> list[tuple[str, str, object, object]]:
    return [
        (each.kind, str(each.subject), each.old, each.new)
        for each in differences(old, new)
    ]


def with_operation(operation: Operation) -> Release:
    return replace(OLD, agents=(Agent(name="A", operations=(operation,)),))


def with_thing(carrier: Carrier) -> Release:
    return replace(OLD, carriers=(carrier,))


def test_a_release_differs_in_nothing_from_itself():
    assert differences(OLD, replace(OLD, label="2")) == ()


def test_what_is_added_to_one_is_removed_from_the_other():
    save = replace(GET, name="Save")
    new = replace(OLD, agents=(Agent(name="A", operations=(GET, save)),))

    assert facts(new) == [("operation-added", "A.Save", ABSENT, save)]
    assert facts(OLD, new) == [("operation-removed", "A.Save", save, ABSENT)]
    assert [each.reversed for each in differences(OLD, new)] == list(
        differences(new, OLD)
    )


def test_a_fact_says_where_both_releases_have_it():
    there = replace(GET, doc="Get it.", origins=(Origin("b.json", "#/get"),))

    assert differences(OLD, with_operation(there)) == (
        Difference(
            subject=Subject("operation", ("A", "Get")),
            aspect="doc",
            old="Get one.",
            new="Get it.",
            before=(Origin("a.json", "#/get"),),
            after=(Origin("b.json", "#/get"),),
        ),
    )


def test_types_order_and_bindings_are_aspects():
    first, second = GET.parameters
    binding = AgentsBinding(path="/api/v1/Agents/A/Get", shape=Shape.QUERY)
    turned = replace(
        GET, parameters=(replace(second, type=TEXT), first), agents=binding
    )

    assert facts(with_operation(turned)) == [
        ("parameter.type", "A.Get.Deep", INT, TEXT),
        ("operation.parameters.order", "A.Get", ("Id", "Deep"), ("Deep", "Id")),
        ("operation.agents.shape", "A.Get", Shape.WRAPPER, Shape.QUERY),
    ]


def test_a_wire_may_be_lost():
    assert facts(with_operation(replace(GET, agents=None))) == [
        ("operation.agents", "A.Get", GET.agents, ABSENT)
    ]


def test_fields_and_members():
    name = Field(name="Name", type=TEXT, nillable=True)
    assert facts(with_thing(replace(THING, fields=(THING.fields[0], name)))) == [
        ("field.nillable", "Thing.Name", False, True)
    ]
    assert facts(
        replace(
            OLD,
            enumerations=(
                Enumeration(name="E", members=(Member(name="X", number=2),)),
            ),
        )
    ) == [("member.number", "E.X", 1, 2)]


def test_another_service_version_is_one_fact():
    carrier = replace(THING, namespace="urn:Services87")
    old = replace(OLD, carriers=(carrier,))
    new = replace(
        OLD,
        services="Services88",
        namespace="urn:Services88",
        carriers=(replace(carrier, namespace="urn:Services88"),),
    )

    assert facts(new, old) == [
        ("release.services", "", "Services87", "Services88"),
    ]
