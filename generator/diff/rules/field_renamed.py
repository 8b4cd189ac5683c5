"""field-renamed: a field has another name, and the same type."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.BREAKING)
    return verdict(
        f"{holder(fact)} renames its field {fact.subject.path[-1]} to {shown(fact.new)}",
        wire=wire or Impact.SAFE,
        data=Impact.BREAKING,
    )


FIELD_RENAMED = Rule(
    id="field-renamed",
    kinds=("field.name",),
    title="A field has another name, and the same type.",
    why="What is sent by the old name is skipped, and who reads by the old name finds nothing. Stored values have "
    "the old name. The claim rests on an equal type and a name alike that no other field has.",
    judge=_judge,
    in_python=True,
)
