"""field-xml-changed: a field is written otherwise in XML: in another namespace, or as an attribute."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import namespaced


def _judge(fact: Difference, both: Both) -> Verdict | None:
    what = (
        "as an attribute"
        if fact.new is True
        else (
            "as an element"
            if fact.new is False
            else (
                "in the namespace of its carrier"
                if fact.new is ABSENT
                else f"in {namespaced(fact.new)}"
            )
        )
    )
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.BREAKING)
    return verdict(f"{fact.subject} is written {what}", wire=wire or Impact.SAFE)


FIELD_XML_CHANGED = Rule(
    id="field-xml-changed",
    kinds=(
        "field.namespace",
        "field.attribute",
    ),
    title="A field is written otherwise in XML: in another namespace, or as an attribute.",
    why="Who reads or writes it the old way misses it over SOAP. JSON is not concerned.",
    judge=_judge,
    in_python=True,
)
