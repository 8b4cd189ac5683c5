"""Releases read side by side come out as if they had been read one after the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics, MetadataError, metadata_error
from generator.diff import reading
from generator.diff.reading import Outcome, outcome, read_each
from generator.pipeline import read_release
from generator.progress import SILENT, Progress

ROOT = Path(__file__).parents[3]


def read(config: Config, diagnostics: Diagnostics, progress: Progress) -> str:
    """Stands in for the reading of a release; what it is told to do is in the file."""
    text = config.sources[0].read_text()
    diagnostics.note("read", text)
    if "refuse" in text:
        raise metadata_error("refused", text)
    if "die" in text and os.getpid() != int(text.split()[1]):
        os._exit(9)
    if "pid" in text:
        return str(os.getpid())
    return text


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def configs(folder: Path, *texts: str) -> list[Config]:
    made: list[Config] = []
    for at, text in enumerate(texts):
        path = folder / f"{at}.txt"
        path.write_text(text)
        made.append(Config(sources=(path,)))
    return made


def one_by_one(wanted: list[Config]) -> list[Outcome[str]]:
    return [outcome(config, read, SILENT) for config in wanted]


def test_outcomes_come_in_the_order_of_their_sources(tmp_path: Path):
    wanted = configs(tmp_path, "a", "b", "refuse c", "d", "e")

    found = read_each(wanted, read, SILENT)

    assert found == one_by_one(wanted)
    assert [each.reading for each in found] == ["a", "b", None, "d", "e"]


def test_large_sources_are_read_in_two_processes(tmp_path: Path):
    first, second = read_each(configs(tmp_path, "pid", "pid"), read, SILENT)

    assert first.reading != second.reading
    assert second.reading == str(os.getpid())


def test_small_sources_are_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 100)

    first, second = read_each(configs(tmp_path, "pid", "pid"), read, SILENT)

    assert first.reading == second.reading == str(os.getpid())


def test_what_a_process_has_left_undone_is_done_here(tmp_path: Path):
    wanted = configs(tmp_path, f"die {os.getpid()}", "b")

    assert read_each(wanted, read, SILENT) == one_by_one(wanted)


def test_a_release_survives_the_way_between_processes():
    wanted = [Config(sources=(ROOT / "specs" / each,)) for each in ("12.1", "12.2")]

    found = read_each(wanted, read_release, SILENT)

    assert found == [outcome(config, read_release, SILENT) for config in wanted]


def test_a_bug_shows_as_it_is(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_each([Config(sources=(tmp_path / "x",))], read, SILENT)


def test_errors_are_values_and_end_nothing(tmp_path: Path):
    (found,) = read_each(configs(tmp_path, "refuse"), read, SILENT)

    assert found.reading is None
    with pytest.raises(MetadataError):
        raise MetadataError(*found.findings)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("milliseconds", [0, 2, 5, 10, 20, 50, 200, 1000])
def test_an_interrupt_ends_all_of_it(corpus: Path, milliseconds: int):
    folder = corpus / "netserver"
    words = ["-m", "generator", "diff", folder / "2021-03", folder / "2026-04"]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not children.read_text():  # until it has begun to start the other process
        assert process.poll() is None
        time.sleep(0.001)
    time.sleep(milliseconds / 1000)
    os.killpg(process.pid, signal.SIGINT)

    output, errors = process.communicate(timeout=30)

    assert (process.returncode, output, errors) == (130, b"", b"")
