"""The packages that these tests generate, import and call."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.behaviour.generated import SPECS, Generated, generated, published


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The package of specs/12.2."""
    return generated("crm122", tmp_path_factory.mktemp("crm122"), SPECS / "12.2")


@pytest.fixture(scope="session")
def older(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The package of specs/12.1."""
    return generated("crm121", tmp_path_factory.mktemp("crm121"), SPECS / "12.1")


@pytest.fixture(scope="session")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The package of the newest release in the corpus."""
    folder = tmp_path_factory.mktemp("crmwhole")
    return generated("crmwhole", folder, *published(corpus))
