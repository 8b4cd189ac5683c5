"""request-shape-changed: the parameters of an operation go to another place in the request: the query, or the body in one of two shapes."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shape_words


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject} takes its parameters {shape_words(fact.new)}; before {shape_words(fact.old)}",
        wire=Impact.BREAKING,
    )


REQUEST_SHAPE_CHANGED = Rule(
    id="request-shape-changed",
    kinds=("operation.agents.shape",),
    title="The parameters of an operation go to another place in the request: the query, or the body in one of two shapes.",
    why="Programs that put them where the old release had them are misunderstood. A generated package knows the "
    "place, so its users do not see this.",
    judge=_judge,
)
