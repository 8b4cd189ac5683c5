"""spelling-changed: a name is spelled otherwise on one wire than the operation has it, and was not before, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import in_capitals_alone, pairs_in


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject} spells parameters otherwise: {pairs_in(fact.new)}; before: {pairs_in(fact.old)}",
        wire=Impact.RISKY if in_capitals_alone(fact) else Impact.BREAKING,
    )


SPELLING_CHANGED = Rule(
    id="spelling-changed",
    kinds=(
        "operation.soap.spellings",
        "operation.agents.spellings",
    ),
    title="A name is spelled otherwise on one wire than the operation has it, and was not before, or the other way round.",
    why="What is sent by the old spelling is not read. A generated package knows the spelling, so its users do not "
    "see this.",
    judge=_judge,
)
