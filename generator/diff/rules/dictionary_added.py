"""dictionary-added: there is a dictionary type that was not there before."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"the dictionary {fact.subject} is new", wire=Impact.SAFE)


DICTIONARY_ADDED = Rule(
    id="dictionary-added",
    kinds=("dictionary-added",),
    title="There is a dictionary type that was not there before.",
    why="It harms nobody by being there; what refers to it is a change of its own.",
    judge=_judge,
    in_python=True,
)
