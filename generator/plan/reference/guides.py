"""The guides: prose of ours with the names of the release in it.

A guide shows what it tells of with an operation that the release has: one that gets a thing by its key. Where
there is none, there are no guides; a guide is also left out where what it is about is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import LiteralString

from generator.model.release import Agent, Operation
from generator.model.types import CarrierRef, MapOf, Scalar
from generator.plan.layout import FileJob
from generator.plan.names import parameter_names, snake_case
from generator.plan.package import PackagePlan
from generator.plan.reference.examples import text_field
from generator.plan.reference.pages import GUIDES, Context, Entry, Item, Site
from generator.plan.reference.places import HOME, Place, guide
from generator.plan.reference.writers import Text, Writer
from generator.plan.resource_methods import Linked, ResourceMethod
from generator.plan.text import Identifier, MarkdownText, markdown_made
from generator.plan.types import Needs

_SAYS: dict[str, LiteralString] = {
    "sign-in": "Credentials: what they are, where they come from, and when they are renewed.",
    "wires": "SOAP, Agents REST and the WebApi: what differs, and what does not.",
    "sessions": "Options, time limits, repeated calls, tenants that move, and the end of it.",
    "errors": "Every error that a call may raise, and what to do about it.",
    "paging": "Lists and archives, row by row: choosing, filtering and ordering.",
    "custom-fields": "Fields that an installation has added, and how their values are written.",
    "testing": "A server to test against: stubs, the stand-in, and faults on purpose.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideJob:
    """One guide: its Markdown as it is published, and the same with links to HTML, to be put into `page`."""

    markdown: FileJob
    body: FileJob
    page: FileJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An operation that gets one carrier by its key."""

    call: MarkdownText
    agent: Identifier
    stub: Identifier
    attribute: Identifier
    method: Identifier
    parameter: Identifier
    name: MarkdownText
    wire_agent: MarkdownText
    carrier: Identifier
    text_field: Identifier | None
    save: MarkdownText | None
    page: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsGiven:
    """A method of a resource that gives rows."""

    call: MarkdownText
    path: MarkdownText


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """A carrier with fields that an installation has added, and a call that gives one."""

    carrier: Identifier
    attribute: Identifier
    call: MarkdownText


@dataclass(frozen=True, slots=True)
class _Got:
    """An operation that gets a carrier by its key, and the one that saves it."""

    agent: Agent
    get: Operation
    carrier: str
    save: Operation | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the guides of a package show things with."""

    got: _Got
    rows: RowsGiven | None
    custom: Custom | None
    resource_get: MarkdownText | None

    @property
    def guides(self) -> tuple[tuple[LiteralString, LiteralString], ...]:
        """The guides that there are: their names and titles."""
        missing = set[str]()
        if self.rows is None:
            missing.add("paging")
        if self.custom is None:
            missing.add("custom-fields")
        return tuple(each for each in GUIDES if each[0] not in missing)


def shown_in(plan: PackagePlan) -> Shown | None:
    """What guides can show of this package; None where there is no such thing."""
    got = _got(plan)
    if got is None:
        return None
    return Shown(got, _rows(plan, got), _custom(plan, got), _resource_get(plan, got))


def guide_pages(site: Site, shown: Shown) -> Iterator[GuideJob]:
    """Every guide."""
    for name, title in site.guides:
        place = guide(name)
        site.entries.append(
            Entry(
                place=place,
                name=title,
                python="",
                kind="guide",
                group="",
                says=_SAYS[name],
            )
        )
        html, markdown = site.page(
            place,
            "guide",
            title=title,
            kind="guide",
            group="",
            trail=((HOME, "Reference"), (guide("index"), "Guides")),
            build=lambda _: {},
        )
        template = f"docs/guides/{name}.md.jinja"
        yield GuideJob(
            markdown=FileJob(
                markdown.path, template, _values(site, shown, place, ".md")
            ),
            body=FileJob(html.path, template, _values(site, shown, place, ".html")),
            page=html,
        )


def guide_items(site: Site, writer: Writer) -> tuple[Item, ...]:
    """The guides as lines of an index."""
    return tuple(
        Item(
            href=writer.href(guide(name)),
            name=writer.text(title),
            wire_name=None,
            says=writer.text(_SAYS[name]),
        )
        for name, title in site.guides
    )


def _values(site: Site, shown: Shown, place: Place, suffix: LiteralString) -> Context:
    """What a guide may print: names that are checked, and code made of them."""
    plan, got = site.plan, shown.got
    names = plan.scope.agents[got.agent.name]
    attribute = names.attribute
    method = names.methods[got.get.name]
    page = site.places.operation(got.agent.name, got.get.name)
    return {
        "suffix": markdown_made(suffix),
        "package": plan.name,
        "stubs": Identifier(f"{plan.name}_stubs"),
        "read": Read(
            call=markdown_made(f"session.{attribute}.{method}(4)"),
            agent=names.sync,
            stub=names.stub,
            attribute=attribute,
            method=method,
            parameter=_parameter(got.get),
            name=markdown_made(got.get.name),
            wire_agent=markdown_made(got.agent.name),
            carrier=plan.scope.carriers[got.carrier],
            text_field=text_field(plan, plan.release.carrier(got.carrier)),
            save=(
                markdown_made(f"session.{attribute}.{names.methods[got.save.name]}")
                if got.save
                else None
            ),
            page=markdown_made(f"{'../' * place.depth}{page.path}{suffix}"),
        ),
        "rows": shown.rows,
        "custom": shown.custom,
        "resource_get": shown.resource_get,
    }


def _parameter(operation: Operation) -> Identifier:
    return parameter_names().give(snake_case(operation.parameters[0].name))


def _gets(plan: PackagePlan) -> Iterator[_Got]:
    for agent in plan.release.agents:
        if not agent.name.isidentifier():
            continue
        for operation in agent.operations:
            types = [each.type for each in operation.parameters]
            gives = [each.type for each in operation.results]
            if types != [Scalar("int")] or len(gives) != 1:
                continue
            given = gives[0]
            if not isinstance(given, CarrierRef) or not operation.name.isidentifier():
                continue
            if operation.bindings == ("soap", "agents"):
                saves = (
                    each
                    for each in agent.operations
                    if [one.type for one in each.parameters] == [given]
                    and [one.type for one in each.results] == [given]
                )
                yield _Got(agent, operation, given.name, next(saves, None))


def _got(plan: PackagePlan) -> _Got | None:
    """The operation that guides show: of those that can also save, that of the carrier which most of the WebApi is
    about; the first of equals."""
    called: dict[tuple[str, str], int] = {}
    for names in plan.scope.resources:
        for operation in names.group.operations:
            if operation.calls:
                called.setdefault(operation.calls, len(names.group.operations))
    return max(
        _gets(plan),
        key=lambda got: (
            got.save is not None,
            called.get((got.agent.name, got.get.name), 0),
        ),
        default=None,
    )


def _rows(plan: PackagePlan, got: _Got) -> RowsGiven | None:
    """A list of rows that needs nothing to be asked: that of the resource of the guides' carrier, or the first."""
    linked = Linked(plan.scope)
    found: list[tuple[bool, RowsGiven]] = []
    for names in plan.scope.resources:
        about = any(
            operation.calls == (got.agent.name, got.get.name)
            for operation in names.group.operations
        )
        for operation in names.group.operations:
            method = ResourceMethod(
                plan.release, names, operation, plan.scope, linked, Needs()
            )
            if method.pages and not method.needed and operation.path.isascii():
                reached = names.handles[0].reached
                call = f"{reached}.{names.methods[operation.name]}"
                path = operation.path
                if set(path) <= _PLAIN:
                    given = RowsGiven(
                        call=markdown_made(call), path=markdown_made(path)
                    )
                    found.append((about, given))
                break
    return next(
        (each for about, each in found if about), found[0][1] if found else None
    )


_PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.")


def _custom(plan: PackagePlan, first: _Got) -> Custom | None:
    """Of the carriers that are got by their key, one that holds texts by the name of a field."""
    for got in (first, *_gets(plan)):
        for field in plan.release.carrier(got.carrier).fields:
            texts = isinstance(field.type, MapOf) and field.type.value == Scalar(
                "string"
            )
            if texts and field.name == "CustomFields":
                names = plan.scope.agents[got.agent.name]
                method = names.methods[got.get.name]
                return Custom(
                    carrier=plan.scope.carriers[got.carrier],
                    attribute=plan.scope.attributes[got.carrier][field.name],
                    call=markdown_made(f"session.{names.attribute}.{method}(4)"),
                )
    return None


def _resource_get(plan: PackagePlan, got: _Got) -> MarkdownText | None:
    for names in plan.scope.resources:
        for operation in names.group.operations:
            method = names.methods[operation.name]
            if operation.calls == (got.agent.name, got.get.name) and method == "get":
                return markdown_made(f"{names.handles[0].reached}.get(4)")
    return None
