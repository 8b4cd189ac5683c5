"""What each release of a history changed: a page for each step up to this one, and a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.diff.history import PastStep
from generator.diff.report import Report, Side, report, told
from generator.diff.reports.pages import planned
from generator.plan.layout import FileJob
from generator.plan.reference.pages import Context, Entry, Item, Site
from generator.plan.reference.places import CHANGES, HOME, Place
from generator.plan.reference.writers import Writer

_NOT_PLAIN = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One step: where it is told, the release that it led to, and what there is to tell."""

    place: Place
    label: str
    report: Report


def told_steps(site: Site, past: Sequence[PastStep]) -> tuple[Told, ...]:
    """The steps of a history, the last one first."""
    taken: set[str] = set()
    steps: list[Told] = []
    for step in past:
        old, new = step.comparison.old, step.comparison.new
        package = str(site.plan.name)
        made = report(
            step.comparison,
            Side(name=step.old, label=step.old, services=old.services, package=package),
            Side(name=step.new, label=step.new, services=new.services, package=package),
        )
        steps.append(Told(_place(step.new, taken), step.new, made))
    return tuple(reversed(steps))


def change_pages(site: Site, steps: Sequence[Told]) -> Iterator[FileJob]:
    """The pages of all steps."""
    for step in steps:
        yield from _page(site, step)


def change_items(steps: Sequence[Told], writer: Writer) -> Iterator[Item]:
    """The lines of the list."""
    for step in steps:
        yield Item(
            href=writer.href(step.place),
            name=writer.text(step.label),
            wire_name=None,
            says=writer.text(", ".join(told(step.report.counts)) or "nothing differs"),
        )


def _page(site: Site, step: Told) -> Iterator[FileJob]:
    title = f"Changes in {step.label}"
    site.entries.append(
        Entry(
            place=step.place,
            name=title,
            python="",
            kind="guide",
            group="",
            says=f"What changed from {step.report.old.name} to {step.report.new.name}.",
        )
    )

    def build(writer: Writer) -> Context:
        # The reference has the texts themselves, as they read now.
        told = planned(step.report, writer, here=step.place, texts=False)
        return {"step": told}

    yield from site.page(
        step.place,
        "change",
        title=title,
        kind="guide",
        group="",
        trail=((HOME, "Reference"), (CHANGES, "Changes")),
        build=build,
    )


def _place(label: str, taken: set[str]) -> Place:
    """A page that every file system can hold, for a label that says anything."""
    plain = _NOT_PLAIN.sub("-", label.lower()).strip("-.")[:100] or "release"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    taken.add(name)
    return Place(f"changes/{name}")
