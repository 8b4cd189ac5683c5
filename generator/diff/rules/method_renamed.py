"""method-renamed: a description calls an operation of a resource otherwise (operationId)."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject.path[-1]} has the operationId {shown(fact.new)}; it was {shown(fact.old)}",
        wire=Impact.SAFE,
    )


METHOD_RENAMED = Rule(
    id="method-renamed",
    kinds=("method.name",),
    title="A description calls an operation of a resource otherwise (operationId).",
    why="Nothing goes over the wire by that name. The generated package, and clients made by others, call their "
    "method by it.",
    judge=_judge,
    in_python=True,
)
