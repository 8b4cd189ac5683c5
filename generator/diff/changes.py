"""A difference, judged: what it means, for whom, and how bad that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from generator.diff.differences import Difference, Subject
from generator.diff.symbols import Symbol


class Impact(IntEnum):
    """How bad a change is, in rising order; `UNJUDGED` is what no rule has an opinion on."""

    SAFE = 0
    UNJUDGED = 1
    RISKY = 2
    BREAKING = 3

    @property
    def word(self) -> str:
        """As reports and options spell it."""
        return self.name.lower()


class Victim(Enum):
    """Who has to look at a change: whoever uses the old release when the new one is there."""

    WIRE = (
        "wire"  # programs that send and read messages as the old release describes them
    )
    PYTHON = "python"  # source code that uses the old release's package
    DATA = "data"  # values that were stored in the old release's terms
    READERS = "readers"  # people who read the documentation

    @property
    def words(self) -> str:
        """As people say it."""
        return _WORDS[self]


_WORDS = {
    Victim.WIRE: "the wire",
    Victim.PYTHON: "Python source",
    Victim.DATA: "stored data",
    Victim.READERS: "readers",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a difference: one sentence, and how bad it is for each victim."""

    says: str
    impacts: Mapping[Victim, Impact]


def verdict(
    says: str,
    *,
    wire: Impact | None = None,
    data: Impact | None = None,
    readers: Impact | None = None,
) -> Verdict:
    """A verdict on those victims; what it does to Python source is found from the packages themselves."""
    given = {Victim.WIRE: wire, Victim.DATA: data, Victim.READERS: readers}
    return Verdict(says, {who: bad for who, bad in given.items() if bad is not None})


@dataclass(frozen=True, slots=True)
class PythonSide:
    """A thing in both packages; None in the one that lacks it."""

    old: Symbol | None
    new: Symbol | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference and what it means.

    `rule` is the id of the rule that judged it, "unjudged" where none did. `group` is the agent or the
    resource that it belongs to, empty for what several share. `python` tells how the thing is used in both
    packages, where that differs; `accepted` why somebody lives with the change.
    """

    rule: str
    subject: Subject
    says: str
    impacts: Mapping[Victim, Impact]
    group: str
    fact: Difference
    python: PythonSide | None = None
    accepted: str = field(default="", compare=False)

    @property
    def impact(self) -> Impact:
        """The worst of its impacts."""
        return max(self.impacts.values(), default=Impact.SAFE)

    @property
    def victims(self) -> tuple[Victim, ...]:
        """Whom it harms, or, where nobody, who has to do with it."""
        worst = self.impact
        harmed = tuple(
            each
            for each in Victim
            if each in self.impacts and self.impacts[each] is not Impact.SAFE
        )
        return harmed or tuple(
            each for each in Victim if self.impacts.get(each) == worst
        )
