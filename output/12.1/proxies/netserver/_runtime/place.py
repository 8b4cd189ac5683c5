"""The place of a session: a fixed root, or a tenant that may move."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from .errors import NetServerError, TenantUnavailable
from .flows import Alone, within
from .roots import checked_root
from .superid import origin_of
from .transport import UNLIMITED, Limits, copied

if TYPE_CHECKING:
    from .flows import Flow
    from .superid import Surroundings
    from .tenant import TenantStatus

_OFTEN = 60.0
"""Seconds between two questions after a tenant that nothing has gone wrong with."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LAST = re.compile(r"/(\w+)\Z")


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant of CRM Online, to be given to a session in place of a root.

    `environment` is "online", "qaonline" or "sod"; or the address of a service that knows the tenant.
    """

    name: str
    environment: str = "online"

    def __post_init__(self) -> None:
        if not isinstance(cast(object, self.name), str) or not _NAME.fullmatch(
            self.name
        ):
            raise ValueError("a tenant is named by letters and digits: Cust12345")
        origin_of(self.environment)


class Place:
    """Where calls go. Its flows run in any thread; what they change, they change `Alone`."""

    def __init__(self, where: object) -> None:
        self.status: TenantStatus | None = None
        self.tenant = where if isinstance(where, Tenant) else None
        self._root = "" if self.tenant else checked_root(where)
        self.round = 0
        """How many times somebody has asked where it is; whoever waited meanwhile shares the outcome."""
        self._refusal: Exception | None = None
        self._asked_again_at = 0.0

    def __repr__(self) -> str:
        return self._root or repr(self.tenant)

    @property
    def root(self) -> str:
        """Address of the installation; empty for a tenant that nobody has asked for yet."""
        return self._root

    @property
    def online(self) -> bool:
        """Whether this is CRM Online, whose rules hold then."""
        host = self._root.partition("//")[2].partition("/")[0].partition(":")[0]
        return self.tenant is not None or f".{host}".endswith(".superoffice.com")

    @property
    def tenant_name(self) -> str:
        """ "Cust12345", as far as it is known."""
        if self.tenant is not None:
            return self.tenant.name
        found = _LAST.search(self._root.partition("//")[2])
        return found[1] if found else ""

    def known(self, around: Surroundings, limits: Limits = UNLIMITED) -> Flow[str]:
        """The root to call; the tenant is asked for first, and again when its answer has aged."""
        if self.tenant is not None and around.clock.now() >= self._asked_again_at:
            flow = self._look_up(around, self._root, self.round, limits, patient=True)
            yield Alone(within(flow, limits), "place", limits)
        return self._root

    def moved(
        self,
        around: Surroundings,
        old: str,
        begun: int,
        limits: Limits = UNLIMITED,
    ) -> Flow[bool]:
        """Whether the tenant is elsewhere by now, after `old` did not know it or was not there.

        `begun` is the round in which the call to `old` began.

        Raises:
            TenantUnavailable: It is nowhere.
        """
        if self.tenant is None:
            return False
        flow = self._look_up(around, old, begun, limits, patient=False)
        yield Alone(within(flow, limits), "place", limits)
        return self._root != old

    def _look_up(
        self,
        around: Surroundings,
        old: str,
        begun: int,
        limits: Limits,
        *,
        patient: bool,
    ) -> Flow[None]:
        now = around.clock.now()
        if self.tenant is None or self._root != old:
            return  # somebody has looked since
        if patient and now < self._asked_again_at:
            return
        if self.round != begun:
            if self._refusal is not None:
                raise copied(self._refusal)
            return
        refusal: Exception | None = None
        try:
            yield from self._ask(around, self.tenant, now)
        except TenantUnavailable as error:
            refusal = error
        except NetServerError as error:
            if limits.left(around.clock.monotonic()) <= 0:
                raise  # which says nothing about the calls of others
            if self._root:
                self._asked_again_at = now + _OFTEN  # what is known may still hold
            else:
                refusal = error
        self._refusal = refusal and copied(refusal)
        self.round += 1
        if refusal is not None:
            raise refusal

    def _ask(self, around: Surroundings, tenant: Tenant, now: float) -> Flow[None]:
        from .tenant import status_of

        status = yield from status_of(around, tenant)
        self.status = status
        self._asked_again_at = now + _OFTEN
        if status.valid_until is not None:
            until = status.valid_until.timestamp()
            self._asked_again_at = max(self._asked_again_at, until)
        if not status.is_running:
            self._asked_again_at = 0.0
            word = status.state.name.replace("_", " ").lower()
            raise TenantUnavailable(
                f"{status.name} cannot be called: its state is {word}",
                state=status.state.name.title().replace("_", ""),
            )
        self._root = status.root
