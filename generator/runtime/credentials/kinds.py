"""Tickets, access tokens, a user's name and password, and the user of this machine."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from ..flows import Ask
from ..options import header_text
from .base import IDLE, MASK, Credentials, Grant

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from ..flows import Flow
    from ..superid import Surroundings

Renewal: TypeAlias = "Callable[[], str | Awaitable[str]] | None"


def _checked_renewal(renew_with: object) -> None:
    if renew_with is not None and not callable(renew_with):
        kind = type(renew_with).__name__
        raise TypeError(f"renew_with must be a function, not {kind}")


def _asked(renew_with: Renewal, what: str) -> Flow[str]:
    if renew_with is None:
        raise TypeError("there is no way to renew it")
    return header_text(what, (yield Ask(renew_with)), spaces=False)


@dataclass(frozen=True, slots=True)
class Ticket(Credentials):
    """A ticket of NetServer ("7T:..."), good for six hours after its last use.

    NetServer renews none that is over: `renew_with` is a function of yours that gives another one. An
    `AsyncSession` awaits what it gives, where that can be awaited.
    """

    ticket: str = field(repr=False)
    renew_with: Renewal = field(default=None, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        header_text("a ticket", self.ticket, spaces=False)
        _checked_renewal(self.renew_with)

    def __repr__(self) -> str:
        return f"Ticket({MASK})"

    @property
    def renewable(self) -> bool:
        return self.renew_with is not None

    def at_hand(self, wire: str) -> Grant | None:
        return Grant(scheme="SOTicket", text=self.ticket, idle=IDLE)

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        text = yield from _asked(self.renew_with, "a ticket")
        return Grant(scheme="SOTicket", text=text, idle=IDLE)

    def secrets(self) -> tuple[str, ...]:
        return (self.ticket,)


@dataclass(frozen=True, slots=True)
class AccessToken(Credentials):
    """An access token ("8A:Cust12345...."), good for an hour.

    SOAP endpoints understand it from Services86 on. `renew_with` is a function of yours that gives another one
    when this one is over; `expires_at`, in seconds since 1970, lets a session ask for it ahead of time.
    """

    token: str = field(repr=False)
    renew_with: Renewal = field(default=None, repr=False, kw_only=True)
    expires_at: float = field(default=math.inf, kw_only=True)

    def __post_init__(self) -> None:
        header_text("an access token", self.token, spaces=False)
        _checked_renewal(self.renew_with)

    def __repr__(self) -> str:
        return f"AccessToken({MASK})"

    @property
    def renewable(self) -> bool:
        return self.renew_with is not None

    def at_hand(self, wire: str) -> Grant | None:
        return Grant(scheme="Bearer", text=self.token, expires_at=self.expires_at)

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        text = yield from _asked(self.renew_with, "an access token")
        return Grant(scheme="Bearer", text=text)

    def secrets(self) -> tuple[str, ...]:
        return (self.token,)


@dataclass(frozen=True, slots=True)
class UsernamePassword(Credentials):
    """A user's name and password; installations on site alone accept them.

    They travel in clear, so use https. SOAP exchanges them for a ticket, once; REST sends them with
    each call, until SOAP has got the session a ticket, which is cheaper for NetServer to check.
    """

    username: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        for what in ("username", "password"):
            text = cast(object, getattr(self, what))
            if not isinstance(text, str):
                raise TypeError(f"the {what} must be a str, not {type(text).__name__}")
        if not self.username:
            raise ValueError("the username must not be empty")

    def __repr__(self) -> str:
        return f"UsernamePassword({self.username!r}, {MASK})"

    def at_hand(self, wire: str) -> Grant | None:
        if wire == "soap":
            return None
        if ":" in self.username:
            raise ValueError("a username with a colon cannot go over REST (RFC 7617)")
        return Grant(scheme="Basic", text=self._basic())

    def _basic(self) -> str:
        pair = f"{self.username}:{self.password}".encode()
        return base64.b64encode(pair).decode()

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        ticket = yield from around.ticket_for(
            "AuthenticateUsernamePassword", (self.username, self.password)
        )
        return Grant(scheme="SOTicket", text=ticket, idle=IDLE)

    def secrets(self) -> tuple[str, ...]:
        return (self.password, self._basic())
