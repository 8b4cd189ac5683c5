"""OAuth 2.0 with OpenID Connect, as SuperId speaks it: authorization code, PKCE and refresh.

There is no page: whoever is sent here is sent back at once, as the user whom `login_hint` names, or as
the only one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

import msgspec

from netserver._runtime.release import ReleaseInfo
from netserver._runtime.superid import CLAIMS
from .accounts import App, app_of
from .calls import User
from .identity_keys import IdentityKeys
from .messages import JSON, Answer, Received
from .passes import CODE, REFRESH, Pass, keep_pass, kept_pass, prune, stored_name
from .refusals import Malformed
from .sign_in import TOKEN_LIFE, SignIn

__all__ = ["SERIAL", "OAuthDoor"]

_COMPANY, SERIAL = "SuperOffice", "1234567890"
CODE_LIFE = 600.0
_FOR_EVER = 10 * 365 * 86400.0
_ID_LIFE = 3600
_FORM = "application/x-www-form-urlencoded"
_METHODS = ("S256", "plain")
_ADMINISTRATOR = "admin-all"
_MOST_FIELDS = 100
_LONGEST = 2000
"""Characters of a parameter that is kept with a code."""


class _Refused(Exception):
    """An error of OAuth (RFC 6749): its code, and what is wrong."""

    def __init__(self, error: str, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.error = error
        self.why = why
        self.status = status


def _parameters(got: Received) -> dict[str, str]:
    """What stands in the query and in the form that is the body, which counts for more."""
    pairs = list(got.pairs)
    if got.content_type == _FORM:
        try:
            body = got.body.decode("ascii")
            pairs += parse_qsl(
                body, keep_blank_values=True, max_num_fields=_MOST_FIELDS
            )
        except ValueError:
            raise Malformed("The form in the body cannot be read.") from None
    return dict(pairs)


class OAuthDoor:
    """The endpoints for authorization and for tokens."""

    def __init__(
        self, sign_in: SignIn, keys: IdentityKeys, release: ReleaseInfo
    ) -> None:
        self._sign_in = sign_in
        self._keys = keys
        self._release = release

    # ------------------------------------------------------------------- authorization

    def authorize(self, got: Received, tenant: str) -> Answer:
        """Sends a browser back to the application, with a code or an error.

        `tenant` is that of the address: "common" for any. Where the application or its address is not
        known, nobody is sent anywhere.
        """
        said = _parameters(got)
        try:
            app, redirect_uri = self._asked_by(said)
        except _Refused as refused:
            return _error(refused)
        try:
            answer = {"code": self._code(said, app, tenant)}
        except _Refused as refused:
            answer = {"error": refused.error, "error_description": refused.why}
        if "state" in said:
            answer["state"] = said["state"]
        mark = "&" if urlsplit(redirect_uri).query else "?"
        where = f"{redirect_uri}{mark}{urlencode(answer)}"
        return Answer(
            status=302, headers={"Location": where, "Cache-Control": "no-store"}
        )

    def _asked_by(self, said: Mapping[str, str]) -> tuple[App, str]:
        """The application, and which of its addresses a browser is sent back to."""
        with self._sign_in.store.reading() as records:
            app = app_of(records, said.get("client_id", ""))
        if app is None:
            raise _Refused("invalid_client", "there is no application with this client_id")  # fmt: skip
        redirect_uri = said.get("redirect_uri", "")
        if not redirect_uri and len(app.redirect_uris) == 1:
            redirect_uri = app.redirect_uris[0]
        if redirect_uri not in app.redirect_uris:
            raise _Refused("invalid_request", "the redirect_uri is not one that the application has registered")  # fmt: skip
        return app, redirect_uri

    def _code(self, said: Mapping[str, str], app: App, tenant: str) -> str:
        if said.get("response_type") != "code":
            raise _Refused("unsupported_response_type", "the response_type must be code")  # fmt: skip
        if "openid" not in said.get("scope", "").split():
            raise _Refused("invalid_scope", "the scope must hold openid")
        challenge = said.get("code_challenge", "")
        method = said.get("code_challenge_method", "plain") if challenge else ""
        if challenge and method not in _METHODS:
            raise _Refused("invalid_request", "the code_challenge_method must be S256 or plain")  # fmt: skip
        if not challenge and not app.client_secret_hash:
            raise _Refused("invalid_request", "an application without a secret needs a code_challenge")  # fmt: skip
        if any(len(said.get(name, "")) > _LONGEST for name in ("nonce", "code_challenge")):  # fmt: skip
            raise _Refused("invalid_request", "a parameter is too long")
        self._check_tenant(said, tenant)
        user = self._user(said.get("login_hint", ""))
        code, now = secrets.token_urlsafe(24), self._now()
        with self._sign_in.store.writing() as records:
            prune(records, CODE, now, 0.0)
            kept = Pass(
                user=user.name,
                expires=now + CODE_LIFE,
                client=app.client_id,
                redirect_uri=said.get("redirect_uri", ""),
                nonce=said.get("nonce", ""),
                challenge=challenge,
                method=method,
            )
            keep_pass(records, stored_name(CODE, code), kept)
        return code

    def _check_tenant(self, said: Mapping[str, str], tenant: str) -> None:
        asked = {tenant} if tenant.casefold() != "common" else set[str]()
        for value in said.get("acr_values", "").split():
            if value.startswith("tenant:"):
                asked.add(value.removeprefix("tenant:"))
        own = self._sign_in.tenant.casefold()
        if own and any(each.casefold() != own for each in asked):
            raise _Refused("access_denied", "the user is not one of that tenant")

    def _user(self, hint: str) -> User:
        users = self._sign_in.users()
        wanted = hint.strip().casefold()
        if wanted:
            users = [u for u in users if wanted in (u.name.casefold(), u.email.casefold())]  # fmt: skip
        if not users:
            raise _Refused("access_denied", "there is no such user")
        if len(users) > 1:
            raise _Refused("account_selection_required", "there are several users: login_hint has to name one")  # fmt: skip
        return users[0]

    # -------------------------------------------------------------------------- tokens

    def tokens(self, got: Received) -> Answer:
        """Tokens for a code or a refresh token, or the error that says why there are none."""
        said = _parameters(got)
        try:
            app = self._client(said, got.headers.get("authorization", ""))
            match said.get("grant_type"):
                case "authorization_code":
                    given = self._for_code(said, app, got.address)
                case "refresh_token":
                    given = self._for_refresh(said, app, got.address)
                case _:
                    raise _Refused(
                        "unsupported_grant_type",
                        "the grant_type must be authorization_code or refresh_token",
                    )
        except _Refused as refused:
            return _error(refused)
        return _json(given)

    def _client(self, said: Mapping[str, str], authorization: str) -> App:
        client_id, secret = said.get("client_id", ""), said.get("client_secret")
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() == "basic":
            client_id, secret = _basic(text)
        with self._sign_in.store.reading() as records:
            app = app_of(records, client_id)
        if app is None:
            raise _Refused("invalid_client", "there is no application with this client_id", 401)  # fmt: skip
        if app.client_secret_hash and not (secret and app.is_secret(secret)):
            raise _Refused("invalid_client", "the client_secret is missing or wrong", 401)  # fmt: skip
        return app

    def _for_code(
        self, said: Mapping[str, str], app: App, address: str
    ) -> dict[str, Any]:
        name = stored_name(CODE, said.get("code", ""))
        with self._sign_in.store.writing() as records:
            kept = kept_pass(records, name)
            if kept is not None and kept.client == app.client_id:
                records.delete_setting(name)
        if kept is None or kept.client != app.client_id:
            raise _Refused("invalid_grant", "there is no such code, or it was used before")  # fmt: skip
        if kept.expires is None or self._now() >= kept.expires:
            raise _Refused("invalid_grant", "the code has expired")
        if kept.redirect_uri not in ("", said.get("redirect_uri")):
            raise _Refused("invalid_grant", "the redirect_uri is not that of the code")
        if not _is_verifier(kept, said.get("code_verifier", "")):
            raise _Refused("invalid_grant", "the code_verifier is not that of the code_challenge")  # fmt: skip
        given = self._given(kept.user, app, address, kept.nonce)
        given["refresh_token"] = refresh = secrets.token_urlsafe(32)
        now = self._now()
        with self._sign_in.store.writing() as records:
            prune(records, REFRESH, now, 0.0)
            ever = Pass(user=kept.user, expires=now + _FOR_EVER, client=app.client_id)
            keep_pass(records, stored_name(REFRESH, refresh), ever)
        return given

    def _for_refresh(
        self, said: Mapping[str, str], app: App, address: str
    ) -> dict[str, Any]:
        with self._sign_in.store.reading() as records:
            name = stored_name(REFRESH, said.get("refresh_token", ""))
            kept = kept_pass(records, name)
        if kept is None or kept.client != app.client_id:
            raise _Refused("invalid_grant", "there is no such refresh_token, or it was revoked")  # fmt: skip
        if said.get("redirect_uri") not in (None, "", *app.redirect_uris):
            raise _Refused("invalid_grant", "the redirect_uri is not one that the application has registered")  # fmt: skip
        return self._given(kept.user, app, address, "")

    def _given(self, name: str, app: App, address: str, nonce: str) -> dict[str, Any]:
        user = self._sign_in.user(name)
        if user is None:
            raise _Refused("invalid_grant", "there is no such user any more")
        claims = self._claims(user, app, address)
        if nonce:
            claims["nonce"] = nonce
        return {
            "token_type": "Bearer",
            "access_token": self._sign_in.issue_token(user),
            "expires_in": int(TOKEN_LIFE),
            "id_token": self._keys.signed(claims),
        }

    def _claims(self, user: User, app: App, address: str) -> dict[str, Any]:
        tenant = self._sign_in.tenant
        root = f"{address}/{tenant}".rstrip("/")
        services = self._release.services
        email = user.email or user.name
        own = {
            "associateid": str(user.associate_id),
            "identityprovider": "superid",
            "email": email,
            "upn": email,
            "ctx": tenant,
            "is_administrator": str(_ADMINISTRATOR in user.function_rights),
            "serial": SERIAL,
            "company_name": _COMPANY,
            "netserver_url": f"{root}/Remote/{services}/" if services else "",
            "webapi_url": f"{root}/api/",
            "system_token": app.system_token,
            "initials": "".join(word[0] for word in user.full_name.split()),
            "so_primary_email_address": email,
        }
        now = self._sign_in.clock.now()
        # Whoever checks the token may not know that a test has put the clock forward.
        begun = int((now - self._sign_in.clock.ahead).timestamp())
        return {
            "sub": email,
            "iss": address,
            "aud": app.client_id,
            "iat": begun,
            "nbf": begun,
            "exp": int(now.timestamp()) + _ID_LIFE,
            **{CLAIMS + name: value for name, value in own.items()},
        }

    def _now(self) -> float:
        return self._sign_in.clock.now().timestamp()


def _is_verifier(kept: Pass, verifier: str) -> bool:
    """Whether whoever has the code is who asked for it (RFC 7636)."""
    if not kept.challenge:
        return True
    said = verifier.encode("utf-8", "backslashreplace")
    if kept.method == "S256":
        digest = hashlib.sha256(said).digest()
        said = base64.urlsafe_b64encode(digest).rstrip(b"=")
    return hmac.compare_digest(said, kept.challenge.encode("utf-8", "backslashreplace"))


def _basic(text: str) -> tuple[str, str]:
    """The client's name and secret, each percent-encoded before (RFC 6749, section 2.3.1)."""
    try:
        pair = base64.b64decode(text.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise _Refused("invalid_client", "what goes with the scheme Basic cannot be read", 401) from None  # fmt: skip
    client_id, _, secret = pair.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


def _json(value: Any, status: int = 200, **headers: str) -> Answer:
    return Answer(
        status=status,
        body=msgspec.json.encode(value),
        content_type=JSON,
        headers={"Cache-Control": "no-store", **headers},
    )


def _error(refused: _Refused) -> Answer:
    said = {"error": refused.error, "error_description": refused.why}
    if refused.status == 401:
        return _json(said, 401, **{"WWW-Authenticate": 'Basic realm="SuperId"'})
    return _json(said, refused.status)
