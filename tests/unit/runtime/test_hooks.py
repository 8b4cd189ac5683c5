"""What is told about calls: to functions of the user's, and to OpenTelemetry."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from callers import BUSY, GOOD, PATHS, SAVED, STATE, WIRES
from conftest import Time
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from wires import KIND_NAMES, KINDS, ROOT, Server, Waiting, as_json

from generator.runtime.credentials import AccessToken, Ticket, UsernamePassword
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    Fault,
    ResponseError,
    TenantUnavailable,
)
from generator.runtime.hooks import Hooks, RequestEvent, ResponseEvent, RetryEvent
from generator.runtime.options import RequestOptions
from generator.runtime.place import Tenant


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


@pytest.fixture(params=WIRES)
def binding(request: pytest.FixtureRequest) -> str:
    return request.param


def read(session: Any, **said: Any) -> Any:
    return session.contact.get_contact_entity(3, **said)


class Kept:
    """Keeps the events of a session; an asynchronous one has to await that."""

    def __init__(self, *, later: bool = False) -> None:
        self.events: list[Any] = []
        keep = self.keep_later if later else self.events.append
        self.hooks = Hooks(on_request=keep, on_response=keep, on_retry=keep)

    async def keep_later(self, event: Any) -> None:
        await asyncio.sleep(0)
        self.events.append(event)


def facts(binding: str, attempt: int = 1, root: str = ROOT) -> dict[str, Any]:
    return {
        "agent": "Contact",
        "operation": "GetContactEntity",
        "wire": binding,
        "method": "POST",
        "url": root + PATHS[binding],
        "attempt": attempt,
    }


def lasting(time: Time, seconds: float, answer: Any) -> Callable[..., httpx2.Response]:
    def answered(request: httpx2.Request) -> httpx2.Response:
        time.pass_by(seconds)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return answered


# --------------------------------------------------------------------------------- what is told


@pytest.mark.parametrize("later", [False, True], ids=["plain", "coroutines"])
def test_a_good_call_is_told_of(kind: Waiting, binding: str, later: bool, time: Time):
    if later and kind.kind is Session:
        kind = KINDS[1]
    kept = Kept(later=later)
    server = Server(lasting(time, 0.25, GOOD[binding]))
    session = kind.open(server, binding=binding, hooks=kept.hooks)

    kind.run(read(session))

    assert kept.events == [
        RequestEvent(**facts(binding)),
        ResponseEvent(**facts(binding), status=200, seconds=0.25, error=None),
    ]
    assert [type(event) for event in kept.events] == [RequestEvent, ResponseEvent]


def test_a_refused_call_is_told_of(kind: Waiting, binding: str, time: Time):
    kept = Kept()
    server = Server(lasting(time, 0.5, BUSY[binding]))
    session = kind.open(server, binding=binding, hooks=kept.hooks)

    with pytest.raises(Fault) as raised:
        kind.run(read(session))

    assert kept.events == [
        RequestEvent(**facts(binding)),
        ResponseEvent(**facts(binding), status=500, seconds=0.5, error=raised.value),
    ]


@pytest.mark.parametrize(
    ("trouble", "status", "error"),
    [
        (httpx2.Response(503), 503, ResponseError),
        (httpx2.ConnectError("refused"), None, ConnectError),
    ],
)
def test_a_repeated_call_is_told_of(
    kind: Waiting,
    binding: str,
    time: Time,
    trouble: Any,
    status: int | None,
    error: type[Exception],
):
    kept = Kept()
    server = Server(trouble, trouble, GOOD[binding])
    session = kind.open(server, binding=binding, hooks=kept.hooks)

    kind.run(read(session))

    first, second = time.slept
    one, other = (event.error for event in kept.events if isinstance(event, RetryEvent))
    assert (type(one), type(other)) == (error, error)
    assert one is not other
    assert kept.events == [
        RequestEvent(**facts(binding, 1)),
        ResponseEvent(**facts(binding, 1), status=status, seconds=0.0, error=one),
        RetryEvent(**facts(binding, 1), error=one, reason="repeat", wait=first),
        RequestEvent(**facts(binding, 2)),
        ResponseEvent(**facts(binding, 2), status=status, seconds=0.0, error=other),
        RetryEvent(**facts(binding, 2), error=other, reason="repeat", wait=second),
        RequestEvent(**facts(binding, 3)),
        ResponseEvent(**facts(binding, 3), status=200, seconds=0.0, error=None),
    ]


def test_a_call_that_fails_in_the_end_is_told_of(kind: Waiting, binding: str):
    kept = Kept()
    server = Server(httpx2.Response(503))
    session = kind.open(server, binding=binding, hooks=kept.hooks)

    with pytest.raises(ResponseError) as raised:
        kind.run(read(session, options=RequestOptions(retries=1)))

    assert [type(event) for event in kept.events] == [
        RequestEvent,
        ResponseEvent,
        RetryEvent,
        RequestEvent,
        ResponseEvent,
    ]
    assert kept.events[-1].error is raised.value


def test_a_renewal_is_told_of(kind: Waiting, binding: str, time: Time):
    kept = Kept()
    server = Server(httpx2.Response(401), GOOD[binding])
    credentials = Ticket("7T:old", renew_with=lambda: "7T:new")
    session = kind.open(
        server, binding=binding, hooks=kept.hooks, credentials=credentials
    )

    kind.run(read(session))

    error = kept.events[1].error
    assert type(error) is AuthenticationFault
    assert kept.events == [
        RequestEvent(**facts(binding, 1)),
        ResponseEvent(**facts(binding, 1), status=401, seconds=0.0, error=error),
        RetryEvent(**facts(binding, 1), error=error, reason="sign-in", wait=0.0),
        RequestEvent(**facts(binding, 2)),
        ResponseEvent(**facts(binding, 2), status=200, seconds=0.0, error=None),
    ]
    assert time.slept == []


def test_a_move_is_told_of(kind: Waiting, binding: str):
    kept = Kept()
    here, there = "https://on1.superoffice.com/C", "https://on2.superoffice.com/C"
    server = Server(
        as_json({"State": 2, "Api": f"{here}/api"}),
        httpx2.Response(421),
        as_json({"State": 2, "Api": f"{there}/api"}),
        GOOD[binding],
    )
    session = kind.open(server, root=Tenant("Cust1"), binding=binding, hooks=kept.hooks)

    kind.run(read(session))

    error = kept.events[1].error
    assert type(error) is ResponseError
    assert kept.events == [
        RequestEvent(**facts(binding, 1, here)),
        ResponseEvent(**facts(binding, 1, here), status=421, seconds=0.0, error=error),
        RetryEvent(**facts(binding, 1, here), error=error, reason="moved", wait=0.0),
        RequestEvent(**facts(binding, 2, there)),
        ResponseEvent(**facts(binding, 2, there), status=200, seconds=0.0, error=None),
    ]


def test_what_never_became_a_call_is_not_told_of(kind: Waiting, binding: str):
    kept = Kept()
    server = Server(httpx2.Response(404))
    session = kind.open(server, root=Tenant("Cust1"), binding=binding, hooks=kept.hooks)

    with pytest.raises(TenantUnavailable):
        kind.run(read(session))

    assert [str(request.url) for request in server.requests] == [STATE]
    assert kept.events == []


def test_any_of_the_functions_may_be_missing(kind: Waiting, binding: str):
    for name in ("on_request", "on_response", "on_retry"):
        events: list[Any] = []
        hooks = Hooks(**{name: events.append})
        server = Server(httpx2.Response(503), GOOD[binding])

        kind.run(read(kind.open(server, binding=binding, hooks=hooks)))

        assert len(events) == (1 if name == "on_retry" else 2)


def test_the_time_of_an_attempt_is_without_waits(kind: Waiting, time: Time):
    kept = Kept()
    server = Server(
        lasting(time, 2, httpx2.Response(503)), lasting(time, 3, GOOD["agents"])
    )

    kind.run(read(kind.open(server, hooks=kept.hooks)))

    told = [e.seconds for e in kept.events if isinstance(e, ResponseEvent)]
    assert told == pytest.approx([2.0, 3.0])


# ------------------------------------------------------------------------ what the functions do


@pytest.mark.parametrize(
    "mistake",
    [RuntimeError("mine"), Fault("mine"), ConnectError("mine"), KeyError("mine")],
)
@pytest.mark.parametrize(
    ("name", "requests"), [("on_request", 0), ("on_response", 1), ("on_retry", 1)]
)
def test_what_a_function_raises_goes_to_the_caller(
    kind: Waiting, binding: str, name: str, requests: int, mistake: Exception
):
    def mistaken(event: Any) -> None:
        raise mistake

    server = Server(httpx2.Response(503), GOOD[binding])
    session = kind.open(server, binding=binding, hooks=Hooks(**{name: mistaken}))

    with pytest.raises(type(mistake)) as raised:
        kind.run(read(session))

    assert raised.value is mistake
    assert len(server.requests) == requests


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["on_request", "on_response", "on_retry"])
def test_a_session_that_waits_takes_no_coroutine_functions(binding: str, name: str):
    async def later(event: Any) -> None: ...

    server = Server(httpx2.Response(503), GOOD[binding])
    session = Session(
        ROOT,
        binding=binding,  # type: ignore[arg-type]
        transport=httpx2.MockTransport(server),
        hooks=Hooks(**{name: later}),
    )

    with pytest.raises(TypeError, match="needs an AsyncSession"):
        read(session)


def test_a_function_may_make_calls_itself(kind: Waiting, binding: str):
    seen: list[str] = []

    def tell(event: Any) -> Any:
        if event.operation == "GetContactEntity":
            saved = session.contact.save_contact_entity(ContactEntity())
            return saved if kind.kind is AsyncSession else None
        seen.append(event.operation)
        return None

    def answer(request: httpx2.Request) -> httpx2.Response:
        saves = b"SaveContactEntity" in request.content + request.url.raw_path
        return (SAVED if saves else GOOD)[binding]

    session = kind.open(Server(answer), binding=binding, hooks=Hooks(on_response=tell))

    assert kind.run(read(session)).name == "Alfa"
    assert seen == ["SaveContactEntity"]


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self) -> None:
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"content"

    async def __aiter__(self) -> Any:
        yield b"content"

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_a_file_is_closed_when_a_function_fails(kind: Waiting):
    body = Body()

    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, stream=body)

    def mistaken(event: Any) -> None:
        raise RuntimeError("mine")

    session = kind.open(answer, hooks=Hooks(on_response=mistaken))

    with pytest.raises(RuntimeError, match="mine"):
        kind.download(session, session.document.get_document_stream, 5)

    assert body.closed == 1


@pytest.mark.parametrize(
    "given",
    [
        Ticket("hush-1", renew_with=lambda: "hush-2"),
        AccessToken("hush-1", renew_with=lambda: "hush-2"),
        UsernamePassword("tom", "hush-1"),
    ],
    ids=["ticket", "token", "password"],
)
def test_no_event_shows_secrets_or_arguments(kind: Waiting, given: Any):
    kept = Kept()
    server = Server(httpx2.Response(401), httpx2.Response(503), GOOD["agents"])
    session = kind.open(
        server, credentials=given, app_token="hush-app", hooks=kept.hooks
    )
    asked = session.contact.get_contact_entity(
        271828, options=RequestOptions(headers={"X-Own": "hush-own"})
    )

    if isinstance(given, UsernamePassword):
        with pytest.raises(AuthenticationFault):
            kind.run(asked)
    else:
        kind.run(asked)

    assert len(kept.events) == (2 if isinstance(given, UsernamePassword) else 8)
    assert "hush" not in repr(kept.events)
    assert "271828" not in repr(kept.events)
    assert "hush" in str(server.asked.headers.raw)


@pytest.mark.parametrize("hooks", [{}, [], print, Hooks])
def test_hooks_must_be_hooks(kind: Waiting, hooks: Any):
    with pytest.raises(TypeError, match="hooks must be Hooks"):
        kind.kind(ROOT, hooks=hooks)


# ---------------------------------------------------------------------------------- OpenTelemetry


class Traced:
    """What OpenTelemetry's own SDK keeps of a program's spans."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("opentelemetry.sdk")
        from opentelemetry import trace
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import SimpleSpanProcessor
        from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
            InMemorySpanExporter,
        )

        self.exporter = InMemorySpanExporter()
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        # There is but one provider in a program, and it can be set once: tests lend theirs.
        monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
        self.tracer = provider.get_tracer("test")
        self.kinds = trace.SpanKind

    @property
    def spans(self) -> list[Any]:
        return list(self.exporter.get_finished_spans())


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Traced:
    return Traced(monkeypatch)


SYSTEMS = {"agents": "netserver_agents", "soap": "soap"}


def attributes(binding: str, root: str = ROOT, **more: Any) -> dict[str, Any]:
    url = httpx2.URL(root)
    return {
        "rpc.system": SYSTEMS[binding],
        "rpc.service": "Contact",
        "rpc.method": "GetContactEntity",
        "http.request.method": "POST",
        "server.address": url.host,
        "server.port": url.port or 443,
        "url.full": root + PATHS[binding],
        **more,
    }


@pytest.mark.parametrize("root", [ROOT, "https://crm.example.com:8443/Cust1"])
def test_a_call_is_a_span(kind: Waiting, binding: str, traced: Traced, root: str):
    server = Server(GOOD[binding])

    kind.run(read(kind.open(server, root=root, binding=binding)))

    (span,) = traced.spans
    assert span.name == "Contact/GetContactEntity"
    assert span.kind is traced.kinds.CLIENT
    assert dict(span.attributes) == attributes(
        binding, root, **{"http.response.status_code": 200}
    )
    assert span.status.is_unset
    assert span.parent is None
    assert list(span.events) == []
    assert span.instrumentation_scope.name == "proxysmith"


def test_every_attempt_is_a_span(kind: Waiting, binding: str, traced: Traced):
    server = Server(httpx2.Response(503), httpx2.ConnectError("refused"), GOOD[binding])

    kind.run(read(kind.open(server, binding=binding)))

    assert [dict(span.attributes) for span in traced.spans] == [
        attributes(
            binding,
            **{"http.response.status_code": 503, "error.type": "ResponseError"},
        ),
        attributes(
            binding,
            **{"http.request.resend_count": 1, "error.type": "ConnectError"},
        ),
        attributes(
            binding,
            **{"http.request.resend_count": 2, "http.response.status_code": 200},
        ),
    ]
    assert [span.status.status_code.name for span in traced.spans] == [
        "ERROR",
        "ERROR",
        "UNSET",
    ]
    assert traced.spans[1].status.description == (
        f"Contact/GetContactEntity over {binding}: could not connect: refused"
    )
    tokens = [request.headers["traceparent"] for request in server.requests]
    assert tokens == [
        f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-01"
        for span in traced.spans
    ]
    assert len(set(tokens)) == 3


def test_a_refused_call_is_a_span_with_an_error(
    kind: Waiting, binding: str, traced: Traced
):
    with pytest.raises(Fault):
        kind.run(read(kind.open(Server(BUSY[binding]), binding=binding)))

    (span,) = traced.spans
    assert dict(span.attributes) == attributes(
        binding, **{"http.response.status_code": 500, "error.type": "Fault"}
    )
    assert span.status.status_code.name == "ERROR"
    assert span.status.description.startswith(
        f"Contact/GetContactEntity over {binding}: The queue is full."
    )


def test_a_span_hangs_below_the_callers(kind: Waiting, binding: str, traced: Traced):
    server = Server(httpx2.Response(503), GOOD[binding])
    session = kind.open(server, binding=binding)

    with traced.tracer.start_as_current_span("outer") as outer:
        kind.run(read(session))

    *inner, last = traced.spans
    assert last.name == "outer"
    assert len(inner) == 2
    assert [span.parent.span_id for span in inner] == [outer.context.span_id] * 2
    assert {span.context.trace_id for span in inner} == {outer.context.trace_id}


def test_spans_of_tasks_hang_below_their_own(traced: Traced):
    async def main() -> dict[str, int]:
        arrived = asyncio.Barrier(5)

        async def answer(request: httpx2.Request) -> httpx2.Response:
            await arrived.wait()
            return httpx2.Response(
                200,
                content=GOOD["agents"].content,
                headers={"Content-Type": "application/json"},
            )

        session = AsyncSession(ROOT, transport=httpx2.MockTransport(answer))
        found: dict[str, int] = {}

        async def one(name: str) -> None:
            with traced.tracer.start_as_current_span(name) as span:
                found[name] = span.context.span_id
                await read(session)

        await asyncio.gather(*(one(f"task {number}") for number in range(5)))
        return found

    outer = asyncio.run(main())
    inner = [span for span in traced.spans if span.name.startswith("Contact/")]
    assert sorted(span.parent.span_id for span in inner) == sorted(outer.values())


def test_a_mistake_of_a_transport_ends_the_span(
    kind: Waiting, binding: str, traced: Traced
):
    with pytest.raises(RuntimeError):
        kind.run(read(kind.open(Server(RuntimeError("mine")), binding=binding)))

    (span,) = traced.spans
    assert span.attributes["error.type"] == "RuntimeError"
    assert span.status.status_code.name == "ERROR"


@pytest.mark.parametrize("name", ["on_request", "on_response", "on_retry"])
def test_a_mistake_of_a_hook_leaves_no_span_open(
    kind: Waiting, traced: Traced, name: str
):
    def mistaken(event: Any) -> None:
        raise RuntimeError("mine")

    session = kind.open(Server(httpx2.Response(503)), hooks=Hooks(**{name: mistaken}))

    with pytest.raises(RuntimeError):
        kind.run(read(session))

    assert len(traced.spans) == (0 if name == "on_request" else 1)


def test_a_cancelled_call_ends_its_span(traced: Traced):
    async def main() -> None:
        asked = asyncio.Event()

        async def answer(request: httpx2.Request) -> httpx2.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        session = AsyncSession(ROOT, transport=httpx2.MockTransport(answer))
        task = asyncio.create_task(read(session))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())

    (span,) = traced.spans
    assert span.status.status_code.name == "ERROR"


def test_no_span_shows_secrets(kind: Waiting, binding: str, traced: Traced):
    def echo(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(503, text="7T:hush hush-app")

    session = kind.open(
        Server(echo),
        binding=binding,
        credentials=Ticket("7T:hush"),
        app_token="hush-app",
    )

    with pytest.raises(ResponseError):
        kind.run(read(session))

    assert len(traced.spans) == 3
    assert "hush" not in "".join(span.to_json() for span in traced.spans)
    assert "***" in traced.spans[0].to_json()


def test_the_api_alone_sends_nothing(kind: Waiting, binding: str):
    pytest.importorskip("opentelemetry.trace")
    server = Server(GOOD[binding])

    kind.run(read(kind.open(server, binding=binding)))

    assert "traceparent" not in server.asked.headers


@pytest.mark.parametrize("binding", WIRES)
def test_without_it_nothing_of_it_is_imported(binding: str):
    code = f"""
import sys
import httpx2
from callers import GOOD
from minicrm.session import Session
answer = lambda request: GOOD[{binding!r}]
session = Session("https://x", binding={binding!r}, transport=httpx2.MockTransport(answer))
print(session.contact.get_contact_entity(3).name)
print([name for name in sys.modules if "opentelemetry" in name])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert done.stdout.split("\n")[:2] == ["Alfa", "[]"]
