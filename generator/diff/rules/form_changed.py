"""form-changed: a long query can be sent as a form, or cannot any more."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule


def _judge(fact: Difference, both: Both) -> Verdict | None:
    may = "can" if fact.new else "cannot"
    return verdict(
        f"{fact.subject.path[-1]} {may} be asked by POST, its query as a form",
        wire=Impact.SAFE if fact.new else Impact.RISKY,
    )


FORM_CHANGED = Rule(
    id="form-changed",
    kinds=("method.by_form",),
    title="A long query can be sent as a form, or cannot any more.",
    why="Who sends one where none is taken is refused.",
    judge=_judge,
)
