"""member-removed: an enumeration lacks a name that it had."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, member


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.SAFE)
    return verdict(
        f"{holder(fact)} has no member {member(fact.old)} any more",
        wire=wire or Impact.SAFE,
        data=Impact.RISKY,
    )


MEMBER_REMOVED = Rule(
    id="member-removed",
    kinds=("member-removed",),
    title="An enumeration lacks a name that it had.",
    why="Who sends it is refused. Stored values may have it.",
    judge=_judge,
    in_python=True,
)
