"""call-changed: the text of a resource names another operation of an agent as what it stands for."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import called


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject.path[-1]} stands for {called(fact.new)}; before for {called(fact.old)}",
        readers=Impact.SAFE,
    )


CALL_CHANGED = Rule(
    id="call-changed",
    kinds=("method.calls",),
    title="The text of a resource names another operation of an agent as what it stands for.",
    why="Nothing changes on a wire; what the operation does may.",
    judge=_judge,
)
