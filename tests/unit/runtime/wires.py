"""What a server of the tests says, on either wire; sessions of either kind over it."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx2
from minicrm._release import NAMESPACE
from minicrm.session import AsyncSession, Session

ROOT = "https://crm.example.com/Cust1"
Answer = Callable[[httpx2.Request], httpx2.Response]


def as_json(value: object, status: int = 200) -> httpx2.Response:
    return httpx2.Response(
        status,
        content=json.dumps(value).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )


def as_xml(content: str, status: int = 200) -> httpx2.Response:
    return httpx2.Response(
        status,
        content=content.encode(),
        headers={"Content-Type": "text/xml; charset=utf-8"},
    )


def as_soap(
    body: str, *, succeeded: bool | None = True, info: str = "", status: int = 200
) -> httpx2.Response:
    """An envelope around the body, in the prefixes that WCF likes."""
    said = (
        ""
        if succeeded is None
        else f"<h:Succeeded>{str(succeeded).lower()}</h:Succeeded>"
    )
    told = f"<h:ExceptionInfo>{info}</h:ExceptionInfo>" if info else ""
    return as_xml(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        f'<s:Header xmlns:h="{NAMESPACE}">{told}{said}</s:Header>'
        f'<s:Body xmlns="{NAMESPACE}">{body}</s:Body></s:Envelope>',
        status,
    )


def as_fault(text: str, *, detail: str = "", status: int = 500) -> httpx2.Response:
    return as_xml(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        f"<faultcode>s:Client</faultcode><faultstring>{text}</faultstring>"
        f"<detail>{detail}</detail></s:Fault></s:Body></s:Envelope>",
        status,
    )


def again(answer: httpx2.Response) -> httpx2.Response:
    """The same answer as new; a client reads one just once."""
    return httpx2.Response(
        answer.status_code, headers=answer.headers, content=answer.content
    )


class Server:
    """Answers in turn, the last answer ever again, and keeps what it was asked."""

    def __init__(self, *answers: httpx2.Response | Answer | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return again(answer if isinstance(answer, httpx2.Response) else answer(request))

    @property
    def asked(self) -> httpx2.Request:
        return self.requests[-1]

    @property
    def body(self) -> str:
        return self.asked.content.decode()


class Waiting:
    """One kind of session, driven so that both kinds read alike in a test."""

    kind: type[Any] = Session

    def open(self, server: Any, **said: Any) -> Any:
        transport = httpx2.MockTransport(server) if callable(server) else server
        return self.kind(said.pop("root", ROOT), transport=transport, **said)

    def run(self, answer: Any) -> Any:
        assert not inspect.isawaitable(answer)
        return answer

    def download(
        self, session: Any, method: Any, *arguments: Any, size: int = 4
    ) -> Any:
        with session.stream(method, *arguments) as found:
            return found, list(found.iter_bytes(size))


class Awaiting(Waiting):
    kind = AsyncSession

    def run(self, answer: Any) -> Any:
        assert inspect.isawaitable(answer)

        async def awaited() -> Any:
            return await answer

        return asyncio.run(awaited())

    def download(
        self, session: Any, method: Any, *arguments: Any, size: int = 4
    ) -> Any:
        async def downloaded() -> Any:
            async with session.stream(method, *arguments) as found:
                return found, [chunk async for chunk in found.iter_bytes(size)]

        return asyncio.run(downloaded())


KINDS = (Waiting(), Awaiting())
KIND_NAMES = ("sync", "async")
