"""answer-renamed: what an operation gives has another name, and the same type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{holder(fact)} renames its answer {fact.subject.path[-1]} to {shown(fact.new)}",
        wire=Impact.BREAKING,
    )


ANSWER_RENAMED = Rule(
    id="answer-renamed",
    kinds=("result.name",),
    title="What an operation gives has another name, and the same type.",
    why="A SOAP program looks for the old name and finds nothing. An answer of one part has no name in JSON.",
    judge=_judge,
    in_python=True,
)
