"""Who is calling. No credentials show in a repr, a message or a log."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import cast

from .options import header_text

_MASK = "***"


class Credentials:
    """What a session shows to NetServer; one of the classes below."""

    __slots__ = ()

    def authorization(self) -> str:
        """The Authorization header of REST calls."""
        raise NotImplementedError

    def soap_ticket(self) -> str | None:
        """What the SOAP header `Credentials` holds; None when it first has to be obtained."""
        raise NotImplementedError

    def exchanged(self) -> tuple[str, ...]:
        """What NetServer exchanges for a ticket, where there is no ticket yet."""
        raise NotImplementedError

    def secrets(self) -> tuple[str, ...]:
        """Texts that must not appear in anything that people read."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Ticket(Credentials):
    """A ticket of NetServer ("7T:..."), good for six hours after its last use."""

    ticket: str = field(repr=False)

    def __post_init__(self) -> None:
        header_text("a ticket", self.ticket, spaces=False)

    def __repr__(self) -> str:
        return f"Ticket({_MASK})"

    def authorization(self) -> str:
        return f"SOTicket {self.ticket}"

    def soap_ticket(self) -> str | None:
        return self.ticket

    def secrets(self) -> tuple[str, ...]:
        return (self.ticket,)


@dataclass(frozen=True, slots=True)
class AccessToken(Credentials):
    """An access token ("8A:Cust12345...."), good for an hour.

    SOAP endpoints understand it from Services86 on.
    """

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        header_text("an access token", self.token, spaces=False)

    def __repr__(self) -> str:
        return f"AccessToken({_MASK})"

    def authorization(self) -> str:
        return f"Bearer {self.token}"

    def soap_ticket(self) -> str | None:
        return self.token

    def secrets(self) -> tuple[str, ...]:
        return (self.token,)


@dataclass(frozen=True, slots=True)
class UsernamePassword(Credentials):
    """A user's name and password; installations on site alone accept them.

    They travel in clear, so use https. On the SOAP wire a session exchanges them for a ticket, once.
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
        return f"UsernamePassword({self.username!r}, {_MASK})"

    def authorization(self) -> str:
        if ":" in self.username:
            raise ValueError("a username with a colon cannot go over REST (RFC 7617)")
        return f"Basic {self._basic()}"

    def _basic(self) -> str:
        pair = f"{self.username}:{self.password}".encode()
        return base64.b64encode(pair).decode()

    def soap_ticket(self) -> str | None:
        return None

    def secrets(self) -> tuple[str, ...]:
        return (self.password, self._basic())

    def exchanged(self) -> tuple[str, ...]:
        return (self.username, self.password)
