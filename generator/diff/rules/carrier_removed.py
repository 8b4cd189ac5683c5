"""carrier-removed: a carrier is gone."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.model.carriers import Carrier


def _judge(fact: Difference, both: Both) -> Verdict | None:
    old = cast("Carrier", fact.old)
    wire = Impact.BREAKING if both.stood_in_for(old) else Impact.SAFE
    return verdict(
        f"the carrier {fact.subject} is gone",
        wire=wire,
        data=Impact.RISKY,
    )


CARRIER_REMOVED = Rule(
    id="carrier-removed",
    kinds=("carrier-removed",),
    title="A carrier is gone.",
    why="Where operations sent or gave it, their changes say what that means on a wire. Values of it that were "
    "stored have no class to be read into.",
    judge=_judge,
    in_python=True,
)
