"""abstract-changed: a carrier can be sent or answered as it is and could not, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.new:
        wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.SAFE)
        return verdict(
            f"the carrier {fact.subject} is abstract", wire=wire or Impact.SAFE
        )
    return verdict(f"the carrier {fact.subject} is abstract no more", wire=Impact.SAFE)


ABSTRACT_CHANGED = Rule(
    id="abstract-changed",
    kinds=("carrier.abstract",),
    title="A carrier can be sent or answered as it is and could not, or the other way round.",
    why="Where it is abstract now, only subtypes of it are values.",
    judge=_judge,
)
