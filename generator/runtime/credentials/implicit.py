"""The user of this machine, as Windows or Kerberos knows him (RFC 4559)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..errors import AuthenticationFault, UnsupportedByBinding
from .base import IDLE, Credentials, Grant

if TYPE_CHECKING:
    from ..flows import Flow
    from ..superid import Surroundings

_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Implicit(Credentials):
    """The user who runs this program, as Windows or Kerberos knows him; on site alone.

    Needs pyspnego (`pip install pyspnego`, on Linux and macOS with its extra "kerberos"). NetServer gives a
    ticket for it over SOAP, which both wires then use. A `username` and `password` are for
    machines that are signed in as nobody: NTLM.
    """

    username: str | None = None
    password: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return "Implicit()" if self.username is None else f"Implicit({self.username!r})"

    def secrets(self) -> tuple[str, ...]:
        return (self.password,) if self.password else ()

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        host = urlsplit(around.root).hostname or ""
        talk = _Negotiation(self, host, "Negotiate")
        for _ in range(_MOST_ROUNDS):
            try:
                ticket = yield from around.ticket_for(
                    "AuthenticateImplicit", (), talk.said
                )
                return Grant(scheme="SOTicket", text=ticket, idle=IDLE)
            except AuthenticationFault as refusal:
                offered = _offered(refusal.challenge)
                if talk.interrupted(refusal):
                    talk = _Negotiation(self, host, talk.scheme)
                elif challenge := offered.get(talk.scheme.lower()):
                    if talk.over:
                        raise
                    talk.answer(challenge, refusal)
                elif set(offered) == {"ntlm"} and talk.scheme != "NTLM":
                    talk = _Negotiation(self, host, "NTLM")  # all that it knows
                else:
                    raise
        raise AuthenticationFault("the server never ends to negotiate")


class _Negotiation:
    """One talk with a server, which has to stay on one connection."""

    def __init__(self, who: Implicit, host: str, scheme: str) -> None:
        self.scheme = scheme
        self._connection: object = None
        try:
            spnego: Any = import_module("spnego")
            refused: Any = import_module("spnego.exceptions").SpnegoError
        except ImportError:
            raise UnsupportedByBinding(
                "signing in as the user of this machine needs pyspnego, which is not "
                "installed: pip install pyspnego"
            ) from None
        try:
            self._context: Any = spnego.client(
                who.username,
                who.password,
                hostname=host,
                service="HTTP",
                protocol=scheme.lower(),
            )
            self._token: bytes | None = self._context.step()
        except refused as error:
            raise AuthenticationFault(
                f"this machine has nobody to sign in: {type(error).__name__}"
            ) from None

    @property
    def said(self) -> str:
        """The Authorization header of the next round."""
        return f"{self.scheme} {base64.b64encode(self._token or b'').decode()}"

    @property
    def over(self) -> bool:
        """Whether there is nothing more to say."""
        return bool(self._context.complete)

    def interrupted(self, refusal: AuthenticationFault) -> bool:
        """Whether another call had taken the connection, so that nobody looked at what was said."""
        known = (self._connection, refusal.connection)
        return None not in known and known[0] != known[1]

    def answer(self, challenge: bytes, refusal: AuthenticationFault) -> None:
        """Prepare the answer to what the server wants to know."""
        self._connection = refusal.connection
        try:
            self._token = self._context.step(challenge)
        except Exception as error:  # pyspnego raises whatever its parser stumbled on
            raise AuthenticationFault(
                "what the server wants to be answered makes no sense: "
                f"{type(error).__name__}"
            ) from None


def _offered(header: str) -> dict[str, bytes]:
    """Schemes that a server offers in WWW-Authenticate (RFC 4559), with what it wants to be answered."""
    offered: dict[str, bytes] = {}
    for part in header.split(","):  # base64 holds no comma
        scheme, _, token = part.strip().partition(" ")
        try:
            said = base64.b64decode(token.strip(), validate=True)
        except ValueError:
            continue
        offered[scheme.lower()] = said or offered.get(scheme.lower(), b"")
    return offered
