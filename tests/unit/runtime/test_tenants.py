"""Tenants of CRM Online: where they are, when they are asked for, and what happens when they move."""

from __future__ import annotations

import asyncio
import io
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from callers import GOOD, SAVED, STATE, WIRES, gathered, ticket_of
from hypothesis import given
from hypothesis import strategies as st
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from times import Time
from wires import KIND_NAMES, KINDS, Server, Waiting, again, as_json, as_soap

from generator.runtime.credentials import Ticket
from generator.runtime.errors import (
    ConnectError,
    NetServerError,
    RequestTimeout,
    ResponseError,
    SessionClosed,
    TenantUnavailable,
)
from generator.runtime.hooks import Hooks, RetryEvent
from generator.runtime.options import RequestOptions
from generator.runtime.place import Tenant
from generator.runtime.roots import rebased
from generator.runtime.tenant import TenantState, TenantStatus

MANY = 50
HERE, THERE = (
    "https://online1.superoffice.com/Cust1",
    "https://online2.superoffice.com/Cust1",
)
UNLIMITED = {"calls_per_second": float("inf")}


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


@pytest.fixture(params=WIRES)
def binding(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=[True, False], ids=["threads", "tasks"])
def waits(request: pytest.FixtureRequest) -> bool:
    return request.param


def said(root: str = HERE, **more: Any) -> httpx2.Response:
    """What the state service says about the tenant."""
    return as_json(
        {
            "ContextIdentifier": "Cust1",
            "Endpoint": root,
            "State": "Running",
            "IsRunning": True,
            "ValidUntil": "2026-11-03T12:13:14.1234567Z",
            "Api": f"{root}/api",
            "Version": "10.3.4",
            **more,
        }
    )


class Online:
    """CRM Online: the state service, and hosts of which one has the tenant."""

    def __init__(self, binding: str = "agents", at: str = HERE) -> None:
        self.at = at
        self.state: Any = None  # in place of where it is
        self.good = GOOD[binding]
        self.elsewhere: Any = httpx2.Response(421, text="Wrong subdomain")
        self.urls: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        self.urls.append(url)
        if url == STATE:
            answer = said(self.at) if self.state is None else self.state
        elif url.startswith(self.at):
            answer = self.good
        else:
            answer = self.elsewhere
        if isinstance(answer, Exception):
            raise answer
        return again(answer)

    @property
    def looks(self) -> int:
        return self.urls.count(STATE)

    @property
    def hosts(self) -> list[str]:
        """The hosts of all requests, the state service as "?"."""
        return [
            "?" if url == STATE else httpx2.URL(url).host.partition(".")[0]
            for url in self.urls
        ]


def at_tenant(kind: Waiting, server: Any, **given: Any) -> Any:
    return kind.open(server, root=Tenant("Cust1"), **{**UNLIMITED, **given})


def read(session: Any, **given: Any) -> Any:
    return session.contact.get_contact_entity(3, **given)


# ------------------------------------------------------------------------------------- opening


def test_a_session_that_waits_asks_at_once(binding: Any):
    online = Online(binding)

    session = Session.for_tenant(
        "Cust1", binding=binding, transport=httpx2.MockTransport(online)
    )

    assert online.urls == [STATE]
    assert session.root == HERE
    assert session.tenant == TenantStatus(
        name="Cust1",
        environment="online",
        root=HERE,
        state=TenantState.RUNNING,
        is_running=True,
        valid_until=datetime(2026, 11, 3, 12, 13, 14, 123456, UTC),
        version="10.3.4",
    )
    contact = read(session)
    assert contact is not None
    assert contact.name == "Alfa"
    assert online.hosts == ["?", "online1"]


@pytest.mark.parametrize("way", ["await", "async with", "first call"])
def test_an_asynchronous_session_asks_when_it_is_opened(binding: Any, way: str):
    async def main() -> None:
        online = Online(binding)
        session = AsyncSession.for_tenant(
            "Cust1", binding=binding, transport=httpx2.MockTransport(online)
        )
        assert (session.root, session.tenant, online.urls) == ("", None, [])
        if way == "await":
            assert await session is session
        elif way == "async with":
            assert await session.__aenter__() is session
        else:
            await read(session)
        assert online.looks == 1
        assert session.root == HERE
        contact = await read(session)
        assert contact is not None
        assert contact.name == "Alfa"
        assert online.looks == 1
        await session.aclose()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ("online", "https://online.superoffice.com/api/state/Cust1"),
        ("qaonline", "https://qaonline.superoffice.com/api/state/Cust1"),
        ("sod", "https://sod.superoffice.com/api/state/Cust1"),
        ("https://id.example.com/", "https://id.example.com/api/state/Cust1"),
        ("http://localhost:8080", "http://localhost:8080/api/state/Cust1"),
    ],
)
def test_each_environment_has_its_service(environment: str, url: str):
    server = Server(said())

    session = Session.for_tenant(
        "Cust1", environment, transport=httpx2.MockTransport(server)
    )

    assert [(r.method, str(r.url)) for r in server.requests] == [("GET", url)]
    assert session.tenant is not None
    assert session.tenant.environment == environment


def test_the_state_service_is_shown_no_secrets(kind: Waiting):
    server = Server(said(), GOOD["agents"])
    session = at_tenant(
        kind,
        server,
        credentials=Ticket("7T:hush"),
        app_token="app-hush",
        options=RequestOptions(headers={"X-Own": "own-hush"}),
    )

    kind.run(read(session))

    state, call = server.requests
    assert "hush" not in f"{state.headers.raw!r} {state.url} {state.content!r}"
    assert str(call.headers.raw).count("hush") == 3


@pytest.mark.parametrize(
    ("name", "environment", "error"),
    [
        ("", "online", ValueError),
        ("Cust1/../x", "online", ValueError),
        ("Cust1?x", "online", ValueError),
        ("Cust 1", "online", ValueError),
        ("Cust1", "", ValueError),
        ("Cust1", "Online", ValueError),
        ("Cust1", "http://id.example.com", ValueError),
        ("Cust1", "https://t:u@id.example.com", ValueError),
        ("Cust1", "ftp://id.example.com", ValueError),
        ("Cust1", None, TypeError),
        (5, "online", ValueError),
    ],
)
def test_a_tenant_that_cannot_be_one_is_refused(
    kind: Waiting, name: Any, environment: Any, error: type[Exception]
):
    with pytest.raises(error):
        kind.kind.for_tenant(name, environment)


# -------------------------------------------------------------------------------------- states

STATES = [
    (0, "Unknown", False),
    (1, "Provisioning", False),
    (2, "Running", True),
    (3, "Deleted", False),
    (4, "Suspended", False),
    (5, "OnlineMaintenance", True),
    (6, "OfflineMaintenance", False),
    (8, "ProvisioningFailed", False),
    (10, "Deleting", False),
    (11, "DeleteFailed", False),
    (12, "MigrationPending", False),
]


@pytest.mark.parametrize("told", [True, False], ids=["IsRunning", "State"])
@pytest.mark.parametrize(
    ("state", "name", "runs"),
    [(number, name, runs) for number, name, runs in STATES]
    + [(str(number), name, runs) for number, name, runs in STATES]
    + [(name, name, runs) for _, name, runs in STATES]
    + [(name.lower(), name, runs) for _, name, runs in STATES]
    + [
        (odd, "Unknown", False) for odd in (7, -1, 99, "Resting", "", "²", None, [], {})
    ],
)
def test_a_tenant_can_be_called_in_two_states(
    kind: Waiting, state: Any, name: str, runs: bool, told: bool
):
    answer = said(State=state, IsRunning=runs if told else None)
    server = Server(answer, GOOD["agents"])
    session = at_tenant(kind, server)

    if runs:
        assert kind.run(read(session)).name == "Alfa"
        assert len(server.requests) == 2
    else:
        with pytest.raises(TenantUnavailable) as raised:
            kind.run(read(session))
        assert raised.value.state == name
        assert str(raised.value).startswith("Cust1 cannot be called: its state is ")
        assert len(server.requests) == 1
    assert session.tenant.is_running is runs
    found = session.tenant.state.name.title().replace("_", "")
    assert found == name


def test_what_the_service_says_about_running_is_believed(kind: Waiting):
    session = at_tenant(kind, Server(said(State=2, IsRunning=False)))
    with pytest.raises(TenantUnavailable) as raised:
        kind.run(read(session))
    assert raised.value.state == "Running"

    session = at_tenant(kind, Server(said(State=77, IsRunning=True), GOOD["agents"]))
    assert kind.run(read(session)).name == "Alfa"
    assert session.tenant.state is TenantState.UNKNOWN


def test_a_tenant_that_nobody_knows_is_unavailable(kind: Waiting):
    server = Server(httpx2.Response(404, html="<h1>Not Found</h1>"))
    session = at_tenant(kind, server)

    with pytest.raises(TenantUnavailable) as raised:
        kind.run(read(session))

    assert str(raised.value) == "there is no tenant Cust1 in online"
    assert raised.value.state == "Unknown"
    assert len(server.requests) == 1


def test_a_session_that_cannot_be_opened_is_closed():
    async def main() -> None:
        session = AsyncSession.for_tenant(
            "Cust1", transport=httpx2.MockTransport(Server(httpx2.Response(404)))
        )
        with pytest.raises(TenantUnavailable):
            await session
        assert session.closed
        with pytest.raises(SessionClosed):
            await read(session)

    asyncio.run(main())
    with pytest.raises(TenantUnavailable):
        Session.for_tenant(
            "Cust1", transport=httpx2.MockTransport(Server(httpx2.Response(404)))
        )


@pytest.mark.parametrize(
    "answer",
    [
        said(Api=None, Endpoint=None),
        said(Api="", Endpoint=""),
        said(Api="nonsense"),
        said(Api="https://t:u@online2.superoffice.com/Cust1/api"),
        said(Api=5, Endpoint=["x"]),
        said(Api=None, Endpoint=None, State=77),
        as_json([]),
        as_json(None),
        httpx2.Response(200, html="<h1>Sign in</h1>"),
        httpx2.Response(200),
        httpx2.Response(400),
        httpx2.Response(401),
        httpx2.Response(500, html="<h1>Sorry</h1>"),
        httpx2.Response(302, headers={"Location": "https://evil.example.com"}),
    ],
)
def test_an_answer_that_does_not_say_where_is_no_answer(
    kind: Waiting, answer: httpx2.Response
):
    server = Server(answer)
    session = at_tenant(kind, server)

    with pytest.raises(ResponseError) as raised:
        kind.run(read(session, options=RequestOptions(retries=0)))

    assert raised.value.status == answer.status_code
    assert len(server.requests) == 1
    assert session.root == ""


@pytest.mark.parametrize(
    ("fields", "root"),
    [
        ({"Api": f"{THERE}/api", "Endpoint": HERE}, THERE),
        ({"Api": f"{THERE}/api/v1/"}, THERE),
        ({"Api": None, "Endpoint": THERE}, THERE),
        ({"Api": "", "Endpoint": f"{THERE}/"}, THERE),
    ],
)
def test_where_it_is_stands_in_either_field(
    kind: Waiting, fields: dict[str, Any], root: str
):
    session = at_tenant(kind, Server(said(**fields), GOOD["agents"]))

    kind.run(read(session))

    assert session.root == root


@pytest.mark.parametrize("trouble", [httpx2.ConnectError("no"), httpx2.Response(503)])
def test_a_state_service_that_fails_in_passing_is_asked_again(
    kind: Waiting, trouble: Any, time: Time
):
    server = Server(trouble, trouble, said(), GOOD["agents"])
    session = at_tenant(kind, server)

    assert kind.run(read(session)).name == "Alfa"
    assert len(time.slept) == 2


# ------------------------------------------------------------------------------- how long it holds


@pytest.mark.parametrize(
    ("valid", "holds"),
    [
        (None, 60),
        ("", 60),
        ("soon", 60),
        (17, 60),
        (-100.0, 60),
        (5.0, 60),
        (61.25, 61.25),
        (3600.0, 3600),
        (86400.0, 86400),
    ],
)
def test_the_tenant_is_asked_for_again_when_the_answer_has_aged(
    kind: Waiting, time: Time, valid: Any, holds: float
):
    if isinstance(valid, float):
        moment = datetime.fromtimestamp(time.now, UTC) + timedelta(seconds=valid)
        valid = moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
    online = Online()
    online.state = said(ValidUntil=valid)
    session = at_tenant(kind, online)
    begun = time.now

    for after in (0, holds / 2, holds - 0.01):
        time.now = begun + after
        kind.run(read(session))
    assert online.looks == 1
    time.now = begun + holds
    kind.run(read(session))
    kind.run(read(session))
    assert online.looks == 2


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (
            "2026-11-03T12:13:14.1234567Z",
            datetime(2026, 11, 3, 12, 13, 14, 123456, UTC),
        ),
        ("2026-11-03T12:13:14", datetime(2026, 11, 3, 12, 13, 14, 0, UTC)),
        ("2026-11-03T12:13:14+02:00", datetime(2026, 11, 3, 10, 13, 14, 0, UTC)),
        ("9999-12-31T23:59:59.9999999Z", datetime.max.replace(tzinfo=UTC)),
        ("0001-01-01T00:00:00", datetime.min.replace(tzinfo=UTC)),
        ("never", None),
        (None, None),
    ],
)
def test_until_when_it_holds(kind: Waiting, text: str | None, moment: datetime | None):
    session = at_tenant(kind, Server(said(ValidUntil=text), GOOD["agents"]))

    kind.run(read(session))

    assert session.tenant.valid_until == moment


def test_a_tenant_that_has_moved_meanwhile_is_called_where_it_is(
    kind: Waiting, time: Time, binding: Any
):
    online = Online(binding)
    session = at_tenant(kind, online, binding=binding)

    kind.run(read(session))
    online.at = THERE
    time.pass_by(61)
    assert kind.run(read(session)).name == "Alfa"

    assert online.hosts == ["?", "online1", "?", "online2"]


@pytest.mark.parametrize(
    "trouble",
    [
        httpx2.ConnectError("no"),
        httpx2.ReadTimeout("t"),
        httpx2.Response(503),
        httpx2.Response(200, html="<h1>Hello</h1>"),
        said(Api=None, Endpoint=None),
    ],
)
def test_while_nobody_tells_where_it_is_the_old_place_is_good(
    kind: Waiting, time: Time, trouble: Any
):
    online = Online()
    session = at_tenant(kind, online)

    kind.run(read(session))
    online.state = trouble
    for _ in range(3):
        time.pass_by(30)
        assert kind.run(read(session)).name == "Alfa"

    assert online.hosts == ["?", "online1", "online1", "?", "online1", "online1"]


def test_a_tenant_that_stopped_running_is_asked_for_with_each_call(
    kind: Waiting, time: Time
):
    online = Online()
    session = at_tenant(kind, online)

    kind.run(read(session))
    online.state = said(State=6, IsRunning=False)
    time.pass_by(61)
    for _ in range(2):
        with pytest.raises(TenantUnavailable) as raised:
            kind.run(read(session))
        assert raised.value.state == "OfflineMaintenance"
    online.state = None
    assert kind.run(read(session)).name == "Alfa"

    assert online.hosts == ["?", "online1", "?", "?", "?", "online1"]


# ------------------------------------------------------------------------------------- moving


class Moving(Online):
    """It is said to be here first, and is there."""

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.at = THERE if self.urls else HERE
        return super().__call__(request)


@pytest.mark.parametrize(
    "elsewhere",
    [
        httpx2.Response(421, text="Wrong subdomain used to access tenant"),
        as_json({"Message": "Wrong subdomain used to access tenant"}, 421),
        httpx2.ConnectError("no such host"),
    ],
)
@pytest.mark.parametrize("writes", [False, True])
def test_a_call_follows_the_tenant(
    kind: Waiting, binding: Any, time: Time, elsewhere: Any, writes: bool
):
    online = Moving(binding)
    online.elsewhere = elsewhere
    told: list[RetryEvent] = []
    session = at_tenant(
        kind,
        online,
        binding=binding,
        hooks=Hooks(on_retry=told.append),
        options=RequestOptions(retries=0),
    )

    if writes:
        online.good = SAVED[binding]
        found = session.contact.save_contact_entity(ContactEntity())
    else:
        found = read(session)

    assert kind.run(found).name == "Alfa"
    assert online.hosts == ["?", "online1", "?", "online2"]
    first, second = online.urls[1], online.urls[3]
    assert second == first.replace("online1", "online2")
    assert session.root == THERE
    assert time.slept == []
    assert [(e.reason, e.wait, e.attempt, e.url) for e in told] == [
        ("moved", 0.0, 1, first.partition("?")[0])
    ]
    assert getattr(told[0].error, "status", None) in (421, None)


def test_one_of_many_asks_where_it_is(waits: bool, binding: Any):
    looked: list[str] = []
    hosts: list[str] = []

    def answer(request: httpx2.Request, number: int) -> httpx2.Response:
        url = str(request.url)
        if url == STATE:
            looked.append(url)
            return said(HERE if len(looked) == 1 else THERE)
        hosts.append(request.url.host)
        return GOOD[binding] if url.startswith(THERE) else httpx2.Response(421)

    results = gathered(
        MANY,
        {"root": Tenant("Cust1"), "binding": binding, **UNLIMITED},
        answer,
        waits=waits,
        together=lambda request: str(request.url).startswith(HERE),
    )

    assert [found.name for found in results] == ["Alfa"] * MANY
    assert len(looked) == 2
    assert (
        sorted(hosts)
        == ["online1.superoffice.com"] * MANY + ["online2.superoffice.com"] * MANY
    )


@pytest.mark.parametrize("trouble", [httpx2.Response(421), httpx2.ConnectError("no")])
@pytest.mark.parametrize(
    ("state", "error"),
    [
        (said(), NetServerError),
        (httpx2.Response(500), NetServerError),
        (httpx2.Response(404), TenantUnavailable),
        (said(State=3, IsRunning=False), TenantUnavailable),
    ],
)
def test_one_of_many_asks_where_nobody_else_has_to(
    waits: bool, trouble: Any, state: httpx2.Response, error: type[NetServerError]
):
    looked: list[str] = []

    def answer(request: httpx2.Request, number: int) -> httpx2.Response:
        url = str(request.url)
        if url == STATE:
            looked.append(url)
            return said() if len(looked) == 1 else state
        if isinstance(trouble, Exception):
            raise trouble
        return trouble

    results = gathered(
        MANY,
        {
            "root": Tenant("Cust1"),
            "options": RequestOptions(retries=0),
            **UNLIMITED,
        },
        answer,
        waits=waits,
        together=lambda request: str(request.url).startswith(HERE),
    )

    assert [isinstance(found, error) for found in results] == [True] * MANY
    assert len({str(found) for found in results}) == 1
    assert len(looked) == 2


def test_a_first_look_that_fails_fails_for_all_who_waited():
    """Those who began before it was over; the next call asks anew."""

    async def main() -> None:
        looked: list[str] = []

        async def answer(request: httpx2.Request) -> httpx2.Response:
            looked.append(str(request.url))
            for _ in range(200):
                await asyncio.sleep(0)
            return httpx2.Response(404)

        session = AsyncSession(Tenant("Cust1"), transport=httpx2.MockTransport(answer))
        calls = [read(session) for _ in range(MANY)]
        found = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(error) for error in found} == {TenantUnavailable}
        assert looked == [STATE]
        with pytest.raises(TenantUnavailable):
            await read(session)
        assert looked == [STATE, STATE]

    asyncio.run(main())


def test_a_tenant_that_has_not_moved_gives_the_refusal(
    kind: Waiting, binding: Any, time: Time
):
    online = Online(binding)
    online.state, online.at = said(HERE), THERE
    session = at_tenant(kind, online, binding=binding)

    with pytest.raises(ResponseError) as raised:
        kind.run(read(session))

    assert raised.value.status == 421
    assert online.hosts == ["?", "online1", "?"]
    assert time.slept == []


def test_a_tenant_that_moves_on_and_on_is_followed_once(kind: Waiting):
    online = Online()
    online.at = "https://nowhere.superoffice.com/Cust1"

    def answer(request: httpx2.Request) -> httpx2.Response:
        online.state = said(f"https://online{len(online.urls) + 1}.superoffice.com/C")
        return online(request)

    session = at_tenant(kind, answer)

    with pytest.raises(ResponseError) as raised:
        kind.run(read(session))

    assert raised.value.status == 421
    assert online.hosts == ["?", "online1", "?", "online3"]


def test_a_fixed_root_asks_nobody(kind: Waiting, binding: Any):
    server = Server(httpx2.Response(421))
    session = kind.open(server, root=HERE, binding=binding, **UNLIMITED)

    with pytest.raises(ResponseError) as raised:
        kind.run(read(session))

    assert raised.value.status == 421
    assert len(server.requests) == 1
    assert session.tenant is None


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (said(State="Suspended", IsRunning=False), "Suspended"),
        (httpx2.Response(404), "Unknown"),
    ],
)
def test_a_tenant_found_nowhere_is_unavailable(
    kind: Waiting, binding: Any, state: httpx2.Response, name: str
):
    online = Online(binding)
    session = at_tenant(kind, online, binding=binding)
    kind.run(read(session))
    online.at, online.state = THERE, state

    with pytest.raises(TenantUnavailable) as raised:
        kind.run(read(session))

    assert raised.value.state == name
    assert isinstance(raised.value.__cause__, ResponseError)
    assert raised.value.__cause__.status == 421


def test_an_old_host_that_is_gone_while_nobody_tells_is_tried_again(
    kind: Waiting, time: Time
):
    online = Online()
    session = at_tenant(kind, online)
    kind.run(read(session))
    online.at, online.state = THERE, httpx2.ConnectError("down too")
    online.elsewhere = httpx2.ConnectError("refused")

    with pytest.raises(ConnectError, match="refused"):
        kind.run(read(session))

    assert online.hosts == ["?", "online1", "online1", "?", "online1", "online1"]
    assert len(time.slept) == 2


def test_after_a_move_the_ticket_is_the_same(kind: Waiting, binding: Any):
    tickets: list[str | None] = []
    online = Moving(binding)

    def answer(request: httpx2.Request) -> httpx2.Response:
        tickets.append(ticket_of(request))
        return online(request)

    session = at_tenant(
        kind, answer, binding=binding, credentials=Ticket("7T:a"), app_token="app"
    )

    assert kind.run(read(session)).name == "Alfa"
    assert tickets == [None, "7T:a", None, "7T:a"]


def test_a_move_and_a_renewal_in_one_call(kind: Waiting, binding: Any):
    online = Moving(binding)

    def answer(request: httpx2.Request) -> httpx2.Response:
        found = online(request)
        if str(request.url).startswith(THERE) and ticket_of(request) == "7T:old":
            return httpx2.Response(401)
        return found

    session = at_tenant(
        kind,
        answer,
        binding=binding,
        credentials=Ticket("7T:old", renew_with=lambda: "7T:new"),
    )

    assert kind.run(read(session)).name == "Alfa"
    assert online.hosts == ["?", "online1", "?", "online2", "online2"]


def test_a_file_follows_the_tenant(kind: Waiting, binding: Any):
    stored = {
        "agents": as_json(7),
        "soap": as_soap(
            "<SetDocumentStreamResponse><Response>7</Response></SetDocumentStreamResponse>"
        ),
    }
    bodies: list[tuple[str, bytes]] = []
    looked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        if url == STATE:
            looked.append(url)
            return said(HERE if len(looked) == 1 else THERE)
        bodies.append((request.url.host, request.content))
        return again(stored[binding] if url.startswith(THERE) else httpx2.Response(421))

    session = at_tenant(kind, answer, binding=binding)
    file = io.BytesIO(bytes(range(256)) * 300)

    found = session.document.set_document_stream(5, file, "a.bin")

    assert kind.run(found) == 7
    (first, one), (second, other) = bodies
    assert (first, second) == ("online1.superoffice.com", "online2.superoffice.com")
    assert one == other
    assert len(one) > 100_000


def test_a_state_service_that_takes_its_time_ends_with_the_call(
    kind: Waiting, time: Time
):
    def slowly(request: httpx2.Request) -> httpx2.Response:
        time.pass_by(20)
        return said()

    server = Server(slowly, GOOD["agents"])
    session = at_tenant(kind, server, timeout=60)

    with pytest.raises(RequestTimeout, match="whole call was not over within 5 sec"):
        kind.run(read(session, options=RequestOptions(total_timeout=5)))

    assert server.requests[0].extensions["timeout"]["read"] == 5.0


def test_threads_that_wait_for_a_look_wait_no_longer_than_they_may():
    begun, enough = threading.Event(), threading.Event()

    def answer(request: httpx2.Request) -> httpx2.Response:
        if str(request.url) == STATE:
            begun.set()
            assert enough.wait(20)
            return said()
        return again(GOOD["agents"])

    session = Session(Tenant("Cust1"), transport=httpx2.MockTransport(answer))
    found: list[Any] = []
    patient = threading.Thread(target=lambda: found.append(read(session)), daemon=True)
    patient.start()
    assert begun.wait(20)

    with pytest.raises(RequestTimeout, match=r"within 0\.05 seconds"):
        read(session, options=RequestOptions(total_timeout=0.05))

    enough.set()
    patient.join(20)
    assert [contact.name for contact in found] == ["Alfa"]


# --------------------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f"{HERE}/api/v1/Contact/5", f"{HERE}/api/v1/Contact/5"),
        (f"{THERE}/api/v1/Contact/5", f"{HERE}/api/v1/Contact/5"),
        ("http://localhost:81/Cust1/api/v1/x", f"{HERE}/api/v1/x"),
        ("http://localhost:81/api/v1/x", f"{HERE}/api/v1/x"),
        ("https://app1.local/netserver/api/v1/x", f"{HERE}/api/v1/x"),
        ("HTTPS://ONLINE1.superoffice.com/CUST1/API/v1/X", f"{HERE}/API/v1/X"),
        (
            f"{THERE}/Remote/Services88/Contact.svc",
            f"{HERE}/Remote/Services88/Contact.svc",
        ),
        (f"{THERE}/remote/x", f"{HERE}/remote/x"),
        ("/Cust1/api/v1/x", f"{HERE}/api/v1/x"),
        ("/api/v1/x", f"{HERE}/api/v1/x"),
        ("//evil.example.com/Cust1/api/v1/x", f"{HERE}/api/v1/x"),
        (f"{THERE}/api", f"{HERE}/api"),
        (f"{THERE}/api/", f"{HERE}/api/"),
        (f"{THERE}/api?x=1", f"{HERE}/api?x=1"),
        (
            f"{THERE}/api/v1/x?$select=a,b&q=%2Fapi%2F#part",
            f"{HERE}/api/v1/x?$select=a,b&q=%2Fapi%2F#part",
        ),
        (f"{THERE}/api/v1/x?next=/api/v2/y", f"{HERE}/api/v1/x?next=/api/v2/y"),
        (f"{THERE}/api/v1/a%20b/c%2Fd#e%20f", f"{HERE}/api/v1/a%20b/c%2Fd#e%20f"),
        (f"{THERE}/api/v1/a b", f"{HERE}/api/v1/a%20b"),
        (f"{THERE}/api/v1/ø", f"{HERE}/api/v1/%C3%B8"),
        (f"{THERE}/api/v1/api/x", f"{HERE}/api/v1/api/x"),
        ("https://tom:hush@evil.example.com/api/v1/x", f"{HERE}/api/v1/x"),
        ("https://evil.example.com:99999/api/v1/x", f"{HERE}/api/v1/x"),
    ],
)
def test_a_link_leads_to_the_sessions_own_root(kind: Waiting, link: str, expected: str):
    assert kind.open(Server(said()), root=HERE).rebased(link) == expected


@pytest.mark.parametrize(
    "link",
    [
        "",
        "/",
        "x",
        HERE,
        f"{HERE}/",
        f"{HERE}/apis/v1",
        f"{HERE}/x?next=/api/v1",
        f"{HERE}/x#/api/v1",
        "https://api.example.com/x",
        "https://api/",
        "javascript:alert(1)/api/v1",
        "javascript:/api/v1",
        "JavaScript://x/api/v1",
        "data:text/html,/api/v1",
        "file:///Cust1/api/v1",
        "ftp://x/api/v1",
        f"{HERE}/api/../../Cust2/x",
        f"{HERE}/api/%2e%2e/%2E./Cust2/x",
        f"{HERE}/api/%2e",
        f"{HERE}/api/..?x",
        f"{HERE}/api/v1\r\nX-Own: 1",
        "https://[::1/api/v1",
        "\x00",
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(kind: Waiting, link: str):
    session = kind.open(Server(said()), root=HERE)

    with pytest.raises(ValueError, match="leads nowhere below /api or /Remote"):
        session.rebased(link)


@pytest.mark.parametrize(
    "root", ["https://x.example.com", "https://x.example.com/api-x/r"]
)
def test_roots_with_other_paths(root: str):
    assert rebased("https://y/api/v1/z", root) == f"{root}/api/v1/z"
    assert rebased(f"{root}/api/v1/z", root) == f"{root}/api/v1/z"


def test_a_root_with_escapes_is_found_again():
    root = "https://x.example.com/remote/my%20crm"

    assert rebased(f"{root}/api/v1/z", root) == f"{root}/api/v1/z"


SEGMENTS = st.lists(
    st.text("abcABC019-_~.", min_size=1, max_size=8).filter(
        lambda text: text.strip(".") and text.lower() not in ("api", "remote")
    ),
    max_size=4,
)
QUERIES = st.text("abc019=&$,-_~", max_size=12)


@given(
    st.sampled_from(["https://a.example.com", "http://localhost:8080", ""]),
    SEGMENTS,
    st.sampled_from(["/api", "/Api", "/API", "/Remote", "/remote"]),
    SEGMENTS,
    QUERIES,
    QUERIES,
)
def test_of_any_link_what_is_below_stays_as_it_is(
    origin: str,
    above: list[str],
    below: str,
    rest: list[str],
    query: str,
    fragment: str,
):
    tail = below + "".join(f"/{part}" for part in rest)
    tail += f"?{query}" if query else ""
    tail += f"#{fragment}" if fragment else ""
    link = origin + "".join(f"/{part}" for part in above) + tail

    found = rebased(link, HERE)

    assert found == HERE + tail
    assert rebased(found, HERE) == found


@given(st.text())
def test_any_text_is_a_link_below_the_root_or_is_refused(text: str):
    try:
        found = rebased(text, HERE)
    except ValueError:
        return
    url = httpx2.URL(found)
    assert found.startswith(HERE)
    assert found[len(HERE) :].lower().startswith(("/api", "/remote"))
    assert url.host == "online1.superoffice.com"
