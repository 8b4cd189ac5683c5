"""storage-changed: an enumeration is kept in an integer of another size."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject} is kept as {shown(fact.new)}; it was {shown(fact.old)}",
        data=Impact.RISKY if fact.old and fact.new else Impact.SAFE,
    )


STORAGE_CHANGED = Rule(
    id="storage-changed",
    kinds=("enumeration.storage",),
    title="An enumeration is kept in an integer of another size.",
    why="Names go over the wires, not numbers, so only who stores the numbers has to look whether they fit.",
    judge=_judge,
)
