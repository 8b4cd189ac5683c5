"""answer-removed: an operation does not give something that it gave."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder
from generator.model.release import Parameter


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{holder(fact)} does not give {described(cast('Parameter', fact.old))} any more",
        wire=Impact.BREAKING,
    )


ANSWER_REMOVED = Rule(
    id="answer-removed",
    kinds=("result-removed",),
    title="An operation does not give something that it gave.",
    why="Whoever reads it finds nothing there.",
    judge=_judge,
    in_python=True,
)
