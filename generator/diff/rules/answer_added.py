"""answer-added: an operation gives something that it did not give."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder
from generator.model.release import Parameter


def _judge(fact: Difference, both: Both) -> Verdict | None:
    before, _ = both.operations(fact.subject)
    more = " as well" if before.results else "; it gave nothing"
    return verdict(
        f"{holder(fact)} gives {described(cast('Parameter', fact.new))}{more}",
        wire=Impact.SAFE,
    )


ANSWER_ADDED = Rule(
    id="answer-added",
    kinds=("result-added",),
    title="An operation gives something that it did not give.",
    why="A program that reads by name skips it. Over SOAP, the answer of an operation that gave nothing has an "
    "element more. In Python the method gives something else: one value where there was none, or a carrier of "
    "several.",
    judge=_judge,
    in_python=True,
)
