"""A report for programs; docs/comparing.md tells what each key means."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, cast

from generator.diagnostics import Diagnostic, Origin
from generator.diff.changes import Change
from generator.diff.differences import ABSENT
from generator.diff.guide import Step
from generator.diff.history import Tally
from generator.diff.report import Entry, Report, Side, tallied
from generator.diff.symbols import Symbol
from generator.model.release import Answer
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    type_name,
)

Json = Mapping[str, object]


def document(reports: Sequence[Report], findings: Iterable[Diagnostic]) -> Json:
    """One step as it is, several as a list; and what was found in the metadata meanwhile."""
    found = [_finding(each) for each in findings]
    if len(reports) == 1:
        return {**_report(reports[0]), "findings": found}
    return {
        "steps": [_report(each) for each in reports],
        "history": {
            name: [_tally(each) for each in row]
            for name, row in tallied(reports).items()
        },
        "findings": found,
    }


def _tally(tally: Tally) -> Json:
    return {
        "added": list(tally.came),
        "removed": list(tally.went),
        "counts": {impact.word: count for impact, count in tally.impacts},
    }


def _report(report: Report) -> Json:
    return {
        "old": _side(report.old),
        "new": _side(report.new),
        "version": report.version
        and {
            "old": report.version.old,
            "suggested": report.version.suggested,
            "because": report.version.because,
        },
        "counts": dict(report.counts),
        "changes": [_entry(each, report) for each in report.entries],
        "migration": [_step(each) for each in report.steps],
    }


def _side(side: Side) -> Json:
    return {
        "name": side.name,
        "label": side.label,
        "services": side.services,
        "package": side.package,
        "version": side.version,
    }


def _entry(entry: Entry, report: Report) -> Json:
    change = entry.change
    fact = change.fact
    return {
        "rule": change.rule,
        "impact": change.impact.word,
        "impacts": {who.value: bad.word for who, bad in change.impacts.items()},
        "subject": {"kind": change.subject.kind, "path": list(change.subject.path)},
        "group": change.group,
        "message": change.says,
        "aspect": fact.aspect,
        "old": value(fact.old),
        "new": value(fact.new),
        "before": [_origin(report.old.place([each])) for each in fact.before],
        "after": [_origin(report.new.place([each])) for each in fact.after],
        "python": _python(change),
        "used": entry.flow
        and {
            "sent": [str(each) for each in entry.flow.sent],
            "answered": [str(each) for each in entry.flow.answered],
        },
        "accepted": change.accepted or None,
    }


def _python(change: Change) -> Json | None:
    side = change.python
    return side and {
        "old": side.old and str(side.old),
        "new": side.new and str(side.new),
    }


def _step(step: Step) -> Json:
    return {
        "name": step.name,
        "group": step.group,
        "impact": step.impact.word,
        "rules": list(step.rules),
        "before": step.before,
        "after": step.after or None,
        "advice": step.advice or None,
    }


def _origin(origin: Origin | None) -> Json | None:
    return origin and {"file": origin.file, "place": origin.place}


def _finding(diagnostic: Diagnostic) -> Json:
    return {
        "id": diagnostic.id,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "origin": str(diagnostic.origin) if diagnostic.origin else None,
    }


def value(it: object) -> object:
    """A part of the model as JSON: things by their names, types as they are called; None for what is not there."""
    match it:
        case None | bool() | int() | float() | str():
            return it
        case Enum():
            return value(it.value)
        case Symbol():
            return str(it)
        case tuple():
            return [value(each) for each in cast("tuple[Any, ...]", it)]
        case _ if it is ABSENT:
            return None
        case Scalar() | CarrierRef() | EnumerationRef() | ListOf() | MapOf():
            return type_name(it)
        case Answer(status=status):
            return status
        case _ if hasattr(it, "name"):
            return str(getattr(it, "name", ""))
        case _ if dataclasses.is_dataclass(it) and not isinstance(it, type):
            members = (each.name for each in dataclasses.fields(it))
            return {name: value(getattr(it, name)) for name in members}
        case _:
            return str(it)
