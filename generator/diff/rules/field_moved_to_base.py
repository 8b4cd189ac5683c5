"""field-moved-to-base: a field that a carrier had itself comes from its base, or the other way round."""

from __future__ import annotations

from typing import cast

from generator.diff.both import Both, thing
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.wording import described, in_soap
from generator.model.carriers import Field
from generator.model.types import type_name


def _judge(fact: Difference, both: Both) -> Verdict | None:
    found = both.inherited(fact)
    if found is None:
        return None
    field, base = found
    own = cast("Field", thing(fact))
    where = (
        f"itself, not from {base.name}" if fact.old is ABSENT else f"from {base.name}"
    )
    now, before = (own, field) if fact.old is ABSENT else (field, own)
    if both.same(before, now):
        says = f"{fact.subject.path[0]} has its field {described(own)} {where}"
        in_xml = field.soap and in_soap(fact, both)
        if not in_xml or not both.reordered(fact.subject.holder):
            return verdict(says, wire=Impact.SAFE)
        wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.RISKY)
        return verdict(f"{says}, and so at another place", wire=wire or Impact.SAFE)
    wire = both.by_flow(fact, sent=Impact.BREAKING, answered=Impact.BREAKING)
    words, others = type_name(now.type), type_name(before.type)
    how = f"as {words}; it was {others}" if words != others else "described otherwise"
    return verdict(
        f"{fact.subject.path[0]} has its field {own.name} {where}, {how}",
        wire=wire or Impact.SAFE,
        data=Impact.RISKY,
    )


FIELD_MOVED_TO_BASE = Rule(
    id="field-moved-to-base",
    kinds=("field-added", "field-removed"),
    title="A field that a carrier had itself comes from its base, or the other way round.",
    why="Over SOAP the fields of the base come first, so its place may change, and WCF skips what "
    "arrives out of order. JSON and Python "
    "show no difference, unless the field of the base is another one.",
    judge=_judge,
    in_python=True,
)
