"""agent-removed: an agent is gone, and every operation of it."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import operations_in


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the agent {fact.subject} is gone, with {operations_in(fact)}",
        wire=Impact.BREAKING,
    )


AGENT_REMOVED = Rule(
    id="agent-removed",
    kinds=("agent-removed",),
    title="An agent is gone, and every operation of it.",
    why="Calls of it fail on every wire. The vendor removed agents (Audience, Dashboard, Replication) from frozen "
    "service versions, too.",
    judge=_judge,
    in_python=True,
)
