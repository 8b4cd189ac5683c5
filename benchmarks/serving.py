"""Serving: how soon the whole release can be called, and how many calls a second one core answers."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, environment
from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate

CONNECTIONS = 8
SECONDS = 3.0
_NAMESPACE = "http://www.superoffice.net/ws/crm/NetServer/Services88"
_ENVELOPE = (
    f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="{_NAMESPACE}">'
    "<s:Header><n:Credentials><n:Ticket>7T:...</n:Ticket></n:Credentials></s:Header>"
    "<s:Body><n:GetContactEntity><n:ContactEntityId>4</n:ContactEntityId>"
    "</n:GetContactEntity></s:Body></s:Envelope>"
)

# Runs in a process of its own, on one core; says when it can be called, and its seconds until then.
_PROGRAM = """
import os, sys, time
started = time.perf_counter()
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {{min(os.sched_getaffinity(0))}})
sys.path[:0] = [{proxies!r}, {stubs!r}]
import socket, uvicorn
from netserver_stubs import create_app
app = create_app(store={store!r})
listener = socket.create_server(("127.0.0.1", 0))

class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(listener.getsockname()[1], time.perf_counter() - started, flush=True)

Server(uvicorn.Config(app, lifespan="off", ws="none", access_log=False, log_level="warning")).run([listener])
"""


def measure(sources: Sequence[Path], folder: Path, *, rounds: int) -> Iterator[Figure]:
    """The figures of the stand-in on the release of those sources."""
    out = folder / "served"
    config = Config(sources=tuple(sources), out=out, emit=("proxies", "stubs"))
    generate(config, Diagnostics())
    starts: list[float] = []
    for _ in range(max(2, rounds // 2) + 1):  # the first one writes the bytecode
        with _Served(out) as served:
            starts.append(served.seconds)
    yield Figure(
        name="start of the stand-in",
        value=min(starts[1:]),
        unit="s",
        limit=2,
        detail="fresh process until it can be called, store in memory, bytecode there",
    )
    for store, where in ((":memory:", "in memory"), (str(folder / "crm.sqlite"), "in a file")):  # fmt: skip
        with _Served(out, store) as served:
            for wire, request in _requests(served.port).items():
                _load(served.port, request, seconds=0.5)
                rates = [_load(served.port, request, seconds=SECONDS) for _ in range(2)]
                yield Figure(
                    name=f"calls a second, {wire}, {where}",
                    value=max(rates),
                    limit=1000,
                    at_least=True,
                    detail=f"GetContactEntity, one core, {CONNECTIONS} connections on loopback",
                )


class _Served:
    """The stand-in in a process of its own."""

    def __init__(self, out: Path, store: str = ":memory:") -> None:
        words = {"proxies": str(out / "proxies"), "stubs": str(out / "stubs")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM.format(**words, store=store)],
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        line = self._process.stdout.readline().split()
        if len(line) != 2:
            raise SystemExit("the stand-in did not start")
        self.port, self.seconds = int(line[0]), float(line[1])

    def __enter__(self) -> _Served:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def _requests(port: int) -> dict[str, bytes]:
    """GetContactEntity of contact 4 over each wire, as it goes through a socket."""
    host = f"Host: 127.0.0.1:{port}\r\n"
    envelope = _ENVELOPE.encode()
    return {
        "agents": (
            "POST /Cust12345/api/v1/Agents/Contact/GetContactEntity?contactEntityId=4 HTTP/1.1\r\n"
            f"{host}Authorization: SOTicket 7T:...\r\nAccept: application/json\r\n"
            "Content-Length: 0\r\n\r\n"
        ).encode(),
        "soap": (
            f"POST /Cust12345/Remote/Services88/Contact.svc HTTP/1.1\r\n{host}"
            f'SOAPAction: "{_NAMESPACE}/Contact/GetContactEntity"\r\n'
            "Content-Type: text/xml; charset=utf-8\r\n"
            f"Content-Length: {len(envelope)}\r\n\r\n"
        ).encode()
        + envelope,
    }


def _load(port: int, request: bytes, *, seconds: float) -> float:
    """Answers a second to that request, sent again on each connection as soon as it is answered."""
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set[int]()
    if len(cores) > 1:  # the first one is the server's
        os.sched_setaffinity(0, cores - {min(cores)})
    waiting = selectors.DefaultSelector()
    open_: list[socket.socket] = []
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        open_.append(connection)
        waiting.register(connection, selectors.EVENT_READ, bytearray())
        connection.sendall(request)
    answered = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in waiting.select(timeout=5):
            connection, received = key.fileobj, key.data
            assert isinstance(connection, socket.socket)
            received += connection.recv(1 << 18)
            if _is_whole(received):
                if not received.startswith(b"HTTP/1.1 200"):
                    raise SystemExit(f"refused: {bytes(received[:300])!r}")
                answered += 1
                received.clear()
                connection.sendall(request)
    took = time.perf_counter() - began
    for connection in open_:
        connection.close()
    if len(cores) > 1:
        os.sched_setaffinity(0, cores)
    return answered / took


def _is_whole(received: bytearray) -> bool:
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return False
    at = received.lower().index(b"content-length:") + 15
    return len(received) >= head + 4 + int(received[at : received.index(b"\r", at)])
