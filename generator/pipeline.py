"""Every step in its order: from the sources that a user names to the files that are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from importlib import resources
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from generator.config import Config
from generator.diagnostics import (
    Diagnostics,
    Origin,
    did_you_mean,
    metadata_error,
    quoted,
)
from generator.labels import Labels, parse_labels
from generator.merge.merge import merge, side_by_side
from generator.merge.overlay import Overlay, parse_overlay
from generator.model.check import check_release
from generator.model.release import Release, Resource
from generator.progress import SILENT, Progress
from generator.readers.kinds import DESCRIPTIONS, Kind
from generator.readers.openapi import read_openapi
from generator.readers.wsdl import read_wsdl
from generator.row import Row, find_row, place_of, told_apart
from generator.sources import (
    Source,
    digest,
    file_source,
    find_sources,
    newest_services,
)

if TYPE_CHECKING:
    from generator.diff.changes import Change
    from generator.diff.report import Report

if TYPE_CHECKING:
    from generator.diff.history import PastStep

DEFAULT_PACKAGE = "netserver"


@dataclass(frozen=True, slots=True)
class Found:
    """The sources of one run, and what the files beside them say."""

    every: tuple[Source, ...]
    described: tuple[Source, ...]
    overlay: Overlay
    labels: Labels


@dataclass(frozen=True, slots=True)
class Reading:
    """The release that was read, what to call its package, and digests of its sources.

    Where a history was asked for, `row` is the folder of it, and `past` are the steps that led to the release, the
    first one first.
    """

    release: Release
    package: str
    digests: tuple[tuple[str, str], ...]
    row: Row | None = None
    past: tuple[PastStep, ...] = ()


def find(config: Config, diagnostics: Diagnostics) -> Found:
    """The descriptions that the run will read, found but not read."""
    every = find_sources(config.sources, diagnostics)
    if config.overlay:
        every = (*every, file_source(config.overlay, Kind.OVERLAY))
    labels = _labels(each for each in every if each.kind is Kind.RELEASE)
    described = tuple(each for each in every if each.kind in DESCRIPTIONS)
    wanted = config.services or labels.services
    described = newest_services(described, wanted or None, diagnostics)
    corrections = [each for each in every if each.kind is Kind.OVERLAY]
    known = resources.files("generator.merge").joinpath("known.toml").read_bytes()
    overlay = reduce(
        add,
        (parse_overlay(each.read(), each.file) for each in corrections),
        parse_overlay(known, ""),
    )
    return Found(every, described, overlay, labels)


def read_release(
    config: Config, diagnostics: Diagnostics, progress: Progress = SILENT
) -> Reading:
    """The merged and checked release of the run's sources."""
    return _read(config, find(config, diagnostics), diagnostics, progress)


def read_wires(
    config: Config, diagnostics: Diagnostics, progress: Progress = SILENT
) -> tuple[Release, Release]:
    """What SOAP says of the run's sources, and what the JSON descriptions say, with one name for each type."""
    found = find(config, diagnostics)
    soap, json = _each(found, diagnostics, progress)
    return side_by_side(soap, json, found.overlay, diagnostics)


def _read(
    config: Config, found: Found, diagnostics: Diagnostics, progress: Progress
) -> Reading:
    soap, json = _each(found, diagnostics, progress)
    release = merge(soap, json, found.overlay, diagnostics)
    label = config.release or found.labels.label or release.services
    release = _only_agents(replace(release, label=label), config.agents)
    check_release(release, diagnostics)
    diagnostics.stop()
    package = config.package or found.labels.package or DEFAULT_PACKAGE
    return Reading(release, package, digest(found.every))


def _each(
    found: Found, diagnostics: Diagnostics, progress: Progress
) -> tuple[list[Release], list[Release]]:
    """What each WSDL says, and each JSON description."""
    soap: list[Release] = []
    json: list[Release] = []
    with progress.stage("reading", len(found.described)) as step:
        for source in found.described:
            if source.kind is Kind.WSDL:
                soap.append(read_wsdl(source, diagnostics))
            else:
                json.append(read_openapi(source, diagnostics))
            step(1)
    diagnostics.stop()
    return soap, json


def generate(
    config: Config, diagnostics: Diagnostics, progress: Progress = SILENT
) -> Sequence[str]:
    """Write what the configuration asks for; with `check`, say what would change."""
    from generator.emit import output  # renders, and needs what inspecting does not

    found = find(config, diagnostics)
    row = find_row(config.history, diagnostics) if config.history else None
    if output.is_done(config, found.every, row):
        return ()
    reading = _read(config, found, diagnostics, progress)
    if row:
        reading = _with_history(config, row, reading, progress)
    return output.emit(config, reading, diagnostics, progress)


def _with_history(
    config: Config,
    row: Row,
    reading: Reading,
    progress: Progress,
) -> Reading:
    """The reading with what the releases of a row, this one among them, tell of each other."""
    from generator.diff.compare import compare
    from generator.diff.history import PastStep, histories

    paths = row.paths
    found = [find(Config(sources=(path,)), Diagnostics()) for path in paths]
    labelled = [
        (path, each.labels.label or each.described[0].services)
        for path, each in zip(paths, found, strict=True)
    ]
    here = place_of(config.sources, reading.release.label, labelled, row.folder)
    releases: list[Release] = []
    for at, path in enumerate(paths):
        if at == here and not config.agents:
            releases.append(reading.release)
        else:
            other = (
                replace(config, agents=()) if at == here else Config(sources=(path,))
            )
            releases.append(read_release(other, Diagnostics(), progress).release)
    with progress.stage("comparing", len(paths) - 1) as step:
        steps = [compare(one, other) for one, other in pairwise(releases)]
        step(len(steps))
    labels = told_apart(labelled)
    history = histories(labels, steps)[here]
    return replace(
        reading,
        release=replace(reading.release, history=history),
        row=row,
        past=tuple(map(PastStep, labels[:here], labels[1 : here + 1], steps[:here])),
    )


def compare_sources(
    configs: Sequence[Config],
    accepted: Path | None,
    agents: tuple[str, ...],
    diagnostics: Diagnostics,
    progress: Progress = SILENT,
) -> tuple[Report, ...]:
    """What changes from each release of a row to the next one.

    `accepted` is a file of changes that somebody lives with; `agents` are those to look at, all of them where there is none.
    """
    from generator.diff import acceptance, report  # what no other command needs
    from generator.diff.compare import compare
    from generator.diff.reading import read_each
    from generator.diff.sides import gathered, sides, warn_of_wires

    entries: tuple[acceptance.Acceptance, ...] = ()
    if accepted:
        file = file_source(accepted, Kind.ACCEPTANCES)
        entries = acceptance.parse_acceptances(file.read(), file.file)
    outcomes = read_each(configs, read_release, progress)
    gathered(configs, outcomes, diagnostics)
    readings = [each.reading for each in outcomes if each.reading]
    _check_agents(agents, [each.release for each in readings])
    named = sides(configs, readings)
    warn_of_wires(named, readings, diagnostics)
    made: list[Report] = []
    met: set[acceptance.Acceptance] = set()
    every: list[Change] = []
    with progress.stage("comparing", len(readings) - 1) as step:
        for at, (old, new) in enumerate(pairwise(readings)):
            found = compare(old.release, new.release)
            if agents:
                groups = _groups_of(agents, old.release, new.release)
                found = replace(found, changes=report.only_agents(found, groups))
            changes, covering = acceptance.accept(found.changes, entries)
            met |= covering
            every += changes
            found = replace(found, changes=changes)
            made.append(report.report(found, named[at], named[at + 1]))
            step(1)
    acceptance.complain(entries, frozenset(met), every, diagnostics)
    return tuple(made)


def compare_wires(
    config: Config, diagnostics: Diagnostics, progress: Progress = SILENT
) -> Report:
    """Where the SOAP and the JSON descriptions of one release disagree."""
    from generator.diff import drift, report

    found = drift.compare_wires(*read_wires(config, diagnostics, progress))
    soap, json = (report.Side(name=each.label) for each in (found.old, found.new))
    return report.report(found, soap, json, releases=False)


def _labels(sources: Iterable[Source]) -> Labels:
    """What the release files say; where several say something, the first."""
    labels = Labels()
    for source in sources:
        more = parse_labels(source.read(), source.file)
        labels = Labels(
            label=labels.label or more.label,
            package=labels.package or more.package,
            services=labels.services or more.services,
            provenance=labels.provenance or more.provenance,
        )
    return labels


def _is_of(resource: Resource, agents: tuple[str, ...]) -> bool:
    """Whether a resource stands for one of those agents: by its name, or by what most of it calls."""
    called = Counter(each.calls[0] for each in resource.operations if each.calls)
    most = called.most_common(1)[0][0] if called else ""
    return resource.name in agents or most in agents


def _only_agents(release: Release, wanted: tuple[str, ...]) -> Release:
    """The release with the agents that were asked for, all of them where none was."""
    if not wanted:
        return release
    _check_agents(wanted, [release])
    return replace(
        release,
        agents=tuple(agent for agent in release.agents if agent.name in wanted),
        resources=tuple(each for each in release.resources if _is_of(each, wanted)),
    )


def _check_agents(wanted: Iterable[str], releases: Sequence[Release]) -> None:
    """Raise MetadataError for an agent that none of the releases has."""
    known = {agent.name for release in releases for agent in release.agents}
    label = releases[0].label if len(releases) == 1 else ""
    for name in wanted:
        if name not in known:
            raise metadata_error(
                "unknown-agent",
                f"there is no agent {quoted(name)}",
                Origin(label) if label else None,
                expected="one of " + ", ".join(sorted(known)) if known else "",
                hint=did_you_mean(name, known)
                or "agents are named as `proxysmith inspect` lists them",
            )


def _groups_of(agents: tuple[str, ...], *releases: Release) -> Iterable[str]:
    """The agents, and the resources that stand for one of them."""
    return (
        *agents,
        *(
            each.name
            for release in releases
            for each in release.resources
            if _is_of(each, agents)
        ),
    )
