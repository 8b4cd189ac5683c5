"""Facts about two releases: what one has and the other has not, or has otherwise. No opinions.

The walk follows the model itself: every member of every class in `generator/model` is compared, so what a later
model says more of its things is compared from that day on, and nothing that matters on a wire can be forgotten here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.diagnostics import Origin
from generator.diff.renames import renamed
from generator.diff.terms import Terms
from generator.model.bindings import AgentsBinding, SoapBinding
from generator.model.carriers import Carrier, Discriminator, Enumeration
from generator.model.release import (
    Agent,
    Operation,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing in a release: what it is, and the names that lead to it ("Contact", "GetContactEntity", "Id")."""

    kind: str
    path: tuple[str, ...]

    @property
    def holder(self) -> Subject:
        """What it is in: the carrier of a field; itself where it is in nothing but the release."""
        kind = _HOLDERS.get(self.kind)
        return Subject(kind, self.path[:-1]) if kind else self

    @property
    def top(self) -> Subject:
        """What it is in, at last: the agent of a parameter."""
        holder = self.holder
        return self if holder == self else holder.top

    @property
    def named(self) -> Subject:
        """What has a name of its own in Python, and a place in the reference: an operation for its parameter."""
        return self.holder if self.kind in _NAMELESS else self

    def __str__(self) -> str:
        return ".".join(self.path)


_NAMELESS = ("parameter", "result", "argument", "answer")
_HOLDERS = {
    "operation": "agent",
    "parameter": "operation",
    "result": "operation",
    "field": "carrier",
    "member": "enumeration",
    "method": "resource",
    "argument": "method",
    "answer": "method",
}


def called_now(subject: Subject, renamed: Mapping[Subject, Subject]) -> Subject:
    """What a thing of the old release is called in the new one, which may have renamed it or what it is in."""
    if subject in renamed:
        return renamed[subject]
    holder = renamed.get(subject.holder)
    if holder is None:
        return subject
    return Subject(subject.kind, (*holder.path, subject.path[-1]))


class Absent:
    """What stands for a thing, or a member of one, in the release that has none."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact: `aspect` of a subject is `old` in one release and `new` in the other.

    Without an aspect it is about the subject as a whole, which one of the two lacks. `before` and `after` are where
    each release says it.
    """

    subject: Subject
    aspect: str = ""
    old: object
    new: object
    before: tuple[Origin, ...] = ()
    after: tuple[Origin, ...] = ()

    @property
    def kind(self) -> str:
        """What it is a difference of: "operation-added", "field-removed", "field.type"."""
        if self.aspect:
            return f"{self.subject.kind}.{self.aspect}"
        return f"{self.subject.kind}-{'added' if self.old is ABSENT else 'removed'}"

    @property
    def reversed(self) -> Difference:
        """The same fact, seen from the other release."""
        return dataclasses.replace(
            self, old=self.new, new=self.old, before=self.after, after=self.before
        )


def differences(old: Release, new: Release) -> tuple[Difference, ...]:
    """Every fact, in the order of the old release; what only the new one has stands behind it.

    That two releases call their service version or their namespace otherwise is one fact, and not one of every name
    in which it stands. So it is with what a named dictionary holds: that is a fact of the dictionary alone.
    A thing that was renamed is a difference of its name, and of whatever else is not the same.
    """
    walk = _Walk(old, new)
    return tuple(walk.compared(Subject("release", ()), old, new, (), ()))


# What a thing is called among its like.
_Key = Callable[[Any], str]


def _named(thing: Any) -> str:
    return thing.name


def _addressed(operation: ResourceOperation) -> str:
    return f"{operation.verb} {operation.path}"


def _placed(parameter: ResourceParameter) -> str:
    return f"{parameter.place} {parameter.name}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """Members of a class that hold things of their own: what these are, how they are told apart, and whether
    their order means something."""

    kind: str
    key: _Key = _named
    ordered: bool = False


PARTS: Mapping[type, Mapping[str, _Parts]] = {
    Release: {
        "agents": _Parts("agent"),
        "resources": _Parts("resource"),
        "carriers": _Parts("carrier"),
        "enumerations": _Parts("enumeration"),
        "dictionaries": _Parts("dictionary"),
    },
    Agent: {"operations": _Parts("operation")},
    Operation: {
        "parameters": _Parts("parameter", ordered=True),
        "results": _Parts("result", ordered=True),
    },
    Resource: {"operations": _Parts("method", _addressed)},
    ResourceOperation: {
        "parameters": _Parts("argument", _placed),
        "answers": _Parts("answer", lambda answer: answer.status),
    },
    Carrier: {"fields": _Parts("field", ordered=True)},
    Enumeration: {"members": _Parts("member")},
}
# Members that are compared one by one, as aspects of what holds them.
FLAT = (SoapBinding, AgentsBinding, Discriminator)
# A release is called otherwise each time; where a thing was read says nothing of it.
LEFT_OUT = {"label", "origins"}
NOTED = {"doc"}  # takes no part in equality, and is a fact all the same


class _Walk:
    """Goes through two releases side by side."""

    def __init__(self, old: Release, new: Release) -> None:
        self._terms = Terms(old, new)

    def compared(
        self,
        subject: Subject,
        old: Any,
        new: Any,
        before: tuple[Origin, ...],
        after: tuple[Origin, ...],
    ) -> Iterator[Difference]:
        before = _origins(old) or before
        after = _origins(new) or after
        parts = PARTS.get(old.__class__, {})
        for name in _compared_members(old, new):
            one, other = getattr(old, name), getattr(new, name)
            if name in parts:
                yield from self._parts_compared(
                    subject, name, parts[name], one, other, before, after
                )
            elif one != other:
                yield from self._aspects(subject, name, one, other, before, after)

    def _aspects(
        self,
        subject: Subject,
        name: str,
        old: Any,
        new: Any,
        before: tuple[Origin, ...],
        after: tuple[Origin, ...],
    ) -> Iterator[Difference]:
        if isinstance(old, FLAT) and type(old) is type(new):
            for each in _members(type(old)):
                yield from self._aspects(
                    subject,
                    f"{name}.{each}",
                    getattr(old, each),
                    getattr(new, each),
                    before,
                    after,
                )
        elif not (
            self._terms.same_of_release(old, new)
            if subject.kind == "release"
            else self._terms.same(old, new)
        ):
            yield Difference(
                subject=subject,
                aspect=name,
                old=ABSENT if old is None else old,
                new=ABSENT if new is None else new,
                before=before,
                after=after,
            )

    def _parts_compared(
        self,
        subject: Subject,
        name: str,
        parts: _Parts,
        old: Sequence[Any],
        new: Sequence[Any],
        before: tuple[Origin, ...],
        after: tuple[Origin, ...],
    ) -> Iterator[Difference]:
        ours = {parts.key(each): each for each in old}
        theirs = {parts.key(each): each for each in new}
        names = renamed(
            {key: each for key, each in ours.items() if key not in theirs},
            {key: each for key, each in theirs.items() if key not in ours},
            self._terms,
        )
        came = set(names.values())
        for key in (
            *ours,
            *(key for key in theirs if key not in ours and key not in came),
        ):
            inner = Subject(parts.kind, (*subject.path, key))
            one = ours.get(key, ABSENT)
            other = theirs.get(names.get(key, key), ABSENT)
            if one is ABSENT or other is ABSENT:
                yield Difference(
                    subject=inner,
                    old=one,
                    new=other,
                    before=_origins(one) or before,
                    after=_origins(other) or after,
                )
            else:
                yield from self.compared(inner, one, other, before, after)
        if parts.ordered:
            here = {names.get(key, key): key for key in ours}
            kept = tuple(key for key in ours if names.get(key, key) in theirs)
            there = tuple(here[key] for key in theirs if key in here)
            if kept != there:
                yield Difference(
                    subject=subject,
                    aspect=f"{name}.order",
                    old=kept,
                    new=there,
                    before=before,
                    after=after,
                )


def _compared_members(old: object, new: Any) -> tuple[str, ...]:
    """The members to compare; of an operation that one description leaves out, that is all there is to say."""
    if isinstance(old, ResourceOperation) and old.described != new.described:
        return ("described",)
    return _members(type(old))


def _origins(thing: Any) -> tuple[Origin, ...]:
    """Where a thing was read: a resource has no place of its own but those of its operations."""
    if isinstance(thing, Resource):
        return thing.operations[0].origins if thing.operations else ()
    return getattr(thing, "origins", ())


@cache
def _members(kind: type[Any]) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in dataclasses.fields(kind)
        if each.name not in LEFT_OUT and (each.compare or each.name in NOTED)
    )
