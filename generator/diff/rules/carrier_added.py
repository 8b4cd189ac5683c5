"""carrier-added: there is a carrier that was not there before."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.model.carriers import Carrier


def _judge(fact: Difference, both: Both) -> Verdict | None:
    new = cast("Carrier", fact.new)
    if both.stands_in_for(new):
        return verdict(
            f"the carrier {fact.subject} is new, and may stand where {new.base} is answered",
            wire=Impact.RISKY,
        )
    return verdict(f"the carrier {fact.subject} is new", wire=Impact.SAFE)


CARRIER_ADDED = Rule(
    id="carrier-added",
    kinds=("carrier-added",),
    title="There is a carrier that was not there before.",
    why="It harms nobody by being there. Where it turns up in answers as a subtype of one that is known, strict "
    "readers may stumble; the fields and operations that refer to it are changes of their own.",
    judge=_judge,
    in_python=True,
)
