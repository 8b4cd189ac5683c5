"""Generating: time and memory of a fresh process, how much it writes, and what pyright says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.changing import one_operation_changed
from benchmarks.figures import Figure, columnwise, environment

ROOT = Path(__file__).parents[1]


def generate(
    sources: Sequence[Path], out: Path, *options: str
) -> tuple[float, float, float]:
    """Seconds, seconds of CPU, and megabytes (peak) of one run of the command in its own process."""
    words = [sys.executable, "-m", "generator", "generate", *map(str, sources)]
    words += options
    started = time.perf_counter()
    process = subprocess.Popen(
        [*words, "--out", str(out)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"generating failed:\n{said.decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def measure(sources: Sequence[Path], folder: Path, *, rounds: int) -> Iterator[Figure]:
    """Cold and warm runs; the last output stays in `folder`/out."""
    out = folder / "out"
    cold = [generate(sources, folder / f"cold{n}") for n in range(rounds - 1)]
    cold.append(generate(sources, out))
    seconds, busy, megabytes = columnwise(cold)
    busy_cold = busy
    how = f"fresh process, empty output, {os.cpu_count()} cores"
    yield Figure(
        name="generate, cold",
        value=seconds,
        unit="s",
        limit=15,
        detail=f"{how}; {busy:.1f} s of CPU",
    )
    yield Figure(
        name="  peak memory", value=megabytes, unit="MB", limit=500, detail=how
    )
    warm = [generate(sources, out) for _ in range(rounds)]
    seconds, busy, megabytes = columnwise(warm)
    yield Figure(
        name="generate again, unchanged",
        value=seconds,
        unit="s",
        limit=2,
        detail=f"{busy:.1f} s of CPU, {megabytes:.0f} MB",
    )
    yield changed(sources, folder / "changed", busy_cold, rounds=rounds, limit=0.9)
    modules = list((out / "proxies").rglob("*.py"))
    lines = [(path, path.read_bytes().count(b"\n")) for path in modules]
    runtime, resources = (
        sum(number for path, number in lines if part in path.parts)
        for part in ("_runtime", "resources")
    )
    yield Figure(
        name="lines of generated Python",
        value=sum(number for _, number in lines),
        limit=129_999,
        detail=f"{len(modules)} modules; {runtime} lines are the runtime",
    )
    yield Figure(
        name="  without the resources of the WebApi",
        value=sum(number for _, number in lines) - resources,
        limit=99_999,
        detail=f"{resources} lines are theirs",
    )


def changed(
    sources: Sequence[Path],
    folder: Path,
    cold: float,
    *options: str,
    rounds: int,
    limit: float,
) -> Figure:
    """A run after another, for which one operation was described otherwise; `cold` is the CPU of one from nothing."""
    other = one_operation_changed(sources, folder)
    out = folder / "out"
    generate(sources, out, *options)
    before = _written(out)
    runs = [generate(other, out, *options)]
    anew = sum(before.get(path) != inode for path, inode in _written(out).items())
    for _ in range(rounds - 1):
        generate(sources, out, *options)
        runs.append(generate(other, out, *options))
    seconds, busy, megabytes = columnwise(runs)
    return Figure(
        name="generate again, one operation changed",
        value=busy / cold,
        unit="x",
        limit=limit,
        detail=f"of the CPU of a cold run; {seconds:.1f} s, {busy:.1f} s of CPU,"
        f" {megabytes:.0f} MB, {anew} files of {len(before)} written",
    )


def _written(out: Path) -> dict[Path, int]:
    """The inode of each file: another one when it was written."""
    return {path: path.stat().st_ino for path in out.rglob("*") if path.is_file()}


def pyright(out: Path) -> Figure:
    """How many errors strict pyright finds in the generated project."""
    started = time.perf_counter()
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pyright",
            "--outputjson",
            f"--pythonpath={sys.executable}",
            f"--project={out / 'proxies'}",
        ],
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    try:
        summary = json.loads(run.stdout)["summary"]
    except (ValueError, KeyError):
        raise SystemExit(f"pyright failed:\n{run.stdout}{run.stderr}") from None
    return Figure(
        name="pyright, strict: errors",
        value=summary["errorCount"],
        limit=0,
        detail=f"{summary['filesAnalyzed']} files in {seconds:.0f} s",
    )
