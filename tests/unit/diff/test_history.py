"""A row of releases tells of every one of them what came, what changed, and what will be gone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from generator.diff.changes import Impact
from generator.diff.compare import compare
from generator.diff.history import Tally, histories, tallies
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Carrier, Field
from generator.model.history import History, Lifetime
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import CarrierRef, Scalar

INT, TEXT = Scalar("int"), Scalar("string")
THING = Carrier(
    name="Thing",
    fields=(
        Field(name="Id", type=INT),
        Field(name="FirstName", type=TEXT),
        Field(name="Rank", type=INT),
    ),
)


def operation(name: str, *parameters: str) -> Operation:
    return Operation(
        name=name,
        parameters=tuple(Parameter(name=each, type=INT) for each in parameters),
        results=(Parameter(name="Response", type=CarrierRef("Thing")),),
        agents=AgentsBinding(path=f"/api/v1/Agents/A/{name}", shape=Shape.WRAPPER),
    )


def release(
    *operations: Operation, carrier: Carrier = THING, more: str = ""
) -> Release:
    agents = [Agent(name="A", operations=operations)]
    if more:
        agents.append(Agent(name=more, operations=(operation("Do", "Id"),)))
    return Release(agents=tuple(agents), carriers=(carrier,))


def row(*releases: Release) -> tuple[History, ...]:
    labels = [str(number) for number in range(1, len(releases) + 1)]
    return histories(labels, [compare(*pair) for pair in pairwise(releases)])


def told(history: History) -> dict[str, Lifetime]:
    return {"/".join(key): history.of(*key) for key in history}


GET = operation("Get", "Id")


def test_what_was_always_there_has_no_history():
    assert [told(each) for each in row(release(GET), release(GET))] == [{}, {}]


def test_an_operation_that_comes_and_one_that_goes():
    first, second = row(
        release(GET, operation("Old", "Id", "Way")),
        release(GET, operation("Fresh", "Id")),
    )

    assert told(first) == {"operation/A/Old": Lifetime(removed="2")}
    assert told(second) == {
        "agent/A": Lifetime(changed=("2",)),
        "operation/A/Fresh": Lifetime(since="2"),
    }


def test_every_release_of_the_row_sees_it_from_its_place():
    one, two, three = row(
        release(GET),
        release(operation("Get", "Id", "Deep"), more="B"),
        release(operation("Get", "Id", "Deep")),
    )

    assert told(one) == {}
    assert told(two) == {
        "operation/A/Get": Lifetime(changed=("2",)),
        "agent/B": Lifetime(since="2", removed="3"),
    }
    assert told(three) == {"operation/A/Get": Lifetime(changed=("2",))}
    assert one.releases == two.releases == ("1", "2", "3")


def test_what_comes_again_is_as_old_as_its_return():
    gone, back = release(GET), release(GET, operation("Old", "Id", "Way"))

    *_, last = row(back, gone, back)

    assert told(last) == {
        "agent/A": Lifetime(changed=("2", "3")),
        "operation/A/Old": Lifetime(since="3"),
    }


def test_a_later_thing_of_the_same_name_is_another_one():
    old = operation("Old", "Id", "Way")

    first, *_ = row(release(GET, old), release(GET), release(GET, old), release(GET))

    assert told(first) == {"operation/A/Old": Lifetime(removed="2")}


def test_a_name_that_changed_leads_to_the_new_one_and_keeps_its_past():
    fields = (THING.fields[0], Field(name="FirstNames", type=TEXT), THING.fields[2])
    later = replace(THING, fields=(*fields, Field(name="Age", type=INT)))
    named = replace(THING, fields=fields)
    last = replace(named, fields=fields[:1])

    one, two, three = row(
        release(GET),
        release(GET, carrier=named),
        release(GET, carrier=last),
    )
    grown = row(release(GET), release(GET, carrier=named), release(GET, carrier=later))

    assert told(one) == {
        "field/Thing/FirstName": Lifetime(removed="2", successor="Thing.first_names"),
        "field/Thing/Rank": Lifetime(removed="3"),
    }
    assert told(two) == {
        "field/Thing/FirstNames": Lifetime(changed=("2",), removed="3"),
        "field/Thing/Rank": Lifetime(removed="3"),
    }
    assert told(three) == {"carrier/Thing": Lifetime(changed=("3",))}
    assert told(grown[2]) == {
        "carrier/Thing": Lifetime(changed=("3",)),
        "field/Thing/Age": Lifetime(since="3"),
        "field/Thing/FirstNames": Lifetime(changed=("2",)),
    }


def test_a_row_has_one_step_less_than_releases():
    with pytest.raises(ValueError, match="one step less"):
        histories(["1", "2"], [])


def test_the_tallies_of_an_agent_say_what_each_step_did():
    steps = [
        compare(release(GET), release(GET, operation("Save", "Thing"), more="B")),
        compare(release(GET, more="B"), release(operation("Get", "Id", "Deep"))),
    ]

    assert tallies([step.changes for step in steps]) == {
        "A": (
            Tally(came=("Save",), went=(), impacts=((Impact.SAFE, 1),)),
            Tally(came=(), went=(), impacts=((Impact.BREAKING, 1),)),
        ),
        "B": (
            Tally(came=("Do",), went=(), impacts=((Impact.SAFE, 1),)),
            Tally(came=(), went=("Do",), impacts=((Impact.BREAKING, 1),)),
        ),
    }
