"""agent-added: there is an agent that was not there before."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import operations_in


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.old is not ABSENT:
        return None
    return verdict(
        f"the agent {fact.subject} is new, with {operations_in(fact)}",
        wire=Impact.SAFE,
    )


AGENT_ADDED = Rule(
    id="agent-added",
    kinds=("agent-added",),
    title="There is an agent that was not there before.",
    why="Nothing that worked stops working.",
    judge=_judge,
    in_python=True,
)
