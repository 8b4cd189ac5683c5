"""select-changed: an operation declares $select and did not, or did and does not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.new:
        return verdict(
            f"{fact.subject} can be asked for parts by $select", wire=Impact.SAFE
        )
    return verdict(f"{fact.subject} lacks $select", wire=Impact.RISKY)


SELECT_CHANGED = Rule(
    id="select-changed",
    kinds=("operation.agents.select",),
    title="An operation declares $select and did not, or did and does not.",
    why="Where it is gone, the service may answer with all there is, or refuse to answer.",
    judge=_judge,
)
