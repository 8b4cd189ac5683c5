"""What it means that a value has another type than before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from generator.diff.both import Both
from generator.diff.changes import Impact
from generator.diff.differences import ABSENT, Difference
from generator.model.release import Release
from generator.model.types import (
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
    type_name,
)

# What each number takes, from the least to the most; a wider one takes all that a narrower takes.
_RANGES = {
    "byte": (-(2**7), 2**7 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "short": (-(2**15), 2**15 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "int": (-(2**31), 2**31 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "integer": (-float("inf"), float("inf")),
}
_FRACTIONS = {"float": 24, "double": 53}  # bits of exact whole numbers


@dataclass(frozen=True, slots=True)
class Retyping:
    """Both types in words, and how bad the step is on the wire and for stored values.

    `impact` is SAFE where no operation uses what has been retyped.
    """

    old: str
    new: str
    impact: Impact
    stored: Impact


def retyped(fact: Difference, both: Both) -> Retyping:
    """What the step from the old type of a fact to its new one means."""
    old, new = _words(fact.old, both.old), _words(fact.new, both.new)
    if fact.old is ABSENT or fact.new is ABSENT:
        sent = answered = stored = Impact.BREAKING
    else:
        sent, answered, stored = _step(
            cast("TypeRef", fact.old), cast("TypeRef", fact.new), both
        )
    if old == new:
        new = f"{new}, {_otherwise(fact.old, fact.new, both)}"
    wire = both.by_flow(fact, sent=sent, answered=answered)
    return Retyping(old, new, wire or Impact.SAFE, stored)


def _step(old: TypeRef, new: TypeRef, both: Both) -> tuple[Impact, Impact, Impact]:
    """How bad it is to send, to receive and to have stored the old one."""
    if both.same_but_renamed(old, new):
        return Impact.RISKY, Impact.RISKY, Impact.SAFE
    match old, new:
        case Scalar(name="any"), _:
            return Impact.RISKY, Impact.SAFE, Impact.RISKY
        case _, Scalar(name="any"):
            return Impact.SAFE, Impact.RISKY, Impact.SAFE
        case Scalar(name=one), Scalar(name=other):
            if takes_all(other, one):
                return Impact.SAFE, Impact.RISKY, Impact.SAFE
            if takes_all(one, other):
                return Impact.BREAKING, Impact.SAFE, Impact.RISKY
        case EnumerationRef(name=one), EnumerationRef(name=other):
            names, others = _members(both.old, one), _members(both.new, other)
            if names <= others:
                grown = Impact.RISKY if names < others else Impact.SAFE
                return Impact.SAFE, grown, Impact.SAFE
            return Impact.BREAKING, Impact.RISKY, Impact.RISKY
        case ListOf(), ListOf():
            items = _items_step(old, new, both)
            if _written_alike(old, new, both):
                return items
            return Impact.BREAKING, Impact.BREAKING, items[2]
        case MapOf(), MapOf() if (old.key, old.name) == (new.key, new.name):
            return _step(old.value, new.value, both)
        case _:
            pass
    return Impact.BREAKING, Impact.BREAKING, Impact.BREAKING


def _items_step(old: ListOf, new: ListOf, both: Both) -> tuple[Impact, Impact, Impact]:
    """How bad it is that items are of another type, or may be null and might not."""
    steps = [(Impact.SAFE, Impact.SAFE, Impact.SAFE)]
    if old.nillable != new.nillable:
        steps.append(
            (Impact.SAFE, Impact.RISKY, Impact.SAFE)
            if new.nillable
            else (Impact.RISKY, Impact.SAFE, Impact.RISKY)
        )
    if old.item != new.item:
        steps.append(_step(old.item, new.item, both))
    sent, answered, stored = map(max, zip(*steps, strict=True))
    return sent, answered, stored


def _written_alike(old: ListOf, new: ListOf, both: Both) -> bool:
    """Whether items stand in the same elements of XML, as far as both releases describe any."""
    if not old.element or not new.element:
        return True
    return both.same(
        (old.element, old.namespace, old.flat), (new.element, new.namespace, new.flat)
    )


def _members(release: Release, enumeration: str) -> frozenset[str]:
    return frozenset(each.name for each in release.enumeration(enumeration).members)


def takes_all(wide: str, narrow: str) -> bool:
    """Whether a scalar takes every value of another."""
    if wide in _RANGES and narrow in _RANGES:
        low, high = _RANGES[wide]
        least, most = _RANGES[narrow]
        return low <= least and most <= high
    if wide in _FRACTIONS and narrow in _FRACTIONS:
        return _FRACTIONS[wide] >= _FRACTIONS[narrow]
    if wide in _FRACTIONS and narrow in _RANGES:
        low, high = _RANGES[narrow]
        return max(-low, high) <= 2 ** _FRACTIONS[wide]
    return False


def _otherwise(old: object, new: object, both: Both) -> str:
    """How types differ that are called the same."""
    match old, new:
        case EnumerationRef(), EnumerationRef():
            return "by another name"
        case ListOf(), ListOf() if not _written_alike(old, new, both):
            return "written otherwise in XML"
        case ListOf(), ListOf() if old.nillable != new.nillable:
            return f"whose items may{'' if new.nillable else ' not'} be null"
        case _:
            return "described otherwise"


def _words(value: object, release: Release) -> str:
    """A type by its name; one that JSON lists without a name by its members."""
    if value is ABSENT:
        return "nothing"
    if isinstance(value, EnumerationRef):
        enumeration = release.enumeration(value.name)
        if not enumeration.namespace:
            names = ", ".join(each.name for each in enumeration.members)
            return f"one of {names}"
    return type_name(cast("TypeRef", value))
