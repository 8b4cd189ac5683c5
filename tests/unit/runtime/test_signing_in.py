"""Being signed in: who renews a ticket, when, how often, and what becomes of the call."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from callers import BUSY, GOOD, WIRES, gathered, ticket_of
from minicrm.session import AsyncSession, Session
from times import Time
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    again,
    as_fault,
    as_json,
    as_soap,
)

from generator.runtime.credentials import (
    AccessToken,
    Credentials,
    Grant,
    Ticket,
    UsernamePassword,
)
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    Fault,
    NetServerError,
    RequestTimeout,
    SessionClosed,
)
from generator.runtime.options import RequestOptions

MANY = 50
HOURS = 3600.0
OLD, NEW = "7T:old", "7T:new"


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


@pytest.fixture(params=WIRES)
def binding(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[True, False], ids=["threads", "tasks"])
def waits(request: pytest.FixtureRequest) -> bool:
    return request.param


class Renewal:
    """A function of the user's that gives tickets in turn, the last one ever again."""

    def __init__(self, *gives: str | Exception) -> None:
        self.gives = gives
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        given = self.gives[min(self.asked, len(self.gives)) - 1]
        if isinstance(given, Exception):
            raise given
        return given


DENIED: dict[str, list[httpx2.Response]] = {
    "agents": [
        httpx2.Response(401),
        as_json({"Message": "Authorization has been denied for this request."}, 401),
        httpx2.Response(401, html="<h1>Unauthorized</h1>"),
        as_json(
            {
                "Error": True,
                "ErrorType": "SuperOffice.Exceptions.SoAuthenticationException",
                "ErrorMessage": "Failed to authenticate",
            },
            500,
        ),
    ],
    "soap": [
        httpx2.Response(401),
        httpx2.Response(401, html="<h1>Unauthorized</h1>"),
        as_fault("Failed to authenticate"),
        as_fault("Not authenticated", status=401),
        as_soap(
            "<GetContactEntityResponse/>",
            succeeded=False,
            info="<h:Message>no</h:Message><h:ExceptionType>"
            "SuperOffice.Exceptions.SoNotAuthenticatedException</h:ExceptionType>",
        ),
    ],
}
EVERY_DENIAL = [
    pytest.param(wire, answer, id=f"{wire}-{number}")
    for wire, answers in DENIED.items()
    for number, answer in enumerate(answers)
]


def by_ticket(good: str, denied: httpx2.Response, binding: str) -> Any:
    """A server that lets in whoever shows that ticket."""
    return lambda request: GOOD[binding] if ticket_of(request) == good else denied


# ------------------------------------------------------------------- when NetServer refuses


@pytest.mark.parametrize(("binding", "denied"), EVERY_DENIAL)
def test_a_refused_ticket_is_renewed_and_the_call_repeated_once(
    kind: Waiting, binding: str, denied: httpx2.Response, time: Time
):
    server = Server(by_ticket(NEW, denied, binding))
    renewal = Renewal(NEW)
    credentials = Ticket(OLD, renew_with=renewal)
    session = kind.open(server, binding=binding, credentials=credentials)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == [OLD, NEW]
    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == [OLD, NEW, NEW]
    assert renewal.asked == 1
    assert time.slept == []


def test_an_access_token_is_renewed_too(kind: Waiting, binding: str):
    server = Server(by_ticket("8A:new", httpx2.Response(401), binding))
    credentials = AccessToken("8A:old", renew_with=Renewal("8A:new"))
    session = kind.open(server, binding=binding, credentials=credentials)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(r) for r in server.requests] == ["8A:old", "8A:new"]


def test_a_write_is_repeated_after_a_renewal_whatever_the_retries(kind: Waiting):
    server = Server(httpx2.Response(401), httpx2.Response(204))
    credentials = Ticket(OLD, renew_with=Renewal(NEW))
    session = kind.open(
        server, credentials=credentials, options=RequestOptions(retries=0)
    )

    assert kind.run(session.contact.delete_contact_entity(3)) is None
    assert [ticket_of(request) for request in server.requests] == [OLD, NEW]


def test_a_password_is_exchanged_anew_when_its_ticket_is_refused(kind: Waiting):
    tickets = iter(["7T:first", "7T:second"])

    def answer(request: httpx2.Request) -> httpx2.Response:
        if "SoPrincipal" not in str(request.url):
            return by_ticket("7T:second", httpx2.Response(401), "soap")(request)
        return as_soap(
            f"<AuthenticateResponse><Credentials><Ticket>{next(tickets)}</Ticket>"
            "</Credentials><AuthenticationSucceeded>true</AuthenticationSucceeded>"
            "</AuthenticateResponse>"
        )

    server = Server(answer)
    session = kind.open(
        server, binding="soap", credentials=UsernamePassword("tom", "hush")
    )

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == [
        None,
        "7T:first",
        None,
        "7T:second",
    ]


@pytest.mark.parametrize(("binding", "denied"), EVERY_DENIAL)
def test_a_second_refusal_is_the_callers(
    kind: Waiting, binding: str, denied: httpx2.Response
):
    server, renewal = Server(denied), Renewal(NEW, "7T:newer")
    credentials = Ticket(OLD, renew_with=renewal)
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(AuthenticationFault):
        kind.run(session.contact.get_contact_entity(3))

    assert [ticket_of(request) for request in server.requests] == [OLD, NEW]
    assert renewal.asked == 1


def test_the_same_ticket_once_more_is_no_renewal(kind: Waiting, binding: str):
    server, renewal = Server(httpx2.Response(401)), Renewal(OLD)
    credentials = Ticket(OLD, renew_with=renewal)
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(AuthenticationFault, match="not accepted"):
        kind.run(session.contact.get_contact_entity(3))

    assert len(server.requests) == 1
    assert renewal.asked == 1


@pytest.mark.parametrize(
    "denied",
    [
        BUSY,
        {
            "agents": as_json({"Error": True, "ErrorMessage": "Ticket 5 is closed"}),
            "soap": as_soap(
                "<a/>",
                succeeded=False,
                info="<h:Message>Ticket 5 is closed</h:Message>",
            ),
        },
        {"agents": httpx2.Response(403), "soap": httpx2.Response(403)},
    ],
)
def test_a_refusal_of_something_else_renews_nothing(
    kind: Waiting, binding: str, denied: dict[str, httpx2.Response]
):
    server, renewal = Server(denied[binding]), Renewal(NEW)
    credentials = Ticket(OLD, renew_with=renewal)
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(NetServerError) as raised:
        kind.run(session.contact.get_contact_entity(3))

    assert not isinstance(raised.value, AuthenticationFault)
    assert (len(server.requests), renewal.asked) == (1, 0)


@pytest.mark.parametrize(
    "credentials",
    [Ticket(OLD), AccessToken("8A:old"), AccessToken("8A:old", expires_at=1), None],
)
def test_what_cannot_be_renewed_gives_the_refusal_itself(
    kind: Waiting, binding: str, credentials: Credentials | None
):
    server = Server(httpx2.Response(401))
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(AuthenticationFault) as raised:
        kind.run(session.contact.get_contact_entity(3))

    assert raised.value.status == 401
    assert raised.value.__cause__ is None
    assert len(server.requests) == 1


def test_a_password_over_rest_is_not_asked_twice(kind: Waiting):
    server = Server(httpx2.Response(401))
    session = kind.open(server, credentials=UsernamePassword("tom", "hush"))

    with pytest.raises(AuthenticationFault):
        kind.run(session.contact.get_contact_entity(3))

    assert len(server.requests) == 1


# ------------------------------------------------------------------------------ ahead of time


@pytest.mark.parametrize(
    ("left", "tokens"),
    [
        (3600, ["8A:old"]),
        (61, ["8A:old"]),
        (60, ["8A:old"]),
        (59, ["8A:new"]),
        (0, ["8A:new"]),
        (-3600, ["8A:new"]),
    ],
)
def test_a_token_about_to_expire_is_renewed_ahead_of_time(
    kind: Waiting, binding: str, time: Time, left: float, tokens: list[str]
):
    server, renewal = Server(GOOD[binding]), Renewal("8A:new")
    credentials = AccessToken("8A:old", expires_at=time.now + left, renew_with=renewal)
    session = kind.open(server, binding=binding, credentials=credentials)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == tokens
    assert renewal.asked == len(set(tokens) - {"8A:old"})


def test_a_token_without_a_renewal_is_shown_even_after_its_time(
    kind: Waiting, binding: str, time: Time
):
    server = Server(GOOD[binding])
    credentials = AccessToken("8A:old", expires_at=time.now - 1)
    session = kind.open(server, binding=binding, credentials=credentials)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == ["8A:old"]


@pytest.mark.parametrize(
    ("waited", "tickets"),
    [
        ([5.9 * HOURS, 5.9 * HOURS, 5.9 * HOURS], [OLD, OLD, OLD, OLD]),
        ([6 * HOURS], [OLD, NEW]),
        ([5.9 * HOURS, 6.1 * HOURS, 6.1 * HOURS], [OLD, OLD, NEW, "7T:newer"]),
    ],
)
def test_a_ticket_is_renewed_after_six_idle_hours(
    kind: Waiting, binding: str, time: Time, waited: list[float], tickets: list[str]
):
    server = Server(GOOD[binding])
    credentials = Ticket(OLD, renew_with=Renewal(NEW, "7T:newer"))
    session = kind.open(server, binding=binding, credentials=credentials)

    kind.run(session.contact.get_contact_entity(3))
    for seconds in waited:
        time.pass_by(seconds)
        kind.run(session.contact.get_contact_entity(3))

    assert [ticket_of(request) for request in server.requests] == tickets


def test_a_call_without_credentials_does_not_keep_a_ticket_alive(
    kind: Waiting, time: Time
):
    signed_in = as_soap(
        "<AuthenticateResponse><AuthenticationSucceeded>true</AuthenticationSucceeded>"
        "</AuthenticateResponse>"
    )
    server = Server(GOOD["soap"], signed_in, GOOD["soap"])
    credentials = Ticket(OLD, renew_with=Renewal(NEW))
    session = kind.open(server, binding="soap", credentials=credentials)

    kind.run(session.contact.get_contact_entity(3))
    time.pass_by(4 * HOURS)
    kind.run(session.so_principal.authenticate_username_password("tom", "hush"))
    time.pass_by(4 * HOURS)
    kind.run(session.contact.get_contact_entity(3))

    assert [ticket_of(request) for request in server.requests] == [OLD, None, NEW]


def test_a_failed_call_does_not_keep_a_ticket_alive(kind: Waiting, time: Time):
    server = Server(GOOD["agents"], httpx2.ConnectError("no"), GOOD["agents"])
    credentials = Ticket(OLD, renew_with=Renewal(NEW))
    session = kind.open(
        server, credentials=credentials, options=RequestOptions(retries=0)
    )

    kind.run(session.contact.get_contact_entity(3))
    time.pass_by(4 * HOURS)
    with pytest.raises(ConnectError):
        kind.run(session.contact.get_contact_entity(3))
    time.pass_by(4 * HOURS)
    kind.run(session.contact.get_contact_entity(3))

    assert [ticket_of(request) for request in server.requests] == [OLD, OLD, NEW]


# ------------------------------------------------------------------------------ many at once


def test_one_of_many_renews_what_all_were_refused_with(waits: bool, binding: str):
    renewal = Renewal(NEW)
    seen: list[str | None] = []

    def answer(request: httpx2.Request, number: int) -> httpx2.Response:
        seen.append(ticket_of(request))
        return by_ticket(NEW, httpx2.Response(401), binding)(request)

    results = gathered(
        MANY,
        {"binding": binding, "credentials": Ticket(OLD, renew_with=renewal)},
        answer,
        waits=waits,
        together=lambda request: ticket_of(request) == OLD,
    )

    assert [found.name for found in results] == ["Alfa"] * MANY
    assert renewal.asked == 1
    assert sorted(map(str, seen)) == [NEW] * MANY + [OLD] * MANY


def test_one_of_many_renews_what_has_lapsed(waits: bool, binding: str, time: Time):
    renewal = Renewal("8A:new")
    seen: list[str | None] = []

    def answer(request: httpx2.Request, number: int) -> httpx2.Response:
        seen.append(ticket_of(request))
        return GOOD[binding]

    credentials = AccessToken("8A:old", expires_at=time.now - 1, renew_with=renewal)
    results = gathered(
        MANY, {"binding": binding, "credentials": credentials}, answer, waits=waits
    )

    assert [found.name for found in results] == ["Alfa"] * MANY
    assert renewal.asked == 1
    assert seen == ["8A:new"] * MANY


class Held:
    """A renewal that takes until all the others stand in line behind it."""

    def __init__(self, inner: Callable[[], str], *, waits: bool) -> None:
        self.inner, self.waits = inner, waits
        self.in_line: Callable[[], bool] = lambda: True

    def __call__(self) -> Any:
        if self.waits:
            pause = threading.Event()
            for _ in range(2000):
                if self.in_line():
                    break
                pause.wait(0.005)
            return self.inner()

        async def later() -> str:
            for _ in range(200):
                await asyncio.sleep(0)
            return self.inner()

        return later()


@pytest.mark.parametrize(
    "trouble",
    [
        AuthenticationFault("the user is gone"),
        RuntimeError("the vault is sealed"),
        KeyError("ticket"),
    ],
)
def test_a_renewal_that_fails_fails_for_all_who_waited(
    waits: bool, binding: str, trouble: Exception
):
    renewal = Renewal(trouble, NEW)

    results = gathered(
        MANY,
        {"binding": binding, "credentials": Ticket(OLD, renew_with=renewal)},
        lambda request, number: httpx2.Response(401),
        waits=waits,
    )

    assert [type(found) for found in results] == [type(trouble)] * MANY
    assert {str(found) for found in results} == {str(trouble)}
    assert renewal.asked == 1


def test_a_renewal_ahead_of_time_that_fails_fails_for_all_who_waited(
    waits: bool, binding: str, time: Time
):
    renewal = Renewal(AuthenticationFault("the user is gone"), "8A:new")
    held = Held(renewal, waits=waits)
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request, number: int) -> httpx2.Response:
        requests.append(request)
        return GOOD[binding]

    def watched(session: Any) -> Any:
        if waits:
            # One is inside, and the others have begun: their frames wait for the lock.
            held.in_line = lambda: _standing_in_line() >= MANY - 1

        async def nothing() -> None: ...

        return None if waits else nothing()

    credentials = AccessToken("8A:old", expires_at=time.now - 1, renew_with=held)
    results = gathered(
        MANY,
        {"binding": binding, "credentials": credentials},
        answer,
        waits=waits,
        first=watched,
    )

    assert [type(found) for found in results] == [AuthenticationFault] * MANY
    assert {found.message for found in results} == {"the user is gone"}
    assert renewal.asked == 1
    assert requests == []


def _standing_in_line() -> int:
    """How many threads are about to take a lock of a driver."""
    import sys

    frames = sys._current_frames().values()
    return sum(
        frame.f_code.co_name == "_take_alone" and "lock" in frame.f_locals
        for frame in frames
    )


def test_many_with_a_renewal_that_gives_the_same_ticket_ask_once(waits: bool):
    renewal = Renewal(OLD)

    results = gathered(
        MANY,
        {"credentials": Ticket(OLD, renew_with=renewal)},
        lambda request, number: httpx2.Response(401),
        waits=waits,
    )

    assert [type(found) for found in results] == [AuthenticationFault] * MANY
    assert renewal.asked == 1


@pytest.mark.parametrize("trouble", [AuthenticationFault("no"), RuntimeError("no")])
def test_after_a_failed_renewal_the_next_call_asks_anew(
    kind: Waiting, binding: str, trouble: Exception
):
    server = Server(by_ticket(NEW, httpx2.Response(401), binding))
    renewal = Renewal(trouble, NEW)
    credentials = Ticket(OLD, renew_with=renewal)
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(type(trouble)) as raised:
        kind.run(session.contact.get_contact_entity(3))
    assert str(raised.value) == "no"
    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"

    assert [ticket_of(request) for request in server.requests] == [OLD, OLD, NEW]
    assert renewal.asked == 2


def test_a_failed_renewal_says_what_it_was_needed_for(kind: Waiting, binding: str):
    server = Server(httpx2.Response(401))
    credentials = Ticket(OLD, renew_with=Renewal(AuthenticationFault("no")))
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(AuthenticationFault, match="^no$") as raised:
        kind.run(session.contact.get_contact_entity(3))

    assert isinstance(raised.value.__cause__, AuthenticationFault)
    assert raised.value.__cause__.status == 401


# ---------------------------------------------------------------------- functions that renew


def test_an_asynchronous_session_awaits_the_renewal(binding: str):
    async def main() -> None:
        async def renewed() -> str:
            await asyncio.sleep(0)
            return NEW

        server = Server(by_ticket(NEW, httpx2.Response(401), binding))
        credentials = Ticket(OLD, renew_with=renewed)
        session = AsyncSession(
            ROOT,
            binding=binding,
            credentials=credentials,
            transport=httpx2.MockTransport(server),
        )
        contact = await session.contact.get_contact_entity(3)
        assert contact is not None
        assert contact.name == "Alfa"
        assert [ticket_of(request) for request in server.requests] == [OLD, NEW]

    asyncio.run(main())


@pytest.mark.filterwarnings("error")
def test_a_session_that_waits_awaits_nothing(binding: str):
    async def renewed() -> str:
        return NEW

    server = Server(httpx2.Response(401))
    session = Session(
        ROOT,
        binding=binding,
        credentials=Ticket(OLD, renew_with=renewed),
        transport=httpx2.MockTransport(server),
    )

    with pytest.raises(TypeError, match="needs an AsyncSession"):
        session.contact.get_contact_entity(3)


@pytest.mark.parametrize(
    ("given", "error"),
    [(None, TypeError), (b"7T:x", TypeError), ("", ValueError), ("7T:a\n", ValueError)],
)
def test_a_renewal_must_give_a_ticket(
    kind: Waiting, binding: str, given: Any, error: type[Exception]
):
    server = Server(httpx2.Response(401))
    credentials = Ticket(OLD, renew_with=lambda: given)
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(error, match="a ticket must be"):
        kind.run(session.contact.get_contact_entity(3))

    assert len(server.requests) == 1


def test_a_renewal_may_make_calls_that_need_no_ticket(kind: Waiting):
    signed_in = as_soap(
        f"<AuthenticateResponse><Credentials><Ticket>{NEW}</Ticket></Credentials>"
        "<AuthenticationSucceeded>true</AuthenticationSucceeded></AuthenticateResponse>"
    )

    def answer(request: httpx2.Request) -> httpx2.Response:
        if "SoPrincipal" in str(request.url):
            return signed_in
        return by_ticket(NEW, httpx2.Response(401), "soap")(request)

    def renewed() -> Any:
        found = session.so_principal.authenticate_username_password("tom", "hush")
        if kind.kind is Session:
            return found.credentials.ticket

        async def later() -> str:
            return (await found).credentials.ticket

        return later()

    credentials = Ticket(OLD, renew_with=renewed)
    session = kind.open(Server(answer), binding="soap", credentials=credentials)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"


def test_a_renewal_that_needs_what_it_renews_is_told_so(kind: Waiting, binding: str):
    def renewed() -> Any:
        found = session.contact.get_contact_entity(3)
        if kind.kind is Session:
            return found.name

        async def later() -> str:
            return (await found).name

        return later()

    credentials = Ticket(OLD, renew_with=renewed)
    session = kind.open(
        Server(httpx2.Response(401)), binding=binding, credentials=credentials
    )

    with pytest.raises(RuntimeError):
        kind.run(session.contact.get_contact_entity(3))


def test_a_cancelled_renewal_leaves_the_way_free(binding: str):
    async def main() -> None:
        begun = asyncio.Event()
        asked = 0

        async def renewed() -> str:
            nonlocal asked
            asked += 1
            if asked == 1:
                begun.set()
                await asyncio.Event().wait()
            return NEW

        server = Server(by_ticket(NEW, httpx2.Response(401), binding))
        session = AsyncSession(
            ROOT,
            binding=binding,
            credentials=Ticket(OLD, renew_with=renewed),
            transport=httpx2.MockTransport(server),
        )
        first = asyncio.create_task(session.contact.get_contact_entity(3))
        await begun.wait()
        others = [
            asyncio.create_task(session.contact.get_contact_entity(3)) for _ in range(9)
        ]
        for _ in range(50):
            await asyncio.sleep(0)
        others[0].cancel()
        first.cancel()
        done = await asyncio.gather(first, *others, return_exceptions=True)
        assert [type(found) for found in done[:2]] == [asyncio.CancelledError] * 2
        assert [found.name for found in done[2:]] == ["Alfa"] * 8
        assert asked == 2

    asyncio.run(main())


# ----------------------------------------------------------------------- classes of one's own


class Own(Credentials):
    """Has nothing at first, and gets a ticket from a vault that may be out of reach."""

    def __init__(self, *gives: Grant | NetServerError) -> None:
        self.gives = list(gives)

    def obtain(self, around: Any) -> Any:
        given = self.gives.pop(0)
        if isinstance(given, NetServerError):
            raise given
        return given
        yield


def grant(text: str, **more: Any) -> Grant:
    return Grant(scheme="SOTicket", text=text, **more)


def test_signing_in_is_tried_again_where_that_may_help(
    kind: Waiting, binding: str, time: Time
):
    server = Server(GOOD[binding])
    own = Own(ConnectError("no"), RequestTimeout("late"), grant(NEW))
    session = kind.open(server, binding=binding, credentials=own)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == [NEW]
    assert len(time.slept) == 2


def test_signing_in_is_not_tried_again_where_it_is_refused(
    kind: Waiting, binding: str, time: Time
):
    server = Server(GOOD[binding])
    own = Own(Fault("locked"), grant(NEW))
    session = kind.open(server, binding=binding, credentials=own)

    with pytest.raises(Fault, match="locked"):
        kind.run(session.contact.delete_contact_entity(3))

    assert (len(server.requests), time.slept, len(own.gives)) == (0, [], 1)


def test_a_grant_may_bring_new_credentials(kind: Waiting, binding: str):
    server = Server(by_ticket("7T:3", httpx2.Response(401), binding))
    third = Own(grant("7T:3"))
    second = Own(grant("7T:2", credentials=third))
    session = kind.open(server, binding=binding, credentials=second)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == ["7T:2", "7T:3"]


def test_a_session_closed_while_a_ticket_is_renewed_makes_no_more_calls(
    kind: Waiting, binding: str
):
    def renewed() -> str:
        session._core.close()
        return NEW

    server = Server(by_ticket(NEW, httpx2.Response(401), binding))
    credentials = Ticket(OLD, renew_with=renewed)
    session = kind.open(server, binding=binding, credentials=credentials)

    with pytest.raises(SessionClosed):
        kind.run(session.contact.get_contact_entity(3))

    assert [ticket_of(request) for request in server.requests] == [OLD]


def test_a_session_closed_while_a_call_waits_makes_no_more_calls(
    kind: Waiting, binding: str, time: Time, monkeypatch: pytest.MonkeyPatch
):
    def sleep(seconds: float) -> None:
        session._core.close()

    monkeypatch.setattr(time, "sleep", sleep)
    server = Server(httpx2.Response(503), GOOD[binding])
    session = kind.open(server, binding=binding, credentials=Ticket(OLD))

    with pytest.raises(SessionClosed):
        kind.run(session.contact.get_contact_entity(3))

    assert [ticket_of(request) for request in server.requests] == [OLD]


# ------------------------------------------------------------------------- within a total time


def test_signing_in_counts_towards_the_whole_call(kind: Waiting, time: Time):
    def slowly(request: httpx2.Request) -> httpx2.Response:
        time.pass_by(4)
        return again(
            as_soap(
                f"<AuthenticateResponse><Credentials><Ticket>{NEW}</Ticket>"
                "</Credentials><AuthenticationSucceeded>true</AuthenticationSucceeded>"
                "</AuthenticateResponse>"
            )
        )

    server = Server(slowly, GOOD["soap"])
    session = kind.open(
        server, binding="soap", credentials=UsernamePassword("tom", "hush")
    )

    with pytest.raises(RequestTimeout, match="whole call was not over within 3 sec"):
        kind.run(
            session.contact.get_contact_entity(
                3, options=RequestOptions(total_timeout=3, timeout=60)
            )
        )

    assert server.requests[0].extensions["timeout"]["read"] == 3.0
    assert len(server.requests) == 1


def test_nobody_waits_for_another_ones_sign_in_beyond_his_time(waits: bool):
    short = RequestOptions(total_timeout=0.05)
    if waits:
        begun, enough = threading.Event(), threading.Event()

        def renewed() -> str:
            begun.set()
            assert enough.wait(20)
            return NEW

        server = Server(by_ticket(NEW, httpx2.Response(401), "agents"))
        session = Session(
            ROOT,
            credentials=Ticket(OLD, renew_with=renewed),
            transport=httpx2.MockTransport(server),
        )
        found: list[Any] = []
        patient = threading.Thread(
            target=lambda: found.append(session.contact.get_contact_entity(3)),
            daemon=True,
        )
        patient.start()
        assert begun.wait(20)
        with pytest.raises(RequestTimeout, match=r"whole call .* within 0\.05"):
            session.contact.get_contact_entity(3, options=short)
        enough.set()
        patient.join(20)
        assert [contact.name for contact in found] == ["Alfa"]
        return

    async def main() -> None:
        begun, enough = asyncio.Event(), asyncio.Event()

        async def renewed() -> str:
            begun.set()
            await enough.wait()
            return NEW

        server = Server(by_ticket(NEW, httpx2.Response(401), "agents"))
        session = AsyncSession(
            ROOT,
            credentials=Ticket(OLD, renew_with=renewed),
            transport=httpx2.MockTransport(server),
        )
        patient = asyncio.create_task(session.contact.get_contact_entity(3))
        await begun.wait()
        with pytest.raises(RequestTimeout, match=r"whole call .* within 0\.05"):
            await session.contact.get_contact_entity(3, options=short)
        enough.set()
        contact = await patient
        assert contact is not None
        assert contact.name == "Alfa"

    asyncio.run(main())
