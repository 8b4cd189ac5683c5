"""parameter-optionality-changed: a parameter may be left out that had to be there, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    may = "may be left out" if fact.new else "must be there"
    return verdict(
        f"{holder(fact)}: {fact.subject.path[-1]} {may}",
        wire=Impact.SAFE if fact.new else Impact.BREAKING,
    )


PARAMETER_OPTIONALITY_CHANGED = Rule(
    id="parameter-optionality-changed",
    kinds=("parameter.optional",),
    title="A parameter may be left out that had to be there, or the other way round.",
    why="Who left out what must be there now is refused.",
    judge=_judge,
    in_python=True,
)
