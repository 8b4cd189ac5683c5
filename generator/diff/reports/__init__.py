"""The forms of a report, one a module."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from generator.diagnostics import Diagnostic
from generator.diff.report import Bar, Report
from generator.diff.reports.annotations import workflow_commands
from generator.diff.reports.document import document
from generator.diff.reports.junit import junit
from generator.diff.reports.pages import html, markdown
from generator.diff.reports.text import row, text


def written(
    reports: Sequence[Report],
    form: str,
    findings: Iterable[Diagnostic],
    *,
    bar: Bar = "none",
    verbose: bool = False,
) -> str:
    """The reports of a row of releases, in a form that `--format` names.

    `bar` is what fails in CI; `verbose` asks the text for more.
    """
    match form:
        case "json":
            return json.dumps(document(reports, findings), indent=2) + "\n"
        case "markdown":
            return markdown(reports)
        case "html":
            return html(reports)
        case "junit":
            return junit(reports, bar)
        case "github":
            return "".join(workflow_commands(each, bar) for each in reports)
        case _:
            parts = [text(each, verbose=verbose) for each in reports]
            if len(reports) > 1:
                parts.insert(0, row(reports))
            return "\n".join(parts)
