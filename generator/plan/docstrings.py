"""The prose of a generated package, put together from the metadata's own and ours."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.release import Operation, Parameter
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
) -> DocText:
    """What a method gives back, its documented arguments, and which wire has it.

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
    return docstring("\n\n".join(blocks), indent=8)


def awaited_docstring(operation: Operation) -> DocText:
    """The first sentence alone: the method that is not awaited says the rest."""
    text = plain_text(operation.doc) or f"Call {operation.name}."
    return docstring(_one_line(first_sentence(text)), indent=8)


def _echo(name: str, parameter: Parameter) -> bool:
    """Whether the text says no more than the name does."""
    words = "".join(plain_text(parameter.doc).lower().split()).strip(".")
    return words in {
        parameter.name.lower(),
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
