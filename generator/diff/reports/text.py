"""A report for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from generator.diagnostics import Origin, visible
from generator.diff.changes import Impact
from generator.diff.guide import Step
from generator.diff.history import Tally
from generator.diff.report import (
    SHARED,
    Entry,
    Group,
    Report,
    next_version,
    summary,
    tallied,
    used,
    whom,
)

_COLOURS = {
    Impact.BREAKING: "red",
    Impact.RISKY: "yellow",
    Impact.UNJUDGED: "magenta",
    Impact.SAFE: "green",
}
_WIDTH = max(len(each.word) for each in Impact)
_MARGIN = " " * (_WIDTH + 4)


def text(report: Report, *, verbose: bool = False) -> str:
    """The lines of a report, styled; whoever prints them takes the styles out where no terminal is."""
    return "\n".join(_lines(report, verbose)) + "\n"


def row(reports: Sequence[Report]) -> str:
    """The table in front of several reports: what each step did to each agent and resource."""
    titles = [f"to {visible(each.new.name)}" for each in reports]
    table = [("", *titles)]
    for name, tallies in tallied(reports).items():
        heading = f"  {visible(name)}" if name else f"  {SHARED}"
        table.append((heading, *map(_tally, tallies)))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [
        "   ".join(
            f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)
        )
        for cells in table
    ]
    title = click.style(f"From {visible(reports[0].old.name)} on", bold=True)
    return "\n".join((title, *(line.rstrip() for line in lines))) + "\n"


def _tally(tally: Tally) -> str:
    """Operations that came and went, and how many changes of each impact there are: "+12 -3, 4 breaking"."""
    words = [
        f"{sign}{len(names)}"
        for sign, names in (("+", tally.came), ("-", tally.went))
        if names
    ]
    counts = [f"{count} {impact.word}" for impact, count in tally.impacts]
    return ", ".join(filter(None, (" ".join(words), *counts))) or "."


def _lines(report: Report, verbose: bool) -> Iterator[str]:
    # No line begins with a text of the metadata: CI obeys lines that begin with "::".
    yield click.style(visible(report.title), bold=True)
    yield summary(report)
    if version := next_version(report):
        yield version
    for group in report.groups:
        yield ""
        yield click.style(_heading(group), bold=True)
        yield from _group(group, report, verbose)


def _heading(group: Group) -> str:
    return f"In {visible(group.name)}" if group.name else SHARED


def _group(group: Group, report: Report, verbose: bool) -> Iterator[str]:
    for entry in group.entries:
        yield from _entry(entry, report)
    if verbose:
        for entry in group.texts:
            yield from _entry(entry, report)
    elif group.texts:
        count = len(group.texts)
        noun = "text reads" if count == 1 else "texts read"
        yield f"  {count} {noun} otherwise; --verbose lists {'it' if count == 1 else 'them'}"


def _entry(entry: Entry, report: Report) -> Iterator[str]:
    change = entry.change
    word = click.style(f"{change.impact.word:<{_WIDTH}}", fg=_COLOURS[change.impact])
    harmed = ", ".join(whom(change))
    yield f"  {word}  {visible(change.says)}"
    yield f"{_MARGIN}{change.rule}{f': {harmed}' if harmed else ''}"
    if change.accepted:
        yield f"{_MARGIN}accepted: {visible(change.accepted)}"
    yield from _place(report.was, report.old.place(change.fact.before))
    yield from _place(report.now, report.new.place(change.fact.after))
    users = used(entry.flow)
    if users:
        yield _MARGIN + visible(users)
    if entry.step is not None:
        yield from _step(entry.step)


def _place(word: str, origin: Origin | None) -> Iterator[str]:
    if origin is not None:
        yield f"{_MARGIN}{word} {visible(str(origin))}"


def _step(step: Step) -> Iterator[str]:
    yield from _code("before: ", step.before)
    yield from _code("after:  ", step.after or step.advice)


def _code(label: str, code: str) -> Iterator[str]:
    for line in code.split("\n"):
        yield f"{_MARGIN}{label}{visible(line)}".rstrip()
        label = " " * len(label)
