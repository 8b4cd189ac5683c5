"""parameter-renamed: a parameter has another name, and the same type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{holder(fact)} renames its parameter {fact.subject.path[-1]} to {shown(fact.new)}",
        wire=Impact.BREAKING,
    )


PARAMETER_RENAMED = Rule(
    id="parameter-renamed",
    kinds=("parameter.name",),
    title="A parameter has another name, and the same type.",
    why="What is sent by the old name is skipped, on both wires. In Python, arguments given by name break. The "
    "claim rests on an equal type and a name alike that no other parameter has.",
    judge=_judge,
    in_python=True,
)
