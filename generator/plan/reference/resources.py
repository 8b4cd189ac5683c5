"""A page for each resource of the WebApi, with all of its operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.release import ResourceOperation
from generator.plan.deprecations import address_of
from generator.plan.layout import FileJob
from generator.plan.reference.examples import Example, method_key
from generator.plan.reference.operations import (
    Message,
    Row,
    dedented,
    messages,
    origins,
)
from generator.plan.reference.pages import (
    Context,
    Entry,
    Link,
    Site,
    described,
    searched,
)
from generator.plan.reference.places import HOME, RESOURCES
from generator.plan.reference.writers import Text, Writer, rest, summary
from generator.plan.resource_methods import Linked, ResourceMethod, asks_for_rows
from generator.plan.scope import ResourceNames
from generator.plan.text import Code
from generator.plan.types import Needs
from generator.runtime.endpoints import PART

_REFUSALS: Mapping[str, tuple[str, str]] = {
    "304": ("NotModified", "What you have still holds."),
    "400": ("Fault", "What was sent makes no sense."),
    "404": ("NotFound", "There is no such thing."),
    "409": ("Conflict", "What was to be changed is not as it was expected to be."),
    "412": ("PreconditionFailed", "Somebody has changed it since."),
}


@dataclass(frozen=True, slots=True)
class Status:
    """What an answer's status means, and the error that a caller gets."""

    status: Text
    error: Link
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodSection:
    """All that a page says of one operation."""

    anchor: Text
    name: Text
    wire_name: Text
    verb: Text
    path: Text
    summary: Text
    prose: Text
    marks: tuple[tuple[Text, Text], ...]
    signatures: tuple[Text, ...]
    parameters: tuple[Row, ...]
    gives: Text | None
    statuses: tuple[Status, ...]
    related: Link | None
    example: Text
    messages: tuple[Message, ...]
    origins: tuple[Text, ...]
    described: bool


def resource_page(
    site: Site, names: ResourceNames, examples: Mapping[str, Example]
) -> Iterator[FileJob]:
    """The page of a resource."""
    place = site.places.resource(names)
    group = names.group
    says = f"What there is at {group.path}."
    title = names.wire.replace(f"/{PART}", "/…")
    site.entries.append(
        Entry(
            place=place,
            name=names.wire.replace(f"/{PART}", ""),
            python=str(names.sync),
            kind="resource",
            group=names.wire.partition("/")[0],
            says=says,
            wires=("webapi",),
        )
    )
    linked = Linked(site.plan.scope)
    for each in group.operations:
        site.entries.append(
            Entry(
                place=site.places.resource(names, each.name),
                name=f"{each.verb} {each.path}",
                python=f"{names.handles[0].reached.removeprefix('session.')}.{names.methods[each.name]}",
                kind="method",
                group=names.wire.partition("/")[0],
                says=summary(each.doc),
                wires=("webapi",),
                text=searched(each.doc),
            )
        )

    def build(writer: Writer) -> Context:
        return {
            "summary": writer.text(says),
            "reached": tuple(writer.code(each.reached) for each in names.handles),
            "classes": (writer.code(names.sync), writer.code(names.awaited)),
            "path": writer.code(group.path),
            "marks": site.marked(writer, "resource", names.wire),
            "operations": tuple(
                _section(site, writer, names, each, linked, examples)
                for each in group.operations
            ),
        }

    yield from site.page(
        place,
        "resource",
        title=title,
        kind="resource",
        group=names.wire.partition("/")[0],
        trail=((HOME, "Reference"), (RESOURCES, "Resources")),
        build=build,
    )


def _section(
    site: Site,
    writer: Writer,
    names: ResourceNames,
    operation: ResourceOperation,
    linked: Linked,
    examples: Mapping[str, Example],
) -> MethodSection:
    scope = site.plan.scope
    method = ResourceMethod(site.plan.release, names, operation, scope, linked, Needs())
    example = examples[method_key(names, operation.name)]
    calls = operation.calls if linked(operation) else None
    return MethodSection(
        anchor=writer.text(names.methods[operation.name]),
        name=writer.text(names.methods[operation.name]),
        wire_name=writer.text(operation.name),
        verb=writer.text(operation.verb),
        path=writer.code(operation.path),
        summary=writer.text(summary(operation.doc)),
        prose=writer.prose(rest(operation.doc)),
        marks=site.marked(writer, "method", *address_of(names, operation)),
        signatures=tuple(
            writer.source(dedented(method.head(kind))) for kind in ("def", "async def")
        ),
        parameters=tuple(
            Row(
                name=writer.code(each.name),
                wire_name=writer.text(each.place),
                type=writer.source(scope.types.plain_row(each.type)),
                says=described(writer, each.doc),
            )
            for each in operation.parameters
            if not (method.pages and asks_for_rows(each))
        ),
        gives=_gives(writer, method),
        statuses=tuple(
            Status(
                writer.text(status),
                site.error(writer, error),
                writer.text(says),
            )
            for status, (error, says) in _REFUSALS.items()
            if status in operation.statuses
        ),
        related=(
            site.link(writer, site.places.operation(*calls), ".".join(calls))
            if calls is not None
            else None
        ),
        example=writer.block("python", example.program),
        messages=messages(writer, site.exchanges.get(example.key, {})),
        origins=origins(writer, operation.origins),
        described=operation.described,
    )


def _gives(writer: Writer, method: ResourceMethod) -> Text | None:
    head: Code = method.written("def").head
    given = head.rpartition(") -> ")[2].removesuffix(":")
    return writer.source(given) if given != "None" else None
