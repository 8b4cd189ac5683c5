"""method-moved: a resource is asked at another address, under the same operationId."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown, unnamed


def _judge(fact: Difference, both: Both) -> Verdict | None:
    same = unnamed(fact.old) == unnamed(fact.new)
    return verdict(
        f"{fact.subject.path[-1]} is at {shown(fact.new)}",
        wire=Impact.SAFE if same else Impact.BREAKING,
    )


METHOD_MOVED = Rule(
    id="method-moved",
    kinds=("method.path",),
    title="A resource is asked at another address, under the same operationId.",
    why="The old address leads nowhere. Where only a placeholder is called otherwise, the address stays what it "
    "was, and arguments given by name break in Python.",
    judge=_judge,
    in_python=True,
)
