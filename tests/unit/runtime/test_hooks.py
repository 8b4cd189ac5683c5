"""What a session tells about its attempts: to hooks, and to OpenTelemetry where the program uses it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from callers import GOOD, PATHS, STATE, WIRES
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from wires import KIND_NAMES, KINDS, ROOT, Awaiting, Server, Waiting, again, as_json

from generator.runtime.credentials import Ticket
from generator.runtime.errors import AuthenticationFault, Fault, NetServerError
from generator.runtime.hooks import Hooks, RequestEvent, ResponseEvent
from generator.runtime.options import RequestOptions
from generator.runtime.place import Tenant

BUSY = httpx2.Response(503)
kinds = pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)
wires = pytest.mark.parametrize("binding", WIRES)


class Seen:
    """Events in the order in which they came, by the name of the hook."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []
        self.hooks = Hooks(
            on_request=lambda event: self.events.append(("request", event)),
            on_response=lambda event: self.events.append(("response", event)),
            on_retry=lambda event: self.events.append(("retry", event)),
        )

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.events]


def about(binding: str, attempt: int = 1, root: str = ROOT) -> dict[str, Any]:
    return {
        "agent": "Contact",
        "operation": "GetContactEntity",
        "wire": binding,
        "method": "POST",
        "url": f"{root}{PATHS[binding]}",
        "attempt": attempt,
    }


@kinds
@wires
def test_an_attempt_is_told_before_and_after(kind: Waiting, binding: str, time: Any):
    seen = Seen()

    def answer(request: httpx2.Request) -> httpx2.Response:
        time.pass_by(0.25)
        return again(GOOD[binding])

    session = kind.open(Server(answer), binding=binding, hooks=seen.hooks)
    kind.run(session.contact.get_contact_entity(3))

    assert seen.events == [
        ("request", RequestEvent(**about(binding))),
        (
            "response",
            ResponseEvent(**about(binding), status=200, seconds=0.25, error=None),
        ),
    ]


@kinds
def test_a_refusal_is_told_with_its_error(kind: Waiting):
    seen = Seen()
    answer = as_json({"Error": True, "ErrorMessage": "no"}, 500)
    session = kind.open(Server(answer), hooks=seen.hooks)

    with pytest.raises(Fault) as raised:
        kind.run(session.contact.get_contact_entity(3))

    assert seen.names == ["request", "response"]
    told = seen.events[1][1]
    assert (told.status, told.error) == (500, raised.value)


@kinds
@wires
def test_another_attempt_is_told_with_its_reason_and_its_wait(
    kind: Waiting, binding: str, time: Any
):
    seen = Seen()
    server = Server(BUSY, httpx2.ConnectError("gone"), GOOD[binding])
    session = kind.open(server, binding=binding, hooks=seen.hooks)

    kind.run(session.contact.get_contact_entity(3))

    assert seen.names == ["request", "response", "retry"] * 2 + ["request", "response"]
    retries = [event for name, event in seen.events if name == "retry"]
    assert [event.attempt for event in retries] == [1, 2]
    assert [event.reason for event in retries] == ["repeat", "repeat"]
    assert [event.wait for event in retries] == time.slept
    statuses = [event.status for name, event in seen.events if name == "response"]
    assert statuses == [503, None, 200]
    assert all(isinstance(event.error, NetServerError) for event in retries)


@kinds
def test_a_renewal_and_a_move_are_reasons(kind: Waiting):
    seen = Seen()

    def answer(request: httpx2.Request) -> httpx2.Response:
        if str(request.url) == STATE:
            answer.asked += 1  # type: ignore[attr-defined]
            host = "old" if answer.asked == 1 else "new"  # type: ignore[attr-defined]
            return as_json(
                {
                    "State": 2,
                    "IsRunning": True,
                    "Api": f"https://{host}.example.com/Cust1/api",
                }
            )
        if request.url.host == "old.example.com":
            return httpx2.Response(421)
        if request.headers["Authorization"] == "SOTicket 7T:old-one":
            return httpx2.Response(401)
        return again(GOOD["agents"])

    answer.asked = 0  # type: ignore[attr-defined]
    session = kind.open(
        answer,
        root=Tenant("Cust1"),
        credentials=Ticket("7T:old-one", renew_with=lambda: "7T:new-one"),
        hooks=seen.hooks,
    )
    kind.run(session.contact.get_contact_entity(3))

    retries = [event for name, event in seen.events if name == "retry"]
    assert [(event.reason, event.wait) for event in retries] == [
        ("moved", 0.0),
        ("sign-in", 0.0),
    ]
    assert isinstance(retries[1].error, AuthenticationFault)
    assert "old-one" not in repr(seen.events)
    assert "new-one" not in repr(seen.events)


def test_an_asynchronous_session_awaits_its_hooks():
    done: list[str] = []

    async def told(event: RequestEvent) -> None:
        done.append(event.operation)

    kind = Awaiting()
    session = kind.open(Server(GOOD["agents"]), hooks=Hooks(on_request=told))
    kind.run(session.contact.get_contact_entity(3))

    assert done == ["GetContactEntity"]


def test_a_session_that_waits_takes_no_hooks_to_be_awaited():
    async def told(event: RequestEvent) -> None:
        raise AssertionError

    kind = Waiting()
    session = kind.open(Server(GOOD["agents"]), hooks=Hooks(on_request=told))

    with pytest.raises(TypeError, match="needs an AsyncSession"):
        kind.run(session.contact.get_contact_entity(3))


@kinds
@pytest.mark.parametrize("at", ["on_request", "on_response", "on_retry"])
def test_what_a_hook_raises_reaches_the_caller(kind: Waiting, at: str):
    def mistaken(event: Any) -> None:
        raise LookupError("of the hook")

    session = kind.open(Server(BUSY), hooks=Hooks(**{at: mistaken}))

    with pytest.raises(LookupError, match="of the hook"):
        kind.run(session.contact.get_contact_entity(3))


def test_hooks_are_hooks():
    with pytest.raises(TypeError, match="hooks must be Hooks"):
        Waiting().open(Server(BUSY), hooks={"on_request": print})


# ------------------------------------------------------------------------------- OpenTelemetry


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Spans that have ended; the provider is not made the one of the process, for other tests' sake."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    return exporter


@kinds
@wires
def test_every_attempt_is_a_span(
    kind: Waiting, binding: str, spans: InMemorySpanExporter
):
    server = Server(BUSY, GOOD[binding])
    session = kind.open(server, binding=binding)

    kind.run(session.contact.get_contact_entity(3))

    first, second = spans.get_finished_spans()
    assert first.name == second.name == "Contact/GetContactEntity"
    assert first.kind is second.kind is trace.SpanKind.CLIENT
    said = {
        "rpc.service": "Contact",
        "rpc.method": "GetContactEntity",
        "http.request.method": "POST",
        "server.address": "crm.example.com",
        "server.port": 443,
        "url.full": f"{ROOT}{PATHS[binding]}",
    }
    assert said.items() <= dict(first.attributes or {}).items()
    assert said.items() <= dict(second.attributes or {}).items()
    assert (first.attributes or {})["http.response.status_code"] == 503
    assert (first.attributes or {})["error.type"] == "ResponseError"
    assert first.status.status_code is trace.StatusCode.ERROR
    assert "http.request.resend_count" not in (first.attributes or {})
    assert (second.attributes or {})["http.request.resend_count"] == 1
    assert second.status.status_code is trace.StatusCode.UNSET
    for span, request in zip((first, second), server.requests, strict=True):
        context = span.get_span_context()
        assert context
        parts = request.headers["traceparent"].split("-")
        assert parts[1:3] == [f"{context.trace_id:032x}", f"{context.span_id:016x}"]


@kinds
def test_the_span_around_a_call_is_its_parent(
    kind: Waiting, spans: InMemorySpanExporter
):
    session = kind.open(Server(GOOD["agents"]))

    with trace.get_tracer("tests").start_as_current_span("around") as around:
        kind.run(session.contact.get_contact_entity(3))

    inner, _ = spans.get_finished_spans()
    assert inner.parent
    assert inner.parent.span_id == around.get_span_context().span_id


@kinds
@pytest.mark.parametrize(
    "trouble",
    [RuntimeError("mistaken"), httpx2.ReadTimeout("late")],
    ids=["ours", "wire"],
)
def test_a_span_ends_however_its_attempt_ends(
    kind: Waiting, spans: InMemorySpanExporter, trouble: Exception
):
    session = kind.open(Server(trouble), options=RequestOptions(retries=0))

    with pytest.raises((RuntimeError, NetServerError)):
        kind.run(session.contact.get_contact_entity(3))

    (span,) = spans.get_finished_spans()
    assert span.status.status_code is trace.StatusCode.ERROR


def test_nothing_of_it_is_imported_where_nobody_uses_it():
    program = f"""
import sys
sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parents[3])!r}]
import httpx2
from minicrm.session import Session
answer = httpx2.MockTransport(lambda request: httpx2.Response(200, json={{"ContactId": 3}}))
with Session("https://crm.example.com", transport=answer) as session:
    assert session.contact.get_contact_entity(3).contact_id == 3
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )

    assert ran.returncode == 0, ran.stderr
