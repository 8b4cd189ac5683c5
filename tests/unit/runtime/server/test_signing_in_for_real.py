"""The generated client signs in at our own server, by each of its credentials."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
import uvicorn
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.unit.runtime.server.tiny_netserver import ROOT, TinyNetServer

CALLBACK = "https://app.example.com/callback"
HOURS = timedelta(hours=1)


@pytest.fixture
def server(pair: Any) -> TinyNetServer:
    return TinyNetServer(pair)


@pytest.fixture
def credentials(pair: Any) -> Any:
    return pair.proxies("credentials")


@pytest.fixture(scope="module")
def partner() -> tuple[str, str]:
    """The application's key, private and public."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.decode(), key.public_key().public_bytes(pem, form).decode()


def with_public_key(pair: Any, public: str) -> TinyNetServer:
    (app,) = pair.server("accounts").DEFAULT_SIGN_IN["apps"]
    return TinyNetServer(pair, apps=[{**app, "public_key": public}])


def signed_in(server: TinyNetServer, credentials: Any, **words: Any) -> Any:
    """A user of OAuth, who was sent to the identity service and back."""
    oauth = credentials.OAuth(
        client_id="my-app",
        client_secret="my-secret",
        redirect_uri=CALLBACK,
        environment="sod",
    )
    authorization = oauth.authorize("Cust12345")
    with httpx2.Client(transport=server.transport()) as browser:
        answer = browser.get(authorization.url)
        assert answer.status_code == 302
        address = answer.headers["Location"]
        return oauth.exchange(address, authorization, client=browser)


def name_of(session: Any) -> str:
    return session.contact.get_contact_entity(4).name


@pytest.mark.parametrize("binding", ["soap", "agents"])
@pytest.mark.parametrize(
    "which", ["Ticket", "AccessToken", "UsernamePassword", "OAuth"]
)
def test_the_credentials_of_the_examples_let_a_session_in(
    server: TinyNetServer, credentials: Any, which: str, binding: str
) -> None:
    made = {
        "Ticket": lambda: credentials.Ticket("7T:..."),
        "AccessToken": lambda: credentials.AccessToken("8A:Cust12345.abc"),
        "UsernamePassword": lambda: credentials.UsernamePassword("kari", "secret"),
        "OAuth": lambda: signed_in(server, credentials),
    }[which]()
    with server.session(made, binding=binding) as session:
        assert name_of(session) == "Alfa, for kari"
        principal = session.principal
    assert (principal.associate, principal.full_name) == ("kari", "Kari Nordmann")
    assert principal.has_function_right("admin-all")
    assert principal.database == "Cust12345"


def test_a_wrong_password_is_refused_on_both_wires(
    server: TinyNetServer, credentials: Any, pair: Any
) -> None:
    wrong = credentials.UsernamePassword("kari", "wrong")
    for binding in ("soap", "agents"):
        with (
            server.session(wrong, binding=binding) as session,
            pytest.raises(pair.proxies("errors").AuthenticationFault) as raised,
        ):
            name_of(session)
        assert "wrong" not in repr(raised.value).replace("password is wrong", "")


def test_a_session_by_soap_renews_a_ticket_that_is_over(
    server: TinyNetServer, credentials: Any
) -> None:
    kari = credentials.UsernamePassword("kari", "secret")
    with server.session(kari, binding="soap") as session:
        assert name_of(session) == "Alfa, for kari"
        server.clock.advance(7 * HOURS)
        assert name_of(session) == "Alfa, for kari"
    asked = [path.rpartition("/")[2] for path in server.requests]
    contact, principal = "Contact.svc", "SoPrincipal.svc"
    assert asked == [principal, contact, contact, principal, contact]


@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_a_token_that_is_over_is_renewed_by_its_refresh_token(
    server: TinyNetServer, credentials: Any, binding: str
) -> None:
    user = signed_in(server, credentials)
    assert user.identity.webapi_url == f"{ROOT}/api/"
    assert user.identity.is_administrator
    with server.session(user, user.identity.webapi_url, binding=binding) as session:
        assert name_of(session) == "Alfa, for kari"
        server.clock.advance(2 * HOURS)
        assert name_of(session) == "Alfa, for kari"


@pytest.mark.parametrize("binding", ["soap", "agents"])
@pytest.mark.parametrize("over", ["rest", "soap"])
def test_a_system_user_gets_a_ticket_and_another_one_when_it_is_over(
    pair: Any, credentials: Any, partner: tuple[str, str], over: str, binding: str
) -> None:
    server = with_public_key(pair, partner[1])
    system_user = credentials.SystemUser(
        "My App-abcdefghij", partner[0], environment="sod", over=over
    )
    with pair.proxies().Session.for_tenant(
        "Cust12345",
        "sod",
        credentials=system_user,
        app_token="my-secret",
        transport=server.transport(),
        binding=binding,
    ) as session:
        assert session.tenant.name == "Cust12345"
        assert name_of(session) == "Alfa, for system user"
        server.clock.advance(7 * HOURS)
        assert name_of(session) == "Alfa, for system user"


def test_a_system_user_with_another_key_is_refused(
    pair: Any, credentials: Any, partner: tuple[str, str]
) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    key = other.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain).decode()
    server = with_public_key(pair, partner[1])
    system_user = credentials.SystemUser("My App-abcdefghij", key, environment="sod")
    with (
        server.session(system_user, app_token="my-secret") as session,
        pytest.raises(
            pair.proxies("errors").AuthenticationFault, match="InvalidSignature"
        ),
    ):
        name_of(session)


@pytest.mark.parametrize("state", ["Running", "Suspended"])
def test_a_tenant_is_found_and_called_where_it_runs(
    pair: Any, credentials: Any, state: str
) -> None:
    server = TinyNetServer(pair, tenant_state=state)

    def opened(tenant: str) -> Any:
        return pair.proxies().Session.for_tenant(
            tenant,
            "sod",
            credentials=credentials.Ticket("7T:..."),
            transport=server.transport(),
        )

    unavailable = pair.proxies("errors").TenantUnavailable
    if state == "Running":
        with opened("Cust12345") as session:
            assert (name_of(session), session.tenant.root) == ("Alfa, for kari", ROOT)
    else:
        with pytest.raises(unavailable, match="its state is suspended"):
            opened("Cust12345")
    with pytest.raises(unavailable, match="there is no tenant Cust6"):
        opened("Cust6")


@pytest.mark.anyio
@pytest.mark.parametrize("binding", ["soap", "agents"])
async def test_an_async_session_signs_in_alike(
    server: TinyNetServer, credentials: Any, pair: Any, binding: str
) -> None:
    async with pair.proxies().AsyncSession.for_tenant(
        "Cust12345",
        "sod",
        credentials=credentials.UsernamePassword("kari", "secret"),
        transport=httpx2.ASGITransport(app=server.app),
        binding=binding,
    ) as session:
        contact = await session.contact.get_contact_entity(4)
        principal = await session.principal
    assert (contact.name, principal.associate) == ("Alfa, for kari", "kari")


# ---------------------------------------------------------------------- over a connection


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address of the application on this machine."""
    config = uvicorn.Config(app, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address(server: TinyNetServer) -> Iterator[str]:
    with served(server.app) as address:
        yield address


def test_a_user_signs_in_over_a_real_connection(
    server: TinyNetServer, credentials: Any, pair: Any, address: str
) -> None:
    oauth = credentials.OAuth(
        client_id="my-app",
        client_secret="my-secret",
        redirect_uri=CALLBACK,
        environment=address,
    )
    authorization = oauth.authorize()
    where = urlsplit(authorization.url)
    browser = HTTPConnection(where.netloc)
    browser.request("GET", f"{where.path}?{where.query}")
    sent_to = browser.getresponse().headers["Location"]
    browser.close()
    user = oauth.exchange(sent_to, authorization)
    with pair.proxies().Session(user.identity.webapi_url, credentials=user) as session:
        assert name_of(session) == "Alfa, for kari"
        server.clock.advance(2 * HOURS)
        assert name_of(session) == "Alfa, for kari"


def test_a_system_user_signs_in_over_a_real_connection(
    server: TinyNetServer,
    credentials: Any,
    pair: Any,
    partner: tuple[str, str],
    address: str,
) -> None:
    server.clock.advance(7 * HOURS)
    system_user = credentials.SystemUser(
        "My App-abcdefghij", partner[0], environment=address
    )
    with pair.proxies().Session.for_tenant(
        "Cust12345", address, credentials=system_user, app_token="my-secret"
    ) as session:
        assert name_of(session) == "Alfa, for system user"
        assert session.tenant.root == f"{address}/Cust12345"
