"""argument-retyped: a parameter of a resource has another type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.retyping import retyped
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    how = retyped(fact, both)
    return verdict(
        f"{holder(fact)} takes {fact.subject.path[-1].partition(' ')[2]} as {how.new}; it was {how.old}",
        wire=how.impact,
    )


ARGUMENT_RETYPED = Rule(
    id="argument-retyped",
    kinds=("argument.type",),
    title="A parameter of a resource has another type.",
    why="A wider number takes all that a narrower one took. Any other type may refuse what was sent before.",
    judge=_judge,
    in_python=True,
)
