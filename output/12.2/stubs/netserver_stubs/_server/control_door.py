"""The control of a server over HTTP, for tests in other processes and other languages.

    GET    /_control            what the server is
    GET    /_control/calls      the calls, the newest last; ?of=Contact/GetContactEntity
    DELETE /_control/calls      forget them
    GET    /_control/faults     what is still to go wrong
    POST   /_control/faults     {"on": "Contact", "status": 503, "times": 2}, or a list of such
    DELETE /_control/faults     let nothing go wrong any more
    GET    /_control/state      all that is stored
    PUT    /_control/state      have this in its place
    POST   /_control/state      have this beside it
    GET    /_control/clock      {"now": "2026-01-05T08:10:00Z"}
    POST   /_control/clock      {"hours": 7} puts it forward
    POST   /_control/reset      start again

It is for those on the same machine, and for no page in their browser.
"""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, cast

import msgspec
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .control import Control
from .faults import Trouble
from .refusals import Malformed

__all__ = ["CONTROL", "control_routes"]

CONTROL = "/_control"
_MOST = 64 * 1024 * 1024
"""Bytes of a body."""
_CLOCK_WORDS = frozenset({"days", "hours", "minutes", "seconds"})
_TROUBLE_WORDS = frozenset(each.name for each in dataclasses.fields(Trouble))

_Work: TypeAlias = Callable[[Request, bytes], object]
"""Takes a request and its body; gives what JSON is made of, or None."""


def control_routes(control: Control, *, anybody: bool = False) -> list[Route]:
    """The routes under `/_control`; with `anybody`, for callers on other machines, too."""
    works: dict[str, dict[str, _Work]] = {
        "": {"GET": lambda request, body: _about(control)},
        "/calls": {
            "GET": lambda request, body: _calls(control, request),
            "DELETE": lambda request, body: control.calls.clear(),
        },
        "/faults": {
            "GET": lambda request, body: list(control.faults),
            "POST": lambda request, body: _add_faults(control, body),
            "DELETE": lambda request, body: control.faults.clear(),
        },
        "/state": {
            "GET": lambda request, body: control.state(),
            "PUT": lambda request, body: control.seed(_object(body), replace=True),
            "POST": lambda request, body: control.seed(_object(body)),
        },
        "/clock": {
            "GET": lambda request, body: {"now": control.now()},
            "POST": lambda request, body: _advance(control, body),
        },
        "/reset": {"POST": lambda request, body: control.reset()},
    }
    return [
        Route(CONTROL + path, _endpoint(by_verb, anybody), methods=list(by_verb))
        for path, by_verb in works.items()
    ]


def _endpoint(
    works: Mapping[str, _Work], anybody: bool
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if not anybody and not _is_near(request):
            return _json({"Message": "The control is for this machine alone."}, 403)
        work = works["GET" if request.method == "HEAD" else request.method]
        try:
            body = await _body(request)
            # What is stored may be on a disk, and somebody else may be writing there.
            found = await run_sync(work, request, body)
            content = msgspec.json.encode(found)
        except Malformed as error:
            said = {"Message": error.message, "MessageDetail": error.detail}
            return _json(said, error.status)
        except (TypeError, ValueError) as error:
            return _json({"Message": str(error)}, 400)
        if found is None:
            return Response(status_code=204)
        return Response(content, media_type="application/json")

    return endpoint


def _json(said: Mapping[str, str], status: int) -> Response:
    return Response(msgspec.json.encode(said), status, media_type="application/json")


def _is_near(request: Request) -> bool:
    """Whether it comes from this machine, and not from a page that its browser shows.

    A page may have its own name lead here, so what the caller takes us to be is looked at, too.
    """
    if "origin" in request.headers or request.client is None:
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname)


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


async def _body(request: Request) -> bytes:
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > _MOST:
            raise Malformed("The request is too large.", status=413)
    return bytes(pieces)


def _object(body: bytes) -> dict[str, Any]:
    found = _value(body)
    if not isinstance(found, dict):
        raise Malformed("The request is invalid.", "expected a JSON object")
    return cast("dict[str, Any]", found)


def _value(body: bytes) -> object:
    try:
        return cast(object, msgspec.json.decode(body))
    except RecursionError:
        raise Malformed("The request is invalid.", "nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed("The request is invalid.", str(error)) from None


def _checked(words: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(words) - known)
    if unknown:
        detail = f"unknown: {', '.join(unknown)[:200]}; known: {', '.join(sorted(known))}"  # fmt: skip
        raise Malformed("The request is invalid.", detail)


def _about(control: Control) -> dict[str, Any]:
    release = control.release
    return {
        "release": release.label,
        "services": release.services,
        "package": release.package,
        "now": control.now(),
        "calls": len(control.calls),
        "faults": len(control.faults),
        "moved_to": control.moved_to,
    }


def _calls(control: Control, request: Request) -> list[dict[str, Any]]:
    wanted = request.query_params.get("of", "")
    records = control.calls.of(wanted) if wanted else control.calls
    return [{"name": each.name, **msgspec.to_builtins(each)} for each in records]


def _add_faults(control: Control, body: bytes) -> list[Trouble]:
    """All of them or, where one is wrong, none."""
    said = _value(body)
    words = cast("list[object]", said) if isinstance(said, list) else [said]
    troubles: list[Trouble] = []
    for each in words:
        if isinstance(each, dict):
            _checked(cast("dict[str, Any]", each), _TROUBLE_WORDS)
        troubles.append(control.checked(msgspec.convert(each, Trouble)))
    for trouble in troubles:
        control.faults.add(trouble)
    return troubles


def _advance(control: Control, body: bytes) -> dict[str, Any]:
    words = _object(body)
    _checked(words, _CLOCK_WORDS)
    control.advance(**msgspec.convert(words, dict[str, float]))
    return {"now": control.now()}
