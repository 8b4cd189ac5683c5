"""The version that should follow: by the worst of what changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reported import NEW, OLD, changes

from generator.diff.changes import Change, Impact, Victim
from generator.diff.differences import ABSENT, Difference, Subject
from generator.diff.versions import Suggestion, numbers, suggested


def change(impact: Impact, *, rule: str = "x", old: object = 1) -> Change:
    subject = Subject("agent", ("A",))
    return Change(
        rule=rule,
        subject=subject,
        says="",
        impacts={Victim.WIRE: impact},
        group="A",
        fact=Difference(subject=subject, aspect="a", old=old, new=2),
    )


SAFE = change(Impact.SAFE)
TEXT = change(Impact.SAFE, rule="documentation-changed")
ADDED = change(Impact.SAFE, old=ABSENT)


@pytest.mark.parametrize(
    ("found", "after", "because"),
    [
        ([], "12.2.0", "nothing differs"),
        ([TEXT], "12.2.1", "nothing but texts reads otherwise"),
        ([TEXT, SAFE], "12.2.1", "nothing is new, and nothing harms anybody"),
        ([TEXT, ADDED], "12.3.0", "1 change adds something"),
        ([ADDED, ADDED], "12.3.0", "2 changes add something"),
        ([change(Impact.UNJUDGED)], "12.3.0", "1 change may harm somebody"),
        ([ADDED, change(Impact.RISKY)], "12.3.0", "1 change may harm somebody"),
        (
            [change(Impact.RISKY), change(Impact.BREAKING)],
            "13.0.0",
            "1 change is breaking",
        ),
        (
            [replace(change(Impact.BREAKING), accepted="we live with it")],
            "13.0.0",
            "1 change is breaking",
        ),
    ],
)
def test_the_worst_change_decides(found: list[Change], after: str, because: str):
    assert suggested("12.2", found) == Suggestion("12.2.0", after, because)


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("12.2", (12, 2, 0)),
        ("2026-04", (2026, 4, 0)),
        ("Services88", (88, 0, 0)),
        ("1.2.3.4", (1, 2, 3)),
        ("no number", (0, 0, 0)),
        ("", (0, 0, 0)),
        ("9" * 5000, (10**18 - 1, 0, 0)),
    ],
)
def test_a_label_is_three_numbers(label: str, found: tuple[int, int, int]):
    assert numbers(label) == found


def test_two_releases_that_break_have_the_next_major_version():
    assert suggested(OLD.label, changes(OLD, NEW)).suggested == "2.0.0"
