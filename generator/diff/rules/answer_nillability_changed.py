"""answer-nillability-changed: an answer may be null or missing that might not, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import holder


def _judge(fact: Difference, both: Both) -> Verdict | None:
    word = "null" if fact.aspect == "nillable" else "missing"
    may = f"may be {word}" if fact.new else f"is never {word}"
    return verdict(
        f"{holder(fact)}: {fact.subject.path[-1]} {may}",
        wire=Impact.RISKY if fact.new else Impact.SAFE,
    )


ANSWER_NILLABILITY_CHANGED = Rule(
    id="answer-nillability-changed",
    kinds=(
        "result.nillable",
        "result.optional",
    ),
    title="An answer may be null or missing that might not, or the other way round.",
    why="A program that relied on a value may find none.",
    judge=_judge,
    in_python=True,
)
