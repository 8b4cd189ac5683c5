"""media-types-changed: a body is declared in other media types."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import names


def _judge(fact: Difference, both: Both) -> Verdict | None:
    gone = [each for each in names(fact.old) if each not in names(fact.new)]
    come = [each for each in names(fact.new) if each not in names(fact.old)]
    said = [f"without {', '.join(gone)}"] * bool(gone) + [
        f"with {', '.join(come)}"
    ] * bool(come)
    what = (
        "the body"
        if fact.subject.kind == "method"
        else f"the answer {fact.subject.path[-1]}"
    )
    where = fact.subject.path[1]
    if not gone and not come:
        return verdict(
            f"{where}: {what} names its media types in another order", wire=Impact.SAFE
        )
    return verdict(
        f"{where}: {what} is declared {' and '.join(said)}",
        wire=Impact.RISKY if gone else Impact.SAFE,
    )


MEDIA_TYPES_CHANGED = Rule(
    id="media-types-changed",
    kinds=(
        "method.body_media_types",
        "answer.media_types",
    ),
    title="A body is declared in other media types.",
    why="Who sends or asks for one that is gone is refused (415, 406), unless the service takes more than it "
    "declares.",
    judge=_judge,
)
