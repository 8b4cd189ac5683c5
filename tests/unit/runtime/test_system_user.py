"""System users end to end: signed by the partner's key, let in by the identity service."""

from __future__ import annotations

import base64
import json
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from identity import (
    APP_TOKEN,
    LIFE_NAMES,
    LIVES,
    SERIAL,
    SYSTEM_TOKEN,
    TENANT,
    IdentityServer,
    Live,
    Reply,
    as_fault,
    as_json,
    hmac_jwt,
    pem,
    rsa_key,
    unsigned_jwt,
)
from minicrm.carriers import ContactEntity
from times import Time

from generator.runtime.credentials import SystemUser
from generator.runtime.errors import (
    AuthenticationFault,
    NetServerError,
    ResponseError,
    TenantUnavailable,
)
from generator.runtime.superid import CLAIMS

DOORS = ("rest", "soap")
ALFA = ContactEntity(contact_id=3, name="Alfa")
REST_DOOR = "/Login/api/PartnerSystemUser/Authenticate"
SOAP_DOOR = "/login/services/PartnerSystemUserService.svc"


@pytest.fixture
def service(time: Time) -> Iterator[IdentityServer]:
    with IdentityServer(lambda: time.now) as service:
        yield service


@pytest.fixture(params=LIVES, ids=LIFE_NAMES)
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    with request.param() as live:
        yield live


@pytest.fixture(params=DOORS)
def over(request: pytest.FixtureRequest) -> str:
    return request.param


def user_of(service: IdentityServer, key: Any = None, **said: Any) -> SystemUser:
    given = {"environment": service.origin, **said}
    return SystemUser(SYSTEM_TOKEN, key or pem(rsa_key("partner")), **given)


def session_of(service: IdentityServer, live: Live, **said: Any) -> Any:
    """A session of a system user; what is said is for the one or the other."""
    own = {
        n: said.pop(n) for n in ("key", "over", "tenant", "environment") if n in said
    }
    given = {"app_token": APP_TOKEN, "credentials": user_of(service, **own), **said}
    return live.open(service.root, **given)


def called(session: Any, live: Live) -> ContactEntity:
    return live.run(session.contact.get_contact_entity(3))


def refused(session: Any, live: Live, service: IdentityServer) -> AuthenticationFault:
    with pytest.raises(AuthenticationFault) as caught:
        called(session, live)
    hides(caught.value, service)
    assert service.asked("GetContactEntity") == []
    return caught.value


def hides(error: BaseException, service: IdentityServer) -> None:
    texts = traceback.format_exception(error)
    cause: BaseException | None = error
    while cause is not None:
        texts += [repr(cause), str(cause), repr(vars(cause))]
        cause = cause.__cause__ or cause.__context__
    text = "\n".join(texts)
    key = pem(rsa_key("partner")).splitlines()[1:-1]
    for secret in (SYSTEM_TOKEN, APP_TOKEN, *key, *service.issued):
        for form in (
            secret,
            quote(secret),
            quote_plus(secret),
            json.dumps(secret)[1:-1],
        ):
            assert form not in text


def rsa_xml(key: Any, *, without: tuple[str, ...] = (), space: str = "") -> str:
    """What .NET's ToXmlString(true) writes of a key."""
    numbers = key.private_numbers()
    public = numbers.public_numbers
    parts = {
        "Modulus": public.n,
        "Exponent": public.e,
        "P": numbers.p,
        "Q": numbers.q,
        "DP": numbers.dmp1,
        "DQ": numbers.dmq1,
        "InverseQ": numbers.iqmp,
        "D": numbers.d,
    }

    def text(number: int) -> str:
        raw = number.to_bytes((number.bit_length() + 7) // 8)
        return space + base64.b64encode(raw).decode() + space

    inner = space.join(
        f"<{name}>{text(number)}</{name}>"
        for name, number in parts.items()
        if name not in without
    )
    return f"<RSAKeyValue>{space}{inner}{space}</RSAKeyValue>"


# ------------------------------------------------------------------------------- a whole sign-in


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_a_system_user_is_let_in(
    service: IdentityServer, live: Live, over: str, binding: str
):
    session = session_of(service, live, over=over, binding=binding)

    assert called(session, live) == ALFA

    (ticket,) = service.tickets
    sent = service.requests[-1]
    if binding == "agents":
        assert sent.headers["authorization"] == f"SOTicket {ticket}"
        assert sent.headers["so-apptoken"] == APP_TOKEN
    else:
        assert ticket.encode() in sent.body
    assert len(service.requests) == 3  # the exchange, the keys, the call


def test_nothing_secret_stands_in_an_address(
    service: IdentityServer, live: Live, over: str
):
    called(session_of(service, live, over=over), live)

    addresses = "\n".join(f"{r.path}?{r.query}" for r in service.requests)
    for secret in (SYSTEM_TOKEN, APP_TOKEN, *service.issued):
        assert secret not in addresses
        assert quote(secret) not in addresses
    assert "authorization" not in service.requests[0].headers


def test_the_ticket_is_asked_for_once(service: IdentityServer, live: Live, over: str):
    session = session_of(service, live, over=over)

    assert [called(session, live) for _ in range(20)] == [ALFA] * 20
    assert service.exchanges == 1


def test_many_at_once_ask_for_one_ticket(service: IdentityServer, live: Live):
    session = session_of(service, live)

    found = live.at_once([lambda: session.contact.get_contact_entity(3)] * 20)

    assert found == [ALFA] * 20
    assert service.exchanges == 1


def test_many_at_once_share_one_refusal(service: IdentityServer, live: Live):
    session = session_of(service, live, key=pem(rsa_key("other")))

    found = live.at_once([lambda: session.contact.get_contact_entity(3)] * 20)

    assert [type(one) for one in found] == [AuthenticationFault] * 20
    assert {one.message for one in found} == {
        "the system user is not let in: InvalidSignature"
    }
    assert 1 <= service.exchanges <= 20


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_a_ticket_that_netserver_refuses_is_renewed_once(
    service: IdentityServer, live: Live, over: str, binding: str
):
    session = session_of(service, live, over=over, binding=binding)
    called(session, live)
    service.expire_all()

    assert called(session, live) == ALFA
    assert service.exchanges == 2

    path = {
        "agents": f"/{TENANT}/api/v1/Agents/Contact/GetContactEntity",
        "soap": f"/{TENANT}/Remote/Services88/Contact.svc",
    }[binding]
    no = {
        "agents": as_json({"Message": "No."}, 401),
        "soap": as_fault("The ticket has expired"),
    }[binding]
    service.canned[path] = [no]
    with pytest.raises(AuthenticationFault):
        called(session, live)
    assert service.exchanges == 3


def test_a_ticket_that_idled_for_six_hours_is_renewed_before_the_call(
    service: IdentityServer, live: Live, time: Time
):
    session = session_of(service, live)
    called(session, live)
    time.pass_by(5 * 3600)
    called(session, live)
    time.pass_by(5 * 3600)
    called(session, live)
    assert service.exchanges == 1  # every use begins the six hours anew

    time.pass_by(6 * 3600 - 30)
    called(session, live)

    assert service.exchanges == 2
    assert len(service.asked("GetContactEntity")) == 4


# ------------------------------------------------------------------------------- keys

PARTNER = rsa_key("partner")
KEYS: dict[str, str | bytes] = {
    "PKCS#8": pem(PARTNER),
    "PKCS#1": pem(PARTNER, pkcs1=True),
    "PKCS#8 as bytes": pem(PARTNER).encode(),
    "PKCS#1 as bytes": pem(PARTNER, pkcs1=True).encode(),
    "PEM with a mark at its beginning": b"\xef\xbb\xbf" + pem(PARTNER).encode(),
    "PEM with a mark in the text": "\ufeff" + pem(PARTNER),
    "PEM in lines of Windows": pem(PARTNER).replace("\n", "\r\n"),
    "PEM with space around": f"\n\n  {pem(PARTNER)}\n\n",
    "RSAXML": rsa_xml(PARTNER),
    "RSAXML as bytes": rsa_xml(PARTNER).encode(),
    "RSAXML in lines": rsa_xml(PARTNER, space="\r\n    "),
    "RSAXML as a document": f'<?xml version="1.0" encoding="utf-16"?>\n{rsa_xml(PARTNER)}',
    "RSAXML with a mark": b"\xef\xbb\xbf" + rsa_xml(PARTNER).encode(),
    "RSAXML in a namespace": rsa_xml(PARTNER).replace(
        "<RSAKeyValue>", '<RSAKeyValue xmlns="http://www.w3.org/2000/09/xmldsig#">'
    ),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_may_be_written_in_many_ways(
    service: IdentityServer, live: Live, name: str
):
    assert called(session_of(service, live, key=KEYS[name]), live) == ALFA


def _other_kind() -> str:
    return pem(ec.generate_private_key(ec.SECP256R1()))


def _public(private: Any) -> str:
    return (
        private.public_key()
        .public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        .decode()
    )


WRONG_KEYS: dict[str, str | bytes] = {
    "nothing": "",
    "no key": "hushhush",
    "bytes that are none": b"\xff\xfehushhush",
    "encrypted": pem(PARTNER, password=b"hushhush"),
    "encrypted PKCS#1": pem(PARTNER, pkcs1=True, password=b"hushhush"),
    "public": _public(PARTNER),
    "elliptic": _other_kind(),
    "cut off": pem(PARTNER)[:600] + "\n-----END PRIVATE KEY-----",
    "garbage between the lines": "-----BEGIN PRIVATE KEY-----\nhushhush\n-----END PRIVATE KEY-----",
    "public RSAXML": rsa_xml(PARTNER, without=("P", "Q", "DP", "DQ", "InverseQ", "D")),
    "RSAXML without D": rsa_xml(PARTNER, without=("D",)),
    "RSAXML without P": rsa_xml(PARTNER, without=("P",)),
    "RSAXML without its modulus": rsa_xml(PARTNER, without=("Modulus",)),
    "RSAXML without anything": "<RSAKeyValue/>",
    "RSAXML cut off": rsa_xml(PARTNER)[:-400],
    "RSAXML that is no base64": "<RSAKeyValue><Modulus>h(shh(sh</Modulus></RSAKeyValue>",
    "RSAXML with the D of another": rsa_xml(PARTNER, without=("D",)).replace(
        "</RSAKeyValue>",
        "<D>" + rsa_xml(rsa_key("other")).partition("<D>")[2],
    ),
    "RSAXML with parts swapped": rsa_xml(PARTNER)
    .replace("DP>", "XX>")
    .replace("DQ>", "DP>")
    .replace("XX>", "DQ>"),
    "RSAXML of a bomb": '<!DOCTYPE RSAKeyValue [<!ENTITY a "hushhush">]>'
    "<RSAKeyValue><Modulus>&a;</Modulus></RSAKeyValue>",
}


@pytest.mark.parametrize("name", WRONG_KEYS)
def test_what_is_no_private_key_is_refused_and_not_shown(
    service: IdentityServer, live: Live, over: str, name: str
):
    key = WRONG_KEYS[name]
    with pytest.raises(ValueError, match="private_key must be an RSA key") as caught:
        called(
            live.open(
                service.root,
                credentials=SystemUser(
                    SYSTEM_TOKEN, key, environment=service.origin, over=over  # type: ignore[arg-type]
                ),
                app_token=APP_TOKEN,
            ),
            live,
        )

    hides(caught.value, service)
    text = "".join(traceback.format_exception(caught.value))
    assert "hushhush" not in text
    for line in (key if isinstance(key, str) else "").splitlines():
        assert line.startswith("-----") or not line or line not in text
    assert service.requests == []


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"system_token": ""}, ValueError),
        ({"system_token": "hush\r\n"}, ValueError),
        ({"system_token": None}, TypeError),
        ({"private_key": None}, TypeError),
        ({"private_key": 5}, TypeError),
        ({"over": "carrier pigeon"}, ValueError),
        ({"environment": "http://id.example.com"}, ValueError),
    ],
)
def test_an_argument_that_cannot_be_right_is_refused(
    said: dict[str, Any], error: type[Exception]
):
    given = {"system_token": SYSTEM_TOKEN, "private_key": pem(PARTNER), **said}
    with pytest.raises(error) as caught:
        SystemUser(**given)

    text = "".join(traceback.format_exception(caught.value))
    assert "hush" not in text
    assert SYSTEM_TOKEN not in text
    assert pem(PARTNER).splitlines()[1] not in text


def test_nothing_that_is_shown_holds_a_secret(service: IdentityServer, live: Live):
    user = user_of(service, tenant=TENANT)
    session = live.open(service.root, credentials=user, app_token=APP_TOKEN)
    called(session, live)

    assert repr(user) == (
        f"SystemUser(***, tenant='{TENANT}', environment='{service.origin}')"
    )
    shown = f"{session!r} {user!s} {session._core.sign_in.grant!r}"
    for secret in (SYSTEM_TOKEN, APP_TOKEN, *service.issued):
        assert secret not in shown


# ------------------------------------------------------------------------------- refusals


def test_another_key_than_the_registered_one_is_refused(
    service: IdentityServer, live: Live, over: str
):
    session = session_of(service, live, over=over, key=pem(rsa_key("other")))

    error = refused(session, live, service)

    assert error.message == "the system user is not let in: InvalidSignature"
    assert (error.agent, error.operation) == ("SuperId", "PartnerSystemUser")
    assert service.exchanges == 1


def test_another_application_token_is_refused(
    service: IdentityServer, live: Live, over: str
):
    session = session_of(service, live, over=over, app_token="another")

    error = refused(session, live, service)

    assert error.message == (
        "the system user is not let in: Denied: no application has this token"
    )


def test_another_system_token_is_refused(
    service: IdentityServer, live: Live, over: str
):
    user = SystemUser(
        "Another App-hushhush",
        pem(PARTNER),
        environment=service.origin,
        over=over,  # type: ignore[arg-type]
    )
    session = live.open(service.root, credentials=user, app_token=APP_TOKEN)

    error = refused(session, live, service)

    assert error.message == "the system user is not let in: Revoked"


def test_without_an_application_token_nobody_is_asked(
    service: IdentityServer, live: Live, over: str
):
    session = session_of(service, live, over=over, app_token=None)

    with pytest.raises(ValueError, match="needs the app_token of the session"):
        called(session, live)
    assert service.requests == []


@pytest.mark.parametrize("echo", ["{}", "told {} before", '"{}"'])
def test_an_error_that_repeats_what_was_sent_is_blanked_out(
    service: IdentityServer, live: Live, over: str, echo: str
):
    said = echo.format(f"{SYSTEM_TOKEN} and {APP_TOKEN}")
    if over == "rest":
        service.canned[REST_DOOR] = [
            as_json({"IsSuccessful": False, "Token": None, "ErrorMessage": said})
        ]
    else:
        text = said.replace("&", "&amp;").replace("<", "&lt;")
        service.canned[SOAP_DOOR] = [as_fault(text)]
    session = session_of(service, live, over=over)

    with pytest.raises(NetServerError, match=r"\*\*\* and \*\*\*") as caught:
        called(session, live)
    hides(caught.value, service)


REFUSAL = {"IsSuccessful": False, "Token": None, "ErrorMessage": "Expired"}


@pytest.mark.parametrize(
    ("reply", "error", "told"),
    [
        (as_json(REFUSAL), AuthenticationFault, "not let in: Expired"),
        (as_json(REFUSAL, 401), AuthenticationFault, "not let in: Expired"),
        (as_json(REFUSAL, 500), AuthenticationFault, "not let in: Expired"),
        (
            as_json({**REFUSAL, "ErrorMessage": None}),
            AuthenticationFault,
            "no reason is given",
        ),
        (
            as_json({**REFUSAL, "ErrorMessage": 6}),
            AuthenticationFault,
            "no reason is given",
        ),
        (
            as_json({"IsSuccessful": True, "Token": None}),
            AuthenticationFault,
            "no reason is given",
        ),
        (
            as_json({"IsSuccessful": True, "Token": ""}),
            AuthenticationFault,
            "no reason is given",
        ),
        (
            as_json({"IsSuccessful": "false", "Token": "a.b.c"}),
            AuthenticationFault,
            "no reason is given",
        ),
        (as_json({}), AuthenticationFault, "no reason is given"),
        (as_json({"Message": "Bad."}, 400), AuthenticationFault, "Bad."),
        (as_json([]), ResponseError, "expected a JSON object"),
        (Reply(body=b"<h1>Hi</h1>", kind="text/html"), ResponseError, "'Hi'"),
        (Reply(status=500, body=b"<h1>Hi</h1>"), ResponseError, "HTTP 500"),
        (Reply(status=404, body=b"<h1>Hi</h1>"), ResponseError, "HTTP 404"),
    ],
)
def test_what_rest_answers_is_a_token_or_a_reason(
    service: IdentityServer,
    live: Live,
    reply: Reply,
    error: type[NetServerError],
    told: str,
):
    service.canned[REST_DOOR] = [reply]
    session = session_of(service, live)

    with pytest.raises(NetServerError) as caught:
        called(session, live)
    assert type(caught.value) is error
    assert told in str(caught.value)
    hides(caught.value, service)
    assert service.exchanges == 1


def _xml(text: str, status: int = 200) -> Reply:
    return Reply(status=status, body=text.encode(), kind="text/xml; charset=utf-8")


ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{}</s:Body>'
    "</s:Envelope>"
)
NS = "http://www.superoffice.com/superid/partnersystemuser/0.1"


@pytest.mark.parametrize(
    ("reply", "error", "told"),
    [
        (as_fault("ActionNotSupported"), ResponseError, "(ActionNotSupported)"),
        (_xml(ENVELOPE.format("")), ResponseError, "expected an answer"),
        (_xml(ENVELOPE), ResponseError, "expected an answer"),
        (_xml("<html/>"), ResponseError, "expected an answer"),
        (_xml("no XML", 500), ResponseError, "HTTP 500: expected XML: 'no XML'"),
        (_xml(""), ResponseError, "expected XML"),
        (
            _xml('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            ResponseError,
            "expected XML",
        ),
        (
            _xml(ENVELOPE.format(f'<AuthenticationResponse xmlns="{NS}"/>')),
            ResponseError,
            "expected an answer",
        ),
        (
            _xml(
                ENVELOPE.format(
                    f'<a:AuthenticationResponse xmlns:a="{NS}"><a:IsSuccessful>false'
                    "</a:IsSuccessful></a:AuthenticationResponse>"
                )
            ),
            AuthenticationFault,
            "no reason is given",
        ),
        (
            _xml(
                ENVELOPE.format(
                    f'<AuthenticationResponse xmlns="{NS}"><ErrorMessage> Expired </ErrorMessage>'
                    "<IsSuccessful>0</IsSuccessful><Token/></AuthenticationResponse>"
                )
            ),
            AuthenticationFault,
            "not let in: Expired",
        ),
    ],
)
def test_what_soap_answers_is_a_token_or_a_reason(
    service: IdentityServer,
    live: Live,
    reply: Reply,
    error: type[NetServerError],
    told: str,
):
    service.canned[SOAP_DOOR] = [reply]
    session = session_of(service, live, over="soap")

    with pytest.raises(NetServerError) as caught:
        called(session, live)
    assert type(caught.value) is error
    assert told in str(caught.value)
    hides(caught.value, service)
    assert service.exchanges == 1


def test_an_identity_service_that_is_busy_is_asked_again(
    service: IdentityServer, live: Live, over: str, time: Time
):
    door = REST_DOOR if over == "rest" else SOAP_DOOR
    busy = Reply(status=503, body=b"later", kind="text/plain")
    session = session_of(service, live, over=over)
    service.canned[door] = [busy]
    with pytest.raises(ResponseError):
        called(session, live)
    assert service.exchanges == 3  # once, and two retries
    del service.canned[door]

    assert called(session, live) == ALFA


# ------------------------------------------------------------------------------- tokens

Forger = Callable[[IdentityServer], Callable[[dict[str, Any]], str]]
UNTRUSTED: dict[str, tuple[Forger, str]] = {
    "alg none": (lambda service: unsigned_jwt, "its signature does not hold"),
    "alg HS256": (
        lambda s: lambda c: hmac_jwt(
            c, _public(rsa_key("first")).encode(), "kid-first"
        ),
        "its signature does not hold",
    ),
    "signed by the partner": (
        lambda s: lambda c: s.signed(c, "partner", {"kid": "kid-first"}),
        "its signature does not hold",
    ),
    "a key that is not published": (
        lambda s: lambda c: s.signed(c, "other"),
        "signed with a key that is not published",
    ),
    "no token at all": (lambda s: lambda c: "garbage", "its signature does not hold"),
}


@pytest.mark.parametrize("name", UNTRUSTED)
def test_a_token_that_nobody_has_signed_is_refused(
    service: IdentityServer, live: Live, over: str, name: str
):
    forger, reason = UNTRUSTED[name]
    service.forged = forger(service)

    error = refused(session_of(service, live, over=over), live, service)

    assert "the token of the identity service cannot be trusted: " in error.message
    assert reason in error.message


NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://online.superoffice.com"}, "InvalidClaimError: iss"),
        ({"iss": None}, "MissingClaimError"),
        ({"exp": NOW - 301}, "it has expired"),
        ({"exp": None}, "MissingClaimError"),
        ({"aud": "spn:999"}, "meant for another one"),
        ({"aud": SERIAL}, "meant for another one"),
        ({"aud": ["spn:1", "spn:2"]}, "meant for another one"),
        ({"aud": None}, "meant for another one"),
        ({f"{CLAIMS}serial": None}, "meant for another one"),
        ({f"{CLAIMS}serial": ""}, "meant for another one"),
        ({f"{CLAIMS}serial": "999"}, "meant for another one"),
        ({f"{CLAIMS}ticket": None}, f"lacks {CLAIMS}ticket"),
        ({f"{CLAIMS}ticket": ""}, f"lacks {CLAIMS}ticket"),
        ({f"{CLAIMS}ticket": 5}, f"lacks {CLAIMS}ticket"),
        ({f"{CLAIMS}ticket": "7T:a\r\nX-Evil: 1"}, f"lacks {CLAIMS}ticket"),
    ],
)
def test_a_token_with_other_claims_is_refused(
    service: IdentityServer, live: Live, over: str, claims: dict[str, Any], reason: str
):
    service.claimed = claims

    assert (
        reason in refused(session_of(service, live, over=over), live, service).message
    )


def test_an_audience_may_be_a_list(service: IdentityServer, live: Live):
    service.claimed = {
        "aud": ["spn:1", f"spn:{SERIAL}"],
        f"{CLAIMS}serial": int(SERIAL),
    }

    assert called(session_of(service, live), live) == ALFA


# ------------------------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    ("skew", "exchanges"),
    [(600.0, 2), (-600.0, 2), (86_400.0, 2), (-120.0, 2), (119.0, 1), (-60.0, 1)],
)
def test_a_clock_that_is_wrong_is_put_right_by_that_of_the_service_once(
    service: IdentityServer, live: Live, over: str, skew: float, exchanges: int
):
    service.skew = skew
    session = session_of(service, live, over=over)

    assert called(session, live) == ALFA
    assert service.exchanges == exchanges


def test_a_refusal_at_the_right_time_is_not_asked_about_again(
    service: IdentityServer, live: Live, over: str
):
    service.skew = 600
    session = session_of(service, live, over=over, key=pem(rsa_key("other")))
    refused(session, live, service)

    assert service.exchanges == 2  # the clock might have been it, and was not


def test_without_a_date_the_clock_stays_as_it_is(
    service: IdentityServer,
    live: Live,
    over: str,
    monkeypatch: pytest.MonkeyPatch,
):
    service.skew = 600
    for date in ("", "yesterday", "Thu, 99 Jan 2027 08:00:00 GMT"):
        monkeypatch.setattr(IdentityServer, "date", date)
        service.requests.clear()
        error = refused(session_of(service, live, over=over), live, service)
        assert error.message == "the system user is not let in: InvalidTimestamp"
        assert service.exchanges == 1


def test_a_clock_between_two_minutes_makes_no_second_exchange(
    service: IdentityServer, live: Live, time: Time
):
    time.pass_by(59.9)  # the Date of the answer has no fractions
    session = session_of(service, live)

    assert called(session, live) == ALFA
    assert service.exchanges == 1


# ------------------------------------------------------------------------------- tenants


def sent_tenant(service: IdentityServer) -> str:
    return service.asked(REST_DOOR)[0].json["ContextIdentifier"]


def test_the_tenant_is_the_end_of_the_root(service: IdentityServer, live: Live):
    called(session_of(service, live), live)

    assert sent_tenant(service) == TENANT


def test_the_tenant_is_that_of_the_session(service: IdentityServer, live: Live):
    session = live.for_tenant(
        TENANT, service.origin, credentials=user_of(service), app_token=APP_TOKEN
    )

    assert called(session, live) == ALFA
    assert sent_tenant(service) == TENANT
    assert [r.path for r in service.requests] == [
        f"/api/state/{TENANT}",
        REST_DOOR,
        "/login/.well-known/jwks",
        f"/{TENANT}/api/v1/Agents/Contact/GetContactEntity",
    ]


def test_the_tenant_of_the_credentials_wins(
    service: IdentityServer, live: Live, over: str
):
    error = refused(
        session_of(service, live, over=over, tenant="Cust999"), live, service
    )

    assert error.message == (
        "the system user is not let in: Denied: the application is not let in by this tenant"
    )


def test_a_tenant_that_nobody_knows_is_not_asked_for(
    service: IdentityServer, live: Live
):
    session = live.open(
        service.origin, credentials=user_of(service), app_token=APP_TOKEN
    )

    with pytest.raises(ValueError, match="needs to know the tenant"):
        called(session, live)
    assert service.requests == []


def test_a_tenant_that_does_not_run_is_not_signed_in_to(
    service: IdentityServer, live: Live
):
    service.state = {"State": 4, "IsRunning": False}

    with pytest.raises(TenantUnavailable, match="its state is suspended"):
        live.for_tenant(
            TENANT, service.origin, credentials=user_of(service), app_token=APP_TOKEN
        )
    assert service.exchanges == 0
