"""Stand-ins generated for the tests: stubs beside their proxies, importable."""

from __future__ import annotations

import fcntl
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate


@dataclass(frozen=True)
class StandIn:
    """A package of stubs, and the proxies that belong to it."""

    package: str
    folders: tuple[Path, Path]

    def proxies(self, name: str = "") -> Any:
        """A module of the proxies, the package itself without a name."""
        return import_module(f"{self.package}.{name}" if name else self.package)

    def server(self, **given: Any) -> Any:
        """A NetServer of these stubs, which is to be closed."""
        testing = import_module(f"{self.package}_stubs.testing")
        return testing.NetServer(**given)

    @property
    def environment(self) -> dict[str, str]:
        """What lets other processes import both packages."""
        path = os.pathsep.join(map(str, self.folders))
        return {**os.environ, "PYTHONPATH": path}


_made: dict[str, StandIn] = {}


def stand_in(
    package: str, tmp_path_factory: pytest.TempPathFactory, *sources: Path
) -> StandIn:
    """The stand-in of that name: generated once, for all processes of the test run, and importable."""
    found = _made.get(package)
    if found is None:
        folder = _shared(tmp_path_factory) / f"stand-in-{package}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # one process generates, others wait
            if not (folder / "done").exists():
                config = Config(
                    sources=sources,
                    out=folder,
                    package=package,
                    emit=("proxies", "stubs"),
                )
                generate(config, Diagnostics())
                (folder / "done").touch()
        folders = (folder / "proxies", folder / "stubs")
        sys.path[:0] = map(str, folders)
        found = _made[package] = StandIn(package, folders)
    return found


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
