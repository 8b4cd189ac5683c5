"""Every session of these tests has the tests' own time."""

from __future__ import annotations

import pytest
from times import Time

from generator.runtime.clock import Clock


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()

    async def sleep_async(clock: Clock, seconds: float) -> None:
        time.sleep(seconds)

    monkeypatch.setattr(Clock, "now", lambda clock: time.now)
    monkeypatch.setattr(Clock, "monotonic", lambda clock: time.now)
    monkeypatch.setattr(Clock, "sleep", lambda clock, seconds: time.sleep(seconds))
    monkeypatch.setattr(Clock, "sleep_async", sleep_async)
    return time
