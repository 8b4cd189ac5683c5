"""The plugin for pytest: the fixture `netserver`, a server of its own for each test.

    def test_a_contact_is_saved(netserver):
        with netserver.session() as session:
            ...
        assert netserver.calls.of("Contact/SaveContactEntity")

    @pytest.mark.netserver(seed="tests/company.json", binding="soap")
    def test_...

Several packages of stubs may be installed, each with this plugin; the first one does the work for all.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from .control import Seed
    from .stub import AgentStub
    from .testing import NetServer

__all__ = ["Fixtures", "pytest_addoption"]

_NAME = "netserver_fixtures"
_PACKAGE = __name__.rpartition("._server")[0]
_MARKER = (
    "netserver(seed=None, package='', binding='agents', stubs=()): what the server of the fixture starts with, the "
    "package of stubs that it is from, the wire of its sessions, and stubs filled in (classes or instances)"
)
_SHOWN = 50
"""Calls in the report of a failed test."""
_used = pytest.StashKey["NetServer"]()


def pytest_addoption(
    parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager
) -> None:
    """Called by pytest when it starts."""
    first: Any = pluginmanager.get_plugin(_NAME)
    if first is not None:
        first.packages.append(_PACKAGE)
        return
    pluginmanager.register(Fixtures(_PACKAGE), _NAME)
    group = parser.getgroup("netserver", "a NetServer to test against")
    group.addoption(
        "--netserver-store",
        metavar="FILE",
        help="keep what the server stores in FILE, to be looked at afterwards; each test starts anew",
    )
    parser.addini("netserver_package", "package of stubs: netserver_stubs", default="")
    parser.addini("netserver_seed", "JSON that servers start with", type="paths")
    parser.addini("netserver_binding", "wire of sessions: agents or soap", default="")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the marker of a test says."""

    seed: Seed | None = None
    package: str = ""
    binding: Literal["agents", "soap", ""] = ""
    stubs: tuple[AgentStub | type[AgentStub], ...] = ()

    @classmethod
    def of(cls, node: pytest.Item) -> Wanted:
        """What the markers of a test and its class and module say; the closest one holds."""
        words: dict[str, Any] = {}
        for marker in reversed(list(node.iter_markers("netserver"))):
            if marker.args:
                raise _mistake(f"say by name what you want: {_MARKER}")
            words.update(marker.kwargs)
        try:
            return cls(**words)
        except TypeError:
            unknown = ", ".join(sorted(words.keys() - vars(cls()).keys()))
            raise _mistake(f"unknown: {unknown}; it is {_MARKER}") from None


def _mistake(message: str) -> BaseException:
    """What ends a test whose author has misspelled something."""
    return pytest.fail.Exception(message, pytrace=False)


class Fixtures:
    """The servers of one process of pytest: one for each release, which starts again for each test."""

    def __init__(self, package: str) -> None:
        self.packages = [package]
        self._servers: dict[str, NetServer] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", _MARKER)

    def pytest_unconfigure(self) -> None:
        while self._servers:
            self._servers.popitem()[1].close()

    @pytest.fixture
    def netserver(self, request: pytest.FixtureRequest) -> Generator[NetServer]:
        """A NetServer that no other test has touched.

        `session()` and `async_session()` call it, `url` is where it listens; `fail`, `calls`, `seed`, `state`, `advance`
        and `reset` control it.
        """
        item: pytest.Item = request.node
        wanted = Wanted.of(item)
        package = wanted.package or self._package(request.config)
        binding = wanted.binding or request.config.getini("netserver_binding")
        files: list[Path] = request.config.getini("netserver_seed")
        seed = files[-1] if wanted.seed is None and files else wanted.seed
        if wanted.stubs:
            make = _class_of(package)
            filled_in = [each() if isinstance(each, type) else each for each in wanted.stubs]  # fmt: skip
            with make(*filled_in, seed=wanted.seed, package=package) as own:
                own.binding = binding or own.binding
                item.stash[_used] = own
                yield own
            return
        server = self._server(package, request.config)
        server.binding = binding or "agents"
        server.control.beginning = seed
        server.reset()
        item.stash[_used] = server
        yield server

    def _package(self, config: pytest.Config) -> str:
        chosen: str = config.getini("netserver_package")
        if not chosen and len(self.packages) > 1:
            raise _mistake(
                f"there are several packages of stubs ({', '.join(self.packages)}): choose one with the setting "
                "netserver_package, or with @pytest.mark.netserver(package=...)"
            )
        return chosen or self.packages[0]

    def _server(self, package: str, config: pytest.Config) -> NetServer:
        server = self._servers.get(package)
        if server is None:
            store = _store(config, "" if package == self.packages[0] else package)
            server = self._servers[package] = _class_of(package)(
                store=store, package=package
            )
        return server

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> None:
        server = item.stash.get(_used, None)
        if server is not None and call.when == "call" and call.excinfo is not None:
            item.add_report_section("call", "netserver", _told(server))


def _class_of(package: str) -> type[NetServer]:
    try:
        return import_module(f"{package}._server.testing").NetServer
    except ModuleNotFoundError as error:
        raise _mistake(f"{package!r} is no package of stubs: {error}") from None


def _store(config: pytest.Config, package: str) -> Path | None:
    """The file that is wanted, one for each process and each release."""
    wanted: str | None = config.getoption("--netserver-store")
    if not wanted:
        return None
    path = Path(wanted)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    stem = "-".join(filter(None, (path.stem, package, worker)))
    return path.with_name(f"{stem}{path.suffix}")


def _told(server: NetServer) -> str:
    """The calls that a server has answered, for whoever looks for the mistake."""
    calls = list(server.calls)
    lines = [str(each) for each in calls[-_SHOWN:]] or ["nobody has called"]
    if len(calls) > _SHOWN:
        lines.insert(0, f"... and {len(calls) - _SHOWN} calls before these")
    lines += [f"still to go wrong: {each}" for each in server.control.faults]
    return "\n".join(lines)
