"""Which of the things that are gone came back under another name.

A rename is claimed where the evidence is strong, and nowhere else: the two say the same thing of the wire, their
names resemble each other or their content is one of a kind, and neither resembles a second one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

from generator.diff.terms import Terms
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    ResourceOperation,
    ResourceParameter,
)

_ALIKE = 0.6  # of the letters of two names, for one thing among few
_MUCH_ALIKE = 0.8  # for one among many, or with little to compare


def renamed(
    gone: Mapping[str, Any], come: Mapping[str, Any], terms: Terms
) -> dict[str, str]:
    """Key of the old thing -> key of the new one, for those of one kind that were renamed."""
    if not gone or not come:
        return {}
    candidates = [
        (key, other_key)
        for key, one in gone.items()
        for other_key, other in come.items()
        if type(one) is type(other) and _same_thing(one, other, terms)
    ]
    olds = Counter(key for key, _ in candidates)
    news = Counter(key for _, key in candidates)
    return {
        key: other_key
        for key, other_key in candidates
        if olds[key] == 1 and news[other_key] == 1
    }


def _same_thing(one: object, other: object, terms: Terms) -> bool:
    evidence = _EVIDENCE.get(type(one))
    return evidence is not None and evidence(one, other, terms)


def _alike(one: str, other: str, least: float) -> bool:
    first, second = sorted((one.casefold(), other.casefold()))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= least


def _shared(one: Iterable[object], other: Iterable[object]) -> float:
    """How much of what either has both have."""
    ours, theirs = set(one), set(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _agent(one: Agent, other: Agent, terms: Terms) -> bool:
    names = [{each.name for each in agent.operations} for agent in (one, other)]
    return len(names[0] & names[1]) > 2 and _shared(*names) >= _MUCH_ALIKE


def _operation(one: Operation, other: Operation, terms: Terms) -> bool:
    return (
        bool(one.parameters or one.results)
        and _alike(one.name, other.name, _MUCH_ALIKE)
        and terms.same((one.parameters, one.results), (other.parameters, other.results))
    )


def _parameter(one: Parameter, other: Parameter, terms: Terms) -> bool:
    return _alike(one.name, other.name, _ALIKE) and terms.same(
        (one.type, one.optional, one.nillable),
        (other.type, other.optional, other.nillable),
    )


def _field(one: Field, other: Field, terms: Terms) -> bool:
    return _alike(one.name, other.name, _ALIKE) and terms.same(
        (one.type, one.optional, one.nillable, one.attribute),
        (other.type, other.optional, other.nillable, other.attribute),
    )


def _method(one: ResourceOperation, other: ResourceOperation, terms: Terms) -> bool:
    if one.name == other.name and " " not in one.name:
        return one.verb == other.verb or one.path == other.path
    return False


def _argument(one: ResourceParameter, other: ResourceParameter, terms: Terms) -> bool:
    # The name of a placeholder is never sent, so a second one in its place is the same thing.
    return (one.place == "path" or _alike(one.name, other.name, _ALIKE)) and terms.same(
        (one.place, one.type, one.required), (other.place, other.type, other.required)
    )


def _carrier(one: Carrier, other: Carrier, terms: Terms) -> bool:
    if one.base != other.base or len(one.fields) < 3:
        return False
    fields = [
        {(each.name, neutral(each.type)) for each in it.fields}
        for it, neutral in ((one, terms.old), (other, terms.new))
    ]
    return fields[0] == fields[1] or (
        _shared(*fields) >= _MUCH_ALIKE and _alike(one.name, other.name, _MUCH_ALIKE)
    )


def _enumeration(one: Enumeration, other: Enumeration, terms: Terms) -> bool:
    members = [[each.name for each in it.members] for it in (one, other)]
    return (
        one.flags == other.flags
        and len(members[0]) > 1
        and members[0] == members[1]
        and _alike(one.name, other.name, _ALIKE)
    )


def _member(one: Member, other: Member, terms: Terms) -> bool:
    return (
        one.number is not None
        and one.number == other.number
        and (
            _alike(one.name, other.name, _ALIKE)
            or one.name.endswith(other.name)
            or other.name.endswith(one.name)
            or _is_padding(one)
            or _is_padding(other)
        )
    )


def _is_padding(member: Member) -> bool:
    """Whether WCF made the name up, for a bit of flags that had none."""
    return member.name == f"UndefinedValue{member.number}"


def _dictionary(one: Dictionary, other: Dictionary, terms: Terms) -> bool:
    return _alike(one.name, other.name, _MUCH_ALIKE) and terms.same(
        (one.key, one.value), (other.key, other.value)
    )


_EVIDENCE: Mapping[type, Callable[[Any, Any, Terms], bool]] = {
    Agent: _agent,
    Operation: _operation,
    Parameter: _parameter,
    Field: _field,
    ResourceOperation: _method,
    ResourceParameter: _argument,
    Carrier: _carrier,
    Enumeration: _enumeration,
    Member: _member,
    Dictionary: _dictionary,
}
