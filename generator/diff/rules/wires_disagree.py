"""wires-disagree: both wires of a release have something, each otherwise."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import spoken
from generator.model.types import TypeRef, type_name


def _judge(fact: Difference, both: Both) -> Verdict | None:
    if fact.aspect == "wires.results":
        some, none = ("SOAP", "Agents REST")
        if fact.old is ABSENT:
            some, none = none, some
        says = f"{spoken(fact.subject)} gives something over {some}, and nothing over {none}"
    elif fact.aspect == "wires.name":
        says = f"{spoken(fact.subject)} is called {fact.new} over Agents REST"
        return verdict(says, wire=Impact.SAFE)
    else:
        old, new = (type_name(cast("TypeRef", each)) for each in (fact.old, fact.new))
        says = f"{spoken(fact.subject)} is {old} over SOAP, and {new} over Agents REST"
    return verdict(says, wire=Impact.RISKY)


WIRES_DISAGREE = Rule(
    id="wires-disagree",
    kinds=(
        "operation.wires.results",
        "parameter.wires.name",
        "parameter.wires.type",
        "result.wires.type",
        "field.wires.type",
    ),
    title="Both wires of a release have something, each otherwise.",
    why="A parameter of another name is sent by it. Where types differ, one of the descriptions is wrong, or the service is. What SOAP says stands in the generated package; overlay.toml "
    "corrects it ([[field.type]] and the like).",
    judge=_judge,
)
