"""resource-removed: the WebApi lacks a kind of thing that it had."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import operations_in


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the resource {fact.subject} is gone, with {operations_in(fact)}",
        wire=Impact.BREAKING,
    )


RESOURCE_REMOVED = Rule(
    id="resource-removed",
    kinds=("resource-removed",),
    title="The WebApi lacks a kind of thing that it had.",
    why="Its addresses lead nowhere.",
    judge=_judge,
    in_python=True,
)
