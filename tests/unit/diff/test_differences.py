"""Facts about two releases, without opinions: whole, and the same from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.diagnostics import Origin
from generator.diff.differences import ABSENT, Difference, Subject, differences
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import (
    Carrier,
    Dictionary,
    Discriminator,
    Enumeration,
    Field,
    Member,
)
from generator.model.release import (
    Agent,
    Answer,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import CarrierRef, ListOf, MapOf, Scalar

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


def test_another_namespace_is_one_fact():
    def release(namespace: str) -> Release:
        things = ListOf(CarrierRef("Thing"), "Thing", namespace)
        result = Parameter(name="Response", type=things)
        return Release(
            services="Services1",
            namespace=namespace,
            agents=(
                Agent(name="A", operations=(Operation(name="Get", results=(result,)),)),
            ),
            carriers=(replace(THING, namespace=namespace),),
        )

    assert facts(release("urn:b"), release("urn:a")) == [
        ("release.namespace", "", "urn:a", "urn:b"),
    ]


def test_a_type_that_leaves_the_namespace_is_a_fact_of_its_own():
    old = replace(OLD, carriers=(replace(THING, namespace="urn:Services87"),))
    new = replace(
        OLD,
        services="Services88",
        namespace="urn:Services88",
        carriers=(replace(THING, namespace="urn:"),),
    )

    assert facts(new, old)[1:] == [
        ("carrier.namespace", "Thing", "urn:Services87", "urn:")
    ]


def test_what_a_dictionary_holds_is_a_fact_of_the_dictionary_alone():
    def release(value: Scalar, held: Scalar) -> Release:
        return Release(
            carriers=(
                Carrier(
                    name="Thing",
                    fields=(Field(name="Notes", type=MapOf(INT, held, "Notes")),),
                ),
            ),
            dictionaries=(Dictionary(name="Notes", key=INT, value=value, pair="Pair"),),
        )

    old = release(TEXT, TEXT)
    assert facts(release(INT, INT), old) == [("dictionary.value", "Notes", TEXT, INT)]
    # A reference that says something else than its dictionary is another thing.
    assert facts(release(TEXT, INT), old) == [
        (
            "field.type",
            "Thing.Notes",
            MapOf(INT, TEXT, "Notes"),
            MapOf(INT, INT, "Notes"),
        )
    ]


def test_a_renamed_thing_is_compared_with_what_it_is_now():
    named = Field(name="NameOfIt", type=TEXT)
    there = replace(named, name="NamesOfIt", optional=False, doc="All of them.")
    old = with_thing(replace(THING, fields=(THING.fields[0], named)))
    new = with_thing(replace(THING, fields=(THING.fields[0], there)))

    assert facts(new, old) == [
        ("field-removed", "Thing.NameOfIt", named, ABSENT),
        ("field-added", "Thing.NamesOfIt", ABSENT, there),
    ]
    kept = replace(there, optional=True)
    assert facts(with_thing(replace(THING, fields=(kept, THING.fields[0]))), old) == [
        ("field.name", "Thing.NameOfIt", "NameOfIt", "NamesOfIt"),
        ("field.doc", "Thing.NameOfIt", "", "All of them."),
        ("carrier.fields.order", "Thing", ("Id", "NameOfIt"), ("NameOfIt", "Id")),
    ]


def test_discriminators_are_compared_member_by_member():
    told = Discriminator("Kind", (("a", "A"),))
    old = with_thing(replace(THING, discriminator=told))
    new = with_thing(
        replace(THING, discriminator=replace(told, carriers=(("a", "B"),)))
    )

    assert facts(new, old) == [
        ("carrier.discriminator.carriers", "Thing", (("a", "A"),), (("a", "B"),))
    ]
    assert facts(OLD, old) == [("carrier.discriminator", "Thing", told, ABSENT)]


def test_resources_have_methods_arguments_and_answers():
    get = ResourceOperation(
        name="get",
        verb="GET",
        path="/api/v1/It/{id}",
        parameters=(ResourceParameter(name="id", place="path", type=INT),),
        answers=(Answer(status="200", type=INT), Answer(status="404")),
        origins=(Origin("w.json", "#/get"),),
    )

    def release(operation: ResourceOperation) -> Release:
        return Release(resources=(Resource(name="It", operations=(operation,)),))

    new = replace(
        get,
        path="/api/v1/It/{itId}",
        parameters=(
            ResourceParameter(name="itId", place="path", type=INT, required=True),
            ResourceParameter(name="$select", place="query", type=TEXT),
        ),
        answers=(Answer(status="200", type=TEXT),),
    )
    method = "It.GET /api/v1/It/{id}"

    assert facts(release(new), release(get)) == [
        ("method.path", method, "/api/v1/It/{id}", "/api/v1/It/{itId}"),
        ("argument-removed", f"{method}.path id", get.parameters[0], ABSENT),
        ("argument-added", f"{method}.path itId", ABSENT, new.parameters[0]),
        ("argument-added", f"{method}.query $select", ABSENT, new.parameters[1]),
        ("answer.type", f"{method}.200", INT, TEXT),
        ("answer-removed", f"{method}.404", get.answers[1], ABSENT),
    ]
    assert {each.before for each in differences(release(get), release(new))} == {
        get.origins
    }


def test_of_an_operation_that_a_description_left_out_that_is_all_there_is_to_say():
    def release(**members: Any) -> Release:
        patch = ResourceOperation(name="patch", verb="PATCH", path="/p", **members)
        return Release(resources=(Resource(name="It", operations=(patch,)),))

    assert facts(release(body=INT), release(described=False)) == [
        ("method.described", "It.PATCH /p", False, True)
    ]


def test_the_order_of_what_stands_side_by_side_is_no_fact():
    save = replace(GET, name="Save")
    both = replace(OLD, agents=(Agent(name="A", operations=(GET, save)),))
    turned = replace(OLD, agents=(Agent(name="A", operations=(save, GET)),))

    assert differences(both, turned) == ()
