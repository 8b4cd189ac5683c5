"""stream-changed: an answer is bytes where it was JSON, or the other way round."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    forms = ("bytes", "JSON") if fact.new else ("JSON", "bytes")
    return verdict(
        f"{fact.subject} answers with {forms[0]} over Agents REST; it was {forms[1]}",
        wire=Impact.BREAKING,
    )


STREAM_CHANGED = Rule(
    id="stream-changed",
    kinds=("operation.agents.gives_stream",),
    title="An answer is bytes where it was JSON, or the other way round.",
    why="Programs that read the old form cannot read the new one.",
    judge=_judge,
)
