"""parameter-nillability-changed: a parameter may be null that might not, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    may = "may be null" if fact.new else "may not be null"
    return verdict(
        f"{holder(fact)}: {fact.subject.path[-1]} {may}",
        wire=Impact.SAFE if fact.new else Impact.RISKY,
    )


PARAMETER_NILLABILITY_CHANGED = Rule(
    id="parameter-nillability-changed",
    kinds=("parameter.nillable",),
    title="A parameter may be null that might not, or the other way round.",
    why="Who sent null where none may be now is refused.",
    judge=_judge,
    in_python=True,
)
