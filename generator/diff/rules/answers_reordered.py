"""answers-reordered: the parts of an answer come in another order."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import has_soap, listed


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject} gives its parts as {listed(fact.new)}; before as {listed(fact.old)}",
        wire=Impact.RISKY if has_soap(fact, both) else Impact.SAFE,
    )


ANSWERS_REORDERED = Rule(
    id="answers-reordered",
    kinds=("operation.results.order",),
    title="The parts of an answer come in another order.",
    why="SOAP clients that read in order lose parts; JSON has names.",
    judge=_judge,
    in_python=True,
)
