"""parameter-removed: an operation does not take a parameter that it took."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder
from generator.model.release import Parameter


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{holder(fact)} does not take {described(cast('Parameter', fact.old))} any more",
        wire=Impact.RISKY,
    )


PARAMETER_REMOVED = Rule(
    id="parameter-removed",
    kinds=("parameter-removed",),
    title="An operation does not take a parameter that it took.",
    why="Who sends it is not heard: services skip what they do not know. Calls in Python have one argument too "
    "many.",
    judge=_judge,
    in_python=True,
)
