"""dictionary-retyped: the keys or the values of a dictionary have another type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.retyping import retyped
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    how = retyped(fact, both)
    return verdict(
        f"the {fact.aspect}s of {fact.subject} are {how.new}; they were {how.old}",
        wire=how.impact,
        data=how.stored,
    )


DICTIONARY_RETYPED = Rule(
    id="dictionary-retyped",
    kinds=(
        "dictionary.key",
        "dictionary.value",
    ),
    title="The keys or the values of a dictionary have another type.",
    why="Who knows the old type does not understand the new one.",
    judge=_judge,
    in_python=True,
)
