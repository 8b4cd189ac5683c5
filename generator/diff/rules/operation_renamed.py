"""operation-renamed: an operation has another name, and takes and gives the same."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"{fact.subject} is called {shown(fact.new)}", wire=Impact.BREAKING)


OPERATION_RENAMED = Rule(
    id="operation-renamed",
    kinds=("operation.name",),
    title="An operation has another name, and takes and gives the same.",
    why="Its address and its SOAP action have the name in them, so calls of the old one fail. The claim rests on "
    "equal parameters and results, and a name much alike that no other operation has.",
    judge=_judge,
    in_python=True,
)
