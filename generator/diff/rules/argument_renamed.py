"""argument-renamed: a parameter of a resource has another name, and the same type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    path = fact.subject.path[-1].startswith("path ")
    return verdict(
        f"{holder(fact)} renames {fact.subject.path[-1].partition(' ')[2]} to {shown(fact.new)}",
        wire=Impact.SAFE if path else Impact.BREAKING,
    )


ARGUMENT_RENAMED = Rule(
    id="argument-renamed",
    kinds=("argument.name",),
    title="A parameter of a resource has another name, and the same type.",
    why="What is sent in a query by the old name is not read. Names in a path are never sent; in Python, arguments "
    "given by name break.",
    judge=_judge,
    in_python=True,
)
