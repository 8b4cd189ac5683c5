"""The attributes of carriers: what stands between a slot and Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import UNSET

from .codecs.kinds import Typed, resolve, wire_type
from .names import Names

__all__ = ["Annotations", "Member", "Slot", "class_of", "member_of"]


def class_of(carrier: object) -> type[Any]:
    """Its class, for all that a type checker makes of `type()`."""
    return type(carrier)


class Annotations(dict[str, Any]):
    """The annotations of a carrier's own fields; msgspec is told the types of the slots."""

    __slots__ = ("names", "resolved")

    def __init__(self, found: Mapping[str, Any], names: Names) -> None:
        super().__init__(found)
        self.names = names
        self.resolved: dict[str, Typed] = {}

    def typed(self, attribute: str) -> Typed:
        """What the annotation of one attribute says."""
        found = self.resolved.get(attribute)
        if found is None:
            written: Any = super().__getitem__(attribute)
            if isinstance(written, str):
                written = self.names.evaluate(written)
            found = self.resolved[attribute] = resolve(written)
        return found

    def __getitem__(self, attribute: str) -> Any:
        return wire_type(self.typed(attribute))

    def __iter__(
        self,
    ) -> Iterator[str]:  # so that dict(annotations) asks __getitem__, too
        return super().__iter__()

    def get(self, attribute: str, default: Any = None) -> Any:
        if attribute not in self:
            return default
        return self[attribute]

    def items(self) -> Any:
        return [(attribute, self[attribute]) for attribute in self]

    def values(self) -> Any:
        return [self[attribute] for attribute in self]


class Member:
    """One attribute of a carrier, between what its slot holds and what Python sees."""

    __slots__ = ("annotations", "attribute", "default", "get_slot", "missing", "read", "set_slot", "typed", "write")  # fmt: skip

    def __init__(
        self, attribute: str, default: Any, annotations: Annotations, slot: Any
    ) -> None:
        self.attribute = attribute
        self.default = default
        self.annotations = annotations
        self.get_slot: Callable[[Any], Any] = slot.__get__
        self.set_slot: Callable[[Any, Any], None] = slot.__set__
        self.typed: Typed | None = None
        self.missing: Any = None
        self.read: Callable[[Any], Any] | None = None
        self.write: Callable[[Any], Any] | None = None

    def bound(self) -> Typed:
        """Its type, found on first use."""
        typed = self.typed
        if typed is None:
            typed = self.annotations.typed(self.attribute)
            self.read = typed.kind.read
            self.write = typed.kind.write
            self.missing = None if typed.nullable else self.default
            self.typed = typed
        return typed

    def __get__(self, carrier: Any, owner: Any = None) -> Any:
        if carrier is None:
            return self
        value = self.get_slot(carrier)
        if value is UNSET:
            return self.default
        if self.typed is None:
            self.bound()
        if value is None:
            return self.missing
        if self.read is None:
            return value
        try:
            return self.read(value)
        except (ValueError, OverflowError) as error:
            raise ValueError(
                f"{class_of(carrier).__name__}.{self.attribute}: {error}"
            ) from None

    def __set__(self, carrier: Any, value: Any) -> None:
        self.set_slot(carrier, self.held(value, class_of(carrier)))

    def __delete__(self, carrier: Any) -> None:
        self.set_slot(carrier, UNSET)

    def held(self, value: Any, owner: type[Any]) -> Any:
        """What the slot holds for a value."""
        if value is None or value is UNSET:
            return value
        if self.typed is None:
            self.bound()
        if self.write is None:
            return value
        try:
            return self.write(value)
        except (TypeError, ValueError) as error:
            kind = type(error)
            raise kind(f"{owner.__name__}.{self.attribute}: {error}") from None


def member_of(cls: type[Any], attribute: str) -> Member | None:
    """The field of that name, be it behind a property of a user's class; None where there is none."""
    found = getattr(cls, attribute, None)
    if type(found) is Member:
        return found
    members = (each.__dict__.get(attribute) for each in cls.__mro__)
    return next((each for each in members if type(each) is Member), None)


class Slot:
    """The slot behind a base's attribute, for an attribute that is declared again."""

    def __init__(self, member: Member) -> None:
        self.__get = member.get_slot
        self.__set = member.set_slot

    def __get__(self, carrier: Any, owner: Any = None) -> Any:
        return self if carrier is None else self.__get(carrier)

    def __set__(self, carrier: Any, value: Any) -> None:
        self.__set(carrier, value)
