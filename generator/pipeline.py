"""Every step in its order: from the sources that a user names to the files that are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from importlib import resources
from operator import add

from generator.config import Config
from generator.diagnostics import (
    Diagnostics,
    Origin,
    did_you_mean,
    metadata_error,
    quoted,
)
from generator.labels import Labels, parse_labels
from generator.merge.merge import merge
from generator.merge.overlay import Overlay, parse_overlay
from generator.model.check import check_release
from generator.model.release import Release, Resource
from generator.progress import SILENT, Progress
from generator.readers.kinds import DESCRIPTIONS, Kind
from generator.readers.openapi import read_openapi
from generator.readers.wsdl import read_wsdl
from generator.sources import (
    Source,
    digest,
    file_source,
    find_sources,
    newest_services,
)

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
    """The release that was read, what to call its package, and digests of its sources."""

    release: Release
    package: str
    digests: tuple[tuple[str, str], ...]


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


def _read(
    config: Config, found: Found, diagnostics: Diagnostics, progress: Progress
) -> Reading:
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
    release = merge(soap, json, found.overlay, diagnostics)
    label = config.release or found.labels.label or release.services
    release = _only_agents(replace(release, label=label), config.agents)
    check_release(release, diagnostics)
    diagnostics.stop()
    package = config.package or found.labels.package or DEFAULT_PACKAGE
    return Reading(release, package, digest(found.every))


def generate(
    config: Config, diagnostics: Diagnostics, progress: Progress = SILENT
) -> Sequence[str]:
    """Write what the configuration asks for; with `check`, say what would change."""
    from generator.emit import output  # renders, and needs what inspecting does not

    found = find(config, diagnostics)
    if output.is_done(config, found.every):
        return ()
    reading = _read(config, found, diagnostics, progress)
    return output.emit(config, reading, diagnostics, progress)


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
    known = {agent.name for agent in release.agents}
    for name in wanted:
        if name not in known:
            raise metadata_error(
                "unknown-agent",
                f"there is no agent {quoted(name)}",
                Origin(release.label) if release.label else None,
                expected="one of " + ", ".join(sorted(known)) if known else "",
                hint=did_you_mean(name, known)
                or "agents are named as `proxysmith inspect` lists them",
            )
    return replace(
        release,
        agents=tuple(agent for agent in release.agents if agent.name in wanted),
        resources=tuple(each for each in release.resources if _is_of(each, wanted)),
    )
