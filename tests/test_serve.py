"""`proxysmith serve`: a NetServer for whatever the sources describe, until it is stopped."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.serving import bound

ROOT = Path(__file__).parents[1]
SPECS = ROOT / "specs" / "12.2"
SECONDS = 60

# The first example of the README, over both wires.
USE = """
import sys
from netserver import Session
from netserver.credentials import Ticket

for binding, name in (("agents", "Anvil & Sons"), ("soap", "Bellows <Ltd>")):
    with Session(sys.argv[1], credentials=Ticket("7T:..."), app_token="...", binding=binding) as session:
        contact = session.contact.get_contact_entity(4)
        print(binding, contact.contact_id, contact.name)
        contact.name = name
        session.contact.save_contact_entity(contact)
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where packages are kept, for this test alone."""
    folder = tmp_path / "cache"
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder


def refused(*words: object) -> tuple[int, str]:
    """The status and the message of a start that comes to nothing."""
    result = CliRunner().invoke(main, ["serve", *(str(each) for each in words)])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    return result.exit_code, result.stderr


# --- what cannot be served


def test_metadata_that_cannot_be_used_is_status_3_and_leaves_nothing(
    cache: Path, tmp_path: Path
):
    source = tmp_path / "broken.wsdl"
    source.write_text('<definitions xmlns="http://schemas.xmlsoap.org/wsdl/">')

    status, said = refused(source, "--port", "0")

    assert status == 3
    assert said.startswith("broken.wsdl:1: error[")
    assert not list(cache.rglob("*"))


def test_an_agent_that_there_is_not_is_status_3(cache: Path):
    status, said = refused(SPECS, "--port", "0", "--agents", "Contract")

    assert status == 3
    assert said.startswith('12.2: error[unknown-agent]: there is no agent "Contract"\n')
    assert not list(cache.rglob("*"))


def test_a_port_that_is_taken_is_status_2_before_anything_is_read(cache: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, said = refused("gone.wsdl", "--port", port)

    assert status == 2
    assert said.splitlines()[-1] == (
        "Error: Invalid value for --port: nobody can listen at "
        f"127.0.0.1:{port}: {os.strerror(errno.EADDRINUSE)}"
    )
    assert not cache.exists()


def test_a_port_is_taken_from_the_start():
    """Of two servers for one port the second is told at once, not when it has made its packages."""
    with bound("127.0.0.1", 0) as first, pytest.raises(OSError):
        bound("127.0.0.1", first.getsockname()[1])


def test_a_host_that_nobody_knows_is_status_2(cache: Path):
    status, said = refused(SPECS, "--port", "0", "--host", "nobody.invalid")

    assert status == 2
    assert "nobody can listen at nobody.invalid:0: " in said


@pytest.mark.skipif(os.name != "posix", reason="names of devices are files elsewhere")
def test_a_cache_that_cannot_be_written_is_status_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    status, said = refused(SPECS, "--port", "0", "--agents", "Contact")

    assert status == 3
    assert said.startswith(f"{tmp_path / 'file'}")
    assert "error[output]" in said


# --- what is served


@contextmanager
def serving(*words: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and the root that it has told."""
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", *map(str, words), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        root = process.stdout.readline().rstrip("\n")
        try:
            yield process, root
        finally:
            if process.poll() is None:
                process.kill()


def stopped(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The status of a server after Ctrl-C, what it has printed since its root, and its complaints."""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out, err


def called(root: str, cache: Path) -> str:
    """What a user's program prints, with the proxies that the server has made."""
    (proxies,) = cache.glob("proxysmith/*/proxies")
    ran = subprocess.run(
        [sys.executable, "-c", USE, root],
        cwd=cache,
        env={**os.environ, "PYTHONPATH": str(proxies)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ran.stderr == ""
    return ran.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent otherwise elsewhere")
def test_what_is_served_is_called_stopped_and_served_again(cache: Path, tmp_path: Path):
    store = tmp_path / "crm.sqlite"

    with serving(SPECS, "--store", store) as (process, root):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/Cust12345", root)
        first = called(root, cache)
        assert re.fullmatch(r"agents 4 .+\nsoap 4 Anvil & Sons\n", first)
        status, out, err = stopped(process)
    assert (status, out) == (0, "")
    assert "Ticket('7T:...')" in err and "Ctrl-C stops it.\n" in err
    assert err.index("notes;") < err.index("Ctrl-C"), "told before, not afterwards"
    assert "Traceback" not in err and "Aborted" not in err

    (manifest,) = cache.glob("proxysmith/*/manifest.json")
    before = manifest.stat().st_mtime_ns
    with serving(SPECS, "--store", store) as (process, root):
        assert called(root, cache) == "agents 4 Bellows <Ltd>\nsoap 4 Anvil & Sons\n"
        assert stopped(process)[0] == 0
    assert [*cache.glob("proxysmith/*/manifest.json")] == [manifest]
    assert manifest.stat().st_mtime_ns == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("--seed", '{"records": ', 'error[seed]: {file}:'),
        ("--seed", '{"nonsense": 1}', "error[seed]: "),
        ("--store", "this is no database " * 9, "error[store]: this is no store: "),
    ],
)  # fmt: skip
def test_a_state_that_cannot_be_used_is_status_3(
    cache: Path, tmp_path: Path, option: str, content: str, said: str
):
    file = tmp_path / "state"
    file.write_text(content)

    with serving(SPECS, "--agents", "Contact", option, file) as (process, root):
        out, err = process.communicate(timeout=SECONDS)

    assert (process.returncode, root, out) == (3, "", "")
    assert said.format(file=file) in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_a_release_without_agents_is_served(cache: Path, tmp_path: Path):
    """Any description will do, also one whose package has another name than that of the tests."""
    source = tmp_path / "in"
    source.mkdir()
    (source / "release.toml").write_text('package = "crm_stubs"')
    (source / "a.json").write_text(
        '{"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {"/api/v1/Contact":'
        ' {"get": {"responses": {"204": {"description": ""}}}}}}'
    )

    with serving(source) as (process, root):
        assert root.startswith("http://127.0.0.1:")
        assert stopped(process)[0] == 0
