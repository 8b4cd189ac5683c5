"""method-added: a resource can be asked for something that it could not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(f"{fact.subject.path[-1]} is new", wire=Impact.SAFE)


METHOD_ADDED = Rule(
    id="method-added",
    kinds=("method-added",),
    title="A resource can be asked for something that it could not.",
    why="Nothing that worked stops working.",
    judge=_judge,
    in_python=True,
)
