"""discriminator-changed: the subtypes of a carrier are told apart otherwise."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import pairs_in, told_by, without


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.aspect.endswith(".carriers"):
        gone, come = without(fact.old, fact.new), without(fact.new, fact.old)
        if not gone:
            wire = both.by_flow(fact, sent=Impact.SAFE, answered=Impact.RISKY)
            says = f"one more subtype of {fact.subject} is told apart: {pairs_in(come)}"
            return verdict(says, wire=wire or Impact.SAFE)
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.RISKY)
    return verdict(
        f"the subtypes of {fact.subject} are told apart by {told_by(fact.new)}; before by {told_by(fact.old)}",
        wire=wire or Impact.SAFE,
    )


DISCRIMINATOR_CHANGED = Rule(
    id="discriminator-changed",
    kinds=(
        "carrier.discriminator",
        "carrier.discriminator.field",
        "carrier.discriminator.carriers",
    ),
    title="The subtypes of a carrier are told apart otherwise.",
    why="JSON tells by the value of a field which carrier it is; a reader that knows the old values takes one for "
    "another.",
    judge=_judge,
    in_python=True,
)
