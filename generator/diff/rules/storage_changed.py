"""storage-changed: an enumeration is kept in an integer of another size."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.retyping import takes_all
from generator.diff.rule import Rule

_UNTOLD = "int"  # schemas of WCF tell the size where it is another one


def _judge(fact: Difference, both: Both) -> Verdict | None:
    new, old = str(fact.new or _UNTOLD), str(fact.old or _UNTOLD)
    return verdict(
        f"{fact.subject} is kept as {new}; it was {old}",
        data=Impact.SAFE if takes_all(new, old) else Impact.RISKY,
    )


STORAGE_CHANGED = Rule(
    id="storage-changed",
    kinds=("enumeration.storage",),
    title="An enumeration is kept in an integer of another size.",
    why="Names go over the wires, not numbers, so only who stores the numbers has to look whether they fit.",
    judge=_judge,
)
