"""Comparing two releases: from their zips in a fresh process, and when both have been read."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, environment, quickest
from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.compare import compare
from generator.diff.reading import without_collecting
from generator.pipeline import read_release

ROOT = Path(__file__).parents[1]


def measure(old: Path, new: Path, *, rounds: int) -> Iterator[Figure]:
    """Both times, and how many changes were found."""
    began = time.perf_counter()
    one, other = (
        read_release(Config(sources=(path,)), Diagnostics()).release
        for path in (old, new)
    )
    reading = time.perf_counter() - began
    changes = compare(one, other).changes
    with without_collecting():  # as the command has it
        (seconds,) = quickest(lambda: compare(one, other), rounds=rounds)
    yield Figure(
        name="compare two releases, read",
        value=seconds,
        unit="s",
        limit=1,
        detail=f"{len(changes)} changes; {seconds / reading:.2f} of the time to read both",
    )
    whole = min(_command(("diff", str(old), str(new))) for _ in range(rounds))
    yield Figure(
        name="  from their zips",
        value=whole,
        unit="s",
        limit=5,
        detail=f"fresh process, report as text; {whole / reading:.2f} of the time to read both here",
    )


def _command(words: Sequence[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "generator", *words],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"comparing failed:\n{done.stderr.decode(errors='replace')}")
    return time.perf_counter() - started
