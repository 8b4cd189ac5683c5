"""All that reports say of a comparison, in the order in which they say it; each form of it is in `reports/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.diagnostics import Origin
from generator.diff.both import TYPES
from generator.diff.changes import Change, Impact
from generator.diff.compare import Comparison
from generator.diff.flows import Flow
from generator.diff.guide import Step, migration, symbol_touched
from generator.diff.history import DOCUMENTATION, Tally, tallies
from generator.diff.versions import Suggestion, suggested
from generator.plan.package import version

Bar = Literal["breaking", "risky", "any", "none"]
SHARED = "Shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two releases. `name` is what reports call it, `package` the name of its package.

    `prefix` goes in front of the files of its origins where both sides have files of one name; `folder` is the way to
    them from where the command runs, empty where that is no way down.
    """

    name: str
    label: str = ""
    services: str = ""
    package: str = "netserver"
    prefix: str = ""
    folder: str = ""

    @property
    def version(self) -> str:
        """The version of its package."""
        return version(self.label or self.services)

    def place(self, origins: Sequence[Origin]) -> Origin | None:
        """The first of some origins, as reports name it."""
        return _below(self.prefix, origins[0]) if origins else None

    def file(self, origins: Sequence[Origin]) -> Origin | None:
        """The first of some origins, from where the command runs."""
        return _below(self.folder or self.prefix, origins[0]) if origins else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as a report tells it: `flow` for types alone, `step` with the first change that leads to it."""

    change: Change
    flow: Flow | None = None
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What changed in an agent or a resource, the worst first; `texts` are those that read otherwise."""

    name: str
    kind: Literal["agent", "resource", "shared"]
    entries: tuple[Entry, ...]
    texts: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """As reports call it."""
        return self.name or SHARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A comparison, ready to be told. What differs between wires suggests no `version`.

    `was` and `now` stand in front of the places of a change in both.
    """

    old: Side
    new: Side
    version: Suggestion | None
    was: Literal["was", "SOAP:"] = "was"
    now: Literal["now", "REST:"] = "now"
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        """What it is about, on one line."""
        if self.version is None:
            return f"Where {self.old.name} and {self.new.name} disagree"
        return title(self.old.name, self.new.name)

    @property
    def entries(self) -> Iterator[Entry]:
        """Every change, group by group."""
        for group in self.groups:
            yield from group.entries
            yield from group.texts

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes there are of each impact; texts that read otherwise are counted on their own."""
        found = {each.word: 0 for each in reversed(Impact)}
        found |= {"documentation": 0, "accepted": 0}
        for entry in self.entries:
            change = entry.change
            text = change.rule == DOCUMENTATION
            found["documentation" if text else change.impact.word] += 1
            found["accepted"] += bool(change.accepted)
        return found

    def meets(self, bar: Bar) -> bool:
        """Whether a change is as bad as `--fail-on` has it, and nobody has accepted it."""
        return any(meets(each.change, bar) for each in self.entries)


def meets(change: Change, bar: Bar) -> bool:
    """Whether a change is as bad as `--fail-on` has it, and nobody has accepted it."""
    if change.accepted or bar == "none":
        return False
    least = {
        "breaking": Impact.BREAKING,
        "risky": Impact.UNJUDGED,
        "any": Impact.SAFE,
    }[bar]
    return change.impact >= least


def report(
    comparison: Comparison, old: Side, new: Side, *, releases: bool = True
) -> Report:
    """What there is to say of a comparison, of two `releases` or else of the wires of one."""
    changes = comparison.changes
    steps = migration(changes, old.package, new.package)
    return Report(
        old=old,
        new=new,
        version=suggested(old.label or old.services, changes) if releases else None,
        was="was" if releases else "SOAP:",
        now="now" if releases else "REST:",
        groups=tuple(_groups(comparison, steps)),
        steps=steps,
    )


def tallied(reports: Sequence[Report]) -> dict[str, tuple[Tally, ...]]:
    """What each step of a row did to each agent and resource that ever changed."""
    return tallies([[each.change for each in report.entries] for report in reports])


def only_agents(comparison: Comparison, groups: Iterable[str]) -> tuple[Change, ...]:
    """The changes of those agents and resources, of what they take and give, and of the release as such."""
    wanted = set(groups)
    both = comparison.both
    return tuple(
        change
        for change in comparison.changes
        if change.group in wanted
        or change.subject.kind == "release"
        or (
            change.subject.top.kind in TYPES
            and not wanted.isdisjoint(both.flow(change.subject).groups)
        )
    )


def _groups(comparison: Comparison, steps: Iterable[Step]) -> Iterator[Group]:
    both = comparison.both
    waiting = {step.name: step for step in steps}
    by_group: dict[str, list[Change]] = {}
    for change in comparison.changes:
        by_group.setdefault(change.group, []).append(change)
    old, new = comparison.old, comparison.new
    agents = {each.name for each in (*old.agents, *new.agents)}
    order = dict.fromkeys(
        each.name for each in (*old.agents, *new.agents, *old.resources, *new.resources)
    )
    for name in (*order, ""):
        if name not in by_group:
            continue
        kind = "agent" if name in agents else "resource" if name else "shared"
        entries: list[Entry] = []
        texts: list[Entry] = []
        for change in sorted(by_group[name], key=lambda each: -each.impact):
            if change.rule == DOCUMENTATION:
                texts.append(Entry(change))
                continue
            of_type = change.subject.top.kind in TYPES
            entries.append(
                Entry(
                    change,
                    both.flow(change.subject) if of_type else None,
                    waiting.pop(symbol_touched(change), None),
                )
            )
        yield Group(name, kind, tuple(entries), tuple(texts))


def _below(folder: str, origin: Origin) -> Origin:
    if not folder or not origin.file:
        return origin
    return Origin(f"{folder}/{origin.file}", origin.place)


def whom(change: Change) -> tuple[str, ...]:
    """Those that a change harms, in words; nobody where it is safe."""
    harmless = change.impact is Impact.SAFE
    return () if harmless else tuple(each.words for each in change.victims)


def used(flow: Flow | None, most: int = 1) -> str:
    """Which operations send a type, and which answer with it: "sent by Contact.Save and 6 more"."""
    if flow is None:
        return ""
    return ", ".join(
        _some(words, tuple(map(str, users)), most)
        for words, users in (("sent by", flow.sent), ("answered by", flow.answered))
        if users
    )


def _some(words: str, users: Sequence[str], most: int) -> str:
    more = len(users) - most
    return f"{words} {', '.join(users[:most])}{f' and {more} more' if more > 0 else ''}"


def told(counts: Mapping[str, int]) -> list[str]:
    """How many changes of each impact there are: "27 breaking", "3 risky"; nothing where there are none."""
    words = [
        f"{counts[each.word]} {each.word}"
        for each in reversed(Impact)
        if counts[each.word]
    ]
    texts = counts["documentation"]
    if texts:
        noun = "text reads" if texts == 1 else "texts read"
        words.append(f"{texts} {noun} otherwise")
    if counts["accepted"]:
        words.append(f"{counts['accepted']} accepted")
    return words


def title(old: str, new: str) -> str:
    """What a report is called."""
    return f"Changes from {old} to {new}"


def next_version(report: Report) -> str:
    """What the package of the new release should be called, and why; empty where nobody asks."""
    version = report.version
    if version is None:
        return ""
    return (
        f"{report.old.package} {version.old}: the next version is {version.suggested}, "
        f"since {version.because}"
    )


def summary(report: Report) -> str:
    """The counts in one line."""
    return ", ".join(told(report.counts)) or "nothing differs"
