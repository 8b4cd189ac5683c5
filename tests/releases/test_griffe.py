"""What griffe finds broken between two generated packages is told by `diff` as broken for Python source.

Griffe (https://mkdocstrings.github.io/griffe/) compares packages without knowing how they came to be. The other way
round nothing is asked: it does not look at types.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import griffe
import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.changes import Impact, Victim
from generator.diff.compare import compare
from generator.diff.symbols import Symbol
from generator.model.release import Release
from generator.pipeline import generate, read_release
from generator.plan.package import offered

pytestmark = pytest.mark.slow

SPECS = Path(__file__).parents[2] / "specs"
PUBLISHED = {
    "2021-03": ("wsdl.zip", "Swagger-v1-Agents.zip", "Swagger-v1-REST.zip"),
    "2026-04": (
        "wsdl.zip",
        "Swagger-v1-AGENT-Individuals.zip",
        "Swagger-v1-REST-Individuals.zip",
    ),
}
# Classes that hand out agents and resources, and how code reaches them.
HANDS = {
    "Session": ["session"],
    "AsyncSession": ["session"],
    "Resources": ["session.resources"],
    "AsyncResources": ["session.resources"],
}


@dataclass(frozen=True)
class Made:
    """A release, and its package as griffe reads it."""

    release: Release
    package: griffe.Object | griffe.Alias


def made(out: Path, *sources: Path) -> Made:
    config = Config(sources=sources, out=out, emit=("proxies",), package="netserver")
    generate(config, Diagnostics())
    package = griffe.load(
        "netserver",
        search_paths=[out / "proxies"],
        allow_inspection=False,
        resolve_aliases=True,
    )
    return Made(read_release(config, Diagnostics()).release, package)


@pytest.fixture(scope="module", params=["specs", "corpus"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Made, Made]:
    folder = tmp_path_factory.mktemp("packages")
    if request.param == "specs":
        one, other = (made(folder / name, SPECS / name) for name in ("12.1", "12.2"))
    else:
        corpus: Path = request.getfixturevalue("corpus")
        one, other = (
            made(folder / year, *(corpus / "netserver" / year / name for name in names))
            for year, names in PUBLISHED.items()
        )
    return one, other


def classes(release: Release) -> dict[str, list[str]]:
    """How code reaches the instances of each class of agents and resources: its async twin's the same."""
    scope = offered(release).scope
    found = dict(HANDS)
    for agent in scope.agents.values():
        for name in (agent.sync, agent.awaited):
            found[str(name)] = [f"session.{agent.attribute}"]
    for resource in scope.resources:
        for name in (resource.sync, resource.awaited):
            reached = [handle.reached for handle in resource.handles]
            found.setdefault(str(name), []).extend(reached)
    return found


def symbols(breakage: griffe.Breakage, reached: dict[str, list[str]]) -> Iterator[str]:
    """The names of symbols of which any may tell the breakage."""
    thing = breakage.obj
    names = thing.path.split(".")[1:]
    if thing.is_module:
        yield ".".join(names)
        return
    start = next(at for at, name in enumerate(names) if name[:1].isupper())
    owner, *member = names[start:]
    homes = reached.get(owner, [owner])
    yield from (".".join((home, *member)) for home in homes)
    if isinstance(thing, griffe.Alias) and member:
        # Inherited: the base has lost it, or the class its base.
        target = thing.target_path.split(".")
        yield from (".".join(target[-2:]), *homes)


def told(symbol: Symbol) -> Iterator[str]:
    """What a symbol's change says something of."""
    yield symbol.name
    if symbol.module:
        yield symbol.module


def test_what_griffe_finds_broken_is_told(both: tuple[Made, Made]):
    old, new = both
    changes = compare(old.release, new.release).changes
    broken = {
        name
        for each in changes
        if each.impacts.get(Victim.PYTHON, Impact.SAFE) is not Impact.SAFE
        and each.python is not None
        and each.python.old is not None
        for name in told(each.python.old)
    }
    reached = classes(old.release)

    found = [
        each
        for each in griffe.find_breaking_changes(old.package, new.package)
        if "._runtime." not in f"{each.obj.path}."
    ]

    assert found
    assert [
        f"{each.kind.name} {each.obj.path}: {each.old_value} -> {each.new_value}"
        for each in found
        if broken.isdisjoint(symbols(each, reached))
    ] == []
