"""Makes the calls of the reference's examples, in a process of its own, and writes down what went over the wires.

`python -m generator.emit.recording PACKAGE FOLDER EXAMPLES RECORD`: the package and its stubs lie in FOLDER, the
examples in EXAMPLES. Nothing leaves the process: the stubs answer what the proxies ask. A line on standard output
tells of each example that is done.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
from lxml import etree

Told = dict[str, Any]

_UNTOLD = frozenset(
    {"accept-encoding", "connection", "content-length", "user-agent", "traceparent"}
)
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


@dataclass
class _Now:
    """The answer to the call that is being made."""

    answer: object = None


class _Recorder(httpx2.AsyncBaseTransport):
    """Keeps the last request and its answer."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner
        self.request = self.answer = ""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        sent = await request.aread()
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        self.request, self.answer = _request(request, sent), _answer(response, body)
        return httpx2.Response(
            response.status_code, headers=response.headers, content=body
        )


class _Recording:
    """The package, its stubs as a server, and sessions over each wire."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._now = _Now()
        self._netserver = import_module(package)
        stubs = import_module(f"{package}_stubs")
        self._json = import_module(f"{package}_stubs._server.json_server")
        app = stubs.create_app(*self._stubs())
        self._inner = {
            "soap": httpx2.ASGITransport(app=app),
            "agents": httpx2.ASGITransport(app=app),
            "webapi": httpx2.MockTransport(self._answered),
        }
        self._row: Any = None
        self._rows = False

    def _stubs(self) -> list[Any]:
        """One stub for each agent, all of whose methods give the answer of the example."""
        now = self._now

        async def answer(_: object, *__: object) -> object:
            return now.answer

        index = import_module(f"{self._package}.agents")
        made: list[Any] = []
        for cls in index.AGENTS.values():
            module = import_module(
                f"{self._package}_stubs.agents.{cls.__module__.rpartition('.')[2]}"
            )
            base = getattr(module, f"{cls.__name__}Stub")
            methods = dict.fromkeys(cls.OPERATIONS.values(), answer)
            made.append(type(f"Recorded{cls.__name__}", (base,), methods)())
        return made

    def _answered(self, _: httpx2.Request) -> httpx2.Response:
        """What the WebApi answers."""
        value = self._now.answer
        if self._rows:
            row = {"PrimaryKey": "4", "EntityName": "entity"}
            page = {"odata.metadata": None, "odata.nextLink": None, "value": [row]}
            return httpx2.Response(200, json=page)
        if isinstance(value, bytes):
            kind = {"Content-Type": "application/octet-stream"}
            return httpx2.Response(200, headers=kind, content=value)
        if not self._row.gives:
            return httpx2.Response(204)
        kind = {"Content-Type": "application/json; charset=utf-8"}
        content = self._json.json_result(self._row, value)
        return httpx2.Response(200, headers=kind, content=content)

    async def record(self, example: Told) -> Mapping[str, Told]:
        """What went over each wire, or what went wrong."""
        found: dict[str, Told] = {}
        for wire in example["wires"]:
            try:
                found[wire] = await self._over(wire, example)
            except Exception as error:
                found[wire] = {"problem": f"{type(error).__name__}: {error}"}
        return found

    async def _over(self, wire: str, example: Told) -> Told:
        recorder = _Recorder(self._inner[wire])
        names: dict[str, Any] = {}
        imports = "\n".join(example["imports"])
        exec(imports, names)  # noqa: S102 - our own, see plan/reference/examples.py
        given = example["answer"]
        self._now.answer = None if given is None else _value(given, names)
        module = import_module(f"{self._package}.{example['module']}")
        self._row = getattr(module, example["row"])
        self._rows = example["rows"]
        ticket = import_module(f"{self._package}.credentials").Ticket("7T:...")
        async with self._netserver.AsyncSession(
            example["root"],
            credentials=ticket,
            transport=recorder,
            binding="soap" if wire == "soap" else "agents",
        ) as session:
            made = _value(example["call"], {**names, "session": session})
            if example["rows"]:
                [_ async for _ in made]
            else:
                await made
        return {"request": recorder.request, "answer": recorder.answer}


def _value(source: str, names: dict[str, Any]) -> Any:
    return eval(source, names)  # noqa: S307 - our own, see plan/reference/examples.py


def _request(request: httpx2.Request, body: bytes) -> str:
    path = request.url.raw_path.decode("ascii")
    return _message(f"{request.method} {path} HTTP/1.1", request.headers, body)


def _answer(response: httpx2.Response, body: bytes) -> str:
    phrase = httpx2.codes.get_reason_phrase(response.status_code)
    line = f"HTTP/1.1 {response.status_code} {phrase}".rstrip()
    return _message(line, response.headers, body)


def _message(first: str, headers: httpx2.Headers, body: bytes) -> str:
    """A message as text, its body with line breaks for people."""
    kind = headers.get("content-type", "")
    lines = [first]
    for raw_name, raw_value in headers.raw:
        name, value = raw_name.decode("ascii"), raw_value.decode("latin-1")
        if name.lower() not in _UNTOLD:
            lines.append(f"{_shown(name)}: {value}")
    if body:
        lines += ["", _body(kind, body)]
    text = "\n".join(lines)
    if boundary := _BOUNDARY.search(kind):
        text = text.replace(boundary[1], "boundary")  # another one each time
    return text


_CAPITALS = {"so-apptoken": "SO-AppToken", "soapaction": "SOAPAction"}


def _shown(name: str) -> str:
    if not name.islower():
        return name
    return _CAPITALS.get(name, "-".join(part.capitalize() for part in name.split("-")))


def _body(kind: str, body: bytes) -> str:
    if "json" in kind:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    if "xml" in kind:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_blank_text=True
        )
        tree = etree.fromstring(body, parser)
        etree.indent(tree)
        return etree.tostring(tree, encoding="unicode")
    try:
        return body.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return f"({len(body)} bytes)"


async def record(
    package: str, examples: list[Told], done: Callable[[], object]
) -> dict[str, Mapping[str, Told]]:
    """What went over the wires for each example, by its key."""
    recording = _Recording(package)
    found: dict[str, Mapping[str, Told]] = {}
    for example in examples:
        found[example["key"]] = await recording.record(example)
        done()
    return found


def main(package: str, folder: str, examples: str, result: str) -> None:
    """See above."""
    sys.path[:0] = [str(Path(folder) / "proxies"), str(Path(folder) / "stubs")]
    told = json.loads(Path(examples).read_text("utf-8"))
    found = asyncio.run(record(package, told, lambda: print(flush=True)))
    Path(result).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
