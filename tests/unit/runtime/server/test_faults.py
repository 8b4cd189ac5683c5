"""Which calls go wrong, and how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest


@pytest.fixture
def module(pair: Any) -> Any:
    return pair.server("faults")


def test_trouble_with_nothing_said_of_which_befalls_the_next_call_alone(
    module: Any,
) -> None:
    faults = module.Faults()
    trouble = faults.add(module.Trouble(status=503))
    elsewhere = module.About(path="/login/common/oauth/tokens")
    call = module.About(agent="Contact", operation="GetContactEntity", wire="soap")
    assert faults.taken(elsewhere) is None
    assert faults.taken(call) is trouble
    assert faults.taken(call) is None
    assert len(faults) == 0


@pytest.mark.parametrize(
    "words",
    [
        {"on": "contact"},
        {"on": "Contact/GetContactEntity"},
        {"on": "Contact/v1ContactEntity_GetContactEntity"},
        {"wire": "webapi"},
        {"path": "api/v1/contact/*"},
        {"path": "/Cust12345/*"},
        {"method": "get"},
    ],
)
def test_a_call_is_matched_by_name_wire_path_and_method(
    module: Any, words: dict[str, str]
) -> None:
    call = module.About(
        agent="Contact",
        operation="v1ContactEntity_GetContactEntity",
        wire="webapi",
        method="GET",
        path="/Cust12345/api/v1/Contact/4",
    )
    other = module.About(
        agent="Person",
        operation="SavePersonEntity",
        wire="agents",
        path="/Cust5/api/v1/Agents/Person/SavePersonEntity",
    )
    trouble = module.Trouble(expired=True, **words)
    assert (trouble.befalls(call), trouble.befalls(other)) == (True, False)


def test_the_first_match_wins_and_trouble_without_an_end_stays(module: Any) -> None:
    faults = module.Faults()
    twice = faults.add(module.Trouble(on="Contact", status=503, times=2))
    for_ever = faults.add(module.Trouble(delay=0.1, times=None))
    contact = module.About(agent="Contact", operation="GetContact", wire="soap")
    person = module.About(agent="Person", operation="GetPerson", wire="soap")
    taken = [faults.taken(each) for each in (contact, person, contact, contact)]
    assert taken == [twice, for_ever, twice, for_ever]
    assert list(faults) == [for_ever]


def test_a_tenant_has_moved_once_a_caller_was_told_so(module: Any) -> None:
    faults = module.Faults()
    faults.add(module.Trouble(moved_to="http://new.test/Cust12345/", times=None))
    there = module.About(wire="soap", root="http://new.test/Cust12345")
    here = module.About(wire="soap", root="http://old.test/Cust12345")
    assert faults.taken(there) is None
    assert faults.moved_to == ""
    assert faults.taken(here) is not None
    assert faults.moved_to == "http://new.test/Cust12345/"
    faults.clear()
    assert (faults.moved_to, faults.taken(here)) == ("", None)


def test_threads_do_not_take_trouble_twice(module: Any) -> None:
    faults = module.Faults()
    faults.add(module.Trouble(status=503, times=50))
    call = module.About(wire="soap")
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: faults.taken(call), range(200)))
    assert sum(each is not None for each in taken) == 50


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "nothing goes wrong: say what, for example status=503"),
        ({"drop": True, "html": True}, "only one thing can go wrong, not drop and html"),
        ({"status": 200}, "a status of trouble is one from 400 to 599"),
        ({"drop": True, "status": 503}, "only one thing can go wrong, not status and drop"),
        ({"delay": float("inf")}, "a delay is of 0 to 3600 seconds"),
        ({"delay": -1.0}, "a delay is of 0 to 3600 seconds"),
        ({"drop": True, "times": 0}, "times must be 1 or more, or None"),
        ({"drop": True, "wire": "rest"}, "a wire is one of soap, agents, webapi, not 'rest'"),
        ({"truncate": -1}, "truncate must be 0 or more"),
        ({"drop": True, "retry_after": 3}, "retry_after goes with a status, and must be 0 or more"),
    ],
)  # fmt: skip
def test_words_that_contradict_each_other_are_refused(
    module: Any, words: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError) as refused:
        module.Trouble(**words)
    assert str(refused.value) == said


def test_a_page_and_an_error_object_may_come_with_a_status(module: Any) -> None:
    assert module.Trouble(html=True, status=200).status == 200
    assert module.Trouble(succeeded=False, status=200).status == 200
    assert module.Trouble(html=True, status=502, retry_after=1).status == 502
