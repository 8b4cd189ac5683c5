"""Where SOAP and REST of one release disagree, and where JSON only says less."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.drift import compare_wires
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import CarrierRef, Scalar
from generator.pipeline import read_wires

INT, TEXT = Scalar("int"), Scalar("string")
SAVE = Operation(
    name="Save",
    parameters=(
        Parameter(name="Thing", type=CarrierRef("Thing")),
        Parameter(name="Rank", type=Scalar("short")),
    ),
    results=(Parameter(name="Response", type=INT),),
    agents=AgentsBinding(path="/api/v1/Agents/A/Save", shape=Shape.WRAPPER),
)
THING = Carrier(
    name="Thing", fields=(Field(name="Id", type=INT), Field(name="Name", type=TEXT))
)
LEVEL = Enumeration(name="Level", members=(Member(name="Low", number=1),))


def side(
    *operations: Operation,
    carrier: Carrier = THING,
    enumeration: Enumeration = LEVEL,
) -> Release:
    return Release(
        agents=(Agent(name="A", operations=operations),),
        carriers=(carrier,),
        enumerations=(enumeration,),
    )


def said(soap: Release, json: Release) -> list[str]:
    changes = compare_wires(soap, json).changes
    return [f"{each.impact.word} {each.rule}: {each.says}" for each in changes]


def test_sides_that_say_the_same_have_no_drift():
    assert said(side(SAVE), side(SAVE)) == []


def test_that_json_has_fewer_types_is_no_drift():
    coarse = replace(
        SAVE, parameters=(SAVE.parameters[0], Parameter(name="Rank", type=INT))
    )
    assert said(side(SAVE), side(coarse)) == []


def test_one_wire_alone_is_no_disagreement():
    assert said(side(SAVE), replace(side(), agents=())) == []


def test_what_one_side_has_alone():
    grown = replace(THING, fields=(*THING.fields, Field(name="More", type=TEXT)))
    longer = replace(LEVEL, members=(*LEVEL.members, Member(name="High", number=2)))
    there = replace(SAVE, parameters=SAVE.parameters[:1])

    assert said(
        side(SAVE, replace(SAVE, name="Get"), enumeration=longer),
        side(there, carrier=grown),
    ) == [
        "risky wires-have-alone: A.Save.Rank is there over SOAP alone, not over Agents REST",
        "safe wires-have-alone: A.Get is there over SOAP alone, not over Agents REST",
        "risky wires-have-alone: Thing.More is there over Agents REST alone, not over SOAP",
        "risky wires-have-alone: Level.High is there over SOAP alone, not over Agents REST",
    ]


def test_what_both_sides_have_otherwise():
    named = (SAVE.parameters[0], Parameter(name="Order", type=TEXT))
    other = replace(THING, fields=(Field(name="Id", type=TEXT), THING.fields[1]))

    assert said(
        side(SAVE), side(replace(SAVE, parameters=named, results=()), carrier=other)
    ) == [
        "safe wires-disagree: A.Save.Rank is called Order over Agents REST",
        "risky wires-disagree: A.Save.Rank is short over SOAP, and string over Agents REST",
        "risky wires-disagree: A.Save gives something over SOAP, and nothing over Agents REST",
        "risky wires-disagree: Thing.Id is int over SOAP, and string over Agents REST",
    ]


def test_a_bare_body_has_no_name_and_flags_are_padded():
    one = replace(SAVE, parameters=SAVE.parameters[:1])
    bare = replace(
        one,
        parameters=(Parameter(name="body", type=CarrierRef("Thing")),),
        agents=AgentsBinding(path="/api/v1/Agents/A/Save", shape=Shape.BARE),
    )
    padded = Member(name="UndefinedValue2", number=2)
    flags = replace(LEVEL, flags=True, members=(*LEVEL.members, padded))
    zero = replace(LEVEL, flags=True, members=(Member(name="None"), *LEVEL.members))

    assert said(side(one, enumeration=flags), side(bare, enumeration=zero)) == []


def test_the_small_specs_disagree_where_their_table_says_so():
    specs = Path(__file__).parents[3] / "specs" / "12.2"
    soap, json = read_wires(Config(sources=(specs,)), Diagnostics())

    assert said(soap, json) == [
        "safe wires-have-alone: FileManager is there over SOAP alone, not over Agents REST",
        "safe wires-have-alone: SoPrincipal is there over SOAP alone, not over Agents REST",
        "safe wires-disagree: User.ExecuteUserCommand.CommandActionResult is called ActionResult over Agents REST",
        "safe wires-have-alone: User.SaveUser is there over Agents REST alone, not over SOAP",
        "safe wires-have-alone: Workflow.GetWorkflowSteps is there over SOAP alone, not over Agents REST",
        "risky wires-have-alone: LicenseInfo.ExtraInfo is there over Agents REST alone, not over SOAP",
    ]
