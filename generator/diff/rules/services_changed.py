"""services-changed: the service version is another one."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the services are {shown(fact.new)}; they were {shown(fact.old)}",
        wire=Impact.RISKY,
    )


SERVICES_CHANGED = Rule(
    id="services-changed",
    kinds=("release.services",),
    title="The service version is another one.",
    why="NetServer carries its service version in SOAP addresses and namespaces (Services87, Services88). Programs "
    "that speak the old one go on as long as the installation offers it beside the new one; ask whoever runs "
    "it. JSON has no service version.",
    judge=_judge,
)
