"""The identity service, asked over HTTP as anybody may ask it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx2
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.unit.runtime.server.tiny_netserver import ADDRESS, TinyNetServer

CALLBACK = "https://app.example.com/callback"
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    .rstrip(b"=")
    .decode()
)
ASKED = {
    "response_type": "code",
    "client_id": "my-app",
    "redirect_uri": CALLBACK,
    "scope": "openid",
    "state": "s&t",
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
AUTHORIZE, TOKENS = "/login/common/oauth/authorize", "/login/common/oauth/tokens"
PUBLIC = {"client_id": "public", "redirect_uris": [CALLBACK]}
OTHER = {**PUBLIC, "client_id": "other", "client_secret": "x"}
CLAIM = "http://schemes.superoffice.net/identity/"
REST = "/Login/api/PartnerSystemUser/Authenticate"
SOAP = "/login/services/PartnerSystemUserService.svc"
PARTNER = "http://www.superoffice.com/superid/partnersystemuser/0.1"


class Asking:
    """A client of the identity service."""

    def __init__(self, server: TinyNetServer) -> None:
        self.server = server
        self.http = httpx2.Client(transport=server.transport(), base_url=ADDRESS)

    def sent_back(self, path: str = AUTHORIZE, **changed: Any) -> dict[str, str]:
        asked = {n: v for n, v in {**ASKED, **changed}.items() if v is not None}
        answer = self.http.get(f"{path}?{urlencode(asked)}")
        assert answer.status_code == 302, answer.text
        where = urlsplit(answer.headers["Location"])
        assert f"{where.scheme}://{where.netloc}{where.path}" == CALLBACK
        return dict(parse_qsl(where.query))

    def code(self, **changed: Any) -> str:
        return self.sent_back(**changed)["code"]

    def tokens(self, **form: Any) -> httpx2.Response:
        words = {
            "grant_type": "authorization_code",
            "client_id": "my-app",
            "client_secret": "my-secret",
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
            **form,
        }
        said = {name: value for name, value in words.items() if value is not None}
        return self.http.post(TOKENS, data=said)

    def refused(self, **form: Any) -> tuple[int, str]:
        answer = self.tokens(**form)
        return answer.status_code, answer.json()["error"]

    def claims(self, token: str) -> dict[str, Any]:
        keys = self.http.get("/login/.well-known/jwks").json()
        return jwt.decode(token, KeySet.import_key_set(keys), algorithms=["RS256"]).claims  # fmt: skip


@pytest.fixture(scope="module")
def partner_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(key: rsa.RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


@pytest.fixture
def asking(pair: Any) -> Iterator[Asking]:
    default = pair.server("accounts").DEFAULT_SIGN_IN
    server = TinyNetServer(pair, apps=[*default["apps"], PUBLIC, OTHER])
    made = Asking(server)
    yield made
    made.http.close()


# ---------------------------------------------------------------------------- discovery


@pytest.mark.parametrize("login", ["login", "Login", "LOGIN"])
def test_the_configuration_names_the_endpoints_by_the_callers_address(
    asking: Asking, login: str
) -> None:
    said = asking.http.get(f"/{login}/.well-known/OpenID-Configuration").json()
    assert said == {
        "issuer": ADDRESS,
        "authorization_endpoint": f"{ADDRESS}{AUTHORIZE}",
        "token_endpoint": f"{ADDRESS}{TOKENS}",
        "jwks_uri": f"{ADDRESS}/login/.well-known/jwks",
        "scopes_supported": ["openid"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_post",
            "client_secret_basic",
        ],
        "code_challenge_methods_supported": ["S256", "plain"],
    }


def test_the_published_key_is_public(asking: Asking) -> None:
    (key,) = asking.http.get("/login/.well-known/jwks").json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}


def test_two_processes_make_one_key_between_them(pair: Any, tmp_path: Any) -> None:
    path = tmp_path / "crm.sqlite"
    servers = [TinyNetServer(pair, path, key=False) for _ in range(2)]
    published = [Asking(each).http.get("/login/.well-known/jwks").json() for each in servers]  # fmt: skip
    assert published[0] == published[1]


def test_a_key_outlives_the_emptying_of_the_store(asking: Asking) -> None:
    before = asking.http.get("/login/.well-known/jwks").json()
    with asking.server.store.writing() as records:
        records.clear()
    assert asking.http.get("/login/.well-known/jwks").json() == before


def test_a_server_without_joserfc_says_what_is_missing(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "joserfc.jwk", None)
    answer = asking.http.get("/login/.well-known/jwks")
    assert (answer.status_code, answer.json()["error_description"]) == (
        501,
        "This server cannot sign tokens: joserfc is not installed. pip install joserfc",
    )


# ---------------------------------------------------------------------------- authorize


@pytest.mark.parametrize(
    "path", [AUTHORIZE, AUTHORIZE.upper(), "/Login/cust12345/OAuth/authorize"]
)
def test_the_browser_is_sent_back_at_once_with_a_code_and_the_state(
    asking: Asking, path: str
) -> None:
    said = asking.sent_back(path, acr_values="tenant:Cust12345")
    assert set(said) == {"code", "state"} and said["state"] == "s&t"


def test_authorize_may_be_posted(asking: Asking) -> None:
    assert asking.http.post(AUTHORIZE, data=ASKED).status_code == 302


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge_method": "S512"}, "invalid_request"),
        ({"nonce": "n" * 3000}, "invalid_request"),
        ({"client_id": "public", "code_challenge": None}, "invalid_request"),
        ({"acr_values": "tenant:Cust6"}, "access_denied"),
        ({"login_hint": "ola"}, "access_denied"),
    ],
)
def test_what_is_wrong_is_told_to_the_application(
    asking: Asking, changed: dict[str, Any], error: str
) -> None:
    said = asking.sent_back(**changed)
    assert set(said) == {"error", "error_description", "state"}
    assert (said["error"], said["state"]) == (error, "s&t")


def test_the_address_of_another_tenant_denies(asking: Asking) -> None:
    said = asking.sent_back("/login/Cust6/oauth/authorize")
    assert said["error"] == "access_denied"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "nobody"}, "invalid_client"),
        ({"redirect_uri": "https://evil.example.com/"}, "invalid_request"),
        ({"redirect_uri": CALLBACK + "/more"}, "invalid_request"),
    ],
)
def test_nobody_is_sent_to_where_the_application_is_not(
    asking: Asking, changed: dict[str, Any], error: str
) -> None:
    answer = asking.http.get(f"{AUTHORIZE}?{urlencode({**ASKED, **changed})}")
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_of_several_users_the_hint_names_one(asking: Asking) -> None:
    with asking.server.store.writing() as records:
        users = [{"name": "ola", "email": "ola@example.com"}]
        asking.server.pair.server("accounts").load_sign_in(records, {"users": users})
    assert asking.sent_back()["error"] == "account_selection_required"
    for hint in ("OLA", "ola@example.com"):
        given = asking.tokens(code=asking.code(login_hint=hint)).json()
        assert asking.claims(given["id_token"])[CLAIM + "upn"] == "ola@example.com"


# ------------------------------------------------------------------------------- tokens


def test_a_code_is_exchanged_for_tokens_that_let_the_user_in(asking: Asking) -> None:
    answer = asking.tokens(code=asking.code())
    said = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(said) == {
        "token_type",
        "access_token",
        "expires_in",
        "refresh_token",
        "id_token",
    }
    assert (said["token_type"], said["expires_in"]) == ("Bearer", 3600)
    assert said["access_token"].startswith("8A:Cust12345.")
    user = asking.server.sign_in.authorized(f"Bearer {said['access_token']}")
    assert user.name == "kari"


def test_the_id_token_has_the_claims_of_super_id(asking: Asking) -> None:
    now = int(asking.server.clock.now().timestamp())
    claims = asking.claims(asking.tokens(code=asking.code()).json()["id_token"])
    begun = claims.pop("iat")
    assert abs(begun - now) <= 2
    assert claims == {
        "sub": "kari@example.com",
        "iss": ADDRESS,
        "aud": "my-app",
        "nbf": begun,
        "exp": begun + 3600,
        "nonce": "n",
        CLAIM + "associateid": "1",
        CLAIM + "identityprovider": "superid",
        CLAIM + "email": "kari@example.com",
        CLAIM + "upn": "kari@example.com",
        CLAIM + "ctx": "Cust12345",
        CLAIM + "is_administrator": "True",
        CLAIM + "serial": "1234567890",
        CLAIM + "company_name": "SuperOffice",
        CLAIM + "netserver_url": f"{ADDRESS}/Cust12345/Remote/Services88/",
        CLAIM + "webapi_url": f"{ADDRESS}/Cust12345/api/",
        CLAIM + "system_token": "My App-abcdefghij",
        CLAIM + "initials": "KN",
        CLAIM + "so_primary_email_address": "kari@example.com",
    }


def test_the_parameters_may_stand_in_the_query(asking: Asking) -> None:
    said = {
        "grant_type": "authorization_code",
        "client_id": "my-app",
        "client_secret": "my-secret",
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        "code": asking.code(),
    }
    assert asking.http.post(f"{TOKENS}?{urlencode(said)}").status_code == 200


def test_the_client_may_authenticate_by_basic(asking: Asking) -> None:
    basic = base64.b64encode(f"{quote('my-app')}:{quote('my-secret')}".encode())
    said = {
        "grant_type": "authorization_code",
        "redirect_uri": CALLBACK,
        "code": asking.code(),
        "code_verifier": VERIFIER,
    }
    headers = {"Authorization": f"Basic {basic.decode()}"}
    assert asking.http.post(TOKENS, data=said, headers=headers).status_code == 200


def test_a_client_without_a_secret_proves_itself_by_pkce(asking: Asking) -> None:
    code = asking.code(client_id="public")
    answer = asking.tokens(code=code, client_id="public", client_secret=None)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("challenge", "method", "verifier", "fits"),
    [
        (CHALLENGE, "S256", VERIFIER, True),
        (VERIFIER, "plain", VERIFIER, True),
        (VERIFIER, None, VERIFIER, True),
        (CHALLENGE, "S256", "w" * 43, False),
        (CHALLENGE, "S256", None, False),
        (CHALLENGE, "S256", "blåbær", False),
        (VERIFIER, "plain", CHALLENGE, False),
        (None, None, None, True),
    ],
)
def test_a_code_is_given_for_the_verifier_of_its_challenge_alone(
    asking: Asking, challenge: Any, method: Any, verifier: Any, fits: bool
) -> None:
    code = asking.code(code_challenge=challenge, code_challenge_method=method)
    answer = asking.tokens(code=code, code_verifier=verifier)
    assert answer.status_code == (200 if fits else 400)
    if not fits:
        assert answer.json()["error"] == "invalid_grant"


def test_a_code_is_good_once(asking: Asking) -> None:
    code = asking.code()
    assert asking.tokens(code=code).status_code == 200
    assert asking.refused(code=code) == (400, "invalid_grant")


def test_a_code_lives_ten_minutes(asking: Asking) -> None:
    codes = [asking.code(), asking.code()]
    asking.server.clock.advance(timedelta(minutes=9))
    assert asking.tokens(code=codes[0]).status_code == 200
    asking.server.clock.advance(timedelta(minutes=1))
    assert asking.refused(code=codes[1]) == (400, "invalid_grant")


def test_a_code_is_good_for_its_own_application_alone(asking: Asking) -> None:
    code = asking.code()
    taken = asking.refused(code=code, client_id="other", client_secret="x")
    assert taken == (400, "invalid_grant")
    assert asking.tokens(code=code).status_code == 200


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        ({"code": "unknown"}, (400, "invalid_grant")),
        ({"code": None}, (400, "invalid_grant")),
        ({"client_id": "nobody"}, (401, "invalid_client")),
        ({"client_secret": "wrong"}, (401, "invalid_client")),
        ({"client_secret": None}, (401, "invalid_client")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({"grant_type": None}, (400, "unsupported_grant_type")),
        (
            {"grant_type": "refresh_token", "refresh_token": "unknown"},
            (400, "invalid_grant"),
        ),
    ],
)
def test_a_refusal_has_the_words_of_oauth(
    asking: Asking, form: dict[str, Any], refusal: tuple[int, str]
) -> None:
    assert asking.refused(**form) == refusal


@pytest.mark.parametrize("redirect_uri", ["https://x.example.com/", None])
def test_another_redirect_uri_than_that_of_the_code_gets_no_tokens(
    asking: Asking, redirect_uri: str | None
) -> None:
    refused = asking.refused(code=asking.code(), redirect_uri=redirect_uri)
    assert refused == (400, "invalid_grant")


def test_an_application_with_one_address_need_not_name_it(asking: Asking) -> None:
    code = asking.code(redirect_uri=None)
    assert asking.tokens(code=code, redirect_uri=None).status_code == 200


def test_a_refresh_token_stays_good_and_no_new_one_is_given(asking: Asking) -> None:
    refresh = asking.tokens(code=asking.code()).json()["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": refresh}
    for _ in range(2):
        asking.server.clock.advance(timedelta(days=300))
        said = asking.tokens(**form, code_verifier=None).json()
        assert "refresh_token" not in said
        user = asking.server.sign_in.authorized(f"Bearer {said['access_token']}")
        assert user.name == "kari"
    stolen = asking.refused(**form, client_id="other", client_secret="x")
    assert stolen == (400, "invalid_grant")


@pytest.mark.parametrize("body", [b"\xff=\xff", b"a=b&" * 500])
def test_a_form_that_cannot_be_read_is_a_bad_request(
    asking: Asking, body: bytes
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = asking.http.post(TOKENS, content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_no_code_and_no_token_is_stored_in_clear(asking: Asking) -> None:
    used, unused = asking.code(), asking.code()
    given = asking.tokens(code=used).json()
    with asking.server.store.reading() as records:
        kept = repr(list(records.settings("")))
    for secret in (unused, given["access_token"], given["refresh_token"]):
        assert secret not in kept


# ------------------------------------------------------------------------- system users


def signed(
    server: TinyNetServer, key: rsa.RSAPrivateKey, ahead: int = 0, token: str = ""
) -> str:
    minute = (server.clock.now() + timedelta(minutes=ahead)).strftime("%Y%m%d%H%M")
    said = f"{token or 'My App-abcdefghij'}.{minute}"
    signature = key.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{said}.{base64.b64encode(signature).decode()}"


def by_rest(asking: Asking, token: str, **changed: str) -> dict[str, Any]:
    said = {
        "SignedSystemToken": token,
        "ApplicationToken": "my-secret",
        "ContextIdentifier": "Cust12345",
        "ReturnTokenType": "JWT",
        **changed,
    }
    answer = asking.http.post(REST, json=said)
    assert answer.status_code == 200, answer.text
    return answer.json()


def envelope(token: str) -> str:
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>'
        f'<ApplicationToken xmlns="{PARTNER}">my-secret</ApplicationToken>'
        f'<ContextIdentifier xmlns="{PARTNER}">Cust12345</ContextIdentifier></e:Header>'
        f'<e:Body><AuthenticationRequest xmlns="{PARTNER}"><SignedSystemToken>{token}'
        "</SignedSystemToken><ReturnTokenType>Jwt</ReturnTokenType>"
        "</AuthenticationRequest></e:Body></e:Envelope>"
    )


def by_soap(asking: Asking, content: str, **headers: str) -> httpx2.Response:
    said = {"Content-Type": "text/xml; charset=utf-8", **headers}
    return asking.http.post(SOAP, content=content.encode(), headers=said)


def test_a_signed_system_token_gets_a_ticket(
    asking: Asking, partner_key: rsa.RSAPrivateKey
) -> None:
    said = by_rest(asking, signed(asking.server, partner_key))
    assert (said["IsSuccessful"], said["ErrorMessage"]) == (True, None)
    claims = asking.claims(said["Token"])
    assert (claims["iss"], claims["aud"]) == ("SuperOffice AS", "spn:1234567890")
    user = asking.server.sign_in.by_ticket(claims[CLAIM + "ticket"])
    assert (user.name, user.role) == ("system user", "System")
    made = asking.server.service.principal(user)
    assert (str(made.user_type), str(made.role_type)) == ("SystemAssociate", "System")


@pytest.mark.parametrize("registered", [True, False])
def test_a_signature_is_checked_where_the_key_is_known(
    asking: Asking, partner_key: rsa.RSAPrivateKey, registered: bool
) -> None:
    default = asking.server.pair.server("accounts").DEFAULT_SIGN_IN["apps"][0]
    public_key = public_pem(partner_key) if registered else ""
    with asking.server.store.writing() as records:
        apps = [{**default, "public_key": public_key}]
        asking.server.pair.server("accounts").load_sign_in(records, {"apps": apps})
    assert by_rest(asking, signed(asking.server, partner_key))["IsSuccessful"]
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    said = by_rest(asking, signed(asking.server, other))
    assert said["IsSuccessful"] is not registered
    if registered:
        assert said["ErrorMessage"].startswith("InvalidSignature")


@pytest.mark.parametrize(
    ("ahead", "good"), [(-3, False), (-1, True), (0, True), (3, False)]
)
def test_the_minute_must_be_that_of_the_servers_clock(
    asking: Asking, partner_key: rsa.RSAPrivateKey, ahead: int, good: bool
) -> None:
    asking.server.clock.advance(timedelta(hours=7))
    said = by_rest(asking, signed(asking.server, partner_key, ahead))
    assert said["IsSuccessful"] is good
    if not good:
        assert said["ErrorMessage"].startswith("InvalidTimestamp")


def test_who_signs_need_not_know_that_a_test_has_put_the_clock_forward(
    asking: Asking, partner_key: rsa.RSAPrivateKey
) -> None:
    token = signed(asking.server, partner_key)
    asking.server.clock.advance(timedelta(hours=7))
    assert by_rest(asking, token)["IsSuccessful"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"ApplicationToken": "s3cret"}, "Denied: the ApplicationToken"),
        ({"ContextIdentifier": "Cust6"}, "Denied: the application is not let in"),
        ({"ReturnTokenType": "Saml"}, "Denied: the ReturnTokenType"),
        ({"SignedSystemToken": "s3cret"}, "InvalidSignature: the SignedSystemToken"),
        ({"SignedSystemToken": "s3cret.202601010000.!"}, "InvalidSignature: the"),
        ({"SignedSystemToken": "s3cret.202601010000.AAAA"}, "Revoked: no application"),
        (
            {"SignedSystemToken": "My App-abcdefghij.202699990000.AAAA"},
            "InvalidTimestamp",
        ),
    ],
)
def test_a_system_user_is_refused_with_the_word_of_the_service(
    asking: Asking, partner_key: rsa.RSAPrivateKey, changed: dict[str, str], error: str
) -> None:
    said = by_rest(asking, signed(asking.server, partner_key), **changed)
    assert (said["IsSuccessful"], said["Token"]) == (False, None)
    assert said["ErrorMessage"].startswith(error)
    assert "s3cret" not in said["ErrorMessage"]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"SignedSystemToken": 1}', b"[" * 100_000, b"\xff"],
)
def test_a_request_that_is_no_request_is_a_bad_one(asking: Asking, body: bytes) -> None:
    answer = asking.http.post(REST, content=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_soap_gets_the_same_token(
    asking: Asking, partner_key: rsa.RSAPrivateKey
) -> None:
    answer = by_soap(asking, envelope(signed(asking.server, partner_key)))
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200,
        "text/xml; charset=utf-8",
    )
    assert "<IsSuccessful>true</IsSuccessful>" in answer.text
    assert '<ErrorMessage i:nil="true"/>' in answer.text
    token = answer.text.partition("<Token>")[2].partition("</Token>")[0]
    assert CLAIM + "ticket" in asking.claims(token)


def test_soap_is_refused_in_an_answer(
    asking: Asking, partner_key: rsa.RSAPrivateKey
) -> None:
    answer = by_soap(asking, envelope(signed(asking.server, partner_key, ahead=9)))
    assert answer.status_code == 200
    assert "<IsSuccessful>false</IsSuccessful>" in answer.text
    assert '<Token i:nil="true"/>' in answer.text
    assert "<ErrorMessage>InvalidTimestamp" in answer.text


DTD = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no xml",
        "<x/>",
        DTD + envelope("&a;"),
        DTD + envelope("&f;"),
        envelope("&f;"),
        envelope("x").replace("AuthenticationRequest", "SomethingElse"),
        "<x>" * 5000,
    ],
)
def test_what_is_no_envelope_is_answered_by_a_fault(
    asking: Asking, content: str
) -> None:
    answer = by_soap(asking, content)
    assert answer.status_code == 500
    assert "<faultcode" in answer.text and "s:Client" in answer.text
    assert "root:" not in answer.text


def test_another_action_and_another_type_are_refused(asking: Asking) -> None:
    answer = by_soap(asking, envelope("x"), SOAPAction='"x"')
    assert answer.status_code == 500 and "ActionNotSupported" in answer.text
    answer = by_soap(asking, envelope("x"), **{"Content-Type": "application/xml"})
    assert answer.status_code == 415


# ------------------------------------------------------------------------------ tenants


@pytest.mark.parametrize("name", ["Cust12345", "cust12345"])
def test_the_state_of_the_tenant_names_the_callers_address(
    asking: Asking, name: str
) -> None:
    said = asking.http.get(f"/API/State/{name}").json()
    until = said.pop("ValidUntil")
    assert len(until.partition(".")[2]) == len("1234567Z")
    assert said == {
        "ContextIdentifier": "Cust12345",
        "Endpoint": ADDRESS,
        "State": "Running",
        "IsRunning": True,
        "Api": f"{ADDRESS}/Cust12345/api",
        "Version": asking.server.pair.catalogue.release.label,
    }


@pytest.mark.parametrize(
    ("state", "running"),
    [
        ("Suspended", False),
        ("OnlineMaintenance", True),
        ("OfflineMaintenance", False),
        ("Unknown", False),
    ],
)
def test_a_tenant_may_be_in_another_state(pair: Any, state: str, running: bool) -> None:
    asking = Asking(TinyNetServer(pair, tenant_state=state))
    said = asking.http.get("/api/state/Cust12345").json()
    assert (said["State"], said["IsRunning"]) == (state, running)


def test_a_tenant_that_is_elsewhere_is_not_found(asking: Asking) -> None:
    assert asking.http.get("/api/state/Cust6").status_code == 404


# ------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("path", "allowed"),
    [(TOKENS, "POST"), (REST, "POST"), (SOAP, "POST"), (AUTHORIZE, "GET, POST")],
)
def test_other_verbs_are_told_which_ones_are_taken(
    asking: Asking, path: str, allowed: str
) -> None:
    answer = asking.http.put(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


def test_a_head_has_no_body(asking: Asking) -> None:
    answer = asking.http.head("/login/.well-known/jwks")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_large_body_is_refused(asking: Asking) -> None:
    assert asking.http.post(REST, content=b"x" * 300_000).status_code == 413


@pytest.mark.parametrize("host", ["a b", 'a"b', "a/b"])
def test_a_host_that_is_none_is_not_made_an_address(asking: Asking, host: str) -> None:
    answer = asking.http.get("/api/state/Cust12345", headers={"Host": host})
    assert answer.status_code == 400


def test_an_error_that_nobody_meant_tells_nothing(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("s3cret")

    monkeypatch.setattr(asking.server.store, "reading", broken)
    answer = asking.tokens(code="x")
    assert answer.status_code == 500
    assert json.loads(answer.text) == {
        "error": "server_error",
        "error_description": "An error has occurred.",
    }
    assert len(caplog.records) == 1
