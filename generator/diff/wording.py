"""What facts are called in sentences. Texts of the metadata stand in them as they are; reports make them safe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from generator.diff.both import Both, thing
from generator.diff.differences import ABSENT, Difference, Subject
from generator.model.bindings import Header, Shape
from generator.model.carriers import Discriminator, Field, Member
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    Resource,
    ResourceParameter,
)
from generator.model.types import type_name

_SHAPES = {
    Shape.NONE: "nowhere, having none",
    Shape.QUERY: "in the query",
    Shape.WRAPPER: "in one JSON object",
    Shape.BARE: "as the whole body",
}
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def shown(value: object) -> str:
    """A text or a number, or that there is none."""
    return "nothing" if value is ABSENT or value == "" else str(value)


def described(thing: Parameter | Field | ResourceParameter) -> str:
    """A value by name and type: "ContactId (int)"."""
    return f"{thing.name} ({type_name(thing.type)})"


def member(value: object) -> str:
    """A member by name and number: "InDiary (3)"."""
    it = cast("Member", value)
    return it.name if it.number is None else f"{it.name} ({it.number})"


def holder(fact: Difference) -> str:
    """What the subject is in, as one writes it: "Contact.GetContactEntity", "GET /api/v1/Contact/{id}"."""
    return spoken(fact.subject.holder)


def spoken(subject: Subject) -> str:
    """A subject as one writes it: "GET /api/v1/Contact/{id}", not the resource in front of that."""
    if subject.kind in ("method", "argument", "answer"):
        return " ".join(subject.path[1:])
    return str(subject)


def operations_in(fact: Difference) -> str:
    """How many operations an agent or a resource has."""
    count = len(cast("Agent | Resource", thing(fact)).operations)
    return f"{count} operation{'' if count == 1 else 's'}"


def wires_of(fact: Difference) -> str:
    """Which wire has an operation, where the other one has it not."""
    wires = cast("Operation", thing(fact)).bindings
    return f" (over {wire_words(wires[0])} alone)" if len(wires) == 1 else ""


def wire_words(wire: str) -> str:
    """A wire as people call it."""
    return {"soap": "SOAP", "agents": "Agents REST"}[wire]


def shape_words(shape: object) -> str:
    """Where a request has its parameters."""
    return _SHAPES[cast("Shape", shape)]


def listed(names: object) -> str:
    """Names with commas between."""
    return ", ".join(map(str, cast("Iterable[object]", names))) or "nothing"


def names(value: object) -> tuple[str, ...]:
    """Texts of a tuple; none where there is no tuple."""
    return () if value is ABSENT else cast("tuple[str, ...]", value)


def names_in(headers: object) -> str:
    """The names of headers: of SOAP blocks, or plain ones."""
    each = cast("tuple[Header | str, ...]", headers)
    return listed(it.name if isinstance(it, Header) else it for it in each)


def pairs_in(pairs: object) -> str:
    """Names that are spelled otherwise on a wire."""
    each = cast("tuple[tuple[str, str], ...]", pairs)
    return listed(f"{name} as {wire}" for name, wire in each)


def namespaced(namespace: object) -> str:
    """A namespace in words: there may be none."""
    return f"the namespace {namespace}" if namespace else "no namespace"


def placed(pairs: object) -> str:
    """Parts of a message whose elements are in another namespace than the message."""
    each = cast("tuple[tuple[str, str], ...]", pairs)
    if not each:
        return "every part in the namespace of the message"
    return listed(f"{name} in {namespaced(namespace)}" for name, namespace in each)


def told_by(value: object) -> str:
    """How subtypes are told apart."""
    if isinstance(value, Discriminator):
        return f"the field {value.field}"
    return shown(value) if isinstance(value, str | type(ABSENT)) else pairs_in(value)


def without(pairs: object, others: object) -> tuple[tuple[str, str], ...]:
    """The pairs that are not among the others."""
    these = cast("tuple[tuple[str, str], ...]", pairs)
    return tuple(each for each in these if each not in cast("tuple[Any, ...]", others))


def called(value: object) -> str:
    """The operation of an agent that a resource stands for."""
    return shown(value) if value is ABSENT else ".".join(cast("Any", value))


def unnamed(path: object) -> str:
    """An address without the names of its placeholders."""
    return _PLACEHOLDER.sub("{}", str(path))


def moved(fact: Difference) -> str:
    """The fewest names that come at another place, each with the one that it comes behind now."""
    old, new = names(fact.old), names(fact.new)
    place = {name: at for at, name in enumerate(old)}
    kept = _longest_rise([place[name] for name in new])
    return listed(
        f"{name} {f'behind {new[at - 1]}' if at else 'at the front'}"
        for at, name in enumerate(new)
        if place[name] not in kept
    )


def _longest_rise(numbers: list[int]) -> set[int]:
    """The longest row of rising numbers within a list."""
    best: list[list[int]] = []
    for number in numbers:
        before = max(
            (row for row in best if row[-1] < number), key=len, default=list[int]()
        )
        best.append([*before, number])
    return set(max(best, key=len, default=list[int]()))


def is_query_option(fact: Difference) -> bool:
    """Whether a parameter of a resource is one of OData's: "$filter"."""
    it = cast("ResourceParameter", thing(fact))
    return it.place == "query" and it.name.startswith("$")


def has_soap(fact: Difference, both: Both) -> bool:
    """Whether the operation of a fact is there over SOAP in the old release."""
    before, _ = both.operations(fact.subject)
    return before.soap is not None


def in_soap(fact: Difference, both: Both) -> bool:
    """Whether SOAP describes the carrier of a fact in both releases."""
    subject = Subject("carrier", fact.subject.path[:1])
    there = both.renamed.get(subject, subject)
    carriers = (
        both.old.carrier(subject.path[0]),
        both.new.carrier(there.path[0]),
    )
    return all(each.namespace for each in carriers)
