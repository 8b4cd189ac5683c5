"""Sessions as text: sealed here, opened in another process, and by nobody who lacks the key."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from identity import (
    APP_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    LIFE_NAMES,
    LIVES,
    PASSWORD,
    PRINCIPAL,
    REDIRECT_URI,
    SYSTEM_TOKEN,
    TENANT,
    USERNAME,
    IdentityServer,
    Live,
    pem,
    rsa_key,
)
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from times import Time
from wires import ROOT, Server, as_json

from generator.runtime import suspension
from generator.runtime.credentials import (
    AccessToken,
    Credentials,
    Grant,
    Implicit,
    OAuth,
    SystemUser,
    Ticket,
    UsernamePassword,
)
from generator.runtime.errors import AuthenticationFault, ResumeError
from generator.runtime.options import RequestOptions

KEY = b"0123456789abcdef0123456789abcdef"
ALFA = ContactEntity(contact_id=3, name="Alfa")


@pytest.fixture
def service(time: Time) -> Iterator[IdentityServer]:
    with IdentityServer(lambda: time.now) as service:
        service.tickets["7T:ticket-of-mine"] = time.now
        service.access_tokens["8A:Cust12345.token-of-mine"] = time.now + 3600
        yield service


@pytest.fixture(params=LIVES, ids=LIFE_NAMES)
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    with request.param() as live:
        yield live


def called(session: Any, live: Live) -> ContactEntity:
    return live.run(session.contact.get_contact_entity(3))


def oauth_of(service: IdentityServer) -> OAuth:
    oauth = OAuth(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        redirect_uri=REDIRECT_URI,
        environment=service.origin,
    )
    begun = oauth.authorize()
    return oauth.exchange(service.sent_back(begun.url), begun)


def credentials_of(service: IdentityServer, kind: str) -> Credentials:
    match kind:
        case "Ticket":
            return Ticket("7T:ticket-of-mine")
        case "AccessToken":
            return AccessToken("8A:Cust12345.token-of-mine", expires_at=1_800_003_600.0)
        case "UsernamePassword":
            return UsernamePassword(USERNAME, PASSWORD)
        case "OAuth":
            return oauth_of(service)
        case "SystemUser over soap":
            return SystemUser(
                SYSTEM_TOKEN,
                pem(rsa_key("partner")),
                environment=service.origin,
                over="soap",
            )
        case _:
            return SystemUser(
                SYSTEM_TOKEN, pem(rsa_key("partner")), environment=service.origin
            )


KINDS = (
    "Ticket",
    "AccessToken",
    "UsernamePassword",
    "OAuth",
    "SystemUser",
    "SystemUser over soap",
)

ELSEWHERE = """
import asyncio, json, sys
told = json.load(sys.stdin)
sys.path[:0] = told["path"]
from generator.runtime.clock import Clock
Clock.now = Clock.monotonic = lambda clock: told["now"]
from minicrm.session import AsyncSession, Session
if told["kind"] == "sync":
    with Session.resume(told["text"], told["key"]) as session:
        found = session.contact.get_contact_entity(3)
        name, binding = session.principal.associate, session.binding
else:
    async def main():
        async with AsyncSession.resume(told["text"], told["key"]) as session:
            found = await session.contact.get_contact_entity(3)
            return found, (await session.principal).associate, session.binding
    found, name, binding = asyncio.run(main())
json.dump([found.contact_id, found.name, name, binding], sys.stdout)
"""


def elsewhere(text: str, key: str, now: float, kind: str) -> list[Any]:
    """What another process makes of the text: a call, the principal and the binding."""
    here = Path(__file__).parent
    told = {
        "text": text,
        "key": key,
        "now": now,
        "kind": kind,
        "path": [str(here), str(here.parents[2])],
    }
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ------------------------------------------------------------------------------- another process


@pytest.mark.parametrize("other", LIFE_NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_another_process_goes_on_where_this_one_stopped(
    service: IdentityServer, time: Time, kind: str, other: str
):
    credentials = credentials_of(service, kind)
    with Session(service.root, credentials=credentials, app_token=APP_TOKEN) as session:
        assert session.contact.get_contact_entity(3) == ALFA
        text = session.suspend("a key of ours")
    before = len(service.requests)
    time.pass_by(1800)

    found = elsewhere(text, "a key of ours", time.now, other)

    assert found == [3, "Alfa", "tom", "agents"]
    assert [r.path.rpartition("/")[2] for r in service.requests[before:]] == [
        "GetContactEntity",
        "currentPrincipal",
    ]  # and nobody has signed in anew


@pytest.mark.parametrize("kind", KINDS)
def test_another_process_goes_on_over_soap(
    service: IdentityServer, time: Time, kind: str
):
    credentials = credentials_of(service, kind)
    with Session(
        service.root, credentials=credentials, app_token=APP_TOKEN, binding="soap"
    ) as session:
        assert session.contact.get_contact_entity(3) == ALFA
        assert session.principal.associate == "tom"
        text = session.suspend("a key of ours")
    before = len(service.requests)
    time.pass_by(1800)

    found = elsewhere(text, "a key of ours", time.now, "sync")

    assert found == [3, "Alfa", "tom", "soap"]
    assert [r.path.rpartition("/")[2] for r in service.requests[before:]] == [
        "Contact.svc"
    ]  # the principal came along, and nobody has signed in anew


def test_what_is_over_by_then_is_renewed(
    service: IdentityServer, live: Live, time: Time
):
    for kind in ("OAuth", "SystemUser"):
        credentials = credentials_of(service, kind)
        session = live.open(service.root, credentials=credentials, app_token=APP_TOKEN)
        called(session, live)
        text = session.suspend(KEY)
        time.pass_by(30 * 24 * 3600)
        before = len(service.requests)

        assert called(live.resume(text, KEY), live) == ALFA

        path = {"OAuth": "tokens", "SystemUser": "Authenticate"}[kind]
        assert [r.path.rpartition("/")[2] for r in service.requests[before:]] == [
            path,
            "jwks",
            "GetContactEntity",
        ]


def test_a_ticket_counts_its_six_hours_from_its_last_use(
    service: IdentityServer, live: Live, time: Time
):
    session = live.open(
        service.root,
        credentials=credentials_of(service, "SystemUser"),
        app_token=APP_TOKEN,
    )
    called(session, live)
    time.pass_by(5 * 3600)
    called(session, live)
    text = session.suspend(KEY)
    time.pass_by(5 * 3600)

    assert called(live.resume(text, KEY), live) == ALFA
    assert service.exchanges == 1


@pytest.mark.parametrize("kind", KINDS)
def test_credentials_and_what_was_granted_come_back_as_they_were(
    service: IdentityServer, live: Live, kind: str
):
    session = live.open(
        service.root,
        credentials=credentials_of(service, kind),
        app_token=APP_TOKEN,
        binding="soap",
    )
    called(session, live)

    again = live.resume(session.suspend(KEY), KEY)

    assert again._core.sign_in.credentials == session._core.sign_in.credentials
    assert again._core.sign_in.grant == session._core.sign_in.grant
    assert again._core.sign_in.used_at == session._core.sign_in.used_at
    assert again._core.sign_in.secrets() == session._core.sign_in.secrets()


@pytest.mark.parametrize(
    "credentials",
    [
        None,
        Implicit(),
        Implicit("tom", "hushhush"),
        Ticket("7T:a"),
        AccessToken("8A:b"),
        AccessToken("8A:b", expires_at=5.0),
        OAuth(client_id="c", redirect_uri="https://a.example.com/"),
        UsernamePassword("tøm", "hemmelig \u2603\n"),
        SystemUser("a-b", rsa_key("partner") and pem(rsa_key("partner")), tenant="T"),
    ],
)
def test_credentials_that_nobody_has_used_yet_come_back_too(
    live: Live, credentials: Credentials | None
):
    session = live.open(ROOT, credentials=credentials)

    again = live.resume(session.suspend(KEY), KEY)

    assert again._core.sign_in.credentials == credentials
    assert again._core.sign_in.grant is None
    assert repr(again) == repr(session)


# ------------------------------------------------------------------------------- what is kept

SAID = RequestOptions(
    language="nb-NO",
    culture="nb-NO",
    time_zone=261,
    include_offset=True,
    timeout=7.0,
    connect_timeout=2.5,
    total_timeout=60.0,
    retries=5,
    idempotent=True,
    headers={"X-Trace": "ø".encode().hex()},
    select=("Name", "Category/Id"),
    soap_headers={"TraceId": "abc", "Deep": {"a": [1, None, True]}},
)


def test_a_session_comes_back_as_it_was(live: Live):
    session = live.open(
        ROOT,
        credentials=Ticket("7T:a"),
        app_token=APP_TOKEN,
        binding="soap",
        options=SAID,
    )

    again = live.resume(session.suspend(KEY), KEY)

    assert type(again) is type(session)
    assert again._core.options == session._core.options == SAID
    assert (again.root, again.binding, again._core.app_token) == (
        ROOT,
        "soap",
        APP_TOKEN,
    )
    assert not again.closed


def test_time_limits_that_never_end_come_back(live: Live):
    session = live.open(ROOT, timeout=None)

    again = live.resume(session.suspend(KEY), KEY)

    assert again._core.options == session._core.options
    assert again._core.options.timeout == float("inf")


def test_the_principal_comes_back_and_is_not_asked_for(
    service: IdentityServer, live: Live
):
    session = live.open(
        service.root, credentials=Ticket("7T:ticket-of-mine"), app_token=APP_TOKEN
    )
    known = live.run(session.principal)
    before = len(service.requests)

    again = live.resume(session.suspend(KEY), KEY)

    assert live.run(again.principal) == known
    assert live.run(again.principal).carrier == PRINCIPAL
    assert len(service.requests) == before


def test_a_tenant_comes_back_and_is_asked_for_anew(service: IdentityServer, live: Live):
    session = live.for_tenant(
        TENANT,
        service.origin,
        credentials=Ticket("7T:ticket-of-mine"),
        app_token=APP_TOKEN,
    )
    text = session.suspend(KEY)
    service.state["Api"] = f"{service.origin}/{TENANT}/api/v1"
    before = len(service.requests)

    again = live.resume(text, KEY)
    assert (again.root, again.tenant) == ("", None)
    assert called(again, live) == ALFA

    assert again.root == service.root
    assert again._core.place.tenant == session._core.place.tenant
    assert [r.path.rpartition("/")[2] for r in service.requests[before:]] == [
        TENANT,
        "GetContactEntity",
    ]


def test_the_other_kind_of_session_resumes_as_well(time: Time, service: IdentityServer):
    with Session(
        service.root, credentials=Ticket("7T:ticket-of-mine"), app_token=APP_TOKEN
    ) as session:
        text = session.suspend(KEY)
    with LIVES[1]() as live:
        again = live.resume(text, KEY)
        assert isinstance(again, AsyncSession)
        assert called(again, live) == ALFA
        text = again.suspend(KEY)
    with Session.resume(text, KEY) as back:
        assert back.contact.get_contact_entity(3) == ALFA


def test_a_session_goes_on_after_it_was_suspended(service: IdentityServer, live: Live):
    session = live.open(
        service.root, credentials=Ticket("7T:ticket-of-mine"), app_token=APP_TOKEN
    )
    session.suspend(KEY)

    assert called(session, live) == ALFA


def test_a_function_that_renews_stays_behind(live: Live):
    session = live.open(ROOT, credentials=Ticket("7T:a", renew_with=lambda: "7T:b"))

    again = live.resume(session.suspend(KEY), KEY)

    assert again._core.sign_in.credentials == Ticket("7T:a")


# ------------------------------------------------------------------------------- what is given anew


def test_what_is_given_by_name_holds_in_place_of_the_text(live: Live):
    session = live.open(
        ROOT,
        credentials=Ticket("7T:a"),
        app_token="app",
        binding="soap",
        options=RequestOptions(language="en"),
    )
    text = session.suspend(KEY)

    again = live.resume(
        text,
        KEY,
        credentials=Ticket("7T:b"),
        app_token="other",
        binding="agents",
        options=RequestOptions(language="nb-NO"),
    )

    assert again._core.sign_in.credentials == Ticket("7T:b")
    assert again._core.app_token == "other"
    assert again.binding == "agents"
    assert again._core.options.language == "nb-NO"

    without = live.resume(text, KEY, credentials=None, app_token=None)
    assert without._core.sign_in.credentials is None
    assert without._core.app_token is None


def test_a_transport_is_given_anew():
    server = Server(as_json({"ContactId": 3, "Name": "Alfa"}))
    with Session(ROOT, credentials=Ticket("7T:a")) as session:
        text = session.suspend(KEY)

    with Session.resume(text, KEY, transport=httpx2.MockTransport(server)) as again:
        assert again.contact.get_contact_entity(3) == ALFA
    assert server.asked.headers["Authorization"] == "SOTicket 7T:a"


def test_another_user_brings_no_ticket_of_the_first_along(
    service: IdentityServer, live: Live
):
    session = live.open(
        service.root,
        credentials=credentials_of(service, "SystemUser"),
        app_token=APP_TOKEN,
    )
    called(session, live)
    text = session.suspend(KEY)

    again = live.resume(text, KEY, credentials=Ticket("7T:another"))

    with pytest.raises(AuthenticationFault):
        called(again, live)
    assert service.requests[-1].headers["authorization"] == "SOTicket 7T:another"


def test_another_user_is_not_taken_for_the_first(service: IdentityServer, live: Live):
    session = live.open(
        service.root, credentials=Ticket("7T:ticket-of-mine"), app_token=APP_TOKEN
    )
    live.run(session.principal)

    again = live.resume(session.suspend(KEY), KEY, credentials=Ticket("7T:another"))

    assert again._core.principal is None
    assert again._core.sign_in.used_at == float("-inf")


def test_a_time_limit_that_is_given_holds(live: Live):
    session = live.open(ROOT, timeout=30.0)

    again = live.resume(session.suspend(KEY), KEY, timeout=5.0)

    assert again._core.options.timeout == 5.0


# ------------------------------------------------------------------------------- who may open it


def sealed() -> str:
    session = Session(
        ROOT,
        credentials=UsernamePassword("tom-of-ours", "hushhush"),
        app_token="app-s3cret",
    )
    with session:
        return session.suspend(KEY)


SECRETS = ("hushhush", "app-s3cret", "tom-of-ours", ROOT, KEY.decode())


def refused(text: str, key: str | bytes = KEY) -> None:
    for kind in (Session, AsyncSession):
        with pytest.raises(ResumeError) as caught:
            kind.resume(text, key)
        shown = "".join(traceback.format_exception(caught.value)) + repr(
            vars(caught.value)
        )
        assert caught.value.message == (
            "the text cannot be opened: the key is not the one that it was suspended "
            "under, or the text was changed or cut off"
        )
        assert caught.value.__cause__ is None
        assert not [secret for secret in SECRETS if secret in shown]
        assert len(text) < 20 or text[10:] not in shown


def test_the_text_shows_nothing():
    text = sealed()

    whole = base64.urlsafe_b64decode(text)
    assert whole.startswith(b"PS1")
    for secret in SECRETS:
        assert secret not in text
        assert secret.encode() not in whole
        for shift in range(3):
            hidden = base64.urlsafe_b64encode(b"x" * shift + secret.encode())
            assert hidden[4:-4].decode() not in text


def test_the_text_differs_each_time():
    with Session(ROOT, credentials=Ticket("7T:a")) as session:
        texts = {session.suspend(KEY) for _ in range(5)}

    assert len(texts) == 5
    assert len({text[3:40] for text in texts}) == 5


@pytest.mark.parametrize(
    "key",
    [
        b"0123456789abcdef0123456789abcdeg",
        b"0123456789abcdef0123456789abcde",
        b"0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789ABCDEF",
        b"\0" * 32,
        "another key",
    ],
)
def test_another_key_opens_nothing(key: str | bytes):
    refused(sealed(), key)


def test_a_key_of_text_is_the_same_as_its_bytes():
    with Session(ROOT, credentials=Ticket("7T:a")) as session:
        text = session.suspend("nøkkel-vår")

    with Session.resume(text, "nøkkel-vår".encode()) as again:
        assert again._core.sign_in.credentials == Ticket("7T:a")


@pytest.fixture
def cheaply(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys by a shorter way, for tests that open thousands of texts."""
    import hashlib

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    def cipher(key: bytes, salt: bytes) -> AESGCM:
        return AESGCM(hashlib.sha256(salt + key).digest())

    monkeypatch.setattr(suspension, "_cipher", cipher)


def test_any_character_that_was_changed_is_noticed(cheaply: None):
    text = sealed()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n."

    for at in range(len(text)):
        tail = at > len(text) - 5
        for letter in letters if tail else (letters[(at * 7) % 64], "+", "/", "="):
            if letter != text[at]:
                with pytest.raises(ResumeError):
                    suspension.opened(text[:at] + letter + text[at + 1 :], KEY)
    assert suspension.opened(text, KEY)["root"] == ROOT


def test_any_bit_that_was_changed_is_noticed(cheaply: None):
    whole = base64.urlsafe_b64decode(sealed())

    for at in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(ResumeError):
            suspension.opened(base64.urlsafe_b64encode(changed).decode(), KEY)


def test_a_text_that_was_cut_off_or_added_to_is_noticed(cheaply: None):
    text = sealed()

    for length in range(len(text)):
        with pytest.raises(ResumeError):
            suspension.opened(text[:length], KEY)
    for more in ("A", "AAAA", "=", "\n", " ", "\0", text):
        with pytest.raises(ResumeError):
            suspension.opened(text + more, KEY)
        with pytest.raises(ResumeError):
            suspension.opened(more + text, KEY)


def test_parts_of_two_texts_make_no_third(cheaply: None):
    one, other = sealed(), sealed()

    for at in range(8, len(one), 4):  # the first four letters are the same
        with pytest.raises(ResumeError):
            suspension.opened(one[:at] + other[at:], KEY)


def test_what_is_changed_is_noticed_by_the_real_cipher():
    text = sealed()

    for at in (0, 3, 5, 30, 44, len(text) // 2, len(text) - 3):
        letter = "A" if text[at] != "A" else "B"
        refused(text[:at] + letter + text[at + 1 :])
    refused(text[:-4])
    refused(text + "AAAA")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "PS1",
        "UFMx",
        "hello",
        "hellø",
        "=" * 8,
        "A" * 400,
        "\0" * 40,
        base64.urlsafe_b64encode(b"PS1" + b"x" * 28).decode(),
        base64.urlsafe_b64encode(b"PS1" + b"x" * 44).decode(),
        base64.urlsafe_b64encode(b"PS2" + b"x" * 100).decode(),
    ],
)
def test_another_text_is_refused(text: str):
    refused(text)


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=st.one_of(
        st.text(),
        st.binary(max_size=99).map(
            lambda b: "UFMx" + base64.urlsafe_b64encode(b).decode()
        ),
    )
)
def test_no_text_of_anybody_else_is_opened(cheaply: None, text: str):
    with pytest.raises(ResumeError):
        suspension.opened(text, KEY)


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("", ValueError),
        (b"", ValueError),
        ("1234567", ValueError),
        (b"1234567", ValueError),
        ("ååå", ValueError),
        (None, TypeError),
        (12345678, TypeError),
        (bytearray(b"12345678"), TypeError),
    ],
)
def test_a_key_that_is_none_is_refused_both_ways(key: Any, error: type[Exception]):
    text = sealed()
    with (
        Session(ROOT, credentials=Ticket("7T:hushhush")) as session,
        pytest.raises(error, match="the key must be") as caught,
    ):
        session.suspend(key)
    assert "hushhush" not in "".join(traceback.format_exception(caught.value))
    assert not isinstance(caught.value, ResumeError)

    with pytest.raises(error, match="the key must be"):
        Session.resume(text, key)


@pytest.mark.parametrize("text", [None, b"UFMx", 5])
def test_a_text_of_another_type_is_refused(text: Any):
    with pytest.raises(TypeError, match="the text must be a str"):
        Session.resume(text, KEY)


# ------------------------------------------------------------------------------- what cannot be sealed


class Own(Credentials):
    def at_hand(self, wire: str) -> Grant | None:
        return Grant(scheme="SOTicket", text="7T:hushhush")


class OwnTicket(Ticket):
    pass


class SystemUserOfMine(Credentials):
    __qualname__ = __name__ = "Ticket"


SystemUserOfMine.__name__ = "Ticket"


@pytest.mark.parametrize(
    ("credentials", "kind"),
    [
        (Own(), "Own"),
        (OwnTicket("7T:hushhush"), "OwnTicket"),
        (SystemUserOfMine(), "Ticket"),
    ],
)
def test_credentials_of_your_own_are_refused(
    live: Live, credentials: Credentials, kind: str
):
    session = live.open(ROOT, credentials=credentials)

    with pytest.raises(
        ValueError,
        match=f"^{kind} are credentials of your own, and cannot be suspended$",
    ):
        session.suspend(KEY)


@pytest.mark.parametrize("value", [object(), lambda: 1, {1, 2} | {object()}, 1j])
def test_an_option_that_is_no_value_is_refused(live: Live, value: object):
    session = live.open(ROOT, options=RequestOptions(soap_headers={"X": value}))

    with pytest.raises(ValueError, match="cannot be written into a text"):
        session.suspend(KEY)


@pytest.mark.parametrize(
    "value", ["text", 5, None, True, 1.5, b"bytes", [1, "a"], {"a": {"b": None}}]
)
def test_an_option_that_is_a_value_comes_back(live: Live, value: object):
    session = live.open(ROOT, options=RequestOptions(soap_headers={"X": value}))

    again = live.resume(session.suspend(KEY), KEY)

    assert again._core.options.soap_headers == {"X": value}


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 1, 5), ContactEntity(contact_id=3), {1, 2}, (1, 2)],
    ids=["date", "carrier", "set", "tuple"],
)
def test_an_option_that_would_come_back_as_something_else_is_refused(
    live: Live, value: object
):
    session = live.open(ROOT, options=RequestOptions(soap_headers={"X": value}))

    with pytest.raises(ValueError, match="cannot be written into a text"):
        session.suspend(KEY)


def test_a_session_that_was_closed_has_nothing_to_suspend():
    with Session(ROOT, credentials=Ticket("7T:a")) as session:
        pass

    with pytest.raises(ValueError, match="the session was closed"):
        session.suspend(KEY)
