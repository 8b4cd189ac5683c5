"""The members of enumerations."""

from __future__ import annotations

from collections.abc import Iterable

from generator.diagnostics import Diagnostics, quoted
from generator.model.carriers import Member
from generator.readers.descriptions import Place
from generator.readers.values import JSON, Object


def enumeration_members(
    schema: Object,
    kind: str,
    values: list[JSON],
    place: Place,
    diagnostics: Diagnostics,
) -> tuple[Member, ...]:
    """What `enum` lists: texts, or numbers named by a vendor's list beside it; else nothing."""
    found: dict[str, Member] = {}
    docs = _beside(schema, ("x-enumDescriptions", "x-enum-descriptions"))
    names = _beside(schema, ("x-enumNames", "x-enum-varnames"))
    for i, value in enumerate(values):
        if value is None:
            continue
        number: int | None = None
        if isinstance(value, str):
            name = value
        elif isinstance(value, int) and not isinstance(value, bool):
            # A YAML document may list numbers where texts are meant.
            number = None if kind == "string" else value
            name = str(value)
            if number is not None and len(names) == len(values):
                name = names[i] or name
        else:
            return ()
        doc = docs[i] if len(docs) == len(values) else ""
        if name in found:
            diagnostics.warning(
                "repeated-value",
                f"the value {quoted(name)} is listed twice",
                place.origin,
            )
            continue
        found[name] = Member(name=name, number=number, doc=doc)
    members = tuple(found.values())
    numbered = sum(member.number is not None for member in members)
    return members if numbered in (0, len(members)) else ()


def _beside(schema: Object, keys: Iterable[str]) -> list[str]:
    """The texts of a vendor's list that goes with `enum`; empty where it is none."""
    for key in keys:
        value = schema.get(key)
        if isinstance(value, list):
            texts = [each for each in value if isinstance(each, str)]
            return texts if len(texts) == len(value) else []
    return []
