"""Conditions on the columns of a row, whoever wrote them: a `$filter`, or restrictions of the Archive agent.

Rows are mappings of columns to values: texts, numbers, flags, datetimes, `Reference`s, lists of these,
or None for what is null or not there. NetServer's database knows no null: a text that nobody
set is empty, a number 0, a flag false, so that is what null is compared as.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from netserver._runtime.values import parse_encoded

__all__ = [
    "All",
    "Asker",
    "Comparison",
    "Condition",
    "Either",
    "Holds",
    "Nest",
    "Operand",
    "Reference",
    "Row",
]

Row: TypeAlias = Mapping[str, Any]
Holds: TypeAlias = Callable[[Row], bool]
Passes: TypeAlias = Callable[[Any], bool]

_MOST_CONDITIONS = 1_000
_DEEPEST = 50

_NUMBER = re.compile(r"[+-]?[0-9]{1,640}(\.[0-9]{1,640})?")
_DAY = re.compile(r"([0-9]{4})[.-]([0-9]{1,2})[.-]([0-9]{1,2})")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Reference(NamedTuple):
    """The value of a column that names something else: its number, and the text that is shown."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when; the time is naive, in the zone that dates are compared in."""

    now: datetime
    associate_id: int = 0


@dataclass(frozen=True, slots=True)
class Operand:
    """What a column is compared with, in each of the ways in which it can be read."""

    text: str
    folded: str
    number: int | float | None = None
    flag: bool | None = None
    moment: datetime | None = None
    whole_day: bool = False
    """The moment is a day, without a time."""
    quoted: bool = False
    """It is a text, whatever it looks like; it may be a number still where the column holds numbers."""

    @classmethod
    def of(cls, text: str, *, quoted: bool = False) -> Operand:
        """The operand that a text stands for, plain or encoded ("[I:3]")."""
        value = parse_encoded(text)
        if isinstance(value, datetime):
            moment, whole_day = value.replace(tzinfo=None), False
        elif isinstance(value, date):
            moment, whole_day = datetime(value.year, value.month, value.day), True
        else:
            moment, whole_day = _moment(text.strip())
        word = text.strip() if isinstance(value, str) else str(value)
        return cls(
            text=text,
            folded=text.casefold(),
            number=_number(word),
            flag=_FLAGS.get(word.casefold()),
            moment=moment,
            whole_day=whole_day,
            quoted=quoted,
        )


def _number(text: str) -> int | float | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return float(text) if match[1] else int(text)


def _moment(text: str) -> tuple[datetime | None, bool]:
    """The day or moment in "2026-01-31", "2026.1.31" or "2026-01-31T15:00:00", and whether it is a day."""
    try:
        if match := _DAY.fullmatch(text):
            return datetime(int(match[1]), int(match[2]), int(match[3])), True
        if "-" in text and ":" in text:
            return datetime.fromisoformat(text).replace(tzinfo=None), False
    except ValueError:
        pass
    return None, False


class Condition(ABC):
    """Something that holds for a row, or does not."""

    __slots__ = ()

    @abstractmethod
    def bound(self, asker: Asker) -> Holds:
        """The condition as a function, for going through many rows."""

    @abstractmethod
    def columns(self) -> Iterator[str]:
        """The columns it looks at, as they were written."""

    def holds(self, row: Row, asker: Asker) -> bool:
        """Whether it does for one row."""
        return self.bound(asker)(row)


@dataclass(frozen=True, slots=True)
class Comparison(Condition):
    """One column, and what is asked of its value."""

    column: str
    passes: Callable[[Asker], Passes] = field(repr=False, compare=False)

    def bound(self, asker: Asker) -> Holds:
        """The comparison as a function."""
        column, passes = self.column, self.passes(asker)
        return lambda row: passes(row.get(column))

    def columns(self) -> Iterator[str]:
        """Its column."""
        yield self.column


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Conditions that hold together; none of them always do."""

    parts: tuple[Condition, ...]

    def bound(self, asker: Asker) -> Holds:
        """The conditions as one function."""
        bound = [part.bound(asker) for part in self.parts]
        return lambda row: all(holds(row) for holds in bound)

    def columns(self) -> Iterator[str]:
        """The columns of all."""
        for part in self.parts:
            yield from part.columns()


@dataclass(frozen=True, slots=True)
class Either(Condition):
    """Conditions of which one holds at least."""

    parts: tuple[Condition, ...]

    def bound(self, asker: Asker) -> Holds:
        """The conditions as one function."""
        bound = [part.bound(asker) for part in self.parts]
        return lambda row: any(holds(row) for holds in bound)

    def columns(self) -> Iterator[str]:
        """The columns of all."""
        for part in self.parts:
            yield from part.columns()


class Nest:
    """Makes one condition of many as they come, with brackets; `and` binds tighter than `or`.

    Raises:
        ValueError: There are too many, they are nested too deeply, or a bracket has no partner.
    """

    def __init__(self) -> None:
        self._groups: list[list[list[Condition]]] = [[[]]]
        self._count = 0

    @property
    def depth(self) -> int:
        """How many brackets are open."""
        return len(self._groups) - 1

    def open(self) -> None:
        """An opening bracket."""
        if self.depth >= _DEEPEST:
            raise ValueError(f"brackets are nested more than {_DEEPEST} deep")
        self._groups.append([[]])

    def close(self) -> None:
        """A closing bracket."""
        if not self.depth:
            raise ValueError("a closing bracket has no partner")
        found = _joined(self._groups.pop())
        if found is not None:
            self._groups[-1][-1].append(found)

    def add(self, condition: Condition) -> None:
        """A condition."""
        self._count += 1
        if self._count > _MOST_CONDITIONS:
            raise ValueError(f"there are more than {_MOST_CONDITIONS} conditions")
        self._groups[-1][-1].append(condition)

    def alternative(self) -> None:
        """An `or`; `and` needs no word, since what follows it belongs to what stands before."""
        self._groups[-1].append([])

    def made(self) -> Condition | None:
        """The condition that all make; None where there was none."""
        if self.depth:
            raise ValueError("an opening bracket has no partner")
        return _joined(self._groups[0])


def _joined(alternatives: Iterable[list[Condition]]) -> Condition | None:
    parts = [
        each[0] if len(each) == 1 else All(tuple(each)) for each in alternatives if each
    ]
    if len(parts) > 1:
        return Either(tuple(parts))
    return parts[0] if parts else None
