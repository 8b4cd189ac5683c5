"""wire-gained: an operation can be called over a wire that had it not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import wire_words


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.old is not ABSENT:
        return None
    return verdict(
        f"{fact.subject} can be called over {wire_words(fact.aspect)}",
        wire=Impact.SAFE,
    )


WIRE_GAINED = Rule(
    id="wire-gained",
    kinds=(
        "operation.soap",
        "operation.agents",
    ),
    title="An operation can be called over a wire that had it not.",
    why="Nothing that worked stops working. A generated package sends the call over the wire that its session is "
    "bound to, so it may take another way than before.",
    judge=_judge,
)
