"""Packages generated for the tests, beside the release that each was generated from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.model.release import Agent, Operation, Release
from generator.pipeline import generate, read_release

SPECS = Path(__file__).parents[2] / "specs"
ROOT = "https://crm.example.com/Cust1"


@dataclass(frozen=True)
class Generated:
    """One package, importable, and the release by which it is judged."""

    package: str
    project: Path
    release: Release

    def module(self, name: str = "") -> Any:
        """A module of the package, the package itself without a name."""
        return import_module(f"{self.package}.{name}" if name else self.package)

    @cached_property
    def carriers(self) -> dict[str, Any]:
        """Every carrier's class, by wire name."""
        return self._classes("carriers")

    @cached_property
    def enumerations(self) -> dict[str, Any]:
        """Every enumeration's class, by wire name."""
        return self._classes("enumerations")

    def _classes(self, index: str) -> dict[str, Any]:
        module = self.module(index)
        found = (getattr(module, name) for name in dir(module) if name[:1].isupper())
        classes = [each for each in found if isinstance(each, type)]
        return {vars(each).get("__wire__") or each.__name__: each for each in classes}

    def attribute(self, carrier: str, field: str) -> str:
        """What a carrier calls a field."""
        cls = self.carriers[carrier]
        at = cls.__struct_encode_fields__.index(field)
        return cls.__struct_fields__[at]

    def operations(self) -> Iterator[tuple[Agent, Operation]]:
        """Every operation of the release, with its agent."""
        for agent in self.release.agents:
            for operation in agent.operations:
                yield agent, operation

    def method(self, session: Any, agent: str, operation: str) -> Any:
        """The method of that session's agent which stands for an operation."""
        waits = isinstance(session, self.module().Session)
        agents = self.module("agents")
        cls = (agents.AGENTS if waits else agents.ASYNC_AGENTS)[agent]
        return getattr(cls(session), cls.OPERATIONS[operation])

    def session(self, transport: Any, **said: Any) -> Any:
        """A session of the package over that transport."""
        return self.module().Session(ROOT, transport=transport, **said)

    def async_session(self, transport: Any, **said: Any) -> Any:
        """The same, with answers that are awaited."""
        return self.module().AsyncSession(ROOT, transport=transport, **said)


_made: dict[str, Generated] = {}


def generated(package: str, folder: Path, *sources: Path) -> Generated:
    """The package of that name, generated once in this process and then imported from `folder`."""
    found = _made.get(package)
    if found is None:
        config = Config(sources=sources, out=folder, package=package)
        generate(config, Diagnostics())
        release = read_release(config, Diagnostics()).release
        project = folder / "proxies"
        sys.path.insert(0, str(project))
        found = _made[package] = Generated(package, project, release)
    return found


def published(corpus: Path) -> tuple[Path, ...]:
    """The sources of the corpus's newest release."""
    release = corpus / "netserver" / "2026-04"
    return (
        release / "wsdl.zip",
        release / "Swagger-v1-AGENT-Individuals.zip",
        release / "Swagger-v1-REST-Individuals.zip",
    )
