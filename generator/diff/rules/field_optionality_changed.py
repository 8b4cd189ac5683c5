"""field-optionality-changed: a field may be left out that had to be there, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    may = "may be left out" if fact.new else "must be there"
    sent, answered = (
        (Impact.SAFE, Impact.RISKY) if fact.new else (Impact.BREAKING, Impact.SAFE)
    )
    return verdict(
        f"{fact.subject} {may}",
        wire=both.by_flow(fact, sent=sent, answered=answered) or Impact.SAFE,
    )


FIELD_OPTIONALITY_CHANGED = Rule(
    id="field-optionality-changed",
    kinds=("field.optional",),
    title="A field may be left out that had to be there, or the other way round.",
    why="Who sends a carrier without what must be there is refused; who reads one may miss what may be left out.",
    judge=_judge,
    in_python=True,
)
