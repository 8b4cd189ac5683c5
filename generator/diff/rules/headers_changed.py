"""headers-changed: an operation declares other headers than before."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import names_in


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"{fact.subject} has other headers: {names_in(fact.new)}; it had {names_in(fact.old)}",
        wire=Impact.RISKY,
    )


HEADERS_CHANGED = Rule(
    id="headers-changed",
    kinds=(
        "operation.soap.request_headers",
        "operation.soap.response_headers",
        "operation.agents.headers",
    ),
    title="An operation declares other headers than before.",
    why="A header that goes may have carried what the service needs (a ticket, a time zone), and one that comes "
    "may be asked for. Generated packages send those that an operation declares.",
    judge=_judge,
)
