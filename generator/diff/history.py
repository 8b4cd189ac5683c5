"""A row of releases, each compared with the one before it: what that tells of every single one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from generator.diff.changes import Change, Impact
from generator.diff.compare import Comparison
from generator.diff.differences import ABSENT, Subject, called_now
from generator.diff.rules.documentation_changed import DOCUMENTATION_CHANGED
from generator.diff.rules.field_moved_to_base import FIELD_MOVED_TO_BASE
from generator.model.history import History, Lifetime

DOCUMENTATION = DOCUMENTATION_CHANGED.id


def histories(
    labels: Sequence[str], steps: Sequence[Comparison]
) -> tuple[History, ...]:
    """The history of each release of a row; `steps` leads from each to the next one."""
    if len(labels) != len(steps) + 1:
        raise ValueError("a row of releases has one step less than releases")
    return tuple(_history(tuple(labels), steps, at) for at in range(len(labels)))


def _history(labels: tuple[str, ...], steps: Sequence[Comparison], at: int) -> History:
    known = _Known()
    for label, step in zip(labels[1 : at + 1], steps[:at], strict=True):
        known.arrived(step, label)
    for label, step in zip(labels[at + 1 :], steps[at:], strict=True):
        known.will_leave(step, label)
    return History(
        labels,
        {
            (subject.kind, *subject.path): lifetime
            for subject, lifetime in known.lifetimes.items()
        },
    )


@dataclass(slots=True)
class _Known:
    """What is known of the things of one release, under their names there.

    `here` leads from a name that a later release gave to the one in this release; `gone` are names that are
    other things from some later release on.
    """

    lifetimes: dict[Subject, Lifetime] = field(default_factory=dict[Subject, Lifetime])
    here: dict[Subject, Subject] = field(default_factory=dict[Subject, Subject])
    gone: set[Subject] = field(default_factory=set[Subject])

    def arrived(self, step: Comparison, label: str) -> None:
        """A step that led to this release."""
        self.lifetimes = {
            called_now(subject, step.renamed): lifetime
            for subject, lifetime in self.lifetimes.items()
        }
        for change in step.changes:
            subject = called_now(change.subject, step.renamed).named
            fact = change.fact
            if _came(change):
                self._put(subject, Lifetime(since=label))
                self._mark_holder(subject, label)
            elif _went(change):
                self.lifetimes.pop(subject, None)
                self._mark_holder(subject, label)
            elif change.rule != DOCUMENTATION and fact.subject.path:
                self._mark(subject, label)

    def will_leave(self, step: Comparison, label: str) -> None:
        """A step that leads away from it."""
        for change in step.changes:
            subject = self._here(change.subject)
            if _came(change):
                self.gone.add(subject)
            elif _went(change) and subject not in self.gone:
                self.gone.add(subject)
                self._leave(subject, label, change)
            elif change.subject in step.renamed:
                self._leave(subject, label, change)
        self.here = {
            called_now(later, step.renamed): here for later, here in self.here.items()
        } | {new: self._here(old) for old, new in step.renamed.items()}

    def _leave(self, subject: Subject, label: str, change: Change) -> None:
        before = change.python.old if change.python else None
        after = change.python.new if change.python else None
        known = self.lifetimes.get(subject, Lifetime())
        # An address may move while its method keeps its name, so that nothing is left behind.
        stays = change.fact.aspect and (before and before.name) == (
            after and after.name
        )
        if known.removed or stays:
            return
        self._put(
            subject,
            replace(known, removed=label, successor=after.name if after else ""),
        )

    def _put(self, subject: Subject, lifetime: Lifetime) -> None:
        if subject.kind in _MARKED:
            self.lifetimes[subject] = lifetime

    def _mark_holder(self, subject: Subject, label: str) -> None:
        if subject.holder != subject:
            self._mark(subject.holder, label)

    def _mark(self, subject: Subject, label: str) -> None:
        known = self.lifetimes.get(subject, Lifetime())
        if label not in (known.since, *known.changed):
            self._put(subject, replace(known, changed=(*known.changed, label)))

    def _here(self, subject: Subject) -> Subject:
        return self.here.get(subject) or called_now(subject, self.here)


def _came(change: Change) -> bool:
    return _is_whole(change) and change.fact.old is ABSENT


def _went(change: Change) -> bool:
    return _is_whole(change) and change.fact.new is ABSENT


def _is_whole(change: Change) -> bool:
    """Whether a thing with marks of its own came or went; a field that its base has now did not."""
    return (
        not change.fact.aspect
        and change.subject.kind in _MARKED
        and change.rule != FIELD_MOVED_TO_BASE.id
    )


# What has a page or a line of its own in the reference.
_MARKED = frozenset(
    {
        "agent",
        "operation",
        "resource",
        "method",
        "carrier",
        "field",
        "enumeration",
        "member",
    }
)


@dataclass(frozen=True, slots=True)
class PastStep:
    """What led from one release of a row to the next one, which are called so."""

    old: str
    new: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Tally:
    """What one step did to an agent or a resource: operations that came and went, and changes by impact."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    impacts: tuple[tuple[Impact, int], ...]


def tallies(steps: Sequence[Iterable[Change]]) -> dict[str, tuple[Tally, ...]]:
    """For each agent and resource that ever changed, what the changes of each step did to it; "" for what several
    share."""
    grouped = [defaultdict[str, list[Change]](list) for _ in steps]
    groups: dict[str, None] = {}
    for found, changes in zip(grouped, steps, strict=True):
        for change in changes:
            if change.rule != DOCUMENTATION:
                found[change.group].append(change)
                groups[change.group] = None
    return {
        group: tuple(_tally(found[group]) for found in grouped)
        for group in sorted(groups, key=lambda name: (not name, name.casefold()))
    }


def _tally(changes: Iterable[Change]) -> Tally:
    came: list[str] = []
    went: list[str] = []
    impacts: dict[Impact, int] = {}
    for change in changes:
        impacts[change.impact] = impacts.get(change.impact, 0) + 1
        fact = change.fact
        if fact.aspect:
            continue
        thing = fact.new if fact.old is ABSENT else fact.old
        names = came if fact.old is ABSENT else went
        if change.subject.kind in ("operation", "method"):
            names.append(change.subject.path[-1])
        elif change.subject.kind in ("agent", "resource"):
            names += (each.name for each in getattr(thing, "operations", ()))
    ordered = sorted(impacts.items(), reverse=True)
    return Tally(tuple(came), tuple(went), tuple(ordered))
