"""parameters-reordered: the parameters of an operation come in another order."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import has_soap, listed


def _judge(fact: Difference, both: Both) -> Verdict | None:
    soap = has_soap(fact, both)
    return verdict(
        f"{fact.subject} takes its parameters as {listed(fact.new)}; before as {listed(fact.old)}",
        wire=Impact.BREAKING if soap else Impact.SAFE,
    )


PARAMETERS_REORDERED = Rule(
    id="parameters-reordered",
    kinds=("operation.parameters.order",),
    title="The parameters of an operation come in another order.",
    why="WCF skips elements that arrive out of order, without a word, so SOAP programs lose values. JSON does not "
    "care. In Python, arguments given by position break.",
    judge=_judge,
    in_python=True,
)
