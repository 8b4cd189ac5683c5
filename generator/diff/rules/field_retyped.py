"""field-retyped: a field has another type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.retyping import retyped
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    how = retyped(fact, both)
    return verdict(
        f"{fact.subject} is {how.new}; it was {how.old}",
        wire=how.impact,
        data=how.stored,
    )


FIELD_RETYPED = Rule(
    id="field-retyped",
    kinds=("field.type",),
    title="A field has another type.",
    why="Sent, a wider number takes all that a narrower one took; answered, a narrower one fits where a wider was "
    "read. Any other type is not understood by who knows the old one, and stored values do not fit it.",
    judge=_judge,
    in_python=True,
)
