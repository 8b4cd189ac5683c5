"""member-renamed: a member has another name, and the same number."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder, shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.RISKY)
    return verdict(
        f"{holder(fact)} renames its member {fact.subject.path[-1]} to {shown(fact.new)}",
        wire=wire or Impact.SAFE,
        data=Impact.RISKY,
    )


MEMBER_RENAMED = Rule(
    id="member-renamed",
    kinds=("member.name",),
    title="A member has another name, and the same number.",
    why="Names go over the wires: who sends the old one is refused, who reads does not know the new one.",
    judge=_judge,
    in_python=True,
)
