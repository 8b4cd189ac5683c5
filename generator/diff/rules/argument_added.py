"""argument-added: a resource takes a parameter that it did not take."""

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
    new = cast("ResourceParameter", fact.new)
    return verdict(
        f"{holder(fact)} takes {described(new)} in the {new.place}",
        wire=Impact.BREAKING if new.required else Impact.SAFE,
    )


ARGUMENT_ADDED = Rule(
    id="argument-added",
    kinds=("argument-added",),
    title="A resource takes a parameter that it did not take.",
    why="Who does not send one that must be there is refused.",
    judge=_judge,
    in_python=True,
)
