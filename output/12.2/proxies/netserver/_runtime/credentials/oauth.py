"""OAuth 2.0 with OpenID Connect, as CRM Online speaks it: authorization code, PKCE, refresh."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx2

from ..errors import AuthenticationFault
from ..options import header_text
from ..superid import asked, claims_of, origin_of, read_json, short_claims
from .base import MASK, Credentials, Grant, is_token

if TYPE_CHECKING:
    from ..flows import Flow
    from ..superid import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """A sign-in that has begun: send the browser to `url`, and keep the rest until it is back.

    `state` and `nonce` tie the answer to this sign-in, and `verifier` proves that who asks for
    the tokens is who began it (RFC 7636): they belong into the user's session, not into the page.
    """

    url: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who signed in, as the identity service has signed it.

    `claims` holds all that it said, SuperId's own names without their prefix.
    """

    tenant: str
    webapi_url: str
    netserver_url: str
    upn: str
    email: str
    associate_id: int
    is_administrator: bool
    system_token: str = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False, hash=False)

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any]) -> Identity:
        said = short_claims(claims)

        def text(name: str) -> str:
            return str(said.get(name) or "")

        associate = text("associateid")
        return cls(
            tenant=text("ctx"),
            webapi_url=text("webapi_url"),
            netserver_url=text("netserver_url"),
            upn=text("upn"),
            email=text("email"),
            associate_id=int(associate) if associate.isdecimal() else 0,
            is_administrator=text("is_administrator").lower() == "true",
            system_token=text("system_token"),
            claims=said,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth(Credentials):
    """A user of CRM Online, who has let your application in.

    Of an application: `client_id`, `client_secret` (None for those that can keep none) and `redirect_uri`, as
    they are registered. Of a user: `refresh_token`, which stays good until the user takes his consent back. A
    sign-in begins with `authorize` and ends with `exchange`, which gives the credentials of a session;
    with a refresh token that you have kept, they can be made at once.

    Args:
        environment: "online", "qaonline" or "sod"; or the address of another identity service.
    """

    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    redirect_uri: str
    environment: str = "online"
    refresh_token: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    expires_at: float = math.inf
    identity: Identity | None = None

    def __post_init__(self) -> None:
        origin_of(self.environment)
        header_text("client_id", self.client_id, spaces=False)
        header_text("redirect_uri", self.redirect_uri, spaces=False)
        for name in ("client_secret", "refresh_token", "access_token"):
            if (text := getattr(self, name)) is not None:
                header_text(name, text, spaces=False)

    def __repr__(self) -> str:
        return f"OAuth(client_id={self.client_id!r}, environment={self.environment!r}, {MASK})"

    # ---------------------------------------------------------------------- signing in

    def authorize(self, tenant: str | None = None) -> Authorization:
        """Begin a sign-in; a tenant ("Cust12345") spares the user from choosing one."""
        state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        verifier = secrets.token_urlsafe(48)
        digest = hashlib.sha256(verifier.encode()).digest()
        asked_for = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        if tenant is not None:
            asked_for["acr_values"] = f"tenant:{tenant}"
        query = urlencode(asked_for, quote_via=quote)
        return Authorization(
            url=f"{origin_of(self.environment)}/login/common/oauth/authorize?{query}",
            state=state,
            nonce=nonce,
            verifier=verifier,
        )

    def exchange(
        self,
        address: str,
        authorization: Authorization,
        *,
        client: httpx2.Client | None = None,
    ) -> OAuth:
        """The credentials of the user who was sent back to `address`.

        The address, or its query alone, holds the code that is exchanged for tokens; the id token is checked
        against the keys that the identity service publishes.

        Raises:
            AuthenticationFault: The user or the identity service refused, the answer belongs to
                another sign-in, or the id token cannot be trusted.
            TransportError: No usable answer arrived.
        """
        from ..driver import Driver
        from ..superid import Nowhere

        around = Nowhere()
        flow = self._exchanged(around, address, authorization)
        if client is not None:
            return Driver(client, around.clock).run(flow)
        with httpx2.Client() as own:
            return Driver(own, around.clock).run(flow)

    async def exchange_async(
        self,
        address: str,
        authorization: Authorization,
        *,
        client: httpx2.AsyncClient | None = None,
    ) -> OAuth:
        """`exchange`, awaited."""
        from ..driver import AsyncDriver
        from ..superid import Nowhere

        around = Nowhere()
        flow = self._exchanged(around, address, authorization)
        if client is not None:
            return await AsyncDriver(client, around.clock).run(flow)
        async with httpx2.AsyncClient() as own:
            return await AsyncDriver(own, around.clock).run(flow)

    def _exchanged(
        self, around: Surroundings, address: str, authorization: Authorization
    ) -> Flow[OAuth]:
        code = _code(address, authorization)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": authorization.verifier,
        }
        tokens = yield from self._tokens(around, form)
        if not isinstance(tokens.get("id_token"), str):
            raise _refused("there is no id token in the answer")
        return (
            yield from self._with_tokens(around, tokens, {"nonce": authorization.nonce})
        )

    # ---------------------------------------------------------------------- being signed in

    @property
    def renewable(self) -> bool:
        return self.refresh_token is not None

    def at_hand(self, wire: str) -> Grant | None:
        if self.access_token is None:
            return None
        return Grant(
            scheme="Bearer", text=self.access_token, expires_at=self.expires_at
        )

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        if self.refresh_token is None:
            raise _refused("nobody has signed in: there is no refresh_token")
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh_token,
            "redirect_uri": self.redirect_uri,
        }
        tokens = yield from self._tokens(around, form)
        renewed = yield from self._with_tokens(around, tokens, {})
        return Grant(
            scheme="Bearer",
            text=renewed.access_token or "",
            expires_at=renewed.expires_at,
            credentials=renewed,
        )

    def secrets(self) -> tuple[str, ...]:
        held = (self.client_secret, self.refresh_token, self.access_token)
        return tuple(text for text in held if text)

    # ---------------------------------------------------------------------- tokens

    def _tokens(
        self, around: Surroundings, form: Mapping[str, str]
    ) -> Flow[dict[str, Any]]:
        """What the token endpoint answers; nothing of the form stands in the address."""
        sent = {**form, "client_id": self.client_id}
        if self.client_secret is not None:
            sent["client_secret"] = self.client_secret
        hidden = (*self.secrets(), form.get("code"), form.get("code_verifier"))
        response = yield from asked(
            around,
            "tokens",
            "POST",
            f"{origin_of(self.environment)}/login/common/oauth/tokens",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            content=urlencode(sent).encode(),
            secrets=hidden,
        )
        return read_json(response, "tokens", hidden)

    def _with_tokens(
        self,
        around: Surroundings,
        tokens: Mapping[str, Any],
        expected: Mapping[str, str],
    ) -> Flow[OAuth]:
        access = cast(object, tokens.get("access_token"))
        if not is_token(access):
            raise _refused("there is no access token in the answer")
        identity = self.identity
        if isinstance(id_token := tokens.get("id_token"), str):
            origin = origin_of(self.environment)
            expected = {"iss": origin, "aud": self.client_id, **expected}
            claims = yield from claims_of(around, origin, id_token, expected)
            identity = Identity.from_claims(claims)
        refresh = cast(object, tokens.get("refresh_token"))
        return dataclasses.replace(
            self,
            access_token=access,
            expires_at=around.clock.now() + _seconds(tokens.get("expires_in")),
            refresh_token=refresh if is_token(refresh) else self.refresh_token,
            identity=identity,
        )


def _seconds(value: object) -> float:
    """The life of a token; for ever, where the service does not say."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return math.inf
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return math.inf
    return seconds if seconds > 0 else math.inf


def _code(address: str, authorization: Authorization) -> str:
    parts = urlsplit(address)
    query = parse_qs(parts.query or parts.path.lstrip("?"))

    def said(name: str) -> str:
        return (query.get(name) or [""])[0]

    if not secrets.compare_digest(said("state").encode(), authorization.state.encode()):
        raise _refused("the answer belongs to another sign-in: its state is not ours")
    if error := said("error"):
        raise _refused(said("error_description") or error, error)
    if not said("code"):
        raise _refused("there is no code in the address")
    return said("code")


def _refused(why: str, error_type: str = "") -> AuthenticationFault:
    return AuthenticationFault(
        why, error_type=error_type, agent="SuperId", operation="tokens", wire="https"
    )
