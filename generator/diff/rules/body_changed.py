"""body-changed: the body that a resource takes has another type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.retyping import retyped
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    how = retyped(fact, both)
    return verdict(
        f"{fact.subject.path[-1]} takes {how.new} as its body; it was {how.old}",
        wire=how.impact,
    )


BODY_CHANGED = Rule(
    id="body-changed",
    kinds=("method.body",),
    title="The body that a resource takes has another type.",
    why="Whoever sends the old one may be refused.",
    judge=_judge,
    in_python=True,
)
