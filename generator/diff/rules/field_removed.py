"""field-removed: a carrier lacks a field that it had."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder
from generator.model.carriers import Field


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.RISKY, answered=Impact.BREAKING)
    return verdict(
        f"{holder(fact)} has no field {described(cast('Field', fact.old))} any more",
        wire=wire or Impact.SAFE,
        data=Impact.RISKY,
    )


FIELD_REMOVED = Rule(
    id="field-removed",
    kinds=("field-removed",),
    title="A carrier lacks a field that it had.",
    why="Who reads it finds nothing there; who sends it is not heard. Stored values keep it, and nobody reads it "
    "from them.",
    judge=_judge,
    in_python=True,
)
