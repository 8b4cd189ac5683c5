"""The time of a server, which a test may move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["Clock"]


class Clock:
    """The time it is, in UTC, plus what it was put forward by."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The time it is taken to be, in UTC and aware of it."""
        return datetime.now(UTC) + self.ahead

    def advance(self, by: timedelta) -> None:
        """Put the clock forward."""
        self.ahead += by
