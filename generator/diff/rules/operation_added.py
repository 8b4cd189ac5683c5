"""operation-added: an agent has an operation that it had not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import wires_of


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"{fact.subject} is new{wires_of(fact)}", wire=Impact.SAFE)


OPERATION_ADDED = Rule(
    id="operation-added",
    kinds=("operation-added",),
    title="An agent has an operation that it had not.",
    why="Nothing that worked stops working.",
    judge=_judge,
    in_python=True,
)
