"""headers-changed: an operation declares other headers than before."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import names_in

_HEADERS = {
    "soap.request_headers": "SOAP request headers",
    "soap.response_headers": "SOAP response headers",
    "agents.headers": "headers over Agents REST",
}


def _judge(fact: Difference, both: Both) -> Verdict | None:
    what = _HEADERS[fact.aspect]
    now, before = names_in(fact.new), names_in(fact.old)
    says = (
        f"{fact.subject} describes its {what} otherwise: {now}"
        if now == before
        else f"{fact.subject} has other {what}: {now}; it had {before}"
    )
    return verdict(
        says,
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
