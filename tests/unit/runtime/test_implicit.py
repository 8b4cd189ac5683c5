"""Signing in as the user of this machine: a real handshake, with pyspnego at both ends."""

from __future__ import annotations

import base64
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from identity import (
    APP_TOKEN,
    LIFE_NAMES,
    LIVES,
    IdentityServer,
    Live,
    Reply,
    Request,
    as_principal,
)
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from times import Time

from generator.runtime.credentials import Implicit
from generator.runtime.errors import (
    AuthenticationFault,
    ResponseError,
    UnsupportedByBinding,
)

spnego = pytest.importorskip("spnego")

USER, PASSWORD = "CORP\\tom", "p4ssw0rd"
ALFA = ContactEntity(contact_id=3, name="Alfa")


class WindowsServer(IdentityServer):
    """Lets in whom Windows knows; a handshake belongs to the connection that it began on."""

    schemes = ("Negotiate", "NTLM")

    def __enter__(self) -> WindowsServer:
        self.handshakes: dict[tuple[str, int], Any] = {}
        self.let_in: list[str] = []
        self.rounds: list[tuple[str, int]] = []
        super().__enter__()
        return self

    def netserver_soap(self, request: Request, agent: str) -> Reply:
        if not request.headers["soapaction"].endswith('/AuthenticateImplicit"'):
            return super().netserver_soap(request, agent)
        self.rounds.append(request.peer)
        scheme, _, said = request.headers.get("authorization", "").partition(" ")
        if scheme not in self.schemes:
            return self.refused()
        try:
            token = self.stepped(request.peer, scheme, base64.b64decode(said))
        except Exception:  # whatever pyspnego thinks of it
            self.handshakes.pop(request.peer, None)
            return self.refused()
        context = self.handshakes[request.peer]
        if not context.complete:
            return self.refused(f"{scheme} {base64.b64encode(token).decode()}")
        del self.handshakes[request.peer]
        self.let_in.append(context.client_principal)
        ticket = self.secret("7T:")
        self.tickets[ticket] = self.now
        return as_principal(ticket)

    def stepped(self, peer: tuple[str, int], scheme: str, token: bytes) -> bytes:
        if peer not in self.handshakes:
            protocol = "negotiate" if scheme == "Negotiate" else "ntlm"
            self.handshakes[peer] = spnego.server(protocol=protocol)
        return self.handshakes[peer].step(token) or b""

    def refused(self, *challenges: str) -> Reply:
        told = challenges or self.schemes
        return Reply(
            status=401,
            body=b"<h1>401</h1>",
            kind="text/html",
            headers=tuple(("WWW-Authenticate", text) for text in told),
        )


@pytest.fixture(autouse=True)
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom both ends know."""
    users = tmp_path / "users"
    users.write_text(f"CORP:tom:{PASSWORD}\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(users))


@pytest.fixture
def service(time: Time) -> Iterator[WindowsServer]:
    with WindowsServer(lambda: time.now) as service:
        yield service


@pytest.fixture(params=LIVES, ids=LIFE_NAMES)
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    with request.param() as live:
        yield live


def session_of(service: IdentityServer, live: Live, *who: str, **said: Any) -> Any:
    given = {"credentials": Implicit(*who), "app_token": APP_TOKEN, **said}
    return live.open(service.root, **given)


def called(session: Any, live: Live) -> ContactEntity:
    return live.run(session.contact.get_contact_entity(3))


# ------------------------------------------------------------------------------- a whole sign-in


@pytest.mark.parametrize("binding", ["agents", "soap"])
@pytest.mark.parametrize("who", [(USER, PASSWORD), ()])
def test_the_user_of_this_machine_gets_a_ticket_for_both_wires(
    service: WindowsServer, live: Live, who: tuple[str, ...], binding: str
):
    session = session_of(service, live, *who, binding=binding)

    assert called(session, live) == ALFA
    assert called(session, live) == ALFA

    assert service.let_in == [USER]
    assert list(service.tickets) == [session._core.sign_in.grant.text]
    assert len(service.asked("SoPrincipal")) == len(service.rounds) == 2


def test_the_handshake_stays_on_one_connection(service: WindowsServer, live: Live):
    session = session_of(service, live, USER, PASSWORD)

    called(session, live)

    assert len(set(service.rounds)) == 1


def test_many_at_once_sign_in_once(service: WindowsServer, live: Live):
    session = session_of(service, live, USER, PASSWORD)

    found = live.at_once([lambda: session.contact.get_contact_entity(3)] * 20)

    assert found == [ALFA] * 20
    assert service.let_in == [USER]
    assert len(set(service.rounds)) == 1


def test_a_ticket_that_is_over_is_renewed_by_a_new_handshake(
    service: WindowsServer, live: Live
):
    session = session_of(service, live, USER, PASSWORD)
    live.at_once([lambda: session.contact.get_contact_entity(3)] * 10)
    service.expire_all()

    found = live.at_once([lambda: session.contact.get_contact_entity(3)] * 10)

    assert found == [ALFA] * 10
    assert service.let_in == [USER, USER]


def test_signing_in_has_told_the_principal(service: WindowsServer, live: Live):
    session = session_of(service, live, USER, PASSWORD, binding="soap")
    called(session, live)
    before = len(service.requests)

    assert live.run(session.principal).associate == "tom"
    assert len(service.requests) == before


def test_a_server_that_knows_ntlm_alone_is_spoken_to_by_ntlm(
    service: WindowsServer, live: Live
):
    service.schemes = ("NTLM",)
    session = session_of(service, live, USER, PASSWORD)

    assert called(session, live) == ALFA
    assert service.let_in == [USER]
    assert [
        r.headers["authorization"].partition(" ")[0]
        for r in service.asked("SoPrincipal")
    ] == ["Negotiate", "NTLM", "NTLM"]


def test_the_application_token_and_no_password_are_sent(
    service: WindowsServer, live: Live
):
    called(session_of(service, live, USER, PASSWORD), live)

    for sent in service.asked("SoPrincipal"):
        assert b"app-s3cret&lt;&amp;&gt;" in sent.body
        assert PASSWORD.encode() not in sent.body
        token = base64.b64decode(sent.headers["authorization"].partition(" ")[2])
        assert PASSWORD.encode() not in token
        assert PASSWORD.encode("utf-16-le") not in token


# ------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("schemes", [("Negotiate", "NTLM"), ("Negotiate",), ("NTLM",)])
def test_another_password_is_refused_and_tried_once(
    service: WindowsServer, live: Live, schemes: tuple[str, ...]
):
    service.schemes = schemes
    session = session_of(service, live, USER, "hushhush")

    with pytest.raises(AuthenticationFault) as caught:
        called(session, live)
    assert caught.value.status == 401
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert "hushhush" not in shown
    assert service.let_in == []
    assert len(service.rounds) == (3 if schemes == ("NTLM",) else 2)


def test_a_server_without_windows_is_told_as_it_is(service: WindowsServer, live: Live):
    service.schemes = ("Basic realm=x",)
    session = session_of(service, live, USER, PASSWORD)

    with pytest.raises(AuthenticationFault, match="not accepted") as caught:
        called(session, live)
    assert caught.value.challenge == "Basic realm=x"
    assert len(service.rounds) == 1


@pytest.mark.parametrize(
    "challenge",
    [
        "",
        "Negotiate",
        "Negotiate !!!",
        "Digest abc",
        "NTLM TlRMTVNTUAACAAAA",
        "Negotiate TlRMTVNTUAACAAAA",
        "Negotiate AAAA",
    ],
)
def test_a_challenge_that_is_none_ends_the_handshake(
    service: WindowsServer,
    live: Live,
    monkeypatch: pytest.MonkeyPatch,
    challenge: str,
):
    monkeypatch.setattr(
        service, "stepped", lambda *said: (_ for _ in ()).throw(ValueError)
    )
    monkeypatch.setattr(service, "schemes", ("Negotiate",))
    refused = service.refused
    monkeypatch.setattr(service, "refused", lambda *told: refused(challenge))
    session = session_of(service, live, USER, PASSWORD)

    with pytest.raises(AuthenticationFault):
        called(session, live)
    assert len(service.rounds) <= 3


def test_a_server_that_never_ends_is_given_up(
    service: WindowsServer, live: Live, monkeypatch: pytest.MonkeyPatch
):
    class Endless:
        complete = False

        def step(self, token: bytes | None = None) -> bytes:
            return b"more"

    monkeypatch.setattr(spnego, "client", lambda *said, **more: Endless())
    monkeypatch.setattr(spnego, "server", lambda **more: Endless())
    session = session_of(service, live, USER, PASSWORD)

    with pytest.raises(AuthenticationFault, match="never ends to negotiate"):
        called(session, live)
    assert len(service.rounds) == 12


def test_a_page_in_place_of_a_challenge_is_no_answer(
    service: WindowsServer, live: Live
):
    service.canned["/Cust12345/Remote/Services88/SoPrincipal.svc"] = [
        Reply(status=404, body=b"<h1>Not here</h1>", kind="text/html")
    ]
    session = session_of(service, live, USER, PASSWORD)

    with pytest.raises(ResponseError, match="Not here"):
        called(session, live)


def test_a_machine_without_a_user_says_so(
    service: WindowsServer, live: Live, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("NTLM_USER_FILE")
    session = session_of(service, live)

    with pytest.raises(AuthenticationFault, match="this machine has nobody to sign in"):
        called(session, live)
    assert service.requests == []


def test_without_pyspnego_it_is_said_what_to_install(
    service: WindowsServer, live: Live, monkeypatch: pytest.MonkeyPatch
):
    for name in [name for name in sys.modules if name.partition(".")[0] == "spnego"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "spnego", None)
    session = session_of(service, live, USER, PASSWORD)

    with pytest.raises(UnsupportedByBinding, match="pip install pyspnego"):
        called(session, live)
    assert service.requests == []


# ------------------------------------------------------------------------------- one connection


def test_a_connection_that_somebody_else_has_taken_is_no_wrong_password(
    service: WindowsServer,
):
    """Between two rounds another call takes the connection, and the handshake ends up on a new one."""
    taken: list[httpx2.Response] = []

    def take(request: httpx2.Request) -> None:
        if len(service.rounds) == 1 and not taken:
            other = client.build_request("GET", f"{service.origin}/api/state/Cust12345")
            taken.append(other)  # type: ignore[arg-type]  # not again for this one
            taken[0] = client.send(other, stream=True)

    with httpx2.Client(event_hooks={"request": [take]}) as client:
        session = Session(
            service.root,
            credentials=Implicit(USER, PASSWORD),
            app_token=APP_TOKEN,
            client=client,
        )
        assert session.contact.get_contact_entity(3) == ALFA
        taken[0].close()
        session.close()
    assert service.let_in == [USER]
    assert len(set(service.rounds)) == 2


def test_nothing_that_is_shown_holds_a_secret():
    shown = f"{Implicit(USER, 'hushhush')!r} {Implicit()!r}"

    assert shown == f"Implicit({USER!r}) Implicit()"
    for kind in (Session, AsyncSession):
        session = kind(
            "https://crm.example.com", credentials=Implicit(USER, "hushhush")
        )
        assert "hushhush" not in repr(session)
