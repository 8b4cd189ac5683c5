"""The stand-in, asked by schemathesis for all that it says it has.

Nothing that arrives may break the server: no answer is an error of its own (5xx). To good requests it answers what its
description says: the status, the content type, and each member of the body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.behaviour.stand_ins import StandIn

from .fuzzing import Fuzzed

pytestmark = pytest.mark.slow

PARTS = 6
"""Tests that the groups of a description are spread over, so that processes can share them."""


@pytest.fixture(scope="module")
def served(whole_stand_in: StandIn) -> Iterator[Any]:
    with whole_stand_in.server(store=":memory:") as netserver:
        yield netserver


@pytest.fixture(scope="module", params=["v1-Agents", "v1-REST"])
def fuzzed(request: pytest.FixtureRequest, served: Any) -> Fuzzed:
    root = served.root
    return Fuzzed(f"{root}/swagger/docs/{request.param}", root, "7T:...")


def test_an_error_of_the_server_is_found(fuzzed: Fuzzed, served: Any):
    group = min(fuzzed.groups, key=lambda name: len(fuzzed.groups[name]))
    served.fail(path=f"api/v1/*{group}/*", status=500, times=None)
    try:
        _, wrong = fuzzed.asked(group, good=True)
    finally:
        served.control.faults.clear()

    assert {each.label for each in fuzzed.groups[group]} == set(wrong)
    assert all("Server error" in each for each in wrong.values())


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("good", [True, False], ids=["good", "bad"])
def test_whatever_is_asked_is_answered(
    fuzzed: Fuzzed, served: Any, good: bool, part: int, subtests: pytest.Subtests
):
    served.reset()  # so that it is the same whatever was run before
    for group in sorted(fuzzed.groups)[part::PARTS]:
        with subtests.test(group=group):
            made, wrong = fuzzed.asked(group, good=good)
            assert wrong == {}
            assert made


@pytest.mark.parametrize("group", ["Contact", "Person", "Sale", "Project", "Ticket"])
def test_good_entities_are_made_and_saved(fuzzed: Fuzzed, group: str):
    fuzzed.asked(group, good=True)

    made = re.compile(rf"/(CreateDefault|Save){group}Entity$|POST /api/v1/{group}$")
    answers = Counter[int]()
    for operation, statuses in fuzzed.statuses.items():
        if made.search(operation):
            answers += statuses

    assert answers[200] > 3
    assert answers[200] >= 0.9 * answers.total()
