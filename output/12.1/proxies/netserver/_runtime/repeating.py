"""Which calls are made again, and after how long a wait."""

from __future__ import annotations

import random
import re
from datetime import UTC

from .errors import NetServerError, TransportError

_READS = re.compile(
    r"(Get(?!Next|Or|And)|Find|CreateDefault|Validate|Has|Is|Can)(?![a-z])"
)
"""How NetServer names what changes nothing. `GetNext...` may take what it gives from a queue or a counter."""

_PASSING = frozenset({429, 502, 503, 504})
_REFUSED_UNREAD = frozenset({429})
_FIRST, _LONGEST = 0.5, 30.0  # seconds
_PATIENCE = 120.0
"""Seconds of Retry-After that a call waits for; beyond them its caller gets the error."""


def reads(operation: str) -> bool:
    """Whether an operation of that name changes nothing, so that it may be made twice."""
    return _READS.match(operation) is not None


def may_help(error: NetServerError, *, safe: bool) -> bool:
    """Whether the same call may go better a little later, and may be made a second time.

    `safe` tells that it may even if the first one was carried out.
    """
    status: int | None = getattr(error, "status", None)
    if status in _REFUSED_UNREAD:
        return True
    if not isinstance(error, TransportError):
        return safe and status in _PASSING
    if not error.sent:
        return True
    # Without a status nothing arrived, or what arrived broke off.
    return safe and (status is None or status in _PASSING)


def wait(attempt: int, retry_after: str, now: float) -> float | None:
    """Seconds before the next attempt, of which `attempt` were made; None when it would be too long.

    `retry_after` is the header of that name (RFC 9110, section 10.2.3); `now` in seconds since 1970.
    """
    asked = _asked(retry_after, now)
    if asked is not None and asked > _PATIENCE:
        return None
    most = min(_LONGEST, _FIRST * 2 ** min(attempt - 1, 10))
    # Callers that failed together shall not come back together.
    own = random.uniform(most / 2, most)  # noqa: S311
    return own if asked is None else asked + own / 10


def _asked(retry_after: str, now: float) -> float | None:
    from email.utils import parsedate_to_datetime

    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
