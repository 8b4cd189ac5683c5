"""dictionary-nulls-changed: values of a dictionary may be null that might not, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    may = "may be null" if fact.new else "may not be null"
    sent, answered = (
        (Impact.SAFE, Impact.RISKY) if fact.new else (Impact.RISKY, Impact.SAFE)
    )
    return verdict(
        f"values of {fact.subject} {may}",
        wire=both.by_flow(fact, sent=sent, answered=answered) or Impact.SAFE,
    )


DICTIONARY_NULLS_CHANGED = Rule(
    id="dictionary-nulls-changed",
    kinds=("dictionary.value_nillable",),
    title="Values of a dictionary may be null that might not, or the other way round.",
    why="Who sends null where none may be is refused; who reads may find null where none was.",
    judge=_judge,
    in_python=True,
)
