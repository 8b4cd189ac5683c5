"""spelling-changed: a name is spelled otherwise on one wire than the operation has it, and was not before, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import in_capitals_alone, pairs_in, wire_words


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = wire_words(fact.aspect.partition(".")[0])
    now, before = (
        pairs_in(pairs) if pairs else "every name as it is"
        for pairs in (fact.new, fact.old)
    )
    return verdict(
        f"{fact.subject} spells {now} over {wire}; before {before}",
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
