"""dictionary-removed: a dictionary type is gone."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"the dictionary {fact.subject} is gone", wire=Impact.SAFE)


DICTIONARY_REMOVED = Rule(
    id="dictionary-removed",
    kinds=("dictionary-removed",),
    title="A dictionary type is gone.",
    why="Where fields or operations had it, their changes say what that means on a wire.",
    judge=_judge,
    in_python=True,
)
