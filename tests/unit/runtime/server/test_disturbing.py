"""How calls go wrong, as the proxies see it: in process, and over sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware as StarletteMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from tests.unit.runtime.server.small_application import SmallApplication


@pytest.fixture(scope="module")
def running(pair: Any) -> SmallApplication:
    return SmallApplication(pair)


@pytest.fixture
def application(running: SmallApplication) -> SmallApplication:
    running.control.reset()
    return running


class Middleware:
    """As others write it: what it sends by is a method of its own."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, Sending(send).send_on)


class Sending:
    def __init__(self, send: Any) -> None:
        self.send = send

    async def send_on(self, message: Any) -> None:
        await self.send(message)


@pytest.fixture(
    scope="module",
    params=["in process", "h11", "httptools", "within", "within in process"],
)
def way(
    request: pytest.FixtureRequest, pair: Any, running: SmallApplication
) -> Iterator[dict[str, Any]]:
    """What sends a session to the application."""
    testing = pair.server("testing")
    app: Any = running
    if "within" in request.param:
        middleware = [
            StarletteMiddleware(Middleware),
            StarletteMiddleware(GZipMiddleware),
        ]
        app = Starlette(routes=[Mount("/", app=running)], middleware=middleware)
    if "in process" in request.param:
        with testing.NetServer(app=app, tenant="Cust12345") as netserver:
            yield {"root": netserver.inner_root, "transport": netserver.transport()}
        return
    if request.param == "httptools":
        pytest.importorskip("httptools")
    http = request.param if request.param != "within" else "auto"
    served = testing.Served(app, http=http)
    try:
        yield {"root": f"{served.url}/Cust12345"}
    finally:
        served.close()


@pytest.fixture
def session(
    pair: Any, application: SmallApplication, way: dict[str, Any]
) -> Callable[[str], Any]:
    """What makes a session with a binding; its calls are made once."""
    ticket = pair.proxies("credentials").Ticket("7T:abc")
    once = pair.proxies("options").RequestOptions(retries=0)
    return lambda binding: pair.proxies().Session(
        credentials=ticket, binding=binding, options=once, **way
    )


def outcome(pair: Any, session: Any) -> tuple[Any, ...]:
    errors = pair.proxies("errors")
    try:
        return ("answer", session.contact.get_contact_entity(4).name)
    except errors.Fault as fault:
        return (type(fault).__name__, fault.status, fault.message)
    except errors.ResponseError as error:
        return (type(error).__name__, error.status, error.message)


@pytest.mark.parametrize(
    ("words", "binding", "expected"),
    [
        ({"delay": 0.01}, "agents", ("answer", "Alfa")),
        ({"status": 503}, "agents", ("Fault", 503, "Service Unavailable.")),
        ({"status": 503}, "soap", ("Fault", 503, "Service Unavailable.")),
        ({"status": 429, "message": "Slow down."}, "soap", ("Fault", 429, "Slow down.")),
        ({"succeeded": False, "message": "No!"}, "soap", ("Fault", 200, "No!")),
        ({"succeeded": False, "message": "No!"}, "agents", ("Fault", 400, "No!")),
        ({"succeeded": False, "message": "No!", "status": 200}, "agents", ("Fault", 200, "No!")),
        ({"soap_fault": "Broken."}, "soap", ("Fault", 500, "Broken.")),
        ({"soap_fault": "Broken."}, "agents", ("Fault", 500, "Broken.")),
        ({"expired": True}, "agents", ("AuthenticationFault", 401, "The ticket has expired.")),
        ({"expired": True}, "soap", ("AuthenticationFault", 200, "The ticket has expired.")),
        ({"moved_to": "http://x.test/C"}, "agents", ("Fault", 421, "Wrong subdomain used to access tenant")),
        ({"moved_to": "http://x.test/C"}, "soap", ("Fault", 421, "Wrong subdomain used to access tenant")),
        ({"html": True, "status": 502}, "agents", ("ResponseError", 502, "HTTP 502 without a word of NetServer")),
        ({"html": True}, "soap", ("ResponseError", 200, "HTTP 200: expected XML, got text/html")),
        ({"drop": True}, "agents", ("ResponseError", None, "the answer is broken or cut off: Server disconnected without sending a response.")),
        ({"drop": True}, "soap", ("ResponseError", None, "the answer is broken or cut off: Server disconnected without sending a response.")),
    ],
)  # fmt: skip
def test_the_proxies_see_each_kind_of_trouble(
    pair: Any,
    application: SmallApplication,
    session: Any,
    words: dict[str, Any],
    binding: str,
    expected: tuple[Any, ...],
) -> None:
    application.control.fail(**words)
    with session(binding) as signed_in:
        assert outcome(pair, signed_in) == expected
        assert outcome(pair, signed_in) == ("answer", "Alfa")


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_an_answer_breaks_off_where_it_is_truncated(
    pair: Any,
    application: SmallApplication,
    session: Any,
    binding: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    application.control.fail(truncate=10)
    with session(binding) as signed_in:
        kind, status, message = outcome(pair, signed_in)
        assert (kind, status) == ("ResponseError", None)
        assert "peer closed connection without sending complete" in message
        assert outcome(pair, signed_in) == ("answer", "Alfa")
    assert [(each.status, each.user) for each in application.control.calls] == [
        (200, "anna"),
        (200, "anna"),
    ]
    assert caplog.messages == []


def test_a_connection_is_closed_without_a_word_in_the_log(
    pair: Any,
    application: SmallApplication,
    session: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    application.control.fail(drop=True)
    with session("agents") as signed_in:
        assert outcome(pair, signed_in)[0] == "ResponseError"
    (call,) = application.control.calls
    assert (call.name, call.status) == ("Contact/GetContactEntity", None)
    assert str(call).split("  ")[2].strip() == "no answer"
    assert caplog.messages == []


def test_what_is_shorter_is_not_truncated(
    pair: Any, application: SmallApplication, session: Any
) -> None:
    application.control.fail(truncate=1_000_000)
    with session("agents") as signed_in:
        assert outcome(pair, signed_in) == ("answer", "Alfa")


def test_the_headers_of_a_refusal_are_there(
    pair: Any, application: SmallApplication
) -> None:
    application.control.fail(status=503, retry_after=7, path="*")
    application.control.fail(expired=True, path="*")
    transport = pair.server("in_process").SyncTransport(application)
    with httpx2.Client(transport=transport, base_url="http://x.test") as client:
        unavailable = client.get("/nothing")
        expired = client.get("/nothing")
    assert unavailable.headers["Retry-After"] == "7"
    assert unavailable.json() == {
        "Error": True,
        "ErrorType": "System.Exception",
        "ErrorMessage": "Service Unavailable.",
        "ErrorSource": "",
    }
    assert (expired.status_code, expired.headers["WWW-Authenticate"]) == (
        401,
        'Basic realm="SuperOffice", SOTicket, Bearer',
    )


def test_a_page_holds_no_markup_of_a_message(pair: Any) -> None:
    trouble = pair.server("faults").Trouble(html=True, message="<script>")
    page = pair.server("disturbing").answer_to(trouble, "agents").body
    assert b"<script>" not in page
    assert b"&lt;script&gt;" in page


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b""}


@pytest.mark.anyio
async def test_where_no_connection_can_be_closed_an_error_is_raised(pair: Any) -> None:
    async def send(message: Any) -> None: ...

    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    trouble = pair.server("faults").Trouble(drop=True)
    with pytest.raises(ConnectionError):
        await pair.server("disturbing").disturbed(
            app, {}, _nothing, send, trouble, wire=""
        )


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
