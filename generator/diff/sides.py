"""What reports call the releases of a row, and which of them a finding is about."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from generator.config import Config
from generator.diagnostics import (
    Diagnostic,
    Diagnostics,
    MetadataError,
    Severity,
    quoted,
)
from generator.diff.reading import Outcome
from generator.diff.report import Side
from generator.diff.wording import listed, wire_words
from generator.model.release import Release
from generator.sources import source_labels


class Reading(Protocol):
    """What was read of one source."""

    @property
    def release(self) -> Release: ...

    @property
    def package(self) -> str: ...


def sides(configs: Sequence[Config], readings: Sequence[Reading]) -> tuple[Side, ...]:
    """What to call each. Where releases share a label or have none, their sources say which is which."""
    paths = [config.sources[0] for config in configs]
    called = source_labels(paths)
    labels = [each.release.label or each.release.services for each in readings]
    apart = len({label for label in labels if label}) == len(labels)
    made: list[Side] = []
    for path, label, source, reading in zip(
        paths, labels, called, readings, strict=True
    ):
        name = label
        if not label:
            name = source
        elif not apart and len(set(called)) > 1:
            name = f"{label} ({source})"
        made.append(
            Side(
                name=name,
                label=reading.release.label,
                services=reading.release.services,
                package=reading.package,
                prefix=_prefix(source),
                folder=_folder(path),
            )
        )
    return tuple(made)


def gathered(
    configs: Sequence[Config],
    outcomes: Sequence[Outcome[Any]],
    diagnostics: Diagnostics,
) -> None:
    """Put the findings of all sources together, so that it shows where each was made; errors end the run."""
    called = source_labels([config.sources[0] for config in configs])
    found = [
        _under(_prefix(source), finding)
        for source, outcome in zip(called, outcomes, strict=True)
        for finding in outcome.findings
    ]
    # Two versions out of one source have the same things amiss.
    found = list(dict.fromkeys(found))
    if any(each.reading is None for each in outcomes):
        raise MetadataError(
            *(each for each in found if each.severity is Severity.ERROR)
        )
    diagnostics.items.extend(found)


def warn_of_wires(
    named: Sequence[Side], readings: Sequence[Reading], diagnostics: Diagnostics
) -> None:
    """Warn of each step at which a wire comes or goes with all that it carries: mostly that is a source forgotten."""
    for (old, one), (new, other) in pairwise(zip(named, readings, strict=True)):
        ours, theirs = _wires(one.release), _wires(other.release)
        if ours != theirs:
            diagnostics.warning(
                "wires-differ",
                f"{quoted(old.name)} is described over {listed(ours)}, {quoted(new.name)} over {listed(theirs)}",
                expected="the same wires, unless the service itself has gained or lost one",
                hint="name sources for the same wires on both sides to see what else has changed",
            )


def _wires(release: Release) -> list[str]:
    """The wires over which the release is described."""
    operations = (each for agent in release.agents for each in agent.operations)
    found = {wire for operation in operations for wire in operation.bindings}
    webapi = ["the WebApi"] if release.resources else []
    return [*sorted(map(wire_words, found)), *webapi]


def _prefix(source: str) -> str:
    """What stands before the last component of a source's name, where another one has the same."""
    return source.rpartition("/")[0]


def _under(prefix: str, finding: Diagnostic) -> Diagnostic:
    if not prefix or finding.origin is None or not finding.origin.file:
        return finding
    origin = replace(finding.origin, file=f"{prefix}/{finding.origin.file}")
    return replace(finding, origin=origin)


def _folder(path: Path) -> str:
    """The way from here to the folder that a source is in; empty where it does not lead down."""
    try:
        way = Path(os.path.relpath(path.absolute().parent)).as_posix()
    except ValueError:  # another drive
        return ""
    return "" if way == "." or way.startswith("..") else way
