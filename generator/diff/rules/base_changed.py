"""base-changed: a carrier extends another one than before."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.old is ABSENT:
        says = f"the carrier {fact.subject} extends {shown(fact.new)}"
    elif fact.new is ABSENT:
        says = f"the carrier {fact.subject} does not extend {shown(fact.old)} any more"
    else:
        says = f"the carrier {fact.subject} extends {shown(fact.new)}; it extended {shown(fact.old)}"
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.BREAKING)
    return verdict(says, wire=wire or Impact.SAFE)


BASE_CHANGED = Rule(
    id="base-changed",
    kinds=("carrier.base",),
    title="A carrier extends another one than before.",
    why="Over SOAP the fields of the base come first, so their order changes, and the carrier may stand in other "
    "places than before. In Python its instances are of another class.",
    judge=_judge,
    in_python=True,
)
