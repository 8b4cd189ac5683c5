"""node-soap and Prism, installed from npm into build/, on loopback."""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate
from tests.behaviour.generated import published
from tests.behaviour.stand_ins import StandIn, stand_in

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INSTALL_SECONDS = 240
START_SECONDS = 60

Serve = Callable[[Mapping[str, Path]], str]
Generated = Callable[..., ModuleType]


@pytest.fixture(scope="session")
def node() -> str:
    """The command that runs the servers."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed, and the server called here runs on it")
    return found


@pytest.fixture(scope="session")
def npm(node: str) -> Path:
    """The folder that the servers, in the versions that package.json says, are installed in."""
    command = shutil.which("npm") or pytest.fail("node is installed, but npm is not")
    manifest = (HERE / "package.json").read_bytes()
    folder = ROOT / "build" / "interop" / hashlib.sha256(manifest).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one test process installs, others wait
        done = folder / "installed"
        if not done.exists():
            (folder / "package.json").write_bytes(manifest)
            made = subprocess.run(
                [command, "install", "--no-audit", "--no-fund", "--no-package-lock"],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
            if made.returncode:
                pytest.fail(f"npm cannot install the servers:\n{made.stderr[-2000:]}")
            done.touch()
    return folder


@contextmanager
def _served(node: str, folder: Path, wsdls: Mapping[str, Path]) -> Iterator[str]:
    words = [f"{agent}={path}" for agent, path in wsdls.items()]
    process = subprocess.Popen(
        [node, str(HERE / "soap_server.cjs"), *words],
        cwd=folder,
        stdin=subprocess.PIPE,  # it ends with us, even if we are killed
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    late = threading.Timer(START_SECONDS, process.kill)
    late.start()
    try:
        port = process.stdout.readline().strip()
        late.cancel()
        if not port:
            process.kill()
            pytest.fail(f"node-soap did not start:\n{process.stderr.read()[-3000:]}")
        yield f"http://127.0.0.1:{port}/Cust12345"
    finally:
        late.cancel()
        process.kill()
        process.communicate(timeout=10)


@pytest.fixture(scope="module")
def serve(node: str, npm: Path) -> Iterator[Serve]:
    """Starts a server for WSDLs by agent and gives its root; it ends with the test module."""
    from contextlib import ExitStack

    with ExitStack() as started:
        yield lambda wsdls: started.enter_context(_served(node, npm, wsdls))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    """Generates a package of the given name and imports it."""
    with pytest.MonkeyPatch.context() as patch:

        def make(name: str, *sources: Path, agents: str) -> ModuleType:
            out = tmp_path_factory.mktemp(name)
            config = Config(
                sources=sources, out=out, package=name, agents=tuple(agents.split())
            )
            assert not generate(config, Diagnostics())
            patch.syspath_prepend(str(out / "proxies"))
            return importlib.import_module(name)

        yield make
        for module in [m for m in sys.modules if m.startswith("interop_")]:
            del sys.modules[module]


@pytest.fixture(scope="session")
def vendors_wsdls(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Files of the corpus as node needs them: Services88 of 2026-04, by agent."""
    folder = tmp_path_factory.mktemp("wsdls")
    found: dict[str, Path] = {}
    with zipfile.ZipFile(corpus / "netserver/2026-04/wsdl.zip") as archive:
        for name in archive.namelist():
            named = re.search(r"WSDL-Services88-(\w+)\.xml$", name)
            if named:
                found[named[1]] = folder / f"{named[1]}.wsdl"
                found[named[1]].write_bytes(archive.read(name))
    return found


@pytest.fixture(scope="session")
def whole_stand_in(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> StandIn:
    """The stand-in for the newest release in the corpus."""
    return stand_in("wholecrm88", tmp_path_factory, *published(corpus))
