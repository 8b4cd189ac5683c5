"""A report for CI that reads JUnit: a suite for each agent or resource, a case for each change."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from generator.diagnostics import Origin, visible
from generator.diff.report import Bar, Entry, Group, Report, meets, used, whom
from generator.diff.wording import spoken
from generator.readers.xml import Element


def junit(reports: Sequence[Report], bar: Bar) -> str:
    """The document, as junit-10.xsd of Jenkins has it.

    What meets `bar` has failed, and what breaks where there is none; accepted changes are skipped.
    """
    root = etree.Element("testsuites", name="proxysmith diff")
    for report in reports:
        step = f"{report.old.name} -> {report.new.name}: " if len(reports) > 1 else ""
        for group in report.groups:
            _suite(root, group, report, bar, step)
    for count in ("tests", "failures"):
        total = sum(int(suite.get(count, "0")) for suite in root)
        root.set(count, str(total))
    root.set("errors", "0")
    etree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tounicode(root) + "\n"


def _suite(root: Element, group: Group, report: Report, bar: Bar, step: str) -> None:
    suite = etree.SubElement(root, "testsuite", name=visible(step + group.title))
    entries = (*group.entries, *group.texts)
    failures = skipped = 0
    for entry in entries:
        change = entry.change
        case = etree.SubElement(
            suite,
            "testcase",
            name=visible(f"{change.rule}: {spoken(change.subject) or 'the release'}"),
            classname=visible(group.title),
        )
        if change.accepted:
            skipped += 1
            etree.SubElement(case, "skipped", message=visible(change.accepted))
        elif meets(change, bar if bar != "none" else "breaking"):
            failures += 1
            failure = etree.SubElement(
                case, "failure", type=change.rule, message=visible(change.says)
            )
            failure.text = _body(entry, report)
            continue
        told = etree.SubElement(case, "system-out")
        told.text = f"{visible(change.says)}\n{_body(entry, report)}"
    suite.set("tests", str(len(entries)))
    suite.set("failures", str(failures))
    suite.set("errors", "0")
    suite.set("skipped", str(skipped))


def _body(entry: Entry, report: Report) -> str:
    """What there is to know beside the sentence."""
    change = entry.change
    harmed = ", ".join(whom(change))
    lines = [
        f"{change.impact.word}{f': {harmed}' if harmed else ''}",
        *_place(report.was, report.old.place(change.fact.before)),
        *_place(report.now, report.new.place(change.fact.after)),
        used(entry.flow),
    ]
    if entry.step is not None:
        lines += ["before:", *entry.step.before.split("\n"), "after:"]
        lines += (entry.step.after or entry.step.advice).split("\n")
    return "\n".join(visible(line) for line in lines if line)


def _place(word: str, origin: Origin | None) -> list[str]:
    return [f"{word} {origin}"] if origin else []
