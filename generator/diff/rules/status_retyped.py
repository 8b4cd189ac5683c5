"""status-retyped: what a resource answers has another type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.retyping import retyped
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    how = retyped(fact, both)
    return verdict(
        f"{holder(fact)} answers {fact.subject.path[-1]} with {how.new}; it was {how.old}",
        wire=how.impact,
    )


STATUS_RETYPED = Rule(
    id="status-retyped",
    kinds=("answer.type",),
    title="What a resource answers has another type.",
    why="A narrower number fits where a wider one was read. Any other type may not be understood.",
    judge=_judge,
    in_python=True,
)
