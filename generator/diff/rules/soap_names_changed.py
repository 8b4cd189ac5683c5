"""soap-names-changed: the SOAP action, an element around the message, or a namespace in it has another name."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import placed, shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    what = fact.aspect.rpartition(".")[2]
    if what == "namespaces":
        return verdict(
            f"{fact.subject} has {placed(fact.new)}; before {placed(fact.old)}",
            wire=Impact.BREAKING,
        )
    return verdict(
        f"{fact.subject} has another SOAP {what}: {shown(fact.new)}; it was {shown(fact.old)}",
        wire=Impact.BREAKING,
    )


SOAP_NAMES_CHANGED = Rule(
    id="soap-names-changed",
    kinds=(
        "operation.soap.action",
        "operation.soap.request",
        "operation.soap.response",
        "operation.soap.namespace",
        "operation.soap.namespaces",
    ),
    title="The SOAP action, an element around the message, or a namespace in it has another name.",
    why="A SOAP server finds the operation by its action and reads elements by name and namespace; a client does "
    "so with the answer. JSON is not concerned.",
    judge=_judge,
)
