"""What changes in the generated package, as code that uses it has to write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator.diff.changes import Impact, PythonSide
from generator.diff.differences import Subject
from generator.diff.rules.python_source_changed import plain, python_impact
from generator.diff.symbols import Argument, Symbol, symbols_changed
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
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
from generator.model.types import CarrierRef, EnumerationRef, MapOf, Scalar

INT, TEXT = Scalar("int"), Scalar("string")
KIND = Enumeration(
    name="Kind", members=(Member(name="Big", number=0), Member(name="Small", number=1))
)
BASE = Carrier(name="Base", fields=(Field(name="BaseId", type=INT),))
THING = Carrier(
    name="Thing",
    base="Base",
    fields=(
        Field(name="FullName", type=TEXT, nillable=True),
        Field(name="Kind", type=EnumerationRef("Kind")),
        Field(name="Notes", type=MapOf(TEXT, TEXT, "Notes")),
    ),
)
NOTES = Dictionary(name="Notes", key=TEXT, value=TEXT, pair="Pair")
GET = Operation(
    name="GetThing",
    parameters=(Parameter(name="ThingId", type=INT),),
    results=(Parameter(name="Response", type=CarrierRef("Thing")),),
    agents=AgentsBinding(path="/p", shape=Shape.QUERY),
)
FIND = ResourceOperation(
    name="v1Thing_Find",
    verb="GET",
    path="/api/v1/Thing/{id}",
    parameters=(
        ResourceParameter(name="id", place="path", type=INT, required=True),
        ResourceParameter(name="deep", place="query", type=Scalar("boolean")),
    ),
    answers=(Answer(status="200", type=CarrierRef("Thing")),),
)
OLD = Release(
    agents=(Agent(name="Shelf", operations=(GET,)),),
    resources=(Resource(name="Thing", operations=(FIND,)),),
    carriers=(BASE, THING),
    enumerations=(KIND,),
    dictionaries=(NOTES,),
)


def changed(
    new: Release, renamed: Mapping[Subject, Subject] = {}, old: Release = OLD
) -> list[tuple[str, str, str]]:
    """Subject, old symbol and new one, in words."""
    return [
        (f"{subject.kind} {subject}", str(one or ""), str(other or ""))
        for subject, one, other in symbols_changed(old, new, renamed)
    ]


def with_thing(**members: object) -> Release:
    return replace(OLD, carriers=(BASE, replace(THING, **members)))


def test_a_package_differs_in_nothing_from_itself():
    assert changed(replace(OLD, label="again")) == []


def test_a_method_is_told_with_its_signature():
    more = (*GET.parameters, Parameter(name="Kind", type=EnumerationRef("Kind")))
    new = replace(
        OLD, agents=(Agent(name="Shelf", operations=(replace(GET, parameters=more),)),)
    )

    assert changed(new) == [
        (
            "operation Shelf.GetThing",
            "session.shelf.get_thing(thing_id: int) -> Thing | None",
            "session.shelf.get_thing(thing_id: int, kind: Kind) -> Thing | None",
        )
    ]


def test_a_method_of_a_resource_is_told_with_its_signature():
    less = replace(FIND, parameters=FIND.parameters[:1])
    new = replace(OLD, resources=(Resource(name="Thing", operations=(less,)),))

    assert changed(new) == [
        (
            "method Thing.GET /api/v1/Thing/{id}",
            "session.resources.thing.get(id: int, *, deep: bool | None = None) -> Thing",
            "session.resources.thing.get(id: int) -> Thing",
        )
    ]


def test_attributes_members_and_dictionaries_have_types_and_values():
    fields = (replace(THING.fields[0], type=INT), *THING.fields[1:])
    new = replace(
        with_thing(fields=fields),
        enumerations=(
            replace(KIND, members=(KIND.members[0], Member(name="Small", number=2))),
        ),
        dictionaries=(replace(NOTES, value=INT),),
    )

    assert changed(new) == [
        (
            "field Thing.FullName",
            "Thing.full_name: str | None = None",
            "Thing.full_name: Int32 | None = None",
        ),
        ("member Kind.Small", "Kind.SMALL = 1", "Kind.SMALL = 2"),
        (
            "dictionary Notes",
            'Notes: Annotated[dict[str, str | None], Pairs("Pair")]',
            'Notes: Annotated[dict[str, Int32], Pairs("Pair")]',
        ),
    ]


def test_what_is_in_a_thing_that_is_gone_goes_without_saying():
    new = replace(OLD, agents=(), resources=())

    assert [subject for subject, _, _ in changed(new)] == [
        "agent Shelf",
        "resource Thing",
    ]
    assert [subject for subject, _, _ in changed(OLD, old=new)] == [
        "agent Shelf",
        "resource Thing",
    ]


def test_what_is_in_a_renamed_class_goes_without_saying():
    other = replace(THING, name="Item")

    def renamed(operation: Operation) -> Operation:
        result = Parameter(name="Response", type=CarrierRef("Item"))
        return replace(operation, results=(result,))

    new = Release(
        agents=(Agent(name="Shelf", operations=(renamed(GET),)),),
        carriers=(BASE, other),
        enumerations=(KIND,),
        dictionaries=(NOTES,),
    )
    names = {Subject("carrier", ("Thing",)): Subject("carrier", ("Item",))}

    assert changed(new, names, replace(OLD, resources=())) == [
        (
            "operation Shelf.GetThing",
            "session.shelf.get_thing(thing_id: int) -> Thing | None",
            "session.shelf.get_thing(thing_id: int) -> Item | None",
        ),
        ("carrier Thing", "Thing", "Item"),
    ]


def test_a_renamed_field_is_one_change_under_the_old_name():
    fields = (replace(THING.fields[0], name="FirstName"), *THING.fields[1:])
    old, new = (Subject("field", ("Thing", it)) for it in ("FullName", "FirstName"))

    assert changed(with_thing(fields=fields), {old: new}) == [
        (
            "field Thing.FullName",
            "Thing.full_name: str | None = None",
            "Thing.first_name: str | None = None",
        )
    ]


def test_a_field_that_comes_from_the_base_now_is_no_change():
    moved = THING.fields[0]
    new = replace(
        OLD,
        carriers=(
            replace(BASE, fields=(*BASE.fields, moved)),
            replace(THING, fields=THING.fields[1:]),
        ),
    )
    added = ("field Base.FullName", "", "Base.full_name: str | None = None")
    removed = ("field Base.FullName", "Base.full_name: str | None = None", "")

    assert changed(new) == [added]
    assert changed(OLD, old=new) == [removed]


def test_another_field_in_the_base_is_one():
    other = replace(THING.fields[0], type=INT)
    new = replace(
        OLD,
        carriers=(
            replace(BASE, fields=(*BASE.fields, other)),
            replace(THING, fields=THING.fields[1:]),
        ),
    )

    assert changed(new) == [
        (
            "field Thing.FullName",
            "Thing.full_name: str | None = None",
            "Thing.full_name: Int32 | None = None",
        ),
        ("field Base.FullName", "", "Base.full_name: Int32 | None = None"),
    ]


def test_a_default_follows_its_enumeration():
    new = replace(
        OLD,
        enumerations=(
            replace(KIND, members=(Member(name="Vast", number=0), KIND.members[1])),
        ),
    )

    assert (
        "field Thing.Kind",
        "Thing.kind: Kind = Kind.BIG",
        "Thing.kind: Kind = Kind.VAST",
    ) in changed(new)


def test_a_class_that_gains_a_base_keeps_its_name():
    before = with_thing(base=None)

    subject, old, new = next(symbols_changed(before, OLD, {}))

    assert subject == Subject("carrier", ("Thing",))
    assert (old, new) == (
        Symbol(name="Thing", module="carriers.thing"),
        Symbol(name="Thing", module="carriers.thing", base="Base"),
    )


ID = Argument("id", "int")
DEEP = Argument("deep", "bool | None", needed=False, by_name=True)
METHOD = Symbol(name="session.a.get", arguments=(ID, DEEP), type="Thing")
FIELD = Symbol(name="Thing.id", type="Int32", value="0")
CLASS = Symbol(name="Thing", module="carriers.thing", base="Base")


def taking(*arguments: Argument) -> Symbol:
    return replace(METHOD, arguments=arguments)


@pytest.mark.parametrize(
    ("old", "new", "impact"),
    [
        (None, METHOD, Impact.SAFE),
        (METHOD, None, Impact.BREAKING),
        (METHOD, METHOD, Impact.SAFE),
        (METHOD, replace(METHOD, name="session.a.take"), Impact.BREAKING),
        (METHOD, replace(METHOD, type="Thing | None"), Impact.BREAKING),
        (replace(METHOD, type="Thing | None"), METHOD, Impact.SAFE),
        (METHOD, replace(METHOD, type=""), Impact.BREAKING),
        (METHOD, taking(replace(ID, type="int | None"), DEEP), Impact.SAFE),
        (METHOD, taking(ID, replace(DEEP, type="bool")), Impact.BREAKING),
        (METHOD, taking(replace(ID, type="Int64"), DEEP), Impact.SAFE),
        (METHOD, taking(ID), Impact.BREAKING),
        (METHOD, taking(replace(ID, name="key"), DEEP), Impact.BREAKING),
        (METHOD, taking(replace(ID, type="str"), DEEP), Impact.BREAKING),
        (METHOD, taking(ID, replace(DEEP, needed=True)), Impact.BREAKING),
        (METHOD, taking(ID, Argument("more", "int"), DEEP), Impact.BREAKING),
        (METHOD, taking(Argument("more", "int", needed=False), ID), Impact.BREAKING),
        (METHOD, taking(replace(ID, by_name=True), DEEP), Impact.BREAKING),
        (METHOD, taking(replace(ID, needed=False), DEEP), Impact.SAFE),
        (
            METHOD,
            taking(ID, DEEP, Argument("more", "int", needed=False, by_name=True)),
            Impact.SAFE,
        ),
        (FIELD, replace(FIELD, type="Int64"), Impact.SAFE),
        (FIELD, replace(FIELD, type="str"), Impact.BREAKING),
        (FIELD, replace(FIELD, value="1"), Impact.RISKY),
        (FIELD, replace(FIELD, type='Annotated[Int32, In("urn:x")]'), Impact.SAFE),
        (CLASS, replace(CLASS, module="carriers.things"), Impact.BREAKING),
        (CLASS, replace(CLASS, base="Other"), Impact.BREAKING),
        (CLASS, replace(CLASS, base=""), Impact.BREAKING),
        (replace(CLASS, base=""), CLASS, Impact.SAFE),
    ],
)
def test_how_bad_it_is_for_code(old: Symbol | None, new: Symbol | None, impact: Impact):
    assert python_impact(PythonSide(old, new)) is impact


def test_marks_for_xml_are_no_part_of_a_type():
    marked = 'dict[str, Annotated[list[Annotated[Int16, A("b")]] | None, Items("i")]]'

    assert plain(marked) == "dict[str, list[int] | None]"
