"""documentation-changed: a description reads otherwise."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import spoken


def _judge(fact: Difference, both: Both) -> Verdict | None:
    what = "" if fact.subject.path else "the release"
    return verdict(
        f"the text of {spoken(fact.subject) or what} reads otherwise",
        readers=Impact.SAFE,
    )


DOCUMENTATION_CHANGED = Rule(
    id="documentation-changed",
    kinds=(
        "agent.doc",
        "operation.doc",
        "parameter.doc",
        "result.doc",
        "carrier.doc",
        "field.doc",
        "enumeration.doc",
        "member.doc",
        "resource.doc",
        "method.doc",
        "argument.doc",
        "answer.doc",
    ),
    title="A description reads otherwise.",
    why="Nothing changes but what people read. It may be worth reading: a description is where a service says what "
    "else it does.",
    judge=_judge,
)
