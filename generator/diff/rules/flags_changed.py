"""flags-changed: values of an enumeration can be combined and could not, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    may = "can be combined" if fact.new else "cannot be combined any more"
    sent, answered = (
        (Impact.SAFE, Impact.BREAKING) if fact.new else (Impact.BREAKING, Impact.SAFE)
    )
    return verdict(
        f"the values of {fact.subject} {may}",
        wire=both.by_flow(fact, sent=sent, answered=answered) or Impact.SAFE,
        data=Impact.BREAKING,
    )


FLAGS_CHANGED = Rule(
    id="flags-changed",
    kinds=("enumeration.flags",),
    title="Values of an enumeration can be combined and could not, or the other way round.",
    why="A combined value is a list of names on the wire, which a reader of single names does not understand; the "
    "numbers change their meaning.",
    judge=_judge,
    in_python=True,
)
