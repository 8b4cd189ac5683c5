"""An agent's page, and one for each of its operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import LiteralString

from generator.diagnostics import Origin
from generator.model.release import Agent, Operation
from generator.plan.agents import AgentMethod, arguments_of, returned
from generator.plan.layout import FileJob
from generator.plan.reference.examples import (
    Example,
    Exchange,
    operation_key,
)
from generator.plan.reference.pages import (
    Context,
    Entry,
    Item,
    Link,
    Site,
    described,
    searched,
    wire_names,
)
from generator.plan.reference.places import AGENTS, HOME
from generator.plan.reference.writers import Text, Writer, rest, summary
from generator.plan.types import Needs


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of parameters or results."""

    name: Text
    wire_name: Text | None
    type: Text
    says: Text | None


@dataclass(frozen=True, slots=True)
class Message:
    """What goes over one wire."""

    wire: Text
    language: Text
    request: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that a call may raise, and when."""

    link: Link
    says: Text


def agent_pages(
    site: Site, agent: Agent, examples: Mapping[str, Example]
) -> Iterator[FileJob]:
    """The page of an agent, and those of its operations."""
    place = site.places.agent(agent.name)
    names = site.plan.scope.agents[agent.name]
    says = summary(agent.doc) or f"{counted(len(agent.operations))}."
    wires = {wire: None for each in agent.operations for wire in each.bindings}
    site.entries.append(
        Entry(
            place=place,
            name=agent.name,
            python=str(names.attribute),
            kind="agent",
            group=agent.name,
            says=summary(agent.doc),
            wires=tuple(wires),
            text=searched(agent.doc),
        )
    )

    def build(writer: Writer) -> Context:
        return {
            "summary": writer.text(says),
            "prose": writer.prose(rest(agent.doc)),
            "attribute": writer.code(f"session.{names.attribute}"),
            "classes": (writer.code(names.sync), writer.code(names.awaited)),
            "wires": wire_names(writer, wires),
            "marks": site.marked(writer, "agent", agent.name),
            "operations": tuple(
                Item(
                    href=writer.href(site.places.operation(agent.name, each.name)),
                    name=writer.text(names.methods[each.name]),
                    wire_name=writer.text(each.name),
                    says=writer.text(summary(each.doc)),
                    wires=wire_names(writer, each.bindings),
                )
                for each in sorted(
                    agent.operations, key=lambda each: names.methods[each.name]
                )
            ),
        }

    yield from site.page(
        place,
        "agent",
        title=agent.name,
        kind="agent",
        group=agent.name,
        trail=((HOME, "Reference"), (AGENTS, "Agents")),
        build=build,
    )
    for operation in agent.operations:
        key = operation_key(agent.name, operation.name)
        yield from _operation_page(site, agent, operation, examples[key])


def _operation_page(
    site: Site, agent: Agent, operation: Operation, example: Example
) -> Iterator[FileJob]:
    plan, scope = site.plan, site.plan.scope
    names = scope.agents[agent.name]
    place = site.places.operation(agent.name, operation.name)
    method = AgentMethod(agent, operation, names, scope, plan.results, {}, Needs())
    arguments = arguments_of(operation, scope, Needs())
    carrier = plan.results.get((agent.name, operation.name))
    result = returned(operation, scope, carrier, Needs())
    says = summary(operation.doc) or f"Call {operation.name}."
    site.entries.append(
        Entry(
            place=place,
            name=operation.name,
            python=str(names.methods[operation.name]),
            kind="operation",
            group=agent.name,
            says=summary(operation.doc),
            wires=operation.bindings,
            text=searched(
                operation.doc,
                *(f"{each.name} {each.doc}" for each in operation.parameters),
                *(each.doc for each in operation.results),
            ),
        )
    )
    there = site.places.calling.get((agent.name, operation.name))

    def build(writer: Writer) -> Context:
        return {
            "summary": writer.text(says),
            "prose": writer.prose(rest(operation.doc)),
            "wires": wire_names(writer, operation.bindings),
            "marks": site.marked(writer, "operation", agent.name, operation.name),
            "signatures": tuple(
                writer.source(dedented(method.written(kind).head))
                for kind in ("def", "async def")
            ),
            "parameters": tuple(
                Row(
                    name=writer.code(name),
                    wire_name=writer.text(each.name),
                    type=writer.source(
                        scope.types.parameter(
                            each.type, Needs(), nillable=each.nillable
                        )
                    ),
                    says=described(writer, each.doc),
                )
                for (name, _), each in zip(arguments, operation.parameters, strict=True)
            ),
            "gives": writer.source(result) if result is not None else None,
            "gives_says": (
                described(writer, operation.results[0].doc)
                if operation.results
                else None
            ),
            "nothing": result is not None and result.endswith("| None"),
            "example": writer.block("python", example.program),
            "messages": messages(writer, site.exchanges.get(example.key, {})),
            "failures": tuple(_failures(site, writer, operation)),
            "related": (
                site.link(
                    writer,
                    site.places.resource(*there),
                    f"{there[0].handles[0].reached}.{there[0].methods[there[1]]}",
                )
                if there
                else None
            ),
            "origins": origins(writer, operation.origins),
        }

    yield from site.page(
        place,
        "operation",
        title=operation.name,
        kind="operation",
        group=agent.name,
        trail=(
            (HOME, "Reference"),
            (AGENTS, "Agents"),
            (site.places.agent(agent.name), agent.name),
        ),
        build=build,
    )


def _failures(site: Site, writer: Writer, operation: Operation) -> Iterator[Failure]:
    def failure(name: LiteralString, says: LiteralString) -> Failure:
        return Failure(site.error(writer, name), writer.text(says))

    yield failure("Fault", "The service refused the call; it holds its text and code.")
    yield failure("AuthenticationFault", "The caller was not let in, or may not do it.")
    yield failure("TransportError", "No usable answer arrived.")
    if len(operation.bindings) == 1:
        yield failure(
            "UnsupportedByBinding",
            "The session cannot use the one wire that has the operation.",
        )


def counted(number: int) -> str:
    """How many operations there are."""
    return f"{number} operation{'' if number == 1 else 's'}"


def messages(writer: Writer, exchanges: Mapping[str, Exchange]) -> tuple[Message, ...]:
    """What goes over each wire, in the order of the wires."""
    return tuple(
        Message(
            wire=wire_names(writer, (wire,))[0],
            language=writer.text("http-xml" if wire == "soap" else "http-json"),
            request=writer.block("http", exchange.request),
            answer=writer.block("http", exchange.answer),
        )
        for wire, exchange in exchanges.items()
    )


def origins(writer: Writer, found: tuple[Origin, ...]) -> tuple[Text, ...]:
    """Where the metadata says it."""
    return tuple(writer.code(str(each)) for each in found)


def dedented(head: str) -> str:
    """A signature that stood in a class, at the left."""
    return head.replace("\n    ", "\n")
