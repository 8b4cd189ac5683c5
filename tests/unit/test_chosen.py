"""What stays of a release when a user chooses among its agents."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import read_release

SPECS = Path(__file__).parents[2] / "specs"


@pytest.mark.parametrize(
    ("agents", "resources"),
    [
        (("Contact",), ["Contact"]),
        (("Person", "Contact"), ["Contact", "Person"]),
        (("Archive",), ["Archive"]),
        (("Workflow",), []),
        ((), ["Archive", "Contact", "Document", "List", "MDOList", "Person", "User"]),
    ],
)
def test_resources_stay_with_their_agents(
    agents: tuple[str, ...], resources: list[str]
):
    config = Config(sources=(SPECS / "12.2",), agents=agents)
    release = read_release(config, Diagnostics()).release

    assert sorted(each.name for each in release.resources) == resources
    assert {each.name for each in release.agents} >= set(agents)
