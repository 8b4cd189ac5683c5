"""Fixtures of the tests of `pull`."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from scripted_server import Scripted


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials or proxies of whoever runs the tests."""
    for name in ("AUTHORIZATION", "USER", "PASSWORD", "APP_TOKEN"):
        monkeypatch.delenv(f"PROXYSMITH_{name}", raising=False)


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server in a thread, for this test alone."""
    server = Scripted()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def installation(scripted: Scripted) -> Scripted:
    """A server with a release number, both descriptions and the WSDLs of five agents."""
    scripted.be_an_installation()
    return scripted
