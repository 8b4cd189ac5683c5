"""Which JSON name means which SOAP name."""

from __future__ import annotations

from generator.merge.pairs import Pairing, pair_up
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)

INT = Scalar("int")


def fields(**types: TypeRef) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=type) for name, type in types.items())


def values(**types: TypeRef) -> tuple[Parameter, ...]:
    return tuple(Parameter(name=name, type=type) for name, type in types.items())


def release(
    *carriers: Carrier,
    takes: tuple[Parameter, ...] = (),
    gives: tuple[Parameter, ...] = (),
    enumerations: tuple[Enumeration, ...] = (),
) -> Release:
    operation = Operation(name="Get", parameters=takes, results=gives)
    return Release(
        agents=(Agent(name="List", operations=(operation,)),),
        carriers=carriers,
        enumerations=enumerations,
    )


def listed(name: str, *members: str) -> Enumeration:
    return Enumeration(name=name, members=tuple(Member(name=each) for each in members))


def test_an_enumeration_is_called_as_soap_calls_it_at_the_same_field():
    soap = release(Carrier(name="Task", fields=fields(Way=EnumerationRef("Direction"))))
    json = release(Carrier(name="Task", fields=fields(Way=EnumerationRef("Task.Way"))))

    assert pair_up(soap, json) == Pairing({}, {"Task.Way": "Direction"})


def test_lists_of_the_same_members_are_told_apart_by_where_they_stand():
    """The two identical pairs of netserver.md 7.6; content must not decide."""
    ways = ("Unknown", "Incoming", "Outgoing")
    weeks = ("Unknown", "First", "Last")
    places = {
        ("TaskListItem", "Direction"): ("TaskDirection", ways),
        ("DocumentTemplateEntity", "Direction"): ("DocTmplDirection", ways),
        ("RecurrenceMonthPattern", "Pattern"): ("RecurrenceMonthlyPattern", weeks),
        ("RecurrenceYearPattern", "Pattern"): ("RecurrenceYearlyPattern", weeks),
    }
    soap = release(
        *(
            Carrier(name=carrier, fields=fields(**{field: EnumerationRef(name)}))
            for (carrier, field), (name, _) in places.items()
        )
    )
    json = release(
        *(
            Carrier(
                name=carrier,
                fields=fields(**{field: EnumerationRef(f"{carrier}.{field}")}),
            )
            for carrier, field in places
        ),
        enumerations=tuple(
            listed(f"{carrier}.{field}", *members)
            for (carrier, field), (_, members) in places.items()
        ),
    )

    pairing = pair_up(soap, json)

    assert pairing.enumerations == {
        f"{carrier}.{field}": name for (carrier, field), (name, _) in places.items()
    }
    assert pairing.adopted(json.enumerations) == tuple(
        listed(name, *members) for name, members in places.values()
    )


def test_an_enumeration_is_found_through_parameters_by_their_place():
    soap = release(takes=values(Id=INT, Mode=EnumerationRef("UpdateMode")))
    json = release(takes=values(Id=INT, Way=EnumerationRef("Get.Way")))

    assert pair_up(soap, json).enumerations == {"Get.Way": "UpdateMode"}


def test_parameters_of_another_number_pair_nothing():
    soap = release(takes=values(Mode=EnumerationRef("UpdateMode")))
    json = release(takes=values(Mode=EnumerationRef("Get.Mode"), Id=INT))

    assert pair_up(soap, json) == Pairing()


def test_an_enumeration_is_found_through_the_result_and_inside_lists_and_dictionaries():
    soap = release(gives=values(Response=ListOf(MapOf(INT, EnumerationRef("Kind")))))
    json = release(gives=values(Response=ListOf(MapOf(STRING, EnumerationRef("G.R")))))

    assert pair_up(soap, json).enumerations == {"G.R": "Kind"}


def test_members_of_the_base_are_laid_beside_members_that_json_repeats():
    soap = release(
        Carrier(name="Base", fields=fields(Kind=EnumerationRef("StepType"))),
        Carrier(name="Step", base="Base"),
    )
    json = release(
        Carrier(name="Step", fields=fields(Kind=EnumerationRef("Step.Kind")))
    )

    assert pair_up(soap, json).enumerations == {"Step.Kind": "StepType"}


def test_a_carrier_that_json_calls_otherwise_is_found_where_it_is_used():
    soap = release(
        Carrier(name="Task", fields=fields(Id=INT, Way=EnumerationRef("Direction"))),
        gives=values(Response=ListOf(CarrierRef("Task"))),
    )
    json = release(
        Carrier(name="SoTask", fields=fields(Way=EnumerationRef("SoTask.Way"), Id=INT)),
        gives=values(Response=ListOf(CarrierRef("SoTask"))),
    )

    assert pair_up(soap, json) == Pairing(
        {"SoTask": "Task"}, {"SoTask.Way": "Direction"}
    )


def test_carriers_with_other_fields_are_two_carriers():
    soap = release(
        Carrier(name="Task", fields=fields(Id=INT)),
        gives=values(Response=CarrierRef("Task")),
    )
    json = release(
        Carrier(name="SoTask", fields=fields(Name=STRING)),
        gives=values(Response=CarrierRef("SoTask")),
    )

    assert pair_up(soap, json) == Pairing()


def test_a_carrier_whose_name_both_sides_know_is_no_other_one():
    both = (
        Carrier(name="Task", fields=fields(Id=INT)),
        Carrier(name="SoTask", fields=fields(Id=INT)),
    )
    soap = release(*both, gives=values(Response=CarrierRef("Task")))
    json = release(*both, gives=values(Response=CarrierRef("SoTask")))

    assert pair_up(soap, json) == Pairing()


def test_carriers_that_refer_to_each_other_come_to_an_end():
    both = release(
        Carrier(name="Step", fields=fields(Options=ListOf(CarrierRef("Option")))),
        Carrier(name="Option", fields=fields(Steps=ListOf(CarrierRef("Step")))),
    )

    assert pair_up(both, both) == Pairing()


def test_lists_that_become_one_enumeration_are_joined_in_order():
    pairing = Pairing({}, {"A.Kind": "Kind", "B.Kind": "Kind"})

    assert pairing.adopted(
        (listed("A.Kind", "None", "One"), listed("B.Kind", "One", "Two"))
    ) == (
        listed("Kind", "None", "One", "Two"),
    )
