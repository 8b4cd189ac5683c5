"""method-verb-changed: an address takes another verb."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject.path[-1]} became {shown(fact.new)}", wire=Impact.BREAKING
    )


METHOD_VERB_CHANGED = Rule(
    id="method-verb-changed",
    kinds=("method.verb",),
    title="An address takes another verb.",
    why="What is asked with the old verb is refused.",
    judge=_judge,
    in_python=True,
)
