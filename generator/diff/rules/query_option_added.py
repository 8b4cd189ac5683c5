"""query-option-added: a list or an entity can be asked for more narrowly by an option of its query ($filter, $select, ...)."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, is_query_option
from generator.model.release import ResourceParameter


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if not is_query_option(fact):
        return None
    new = cast("ResourceParameter", fact.new)
    return verdict(
        f"{holder(fact)} takes the option {new.name}",
        wire=Impact.BREAKING if new.required else Impact.SAFE,
    )


QUERY_OPTION_ADDED = Rule(
    id="query-option-added",
    kinds=("argument-added",),
    title="A list or an entity can be asked for more narrowly by an option of its query ($filter, $select, ...).",
    why="Nothing that worked stops working, unless the option must be there.",
    judge=_judge,
    in_python=True,
)
