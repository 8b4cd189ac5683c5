"""References generated for the tests, with the packages that they are about: once for all processes of a test run."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate

SPECS = Path(__file__).parents[2] / "specs"


def reference(
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    *sources: Path,
    history: Path | None = None,
) -> Path:
    """The output folder of that name, which has proxies, stubs and docs of the sources."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / f"reference-{name}"
    folder.mkdir(exist_ok=True)
    out = folder / "out"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process generates, others wait
        if not (folder / "done").exists():
            emit = ("proxies", "stubs", "docs")
            config = Config(sources=sources, out=out, emit=emit, history=history)
            generate(config, Diagnostics())
            (folder / "done").touch()
    return out


def small_reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of specs/12.2, with what specs/12.1 tells of it."""
    return reference("small", tmp_path_factory, SPECS / "12.2", history=SPECS)
