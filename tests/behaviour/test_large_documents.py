"""A document of 200 MB goes down and up, and memory does not see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import streams
from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate
from tests.behaviour.generated import SPECS

MOST = 8 * 2**20  # bytes, for buffers of the system and of the interpreter


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    generate(Config(sources=(SPECS / "12.2",), out=folder), Diagnostics())
    return folder / "proxies"


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    with streams.documents() as root:
        yield root


@pytest.mark.slow
@pytest.mark.parametrize("awaiting", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("way", ["down", "up"])
@pytest.mark.parametrize("binding", ["agents", "soap", "webapi"])
def test_memory_stays_flat(
    project: Path, root: str, binding: str, way: str, awaiting: bool
):
    seen, grown = streams.moved(
        project,
        "netserver",
        root,
        binding=binding,
        way=way,
        awaiting=awaiting,
        megabytes=streams.MEGABYTES,
    )

    assert seen >= (streams.MEGABYTES - 1) * 2**20
    assert grown < MOST


@pytest.mark.slow
def test_the_measurement_sees_a_document_that_is_kept(project: Path, root: str):
    seen, grown = streams.moved(
        project,
        "netserver",
        root,
        binding="agents",
        way="kept",
        awaiting=False,
        megabytes=50,
    )

    assert seen >= 49 * 2**20
    assert grown > 40 * 2**20
