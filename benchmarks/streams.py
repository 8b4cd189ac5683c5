"""Streams: the memory that a large document takes on its way, down and up, over either wire."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.figures import Figure, environment

MEGABYTES = 200
_PIECE = base64.b64encode(bytes(range(256)) * 3 * 64)  # 48 KiB as base64
_RAW = base64.b64decode(_PIECE)

# Runs in a fresh process; prints [bytes seen, growth of the most memory ever, in bytes].
_PROGRAM = """
import asyncio, sys
sys.path.insert(0, {project!r})
from {package} import AsyncSession, Session
from {package}.credentials import Ticket

class Zeros:
    def __init__(self, size): self.left = self.size = size
    def read(self, wanted):
        taken = min(wanted, self.left); self.left -= taken
        return bytes(taken)
    def tell(self): return self.size - self.left
    def seek(self, where, whence=0):
        self.left = self.size - where if whence == 0 else 0
        return self.size - self.left

def most():
    # Not ru_maxrss: a child takes over that of the process that has started it.
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))

resources = {binding!r} == "webapi"
given = dict(credentials=Ticket("7T:abc"), binding="agents" if resources else {binding!r})

def getting(session):
    return session.resources.document.get_stream if resources else session.document.get_document_stream

def setting(session, content):
    if resources:
        return session.resources.document.set_stream_from_id(17, content)
    return session.document.set_document_stream(None, content, True)

def down(megabytes):
    with Session({root!r}, **given) as session:
        with session.stream(getting(session), megabytes) as download:
            return sum(len(chunk) for chunk in download.iter_bytes())

def kept(megabytes):
    with Session({root!r}, **given) as session:
        with session.stream(getting(session), megabytes) as download:
            return len(download.read())

async def down_awaiting(megabytes):
    async with AsyncSession({root!r}, **given) as session:
        async with session.stream(getting(session), megabytes) as download:
            return sum([len(chunk) async for chunk in download.iter_bytes()])

def up(megabytes):
    with Session({root!r}, **given) as session:
        setting(session, Zeros(megabytes * 2**20))
    return megabytes * 2**20

async def up_awaiting(megabytes):
    async with AsyncSession({root!r}, **given) as session:
        await setting(session, Zeros(megabytes * 2**20))
    return megabytes * 2**20

way = {way!r}
move = globals()[way] if not {awaiting!r} else (lambda size: asyncio.run(globals()[way + "_awaiting"](size)))
move(2)
before = most()
seen = move({megabytes})
print([seen, most() - before])
"""


class _Documents(BaseHTTPRequestHandler):
    """A server of documents: the one with number 17 has 17 MB."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._give("", _number(self.path) * 2**20 // len(_RAW))

    def do_PUT(self) -> None:
        left = int(self.headers.get("Content-Length") or 0)
        while left > 0:
            left -= len(self.rfile.read(min(left, 2**20)))
        self._answer("application/json", b"{}")

    def do_POST(self) -> None:
        soap = self.path.endswith(".svc")
        kept = b""
        left = int(self.headers.get("Content-Length") or 0)
        while left > 0:
            piece = self.rfile.read(min(left, 2**20))
            left -= len(piece)
            kept = (kept + piece)[:4096]
        if "Get" in (self.headers["SOAPAction"] or self.path):
            number = _number(self.path + kept.decode("utf-8", "replace"))
            self._give(_namespace(kept), number * 2**20 // len(_RAW))
        elif soap:
            answer = _envelope("SetDocumentStreamResponse", _namespace(kept), b"")
            self._answer("text/xml", answer)
        else:
            self._answer("application/json", b"null")

    def _give(self, namespace: str, pieces: int) -> None:
        """The document; inside an envelope where the request has come in one of that namespace."""
        piece, around, kind = _RAW, b"|", "application/octet-stream"
        if namespace:
            around = _envelope("GetDocumentStreamResponse", namespace, b"|")
            piece, kind = _PIECE, "text/xml; charset=utf-8"
        start, end = around.split(b"|")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        size = len(start) + pieces * len(piece) + len(end)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(start)
        for _ in range(pieces):
            self.wfile.write(piece)
        self.wfile.write(end)

    def _answer(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _number(text: str) -> int:
    """The id of the document: `<DocumentId>17<`, `?documentId=17`, `"DocumentId":17`, `Document/17/`."""
    found = re.search(r"document(?:id)?\W+(\d+)", text, re.IGNORECASE)
    return int(found[1]) if found else 0


def _namespace(request: bytes) -> str:
    """The service's namespace in an envelope; empty for what is none."""
    found = re.search(rb' xmlns="([^"]+)"', request)
    return found[1].decode() if found else ""


def _envelope(name: str, namespace: str, inside: bytes) -> bytes:
    return (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        + f'<{name} xmlns="{namespace}"><Response>'.encode()
        + inside
        + f"</Response></{name}></s:Body></s:Envelope>".encode()
    )


@contextmanager
def documents() -> Generator[str, None, None]:
    """The root of a server of documents, on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Documents)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def moved(
    project: Path,
    package: str,
    root: str,
    *,
    binding: str,
    way: str,
    awaiting: bool,
    megabytes: int,
) -> tuple[int, int]:
    """Move a document and tell the bytes that were seen, and those that memory grew by meanwhile."""
    program = _PROGRAM.format(
        project=str(project),
        package=package,
        root=root,
        binding=binding,
        way=way,
        awaiting=awaiting,
        megabytes=megabytes,
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(),
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise SystemExit(f"{way} over {binding} failed:\n{run.stderr}")
    seen, grown = json.loads(run.stdout)
    return seen, grown


def measure(project: Path, package: str) -> Iterator[Figure]:
    """What memory grows by, between a document of 2 MB and one of 200 MB."""
    with documents() as root:
        for binding in ("agents", "soap", "webapi"):
            for way in ("down", "up"):
                grown = max(
                    moved(
                        project,
                        package,
                        root,
                        binding=binding,
                        way=way,
                        awaiting=awaiting,
                        megabytes=MEGABYTES,
                    )[1]
                    for awaiting in (False, True)
                )
                yield Figure(
                    name=f"{MEGABYTES} MB {way}, {binding}: memory grows by",
                    value=grown / 2**20,
                    unit="MB",
                    limit=8,
                    detail="beyond a document of 2 MB; sync and async",
                )
