"""A package of proxies and its stubs, generated from specs/12.2 and imported."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate
from tests.behaviour.generated import SPECS, published

PACKAGE = "servedcrm"


@dataclass(frozen=True)
class Pair:
    """Proxies and stubs that belong together."""

    package: str
    folder: Path

    @property
    def server_folder(self) -> Path:
        """Where the stubs have the server's modules."""
        return self.folder / "stubs" / f"{self.package}_stubs" / "_server"

    def proxies(self, name: str = "") -> Any:
        """A module of the proxies: "carriers", "agents"."""
        return import_module(f"{self.package}.{name}" if name else self.package)

    def server(self, name: str) -> Any:
        """A module of the server as the stubs have it: "store"."""
        return import_module(f"{self.package}_stubs._server.{name}")

    @property
    def catalogue(self) -> Any:
        """The operations of the proxies."""
        return import_module(f"{self.package}_stubs.application").CATALOGUE


def make_pair(package: str, folder: Path, *sources: Path) -> Pair:
    """Generate, and make importable."""
    config = Config(
        sources=sources, out=folder, package=package, emit=("proxies", "stubs")
    )
    generate(config, Diagnostics())
    sys.path[:0] = [str(folder / "proxies"), str(folder / "stubs")]
    return Pair(package, folder)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The pair of specs/12.2."""
    return make_pair(PACKAGE, tmp_path_factory.mktemp(PACKAGE), SPECS / "12.2")


@pytest.fixture(scope="session")
def whole_pair(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The pair of the newest release in the corpus; for tests that are marked slow."""
    folder = tmp_path_factory.mktemp("wholecrm")
    return make_pair("wholecrm", folder, *published(corpus))
