"""Which version the package of the new release should have, by semantic versioning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.diff.changes import Change, Impact
from generator.diff.differences import ABSENT
from generator.diff.history import DOCUMENTATION
from generator.plan.package import version

_LONGEST = 18  # digits of one number; labels are the metadata's, and may be anything


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The version of the old package, the one that should follow, and why."""

    old: str
    suggested: str
    because: str


def suggested(label: str, changes: Iterable[Change]) -> Suggestion:
    """What follows the version of the package that was made of the release called `label`.

    Accepted changes count: somebody here lives with them, whoever else uses the package may not.
    """
    changes = tuple(changes)
    major, minor, patch = numbers(label)
    breaking = sum(each.impact is Impact.BREAKING for each in changes)
    risky = sum(each.impact in (Impact.RISKY, Impact.UNJUDGED) for each in changes)
    new = sum(each.fact.old is ABSENT for each in changes)
    if breaking:
        after = (major + 1, 0, 0)
        because = _told(breaking, "is breaking", "are breaking")
    elif risky:
        after = (major, minor + 1, 0)
        because = _told(risky, "may harm somebody", "may harm somebody")
    elif new:
        after = (major, minor + 1, 0)
        because = _told(new, "adds something", "add something")
    elif any(each.rule != DOCUMENTATION for each in changes):
        after = (major, minor, patch + 1)
        because = "nothing is new, and nothing harms anybody"
    elif changes:
        after = (major, minor, patch + 1)
        because = "nothing but texts reads otherwise"
    else:
        after = (major, minor, patch)
        because = "nothing differs"
    return Suggestion(_dotted((major, minor, patch)), _dotted(after), because)


def numbers(label: str) -> tuple[int, int, int]:
    """The version that a release's package has, as three numbers ("2026-04" -> 2026, 4, 0)."""
    found = [int(each[:_LONGEST]) for each in version(label).split(".")[:3]]
    major, minor, patch = (*found, 0, 0)[:3]
    return major, minor, patch


def _told(count: int, one: str, many: str) -> str:
    return f"1 change {one}" if count == 1 else f"{count} changes {many}"


def _dotted(numbers: tuple[int, int, int]) -> str:
    return ".".join(map(str, numbers))
