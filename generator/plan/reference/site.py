"""The whole reference: every page of it, and what its search knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import LiteralString, Protocol, TypeVar

from generator.diff.history import PastStep
from generator.model.release import Release
from generator.plan.layout import FileJob
from generator.plan.package import PackagePlan
from generator.plan.reference.changes import (
    Told,
    change_items,
    change_pages,
    told_steps,
)
from generator.plan.reference.examples import (
    Example,
    Examples,
    Exchange,
    method_key,
    operation_key,
)
from generator.plan.reference.guides import (
    GuideJob,
    guide_items,
    guide_pages,
    shown_in,
)
from generator.plan.reference.operations import agent_pages, counted
from generator.plan.reference.pages import (
    Context,
    Entry,
    Item,
    Site,
    wire_names,
)
from generator.plan.reference.places import (
    AGENTS,
    CARRIERS,
    CHANGES,
    ENUMERATIONS,
    HOME,
    RESOURCES,
    Place,
    guide,
)
from generator.plan.reference.resources import resource_page
from generator.plan.reference.types import carrier_page, enumeration_page
from generator.plan.reference.writers import Markdown, Text, Writer, summary
from generator.plan.types import Needs
from generator.runtime.endpoints import PART


class _Called(Protocol):
    @property
    def name(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Called)


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Every page of a reference, and what its search knows of."""

    files: tuple[FileJob, ...]
    guides: tuple[GuideJob, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class DictionaryRow:
    """A named dictionary: its anchor, its name, and what it is."""

    anchor: Text
    name: Text
    type: Text


def plan_examples(plan: PackagePlan) -> dict[str, Example]:
    """An example for every operation, by its key."""
    examples = Examples(plan)
    made = {
        operation_key(agent.name, operation.name): examples.of_operation(
            agent, operation
        )
        for agent in plan.release.agents
        for operation in agent.operations
    }
    made |= {
        method_key(names, operation.name): examples.of_method(names, operation)
        for names in plan.scope.resources
        for operation in names.group.operations
    }
    return made


def plan_site(
    plan: PackagePlan,
    examples: Mapping[str, Example],
    exchanges: Mapping[str, Mapping[str, Exchange]],
    past: Sequence[PastStep] = (),
) -> SitePlan:
    """The reference of a package.

    `exchanges` are the messages of each example by wire, `past` the steps that led to the release.
    """
    shown = shown_in(plan)
    site = Site.of(plan, exchanges, shown.guides if shown else (), changes=bool(past))
    release = plan.release
    derived: defaultdict[str, list[str]] = defaultdict(list)
    for carrier in release.carriers:
        if carrier.base:
            derived[carrier.base].append(carrier.name)
    files: list[FileJob] = []
    for agent in release.agents:
        files += agent_pages(site, agent, examples)
    for names in plan.scope.resources:
        files += resource_page(site, names, examples)
    for carrier in release.carriers:
        files += carrier_page(site, carrier, derived[carrier.name])
    for enumeration in release.enumerations:
        files += enumeration_page(site, enumeration)
    guides = tuple(guide_pages(site, shown)) if shown else ()
    steps = told_steps(site, past)
    files += change_pages(site, steps)
    files += _indexes(site, steps)
    files += _home(site)
    files.append(_llms(site, steps))
    return SitePlan(tuple(files), guides, tuple(site.entries))


def _indexes(site: Site, steps: Sequence[Told]) -> Iterator[FileJob]:
    yield from _index(
        site,
        AGENTS,
        "Agents",
        "The service's facades. Each is an attribute of a session, and a class of the package.",
        partial(_agents, site),
        show=bool(site.plan.release.agents),
    )
    yield from _index(
        site,
        RESOURCES,
        "Resources",
        "What the WebApi has an address for. Each is an attribute of session.resources.",
        partial(_resources, site),
        show=bool(site.plan.scope.resources),
    )
    yield from _index(
        site,
        CARRIERS,
        "Carriers",
        "What operations take and give. They are the same on every wire.",
        partial(_carriers, site),
        show=bool(site.plan.release.carriers or site.plan.release.dictionaries),
        dictionaries=partial(_dictionaries, site),
    )
    yield from _index(
        site,
        ENUMERATIONS,
        "Enumerations",
        "Values that have names. Those with flags can be combined.",
        partial(_enumerations, site),
        show=bool(site.plan.release.enumerations),
    )
    yield from _index(
        site,
        guide("index"),
        "Guides",
        "How to use the package.",
        partial(guide_items, site),
        show=bool(site.guides),
    )
    yield from _index(
        site,
        CHANGES,
        "Changes",
        "What each release changed, and what to do about it.",
        partial(change_items, steps),
        show=bool(steps),
    )


def _index(
    site: Site,
    place: Place,
    title: LiteralString,
    says: LiteralString,
    items: Callable[[Writer], Iterable[Item]],
    *,
    show: bool,
    dictionaries: Callable[[Writer], Iterator[DictionaryRow]] | None = None,
) -> Iterator[FileJob]:
    """A page that lists things; none where there is nothing to `show`."""
    if not show:
        return

    def build(writer: Writer) -> Context:
        return {
            "summary": writer.text(says),
            "entries": tuple(items(writer)),
            "dictionaries": tuple(dictionaries(writer)) if dictionaries else (),
        }

    yield from site.page(
        place,
        "index",
        title=title,
        kind="index",
        group="",
        trail=((HOME, "Reference"),),
        build=build,
    )


def _agents(site: Site, writer: Writer) -> Iterator[Item]:
    for agent in _sorted(site.plan.release.agents):
        wires = {wire: None for each in agent.operations for wire in each.bindings}
        yield Item(
            href=writer.href(site.places.agent(agent.name)),
            name=writer.text(agent.name),
            wire_name=None,
            says=writer.text(summary(agent.doc) or counted(len(agent.operations))),
            wires=wire_names(writer, wires),
        )


def _resources(site: Site, writer: Writer) -> Iterator[Item]:
    for names in site.plan.scope.resources:
        yield Item(
            href=writer.href(site.places.resource(names)),
            name=writer.text(names.wire.replace(f"/{PART}", "/…")),
            wire_name=writer.text(names.handles[0].reached),
            says=writer.text(counted(len(names.group.operations))),
        )


def _sorted(things: Iterable[_Thing]) -> list[_Thing]:
    """By name, as people look for them."""
    return sorted(things, key=lambda each: each.name.casefold())


def _carriers(site: Site, writer: Writer) -> Iterator[Item]:
    for carrier in _sorted(site.plan.release.carriers):
        name = site.plan.scope.carriers[carrier.name]
        yield Item(
            href=writer.href(site.places.carrier(carrier.name)),
            name=writer.text(name),
            wire_name=writer.text(carrier.name) if name != carrier.name else None,
            says=writer.text(summary(carrier.doc)),
        )


def _enumerations(site: Site, writer: Writer) -> Iterator[Item]:
    for each in _sorted(site.plan.release.enumerations):
        name = site.plan.scope.enumerations[each.name]
        yield Item(
            href=writer.href(site.places.enumeration(each.name)),
            name=writer.text(name),
            wire_name=writer.text(each.name) if name != each.name else None,
            says=writer.text(summary(each.doc)),
        )


def _dictionaries(site: Site, writer: Writer) -> Iterator[DictionaryRow]:
    for each in site.plan.release.dictionaries:
        name = site.plan.scope.dictionaries[each.name]
        yield DictionaryRow(
            writer.text(name),
            writer.code(name),
            writer.source(_plain_dictionary(site, each.name)),
        )


def _plain_dictionary(site: Site, name: str) -> str:
    written = site.plan.scope.types.dictionary(
        site.plan.release.dictionary(name), Needs()
    )
    inner = written.removeprefix("Annotated[")
    return inner.rpartition(", Pairs(")[0]


def _home(site: Site) -> Iterator[FileJob]:
    release, scope = site.plan.release, site.plan.scope

    def build(writer: Writer) -> Context:
        return {
            "sources": writer.text(site.plan.sources),
            "guides": guide_items(site, writer),
            "numbers": tuple(_numbers(writer, release, site)),
            "agents": tuple(
                site.link(writer, site.places.agent(agent.name), agent.name)
                for agent in _sorted(release.agents)
            ),
            "resources": tuple(
                site.link(
                    writer,
                    site.places.resource(names),
                    names.wire.replace(f"/{PART}", "/…"),
                )
                for names in scope.resources
            ),
        }

    yield from site.page(
        HOME,
        "home",
        title=f"{site.plan.name} reference",
        kind="home",
        group="",
        trail=(),
        build=build,
    )


def _llms(site: Site, steps: Sequence[Told]) -> FileJob:
    """What programs that read for people are told first (llmstxt.org)."""
    writer = Markdown(HOME, site.places.meant)
    lists = (
        ("Guides", guide_items(site, writer)),
        ("Changes", tuple(change_items(steps, writer))),
        ("Agents", tuple(_agents(site, writer))),
        ("Resources", tuple(_resources(site, writer))),
        ("Carriers", tuple(_carriers(site, writer))),
        ("Enumerations", tuple(_enumerations(site, writer))),
    )
    return FileJob(
        "docs/llms.txt",
        "docs/llms.txt.jinja",
        {
            "title": writer.text(f"{site.plan.name} reference"),
            "package": site.plan.name,
            "sources": writer.text(site.plan.sources),
            "lists": tuple((writer.text(name), items) for name, items in lists),
        },
    )


def _numbers(
    writer: Writer, release: Release, site: Site
) -> Iterator[tuple[int, Text, Text | None]]:
    """What there is how many of, and where that is listed."""
    operations = sum(len(agent.operations) for agent in release.agents)
    methods = sum(len(each.group.operations) for each in site.plan.scope.resources)
    counts: Iterable[tuple[int, str, Place]] = (
        (len(release.agents), "agents", AGENTS),
        (operations, "operations", AGENTS),
        (len(site.plan.scope.resources), "resources", RESOURCES),
        (methods, "methods of resources", RESOURCES),
        (len(release.carriers), "carriers", CARRIERS),
        (len(release.enumerations), "enumerations", ENUMERATIONS),
    )
    for number, what, place in counts:
        if number:
            yield number, writer.text(what), writer.href(place)
