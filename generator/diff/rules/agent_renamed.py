"""agent-renamed: an agent has another name; nearly all of its operations are the same."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the agent {fact.subject} is called {shown(fact.new)}", wire=Impact.BREAKING
    )


AGENT_RENAMED = Rule(
    id="agent-renamed",
    kinds=("agent.name",),
    title="An agent has another name; nearly all of its operations are the same.",
    why="Its addresses on every wire have the name in them, so calls of the old one fail.",
    judge=_judge,
    in_python=True,
)
