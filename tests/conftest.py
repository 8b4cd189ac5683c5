"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of published metadata, which is no part of this repository."""
    beside = Path(__file__).parents[2] / "shared" / "corpus"
    folder = Path(os.environ.get("PROXYSMITH_CORPUS") or beside)
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}; PROXYSMITH_CORPUS names another place")
    return folder
