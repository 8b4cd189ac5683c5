"""A server that says what a test tells it to, and the documents of a small installation."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ABOUT = {
    "NetServerVersion": "11.10.721.0",
    "Services": "Services87",
    "ServicesCurrent": "Services88",
}
AGENTS: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "t", "version": "v1-Agents"},
    "paths": {
        f"/api/v1/Agents/{agent}/GetNames": {
            "post": {"parameters": [], "responses": {"204": {"description": ""}}}
        }
        for agent in ("Contact", "Person")
    },
}
REST: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "t", "version": "v1-REST"},
    "paths": {
        f"/api/v1/{each}": {"get": {"responses": {"204": {"description": ""}}}}
        for each in ("Contact", "Person/{id}")
    },
}


def wsdl_text(agent: str, services: str = "Services88", more: str = "") -> str:
    """The smallest WSDL that is one."""
    return f"""\
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="http://example.com/{services}"
    targetNamespace="http://example.com/{services}">{more}
  <wsdl:portType name="{agent}"/>
</wsdl:definitions>"""


@dataclass
class Reply:
    """One answer. `cut` bytes of the body are not sent; nothing is before `hold` is set."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cut: int = 0
    hold: threading.Event | None = None


class Scripted(ThreadingHTTPServer):
    """Answers each path, with its query, by what stands in `replies`; a list is used up but for its last."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: deque[tuple[str, Mapping[str, str]]] = deque()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that are killed break off; nobody need be told."""

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/Cust12345"

    @property
    def paths(self) -> list[str]:
        """What was asked for, below the root."""
        return [path.removeprefix("/Cust12345") for path, _ in self.asked]

    def say(self, path: str, *replies: Reply | str | bytes | dict[str, Any]) -> None:
        """Answer a path below the root by these, one after the other."""
        made = [
            (
                each
                if isinstance(each, Reply)
                else Reply(json.dumps(each) if isinstance(each, dict) else each)
            )
            for each in replies
        ]
        self.replies[f"/Cust12345{path}"] = made

    def be_an_installation(
        self, agents: tuple[str, ...] = ("Contact", "Person")
    ) -> None:
        self.say("/api", ABOUT)
        self.say("/swagger/docs/v1-Agents", AGENTS)
        self.say("/swagger/docs/v1-REST", REST)
        for agent in (*agents, "BlobManager", "FileManager", "SoPrincipal"):
            self.say(f"/Remote/Services88/{agent}.svc?singleWsdl", wsdl_text(agent))


class _Handler(BaseHTTPRequestHandler):
    server: Scripted
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        replies = self.server.replies.get(self.path, Reply("nothing here", 404))
        if isinstance(replies, list):
            replies = replies.pop(0) if len(replies) > 1 else replies[0]
        if replies.hold is not None:
            replies.hold.wait(30)
        body = replies.body.encode() if isinstance(replies.body, str) else replies.body
        self.send_response(replies.status)
        for name, value in {
            "Content-Length": str(len(body)),
            **replies.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) - replies.cut])
        if replies.cut:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass
