"""What users have to write otherwise: in the packages' own names, as Python, and no more than that."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from reported import DEEP, ID, INT, NEW, OLD, TEXT, changes, operation, person

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.changes import Impact
from generator.diff.compare import compare
from generator.diff.guide import GONE, Step, migration
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import EnumerationRef, ListOf
from generator.pipeline import read_release

SPECS = Path(__file__).parents[3] / "specs"


def steps(old: Release, new: Release) -> list[tuple[str, str]]:
    return [
        (each.before, each.after or each.advice)
        for each in migration(changes(old, new), "crm", "crm")
    ]


def calling(*operations: Operation) -> Release:
    return replace(OLD, agents=(Agent(name="Person", operations=operations),))


def taking(*takes: Parameter) -> Release:
    return calling(operation("GetPerson", *takes, line="1"))


def test_a_step_knows_the_rules_that_led_to_it():
    assert migration(changes(OLD, NEW), "crm", "crm") == (
        Step(
            name="session.person.get_person",
            group="Person",
            impact=Impact.BREAKING,
            before="session.person.get_person(id)",
            after="session.person.get_person(id, deep=...)",
            advice="",
            rules=("parameter-added",),
        ),
        Step(
            name="Person.salutation",
            group="Person",
            impact=Impact.BREAKING,
            before="person.salutation",
            after="",
            advice=GONE,
            rules=("field-removed",),
        ),
    )


def test_what_breaks_the_wire_alone_is_not_told():
    moved = replace(
        OLD.agents[0].operations[0],
        agents=AgentsBinding(path="/elsewhere", shape=Shape.WRAPPER),
    )

    found = changes(calling(OLD.agents[0].operations[0]), calling(moved))

    assert [each.impact for each in found] == [Impact.BREAKING]
    assert migration(found, "crm", "crm") == ()


def test_an_argument_that_is_gone_is_shown_by_name():
    assert steps(taking(ID, DEEP), taking(ID)) == [
        ("session.person.get_person(id, deep=deep)", "session.person.get_person(id)")
    ]


def test_an_argument_that_was_renamed_keeps_its_value():
    deeper = Parameter(name="Deeper", type=INT)

    assert steps(taking(DEEP), taking(deeper)) == [
        (
            "session.person.get_person(deep=deep)",
            "session.person.get_person(deeper=deep)",
        )
    ]


def test_arguments_in_another_order_are_shown_by_position():
    assert steps(taking(ID, DEEP), taking(DEEP, ID)) == [
        ("session.person.get_person(id, deep)", "session.person.get_person(deep, id)")
    ]


def test_an_argument_of_another_type_is_shown_with_both():
    retyped = replace(ID, type=ListOf(INT))

    assert steps(taking(ID), taking(retyped)) == [
        (
            "# id: int\nsession.person.get_person(id)",
            "# id: Sequence[int] | None\nsession.person.get_person(id)",
        )
    ]


def test_another_result_is_shown_by_its_type():
    get = operation("GetPerson", ID, line="1")
    find = operation("FindPerson", ID, line="2")
    number = replace(get, results=(Parameter(name="Response", type=INT),))

    assert steps(calling(get, find), calling(number, find)) == [
        (
            "result: Person | None = session.person.get_person(id)",
            "result: int = session.person.get_person(id)",
        )
    ]
    assert steps(calling(get, find), calling(replace(get, results=()), find)) == [
        (
            "result: Person | None = session.person.get_person(id)",
            "session.person.get_person(id)",
        )
    ]


def test_an_agent_that_is_gone_goes_with_all_its_operations():
    assert steps(OLD, replace(OLD, agents=())) == [("session.person", GONE)]


def fields(*given: Field) -> Release:
    return replace(OLD, carriers=(replace(person(), fields=given),))


def test_a_field_is_shown_as_an_attribute():
    name = Field(name="Name", type=TEXT)
    named = Field(name="Names", type=TEXT)
    number = Field(name="Name", type=INT)

    assert steps(fields(name), fields(named)) == [("person.name", "person.names")]
    assert steps(fields(name), fields(number)) == [
        ("name: str | None = person.name", "name: int = person.name")
    ]


def enumeration(*members: Member, name: str = "Rank", flags: bool = False) -> Release:
    """A release in which a field holds that enumeration."""
    return replace(
        fields(Field(name="Rank", type=EnumerationRef(name))),
        enumerations=(Enumeration(name=name, members=members, flags=flags),),
    )


LOW, HIGH = Member(name="Low", number=1), Member(name="High", number=2)


def test_enumerations_and_members_are_shown_by_name_or_number():
    higher = replace(HIGH, number=4)

    assert steps(enumeration(LOW, HIGH), enumeration(LOW, higher)) == [
        ("Rank.HIGH  # number 2", "Rank.HIGH  # number 4")
    ]
    assert steps(enumeration(LOW, HIGH), enumeration(LOW)) == [("Rank.HIGH", GONE)]
    assert ("class Rank(Enumeration): ...", "class Rank(Flags): ...") in steps(
        enumeration(LOW, HIGH), enumeration(LOW, HIGH, flags=True)
    )


def test_imports_name_the_package_of_each_side():
    found = migration(
        changes(enumeration(LOW, HIGH), enumeration(LOW, HIGH, name="Ranks")),
        "crm",
        "crm_next",
    )

    assert [(each.before, each.after) for each in found if each.name == "Rank"] == [
        (
            "from crm.enumerations import Rank",
            "from crm_next.enumerations import Ranks",
        )
    ]


def between(old: Sequence[Path], new: Sequence[Path]) -> tuple[Step, ...]:
    one, other = (
        read_release(Config(sources=tuple(each)), Diagnostics()).release
        for each in (old, new)
    )
    return migration(compare(one, other).changes, "netserver", "netserver")


def assert_python(found: tuple[Step, ...]) -> None:
    for step in found:
        for snippet in (step.before, step.after):
            assert ast.parse(snippet) is not None
            assert snippet == snippet.strip()
        assert step.before != step.after
        assert bool(step.after) != bool(step.advice)
    names = [step.name for step in found]
    assert len(names) == len(set(names))


def test_every_step_between_our_releases_is_python():
    found = between([SPECS / "12.1"], [SPECS / "12.2"])

    assert_python(found)
    told = {step.name: (step.before, step.after) for step in found}
    assert told["FieldMetadata"] == (
        "from netserver.carriers import FieldMetadata",
        "from netserver.carriers import FieldDescription",
    )
    assert told["session.contact.merge"][1] == (
        "session.contact.merge(source_contact_id, destination_contact_id, merge_identical_persons,"
        " replace_empty_fields_on_destination=...)"
    )


@pytest.mark.slow
def test_every_step_between_published_releases_is_python(corpus: Path):
    folder = corpus / "netserver"

    found = between([folder / "2021-03"], [folder / "2026-04"])

    assert_python(found)
    told = {step.name: (step.before, step.after) for step in found}
    assert told["session.list.get_task_list"] == (
        "session.list.get_task_list(task_ids=task_ids)",
        "session.list.get_task_list(so_task_ids=task_ids)",
    )
