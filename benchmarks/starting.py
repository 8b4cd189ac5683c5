"""Starting: what importing the generated package costs, and its first call over each wire."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, columnwise, environment

# Runs in a fresh process, prints [seconds, bytes] of the import and of the first call after it.
_PROGRAM = """
import sys, time

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

import httpx2, msgspec
httpx2.Client  # loads what it loads lazily
answer = open({answer!r}, "rb").read()
content_type = {content_type!r}
sys.path.insert(0, {project!r})

size, started = resident(), time.perf_counter()
import {package}
if {sessions!r}:
    from {package} import Session, AsyncSession
took, size = time.perf_counter() - started, resident() - size

transport = httpx2.MockTransport(
    lambda request: httpx2.Response(200, headers={{"Content-Type": content_type}}, content=answer)
)
before, started = resident(), time.perf_counter()
from {package} import Session
from {package}.credentials import Ticket
resources = {binding!r} == "webapi"
binding = "agents" if resources else {binding!r}
with Session("https://crm.example.com", credentials=Ticket("7T:abc"), binding=binding, transport=transport) as session:
    contact = session.resources.contact.get(4) if resources else session.contact.get_contact_entity(4)
call = time.perf_counter() - started
assert contact.contact_id and contact.emails[0].value
print([took, size, call, resident() - before])
"""

_KINDS = {
    "soap": "text/xml; charset=utf-8",
    "agents": "application/json",
    "webapi": "application/json",
}


def _run(project: Path, answers: Path, binding: str, sessions: bool) -> list[float]:
    program = _PROGRAM.format(
        project=str(project),
        package="netserver",
        answer=str(answers / ("soap" if binding == "soap" else "agents")),
        content_type=_KINDS[binding],
        binding=binding,
        sessions=sessions,
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(),
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise SystemExit(f"the first call over {binding} failed:\n{run.stderr}")
    return json.loads(run.stdout)


def measure(project: Path, answers: Path, *, rounds: int) -> Iterator[Figure]:
    """`answers` holds what a server would answer to GetContactEntity, as files "soap" and "agents"."""
    found: dict[tuple[str, bool], list[list[float]]] = {}
    kinds = [(binding, sessions) for sessions in (False, True) for binding in _KINDS]
    for _ in range(rounds + 1):  # the first round writes the bytecode
        for binding, sessions in kinds:
            run = _run(project, answers, binding, sessions)
            found.setdefault((binding, sessions), []).append(run)
    best = {key: columnwise(rows[1:]) for key, rows in found.items()}
    how = "beyond httpx2 and msgspec, bytecode there"
    for sessions, name in (
        (False, "import netserver"),
        (True, "  with Session, AsyncSession"),
    ):
        seconds, size = columnwise([best[binding, sessions] for binding in _KINDS])[:2]
        yield Figure(name=name, value=seconds * 1e3, unit="ms", limit=20, detail=how)
        yield Figure(name="  memory", value=size / 1e6, unit="MB", limit=5, detail=how)
    for binding in _KINDS:
        _, _, seconds, size = best[binding, False]
        yield Figure(
            name=f"first call, {binding}",
            value=seconds * 1e3,
            unit="ms",
            limit=100,
            detail=f"after the import; codecs included; {size / 1e6:.1f} MB",
        )
