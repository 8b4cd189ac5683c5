"""Requests written by hand, sent to an application in this process as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib import import_module
from types import TracebackType
from typing import Any

import httpx2

TICKET = "7T:..."
SIGNED_IN = {"Authorization": f"SOTicket {TICKET}"}
HOST = "http://crm.test"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


class Caller:
    """Somebody who calls one application, signed in where a test says nothing else."""

    def __init__(self, pair: Any, app: Any) -> None:
        self.app = app
        self.namespace: str = pair.catalogue.release.namespace
        self._actions = {
            f"{each.agent}/{each.name}": (each.soap_path, each.action)
            for each in pair.catalogue.operations()
        }
        transport = pair.server("in_process").SyncTransport(app)
        self.client = httpx2.Client(
            transport=transport, base_url=HOST, headers=SIGNED_IN
        )

    def send(
        self,
        method: str,
        path: str,
        content: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """The answer to a request; a header of which nothing is left is not sent."""
        sent = {**self.client.headers, **(headers or {})}
        request = self.client.build_request(method, path, content=content)
        request.headers.update(sent)
        for name, value in sent.items():
            if not value:
                del request.headers[name]
        return self.client.send(request)

    def agents(
        self,
        operation: str,
        body: object = None,
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """The answer of an operation ("Contact/GetContactEntity") of the agents wire; a body that is no text is made JSON."""
        content = body
        if body is not None and not isinstance(body, (bytes, str)):
            content = json.dumps(body)
        said = {"Content-Type": "application/json"} if content is not None else {}
        path = f"/api/v1/Agents/{operation}" + (f"?{query}" if query else "")
        return self.send("POST", path, content, {**said, **(headers or {})})

    def soap(
        self,
        operation: str,
        parameters: str = "",
        *,
        ticket: str = TICKET,
        header: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """The answer of an operation over SOAP to an envelope with those parameters, without prefixes."""
        path, action = self._actions[operation]
        name = operation.partition("/")[2]
        content = self.envelope(
            f"<{name}>{parameters}</{name}>", ticket=ticket, header=header
        )
        said = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{action}"',
            "Authorization": "",
            **(headers or {}),
        }
        return self.send("POST", f"/{path}", content, said)

    def envelope(self, body: str, *, ticket: str = TICKET, header: str = "") -> str:
        """An envelope as WCF writes it: everything of the service without a prefix."""
        credentials = (
            f"<Credentials><Ticket>{ticket}</Ticket></Credentials>" if ticket else ""
        )
        return (
            f'<s:Envelope xmlns:s="{ENVELOPE}" xmlns:i="{XSI}">'
            f'<s:Header xmlns="{self.namespace}">{credentials}{header}</s:Header>'
            f'<s:Body xmlns="{self.namespace}">{body}</s:Body></s:Envelope>'
        )

    def webapi(
        self,
        verb: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """The answer of the WebApi below /api/v1; a body that is no text is made JSON."""
        content = body
        if body is not None and not isinstance(body, (bytes, str)):
            content = json.dumps(body)
        said = {"Content-Type": "application/json"} if content is not None else {}
        return self.send(verb, f"/api/v1/{path}", content, {**said, **(headers or {})})

    def close(self) -> None:
        """End the thread behind it."""
        self.client.close()


class Served:
    """Makes applications from the stubs of a pair, and callers of them, which it closes at the end."""

    def __init__(self, pair: Any) -> None:
        self.pair = pair
        self.create_app = import_module(f"{pair.package}_stubs.application").create_app
        self._callers: list[Caller] = []

    def __call__(self, *stubs: Any, **words: Any) -> Caller:
        """A caller of an application of those stubs."""
        caller = Caller(self.pair, self.create_app(*stubs, **words))
        self._callers.append(caller)
        return caller

    def stub(self, agent: str, **methods: Callable[..., Any]) -> Any:
        """An instance of an agent's stub with those methods, each without `self`."""
        base = getattr(import_module(f"{self.pair.package}_stubs"), f"{agent}AgentStub")
        written = {name: staticmethod(method) for name, method in methods.items()}
        return type(f"My{agent}", (base,), {"__module__": __name__, **written})()

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for each in self._callers:
            each.close()


def soap_body(answer: httpx2.Response) -> str:
    """What stands in the Body of an answer, as text."""
    found = re.search("<s:Body>(.*)</s:Body>", answer.text, re.DOTALL)
    assert found is not None, answer.text
    return found[1]


def soap_header(answer: httpx2.Response) -> str:
    """What stands in the Header of an answer, as text."""
    found = re.search("<s:Header>(.*)</s:Header>", answer.text, re.DOTALL)
    assert found is not None, answer.text
    return found[1]
