"""A package of proxies and its stubs, generated from specs/12.2 and imported."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.emit.server import server_modules
from generator.pipeline import generate
from tests.behaviour.generated import SPECS, published

PACKAGE = "servedcrm"


@dataclass(frozen=True)
class Pair:
    """Proxies and stubs that belong together."""

    package: str
    folder: Path

    def proxies(self, name: str = "") -> Any:
        """A module of the proxies: "carriers", "agents"."""
        return import_module(f"{self.package}.{name}" if name else self.package)

    def server(self, name: str) -> Any:
        """A module of the server as the stubs have it: "store"."""
        return import_module(f"{self.package}_stubs._server.{name}")

    @property
    def catalogue(self) -> Any:
        """The operations of the proxies."""
        return import_module(f"{self.package}_stubs._catalogue").CATALOGUE


def make_pair(package: str, folder: Path, *sources: Path) -> Pair:
    """Generate, and make importable."""
    generate(Config(sources=sources, out=folder, package=package), Diagnostics())
    project = folder / "proxies"
    stubs = project / f"{package}_stubs"
    (stubs / "_server").mkdir(parents=True)
    (stubs / "__init__.py").write_text("")
    for name, text in server_modules(package):
        (stubs / "_server" / name).write_text(text)
    (stubs / "_catalogue.py").write_text(
        f"from {package}._release import RELEASE\n"
        "from ._server.catalogue import Catalogue\n\n"
        "CATALOGUE = Catalogue(release=RELEASE)\n"
    )
    shutil.rmtree(project / package / "_runtime" / "server", ignore_errors=True)
    sys.path.insert(0, str(project))
    return Pair(package, project)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The pair of specs/12.2."""
    return make_pair(PACKAGE, tmp_path_factory.mktemp(PACKAGE), SPECS / "12.2")


@pytest.fixture(scope="session")
def whole_pair(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """The pair of the newest release in the corpus; for tests that are marked slow."""
    folder = tmp_path_factory.mktemp("wholecrm")
    return make_pair("wholecrm", folder, *published(corpus))
