"""The identity service beside NetServer: OpenID Connect, system users, and where a tenant is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import anyio.to_thread
import msgspec
from starlette.routing import BaseRoute, Route

from netserver._runtime.release import ReleaseInfo
from netserver._runtime.tenant import TenantState
from .accounts import text_of
from .answering import told
from .identity_keys import IdentityKeys
from .messages import JSON, Answer, Receive, Received, Scope, Send, received
from .oauth_door import OAuthDoor
from .refusals import Malformed
from .sign_in import SignIn
from .system_users import SystemUserDoor

__all__ = ["identity_routes"]

_MOST_BYTES = 256 * 1024
_VALID = timedelta(minutes=10)
"""How long callers may believe where a tenant is."""
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]+")
_CALLABLE = (TenantState.RUNNING, TenantState.ONLINE_MAINTENANCE)

_Respond = Callable[[Received, Mapping[str, str]], Answer]


def identity_routes(
    sign_in: SignIn, release: ReleaseInfo, moved: Callable[[], str] = str
) -> list[BaseRoute]:
    """The addresses of the identity service, whatever their case; they stand at the root of a host.

    `moved` tells the root where the tenant is now, "" as long as it is here.
    """
    keys = IdentityKeys(sign_in.store)
    oauth = OAuthDoor(sign_in, keys, release)
    system_users = SystemUserDoor(sign_in, keys)

    def configuration(got: Received, _: Mapping[str, str]) -> Answer:
        return _json(_configuration(got.address))

    def jwks(got: Received, _: Mapping[str, str]) -> Answer:
        return _json(keys.published())

    def state(got: Received, path: Mapping[str, str]) -> Answer:
        return _state(sign_in, release, got.address, path["tenant"], moved())

    def authorize(got: Received, path: Mapping[str, str]) -> Answer:
        return oauth.authorize(got, path["tenant"])

    def tokens(got: Received, _: Mapping[str, str]) -> Answer:
        return oauth.tokens(got)

    def by_rest(got: Received, _: Mapping[str, str]) -> Answer:
        return system_users.rest(got)

    def by_soap(got: Received, _: Mapping[str, str]) -> Answer:
        return system_users.soap(got)

    doors: list[tuple[str, _Respond, str]] = [
        ("/login/.well-known/openid-configuration", configuration, "GET"),
        ("/login/.well-known/jwks", jwks, "GET"),
        ("/login/{tenant}/oauth/authorize", authorize, "GET, POST"),
        ("/login/{tenant}/oauth/tokens", tokens, "POST"),
        ("/login/api/PartnerSystemUser/Authenticate", by_rest, "POST"),
        ("/login/services/PartnerSystemUserService.svc", by_soap, "POST"),
        ("/api/state/{tenant}", state, "GET"),
    ]
    return [_AnyCase(path, _Door(respond, verbs)) for path, respond, verbs in doors]


class _AnyCase(Route):
    """A route whose path may be written in capitals or not."""

    def __init__(self, path: str, door: _Door) -> None:
        super().__init__(path, door)
        self.path_regex = re.compile(self.path_regex.pattern, re.IGNORECASE)


class _Door:
    """One endpoint as an ASGI application: it answers in a thread, since it signs, hashes and writes."""

    def __init__(self, respond: _Respond, verbs: str) -> None:
        self._respond = respond
        self._verbs = verbs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            got = await received(scope, receive, _MOST_BYTES)
            self._check(got)
            answer = await anyio.to_thread.run_sync(
                self._respond, got, scope["path_params"]
            )
        except Exception as error:
            answer = _refused(error, scope["path"])
        headers = dict(answer.headers)
        if answer.status == 405:
            headers["Allow"] = self._verbs
        await Answer(
            status=answer.status,
            body=b"" if scope["method"] == "HEAD" else answer.body,
            content_type=answer.content_type,
            headers=headers,
        ).send(send)

    def _check(self, got: Received) -> None:
        verb = "GET" if got.method == "HEAD" else got.method
        if verb not in self._verbs.split(", "):
            raise Malformed(f"This address takes {self._verbs} alone.", status=405)
        if not _ADDRESS.fullmatch(got.address):
            raise Malformed("The header Host is no name of a server.")


def _refused(error: Exception, path: str) -> Answer:
    refusal = told(error, path)
    said = {
        "error": "server_error" if refusal.status >= 500 else "invalid_request",
        "error_description": " ".join(
            filter(None, (refusal.info.message, refusal.detail))
        ),
    }
    return _json(said, refusal.status)


def _json(value: Any, status: int = 200) -> Answer:
    return Answer(status=status, body=msgspec.json.encode(value), content_type=JSON)


def _configuration(address: str) -> dict[str, Any]:
    """What OpenID Connect Discovery 1.0 wants to be told."""
    login = f"{address}/login"
    return {
        "issuer": address,
        "authorization_endpoint": f"{login}/common/oauth/authorize",
        "token_endpoint": f"{login}/common/oauth/tokens",
        "jwks_uri": f"{login}/.well-known/jwks",
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


def _state(
    sign_in: SignIn, release: ReleaseInfo, address: str, name: str, moved: str
) -> Answer:
    """Where a tenant is; 404 for one that is not here."""
    with sign_in.store.reading() as records:
        own, word = text_of(records, "tenant"), text_of(records, "tenant_state")
    if own and own.casefold() != name.casefold():
        return _json({"Message": "There is no such tenant."}, 404)
    tenant = own or name
    state = next(
        (each for each in TenantState if _word(each) == (word or "Running")),
        TenantState.UNKNOWN,
    )
    until = (sign_in.clock.now() + _VALID).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return _json(
        {
            "ContextIdentifier": tenant,
            "Endpoint": moved.rpartition("/")[0] or address,
            "State": _word(state),
            "IsRunning": state in _CALLABLE,
            "ValidUntil": f"{until}0Z",
            "Api": f"{moved or f'{address}/{tenant}'}/api",
            "Version": release.label,
        }
    )


def _word(state: TenantState) -> str:
    return state.name.title().replace("_", "")
