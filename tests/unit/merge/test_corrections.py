"""What corrections do to a release."""

from __future__ import annotations

from typing import Any

from generator.diagnostics import Diagnostic, Diagnostics, Origin, Severity
from generator.merge.corrections import apply, rename, report_absent
from generator.merge.overlay import (
    CarrierDiscriminator,
    CarrierRename,
    Drop,
    EnumerationMember,
    FieldType,
    Overlay,
    ParameterRename,
)
from generator.model.bindings import AgentsBinding, Shape, SoapBinding
from generator.model.carriers import Carrier, Discriminator, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    Scalar,
)

INT = Scalar("int")
HERE = Origin("overlay.toml")
TASK = Overlay(carrier_renames=(CarrierRename("SoTask", "Task", "", HERE),))


def applied(release: Release, overlay: Overlay) -> tuple[Release, list[Diagnostic]]:
    found = Diagnostics()
    return apply(release, overlay, found), found.items


def unused(what: str) -> Diagnostic:
    return Diagnostic(
        id="correction-unused",
        severity=Severity.WARNING,
        message=what,
        origin=HERE,
        expected="a name as the sources spell it",
        hint="the correction does nothing; take it out, or spell it as the sources do",
    )


# --- carriers that are renamed or dropped


def test_a_renamed_carrier_is_renamed_wherever_it_stands():
    step = Carrier(name="Step", discriminator=Discriminator("Type", (("A", "SoTask"),)))
    below = Carrier(
        name="Below",
        base="SoTask",
        fields=(Field(name="Tasks", type=ListOf(CarrierRef("SoTask"))),),
    )

    assert rename(Release(carriers=(step, Carrier(name="SoTask"), below)), TASK) == (
        Release(
            carriers=(
                Carrier(
                    name="Step", discriminator=Discriminator("Type", (("A", "Task"),))
                ),
                Carrier(name="Task"),
                Carrier(
                    name="Below",
                    base="Task",
                    fields=(Field(name="Tasks", type=ListOf(CarrierRef("Task"))),),
                ),
            )
        )
    )


def test_a_carrier_is_not_renamed_to_a_name_that_its_side_has():
    release = Release(carriers=(Carrier(name="SoTask"), Carrier(name="Task")))

    assert rename(release, TASK) == release


def test_two_carriers_are_not_renamed_to_one_name():
    release = Release(carriers=(Carrier(name="A"), Carrier(name="B")))
    overlay = Overlay(
        carrier_renames=(CarrierRename("A", "C", ""), CarrierRename("B", "C", ""))
    )

    assert rename(release, overlay) == Release(
        carriers=(Carrier(name="C"), Carrier(name="B"))
    )


def test_what_refers_to_a_dropped_type_takes_any_value():
    release = Release(
        carriers=(
            Carrier(
                name="Call",
                fields=(
                    Field(name="Token", type=CarrierRef("Token")),
                    Field(name="Kind", type=ListOf(EnumerationRef("Kind"))),
                ),
                discriminator=Discriminator("F", (("A", "Token"), ("B", "Call"))),
            ),
            Carrier(name="Token"),
        ),
        enumerations=(Enumeration(name="Kind"),),
    )

    assert rename(release, Overlay(drops=(Drop("Token", ""), Drop("Kind", "")))) == (
        Release(
            carriers=(
                Carrier(
                    name="Call",
                    fields=(
                        Field(name="Token", type=ANY),
                        Field(name="Kind", type=ListOf(ANY)),
                    ),
                    discriminator=Discriminator("F", (("B", "Call"),)),
                ),
            )
        )
    )


# --- types and members


def test_a_field_gets_the_type_that_it_really_has():
    field = Field(name="Length", type=STRING, nillable=True)
    overlay = Overlay(field_types=(FieldType("Window", "Length", "duration", ""),))
    release = Release(
        carriers=(
            Carrier(name="Window", fields=(field, Field(name="Name", type=STRING))),
            Carrier(name="Other", fields=(field,)),
        )
    )

    assert applied(release, overlay) == (
        Release(
            carriers=(
                Carrier(
                    name="Window",
                    fields=(
                        Field(name="Length", type=Scalar("duration"), nillable=True),
                        Field(name="Name", type=STRING),
                    ),
                ),
                Carrier(name="Other", fields=(field,)),
            )
        ),
        [],
    )


def test_members_are_added_and_numbered():
    release = Release(
        enumerations=(
            Enumeration(
                name="Right",
                members=(Member(name="R", number=1), Member(name="F")),
                flags=True,
            ),
            Enumeration(name="Other", members=(Member(name="F"),)),
        )
    )
    overlay = Overlay(
        members=(
            EnumerationMember("Right", "F", 16, ""),
            EnumerationMember("Right", "RF", 17, ""),
        )
    )

    assert applied(release, overlay) == (
        Release(
            enumerations=(
                Enumeration(
                    name="Right",
                    members=(
                        Member(name="R", number=1),
                        Member(name="F", number=16),
                        Member(name="RF", number=17),
                    ),
                    flags=True,
                ),
                Enumeration(name="Other", members=(Member(name="F"),)),
            )
        ),
        [],
    )


# --- names of parameters


def operation(*names: str, **more: Any) -> Release:
    return Release(
        agents=(
            Agent(
                name="User",
                operations=(
                    Operation(
                        name="Run",
                        parameters=tuple(Parameter(name=n, type=INT) for n in names),
                        **more,
                    ),
                ),
            ),
        )
    )


def renames(*pairs: tuple[str, str], place: str = "User.Run") -> Overlay:
    return Overlay(
        parameter_renames=tuple(
            ParameterRename(place, old, new, "", HERE) for old, new in pairs
        )
    )


def soap(*spellings: tuple[str, str]) -> SoapBinding:
    return SoapBinding(
        action="a",
        request="Run",
        response="RunResponse",
        namespace="urn:x",
        path="/x.svc",
        spellings=spellings,
    )


def agents(shape: Shape, *spellings: tuple[str, str]) -> AgentsBinding:
    return AgentsBinding(
        path="/api/v1/Agents/User/Run", shape=shape, spellings=spellings
    )


def test_a_renamed_parameter_is_still_spelled_as_each_wire_does():
    release = operation("A", "B", soap=soap(), agents=agents(Shape.WRAPPER))

    assert applied(release, renames(("A", "First"))) == (
        operation(
            "First",
            "B",
            soap=soap(("First", "A")),
            agents=agents(Shape.WRAPPER, ("First", "A")),
        ),
        [],
    )


def test_a_renamed_query_parameter_is_sent_with_a_small_letter():
    release = operation("ContactId", agents=agents(Shape.QUERY))

    assert applied(release, renames(("ContactId", "Id"))) == (
        operation("Id", agents=agents(Shape.QUERY, ("Id", "contactId"))),
        [],
    )


def test_a_parameter_that_json_spells_otherwise_keeps_that_spelling():
    release = operation("A", soap=soap(), agents=agents(Shape.WRAPPER, ("A", "Aa")))

    assert applied(release, renames(("A", "First"))) == (
        operation(
            "First",
            soap=soap(("First", "A")),
            agents=agents(Shape.WRAPPER, ("First", "Aa")),
        ),
        [],
    )


def test_a_parameter_is_not_renamed_to_one_that_is_there():
    release = operation("A", "B", soap=soap())

    assert applied(release, renames(("A", "B"))) == (release, [])


def test_a_rename_that_the_wires_state_themselves_only_records_it():
    release = operation("A", soap=soap(), agents=agents(Shape.WRAPPER, ("A", "Aa")))

    assert applied(release, renames(("Aa", "A"))) == (release, [])


def test_a_rename_of_a_parameter_that_is_not_there_is_a_warning():
    release = operation("A", soap=soap())

    assert applied(release, renames(("C", "D"))) == (
        release,
        [unused('[[parameter.rename]] names "C", which User.Run does not have')],
    )


# --- corrections whose subject is not there


def test_a_correction_of_something_that_no_source_has_is_a_warning():
    overlay = Overlay(
        (CarrierRename("A", "B", "", HERE),),
        (ParameterRename("User.Walk", "A", "B", "", HERE),),
        (FieldType("C", "D", "int", "", HERE),),
        (EnumerationMember("E", "F", 1, "", HERE),),
        (CarrierDiscriminator("G", "H", (), "", HERE),),
        (Drop("I", "", HERE),),
    )
    found = Diagnostics()

    report_absent(operation(), operation(), overlay, found)

    assert found.items == [
        unused('[[carrier.rename]] names "A", which no source has'),
        unused('[[parameter.rename]] names "User.Walk", which no source has'),
        unused('[[field.type]] names "C.D", which no source has'),
        unused('[[enumeration.member]] names "E", which no source has'),
        unused('[[discriminator]] names "G", which no source has'),
    ]


def test_corrections_that_either_side_needs_are_not_reported():
    soap_side = Release(
        carriers=(Carrier(name="Task", fields=(Field(name="A", type=INT),)),)
    )
    json_side = Release(
        carriers=(Carrier(name="SoTask", fields=(Field(name="B", type=INT),)),),
        enumerations=(Enumeration(name="E"),),
    )
    overlay = Overlay(
        (CarrierRename("SoTask", "Task", "", HERE),),
        (),
        (
            FieldType("Task", "A", "int", "", HERE),
            FieldType("Task", "B", "int", "", HERE),
        ),
        (EnumerationMember("E", "F", 1, "", HERE),),
        (CarrierDiscriminator("Task", "A", (), "", HERE),),
    )
    found = Diagnostics()

    report_absent(soap_side, json_side, overlay, found)

    assert found.items == []


def test_what_we_know_of_netserver_is_not_reported_where_it_is_absent():
    overlay = Overlay(members=(EnumerationMember("ETableRight", "None", 0, "", None),))
    found = Diagnostics()

    report_absent(Release(), Release(), overlay, found)

    assert found.items == []
