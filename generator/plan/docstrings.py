"""The prose of a generated package, put together from the metadata's own and ours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model.release import Operation, Parameter, ResourceOperation
from generator.plan.doctext import first_sentence, plain_text
from generator.plan.text import DocText, docstring


def member_docstring(raw: str) -> DocText | None:
    """The docstring below a field or an enumeration member; None where there is no text."""
    text = plain_text(raw)
    return docstring(_compact(text), indent=4) if text else None


def class_docstring(raw: str, fallback: str) -> DocText:
    """The docstring of a carrier, an enumeration or an agent."""
    return docstring(_compact(plain_text(raw) or fallback), indent=4)


def operation_docstring(
    operation: Operation,
    arguments: Iterable[tuple[str, Parameter]],
    related: str = "",
) -> DocText:
    """What a method gives back, its documented arguments, and which wire has it.

    `related` is the method of a resource that stands for the same operation.

    Where it comes from stands in its row, which the method names.
    """
    text = plain_text(operation.doc) or f"Call {operation.name}."
    summary = first_sentence(text)
    rest = text[len(summary) :].strip()
    blocks = [summary]
    if rest:
        blocks.append(_compact(rest))
    described = [
        f"    {name}: {_one_line(plain_text(parameter.doc))}"
        for name, parameter in arguments
        if parameter.doc and not _echo(name, parameter)
    ]
    if described:
        blocks.append("\n".join(["Args:", *described]))
    match operation.bindings:
        case ("soap",):
            blocks.append("Only SOAP has this operation.")
        case ("agents",):
            blocks.append("Only the Agents REST endpoint has this operation.")
        case _:
            pass
    if related:
        blocks.append(f"The WebApi has it as `{related}`.")
    return docstring("\n\n".join(blocks), indent=8)


def awaited_docstring(operation: Operation) -> DocText:
    """The first sentence alone: the method that is not awaited says the rest."""
    text = plain_text(operation.doc) or f"Call {operation.name}."
    return docstring(_one_line(first_sentence(text)), indent=8)


# "Calls the Contact agent service GetContactEntity." is said in the package's own words.
_CALLS = re.compile(r"\s*\bCalls the [^.]*?\bservice\b[^.]*\.?(?= |\n|\Z)")
_ARCHIVE = re.compile(r'\bCalls the Archive service using the "(\w+)" archive')


def resource_docstring(
    operation: ResourceOperation,
    arguments: Iterable[tuple[str, str]],
    agent: str,
    *,
    rows: bool,
) -> DocText:
    """What a resource's method gives back, its documented arguments, and what else has it.

    `agent` is the agent's method that it calls ("contact.get_contact_entity"), `rows` says that it gives
    rows; how those are asked for is told once, at `Query`.
    """
    text = _resource_text(operation)
    summary = first_sentence(text)
    rest = text[len(summary) :].strip()
    blocks = [summary]
    archive = _ARCHIVE.search(plain_text(operation.doc)) if rows else None
    if archive:
        blocks.append(f"Rows of the archive {archive[1]}.")
    if rest and not rows:
        blocks.append(_compact(rest))
    described = [
        f"    {name}: {_one_line(plain_text(doc))}"
        for name, doc in arguments
        if doc and name != "select" and not _says_no_more(name, name, doc)
    ]
    if described:
        blocks.append("\n".join(["Args:", *described]))
    if agent:
        blocks.append(f"The agent has it as `session.{agent}`.")
    if not operation.described:
        blocks.append("The description of this release leaves it out.")
    return docstring("\n\n".join(blocks), indent=8)


def short_docstring(operation: ResourceOperation) -> DocText:
    """The first sentence alone: the method that is not awaited says the rest."""
    return docstring(_one_line(first_sentence(_resource_text(operation))), indent=8)


def _resource_text(operation: ResourceOperation) -> str:
    text = _CALLS.sub("", plain_text(operation.doc)).strip()
    return text or f"{operation.verb} {operation.path}."


def resource_summary(path: str) -> DocText:
    """The docstring of the attribute that hands out a resource."""
    return docstring(f"What there is at {path}.", indent=8)


def _echo(name: str, parameter: Parameter) -> bool:
    return _says_no_more(name, parameter.name, parameter.doc)


def _says_no_more(name: str, wire: str, doc: str) -> bool:
    """Whether the text says no more than the name does."""
    words = "".join(plain_text(doc).lower().split()).strip(".")
    return words in {
        wire.lower(),
        name.replace("_", ""),
        f"the{name}".replace("_", ""),
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _compact(text: str) -> str:
    """No blank line but between paragraphs."""
    return "\n\n".join(block for block in text.split("\n\n") if block.strip())


def agent_summary(raw: str, name: str) -> DocText:
    """The docstring of the attribute that hands out an agent: one sentence."""
    text = plain_text(raw)
    return docstring(first_sentence(text) if text else f"The agent {name}.", indent=8)
