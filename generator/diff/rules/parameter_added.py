"""parameter-added: an operation takes a parameter that it did not take."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder
from generator.model.release import Parameter


def _judge(fact: Difference, both: Both) -> Verdict | None:
    new = cast("Parameter", fact.new)
    return verdict(
        f"{holder(fact)} takes {described(new)} as well",
        wire=Impact.RISKY if new.optional else Impact.BREAKING,
    )


PARAMETER_ADDED = Rule(
    id="parameter-added",
    kinds=("parameter-added",),
    title="An operation takes a parameter that it did not take.",
    why="Who does not send it leaves the service with no value, or its type's default. Methods of the generated "
    "package take every parameter, so each call in Python needs one more argument.",
    judge=_judge,
    in_python=True,
)
