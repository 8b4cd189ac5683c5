"""How many calls a second a session makes at most."""

from __future__ import annotations

import math
import threading
from collections import deque
from typing import cast

PUBLISHED = 10.0
"""Calls a second that CRM Online allows an application (netserver.md, 5.5)."""


class Ceiling:
    """No more than so many calls begin within any second, whoever makes them."""

    def __init__(self, calls_per_second: float) -> None:
        said = cast(object, calls_per_second)
        if isinstance(said, bool) or not isinstance(said, (int, float)):
            kind = type(said).__name__
            raise TypeError(f"calls_per_second must be a number, not {kind}")
        if not 0 < said < math.inf:
            raise ValueError(f"calls_per_second must be above 0, not {said}")
        # 2.5 calls a second are one within any 0.4 seconds.
        whole = said == int(said)
        self._most = int(said) if whole else 1
        self._span = 1.0 if whole else 1 / said
        self._starts: deque[float] = deque(maxlen=self._most)
        self._lock = threading.Lock()  # held for a moment, so tasks may take it too

    def wait(self, now: float) -> float:
        """Seconds until the next call may begin; its place is taken with the answer."""
        with self._lock:
            start = now
            if len(self._starts) == self._most:
                start = max(now, self._starts[0] + self._span)
            self._starts.append(start)
            return start - now
