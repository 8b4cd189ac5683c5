"""address-changed: an operation is called at another address."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject} is at {shown(fact.new)}; it was at {shown(fact.old)}",
        wire=Impact.BREAKING,
    )


ADDRESS_CHANGED = Rule(
    id="address-changed",
    kinds=(
        "operation.soap.path",
        "operation.agents.path",
    ),
    title="An operation is called at another address.",
    why="Programs that were made for the old address find nothing there.",
    judge=_judge,
)
