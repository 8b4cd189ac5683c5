"""What changed between the published releases is found, as it was counted by others (SOAP alone, Services84 to 88, 2021 to 2026)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.differences import ABSENT, differences
from generator.model.release import Agent, Release
from generator.pipeline import read_release

pytestmark = pytest.mark.slow

VERSIONS = ("84", "85", "86", "87", "88")
# Operations, fields and members that came and went with each version.
COUNTED = {
    ("84", "85"): (30, 0, 8, 0, 4),
    ("85", "86"): (76, 0, 10, 0, 7),
    ("86", "87"): (52, 0, 43, 0, 7),
    ("87", "88"): (590, 5, 191, 0, 133),
}


@pytest.fixture(scope="module")
def releases(corpus: Path) -> dict[str, Release]:
    def read(folder: str, services: str) -> Release:
        source = corpus / "netserver" / folder / "wsdl.zip"
        config = Config(sources=(source,), services=services)
        return read_release(config, Diagnostics()).release

    found = {version: read("2026-04", version) for version in VERSIONS}
    return {**found, "88 of 2021": read("2021-03", "88")}


def operations(old: Release, new: Release) -> tuple[int, int]:
    """How many operations came and went, those of whole agents included."""

    def of(release: Release) -> set[tuple[str, str]]:
        return {
            (agent.name, each.name)
            for agent in release.agents
            for each in agent.operations
        }

    came = went = 0
    for each in differences(old, new):
        thing = each.new if each.old is ABSENT else each.old
        many = len(thing.operations) if isinstance(thing, Agent) else 1
        if each.kind in ("agent-added", "operation-added"):
            came += many
        if each.kind in ("agent-removed", "operation-removed"):
            went += many
    assert (came, went) == (len(of(new) - of(old)), len(of(old) - of(new)))
    return came, went


@pytest.mark.parametrize("pair", COUNTED, ids="-".join)
def test_from_version_to_version(pair: tuple[str, str], releases: dict[str, Release]):
    old, new = releases[pair[0]], releases[pair[1]]
    kinds = Counter(each.kind for each in differences(old, new))

    came, went, fields, gone, members = COUNTED[pair]
    assert operations(old, new) == (came, went)
    assert (kinds["field-added"], kinds["field-removed"]) == (fields, gone)
    assert kinds["member-added"] <= members <= kinds["member-added"] + 5
    assert kinds["release.services"] == 1


def test_from_2021_to_2026(releases: dict[str, Release]):
    old, new = releases["88 of 2021"], releases["88"]
    kinds = Counter(each.kind for each in differences(old, new))

    assert operations(old, new) == (480, 76)
    assert kinds["field.type"] == 14
    assert (kinds["field-added"], kinds["field-removed"]) == (204, 9)
    assert kinds["member.number"] == 6
    assert kinds["member-removed"] == 1
    assert kinds["carrier.fields.order"] == 1


def test_what_is_added_one_way_is_removed_the_other(releases: dict[str, Release]):
    for one, other in combinations(releases.values(), 2):
        there = {(each.kind, each.subject) for each in differences(one, other)}
        back = {(each.reversed.kind, each.subject) for each in differences(other, one)}
        assert there == back
    for release in releases.values():
        assert differences(release, release) == ()
