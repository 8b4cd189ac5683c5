"""OAuth end to end, against an identity service that checks all that it is told."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, quote, quote_plus, urlsplit

import httpx2
import pytest
from cryptography.hazmat.primitives import serialization
from identity import (
    APP_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    LIFE_NAMES,
    LIVES,
    PUBLIC_CLIENT_ID,
    REDIRECT_URI,
    SYSTEM_TOKEN,
    TENANT,
    IdentityServer,
    Live,
    Reply,
    as_json,
    hmac_jwt,
    rsa_key,
    unpadded,
    unsigned_jwt,
)
from minicrm.carriers import ContactEntity
from minicrm.session import Session
from times import Time

from generator.runtime.credentials import Authorization, Identity, OAuth
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    NetServerError,
    ResponseError,
    TransportError,
)
from generator.runtime.superid import origin_of


@pytest.fixture
def service(time: Time) -> Iterator[IdentityServer]:
    with IdentityServer(lambda: time.now) as service:
        yield service


@pytest.fixture(params=LIVES, ids=LIFE_NAMES)
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    with request.param() as live:
        yield live


ALFA = ContactEntity(contact_id=3, name="Alfa")


def client_of(service: IdentityServer, **said: Any) -> OAuth:
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **said}
    return OAuth(redirect_uri=REDIRECT_URI, environment=service.origin, **given)


def begun(service: IdentityServer, **said: Any) -> tuple[OAuth, Authorization, str]:
    """A sign-in up to where the user is sent back."""
    oauth = client_of(service, **said)
    authorization = oauth.authorize()
    return oauth, authorization, service.sent_back(authorization.url)


def signed_in(service: IdentityServer, live: Live, **said: Any) -> OAuth:
    oauth, authorization, address = begun(service, **said)
    return live.exchange(oauth, address, authorization)


def refused(service: IdentityServer, live: Live) -> AuthenticationFault:
    """How the exchange of a code fails, in all that people get to read of it."""
    oauth, authorization, address = begun(service)
    with pytest.raises(AuthenticationFault) as caught:
        live.exchange(oauth, address, authorization)
    hides(caught.value, service, authorization)
    return caught.value


def hides(
    error: BaseException, service: IdentityServer, authorization: Authorization | None
) -> None:
    """Nothing that nobody may read is in the error, its causes or its attributes."""
    texts = traceback.format_exception(error)
    cause: BaseException | None = error
    while cause is not None:
        texts += [repr(cause), str(cause), repr(vars(cause))]
        cause = cause.__cause__ or cause.__context__
    secrets = [CLIENT_SECRET, APP_TOKEN, *service.issued]
    if authorization is not None:
        secrets += [authorization.verifier, authorization.nonce]
    text = "\n".join(texts)
    for secret in secrets:
        for form in (
            secret,
            quote(secret),
            quote_plus(secret),
            json.dumps(secret)[1:-1],
        ):
            assert form not in text


# ------------------------------------------------------------------------------- a whole sign-in


def test_a_user_signs_in_and_a_session_calls_as_that_user(
    service: IdentityServer, live: Live, time: Time
):
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user)

    assert live.run(session.contact.get_contact_entity(3)) == ALFA

    assert user.access_token in service.access_tokens
    assert user.refresh_token in service.refresh_tokens
    assert user.expires_at == time.now + 3600
    assert (
        service.requests[-1].headers["authorization"] == f"Bearer {user.access_token}"
    )


def test_over_soap_the_access_token_is_the_ticket(service: IdentityServer, live: Live):
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user, binding="soap")

    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert f"<Ticket>{user.access_token}</Ticket>".encode() in re.sub(
        rb"<(/?)\w+:", rb"<\1", service.requests[-1].body
    )


def test_the_identity_is_what_the_service_has_signed(
    service: IdentityServer, live: Live
):
    user = signed_in(service, live)

    assert user.identity is not None
    assert dataclasses.replace(user.identity, claims={}) == Identity(
        tenant=TENANT,
        webapi_url=f"{service.root}/api/",
        netserver_url=f"{service.root}/Remote/Services88/",
        upn="tom@example.com",
        email="tom@example.com",
        associate_id=17,
        is_administrator=True,
        system_token=SYSTEM_TOKEN,
        claims={},
    )
    claims = user.identity.claims
    assert claims["iat"] == claims["exp"] - 600
    assert claims["iss"] == service.origin
    assert claims["company_name"] == "Example AS"
    assert not [name for name in claims if "schemes.superoffice.net" in name]


def test_the_urls_of_the_identity_are_good_as_roots(
    service: IdentityServer, live: Live
):
    identity = signed_in(service, live).identity

    assert identity is not None
    assert Session(identity.webapi_url).root == service.root
    assert Session(identity.netserver_url).root == service.root


@pytest.mark.parametrize(
    ("claims", "associate_id", "is_administrator"),
    [
        ({}, 0, False),
        ({"associateid": 17, "is_administrator": True}, 17, True),
        ({"associateid": "x", "is_administrator": "False"}, 0, False),
        ({"associateid": None, "is_administrator": None}, 0, False),
    ],
)
def test_claims_that_are_missing_or_typed_otherwise_are_read_with_care(
    claims: dict[str, Any], associate_id: int, is_administrator: bool
):
    identity = Identity.from_claims(claims)

    assert identity.associate_id == associate_id
    assert identity.is_administrator is is_administrator
    assert identity.tenant == ""


def test_an_application_without_a_secret_sends_none(
    service: IdentityServer, live: Live
):
    user = signed_in(service, live, client_id=PUBLIC_CLIENT_ID, client_secret=None)

    assert user.access_token in service.access_tokens
    assert "client_secret" not in service.asked("tokens")[0].form


def test_the_exchange_sends_its_parameters_in_the_body_alone(
    service: IdentityServer, live: Live
):
    oauth, authorization, address = begun(service)

    live.exchange(oauth, address, authorization)

    sent = service.asked("tokens")[0]
    assert sent.query == ""
    assert sent.form == {
        "grant_type": "authorization_code",
        "code": parse_qs(urlsplit(address).query)["code"][0],
        "redirect_uri": REDIRECT_URI,
        "code_verifier": authorization.verifier,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    assert "authorization" not in sent.headers


def test_no_address_that_is_asked_holds_a_secret(
    service: IdentityServer, live: Live, time: Time
):
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user)
    live.run(session.contact.get_contact_entity(3))
    time.pass_by(3600)
    live.run(session.contact.get_contact_entity(3))

    addresses = "\n".join(
        f"{r.path}?{r.query}" for r in service.requests if "authorize" not in r.path
    )
    for secret in (CLIENT_SECRET, *service.issued):
        assert secret not in addresses
        assert quote_plus(secret) not in addresses


@pytest.mark.parametrize("cut", ["query", "question mark", "fragment"])
def test_the_query_alone_is_good_for_the_address(
    service: IdentityServer, live: Live, cut: str
):
    oauth, authorization, address = begun(service)
    query = urlsplit(address).query
    given = {
        "query": query,
        "question mark": f"?{query}",
        "fragment": f"{address}#_=_",
    }[cut]

    user = live.exchange(oauth, given, authorization)

    assert user.access_token in service.access_tokens


def test_the_exchange_goes_through_a_client_of_the_caller(service: IdentityServer):
    seen: list[httpx2.Request] = []
    oauth, authorization, address = begun(service)

    with httpx2.Client(event_hooks={"request": [seen.append]}) as client:
        user = oauth.exchange(address, authorization, client=client)
        assert not client.is_closed

    assert user.access_token in service.access_tokens
    assert [urlsplit(str(r.url)).path for r in seen] == [
        "/login/common/oauth/tokens",
        "/login/.well-known/jwks",
    ]


# ------------------------------------------------------------------------------- authorize


def test_the_address_says_who_asks_for_what(service: IdentityServer):
    oauth = client_of(service)
    authorization = oauth.authorize("Cust 1&2")

    address = urlsplit(authorization.url)
    assert f"{address.scheme}://{address.netloc}" == service.origin
    assert address.path == "/login/common/oauth/authorize"
    said = {name: v[0] for name, v in parse_qs(address.query).items()}
    assert len(said.pop("code_challenge")) == 43
    assert said == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT_URI,
        "scope": "openid",
        "state": authorization.state,
        "nonce": authorization.nonce,
        "code_challenge_method": "S256",
        "acr_values": "tenant:Cust 1&2",
    }
    assert authorization.verifier not in authorization.url
    assert "+" not in address.query
    assert CLIENT_SECRET not in authorization.url


def test_without_a_tenant_the_user_chooses_one(service: IdentityServer):
    assert "acr_values" not in client_of(service).authorize().url


def test_a_tenant_goes_to_the_service(service: IdentityServer, live: Live):
    oauth = client_of(service)
    other, own = oauth.authorize("Cust1"), oauth.authorize(TENANT)

    with pytest.raises(AuthenticationFault, match="access_denied"):
        live.exchange(oauth, service.sent_back(other.url), other)
    user = live.exchange(oauth, service.sent_back(own.url), own)
    assert user.identity.tenant == TENANT


def test_no_two_sign_ins_share_anything(service: IdentityServer):
    oauth = client_of(service)
    made = [oauth.authorize() for _ in range(20)]

    for name in ("state", "nonce", "verifier", "url"):
        assert len({getattr(one, name) for one in made}) == 20
    assert all(re.fullmatch(r"[\w-]{43,128}", one.verifier) for one in made)


# ------------------------------------------------------------------------------- refusals


def test_the_answer_to_another_sign_in_is_refused(service: IdentityServer, live: Live):
    oauth, authorization, _ = begun(service)
    _, _, of_another = begun(service)

    with pytest.raises(
        AuthenticationFault, match="belongs to another sign-in"
    ) as caught:
        live.exchange(oauth, of_another, authorization)
    hides(caught.value, service, authorization)
    assert service.asked("tokens") == []


@pytest.mark.parametrize("tail", ["", "?code=x", "?code=x&state=", "?code=x&state=ø"])
def test_an_answer_without_our_state_is_refused(
    service: IdentityServer, live: Live, tail: str
):
    oauth, authorization, _ = begun(service)

    with pytest.raises(AuthenticationFault, match="belongs to another sign-in"):
        live.exchange(oauth, REDIRECT_URI + tail, authorization)
    assert service.asked("tokens") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error=access_denied&error_description=The+user+said+no", "The user said no"),
        ("error=access_denied", "access_denied"),
        ("error=access_denied&code=abc", "access_denied"),
    ],
)
def test_an_error_in_the_address_is_told(
    service: IdentityServer, live: Live, said: str, told: str
):
    oauth, authorization, _ = begun(service)

    with pytest.raises(AuthenticationFault) as caught:
        live.exchange(
            oauth, f"{REDIRECT_URI}?{said}&state={authorization.state}", authorization
        )
    assert caught.value.message == told
    assert caught.value.error_type == "access_denied"
    assert service.asked("tokens") == []


def test_an_address_without_a_code_is_refused(service: IdentityServer, live: Live):
    oauth, authorization, _ = begun(service)

    with pytest.raises(AuthenticationFault, match="there is no code in the address"):
        live.exchange(oauth, f"?state={authorization.state}", authorization)


def test_another_verifier_is_refused_by_the_service(
    service: IdentityServer, live: Live
):
    oauth, authorization, address = begun(service)
    stolen = dataclasses.replace(authorization, verifier="x" * 43)

    with pytest.raises(
        AuthenticationFault, match="not that of the challenge"
    ) as caught:
        live.exchange(oauth, address, stolen)
    assert (caught.value.error_type, caught.value.status) == ("invalid_grant", 400)
    hides(caught.value, service, stolen)


def test_a_code_is_good_once(service: IdentityServer, live: Live):
    oauth, authorization, address = begun(service)
    live.exchange(oauth, address, authorization)

    with pytest.raises(AuthenticationFault, match="was used before") as caught:
        live.exchange(oauth, address, authorization)
    hides(caught.value, service, authorization)


@pytest.mark.parametrize(("seconds", "good"), [(600, True), (601, False)])
def test_a_code_is_good_for_ten_minutes(
    service: IdentityServer, live: Live, time: Time, seconds: float, good: bool
):
    oauth, authorization, address = begun(service)
    time.pass_by(seconds)

    if good:
        assert live.exchange(oauth, address, authorization).access_token
    else:
        with pytest.raises(AuthenticationFault, match="the code has expired"):
            live.exchange(oauth, address, authorization)


def test_another_secret_is_refused_by_the_service(service: IdentityServer, live: Live):
    oauth, authorization, address = begun(service, client_secret="another-s3cret")

    with pytest.raises(AuthenticationFault, match="who are you") as caught:
        live.exchange(oauth, address, authorization)
    assert (caught.value.error_type, caught.value.status) == ("invalid_client", 401)
    assert "another-s3cret" not in repr(vars(caught.value))


# ------------------------------------------------------------------------------- id tokens

Forger = Callable[[IdentityServer], Callable[[dict[str, Any]], str]]


def _hmac_by_public_key(service: IdentityServer) -> Callable[[dict[str, Any]], str]:
    public = rsa_key("first").public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    key = public.public_bytes(serialization.Encoding.PEM, form)
    return lambda claims: hmac_jwt(claims, key, "kid-first")


def _broken(service: IdentityServer) -> Callable[[dict[str, Any]], str]:
    def made(claims: dict[str, Any]) -> str:
        head, body, signature = service.signed(claims).split(".")
        other = "A" if signature[9] != "A" else "B"
        return f"{head}.{body}.{signature[:9]}{other}{signature[10:]}"

    return made


def _with_other_claims(service: IdentityServer) -> Callable[[dict[str, Any]], str]:
    def made(claims: dict[str, Any]) -> str:
        head, _, signature = service.signed(claims).split(".")
        body = unpadded(json.dumps({**claims, "sub": "admin"}).encode())
        return f"{head}.{body}.{signature}"

    return made


def _deep(service: IdentityServer) -> Callable[[dict[str, Any]], str]:
    return lambda claims: unpadded(b"[" * 100_000) + ".e30.e30"


UNTRUSTED: dict[str, tuple[Forger, str]] = {
    "alg none": (lambda service: unsigned_jwt, "its signature does not hold"),
    "alg HS256 by the public key": (_hmac_by_public_key, "its signature does not hold"),
    "another key under the name of the published one": (
        lambda s: lambda claims: s.signed(claims, "other", {"kid": "kid-first"}),
        "its signature does not hold",
    ),
    "a key of its own in the header": (
        lambda s: (
            lambda claims: s.signed(
                claims, "other", {"kid": "kid-first", "jku": f"{s.origin}/keys"}
            )
        ),
        "its signature does not hold",
    ),
    "a key that is not published": (
        lambda s: lambda claims: s.signed(claims, "other"),
        "signed with a key that is not published",
    ),
    "a signature with another character": (_broken, "its signature does not hold"),
    "claims with another member": (_with_other_claims, "its signature does not hold"),
    "no token at all": (
        lambda s: lambda claims: "garbage",
        "its signature does not hold",
    ),
    "three parts of nothing": (
        lambda s: lambda claims: "a.b.c",
        "its signature does not hold",
    ),
    "an empty token": (lambda s: lambda claims: "..", "its signature does not hold"),
    "a header without an end": (_deep, "its signature does not hold"),
}


@pytest.mark.parametrize("name", UNTRUSTED)
def test_an_id_token_that_nobody_has_signed_is_refused(
    service: IdentityServer, live: Live, name: str
):
    forger, reason = UNTRUSTED[name]
    service.forged = forger(service)

    error = refused(service, live)

    assert "the token of the identity service cannot be trusted: " in error.message
    assert reason in error.message


NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "of-another-sign-in"}, "a claim of it is not right (InvalidClaim"),
        ({"nonce": None}, "MissingClaimError"),
        ({"nonce": ""}, "InvalidClaimError: nonce"),
        ({"aud": "another-client"}, "InvalidClaimError: aud"),
        ({"aud": ["another-client", "a-third"]}, "InvalidClaimError: aud"),
        ({"aud": None}, "MissingClaimError"),
        ({"iss": "https://evil.example.com"}, "InvalidClaimError: iss"),
        ({"iss": "SuperOffice AS"}, "InvalidClaimError: iss"),
        ({"iss": None}, "MissingClaimError"),
        ({"exp": NOW - 301}, "it has expired; is this machine's clock right?"),
        ({"exp": str(NOW - 301)}, "it has expired"),
        ({"exp": None}, "MissingClaimError"),
        ({"exp": "never"}, "InvalidClaimError: exp"),
        ({"exp": True}, "InvalidClaimError: exp"),
        ({"nbf": NOW + 301}, "InvalidClaimError: nbf"),
        ({"iat": str(NOW + 301)}, "InvalidClaimError: iat"),
    ],
)
def test_an_id_token_for_somebody_else_or_another_time_is_refused(
    service: IdentityServer, live: Live, claims: dict[str, Any], reason: str
):
    service.claimed = claims

    assert reason in refused(service, live).message


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOW - 299},
        {"exp": str(NOW + 5)},
        {"iat": NOW + 299},
        {"iat": None},
        {"auth_time": str(NOW)},
        {"aud": [CLIENT_ID]},
        {"aud": ["another-client", CLIENT_ID]},
    ],
)
def test_an_id_token_that_is_right_in_another_way_is_taken(
    service: IdentityServer, live: Live, claims: dict[str, Any]
):
    service.claimed = claims

    assert signed_in(service, live).identity is not None


def test_a_token_that_names_no_key_is_checked_with_the_only_one(
    service: IdentityServer, live: Live
):
    service.forged = lambda claims: service.signed(claims, header={"kid": None})
    assert signed_in(service, live).identity is not None

    service.key_names = ["second", "first"]
    service.forged = lambda claims: service.signed(claims, "second", {"kid": None})
    assert "a key that is not published" in refused(service, live).message


def test_keys_of_other_kinds_do_no_harm(service: IdentityServer, live: Live):
    others = [
        {"kty": "EC", "kid": "e", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "OKP", "kid": "o", "crv": "none", "x": "AA"},
        {"kty": "AKP", "kid": "a", "pub": "AA"},
        {"kty": "RSA", "kid": "half", "e": "AQAB"},
        {"kid": "nothing"},
        "nonsense",
        None,
    ]
    published = service.keys["keys"]
    service.canned["/login/.well-known/jwks"] = [
        as_json({"keys": [*others, *published]})
    ]

    assert signed_in(service, live).identity is not None


@pytest.mark.parametrize(
    "reply",
    [
        as_json({}),
        as_json({"keys": {}}),
        as_json([]),
        Reply(body=b"<h1>hello</h1>", kind="text/html"),
        Reply(status=500, body=b"oh no", kind="text/plain"),
        Reply(status=503, body=b"later", kind="text/plain"),
        Reply(status=302, headers=(("Location", "https://evil.example.com/k"),)),
    ],
    ids=["no keys", "an object", "a list", "html", "500", "503", "redirect"],
)
def test_keys_that_cannot_be_had_are_no_fault_of_the_token(
    service: IdentityServer, live: Live, reply: Reply
):
    service.canned["/login/.well-known/jwks"] = [reply]
    oauth, authorization, address = begun(service)

    with pytest.raises(ResponseError) as caught:
        live.exchange(oauth, address, authorization)
    assert (caught.value.operation, caught.value.status) == ("jwks", reply.status)
    hides(caught.value, service, authorization)


def test_no_key_at_all_trusts_nobody(service: IdentityServer, live: Live):
    service.canned["/login/.well-known/jwks"] = [as_json({"keys": []})]

    assert "a key that is not published" in refused(service, live).message


# ------------------------------------------------------------------------------- the token endpoint


@pytest.mark.parametrize(
    ("reply", "error", "status"),
    [
        (Reply(body=b"<h1>Welcome</h1>", kind="text/html"), ResponseError, 200),
        (
            Reply(status=500, body=b"<h1>Oh no</h1>", kind="text/html"),
            ResponseError,
            500,
        ),
        (
            Reply(status=404, body=b"<h1>Oh no</h1>", kind="text/html"),
            ResponseError,
            404,
        ),
        (Reply(status=503, body=b"later", kind="text/plain"), ResponseError, 503),
        (Reply(status=429, body=b"{}"), ResponseError, 429),
        (Reply(body=b'{"access_token": "8A:x'), ResponseError, 200),
        (Reply(body=b"\xff\xfe\x00"), ResponseError, 200),
        (Reply(body=b""), ResponseError, 200),
        (Reply(body=b"[" * 100_000), ResponseError, 200),
        (as_json(["8A:x"]), ResponseError, 200),
        (as_json(None), ResponseError, 200),
        (as_json({"error": 5}, 500), ResponseError, 500),
        (Reply(status=302, headers=(("Location", "/login"),)), ResponseError, 302),
        (as_json({}), AuthenticationFault, None),
        (as_json({"error": "server_error"}, 500), AuthenticationFault, 500),
        (as_json({"Message": "no"}, 403), AuthenticationFault, 403),
        (as_json({"access_token": "8A:x"}), AuthenticationFault, None),
        (as_json({"access_token": "8A:x", "id_token": 5}), AuthenticationFault, None),
    ],
)
def test_what_is_no_answer_of_a_token_endpoint_is_refused(
    service: IdentityServer,
    live: Live,
    reply: Reply,
    error: type[Exception],
    status: int,
):
    service.canned["/login/common/oauth/tokens"] = [reply]
    oauth, authorization, address = begun(service)

    with pytest.raises(NetServerError) as caught:
        live.exchange(oauth, address, authorization)
    assert type(caught.value) is error
    assert getattr(caught.value, "status", None) == status
    assert caught.value.agent == "SuperId"
    assert caught.value.operation == "tokens"
    hides(caught.value, service, authorization)


@pytest.mark.parametrize(
    "token", ["", None, 5, "8A:x\r\nX-Evil: 1", "8A:x y", "8A:ø", ["8A:x"]]
)
def test_an_access_token_that_cannot_stand_in_a_header_is_none(
    service: IdentityServer, live: Live, token: object
):
    oauth, authorization, address = begun(service)
    given = service.given(CLIENT_ID, {"nonce": authorization.nonce})
    service.canned["/login/common/oauth/tokens"] = [
        as_json({**given, "access_token": token})
    ]

    with pytest.raises(AuthenticationFault, match="no access token in the answer"):
        live.exchange(oauth, address, authorization)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("3600", 3600.0),
        (60, 60.0),
        (1.5, 1.5),
        (None, math.inf),
        ("", math.inf),
        ("soon", math.inf),
        (0, math.inf),
        (-5, math.inf),
        (True, math.inf),
        ("nan", math.inf),
        ("9" * 5000, math.inf),
    ],
)
def test_the_life_of_a_token_is_as_long_as_the_service_says(
    service: IdentityServer, live: Live, said: object, seconds: float
):
    oauth, authorization, address = begun(service)
    given = service.given(CLIENT_ID, {"nonce": authorization.nonce})
    service.canned["/login/common/oauth/tokens"] = [
        as_json({**given, "expires_in": said})
    ]

    user = live.exchange(oauth, address, authorization)

    assert user.expires_at == NOW + seconds
    assert user.refresh_token is None


def test_an_error_that_repeats_what_was_sent_is_blanked_out(
    service: IdentityServer, live: Live
):
    oauth, authorization, address = begun(service)
    code = parse_qs(urlsplit(address).query)["code"][0]
    told = f"{CLIENT_SECRET} {code} {authorization.verifier} is wrong"
    for reply in (
        as_json({"error": CLIENT_SECRET, "error_description": told}, 400),
        Reply(status=400, body=told.encode(), kind="text/plain"),
        Reply(status=503, body=told.encode(), kind="text/plain"),
        Reply(status=200, body=told.encode(), kind="text/html"),
    ):
        service.canned["/login/common/oauth/tokens"] = [reply]
        with pytest.raises(
            NetServerError, match=r"\*\*\* \*\*\* \*\*\* is wrong"
        ) as caught:
            live.exchange(oauth, address, authorization)
        hides(caught.value, service, authorization)
        assert code not in repr(vars(caught.value))


def test_nobody_at_home_is_a_connect_error(time: Time, live: Live):
    with IdentityServer(lambda: time.now) as gone:
        oauth, authorization, address = begun(gone)

    with pytest.raises(ConnectError) as caught:
        live.exchange(oauth, address, authorization)
    hides(caught.value, gone, authorization)


# ------------------------------------------------------------------------------- renewal


def test_a_token_is_renewed_a_minute_before_it_is_over(
    service: IdentityServer, live: Live, time: Time
):
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user)

    time.pass_by(3540)
    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert len(service.asked("tokens")) == 1
    time.pass_by(1)
    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert len(service.asked("tokens")) == 2
    time.pass_by(3541)
    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert len(service.asked("tokens")) == 3

    calls = service.asked("GetContactEntity")
    assert len(calls) == 3
    assert len({call.headers["authorization"] for call in calls}) == 3
    assert [r.form for r in service.asked("tokens")[1:]] == 2 * [
        {
            "grant_type": "refresh_token",
            "refresh_token": user.refresh_token,
            "redirect_uri": REDIRECT_URI,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
    ]


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_a_token_that_netserver_refuses_is_renewed_once(
    service: IdentityServer, live: Live, binding: str
):
    if binding == "soap":
        pytest.importorskip("lxml")
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user, binding=binding)
    service.expire_all()

    assert live.run(session.contact.get_contact_entity(3)) == ALFA

    assert len(service.asked("tokens")) == 2
    assert len(service.asked("contact")) == 2


def test_a_token_that_is_refused_again_is_not_renewed_again(
    service: IdentityServer, live: Live
):
    session = live.open(service.root, credentials=signed_in(service, live))
    path = "/Cust12345/api/v1/Agents/Contact/GetContactEntity"
    service.canned[path] = [as_json({"Message": "No."}, 401)]

    with pytest.raises(AuthenticationFault, match="No") as caught:
        live.run(session.contact.get_contact_entity(3))
    hides(caught.value, service, None)
    assert len(service.asked("tokens")) == 2
    assert len(service.asked("GetContactEntity")) == 2


def test_a_refresh_token_alone_is_enough(service: IdentityServer, live: Live):
    refresh = signed_in(service, live).refresh_token
    kept = client_of(service, refresh_token=refresh)
    session = live.open(service.root, credentials=kept)

    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert live.run(session.contact.get_contact_entity(3)) == ALFA

    assert len(service.asked("tokens")) == 2


def test_many_who_find_the_token_over_renew_it_once(
    service: IdentityServer, live: Live, time: Time
):
    session = live.open(service.root, credentials=signed_in(service, live))
    time.pass_by(3600)

    found = live.at_once([lambda: session.contact.get_contact_entity(3)] * 20)

    assert found == [ALFA] * 20
    assert len(service.asked("tokens")) == 2


def test_many_who_are_refused_renew_it_once(service: IdentityServer, live: Live):
    session = live.open(service.root, credentials=signed_in(service, live))
    service.expire_all()

    found = live.at_once([lambda: session.contact.get_contact_entity(3)] * 20)

    assert found == [ALFA] * 20
    assert len(service.asked("tokens")) == 2


def test_consent_that_was_taken_back_is_told(
    service: IdentityServer, live: Live, time: Time
):
    session = live.open(service.root, credentials=signed_in(service, live))
    service.refresh_tokens.clear()
    time.pass_by(3600)

    with pytest.raises(
        AuthenticationFault, match="the refresh token was revoked"
    ) as caught:
        live.run(session.contact.get_contact_entity(3))
    assert (caught.value.error_type, caught.value.status) == ("invalid_grant", 400)
    assert service.asked("GetContactEntity") == []
    hides(caught.value, service, None)


def test_without_a_refresh_token_netserver_has_the_last_word(
    service: IdentityServer, live: Live, time: Time
):
    user = dataclasses.replace(signed_in(service, live), refresh_token=None)
    session = live.open(service.root, credentials=user)
    time.pass_by(3600)

    with pytest.raises(AuthenticationFault, match="denied"):
        live.run(session.contact.get_contact_entity(3))
    assert len(service.asked("tokens")) == 1


def test_nobody_has_signed_in_yet(service: IdentityServer, live: Live):
    session = live.open(service.root, credentials=client_of(service))

    with pytest.raises(AuthenticationFault, match="nobody has signed in"):
        live.run(session.contact.get_contact_entity(3))
    assert service.requests == []


def test_an_identity_service_that_is_busy_is_asked_again(
    service: IdentityServer, live: Live, time: Time
):
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user)
    time.pass_by(3600)
    good = as_json(service.given(CLIENT_ID, {}))
    busy = Reply(status=503, body=b"later", kind="text/plain")
    service.canned["/login/common/oauth/tokens"] = [busy, good]

    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert len(time.slept) == 1


def test_keys_are_fetched_once_and_again_when_they_were_changed(
    service: IdentityServer, live: Live, time: Time
):
    session = live.open(service.root, credentials=signed_in(service, live))
    assert len(service.asked("jwks")) == 1

    def after_an_hour() -> int:
        time.pass_by(3600)
        assert live.run(session.contact.get_contact_entity(3)) == ALFA
        return len(service.asked("jwks"))

    assert after_an_hour() == 2  # the session's own first time
    assert after_an_hour() == 2
    service.rotate("second")
    assert after_an_hour() == 3
    assert after_an_hour() == 3


def test_a_key_that_is_nowhere_is_looked_for_once(
    service: IdentityServer, live: Live, time: Time
):
    session = live.open(service.root, credentials=signed_in(service, live))
    time.pass_by(3600)
    live.run(session.contact.get_contact_entity(3))
    service.forged = lambda claims: service.signed(claims, "other")
    time.pass_by(3600)

    with pytest.raises(AuthenticationFault, match="a key that is not published"):
        live.run(session.contact.get_contact_entity(3))
    assert len(service.asked("jwks")) == 3
    assert len(service.asked("GetContactEntity")) == 1


def test_a_renewed_id_token_is_checked_but_for_the_nonce(
    service: IdentityServer, live: Live, time: Time
):
    session = live.open(service.root, credentials=signed_in(service, live))
    service.claimed = {"aud": "another-client"}
    time.pass_by(3600)

    with pytest.raises(AuthenticationFault, match="InvalidClaimError: aud"):
        live.run(session.contact.get_contact_entity(3))


def test_a_renewal_without_an_id_token_keeps_the_identity(
    service: IdentityServer, live: Live, time: Time
):
    user = signed_in(service, live)
    session = live.open(service.root, credentials=user)
    time.pass_by(3600)
    given = service.given(CLIENT_ID, {})
    del given["id_token"]
    service.canned["/login/common/oauth/tokens"] = [as_json(given)]

    assert live.run(session.contact.get_contact_entity(3)) == ALFA
    assert session._core.sign_in.credentials == dataclasses.replace(
        user, access_token=given["access_token"], expires_at=time.now + 3600
    )


# ------------------------------------------------------------------------------- as values


def test_nothing_that_is_shown_holds_a_secret(service: IdentityServer, live: Live):
    oauth, authorization, address = begun(service)
    user = live.exchange(oauth, address, authorization)
    session = live.open(service.root, credentials=user)

    assert repr(user) == (
        f"OAuth(client_id={CLIENT_ID!r}, environment={service.origin!r}, ***)"
    )
    shown = f"{user!r} {user.identity!r} {authorization!r} {session!r} {user!s}"
    kept = (CLIENT_SECRET, SYSTEM_TOKEN, authorization.verifier, *service.issued)
    for secret in kept:
        assert secret not in shown
    assert hash(user) == hash(dataclasses.replace(user))


@pytest.mark.parametrize(
    ("environment", "origin"),
    [
        ("online", "https://online.superoffice.com"),
        ("qaonline", "https://qaonline.superoffice.com"),
        ("sod", "https://sod.superoffice.com"),
        ("https://id.example.com", "https://id.example.com"),
        ("https://ID.example.com:443/", "https://id.example.com"),
        ("https://id.example.com:8443", "https://id.example.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_environment_is_a_name_or_an_address(environment: str, origin: str):
    assert origin_of(environment) == origin


@pytest.mark.parametrize(
    "environment",
    [
        "",
        "Online",
        "so d",
        "sod\n",
        "sod.superoffice.com",
        "//sod.superoffice.com",
        "https://",
        "https://:443",
        "ftp://id.example.com",
        "http://id.example.com",
        "http://localhost.evil.example.com",
        "http://127.0.0.1.evil.example.com",
        "http://127.1:8080",
        "https://tom@id.example.com",
        "https://tom:hush@id.example.com",
        "https://@id.example.com",
        "https://id.example.com/hush",
        "https://id.example.com?",
        "https://id.example.com?hush",
        "https://id.example.com#",
        "https://id.example.com/#hush",
        "https://id.example.com:99999",
        "https://id.example.com:0",
        "https://id.example.com\r\nX: 1",
        "https://id.exa mple.com",
        "https:\\\\id.example.com",
        "https://[::1",
    ],
)
def test_an_environment_that_cannot_be_one_is_refused(environment: str):
    with pytest.raises(ValueError, match="environment must be") as caught:
        OAuth(client_id="c", redirect_uri=REDIRECT_URI, environment=environment)

    assert "hush" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"environment": None}, TypeError),
        ({"environment": b"sod"}, TypeError),
        ({"client_id": ""}, ValueError),
        ({"client_id": None}, TypeError),
        ({"redirect_uri": ""}, ValueError),
        ({"client_secret": "hush\n"}, ValueError),
        ({"client_secret": b"hush"}, TypeError),
        ({"refresh_token": "hush hush"}, ValueError),
        ({"access_token": "hush\x00"}, ValueError),
    ],
)
def test_an_argument_that_cannot_be_right_is_refused(
    said: dict[str, Any], error: type[Exception]
):
    given = {"client_id": "c", "redirect_uri": REDIRECT_URI, **said}
    with pytest.raises(error) as caught:
        OAuth(**given)

    assert "hush" not in "".join(traceback.format_exception(caught.value))


def test_a_transport_error_of_the_exchange_is_one(live: Live, service: IdentityServer):
    oauth, authorization, address = begun(service)
    service.canned["/login/common/oauth/tokens"] = [
        Reply(status=200, body=b"{}", headers=(("Content-Encoding", "gzip"),))
    ]

    with pytest.raises(TransportError) as caught:
        live.exchange(oauth, address, authorization)
    hides(caught.value, service, authorization)
