"""query-option-removed: a list or an entity cannot be asked by an option of its query ($filter, $select, ...) any more."""

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
    old = cast("ResourceParameter", fact.old)
    return verdict(
        f"{holder(fact)} does not take the option {old.name}", wire=Impact.RISKY
    )


QUERY_OPTION_REMOVED = Rule(
    id="query-option-removed",
    kinds=("argument-removed",),
    title="A list or an entity cannot be asked by an option of its query ($filter, $select, ...) any more.",
    why="Whoever relied on it gets all there is, or an error.",
    judge=_judge,
    in_python=True,
)
