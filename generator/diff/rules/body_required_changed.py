"""body-required-changed: a body must be there that might be left out, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    must = "must be there" if fact.new else "may be left out"
    return verdict(
        f"the body of {fact.subject.path[-1]} {must}",
        wire=Impact.BREAKING if fact.new else Impact.SAFE,
    )


BODY_REQUIRED_CHANGED = Rule(
    id="body-required-changed",
    kinds=("method.body_required",),
    title="A body must be there that might be left out, or the other way round.",
    why="Who sends none where one must be is refused.",
    judge=_judge,
    in_python=True,
)
