"""Figures, their limits, and how they are measured and printed."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Action = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value and the most that it may be, or the least; no limit for what is only of interest."""

    name: str
    value: float
    unit: str = ""
    limit: float | None = None
    at_least: bool = False
    detail: str = ""

    @property
    def verdict(self) -> str:
        """Whether the limit is kept."""
        if self.limit is None:
            return ""
        if self.at_least:
            return "PASS" if self.value >= self.limit else "under"
        return "PASS" if self.value <= self.limit else "over"


def table(figures: Iterable[Figure]) -> str:
    """The figures, one a line, with the limit and the verdict of each."""
    rows = [("figure", "measured", "limit", "", "how")]
    for each in figures:
        limit = "" if each.limit is None else _text(each.limit, each.unit)
        value = _text(each.value, each.unit)
        rows.append((each.name, value, limit, each.verdict, each.detail))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            (
                row[0].ljust(widths[0]),
                row[1].rjust(widths[1]),
                row[2].rjust(widths[2]),
                row[3].ljust(widths[3]),
                row[4],
            )
        ).rstrip()
        for row in rows
    )


def _text(value: float, unit: str) -> str:
    digits = 0 if value >= 1000 or (value == int(value) and unit != "x") else 2
    if 10 <= value < 1000 and unit in ("ms", "MB"):
        digits = 1 if value < 100 else 0
    return f"{value:,.{digits}f}".replace(",", " ") + (f" {unit}" if unit else "")


def quickest(*actions: Action, rounds: int) -> list[float]:
    """Seconds that each action takes at its quickest; they take turns, so that a busy machine hits all."""
    best = [float("inf")] * len(actions)
    for _ in range(rounds):
        for number, action in enumerate(actions):
            gc.collect()
            started = time.perf_counter()
            made = action()
            best[number] = min(best[number], time.perf_counter() - started)
            del made
    return best


def environment() -> dict[str, str]:
    """That of a process that is measured: like ours, but it may keep its bytecode."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def columnwise(rows: Sequence[Sequence[float]]) -> list[float]:
    """The smallest of each column."""
    return [min(column) for column in zip(*rows, strict=True)]
