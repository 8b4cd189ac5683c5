"""wires-have-alone: one wire of a release has something that the other one has not."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import spoken


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire, other = ("SOAP", "Agents REST")
    if fact.old is ABSENT:
        wire, other = other, wire
    whole = fact.subject.kind in ("agent", "operation")
    return verdict(
        f"{spoken(fact.subject)} is there over {wire} alone, not over {other}",
        wire=Impact.SAFE if whole else Impact.RISKY,
    )


WIRES_HAVE_ALONE = Rule(
    id="wires-have-alone",
    kinds=tuple(
        f"{kind}.wires"
        for kind in ("agent", "operation", "parameter", "result", "field", "member")
    ),
    title="One wire of a release has something that the other one has not.",
    why="An operation that one wire lacks is sent over the other one. A parameter or a field that one wire lacks is lost there: "
    "what is sent over it does not arrive, what is answered over it is not there. Mostly a description forgot it.",
    judge=_judge,
)
