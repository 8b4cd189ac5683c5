"""method-removed: a resource cannot be asked for something that it could."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.model.release import ResourceOperation


def _judge(fact: Difference, both: Both) -> Verdict | None:
    method = fact.subject.path[-1]
    if not cast("ResourceOperation", fact.old).described:
        return verdict(f"{method} is gone, which no description had", wire=Impact.RISKY)
    return verdict(f"{method} is gone", wire=Impact.BREAKING)


METHOD_REMOVED = Rule(
    id="method-removed",
    kinds=("method-removed",),
    title="A resource cannot be asked for something that it could.",
    why="The address leads nowhere, or does not take that verb. One that descriptions leave out is known "
    "from others of its kind, and so less surely gone.",
    judge=_judge,
    in_python=True,
)
