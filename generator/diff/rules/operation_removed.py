"""operation-removed: an agent lacks an operation that it had."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import wires_of


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"{fact.subject} is gone{wires_of(fact)}", wire=Impact.BREAKING)


OPERATION_REMOVED = Rule(
    id="operation-removed",
    kinds=("operation-removed",),
    title="An agent lacks an operation that it had.",
    why="Calls of it fail on every wire that had it.",
    judge=_judge,
    in_python=True,
)
