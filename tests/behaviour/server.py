"""A server that says what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx2
from lxml import etree

from tests.behaviour.generated import Generated

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
NAMESPACE = "http://www.superoffice.net/ws/crm/NetServer/Services88"

Said = Callable[[httpx2.Request], httpx2.Response]


def as_json(value: object, status: int = 200) -> httpx2.Response:
    """An answer of the agents wire."""
    return httpx2.Response(
        status,
        content=json.dumps(value).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )


def as_bytes(content: bytes) -> httpx2.Response:
    """A file, as the agents wire answers."""
    return httpx2.Response(
        200, content=content, headers={"Content-Type": "application/octet-stream"}
    )


def as_xml(content: str | bytes, status: int = 200) -> httpx2.Response:
    """Any XML, in the way SOAP 1.1 sends it."""
    content = content.encode() if isinstance(content, str) else content
    return httpx2.Response(
        status, content=content, headers={"Content-Type": "text/xml; charset=utf-8"}
    )


def envelope(body: str, header: str = "<h:Succeeded>true</h:Succeeded>") -> str:
    """An envelope around what stands in the service's namespace."""
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:h="{NAMESPACE}"'
        ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        f'<s:Header>{header}</s:Header><s:Body xmlns="{NAMESPACE}">{body}</s:Body>'
        "</s:Envelope>"
    )


def as_soap(body: str, header: str = "<h:Succeeded>true</h:Succeeded>") -> httpx2.Response:  # fmt: skip
    """An answer of the SOAP wire."""
    return as_xml(envelope(body, header))


class Server:
    """Gives its answers in turn, the last one for ever."""

    def __init__(self, *answers: httpx2.Response | Said) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        if isinstance(answer, httpx2.Response):
            return answer
        return answer(request)

    @property
    def asked(self) -> httpx2.Request:
        """The only request there was."""
        assert len(self.requests) == 1
        return self.requests[0]

    @property
    def body(self) -> Any:
        """What the only request holds in its SOAP body."""
        body = etree.fromstring(self.asked.content).find(f"{{{SOAP}}}Body")
        assert body is not None
        assert len(body) == 1
        return body[0]


def call(
    crm: Generated,
    server: Server,
    agent: str,
    operation: str,
    *arguments: object,
    waits: bool = True,
    options: Any = None,
    **said: Any,
) -> Any:
    """Make one call over a session of either kind, which is closed then."""
    transport = httpx2.MockTransport(server)
    if waits:
        with crm.session(transport, **said) as session:
            method = crm.method(session, agent, operation)
            found = method(*arguments, options=options)
            assert not inspect.isawaitable(found)
            return found

    async def main() -> Any:
        async with crm.async_session(transport, **said) as session:
            method = crm.method(session, agent, operation)
            return await method(*arguments, options=options)

    return asyncio.run(main())
