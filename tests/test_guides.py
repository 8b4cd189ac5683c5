"""The guides of the reference tell the truth: their programs run, are typed, and their tables list what there is.

The words behind a fence say what a block is: `python` a program, `python session` one that needs an open session, `python
pytest` a file of tests.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.runtime import errors, filters, options
from tests.behaviour.references import small_reference

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "tests" / "readme" / "program.py"
GUIDES = ("sign-in", "wires", "sessions", "errors", "paging", "custom-fields", "testing")  # fmt: skip
SECONDS = 120
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block of a guide."""

    info: str
    text: str

    @property
    def kind(self) -> str:
        return self.info.partition(" ")[2]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_reference(tmp_path_factory)


def guide(out: Path, name: str) -> str:
    return (out / "docs" / "guides" / f"{name}.md").read_text("utf-8")


def programs(out: Path, name: str) -> Iterator[Block]:
    for info, text in _BLOCK.findall(guide(out, name)):
        assert info in ("python", "python session", "python pytest", "text", "sh")
        if info.startswith("python"):
            yield Block(info, text)


def path_of(out: Path) -> str:
    return os.pathsep.join(str(out / each) for each in ("proxies", "stubs"))


@pytest.mark.parametrize("name", GUIDES)
def test_the_programs_of_a_guide_run(name: str, out: Path, tmp_path: Path):
    found = list(programs(out, name))
    assert found
    for number, block in enumerate(found):
        path = tmp_path / f"block_{number}.py"
        words: list[str | Path] = [PROGRAM]
        if block.kind == "pytest":
            path = tmp_path / f"test_block_{number}.py"
            words = ["-m", "pytest", "-q", "-p", "netserver_stubs._server.plugin"]
            (tmp_path / "pytest.ini").write_text("[pytest]\n")
        path.write_text(block.text, "utf-8")
        ran = subprocess.run(
            [sys.executable, *words, path, *block.kind.replace("pytest", "").split()],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path_of(out), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert not ran.returncode, f"{block.text}\n{ran.stdout}{ran.stderr}"


def test_the_programs_of_the_guides_are_typed(out: Path, tmp_path: Path):
    for name in GUIDES:
        for number, block in enumerate(programs(out, name)):
            lines = block.text
            if block.kind == "session":
                lines = f"from netserver import Session\n\nsession: Session = ...  # type: ignore\n{lines}"
            (tmp_path / f"{name.replace('-', '_')}_{number}.py").write_text(lines)
    paths = [(out / each).as_posix() for each in ("proxies", "stubs")]
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "extraPaths": paths})
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pyright", f"--pythonpath={sys.executable}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )

    assert not ran.returncode, ran.stdout


def named(text: str) -> set[str]:
    """Words in code in the first column of tables."""
    rows = re.findall(r"^\| ([^|]*) \|", text, re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`(\w+)", row)}


def test_the_guide_lists_every_option(out: Path):
    fields = {each.name for each in dataclasses.fields(options.RequestOptions)}

    assert fields <= named(guide(out, "sessions"))


def test_the_guide_lists_every_error(out: Path):
    classes = {
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, errors.NetServerError)
    }

    told = guide(out, "errors")
    assert classes - {"NetServerError", "TransportError"} <= named(told)
    assert all(f" {name}\n" in told or f"\n{name}\n" in told for name in classes)


def test_the_guide_lists_every_condition_of_a_filter(out: Path):
    conditions = {
        name
        for name, each in vars(filters.Column).items()
        if not name.startswith("_") and callable(each)
    }

    told = named(guide(out, "paging"))
    implied = {f"{which}_{period}" for which in ("last", "this", "next") for period in ("month", "quarter")}  # fmt: skip
    assert conditions <= told | implied


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_the_same_in_html(name: str, out: Path):
    text = (out / "docs" / "guides" / f"{name}.html").read_text("utf-8")

    for block in programs(out, name):
        first = block.text.strip().split("\n")[0]
        assert first.replace('"', "&quot;") in text
    assert "<h1>" in text and "```" not in text
