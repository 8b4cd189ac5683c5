"""dictionary-xml-changed: the pairs of a dictionary are written in other XML elements."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.BREAKING)
    return verdict(
        f"{fact.subject} is written with another {fact.aspect.replace('_', ' ')}: {shown(fact.new)}; it was {shown(fact.old)}",
        wire=wire or Impact.SAFE,
    )


DICTIONARY_XML_CHANGED = Rule(
    id="dictionary-xml-changed",
    kinds=(
        "dictionary.pair",
        "dictionary.key_element",
        "dictionary.value_element",
        "dictionary.namespace",
    ),
    title="The pairs of a dictionary are written in other XML elements.",
    why="Who writes or looks for the old ones is not understood over SOAP. JSON is not concerned.",
    judge=_judge,
    in_python=True,
)
