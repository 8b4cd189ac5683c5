"""A release becomes the plan of a package: every file, with finished values for its template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator import __version__
from generator.model.reach import reached
from generator.model.release import Release
from generator.plan.agents import plan_agents
from generator.plan.carriers import plan_carriers
from generator.plan.docstrings import agent_summary
from generator.plan.enumerations import plan_enumerations
from generator.plan.layout import FIXED, FileJob, import_lines
from generator.plan.resource_methods import needed_types
from generator.plan.resource_names import pages_of
from generator.plan.resources import linked_from, plan_resources
from generator.plan.results import with_result_carriers
from generator.plan.scope import (
    Scope,
    name_everything,
    polymorphic,
    subtypes,
)
from generator.plan.stubs import plan_stubs
from generator.plan.text import (
    Code,
    DocText,
    Identifier,
    Literal,
    code,
    docstring,
    literal,
    markdown,
    toml,
)


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """The files of one package. `root` is the folder of the Python package, below the output.

    `stubs` is that of the package of stubs, empty where none is planned. `release` is what the package
    offers, `scope` what everything in it is called, `results` the carrier of each answer of several parts (by
    agent and operation), `sources` what it was made from.
    """

    name: Identifier
    root: str
    files: tuple[FileJob, ...]
    release: Release
    scope: Scope
    results: Mapping[tuple[str, str], str]
    sources: str
    stubs: str = ""


@dataclass(frozen=True, slots=True)
class _SessionAgent:
    """The attribute of a session that hands out an agent."""

    attribute: Identifier
    sync: Identifier
    awaited: Identifier
    module: Identifier
    sync_name: Literal
    awaited_name: Literal
    doc: DocText


@dataclass(frozen=True, slots=True)
class Offer:
    """What the package of a release offers, and what everything in it is called.

    `results` is the carrier of each answer of several parts, by agent and operation.
    """

    release: Release
    results: Mapping[tuple[str, str], str]
    scope: Scope


def offered(release: Release, *, chosen: bool = False) -> Offer:
    """What of a release stands in its package; only what its agents need where they were `chosen`."""
    pages = pages_of(release.carriers)
    if release.agents or release.resources:
        release = reached(
            release, keep_namespaces=not chosen, also=needed_types(release)
        )
    release, results = with_result_carriers(release)
    return Offer(release, results, name_everything(release, pages))


def plan_package(
    release: Release, package: str, *, chosen: bool, stubs: bool = False
) -> PackagePlan:
    """The plan of the proxy package of `release`, called `package`.

    `chosen` says that a user chose among the agents; then only what those need is planned. `stubs` asks
    for the package of stubs beside it.
    """
    offer = offered(release, chosen=chosen)
    release, results, scope = offer.release, offer.results, offer.scope
    families = subtypes(release)
    open_families = {name: families[name] for name in polymorphic(release, families)}
    name = Identifier(package)
    root = f"proxies/{name}"
    sources = release.services or release.label or "the published description"
    files = (
        *_project(release, name, sources),
        *_top(release, scope, name, root),
        *plan_agents(release, scope, results, linked_from(scope), sources, root),
        *plan_resources(release, scope, sources, root),
        *plan_carriers(release, scope, open_families, sources, root),
        *plan_enumerations(release, scope, sources, root),
    )
    plan = PackagePlan(
        name=name,
        root=root,
        files=files,
        release=release,
        scope=scope,
        results=results,
        sources=sources,
    )
    if not stubs:
        return plan
    number = version(release.label or release.services)
    beside = plan_stubs(release, scope, results, name, sources, number)
    return replace(plan, files=(*files, *beside), stubs=f"stubs/{name}_stubs")


def _project(release: Release, name: Identifier, sources: str) -> Iterator[FileJob]:
    label = release.label or release.services
    first = release.agents[0] if release.agents else None
    yield FileJob(
        "proxies/pyproject.toml",
        "package/pyproject.toml.jinja",
        {
            "distribution": toml(name.replace("_", "-")),
            "package": toml(name),
            "version": toml(version(label)),
            "description": toml(f"Typed proxies for {sources}"),
        },
    )
    yield FileJob(
        "proxies/README.md",
        "package/README.md.jinja",
        {
            "name": name,
            "label": markdown(label or "an unnamed release"),
            "sources": markdown(sources),
            "agents": len(release.agents),
            "operations": sum(len(agent.operations) for agent in release.agents),
            "resources": len(release.resources),
            "resource_operations": sum(
                len(resource.operations) for resource in release.resources
            ),
            "first": first and markdown(first.name),
        },
    )


def _top(
    release: Release, scope: Scope, name: Identifier, root: str
) -> Iterator[FileJob]:
    agents = tuple(
        _SessionAgent(
            attribute=names.attribute,
            sync=names.sync,
            awaited=names.awaited,
            module=names.module,
            sync_name=literal(str(names.sync)),
            awaited_name=literal(str(names.awaited)),
            doc=agent_summary(release.agent(wire).doc, wire),
        )
        for wire, names in scope.agents.items()
    )
    yield FileJob(
        f"{root}/__init__.py",
        "package/__init__.py.jinja",
        {
            "docstring": docstring(
                f"Typed proxies for {release.services or release.label or name}.\n\n"
                "Generated by proxysmith; changes are lost when it runs again.",
                indent=0,
            )
        },
    )
    yield FileJob(
        f"{root}/_release.py",
        "package/_release.py.jinja",
        {
            "arguments": (
                code("package={}", literal(str(name))),
                code("label={}", literal(release.label)),
                code("services={}", literal(release.services)),
                code("namespace={}", literal(release.namespace)),
                code("generator={}", literal(__version__)),
            )
        },
    )
    yield FileJob(
        f"{root}/session.py",
        "package/session.py.jinja",
        {
            "agents": agents,
            "imports": _session_imports(scope),
            "resources": bool(scope.resources),
        },
    )
    for module in FIXED:
        yield FileJob(f"{root}/{module}.py", f"package/{module}.py.jinja", {})


def _session_imports(scope: Scope) -> tuple[Code, ...]:
    modules: dict[str, tuple[str, ...]] = {}
    if scope.agents:
        modules[".agents"] = tuple(
            name for each in scope.agents.values() for name in (each.sync, each.awaited)
        )
    if scope.resources:
        modules[".resources"] = ("AsyncResources", "Resources")
    return import_lines(modules, checking=True)


def version(label: str) -> str:
    """The version of the generated distribution: the label's numbers ("2026-04" -> "2026.4")."""
    digits = "".join(
        char if char.isascii() and char.isdigit() else " " for char in label
    )
    numbers = [part.lstrip("0") or "0" for part in digits.split()]
    return ".".join(numbers) or "0"
