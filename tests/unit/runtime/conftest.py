"""Time of the tests: it passes when somebody sleeps, and when a test says so."""

from __future__ import annotations

import pytest

from generator.runtime.clock import Clock


class Time:
    """What every session's clock shows; `slept` holds how long somebody slept, each time."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def pass_by(self, seconds: float) -> None:
        self.now += seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


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
