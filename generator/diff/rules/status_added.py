"""status-added: a resource declares a status that it did not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    good = fact.subject.path[-1].startswith("2")
    return verdict(
        f"{holder(fact)} may answer {fact.subject.path[-1]}",
        wire=Impact.RISKY if good else Impact.SAFE,
    )


STATUS_ADDED = Rule(
    id="status-added",
    kinds=("answer-added",),
    title="A resource declares a status that it did not.",
    why="Programs that know the old ones alone may not expect it.",
    judge=_judge,
    in_python=True,
)
