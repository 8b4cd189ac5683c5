"""Enumerations that keep what they do not know.

A newer server may send names that this release lacks; they are read, held and written back.
"""

from __future__ import annotations

import re
from enum import KEEP, Enum, EnumType, IntFlag
from typing import TYPE_CHECKING, Any, ClassVar, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

__all__ = ["Enumeration", "Flags"]

_MOST_UNKNOWN = 1000
"""How many unknown names a class remembers: a server must not be able to fill the memory."""

_UNKNOWN_BIT = 32
_NUMBER = re.compile(r"[+-]?\d{1,20}\Z", re.ASCII)
_SEPARATORS = re.compile(r"[,\s]+")


class Enumeration(str, Enum):  # noqa: UP042
    """A value with a name; it is that name, as a str, and has NetServer's number.

    Names that are not known here become members of their own without a number.
    """

    __wire__: ClassVar[str] = ""
    __namespace__: ClassVar[str] = ""

    if TYPE_CHECKING:

        @property
        def number(self) -> int | None:
            """NetServer's number; None for a name that is not known here."""
            ...

    else:
        number: int | None

    def __new__(cls, name: str, number: int | None = None) -> Self:
        member = str.__new__(cls, name)
        member._value_ = name
        vars(member)["number"] = number
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._value_ = value
        member._name_ = value
        vars(member)["number"] = None
        unknown: dict[str, Any] = cls.__dict__.get("__unknown__") or {}
        if not unknown:
            type.__setattr__(cls, "__unknown__", unknown)
        if len(unknown) < _MOST_UNKNOWN:
            member = unknown.setdefault(value, member)
            cls._value2member_map_.setdefault(value, member)
        return member

    @classmethod
    def from_number(cls, number: int) -> Self:
        """The member with that number; an unknown one is called as its digits."""
        numbers: dict[int, Any] | None = cls.__dict__.get("__numbers__")
        if numbers is None:
            numbers = {}
            for member in cls:
                if member.number is not None:
                    numbers.setdefault(member.number, member)
            type.__setattr__(cls, "__numbers__", numbers)
        found = numbers.get(number)
        return cls(str(number)) if found is None else found

    def __str__(self) -> str:
        return str(self._value_)

    def __repr__(self) -> str:
        if self._name_ in type(self)._member_map_:
            return f"{type(self).__name__}.{self._name_}"
        return f"{type(self).__name__}({self._value_!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __hash__(self) -> int:
        return str.__hash__(self)

    def __eq__(self, other: object) -> bool:
        # Unknown members past the bound are not the same object twice.
        return str.__eq__(self, other) if isinstance(other, str) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return str.__ne__(self, other) if isinstance(other, str) else NotImplemented

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return (type(self), (self._value_,))


class FlagsMeta(EnumType):
    """Lets subclasses of `Flags` inherit its operators: `EnumType` gives each those of `Flag`."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], body: Any, **config: Any
    ) -> FlagsMeta:
        cls = super().__new__(mcs, name, bases, body, **config)
        for operator in ("__invert__", "__and__", "__rand__"):
            if operator in body:
                type.__setattr__(cls, operator, body[operator])
            else:
                type.__setattr__(cls, operator, getattr(bases[-1], operator))
        return cls


class Flags(IntFlag, boundary=KEEP, metaclass=FlagsMeta):
    """A set of names, as the bits of a number.

    `__names__` says which number each name on the wire stands for, composites and
    aliases included. Names that are not known here get bits from 2**32 on, in this
    process and for this class, and are written by name.
    """

    __wire__: ClassVar[str] = ""
    __namespace__: ClassVar[str] = ""
    __names__: ClassVar[Mapping[str, int]] = {}
    __soap_names__: ClassVar[tuple[str, ...] | None] = None

    @classmethod
    def parse(cls, text: str | int) -> Self:
        """The flags in a text: "Select, Update", "Select Update", "3" or nothing."""
        if isinstance(text, int):
            return cls(text)
        number = 0
        names = cls.__names__
        for word in _SEPARATORS.split(text.strip()):
            if word in names:
                number |= names[word]
            elif _NUMBER.match(word):
                number |= int(word)
            elif word:
                number |= cls._bit_of(word)
        return cls(number)

    @classmethod
    def _bit_of(cls, word: str) -> int:
        unknown: dict[str, int] | None = cls.__dict__.get("__unknown__")
        if unknown is None:
            unknown = {}
            type.__setattr__(cls, "__unknown__", unknown)
        bit = unknown.get(word)
        if bit is None:
            if len(unknown) >= _MOST_UNKNOWN:
                raise ValueError(
                    f"{cls.__name__} has met too many names it does not know"
                )
            bit = unknown.setdefault(word, 1 << (_UNKNOWN_BIT + len(unknown)))
        return bit

    def text(self) -> str:
        """The form of the JSON wire: "Select, Update"; the name for zero, if there is one."""
        if not self._value_:
            return _zero_name(type(self))
        return ", ".join(_words(type(self), int(self._value_), None))

    def soap_text(self) -> str:
        """The form of the SOAP wire: single declared bits, separated by spaces."""
        if not self._value_:
            return ""
        cls = type(self)
        return " ".join(_words(cls, int(self._value_), cls.__soap_names__))

    def __invert__(self) -> Self:
        # All other flags that are known here; yet `right & ~Right.SELECT` takes one flag away
        # and no unknown one with it, so the result remembers what it is the opposite of.
        cls = type(self)
        known = cls(cast("Any", cls)._flag_mask_ & ~int(self._value_))
        made = int.__new__(cls, int(known._value_))
        made._value_ = known._value_
        made._name_ = known._name_
        vars(made)["opposite"] = int(self._value_)
        return made

    def __and__(self, other: int) -> Self:
        for one, two in ((self, other), (other, self)):
            opposite = vars(two).get("opposite") if isinstance(two, Flags) else None
            if opposite is not None:
                return type(self)(int(one) & ~opposite)
        return type(self)(int(self._value_) & int(other))

    __rand__ = __and__

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        if (
            int(self._value_) >> _UNKNOWN_BIT
        ):  # bits that mean nothing in another process
            return (_parsed, (type(self), self.text()))
        return (type(self), (int(self._value_),))


def _parsed(cls: type[Flags], text: str) -> Flags:
    return cls.parse(text)


def _zero_name(cls: type[Flags]) -> str:
    return next((name for name, number in cls.__names__.items() if not number), "")


def _words(cls: type[Flags], number: int, allowed: tuple[str, ...] | None) -> list[str]:
    """The names of the bits of a number, in the order of the bits."""
    single: dict[int, str] | None = cls.__dict__.get(
        "__single__" if allowed is None else "__single_soap__"
    )
    if single is None:
        single = {}
        for name, value in cls.__names__.items():
            one_bit = value > 0 and not value & (value - 1)
            if one_bit and (allowed is None or name in allowed):
                single.setdefault(value, name)
        type.__setattr__(
            cls, "__single__" if allowed is None else "__single_soap__", single
        )
    unknown: dict[str, int] = cls.__dict__.get("__unknown__") or {}
    names = (
        {bit: name for name, bit in unknown.items()} if number >> _UNKNOWN_BIT else {}
    )
    words: list[str] = []
    left = 0
    rest = number
    while rest > 0:
        bit = rest & -rest
        rest ^= bit
        name = single.get(bit) or names.get(bit)
        if name is None:
            left |= bit
        else:
            words.append(name)
    if number < 0 or left:
        words.append(str(number if number < 0 else left))
    return words
