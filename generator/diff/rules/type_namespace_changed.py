"""type-namespace-changed: a carrier or an enumeration is in another XML namespace."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if not fact.old or not fact.new:
        verb = "describes" if fact.new else "does not describe"
        return verdict(
            f"SOAP {verb} {fact.subject}",
            wire=Impact.SAFE if fact.new else Impact.RISKY,
        )
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.BREAKING)
    return verdict(
        f"{fact.subject} is in the namespace {shown(fact.new)}; it was in {shown(fact.old)}",
        wire=wire or Impact.SAFE,
    )


TYPE_NAMESPACE_CHANGED = Rule(
    id="type-namespace-changed",
    kinds=(
        "carrier.namespace",
        "enumeration.namespace",
    ),
    title="A carrier or an enumeration is in another XML namespace.",
    why="SOAP names elements by namespace, so what is written in the old one is skipped. A type that gains one is "
    "one that SOAP describes now; JSON is not concerned.",
    judge=_judge,
    in_python=True,
)
