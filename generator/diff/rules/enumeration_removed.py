"""enumeration-removed: an enumeration is gone."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the enumeration {fact.subject} is gone",
        wire=Impact.SAFE,
        data=Impact.RISKY,
    )


ENUMERATION_REMOVED = Rule(
    id="enumeration-removed",
    kinds=("enumeration-removed",),
    title="An enumeration is gone.",
    why="Where fields or operations had it, their changes say what that means on a wire.",
    judge=_judge,
    in_python=True,
)
