"""A report for GitHub: workflow commands, which it shows as annotations.

Texts that read otherwise are left out. How a command is escaped: "@actions/core", command.ts.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Origin, visible
from generator.diff.changes import Impact
from generator.diff.report import Bar, Entry, Report, meets, next_version, summary

_LEVELS = {
    Impact.BREAKING: "error",
    Impact.RISKY: "warning",
    Impact.UNJUDGED: "warning",
    Impact.SAFE: "notice",
}


def workflow_commands(report: Report, bar: Bar) -> str:
    """A line for each change, and one with the sum of it. What meets `bar` is an error; accepted changes are notices."""
    return "".join(f"{line}\n" for line in _lines(report, bar))


def _lines(report: Report, bar: Bar) -> Iterator[str]:
    for group in report.groups:
        for entry in group.entries:
            yield _line(entry, report, bar)
    yield _command(
        "notice",
        report.title,
        "; ".join(filter(None, (summary(report), next_version(report)))),
    )


def _line(entry: Entry, report: Report, bar: Bar) -> str:
    change = entry.change
    level = "error" if meets(change, bar) else _LEVELS[change.impact]
    says = change.says
    if change.accepted:
        level, says = "notice", f"{says} (accepted: {change.accepted})"
    place = report.new.file(change.fact.after) or report.old.file(change.fact.before)
    return _command(level, f"{change.impact.word}: {change.rule}", says, place)


def _command(level: str, title: str, message: str, place: Origin | None = None) -> str:
    properties = {"title": title}
    if place is not None:
        properties = {"file": place.file, **_line_of(place), **properties}
    words = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    return f"::{level} {words}::{_data(visible(message))}"


def _line_of(place: Origin) -> dict[str, str]:
    """The line, where the place is one: a JSON pointer is none."""
    return {"line": place.place} if place.place.isdecimal() else {}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
