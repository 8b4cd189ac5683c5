"""description-lost: a description leaves out an operation that the service is known to have, or has it again."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    verb = "is described" if fact.new else "is not described any more"
    return verdict(
        f"{fact.subject.path[-1]} {verb}",
        readers=Impact.SAFE if fact.new else Impact.RISKY,
    )


DESCRIPTION_LOST = Rule(
    id="description-lost",
    kinds=("method.described",),
    title="A description leaves out an operation that the service is known to have, or has it again.",
    why="The generated package has it either way. Whoever works from the description alone does not know of it.",
    judge=_judge,
    in_python=True,
)
