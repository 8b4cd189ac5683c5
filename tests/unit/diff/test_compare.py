"""Facts become changes: each is judged by a rule, or said to be judged by none."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace

import pytest

from generator.diff import differences as facts
from generator.diff.catalogue import RULES
from generator.diff.changes import Change, Impact, Victim
from generator.diff.compare import compare
from generator.diff.differences import ABSENT, Difference, Subject
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
from generator.model.types import CarrierRef, Scalar

INT, TEXT = Scalar("int"), Scalar("string")
KINDS: dict[str, type] = {
    "agent": Agent,
    "operation": Operation,
    "parameter": Parameter,
    "result": Parameter,
    "resource": Resource,
    "method": ResourceOperation,
    "argument": ResourceParameter,
    "answer": Answer,
    "carrier": Carrier,
    "field": Field,
    "enumeration": Enumeration,
    "member": Member,
    "dictionary": Dictionary,
}
# Members whose values stand apart from each other by them, where no rename can be seen.
NAMES = {"resource.name", "answer.status"}


def aspects(kind: str, owner: type) -> Iterator[str]:
    """Every difference that two things of one class can have, the walk of `differences` without values."""
    parts = facts.PARTS.get(owner, {})
    for member in dataclasses.fields(owner):
        if member.name in facts.LEFT_OUT:
            continue
        if not member.compare and member.name not in facts.NOTED:
            continue
        aspect = f"{kind}.{member.name}"
        if member.name in parts:
            part = parts[member.name]
            if part.ordered:
                yield f"{aspect}.order"
            yield f"{part.kind}-added"
            yield f"{part.kind}-removed"
            yield from aspects(part.kind, KINDS[part.kind])
            continue
        if aspect not in NAMES:
            yield aspect
        for flat in facts.FLAT:
            if flat.__name__ in str(member.type):
                for each in dataclasses.fields(flat):
                    yield f"{aspect}.{each.name}"


def test_every_difference_that_the_model_can_have_has_a_rule():
    known = {kind for rule in RULES for kind in rule.kinds}
    possible = set(aspects("release", Release))

    assert {
        "release.services",
        "operation.soap.request_headers",
        "field.type",
    } < possible
    assert possible - known == set()


def test_no_rule_knows_a_difference_that_cannot_be():
    possible = set(aspects("release", Release))

    assert {
        kind
        for rule in RULES
        for kind in rule.kinds
        if kind not in possible and ".wires" not in kind
    } == {"python"}


THING = Carrier(name="Thing", fields=(Field(name="Id", type=INT),))
GET = Operation(
    name="Get",
    parameters=(Parameter(name="Id", type=INT),),
    results=(Parameter(name="Response", type=CarrierRef("Thing")),),
    agents=AgentsBinding(path="/api/v1/Agents/A/Get", shape=Shape.QUERY),
)
OLD = Release(agents=(Agent(name="A", operations=(GET,)),), carriers=(THING,))
NEW = replace(
    OLD, carriers=(replace(THING, fields=(Field(name="Id", type=INT, doc="Key."),)),)
)
RETYPED = replace(
    OLD, carriers=(replace(THING, fields=(Field(name="Id", type=TEXT),)),)
)


def test_what_no_rule_judges_is_said_to_be_unjudged():
    (change,) = compare(OLD, RETYPED, rules=()).changes[:1]

    assert change == Change(
        rule="unjudged",
        subject=Subject("field", ("Thing", "Id")),
        says="Thing.Id differs in type, which no rule judges",
        impacts={Victim.WIRE: Impact.UNJUDGED},
        group="A",
        fact=Difference(
            subject=Subject("field", ("Thing", "Id")), aspect="type", old=INT, new=TEXT
        ),
    )
    assert change.impact is Impact.UNJUDGED


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (replace(OLD, services="Services2"), "the release differs in services"),
        (replace(OLD, carriers=()), "Thing is there in one alone"),
    ],
)
def test_an_unjudged_difference_is_told_in_a_sentence(new: Release, says: str):
    changes = compare(replace(OLD, agents=()), replace(new, agents=()), rules=())

    assert changes.changes[0].says == f"{says}, which no rule judges"


def test_what_happens_to_python_is_told_with_the_change_that_causes_it():
    (change,) = compare(OLD, RETYPED).changes

    assert change.rule == "field-retyped"
    assert change.impacts == {
        Victim.WIRE: Impact.BREAKING,
        Victim.DATA: Impact.BREAKING,
        Victim.PYTHON: Impact.BREAKING,
    }
    assert change.python is not None
    assert (str(change.python.old), str(change.python.new)) == (
        "Thing.id: Int32 = 0",
        "Thing.id: str | None = None",
    )


def test_a_text_concerns_readers_alone():
    (change,) = compare(OLD, NEW).changes

    assert (change.rule, change.impacts) == (
        "documentation-changed",
        {Victim.READERS: Impact.SAFE},
    )
    assert change.victims == (Victim.READERS,)


def test_a_release_has_no_changes_from_itself():
    assert compare(OLD, replace(OLD, label="again")).changes == ()


def test_a_new_thing_is_absent_from_the_old_release():
    (change,) = compare(replace(OLD, agents=(), carriers=()), OLD).changes[:1]

    assert (change.rule, change.fact.old) == ("agent-added", ABSENT)
