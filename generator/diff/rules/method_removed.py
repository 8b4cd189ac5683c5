"""method-removed: a resource cannot be asked for something that it could."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"{fact.subject.path[-1]} is gone", wire=Impact.BREAKING)


METHOD_REMOVED = Rule(
    id="method-removed",
    kinds=("method-removed",),
    title="A resource cannot be asked for something that it could.",
    why="The address leads nowhere, or does not take that verb.",
    judge=_judge,
    in_python=True,
)
