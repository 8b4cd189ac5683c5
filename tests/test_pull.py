"""`proxysmith pull` from our own stand-in: what was pulled says what the stand-in was made of."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.model.release import Operation, Release
from generator.pipeline import read_release

ROOT = Path(__file__).parents[1]
SPECS = ROOT / "specs" / "12.2"
SECONDS = 60

# Errors, pages of rows and patches, which the stand-in describes in its own words.
_OF_THE_SERVER = {"ErrorObject", "JsonPatch", "ODataSlimResponse", "PatchOperation", "RowsPage"}  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root of a stand-in for specs/12.2, served in a process of its own."""
    cache = tmp_path_factory.mktemp("cache")
    patch = pytest.MonkeyPatch()
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        patch.setenv(name, str(cache))
    command = [sys.executable, "-m", "generator", "serve", str(SPECS), "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        patch.undo()
        assert process.stdout is not None
        try:
            yield process.stdout.readline().rstrip("\n")
        finally:
            process.kill()


@pytest.fixture(scope="module")
def pulled(root: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `proxysmith pull` makes of it."""
    out = tmp_path_factory.mktemp("pulled") / "crm"
    ran = proxysmith("pull", root, "--out", out)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "12.2, Services88: agents 1, soap 14, webapi 1\n"
    assert ran.stderr == (
        f"{root}: warning[missing-metadata]: no WSDL of BlobManager: HTTP 404\n"
    )
    return out


def proxysmith(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def release_of(folder: Path) -> Release:
    return read_release(Config(sources=(folder,)), Diagnostics()).release


def test_the_folder_has_the_parts_of_a_release(pulled: Path):
    assert sorted(each.name for each in pulled.iterdir()) == ["agents", "release.toml", "soap", "webapi"]  # fmt: skip
    assert {each.name for each in (pulled / "soap").iterdir()} == {
        each.name for each in (SPECS / "soap").iterdir()
    }


def test_the_release_is_the_one_that_is_served(pulled: Path, tmp_path: Path):
    """With the corrections of the specification, which no server tells of."""
    folder = tmp_path / "12.2"
    shutil.copytree(pulled, folder)
    shutil.copy(SPECS / "overlay.toml", folder)
    served, found = release_of(SPECS), release_of(folder)

    assert (found.label, found.services, found.namespace) == (
        served.label,
        served.services,
        served.namespace,
    )
    assert [_calls(each) for each in _operations(found)] == [
        _calls(each) for each in _operations(served)
    ]
    assert _addresses(found) == _addresses(served)
    assert _shapes(found) == _shapes(served)
    assert _members(found) == _members(served)


def test_what_was_pulled_is_inspected_and_generated(pulled: Path, tmp_path: Path):
    inspected = proxysmith("inspect", pulled)
    generated = proxysmith("generate", pulled, "--out", tmp_path / "sdk")

    assert inspected.returncode == 0, inspected.stderr
    assert re.search(r"^agents +14$", inspected.stdout, re.MULTILINE)
    assert generated.returncode == 0, generated.stderr
    assert (tmp_path / "sdk" / "proxies" / "netserver" / "py.typed").is_file()


def test_pulling_again_changes_nothing(root: str, pulled: Path):
    before = {each: each.read_bytes() for each in pulled.rglob("*") if each.is_file()}

    ran = proxysmith("pull", f"{root}/Remote/Services88/", "--out", pulled)

    assert ran.returncode == 0
    after = {each: each.read_bytes() for each in pulled.rglob("*") if each.is_file()}
    assert after == before


def _operations(release: Release) -> list[tuple[str, Operation]]:
    found = [(agent.name, each) for agent in release.agents for each in agent.operations]  # fmt: skip
    return sorted(found, key=lambda each: (each[0], each[1].name))


def _calls(called: tuple[str, Operation]) -> object:
    """What a call sends and gets, on both wires; headers that REST merely allows say nothing of it."""
    agent, operation = called
    return (
        agent,
        operation.name,
        [(each.name, each.type) for each in operation.parameters],
        [(each.name, each.type) for each in operation.results],
        operation.soap,
        operation.agents and replace(operation.agents, headers=()),
    )


def _addresses(release: Release) -> set[tuple[str, str, str]]:
    """What can be done where. OpenAPI knows no two paths that differ in the names of placeholders alone."""
    return {
        (resource.name, each.verb, re.sub(r"{\w+}", "{}", each.path))
        for resource in release.resources
        for each in resource.operations
        if each.described
    }


def _shapes(release: Release) -> dict[str, object]:
    return {
        each.name: (each.base, [(field.name, field.type) for field in each.fields])
        for each in release.carriers
        if each.name not in _OF_THE_SERVER
    }


def _members(release: Release) -> dict[str, object]:
    """Names and numbers; of flags those that have a bit, which is all that the stand-in's WSDL tells."""
    return {
        each.name: [
            (member.name, member.number)
            for member in each.members
            if member.number or not each.flags
        ]
        for each in release.enumerations
        if "$" not in each.name and each.name != "Op"
    }
