"""How many calls begin within a second, whoever makes them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from callers import GOOD, gathered
from hypothesis import given
from hypothesis import strategies as st
from minicrm.session import AsyncSession, Session
from times import Time
from wires import KIND_NAMES, KINDS, ROOT, Server, Waiting

from generator.runtime.ceiling import Ceiling
from generator.runtime.place import Tenant


@given(
    st.sampled_from([0.5, 1.0, 2.5, 3.0, 10.0, 25.0]),
    st.lists(st.floats(0, 3, allow_nan=False), min_size=1, max_size=80),
)
def test_no_more_calls_begin_within_any_second_than_allowed(
    most: float, gaps: list[float]
):
    ceiling = Ceiling(most)
    now, starts = 1000.0, list[float]()
    for gap in gaps:
        now += gap
        starts.append(now + ceiling.wait(now))

    assert starts == sorted(starts)
    span = max(1.0, 1 / most)
    for begin in starts:
        within = [start for start in starts if begin <= start < begin + span - 1e-6]
        assert len(within) <= max(1, math.floor(most * span) + (most % 1 > 0))


@given(st.lists(st.floats(0.2, 3, allow_nan=False), min_size=1, max_size=50))
def test_who_is_slower_than_the_ceiling_never_waits(gaps: list[float]):
    ceiling, now = Ceiling(5), 0.0
    for gap in gaps:
        now += gap
        assert ceiling.wait(now) == pytest.approx(0)


def test_calls_that_come_at_once_are_spread():
    ceiling = Ceiling(10)

    waits = [ceiling.wait(50.0) for _ in range(25)]

    assert waits == [0.0] * 10 + [1.0] * 10 + [2.0] * 5


def test_half_a_call_a_second_is_one_in_two():
    ceiling = Ceiling(0.5)

    starts = [ceiling.wait(0.0) for _ in range(4)]

    assert [later - earlier for earlier, later in pairwise(starts)] == [2.0] * 3


@pytest.mark.parametrize("wrong", [0, -1, -math.inf, math.nan])
def test_a_ceiling_below_anything_is_refused(wrong: float):
    with pytest.raises(ValueError, match="calls_per_second must be above 0"):
        Session(ROOT, calls_per_second=wrong)


@pytest.mark.parametrize("kind", [Session, AsyncSession])
@pytest.mark.parametrize(
    ("root", "given", "most"),
    [
        ("https://online3.superoffice.com/Cust12345", None, 10),
        ("https://ONLINE3.SuperOffice.com/Cust12345", None, 10),
        ("https://sod2.superoffice.com:8443/Cust12345", None, 10),
        (Tenant("Cust12345"), None, 10),
        ("https://online3.superoffice.com/Cust12345", 4, 4),
        ("https://online3.superoffice.com/Cust12345", math.inf, None),
        ("https://crm.example.com", None, None),
        ("https://superoffice.com.example.com", None, None),
        ("https://notsuperoffice.com", None, None),
        ("https://crm.example.com", 25, 25),
    ],
)
def test_the_published_ceiling_holds_online_unless_another_one_is_given(
    kind: type[Session | AsyncSession],
    root: str | Tenant,
    given: float | None,
    most: int | None,
):
    ceiling = kind(root, calls_per_second=given)._core.ceiling

    if most is None:
        assert ceiling is None
    else:
        assert ceiling
        waits = [ceiling.wait(0.0) for _ in range(most + 1)]
        assert waits == [0.0] * most + [1.0]


@pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)
def test_a_session_waits_before_a_call_that_is_too_many(kind: Waiting, time: Time):
    session = kind.open(Server(GOOD["agents"]), calls_per_second=3)

    for _ in range(7):
        kind.run(session.contact.get_contact_entity(3))

    assert time.slept == [1.0, 1.0]


@pytest.mark.parametrize("waits", [True, False], ids=["threads", "tasks"])
def test_all_that_share_a_session_share_its_ceiling(waits: bool, time: Time):
    begun = time.now

    results = gathered(
        50,
        {"calls_per_second": 10},
        lambda request, number: GOOD["agents"],
        waits=waits,
    )

    assert [contact.name for contact in results] == ["Alfa"] * 50
    assert time.now - begun >= 4  # ten at once, and ten in each of four further seconds
