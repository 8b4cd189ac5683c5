"""Time of the tests: it passes when somebody sleeps, and when a test says so."""

from __future__ import annotations


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
