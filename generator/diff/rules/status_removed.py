"""status-removed: a resource does not declare a status that it did."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    status = fact.subject.path[-1]
    good = status.startswith("2")
    asked = status in ("304", "412")
    return verdict(
        f"{holder(fact)} does not answer {status} any more",
        wire=Impact.BREAKING if good else Impact.RISKY if asked else Impact.SAFE,
    )


STATUS_REMOVED = Rule(
    id="status-removed",
    kinds=("answer-removed",),
    title="A resource does not declare a status that it did.",
    why="Programs that wait for it wait in vain: one that means success is answered otherwise now; a 304 or a 412 "
    "that is gone says that conditions are not looked at.",
    judge=_judge,
    in_python=True,
)
