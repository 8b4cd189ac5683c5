"""What a session knows about who is calling. Nothing of it shows in a repr, a message or a log."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeGuard

if TYPE_CHECKING:
    from ..flows import Flow
    from ..superid import Surroundings

MASK = "***"
IDLE = 6 * 3600.0
"""Seconds after its last use in which a ticket is good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What NetServer lets a session in by.

    `expires_at` is in seconds since 1970, `idle` the seconds without use after which it lapses.
    """

    scheme: Literal["SOTicket", "Bearer", "Basic"]
    text: str = field(repr=False)
    expires_at: float = math.inf
    idle: float = math.inf
    credentials: Credentials | None = field(default=None, repr=False)
    """What the session goes on with, where obtaining the grant has changed its credentials."""

    @property
    def authorization(self) -> str:
        """The Authorization header of REST calls."""
        return f"{self.scheme} {self.text}"

    def lapsed(self, now: float, used_at: float) -> bool:
        """Whether it is over, or so nearly that a call might come too late."""
        return now > self.expires_at - _MARGIN or now > used_at + self.idle - _MARGIN


_MARGIN = 60.0


def is_token(value: object) -> TypeGuard[str]:
    """Whether it can stand in a header, as what lets somebody in."""
    return isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]+", value) is not None


class Credentials:
    """A way to sign in; one of the classes in this package.

    A class of your own gives `at_hand` what it has, and `obtain` and `renew` what it takes to get more.
    """

    __slots__ = ()

    @property
    def renewable(self) -> bool:
        """Whether there is a way to get another grant than the one at hand."""
        return True

    def at_hand(self, wire: str) -> Grant | None:
        """What lets a session in on that wire ("soap" or "agents") before anybody was asked."""
        return None

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        """Ask for a grant."""
        raise NotImplementedError

    def renew(self, around: Surroundings) -> Flow[Grant]:
        """Ask for a grant in around of one that is over."""
        return self.obtain(around)

    def secrets(self) -> tuple[str, ...]:
        """Texts that must not appear in anything that people read."""
        return ()
