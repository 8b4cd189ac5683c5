"""member-renumbered: a member has another number; of flags, another bit."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.old is ABSENT:
        return verdict(
            f"{fact.subject} has the number {fact.new}, which was not known",
            data=Impact.SAFE,
        )
    if fact.new is ABSENT:
        return verdict(
            f"the number of {fact.subject} is not known any more; it was {fact.old}",
            data=Impact.RISKY,
        )
    wire = both.by_flow(fact, sent=Impact.RISKY, answered=Impact.RISKY)
    return verdict(
        f"{fact.subject} is number {fact.new}; it was {fact.old}",
        wire=wire or Impact.SAFE,
        data=Impact.BREAKING,
    )


MEMBER_RENUMBERED = Rule(
    id="member-renumbered",
    kinds=("member.number",),
    title="A member has another number; of flags, another bit.",
    why="Names go over the wires, so most programs do not notice. Numbers that were stored, or are sent in place "
    "of names, mean something else now. Where a description gives no numbers, they follow from the order of "
    "the names, and one that is put between moves all behind it.",
    judge=_judge,
    in_python=True,
)
