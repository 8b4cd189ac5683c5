"""Recorded messages: what a user sees for each of the descriptions in tests/cases/diagnostics.

A case is a folder with `input/`, `expected.txt` (exit status and standard error) and, where
options are needed, `options.txt`. With PROXYSMITH_RECORD=1 the texts are written anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

CASES = sorted((Path(__file__).parents[1] / "cases" / "diagnostics").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_message_is_the_recorded_one(case: Path, tmp_path: Path):
    options = case / "options.txt"
    words = options.read_text("utf-8").split() if options.exists() else []
    out = tmp_path / "out"

    result = CliRunner().invoke(
        main, ["generate", str(case / "input"), "--out", str(out), *words]
    )

    assert isinstance(result.exception, SystemExit | None)
    found = f"exit status {result.exit_code}\n{result.stderr}"
    if os.environ.get("PROXYSMITH_RECORD"):
        (case / "expected.txt").write_text(found, "utf-8")
    assert found == (case / "expected.txt").read_text("utf-8")
    assert result.stdout == ""
    assert out.exists() == (result.exit_code == 0)
