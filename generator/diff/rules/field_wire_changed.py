"""field-wire-changed: a field is known to SOAP and was not, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.new:
        return verdict(f"{fact.subject} is known to SOAP, too", wire=Impact.SAFE)
    wire = both.by_flow(fact, sent=Impact.RISKY, answered=Impact.BREAKING)
    return verdict(f"{fact.subject} is unknown to SOAP", wire=wire or Impact.SAFE)


FIELD_WIRE_CHANGED = Rule(
    id="field-wire-changed",
    kinds=("field.soap",),
    title="A field is known to SOAP and was not, or the other way round.",
    why="Over the wire that does not know it, it is neither sent nor answered.",
    judge=_judge,
)
