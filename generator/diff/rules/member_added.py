"""member-added: an enumeration has a name that it had not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, member


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.SAFE, answered=Impact.RISKY)
    return verdict(
        f"{holder(fact)} has a member {member(fact.new)}", wire=wire or Impact.SAFE
    )


MEMBER_ADDED = Rule(
    id="member-added",
    kinds=("member-added",),
    title="An enumeration has a name that it had not.",
    why="A strict reader refuses an answer with it. The generated package keeps names that it does not know; a "
    "`match` over all members does not cover it.",
    judge=_judge,
    in_python=True,
)
