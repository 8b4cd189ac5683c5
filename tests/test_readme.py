"""The READMEs tell the truth: their programs run, their commands work, their links lead somewhere.

A comment in front of a block says what it needs:

    <!-- given: session -->     an open session stands above it
    <!-- package: greeter -->   it is about a package that a command further up has made
    <!-- pytest -->             it is a file of tests
    <!-- skip: why -->          it is not run

Programs are type-checked, too, as their readers' would be. Commands run one after the other in one folder, in which the files of
a user's lie; what reaches out of it (pip, make) is checked and not done.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics, MetadataError
from generator.merge.overlay import parse_overlay
from generator.pipeline import generate

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "readme"
SECONDS = 120

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^>]*) -->\n)?^```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: str
    line: int
    language: str
    text: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{Path(self.page).stem}:{self.line}"

    def says(self, word: str) -> str:
        """What the comment in front says under that word."""
        name, _, rest = self.mark.partition(":")
        return rest.strip() if name.strip() == word else ""


def blocks(page: str, text: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(text):
        yield Block(
            page,
            text.count("\n", 0, found.start("text")),
            found["language"],
            found["text"],
            found["mark"] or "",
        )


README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = list(blocks("README.md", README))
PROGRAMS = [each for each in BLOCKS if each.language == "python"]
COMMANDS = [each for each in BLOCKS if each.language in ("sh", "console")]

# What the folder of a user's holds beside the sources: programs that look at their words and do nothing more.
_SCRIPTS = {
    "proxysmith": '#!/bin/sh\nexec "{python}" -m generator "$@"\n',
    "make": '#!/bin/sh\nexec "{make}" --no-print-directory -n -C "{root}" "$@" > /dev/null\n',
    "pip": """#!/bin/sh
test "$1" = install || exit 2
shift
for word; do
  case "$word" in
    ./*) test -f "$word/pyproject.toml" || {{ echo "no project: $word" >&2; exit 2; }} ;;
    proxysmith) ;;
    *) echo "pip knows nothing of $word" >&2; exit 2 ;;
  esac
done
""",
}


@dataclass(frozen=True)
class Desk:
    """A folder in which every command of the README has been run, and what each printed."""

    folder: Path
    printed: dict[Block, str]
    failures: dict[Block, str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    _lay_out_sources(folder)
    bin = folder / "bin"
    bin.mkdir()
    words = {"python": sys.executable, "root": ROOT, "make": shutil.which("make") or ""}
    for name, script in _SCRIPTS.items():
        (bin / name).write_text(script.format(**words))
        (bin / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    made = Desk(folder, {}, {})
    for block in COMMANDS:
        if block.says("skip"):
            continue
        commands = block.text
        if block.language == "console":
            lines = re.findall(r"^\$ (.*)$", block.text, re.MULTILINE)
            commands = "\n".join(lines) + "\n"
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        made.printed[block] = ran.stdout
        if ran.returncode:
            made.failures[block] = f"exit status {ran.returncode}\n{ran.stderr}"
    # The last commands have made other things of `sdk`; the programs want its packages.
    config = Config(
        sources=tuple(sorted(folder.glob("*.zip"))),
        out=folder / "sdk",
        emit=("proxies", "stubs"),
    )
    generate(config, Diagnostics())
    return made


def _lay_out_sources(folder: Path) -> None:
    """specs/12.2 as the vendor packs its files, and the release before it."""
    shutil.copytree(ROOT / "specs" / "12.1", folder / "specs" / "12.1")
    release = ROOT / "specs" / "12.2"
    for name, part in (
        ("wsdl.zip", "soap"),
        ("Swagger-v1-Agents.zip", "agents"),
        ("Swagger-v1-REST.zip", "webapi"),
    ):
        with zipfile.ZipFile(folder / name, "w") as archive:
            for path in sorted((release / part).iterdir()):
                archive.write(path, f"{part}/{path.name}")
    shutil.copy(HERE / "Greeter.wsdl", folder)


@pytest.mark.parametrize("block", COMMANDS, ids=str)
def test_the_commands_work(block: Block, desk: Desk):
    if reason := block.says("skip"):
        pytest.skip(reason)
    if block in desk.failures:
        pytest.fail(f"{block.text}\n{desk.failures[block]}")
    if block.language == "console":
        expected = re.sub(r"^\$ .*\n", "", block.text, flags=re.MULTILINE)
        pattern = re.escape(expected.strip()).replace(re.escape("..."), ".*?")
        assert re.fullmatch(pattern, desk.printed[block].strip(), re.DOTALL)


def _output(block: Block, desk: Desk) -> Path:
    return desk.folder / (block.says("package") or "sdk")


def _path(output: Path) -> str:
    """The projects of an output folder, as PYTHONPATH has them."""
    return os.pathsep.join(str(output / each) for each in ("proxies", "stubs"))


@pytest.mark.parametrize("block", PROGRAMS, ids=str)
def test_the_programs_run(block: Block, desk: Desk, tmp_path: Path):
    if reason := block.says("skip"):
        pytest.skip(reason)
    _run(block, _output(block, desk), tmp_path)


def _run(block: Block, output: Path, folder: Path) -> str:
    words: list[str | Path] = [HERE / "program.py"]
    path = folder / "block.py"
    if block.mark.strip() == "pytest":
        path = folder / "test_block.py"
        words = ["-m", "pytest", "-q", "-p", "netserver_stubs._server.plugin"]
        (folder / "pytest.ini").write_text("[pytest]\n")
    path.write_text(block.text, "utf-8")
    ran = subprocess.run(
        [sys.executable, *words, path, *block.says("given").split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": _path(output), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert not ran.returncode, f"{block}\n{block.text}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


@pytest.mark.slow
def test_the_programs_are_typed(desk: Desk, tmp_path: Path):
    """What the README shows passes pyright in strict mode, as a reader's own program would."""
    for block in PROGRAMS:
        if block.says("skip"):
            continue
        lines = block.text
        if block.says("given"):
            lines = f"from netserver import Session\n\nsession: Session = ...  # type: ignore\n{lines}"
        name = f"line_{block.line}.py"
        folder = tmp_path / (block.says("package") or "sdk")
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(lines, "utf-8")
    for folder in tmp_path.iterdir():
        output = desk.folder / folder.name
        paths = [(output / each).as_posix() for each in ("proxies", "stubs")]
        (folder / "pyrightconfig.json").write_text(
            json.dumps({"typeCheckingMode": "strict", "extraPaths": paths})
        )
        ran = subprocess.run(
            [sys.executable, "-m", "pyright", f"--pythonpath={sys.executable}"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert not ran.returncode, ran.stdout


@pytest.mark.parametrize("project", ["proxies", "stubs"])
def test_the_readme_of_a_generated_project_tells_the_truth(
    project: str, desk: Desk, tmp_path: Path
):
    text = (desk.folder / "sdk" / project / "README.md").read_text("utf-8")

    found = list(blocks(f"{project}/README.md", text))

    assert [each.language for each in found if each.language == "python"]
    for block in found:
        assert block.language in ("python", "text"), "a block that nobody tests"
        if block.language == "python":
            _run(block, desk.folder / "sdk", tmp_path)


def test_every_kind_of_block_is_tested():
    assert {each.language for each in BLOCKS} <= {
        "python",
        "sh",
        "console",
        "text",
        "toml",
    }


def test_the_two_commands_of_a_fresh_machine_are_told():
    told = {line.split("#")[0].strip() for line in README.split("\n")}

    assert {"make generate", "make test"} <= told


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/design.md"])
def test_links_lead_somewhere(page: str):
    text = (ROOT / page).read_text("utf-8")

    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"\w+:", target):
            assert ((ROOT / page).parent / target).exists(), target


def test_the_corrections_in_the_readme_are_corrections():
    """Each toml block is an overlay.toml that is understood, and the table lists what there is."""
    for block in BLOCKS:
        if block.language == "toml":
            assert parse_overlay(block.text.encode(), str(block))
    with pytest.raises(MetadataError) as error:
        parse_overlay(b"[[nonsense]]\n", "overlay.toml")
    (told,) = error.value.diagnostics
    tables = re.findall(r"^\| `(\[\[[\w.]+\]\])`", README, re.MULTILINE)
    assert sorted(tables) == sorted(told.expected.split(", "))
