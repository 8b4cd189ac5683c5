"""A rename is claimed on strong evidence, and on nothing less."""

from __future__ import annotations

from typing import Any

from generator.diff.differences import differences
from generator.diff.renames import renamed
from generator.diff.terms import Terms
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    Release,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import CarrierRef, ListOf, Scalar, TypeRef

INT, TEXT = Scalar("int"), Scalar("string")
AS_THEY_ARE = Terms(Release(), Release())


def found(gone: list[Any], come: list[Any]) -> dict[str, str]:
    """What of the things that are gone came back, by name."""
    return renamed(
        {each.name: each for each in gone},
        {each.name: each for each in come},
        AS_THEY_ARE,
    )


def field(name: str, type: TypeRef = TEXT, *, nillable: bool = False) -> Field:
    return Field(name=name, type=type, nillable=nillable)


def carrier(name: str, *fields: str, base: str | None = None) -> Carrier:
    return Carrier(name=name, fields=tuple(map(field, fields)), base=base)


def test_fields_of_one_type_with_names_alike():
    assert found([field("CustName")], [field("CustomerName")]) == {
        "CustName": "CustomerName"
    }


def test_names_that_are_not_alike_are_two_things():
    assert found([field("Salutation")], [field("Title")]) == {}


def test_another_type_is_another_field():
    assert found([field("CustName")], [field("CustomerName", INT)]) == {}
    assert found([field("CustName")], [field("CustomerName", nillable=True)]) == {}


def test_two_candidates_are_none():
    assert found([field("Name1")], [field("Name2"), field("Name3")]) == {}
    assert found([field("Name1"), field("Name2")], [field("Name3")]) == {}


def test_case_alone_is_a_rename():
    assert found([field("Username")], [field("UserName")]) == {"Username": "UserName"}


def test_parameters_as_fields():
    old, new = Parameter(name="TaskIds", type=INT), Parameter(
        name="SoTaskIds", type=INT
    )

    assert found([old], [new]) == {"TaskIds": "SoTaskIds"}


def test_operations_take_and_give_the_same():
    def operation(name: str, *types: TypeRef) -> Operation:
        parameters = tuple(
            Parameter(name=f"P{n}", type=it) for n, it in enumerate(types)
        )
        return Operation(name=name, parameters=parameters)

    assert found([operation("GetList", INT)], [operation("GetLists", INT)]) == {
        "GetList": "GetLists"
    }
    assert found([operation("GetList", INT)], [operation("GetLists", TEXT)]) == {}
    # Two that take and give nothing have nothing in common.
    assert found([operation("GetList")], [operation("GetLists")]) == {}


def test_agents_have_nearly_all_operations_in_common():
    def agent(name: str, count: int) -> Agent:
        return Agent(
            name=name,
            operations=tuple(Operation(name=f"O{number}") for number in range(count)),
        )

    assert found([agent("Dashboard", 5)], [agent("Tiles", 4)]) == {"Dashboard": "Tiles"}
    assert found([agent("Dashboard", 6)], [agent("Dashboards", 4)]) == {}
    assert found([agent("Dashboard", 2)], [agent("Dashboards", 2)]) == {}


def test_carriers_of_equal_fields_whatever_their_names():
    assert found([carrier("A", "X", "Y", "Z")], [carrier("Other", "X", "Y", "Z")]) == {
        "A": "Other"
    }
    assert found([carrier("A", "X", "Y")], [carrier("Other", "X", "Y")]) == {}
    assert (
        found(
            [carrier("A", "X", "Y", "Z")], [carrier("Other", "X", "Y", "Z", base="B")]
        )
        == {}
    )


def test_carriers_of_nearly_equal_fields_with_names_much_alike():
    old = carrier("FieldData", "V", "W", "X", "Y", "Z")

    assert found([old], [carrier("FieldDatum", "V", "W", "X", "Y")]) == {
        "FieldData": "FieldDatum"
    }
    assert found([old], [carrier("Column", "V", "W", "X", "Y")]) == {}


def test_enumerations_of_equal_members():
    def enumeration(name: str, *members: str, flags: bool = False) -> Enumeration:
        return Enumeration(
            name=name, members=tuple(Member(name=it) for it in members), flags=flags
        )

    old = enumeration("TaskState", "Open", "Done")

    assert found([old], [enumeration("TaskStatus", "Open", "Done")]) == {
        "TaskState": "TaskStatus"
    }
    assert found([old], [enumeration("TaskStatus", "Done", "Open")]) == {}
    assert found([old], [enumeration("TaskStatus", "Open", "Done", flags=True)]) == {}


def test_members_of_one_number():
    days, working = Member(name="Days", number=2), Member(name="WorkingDays", number=2)

    assert found([days], [working]) == {"Days": "WorkingDays"}
    assert found([days], [Member(name="WorkingDays", number=3)]) == {}
    assert found([Member(name="Days")], [Member(name="WorkingDays")]) == {}


def test_padding_of_flags_gets_a_name():
    padding = Member(name="UndefinedValue8", number=8)

    assert found([padding], [Member(name="HotlistUsed", number=8)]) == {
        "UndefinedValue8": "HotlistUsed"
    }


def test_dictionaries_of_equal_keys_and_values():
    def dictionary(name: str, value: TypeRef) -> Dictionary:
        return Dictionary(name=name, key=TEXT, value=value, pair="Pair")

    assert found([dictionary("NoteMap", INT)], [dictionary("NotesMap", INT)]) == {
        "NoteMap": "NotesMap"
    }
    assert found([dictionary("NoteMap", INT)], [dictionary("NotesMap", TEXT)]) == {}


def test_placeholders_in_one_place_are_one_thing():
    def argument(name: str, place: str) -> ResourceParameter:
        return ResourceParameter(name=name, place=place, type=INT, required=True)

    assert found([argument("id", "path")], [argument("personId", "path")]) == {
        "id": "personId"
    }
    assert found([argument("id", "query")], [argument("personId", "query")]) == {}


def test_operations_of_resources_keep_their_operation_id():
    old = ResourceOperation(name="get", verb="GET", path="/a")
    moved = ResourceOperation(name="get", verb="GET", path="/b")
    other = ResourceOperation(name="get", verb="PUT", path="/b")
    unnamed = ResourceOperation(name="GET /a", verb="GET", path="/a")

    def keyed(gone: ResourceOperation, come: ResourceOperation) -> dict[str, str]:
        return renamed({"old": gone}, {"new": come}, AS_THEY_ARE)

    assert keyed(old, moved) == {"old": "new"}
    assert keyed(old, other) == {}
    assert keyed(unnamed, unnamed) == {}


def test_the_service_version_in_a_namespace_hides_no_rename():
    def release(version: str, name: str) -> Release:
        namespace = f"urn:Services{version}"
        things = ListOf(CarrierRef("Thing"), "Thing", namespace)
        operation = Operation(
            name=name, results=(Parameter(name="Response", type=things),)
        )
        return Release(
            services=f"Services{version}",
            namespace=namespace,
            agents=(Agent(name="A", operations=(operation,)),),
            carriers=(Carrier(name="Thing", namespace=namespace),),
        )

    facts = differences(release("1", "GetThings"), release("2", "GetThingList"))

    assert [(each.kind, each.new) for each in facts] == [
        ("release.services", "Services2"),
        ("operation.name", "GetThingList"),
    ]
