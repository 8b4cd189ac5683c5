"""argument-required-changed: a parameter of a resource must be given and had not to be, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    must = "must be given" if fact.new else "may be left out"
    return verdict(
        f"{holder(fact)}: {fact.subject.path[-1].partition(' ')[2]} {must}",
        wire=Impact.BREAKING if fact.new else Impact.SAFE,
    )


ARGUMENT_REQUIRED_CHANGED = Rule(
    id="argument-required-changed",
    kinds=("argument.required",),
    title="A parameter of a resource must be given and had not to be, or the other way round.",
    why="Who does not send what must be there is refused.",
    judge=_judge,
    in_python=True,
)
