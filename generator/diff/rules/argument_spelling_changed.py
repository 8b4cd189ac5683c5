"""argument-spelling-changed: a parameter of a resource is written otherwise in the request."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{holder(fact)} takes {fact.subject.path[-1].partition(' ')[2]} in another form",
        wire=Impact.BREAKING,
    )


ARGUMENT_SPELLING_CHANGED = Rule(
    id="argument-spelling-changed",
    kinds=(
        "argument.exploded",
        "argument.place",
    ),
    title="A parameter of a resource is written otherwise in the request.",
    why="What is written the old way is misread.",
    judge=_judge,
    in_python=True,
)
