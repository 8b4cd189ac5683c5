"""SuperId, the identity service of CRM Online: its addresses, keys and tokens, and the state of tenants."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

import httpx2
import msgspec

from .concealing import concealed
from .errors import AuthenticationFault, ResponseError
from .transport import Call, Limits, excerpt

if TYPE_CHECKING:
    from .clock import Clock
    from .flows import Flow

CLAIMS = "http://schemes.superoffice.net/identity/"
"""What the names of SuperId's own claims begin with."""

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/?", re.IGNORECASE)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Surroundings(Protocol):
    """What signing in needs to know of its surroundings."""

    @property
    def root(self) -> str: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def app_token(self) -> str | None: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def keys(self) -> dict[str, Mapping[str, Any]]:
        """Keys that were fetched before, by the address of the identity service."""
        ...

    @property
    def tenant_name(self) -> str: ...
    def ticket_for(
        self, operation: str, arguments: tuple[object, ...], authorization: str = ""
    ) -> Flow[str]:
        """Ask the agent SoPrincipal for a ticket."""
        ...


class Nowhere:
    """The surroundings of a sign-in that belongs to no session yet."""

    app_token: str | None = None
    limits = Limits(each=30.0)
    tenant_name = ""
    root = ""

    def __init__(self) -> None:
        from .clock import Clock

        self.clock = Clock()
        self.keys: dict[str, Mapping[str, Any]] = {}

    def ticket_for(
        self, operation: str, arguments: tuple[object, ...], authorization: str = ""
    ) -> Flow[str]:
        raise NotImplementedError


def origin_of(environment: object) -> str:
    """ "https://sod.superoffice.com" for "sod"; an address is taken as it is.

    Raises:
        ValueError: It is neither a name nor the address of a server by https (by http on
            this machine alone).
    """
    if not isinstance(environment, str):
        kind = type(environment).__name__
        raise TypeError(f"environment must be a str, not {kind}")
    if _NAME.fullmatch(environment):
        return f"https://{environment}.superoffice.com"
    what = (
        'environment must be "online", "qaonline", "sod" or the https address of a '
        "server, without a path"
    )
    if not _ORIGIN.fullmatch(environment):
        raise ValueError(what)
    try:
        url = httpx2.URL(environment)
    except httpx2.InvalidURL:
        raise ValueError(what) from None
    safe = url.scheme == "https" or url.host in _LOOPBACK
    port = 443 if url.port is None else url.port
    if not safe or not url.host or not 0 < port < 2**16:
        raise ValueError(what)
    return str(url).rstrip("/")


def asked(
    around: Surroundings,
    name: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    secrets: tuple[str | None, ...] = (),
) -> Flow[httpx2.Response]:
    """One request to the identity service, which knows nothing of the installation."""
    call = Call(
        agent="SuperId",
        operation=name,
        wire="https",
        method=method,
        url=url,
        headers={"Accept": "application/json", **(headers or {})},
        content=content,
        limits=around.limits,
        conceal=partial(concealed, secrets=(*secrets, around.app_token)),
    )
    response = cast(httpx2.Response, (yield call))
    if response.is_redirect:
        raise call.redirected(response)
    if response.status_code in (429, 502, 503, 504):
        raise call.unusable(response, f"HTTP {response.status_code}")
    return response


def read_json(
    response: httpx2.Response, name: str, secrets: tuple[str | None, ...] = ()
) -> dict[str, Any]:
    """The object in an answer.

    Raises:
        AuthenticationFault: The identity service refuses the request.
        ResponseError: There is none, and no refusal either.
    """
    status = response.status_code
    body = json_object(response)
    if status == 200 and body is not None:
        return body
    conceal = partial(concealed, secrets=secrets)
    told = body or {}
    # RFC 6749, section 5.2
    error, reason = told.get("error"), told.get("error_description")
    said = next(
        (text for text in (reason, error) if isinstance(text, str) and text), ""
    )
    if not said and status not in (400, 401, 403):
        raise unusable(
            response, name, f"HTTP {status}: expected a JSON object", conceal
        )
    raise AuthenticationFault(
        conceal(said) or excerpt(response.content, conceal) or "no reason is given",
        error_type=conceal(error) if isinstance(error, str) else "",
        status=status,
        agent="SuperId",
        operation=name,
        wire="https",
    )


def json_object(response: httpx2.Response) -> dict[str, Any] | None:
    """The JSON object in an answer, where there is one."""
    try:
        body: object = msgspec.json.decode(response.content)
    except (msgspec.DecodeError, RecursionError):
        return None
    return cast("dict[str, Any]", body) if isinstance(body, dict) else None


def unusable(
    response: httpx2.Response, name: str, what: str, conceal: Callable[[str], str]
) -> ResponseError:
    """The error for something that no identity service answers."""
    return ResponseError(
        what,
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        excerpt=excerpt(response.content, conceal),
        agent="SuperId",
        operation=name,
        wire="https",
    )


def skew(response: httpx2.Response, now: float) -> float:
    """Seconds by which the server's clock is ahead of `now`; 0 where it does not say."""
    from email.utils import parsedate_to_datetime

    try:
        said = parsedate_to_datetime(response.headers.get("Date", ""))
        if said.tzinfo is None:  # "-0000" is UTC, too
            said = said.replace(tzinfo=UTC)
        return said.timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return 0.0


def claims_of(
    around: Surroundings,
    origin: str,
    token: str,
    expected: Mapping[str, str],
    ahead: float = 0.0,
) -> Flow[dict[str, Any]]:
    """The claims of a token that SuperId has signed; its keys are fetched once, and when it has new ones.

    `ahead` is by how many seconds its clock is ahead of this machine's, where that is known.
    """
    from .jose import InvalidToken, UnknownKey, verified_claims

    fresh = origin not in around.keys
    if fresh:
        yield from _fetch_keys(around, origin)
    while True:
        try:
            return verified_claims(
                token,
                around.keys[origin],
                now=around.clock.now() + ahead,
                expected=expected,
            )
        except UnknownKey as error:
            if fresh:
                raise _untrusted(error) from None
        except InvalidToken as error:
            raise _untrusted(error) from None
        fresh = True
        yield from _fetch_keys(around, origin)


def _fetch_keys(around: Surroundings, origin: str) -> Generator[Any, Any, None]:
    url = f"{origin}/login/.well-known/jwks"
    response = yield from asked(around, "jwks", "GET", url)
    keys = read_json(response, "jwks")
    if not isinstance(keys.get("keys"), list):
        what = "the identity service publishes no keys"
        raise unusable(response, "jwks", what, partial(concealed, secrets=()))
    around.keys[origin] = keys


def _untrusted(error: Exception) -> AuthenticationFault:
    return AuthenticationFault(
        f"the token of the identity service cannot be trusted: {error}",
        agent="SuperId",
        operation="jwks",
        wire="https",
    )


def short_claims(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The claims with SuperId's prefix taken off their names."""
    return {name.removeprefix(CLAIMS): value for name, value in claims.items()}
