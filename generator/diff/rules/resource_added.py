"""resource-added: the WebApi has a kind of thing that it had not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import operations_in


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the resource {fact.subject} is new, with {operations_in(fact)}",
        wire=Impact.SAFE,
    )


RESOURCE_ADDED = Rule(
    id="resource-added",
    kinds=("resource-added",),
    title="The WebApi has a kind of thing that it had not.",
    why="Nothing that worked stops working.",
    judge=_judge,
    in_python=True,
)
