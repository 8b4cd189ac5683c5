"""fields-reordered: the fields of a carrier come in another order."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import in_soap, moved


def _judge(fact: Difference, both: Both) -> Verdict | None:
    soap = in_soap(fact, both)
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.RISKY)
    return verdict(
        f"the fields of {fact.subject} come in another order: {moved(fact)}",
        wire=wire if soap and wire is not None else Impact.SAFE,
    )


FIELDS_REORDERED = Rule(
    id="fields-reordered",
    kinds=("carrier.fields.order",),
    title="The fields of a carrier come in another order.",
    why="WCF skips elements that arrive out of order, without a word, so SOAP programs lose values on the way "
    "there, and on the way back where they read in order, too. JSON does not care.",
    judge=_judge,
)
