"""An identity service with a small NetServer behind it, on this machine: it checks all that it is told.

It shares no code with the runtime: signatures are made and checked by cryptography and joserfc, envelopes by lxml.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import inspect
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from joserfc import jwt
from joserfc.jwk import RSAKey
from lxml import etree
from minicrm._release import NAMESPACE
from minicrm.session import AsyncSession, Session

TENANT = "Cust12345"
CLIENT_ID = "client-of-the-tests"
CLIENT_SECRET = "client-s3cret/+="
PUBLIC_CLIENT_ID = "client-without-a-secret"
REDIRECT_URI = "https://app.example.com/callback"
APP_TOKEN = "app-s3cret<&>"
SYSTEM_TOKEN = "My App.v2-xK3jd92kLs"
SERIAL = "1234567890"
USERNAME, PASSWORD = "tom", "p4ssw0rd<&>"
CODE_LIFE, TOKEN_LIFE, TICKET_LIFE = 600.0, 3600.0, 6 * 3600.0

CLAIM = "http://schemes.superoffice.net/identity/"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
PARTNER = "http://www.superoffice.com/superid/partnersystemuser/0.1"
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"

PRINCIPAL: dict[str, Any] = {
    "UserType": "InternalAssociate",
    "Associate": "tom",
    "AssociateId": 17,
    "IsPerson": True,
    "PersonId": 5,
    "CountryId": 578,
    "ContactId": 3,
    "GroupId": 2,
    "RoleId": 4,
    "RoleName": "User level 0",
    "RoleType": "Employee",
    "Licenses": [
        {
            "OwnerName": "SUPEROFFICE",
            "Name": "SALES",
            "Version": "8",
            "IsUnrestricted": True,
        },
        {
            "OwnerName": "ADWIZA",
            "Name": "GANTT",
            "Version": "",
            "IsUnrestricted": False,
        },
    ],
    "FullName": "Tom Ø. Smith",
    "EMailAddress": "tom@example.com",
    "FunctionRights": ["admin-all", "hierarchy-read"],
    "SecondaryGroups": [7, 9],
    "DatabaseContextIdentifier": TENANT,
}


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """The key of that name; the same one for as long as the tests run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def signing_key(name: str) -> RSAKey:
    return RSAKey.import_key(pem(rsa_key(name)))


def pem(key: Any, *, pkcs1: bool = False, password: bytes | None = None) -> str:
    """A private key as PEM: PKCS#8, or PKCS#1 as OpenSSL used to write it."""
    form = serialization.PrivateFormat
    return key.private_bytes(
        serialization.Encoding.PEM,
        form.TraditionalOpenSSL if pkcs1 else form.PKCS8,
        (
            serialization.BestAvailableEncryption(password)
            if password
            else serialization.NoEncryption()
        ),
    ).decode()


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned_jwt(claims: dict[str, Any]) -> str:
    """A token that nobody has signed: `alg` none."""
    head = unpadded(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    return f"{head}.{unpadded(json.dumps(claims).encode())}."


def hmac_jwt(claims: dict[str, Any], key: bytes, kid: str) -> str:
    """A token that is signed as if the public key were a secret that two share."""
    head = unpadded(json.dumps({"alg": "HS256", "kid": kid}).encode())
    said = f"{head}.{unpadded(json.dumps(claims).encode())}"
    return f"{said}.{unpadded(hmac.digest(key, said.encode(), 'sha256'))}"


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    peer: tuple[str, int]

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


def as_json(value: object, status: int = 200) -> Reply:
    return Reply(status=status, body=json.dumps(value).encode())


def as_error(error: str, why: str, status: int = 400) -> Reply:
    """RFC 6749, section 5.2."""
    return as_json({"error": error, "error_description": why}, status)


class Refused(Exception):
    """What a door of the service says to somebody whom it does not let in."""


class IdentityServer:
    """SuperId and a NetServer at one port of this machine; `with` starts and stops it.

    Its clock is `clock() + skew`. `canned` holds answers by path, which are given in place of its own;
    `forged` makes of the claims of an id token or a system user's token what is sent instead.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.skew = 0.0
        self.requests: list[Request] = []
        self.canned: dict[str, list[Reply]] = {}
        self.forged: Callable[[dict[str, Any]], str] | None = None
        self.claimed: dict[str, Any] = {}
        """Claims that every token gets, in place of its own; None leaves a claim out."""
        self.state: dict[str, Any] = {"State": 2, "IsRunning": True}
        self.key_names = ["first"]
        self.partner_key = rsa_key("partner").public_key()
        self.codes: dict[str, dict[str, Any]] = {}
        self.refresh_tokens: dict[str, str] = {}
        self.access_tokens: dict[str, float] = {}
        self.tickets: dict[str, float] = {}
        self.issued: list[str] = []
        """All that was given out and nobody may read."""
        self.lock = threading.Lock()

    # ---------------------------------------------------------------------- its life

    def __enter__(self) -> IdentityServer:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            timeout = 30
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(
                    method=self.command,
                    path=address.path,
                    query=address.query,
                    headers={name.lower(): v for name, v in self.headers.items()},
                    body=body,
                    peer=self.client_address,
                )
                reply = service.answer(request)
                self.send_response_only(reply.status)
                self.send_header("Date", service.date)
                if reply.kind:
                    self.send_header("Content-Type", reply.kind)
                self.send_header("Content-Length", str(len(reply.body)))
                for name, text in reply.headers:
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(reply.body)
                self.wfile.flush()

            do_POST = do_GET

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._http.server_port}"
        self.root = f"{self.origin}/{TENANT}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def now(self) -> float:
        return self.clock() + self.skew

    @property
    def date(self) -> str:
        return format_datetime(datetime.fromtimestamp(self.now, UTC), usegmt=True)

    # ---------------------------------------------------------------------- what tests look at

    def asked(self, part: str) -> list[Request]:
        """Requests whose path holds that part, whatever its case."""
        return [r for r in self.requests if part.lower() in r.path.lower()]

    @property
    def exchanges(self) -> int:
        """How often a system user has asked for a ticket."""
        return len(self.asked("PartnerSystemUser"))

    def rotate(self, name: str) -> None:
        """Sign with that key from now on, and publish no other."""
        self.key_names = [name]

    def expire_all(self) -> None:
        """Let nobody in any more by what was given out."""
        self.access_tokens.clear()
        self.tickets.clear()

    def sent_back(self, url: str) -> str:
        """Where a browser that opens the address, and a user who agrees, end up."""
        address = urlsplit(url)
        assert f"{address.scheme}://{address.netloc}" == self.origin
        browser = HTTPConnection(address.netloc)
        browser.request("GET", f"{address.path}?{address.query}")
        answer = browser.getresponse()
        said = answer.read()
        browser.close()
        assert answer.status == 302, said
        return answer.headers["Location"]

    # ---------------------------------------------------------------------- doors

    def answer(self, request: Request) -> Reply:
        with self.lock:
            self.requests.append(request)
            if replies := self.canned.get(request.path):
                return replies.pop(0) if len(replies) > 1 else replies[0]
            path, method = request.path, request.method
            match method, path.split("/")[1:]:
                case "GET", ["login", ".well-known", "jwks"]:
                    return as_json(self.keys)
                case "GET", ["login", ".well-known", "openid-configuration"]:
                    return as_json(self.configuration)
                case "GET", ["login", ("common" | "Cust12345"), "oauth", "authorize"]:
                    return self.authorize(request)
                case "POST", ["login", "common", "oauth", "tokens"]:
                    return self.tokens(request)
                case "POST", ["Login", "api", "PartnerSystemUser", "Authenticate"]:
                    return self.partner_rest(request)
                case "POST", ["login", "services", "PartnerSystemUserService.svc"]:
                    return self.partner_soap(request)
                case "GET", ["api", "state", name]:
                    return self.tenant_state(name)
                case _, ["Cust12345", "api", "v1", *rest]:
                    return self.netserver_rest(request, rest)
                case "POST", ["Cust12345", "Remote", "Services88", name]:
                    return self.netserver_soap(request, name.removesuffix(".svc"))
                case _:
                    return Reply(status=404, body=b"<h1>404</h1>", kind="text/html")

    # ---------------------------------------------------------------------- keys and tokens

    @property
    def keys(self) -> dict[str, Any]:
        keys = [
            {
                **RSAKey.import_key(rsa_key(name).public_key()).as_dict(private=False),
                "kid": f"kid-{name}",
                "use": "sig",
                "alg": "RS256",
            }
            for name in self.key_names
        ]
        return {"keys": keys}

    @property
    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/login/common/oauth/authorize",
            "token_endpoint": f"{self.origin}/login/common/oauth/tokens",
            "jwks_uri": f"{self.origin}/login/.well-known/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def signed(
        self,
        claims: dict[str, Any],
        name: str = "",
        header: dict[str, Any] | None = None,
    ) -> str:
        """The claims as a token, signed with that key or the one in use."""
        name = name or self.key_names[0]
        head = {"alg": "RS256", "typ": "JWT", "kid": f"kid-{name}", **(header or {})}
        head = {key: value for key, value in head.items() if value is not None}
        return jwt.encode(head, claims, signing_key(name))

    def token(self, claims: dict[str, Any]) -> str:
        claims = {**claims, **self.claimed}
        claims = {name: value for name, value in claims.items() if value is not None}
        made = (self.forged or self.signed)(claims)
        self.issued.append(made)
        return made

    def secret(self, beginning: str = "") -> str:
        made = beginning + secrets.token_urlsafe(18)
        self.issued.append(made)
        return made

    # ---------------------------------------------------------------------- OAuth

    def authorize(self, request: Request) -> Reply:
        said = {name: v[0] for name, v in parse_qs(request.query).items()}
        if said.get("client_id") not in (CLIENT_ID, PUBLIC_CLIENT_ID):
            return as_error("invalid_client", "no such client")
        if said.get("redirect_uri") != REDIRECT_URI:
            return as_error("invalid_request", "the redirect_uri is not registered")
        answer: dict[str, str] = {}
        if said.get("response_type") != "code":
            answer["error"] = "unsupported_response_type"
        elif "openid" not in said.get("scope", "").split():
            answer["error"] = "invalid_scope"
        elif said.get("code_challenge_method") != "S256" or not said.get(
            "code_challenge"
        ):
            answer["error"] = "invalid_request"
        elif said.get("acr_values", f"tenant:{TENANT}") != f"tenant:{TENANT}":
            answer["error"] = "access_denied"
        else:
            answer["code"] = self.secret()
            self.codes[answer["code"]] = {**said, "until": self.now + CODE_LIFE}
        answer["state"] = said.get("state", "")
        where = f"{REDIRECT_URI}?{urlencode(answer)}"
        return Reply(status=302, kind="", headers=(("Location", where),))

    def tokens(self, request: Request) -> Reply:
        kind = request.headers.get("content-type", "").partition(";")[0]
        if request.query or kind != "application/x-www-form-urlencoded":
            return as_error("invalid_request", "a form, in the body alone")
        form = request.form
        expected = {CLIENT_ID: CLIENT_SECRET, PUBLIC_CLIENT_ID: None}
        client = form.get("client_id", "")
        if client not in expected or form.get("client_secret") != expected[client]:
            return as_error("invalid_client", "who are you?", 401)
        if form.get("redirect_uri") != REDIRECT_URI:
            return as_error("invalid_grant", "the redirect_uri is another one")
        match form.get("grant_type"):
            case "authorization_code":
                return self.code_exchanged(client, form)
            case "refresh_token":
                if self.refresh_tokens.get(form.get("refresh_token", "")) != client:
                    return as_error("invalid_grant", "the refresh token was revoked")
                return as_json(self.given(client, {}))
            case _:
                return as_error("unsupported_grant_type", "not here")

    def code_exchanged(self, client: str, form: dict[str, str]) -> Reply:
        said = self.codes.pop(form.get("code", ""), None)
        if said is None:
            return as_error("invalid_grant", "no such code, or it was used before")
        if said["client_id"] != client:
            return as_error("invalid_grant", "the code belongs to another client")
        if self.now > said["until"]:
            return as_error("invalid_grant", "the code has expired")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if unpadded(digest) != said["code_challenge"]:
            return as_error(
                "invalid_grant", "the verifier is not that of the challenge"
            )
        refresh = self.secret()
        self.refresh_tokens[refresh] = client
        return as_json(
            {
                **self.given(client, {"nonce": said.get("nonce")}),
                "refresh_token": refresh,
            }
        )

    def given(self, client: str, claims: dict[str, Any]) -> dict[str, Any]:
        access = self.secret(f"8A:{TENANT}.")
        self.access_tokens[access] = self.now + TOKEN_LIFE
        identity = {
            "associateid": "17",
            "identityprovider": "superid",
            "email": "tom@example.com",
            "upn": "tom@example.com",
            "ctx": TENANT,
            "is_administrator": "True",
            "serial": SERIAL,
            "company_name": "Example AS",
            "netserver_url": f"{self.root}/Remote/Services88/",
            "webapi_url": f"{self.root}/api/",
            "system_token": SYSTEM_TOKEN,
            "initials": "TS",
        }
        token = self.token(
            {
                "sub": "tom@example.com",
                "iss": self.origin,
                "aud": client,
                "exp": int(self.now) + 600,
                "nbf": int(self.now),
                "iat": str(int(self.now)),
                **claims,
                **{CLAIM + name: value for name, value in identity.items()},
            }
        )
        return {
            "token_type": "Bearer",
            "access_token": access,
            "expires_in": "3600",
            "id_token": token,
        }

    # ---------------------------------------------------------------------- system users

    def partner_token(self, app: str, tenant: str, signed: str, wanted: str) -> str:
        if wanted.lower() != "jwt":
            raise Refused("Denied")
        if app != APP_TOKEN:
            raise Refused("Denied: no application has this token")
        if tenant != TENANT:
            raise Refused("Denied: the application is not let in by this tenant")
        token, minute, signature = (*signed.rsplit(".", 2), "", "")[:3]
        try:
            self.partner_key.verify(
                base64.b64decode(signature, validate=True),
                f"{token}.{minute}".encode(),
                padding.PKCS1v15(),
                hashes.SHA256(),
            )
        except (InvalidSignature, ValueError):
            raise Refused("InvalidSignature") from None
        when = datetime.strptime(minute, "%Y%m%d%H%M").replace(tzinfo=UTC).timestamp()
        if abs(when - self.now // 60 * 60) > 60:
            raise Refused("InvalidTimestamp")
        if token != SYSTEM_TOKEN:
            raise Refused("Revoked")
        ticket = self.secret("7T:")
        self.tickets[ticket] = self.now
        return self.token(
            {
                "iss": "SuperOffice AS",
                "aud": f"spn:{SERIAL}",
                "exp": int(self.now) + 60,
                "nbf": int(self.now),
                "iat": str(int(self.now)),
                f"{CLAIM}serial": SERIAL,
                f"{CLAIM}ticket": ticket,
                f"{CLAIM}ctx": TENANT,
            }
        )

    def partner_rest(self, request: Request) -> Reply:
        said = request.json
        names = (
            "ApplicationToken",
            "ContextIdentifier",
            "SignedSystemToken",
            "ReturnTokenType",
        )
        if request.headers.get("content-type") != "application/json" or set(
            said
        ) != set(names):
            return as_json({"Message": "The request is invalid."}, 400)
        try:
            token = self.partner_token(*(said[name] for name in names))
        except Refused as error:
            return as_json(
                {"IsSuccessful": False, "Token": None, "ErrorMessage": str(error)}
            )
        return as_json({"IsSuccessful": True, "Token": token, "ErrorMessage": None})

    def partner_soap(self, request: Request) -> Reply:
        root = etree.fromstring(request.body)
        action = f'"{PARTNER}/IPartnerSystemUserService/Authenticate"'

        def text(path: str) -> str:
            found = root.findall(path, {"s": SOAP, "p": PARTNER})
            assert len(found) == 1, path
            return found[0].text or ""

        kind = request.headers.get("content-type", "").partition(";")[0]
        if (
            root.tag != f"{{{SOAP}}}Envelope"
            or request.headers.get("soapaction") != action
            or kind != "text/xml"
        ):
            return as_fault("ActionNotSupported")
        try:
            token = self.partner_token(
                text("s:Header/p:ApplicationToken"),
                text("s:Header/p:ContextIdentifier"),
                text("s:Body/p:AuthenticationRequest/p:SignedSystemToken"),
                text("s:Body/p:AuthenticationRequest/p:ReturnTokenType"),
            )
            told = f"<IsSuccessful>true</IsSuccessful><Token>{token}</Token>"
        except Refused as error:
            told = (
                f'<ErrorMessage>{error}</ErrorMessage><IsSuccessful>false</IsSuccessful><Token i:nil="true"'
                ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance"/>'
            )
        return as_envelope(
            f'<AuthenticationResponse xmlns="{PARTNER}">{told}</AuthenticationResponse>'
        )

    # ---------------------------------------------------------------------- tenants

    def tenant_state(self, name: str) -> Reply:
        if name != TENANT:
            return as_json({"Message": "not found"}, 404)
        return as_json(
            {
                "ContextIdentifier": name,
                "Endpoint": self.origin,
                "Api": f"{self.root}/api",
                "ValidUntil": "2027-01-15T09:00:00.1234567Z",
                "Version": "10.3.5",
                **self.state,
            }
        )

    # ---------------------------------------------------------------------- NetServer

    def lets_in(self, scheme: str, text: str, app: str | None) -> bool:
        if scheme == "bearer":
            return self.access_tokens.get(text, 0.0) > self.now
        if scheme != "soticket" or app != APP_TOKEN:
            return False
        if self.now > self.tickets.get(text, float("-inf")) + TICKET_LIFE:
            return False
        self.tickets[text] = self.now
        return True

    def netserver_rest(self, request: Request, path: list[str]) -> Reply:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            pair = base64.b64decode(text).decode()
            let_in = pair == f"{USERNAME}:{PASSWORD}"
        else:
            let_in = self.lets_in(
                scheme.lower(), text, request.headers.get("so-apptoken")
            )
        if not let_in:
            return as_json({"Message": "Authorization has been denied."}, 401)
        match request.method, path:
            case "POST", ["Agents", "Contact", "GetContactEntity"]:
                number = int(dict(parse_qsl(request.query))["contactEntityId"])
                return as_json({"ContactId": number, "Name": "Alfa"})
            case "GET", ["User", "currentPrincipal"]:
                return as_json(PRINCIPAL)
            case _:
                return as_json({"Message": "no such resource"}, 404)

    def netserver_soap(self, request: Request, agent: str) -> Reply:
        root = etree.fromstring(request.body)
        names = {"s": SOAP, "n": NAMESPACE}

        def text(path: str) -> str | None:
            return root.findtext(path, namespaces=names)

        operation = request.headers["soapaction"].strip('"').rpartition("/")[2]
        body = f"s:Body/n:{operation}/n:"
        app = text("s:Header/n:ApplicationToken")
        match agent, operation:
            case "SoPrincipal", "AuthenticateUsernamePassword":
                name, word = text(body + "UserName") or "", text(body + "Password")
                if self.lets_in("soticket", name, app):
                    return as_principal(name)
                if (name, word) != (USERNAME, PASSWORD):
                    return as_principal(None)
                ticket = self.secret("7T:")
                self.tickets[ticket] = self.now
                return as_principal(ticket)
            case "SoPrincipal", "AuthenticateWithAccessToken":
                token = text(body + "AccessToken") or ""
                return as_principal(
                    token if self.lets_in("bearer", token, app) else None
                )
            case "Contact", "GetContactEntity":
                ticket = text("s:Header/n:Credentials/n:Ticket") or ""
                scheme = "bearer" if ticket.startswith("8A:") else "soticket"
                if not self.lets_in(scheme, ticket, app):
                    return as_fault("The ticket has expired")
                number = text(body + "ContactEntityId")
                return as_envelope(
                    f'<GetContactEntityResponse xmlns="{NAMESPACE}"><Response>'
                    f"<ContactId>{number}</ContactId><Name>Alfa</Name>"
                    "</Response></GetContactEntityResponse>"
                )
            case _:
                return as_fault("ActionNotSupported")


def as_envelope(body: str, *, status: int = 200) -> Reply:
    text = (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Header xmlns:h="{NAMESPACE}">'
        f"<h:Succeeded>true</h:Succeeded></s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )
    return Reply(status=status, body=text.encode(), kind="text/xml; charset=utf-8")


def as_fault(text: str) -> Reply:
    fault = f"<s:Fault><faultcode>s:Client</faultcode><faultstring>{text}</faultstring></s:Fault>"
    return as_envelope(fault, status=500)


def as_principal(ticket: str | None) -> Reply:
    """What SoPrincipal answers, over SOAP."""
    said = ""
    if ticket is not None:
        said = (
            f"<Response>{principal_xml()}</Response>"
            f"<Credentials><Ticket>{ticket}</Ticket></Credentials>"
        )
    return as_envelope(
        f'<AuthenticateResponse xmlns="{NAMESPACE}">{said}<AuthenticationSucceeded>'
        f"{str(ticket is not None).lower()}</AuthenticationSucceeded></AuthenticateResponse>"
    )


def principal_xml() -> str:
    """PRINCIPAL by the elements of the WSDL."""
    parts: list[str] = []
    for name, value in PRINCIPAL.items():
        match name, value:
            case "Licenses", list():
                inner = "".join(
                    "<GrantedModuleLicense>"
                    + "".join(
                        f"<{part}>{str(v).lower() if isinstance(v, bool) else v}</{part}>"
                        for part, v in module.items()
                    )
                    + "</GrantedModuleLicense>"
                    for module in value
                )
            case _, [int(), *_]:
                inner = "".join(f'<int xmlns="{ARRAYS}">{v}</int>' for v in value)
            case _, [str(), *_]:
                inner = "".join(f'<string xmlns="{ARRAYS}">{v}</string>' for v in value)
            case _, bool():
                inner = str(value).lower()
            case _:
                inner = str(value)
        parts.append(f"<{name}>{inner}</{name}>")
    return "".join(parts)


# --------------------------------------------------------------------------- both kinds of session


class Live:
    """One kind of session over real connections, driven so that both kinds read alike in a test."""

    kind: type[Any] = Session

    def __enter__(self) -> Live:
        self.opened: list[Any] = []
        return self

    def __exit__(self, *error: object) -> None:
        for session in self.opened:
            session.close()

    def open(self, *where: Any, **said: Any) -> Any:
        session = self.kind(*where, **said)
        self.opened.append(session)
        return session

    def for_tenant(self, *where: Any, **said: Any) -> Any:
        session = self.kind.for_tenant(*where, **said)
        self.opened.append(session)
        return session

    def resume(self, *where: Any, **said: Any) -> Any:
        session = self.kind.resume(*where, **said)
        self.opened.append(session)
        return session

    def run(self, answer: Any) -> Any:
        assert not inspect.isawaitable(answer)
        return answer

    def exchange(self, oauth: Any, *said: Any, **more: Any) -> Any:
        return oauth.exchange(*said, **more)

    def at_once(self, calls: list[Callable[[], Any]]) -> list[Any]:
        """What all the calls give, made as nearly at the same time as can be."""
        found: list[Any] = [None] * len(calls)
        gate = threading.Barrier(len(calls))

        def made(index: int) -> None:
            gate.wait()
            try:
                found[index] = calls[index]()
            except Exception as error:
                found[index] = error

        threads = [threading.Thread(target=made, args=(i,)) for i in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found


class LiveAsync(Live):
    kind = AsyncSession

    def __enter__(self) -> Live:
        self.runner = asyncio.Runner()
        return super().__enter__()

    def __exit__(self, *error: object) -> None:
        for session in self.opened:
            self.run(session.aclose())
        self.runner.close()

    def run(self, answer: Any) -> Any:
        assert inspect.isawaitable(answer)

        async def awaited() -> Any:
            return await answer

        return self.runner.run(awaited())

    def for_tenant(self, *where: Any, **said: Any) -> Any:
        return self.run(super().for_tenant(*where, **said))

    def exchange(self, oauth: Any, *said: Any, **more: Any) -> Any:
        return self.run(oauth.exchange_async(*said, **more))

    def at_once(self, calls: list[Callable[[], Any]]) -> list[Any]:
        async def awaited(call: Callable[[], Any]) -> Any:
            return await call()

        async def all_of() -> list[Any]:
            made = [awaited(call) for call in calls]
            return await asyncio.gather(*made, return_exceptions=True)

        return self.runner.run(all_of())


LIVES = (Live, LiveAsync)
LIFE_NAMES = ("sync", "async")
