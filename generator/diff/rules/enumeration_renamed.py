"""enumeration-renamed: an enumeration has another name, and the same members."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.RISKY, answered=Impact.RISKY)
    return verdict(
        f"the enumeration {fact.subject} is called {shown(fact.new)}",
        wire=wire or Impact.SAFE,
    )


ENUMERATION_RENAMED = Rule(
    id="enumeration-renamed",
    kinds=("enumeration.name",),
    title="An enumeration has another name, and the same members.",
    why="Its name is seldom on a wire: where any type may stand, and around the items of a list over SOAP. The "
    "claim rests on equal members and a name alike that no other enumeration has.",
    judge=_judge,
    in_python=True,
)
