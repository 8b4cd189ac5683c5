"""namespace-changed: the SOAP target namespace is another one, by more than its service version."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the target namespace is {shown(fact.new)}; it was {shown(fact.old)}",
        wire=Impact.BREAKING,
    )


NAMESPACE_CHANGED = Rule(
    id="namespace-changed",
    kinds=("release.namespace",),
    title="The SOAP target namespace is another one, by more than its service version.",
    why="Every SOAP message names it, so a program that was made for the old namespace is not understood. JSON is "
    "not concerned.",
    judge=_judge,
)
