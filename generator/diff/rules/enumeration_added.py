"""enumeration-added: there is an enumeration that was not there before."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"the enumeration {fact.subject} is new", wire=Impact.SAFE)


ENUMERATION_ADDED = Rule(
    id="enumeration-added",
    kinds=("enumeration-added",),
    title="There is an enumeration that was not there before.",
    why="It harms nobody by being there; the fields and operations that refer to it are changes of their own.",
    judge=_judge,
    in_python=True,
)
