"""A report to publish, as HTML and as Markdown: the same values, each through the door of its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.diagnostics import Origin
from generator.diff.changes import Impact
from generator.diff.guide import Step
from generator.diff.report import Entry, Group, Report, title, told, used, whom
from generator.emit.environment import Templates
from generator.plan.reference.places import Place
from generator.plan.reference.writers import Html, Markdown, Text, Writer

Context = Mapping[str, object]
PAGE = Place("changes")
_NOT_A_LETTER = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table of contents: a group, and how many changes it has."""

    title: Text
    href: Text
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One change. `impact` is the word alone, as the style sheet knows it."""

    impact: Text
    says: Text
    rule: Text
    victims: tuple[Text, ...]
    was: Text | None
    now: Text | None
    used: Text | None
    accepted: Text | None
    step: Text | None


@dataclass(frozen=True, slots=True)
class _Section:
    """The changes of a group."""

    title: Text
    anchor: Text
    changes: tuple[_Told, ...]
    texts: tuple[_Told, ...]
    text_count: int


@dataclass(frozen=True, slots=True)
class _Guided:
    """One step of the guide."""

    title: Text
    anchor: Text
    before: Text
    after: Text | None
    advice: Text | None


def html(reports: Sequence[Report]) -> str:
    """One file that needs no other."""
    writer = Html(PAGE, {}, lambda _: None)
    return _rendered("diff/report.html.jinja", reports, writer)


def markdown(reports: Sequence[Report]) -> str:
    """One page of Markdown."""
    writer = Markdown(PAGE, lambda _: None)
    return _rendered("diff/report.md.jinja", reports, writer)


def _rendered(template: str, reports: Sequence[Report], writer: Writer) -> str:
    single = len(reports) == 1
    steps = [
        planned(
            each,
            writer,
            prefix="" if single else f"{at}-",
            level=2 if single else 3,
        )
        for at, each in enumerate(reports, 1)
    ]
    context = {
        "title": writer.text(
            reports[0].title
            if single
            else title(reports[0].old.name, reports[-1].new.name)
        ),
        "several": not single,
        "steps": steps,
    }
    return Templates().template(template).render(context)


def planned(
    report: Report,
    writer: Writer,
    *,
    here: Place = PAGE,
    prefix: str = "",
    level: int = 2,
    texts: bool = True,
) -> Context:
    """The values of diff/changes.html.jinja and diff/changes.md.jinja, for a page at `here`.

    Headings begin at `level`; `prefix` makes anchors differ from those of another report on the page. `texts` that
    read otherwise are counted, and listed if that is asked for.
    """
    page = _Page(report, writer, here, prefix, texts=texts)
    return {
        "title": writer.text(report.title),
        "was": writer.text(report.was),
        "now": writer.text(report.now),
        "level": level,
        "below": level + 1,
        "counts": tuple(map(writer.text, told(report.counts) or ["nothing differs"])),
        "version": _version(report, writer),
        "impacts": tuple(writer.text(each.word) for each in reversed(Impact)),
        "rows": tuple(page.rows()),
        "guide": writer.text(f"{prefix}migrating"),
        "guided": tuple(page.guided(step) for step in report.steps),
        "sections": tuple(page.sections()),
    }


@dataclass(frozen=True, slots=True)
class _Version:
    """The version of the old package, the one that should follow, and why."""

    package: Text
    old: Text
    suggested: Text
    because: Text


def _version(report: Report, writer: Writer) -> _Version | None:
    version = report.version
    return version and _Version(
        package=writer.code(report.old.package),
        old=writer.code(version.old),
        suggested=writer.code(version.suggested),
        because=writer.text(version.because),
    )


class _Page:
    """Turns the parts of one report into values for one page."""

    def __init__(
        self, report: Report, writer: Writer, here: Place, prefix: str, *, texts: bool
    ) -> None:
        self._texts = texts
        self._report = report
        self._writer = writer
        self._here = here
        self._prefix = prefix
        taken: set[str] = set()
        self._anchors = {
            group.name: _anchor(f"{prefix}{group.kind}-{group.title}", taken)
            for group in report.groups
        }
        self._steps = {
            step.name: _anchor(f"{prefix}from-{step.name}", taken)
            for step in report.steps
        }

    def rows(self) -> Iterator[_Row]:
        for group in self._report.groups:
            found = [each.change.impact for each in group.entries]
            counts = [found.count(each) for each in reversed(Impact)]
            yield _Row(
                self._writer.text(group.title),
                self._href(self._anchors[group.name]),
                (*counts, len(group.texts)),
            )

    def sections(self) -> Iterator[_Section]:
        for group in self._report.groups:
            yield self._section(group)

    def guided(self, step: Step) -> _Guided:
        write = self._writer
        return _Guided(
            title=write.code(step.name),
            anchor=write.text(self._steps[step.name]),
            before=write.block("python", step.before),
            after=write.block("python", step.after) if step.after else None,
            advice=write.text(step.advice) if step.advice else None,
        )

    def _section(self, group: Group) -> _Section:
        return _Section(
            title=self._writer.text(group.title),
            anchor=self._writer.text(self._anchors[group.name]),
            changes=tuple(map(self._told, group.entries)),
            texts=tuple(map(self._told, group.texts)) if self._texts else (),
            text_count=len(group.texts),
        )

    def _told(self, entry: Entry) -> _Told:
        write = self._writer
        change = entry.change
        users = used(entry.flow, most=3)
        step = entry.step and self._href(self._steps[entry.step.name])
        return _Told(
            impact=write.text(change.impact.word),
            says=write.text(change.says),
            rule=write.code(change.rule),
            victims=tuple(map(write.text, whom(change))),
            was=self._place(self._report.old.place(change.fact.before)),
            now=self._place(self._report.new.place(change.fact.after)),
            used=write.text(users) if users else None,
            accepted=write.text(change.accepted) if change.accepted else None,
            step=step,
        )

    def _place(self, origin: Origin | None) -> Text | None:
        return self._writer.code(str(origin)) if origin else None

    def _href(self, anchor: str) -> Text:
        return self._writer.href(Place(self._here.path, anchor))


def _anchor(wanted: str, taken: set[str]) -> str:
    """An anchor like `wanted` that nothing else on the page has; it is taken from now on."""
    plain = _NOT_A_LETTER.sub("-", wanted).strip("-").lower() or "part"
    anchor = plain
    number = 2
    while anchor in taken:
        anchor = f"{plain}-{number}"
        number += 1
    taken.add(anchor)
    return anchor
