"""One random change of a model, whatever classes it is made of."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import cycle, islice
from random import Random
from types import NoneType
from typing import Any, TypeAlias, cast, get_args, get_type_hints

from generator.diagnostics import Diagnostics, Severity
from generator.diff.differences import LEFT_OUT, NOTED, PARTS
from generator.model.carriers import Carrier, Dictionary, Enumeration
from generator.model.check import check_release
from generator.model.release import Release
from generator.model.rewrite import replace_types
from generator.model.types import (
    SCALARS,
    CarrierRef,
    EnumerationRef,
    MapOf,
    Scalar,
    TypeRef,
)

Path: TypeAlias = tuple[str | int, ...]
_TRIES = 20
_REFERRED = (Carrier, Enumeration, Dictionary)


@dataclass(frozen=True)
class Spot:
    """A member of an object somewhere in a release."""

    path: Path  # of the object
    owner: type
    member: str

    def __str__(self) -> str:
        return f"{self.owner.__name__}.{self.member} at {'/'.join(map(str, self.path))}"

    @property
    def is_text(self) -> bool:
        """Whether it is there for readers alone."""
        return self.member in NOTED

    @property
    def is_ordered(self) -> bool:
        """Whether the order of what it holds means something."""
        part = PARTS.get(self.owner, {}).get(self.member)
        return part is None or part.ordered


def spots(value: Any, path: Path = ()) -> Iterator[Spot]:
    """Every member that says something."""
    if isinstance(value, tuple):
        for number, each in enumerate(cast("tuple[Any, ...]", value)):
            yield from spots(each, (*path, number))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for member in dataclasses.fields(value):
            if member.name in LEFT_OUT or not (member.compare or member.name in NOTED):
                continue
            yield Spot(path, type(value), member.name)
            yield from spots(getattr(value, member.name), (*path, member.name))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = getattr(value, step) if isinstance(step, str) else value[step]
    return value


def with_at(value: Any, path: Path, new: Any) -> Any:
    """The value with something else at a place."""
    if not path:
        return new
    step, *rest = path
    inner = with_at(at(value, (step,)), tuple(rest), new)
    if isinstance(step, str):
        return dataclasses.replace(value, **{step: inner})
    return (*value[:step], inner, *value[step + 1 :])


class Mutations:
    """Mutations of one release, which are that of a seed."""

    def __init__(self, release: Release, seed: int) -> None:
        self.release = release
        self.spots = list(spots(release))
        self._random = Random(seed)
        self._seen: defaultdict[tuple[type, str], list[Any]] = defaultdict(list)
        self._instances: defaultdict[type, list[Any]] = defaultdict(list)
        for spot in self.spots:
            known = self._seen[spot.owner, spot.member]
            value = at(release, (*spot.path, spot.member))
            if value not in known:
                known.append(value)
                if dataclasses.is_dataclass(value):
                    self._instances[type(value)].append(value)
        self._seen[Scalar, "name"] = sorted(SCALARS)

    def each(self, count: int) -> Iterator[tuple[Spot, Release]]:
        """So many sound releases, each with one other value at one spot.

        Kinds of members take turns, however many spots there are of each.
        """
        kinds: defaultdict[tuple[type, str], list[Spot]] = defaultdict(list)
        for spot in self.spots:
            kinds[spot.owner, spot.member].append(spot)
        turns = (
            found for group in cycle(kinds.values()) if (found := self._one(group))
        )
        return islice(turns, count)

    def _one(self, group: list[Spot]) -> tuple[Spot, Release] | None:
        """A mutation at one of the spots; None where several are none or make no sound release."""
        for _ in range(_TRIES):
            spot = self._random.choice(group)
            path = (*spot.path, spot.member)
            old = at(self.release, path)
            new = self._other(spot, old)
            mutated = with_at(self.release, path, new)
            if spot.owner in _REFERRED and spot.member == "name":
                mutated = with_references(mutated, spot.owner, old, new)
            if new != old and is_sound(mutated):
                return spot, mutated
        return None

    def _other(self, spot: Spot, value: Any) -> Any:
        if isinstance(value, bool):
            return not value
        if isinstance(value, Enum):
            return self._random.choice(list(type(value)))
        if isinstance(value, tuple) and not self._is_pair(spot):
            return self._other_tuple(spot, cast("tuple[Any, ...]", value))
        seen = self._seen[spot.owner, spot.member]
        if spot.owner is Scalar:
            return self._random.choice(seen)
        if isinstance(value, str) and (len(seen) < 2 or self._random.random() < 0.5):
            return f"{value}X"
        if isinstance(value, int) and self._random.random() < 0.5:
            return value + self._random.choice((-1, 1, 32))
        choices = [*seen, *self._invented(spot)]
        return self._random.choice(choices)

    def _hint(self, spot: Spot) -> tuple[Any, ...]:
        hint = get_type_hints(spot.owner)[spot.member]
        return (hint,) if getattr(hint, "__origin__", None) else get_args(hint)

    def _is_pair(self, spot: Spot) -> bool:
        return tuple[str, str] in self._hint(spot)

    def _invented(self, spot: Spot) -> Iterator[Any]:
        """Values that a member might have and never has here."""
        for hint in self._hint(spot):
            if hint is NoneType:
                yield None
            elif hint is str:
                yield "X"
            elif hint is int:
                yield 77
            elif hint == tuple[str, str]:
                yield ("X", "Y")
            else:
                yield from self._instances.get(hint, ())

    def _other_tuple(self, spot: Spot, value: tuple[Any, ...]) -> tuple[Any, ...]:
        others = [
            each
            for row in self._seen[spot.owner, spot.member]
            for each in row
            if each not in value
        ]
        others += [
            dataclasses.replace(each, name=f"{each.name}X")
            for each in value
            if spot.member in PARTS.get(spot.owner, {}) and hasattr(each, "name")
        ]
        if not others and "str" in str(get_type_hints(spot.owner)[spot.member]):
            pairs = "tuple[tuple" in str(get_type_hints(spot.owner)[spot.member])
            others = [("X", "Y") if pairs else "X"]
        place = self._random.randrange(len(value) + 1)
        match self._random.choice(("add", "drop", "swap", "change")):
            case "add" if others:
                return (*value[:place], self._random.choice(others), *value[place:])
            case "drop" if place < len(value):
                return (*value[:place], *value[place + 1 :])
            case "swap" if spot.is_ordered and 0 < place < len(value):
                one, other = value[place - 1 : place + 1]
                return (*value[: place - 1], other, one, *value[place + 1 :])
            case "change" if others and place < len(value):
                return (
                    *value[:place],
                    self._random.choice(others),
                    *value[place + 1 :],
                )
            case _:
                return value


def with_references(release: Release, kind: type, old: str, new: str) -> Release:
    """The release in which whatever referred to a thing of one kind by its old name does by its new one."""

    def renamed(type: TypeRef) -> TypeRef:
        match type:
            case CarrierRef(name=name) if kind is Carrier and name == old:
                return CarrierRef(new)
            case EnumerationRef(name=name) if kind is Enumeration and name == old:
                return EnumerationRef(new)
            case MapOf(name=name) if kind is Dictionary and name == old:
                return dataclasses.replace(type, name=new)
            case _:
                return type

    release = replace_types(release, renamed)
    if kind is not Carrier:
        return release
    names = {old: new}
    return dataclasses.replace(
        release,
        carriers=tuple(
            dataclasses.replace(
                each,
                base=each.base and names.get(each.base, each.base),
                discriminator=each.discriminator and each.discriminator.renamed(names),
            )
            for each in release.carriers
        ),
    )


def is_sound(release: Release) -> bool:
    """Whether a release is one that can come of reading: names are unique, and lead somewhere."""
    diagnostics = Diagnostics()
    check_release(release, diagnostics)
    wrong = any(each.severity is Severity.ERROR for each in diagnostics)
    return not wrong and _is_unique(release)


def _is_unique(value: Any) -> bool:
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return True
    for name, part in PARTS.get(type(value), {}).items():
        things = getattr(value, name)
        if len({part.key(each) for each in things}) < len(things):
            return False
        if not all(map(_is_unique, things)):
            return False
    return True


def settled(value: Any) -> Any:
    """A release in which what has no order stands in one."""
    if isinstance(value, tuple):
        return tuple(map(settled, cast("tuple[Any, ...]", value)))
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    parts = PARTS.get(type(value), {})
    changed: dict[str, Any] = {}
    for name, part in parts.items():
        things = getattr(value, name)
        if not part.ordered:
            things = sorted(things, key=part.key)
        changed[name] = tuple(map(settled, things))
    return dataclasses.replace(value, **changed)
