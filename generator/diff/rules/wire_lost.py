"""wire-lost: an operation cannot be called over a wire that had it."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import wire_words


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.new is not ABSENT:
        return None
    return verdict(
        f"{fact.subject} cannot be called over {wire_words(fact.aspect)} any more",
        wire=Impact.BREAKING,
    )


WIRE_LOST = Rule(
    id="wire-lost",
    kinds=(
        "operation.soap",
        "operation.agents",
    ),
    title="An operation cannot be called over a wire that had it.",
    why="Programs that call it over that wire fail. A generated package sends the call over the other wire where "
    "the session can.",
    judge=_judge,
)
