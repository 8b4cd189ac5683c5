"""Being signed in: the grant of a session, obtained once and renewed once, whoever needs it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import SessionClosed
from .flows import Alone, within
from .transport import UNLIMITED, Limits, copied

if TYPE_CHECKING:
    from .credentials import Credentials, Grant
    from .flows import Flow
    from .superid import Surroundings


class SignIn:
    """Who the session is. Its flows run in any thread; what they change, they change `Alone`."""

    def __init__(self, credentials: Credentials | None) -> None:
        self.credentials = credentials
        self.round = 0
        """How many times somebody has asked for a grant; whoever waited meanwhile shares the outcome."""
        self._grant: Grant | None = None
        self._refusal: Exception | None = None
        self._used_at = float("-inf")

    def at_hand(self, wire: str) -> Grant | None:
        """What lets the session in on that wire, as far as it knows."""
        if self._grant is not None or self.credentials is None:
            return self._grant
        return self.credentials.at_hand(wire)

    def granted(
        self, around: Surroundings, wire: str, limits: Limits = UNLIMITED
    ) -> Flow[Grant | None]:
        """What lets a call in; asked for where there is none, or where it is over by now."""
        if self.credentials is None:
            return None
        begun = self.round
        grant = self.at_hand(wire)
        if grant is None or self._over(grant, around.clock.now()):
            yield self._alone(around, wire, grant, begun, limits)
            grant = self.at_hand(wire)
        return grant

    def renewed(
        self,
        around: Surroundings,
        wire: str,
        old: Grant,
        begun: int,
        limits: Limits = UNLIMITED,
    ) -> Flow[bool]:
        """Whether there is another grant than the one that NetServer has just refused.

        `begun` is the round in which the refused call began.
        """
        if self.credentials is None or not self._renewable(old):
            return False
        yield self._alone(around, wire, old, begun, limits)
        grant = self.at_hand(wire)
        return grant is not None and grant.text != old.text

    def used(self, now: float) -> None:
        """NetServer has taken the grant, which begins its six hours anew."""
        self._used_at = max(self._used_at, now)

    def secrets(self) -> list[str]:
        """Texts that must not appear in anything that people read."""
        held = [self._grant.text] if self._grant else []
        return held + list(self.credentials.secrets() if self.credentials else ())

    # ---------------------------------------------------------------------- in this process

    def forget(self) -> None:
        """Let go of all that lets anybody in."""
        self.credentials = self._grant = None

    def taken_over(self, grant: Grant | None, used_at: float) -> None:
        """Go on with a grant that this session had in another process."""
        self._grant, self._used_at = grant, used_at

    @property
    def grant(self) -> Grant | None:
        """What was obtained; None where the credentials themselves are shown."""
        return self._grant

    @property
    def used_at(self) -> float:
        """Seconds since 1970, of the last call that NetServer took."""
        return self._used_at

    # ---------------------------------------------------------------------- one at a time

    def _over(self, grant: Grant, now: float) -> bool:
        if not self._renewable(grant):
            return False  # NetServer may still know better
        used_at = now if self._used_at == float("-inf") else self._used_at
        return grant.lapsed(now, used_at)

    def _renewable(self, grant: Grant) -> bool:
        if grant.scheme == "Basic" or self.credentials is None:
            return False
        return self.credentials.renewable

    def _alone(
        self,
        around: Surroundings,
        wire: str,
        old: Grant | None,
        begun: int,
        limits: Limits,
    ) -> Alone:
        flow = self._obtain(around, wire, old, begun, limits)
        return Alone(within(flow, limits), "sign-in", limits)

    def _obtain(
        self,
        around: Surroundings,
        wire: str,
        old: Grant | None,
        begun: int,
        limits: Limits,
    ) -> Flow[None]:
        current = self.at_hand(wire)
        if current is not None and (old is None or current.text != old.text):
            return  # somebody has another one by now
        credentials = self.credentials
        if credentials is None:
            raise SessionClosed("the session was closed")
        if self.round != begun:
            if self._refusal is not None:
                raise copied(self._refusal)
            return
        try:
            if old is None:
                grant = yield from credentials.obtain(around)
            else:
                grant = yield from credentials.renew(around)
        except Exception as error:
            # That the time of this call is over says nothing about the calls of others.
            if limits.left(around.clock.monotonic()) > 0:
                self._refusal = copied(error)
                self.round += 1
            raise
        if self.credentials is None:
            raise SessionClosed("the session was closed")
        self._grant, self._refusal = grant, None
        self._used_at = around.clock.now()
        self.credentials = grant.credentials or credentials
        self.round += 1
