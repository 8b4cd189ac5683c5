"""Where a tenant of CRM Online is, and whether it can be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from .codecs.texts import read_datetime
from .errors import AuthenticationFault, ResponseError, TenantUnavailable
from .roots import checked_root
from .superid import asked, origin_of, read_json

if TYPE_CHECKING:
    from .flows import Flow
    from .place import Tenant
    from .superid import Surroundings


class TenantState(IntEnum):
    """What becomes of a tenant; a number that is not among these is UNKNOWN."""

    UNKNOWN = 0
    PROVISIONING = 1
    RUNNING = 2
    DELETED = 3
    SUSPENDED = 4
    ONLINE_MAINTENANCE = 5
    OFFLINE_MAINTENANCE = 6
    PROVISIONING_FAILED = 8
    DELETING = 10
    DELETE_FAILED = 11
    MIGRATION_PENDING = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantStatus:
    """What the service that knows all tenants says about one.

    `root` is where it is to be called, until `valid_until` (UTC), after which it is asked again.
    """

    name: str
    environment: str
    root: str
    state: TenantState
    is_running: bool
    valid_until: datetime | None
    version: str


def status_of(around: Surroundings, tenant: Tenant) -> Flow[TenantStatus]:
    """Ask where a tenant is.

    Raises:
        TenantUnavailable: There is no such tenant.
        ResponseError: The answer does not say where it is.
    """
    name, environment = tenant.name, tenant.environment
    url = f"{origin_of(environment)}/api/state/{name}"
    response = yield from asked(around, "state", "GET", url)
    if response.status_code == 404:
        raise TenantUnavailable(
            f"there is no tenant {name} in {environment}", state="Unknown"
        )
    try:
        said = read_json(response, "state")
    except AuthenticationFault as refusal:  # nobody had to sign in
        raise ResponseError(
            f"HTTP {response.status_code} in place of the state of {name}",
            status=response.status_code,
            content_type=response.headers.get("Content-Type", ""),
            excerpt=refusal.message,
            agent="SuperId",
            operation="state",
            wire="https",
        ) from None
    state, running = _state(said.get("State")), said.get("IsRunning")
    if not isinstance(running, bool):
        running = state in (TenantState.RUNNING, TenantState.ONLINE_MAINTENANCE)
    address = next(
        (
            text
            for key in ("Api", "Endpoint")
            if isinstance(text := said.get(key), str) and text
        ),
        "",
    )
    try:
        root = checked_root(address) if address else ""
    except ValueError:
        root = ""
    if running and not root:
        raise ResponseError(
            f"the state of {name} does not say where it is", status=response.status_code
        )
    return TenantStatus(
        name=name,
        environment=environment,
        root=root,
        state=state,
        is_running=running,
        valid_until=_moment(said.get("ValidUntil")),
        version=str(said.get("Version") or ""),
    )


def _state(said: object) -> TenantState:
    """SuperId gives a number or a name."""
    if isinstance(said, str) and not said.isdecimal():
        word = said.replace("_", "").lower()
        known = (s for s in TenantState if s.name.replace("_", "").lower() == word)
        return next(known, TenantState.UNKNOWN)
    try:
        return TenantState(int(said))  # pyright: ignore[reportArgumentType]
    except (ValueError, TypeError):
        return TenantState.UNKNOWN


def _moment(said: object) -> datetime | None:
    if not isinstance(said, str):
        return None
    try:
        moment = read_datetime(said)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
