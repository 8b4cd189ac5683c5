"""argument-removed: a resource does not take a parameter that it took."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, holder, is_query_option
from generator.model.release import ResourceParameter


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if is_query_option(fact):
        return None
    old = cast("ResourceParameter", fact.old)
    return verdict(
        f"{holder(fact)} does not take {described(old)} in the {old.place} any more",
        wire=Impact.BREAKING if old.place == "path" else Impact.RISKY,
    )


ARGUMENT_REMOVED = Rule(
    id="argument-removed",
    kinds=("argument-removed",),
    title="A resource does not take a parameter that it took.",
    why="Who sends it is not heard, or refused.",
    judge=_judge,
    in_python=True,
)
