"""field-added: a carrier has a field that it had not."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder
from generator.model.carriers import Field


def _judge(fact: Difference, both: Both) -> Verdict | None:
    new = cast("Field", fact.new)
    sent = Impact.SAFE if new.optional else Impact.BREAKING
    wire = both.by_flow(fact, sent=sent, answered=Impact.SAFE)
    return verdict(
        f"{holder(fact)} has a field {described(new)}", wire=wire or Impact.SAFE
    )


FIELD_ADDED = Rule(
    id="field-added",
    kinds=("field-added",),
    title="A carrier has a field that it had not.",
    why="Readers skip it, and the generated package keeps it, so that reading, changing and saving loses nothing. "
    "Who sends the carrier without it leaves the service with no value, or its type's default; a field that "
    "must be there is refused without it.",
    judge=_judge,
    in_python=True,
)
