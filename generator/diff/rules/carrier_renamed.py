"""carrier-renamed: a carrier has another name, and the same fields or nearly so."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.RISKY, answered=Impact.RISKY)
    return verdict(
        f"the carrier {fact.subject} is called {shown(fact.new)}",
        wire=wire or Impact.SAFE,
        data=Impact.RISKY,
    )


CARRIER_RENAMED = Rule(
    id="carrier-renamed",
    kinds=("carrier.name",),
    title="A carrier has another name, and the same fields or nearly so.",
    why="SOAP writes the name of a type where a subtype stands for its base, and around the items of a list; JSON "
    "seldom writes it. The claim rests on equal fields and a name alike that no other carrier has.",
    judge=_judge,
    in_python=True,
)
