"""What time it is, and how to wait; tests of programs that wait put another clock into a session."""

from __future__ import annotations

import time


class Clock:
    """The machine's own clock."""

    def now(self) -> float:
        """Seconds since 1970, UTC; what expires is compared with it."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some moment; what takes time is measured by it."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait in this thread."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait in this task."""
        from anyio import sleep

        await sleep(seconds)
