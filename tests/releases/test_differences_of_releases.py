"""What changed between the published releases is found and judged, as it was counted by others (SOAP: Services84 to 88,
2021 to 2026) and as the documents themselves have it (JSON: 2021 to 2026)."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.both import Both
from generator.diff.changes import Impact, Victim
from generator.diff.compare import Comparison, compare
from generator.diff.differences import ABSENT, Difference, Subject, differences
from generator.model.release import Agent, Release, Resource
from generator.pipeline import read_release

pytestmark = pytest.mark.slow

SPECS = Path(__file__).parents[2] / "specs"
VERSIONS = ("84", "85", "86", "87", "88")
JSON = {
    "2021": ("2021-03/Swagger-v1-Agents.zip", "2021-03/Swagger-v1-REST.zip"),
    "2024": ("2024-04/Swagger-v1.zip",),
    "2026": (
        "2026-04/Swagger-v1-AGENT-Individuals.zip",
        "2026-04/Swagger-v1-REST-Individuals.zip",
    ),
}
WHOLE = {
    "2021": ("2021-03/wsdl.zip", *JSON["2021"]),
    "2024": JSON["2024"],  # its WSDL is not at hand
    "2026": ("2026-04/wsdl.zip", *JSON["2026"]),
}
# Operations, fields and members that came and went with each version of SOAP's services.
COUNTED = {
    ("84", "85"): (30, 0, 8, 0, 4),
    ("85", "86"): (76, 0, 10, 0, 7),
    ("86", "87"): (52, 0, 43, 0, 7),
    ("87", "88"): (590, 5, 191, 0, 128),
    ("88 of 2021", "88"): (480, 76, 204, 9, 45),
}
# Operations of agents, and of resources (but PATCH, see merge/undescribed.py), that came and went.
COUNTED_IN_JSON = {
    ("2021", "2024"): ((315, 0), (97, 0)),
    ("2024", "2026"): ((76, 75), (23, 11)),
    ("2021", "2026"): ((391, 75), (120, 11)),
}
# Every operation whose parameters or answers are others than before.
SIGNATURES = {
    ("84", "85"): {"Pocket.GetPocketStartupData"},
    ("85", "86"): set[str](),
    ("86", "87"): set[str](),
    ("87", "88"): {"List.GetTaskList", "CustomerService.CreateTicketFromMailData"},
    ("88 of 2021", "88"): {
        "AI.GuessCategory",
        "CustomerService.CreateTicketFromMailData",
        "DatabaseTable.Upsert",
        "List.GetTaskList",
    },
}


@dataclass(frozen=True)
class Corpus:
    """The folder of published metadata, and what was read of it."""

    folder: Path

    def read(self, *names: str, services: str = "") -> Release:
        sources = tuple(self.folder / "netserver" / name for name in names)
        config = Config(sources=sources, services=services)
        return read_release(config, Diagnostics()).release

    def operations(self, names: Iterable[str]) -> set[tuple[str, str]]:
        """Verb and path of everything that Swagger files describe, read without any help of ours."""
        found: set[tuple[str, str]] = set()
        for name in names:
            with zipfile.ZipFile(self.folder / "netserver" / name) as archive:
                for entry in archive.namelist():
                    if entry.endswith(".json"):
                        text = archive.read(entry).decode("utf-8-sig")
                        for path, item in json.loads(text)["paths"].items():
                            found |= {
                                (verb.upper(), path)
                                for verb in item
                                if verb in ("get", "put", "post", "delete")
                            }
        return found


@pytest.fixture(scope="module")
def published(corpus: Path) -> Corpus:
    return Corpus(corpus)


@pytest.fixture(scope="module")
def soap(published: Corpus) -> dict[str, Release]:
    found = {
        version: published.read("2026-04/wsdl.zip", services=version)
        for version in VERSIONS
    }
    return found | {"88 of 2021": published.read("2021-03/wsdl.zip", services="88")}


@pytest.fixture(scope="module")
def whole(published: Corpus) -> dict[str, Release]:
    return {year: published.read(*names) for year, names in WHOLE.items()}


@pytest.fixture(scope="module")
def in_json(published: Corpus) -> dict[str, Release]:
    return {year: published.read(*names) for year, names in JSON.items()}


@pytest.fixture(scope="module")
def ours() -> dict[str, Release]:
    return {
        name: read_release(Config(sources=(SPECS / name,)), Diagnostics()).release
        for name in ("12.1", "12.2")
    }


@pytest.fixture(scope="module")
def compared(soap: dict[str, Release]) -> dict[tuple[str, str], Comparison]:
    return {pair: compare(soap[pair[0]], soap[pair[1]]) for pair in COUNTED}


def came_and_went(facts: Iterable[Difference], *kinds: str) -> tuple[int, int]:
    """How many came and went, those of whole agents and resources included; a rename is both."""
    came = went = 0
    for each in facts:
        thing = each.new if each.old is ABSENT else each.old
        many = len(thing.operations) if isinstance(thing, Agent | Resource) else 1
        if each.subject.kind not in kinds:
            continue
        came += many * (each.kind.endswith("-added") or each.aspect == "name")
        went += many * (each.kind.endswith("-removed") or each.aspect == "name")
    return came, went


@pytest.mark.parametrize("pair", COUNTED, ids="-".join)
def test_what_came_and_went_over_soap(
    pair: tuple[str, str], compared: dict[tuple[str, str], Comparison]
):
    facts = [each.fact for each in compared[pair].changes]
    kinds = Counter(each.kind for each in facts)

    came, went, fields, gone, members = COUNTED[pair]
    assert came_and_went(facts, "agent", "operation") == (came, went)
    assert came_and_went(facts, "field") == (fields, gone)
    assert kinds["member-added"] == members
    assert kinds["release.services"] == (pair[0] in VERSIONS)


@pytest.mark.parametrize("pair", COUNTED, ids="-".join)
def test_signatures_that_changed_break_python(
    pair: tuple[str, str], compared: dict[tuple[str, str], Comparison]
):
    signatures = [
        each
        for each in compared[pair].changes
        if each.subject.kind in ("parameter", "result")
        and each.rule != "documentation-changed"
    ]

    assert {str(each.subject.holder) for each in signatures} == SIGNATURES[pair]
    for each in signatures:
        assert each.impacts[Victim.PYTHON] is Impact.BREAKING
        if each.rule != "answer-nillability-changed":
            assert each.impacts[Victim.WIRE] >= Impact.RISKY


def test_from_2021_to_2026(compared: dict[tuple[str, str], Comparison]):
    changes = compared["88 of 2021", "88"].changes
    breaking = dict.fromkeys((Victim.WIRE, Victim.DATA), Impact.BREAKING)
    retyped = [each for each in changes if each.rule == "field-retyped"]
    renumbered = [each for each in changes if each.rule == "member-renumbered"]

    assert {str(each.subject.holder) for each in retyped} == {"ChatOpeningHours"}
    assert len(retyped) == 14
    for each in retyped:
        assert each.says == f"{each.subject} is duration; it was dateTime"
        assert each.impacts == {**breaking, Victim.PYTHON: Impact.BREAKING}
    assert Counter(str(each.subject.holder) for each in renumbered) == {
        "WidgetRequiredFields": 2,
        "ShipmentMessageType": 4,
    }
    for each in renumbered:
        assert each.impacts == {
            Victim.WIRE: Impact.RISKY,
            Victim.DATA: Impact.BREAKING,
            Victim.PYTHON: Impact.RISKY,
        }
    assert [str(each.subject) for each in changes if each.rule == "member-removed"] == [
        "WidgetRequiredFields.Subject"
    ]
    assert [
        (str(each.subject), each.impact)
        for each in changes
        if each.rule == "fields-reordered"
    ] == [("Ticket", Impact.BREAKING)]
    assert [str(each.subject) for each in changes if each.rule == "agent-removed"] == [
        "Audience",
        "Dashboard",
        "Replication",
    ]


def test_from_86_to_87(compared: dict[tuple[str, str], Comparison]):
    changes = compared["86", "87"].changes

    assert [
        (each.rule, each.says)
        for each in changes
        if each.impacts.get(Victim.WIRE) is Impact.BREAKING
    ] == [
        (
            "fields-reordered",
            "the fields of ProjectMember come in another order: ProjectmemberId at the front",
        ),
        ("field-retyped", "UserGroup.Deleted is boolean; it was short"),
    ]


@pytest.mark.parametrize("pair", COUNTED_IN_JSON, ids="-".join)
def test_what_came_and_went_in_json(
    pair: tuple[str, str], in_json: dict[str, Release], published: Corpus
):
    old, new = pair
    there = {year: published.operations(JSON[year]) for year in pair}
    facts = differences(in_json[old], in_json[new])
    patch = re.compile(r"PATCH |GET /api/v1/Archive/\{archiveProviderName\}$")

    def of(agents: bool) -> tuple[int, int]:
        before, after = (
            {each for each in there[year] if ("/Agents/" in each[1]) == agents}
            for year in pair
        )
        return len(after - before), len(before - after)

    assert (of(True), of(False)) == COUNTED_IN_JSON[pair]
    assert came_and_went(facts, "agent", "operation") == of(True)
    methods = [
        each
        for each in came_or_went(facts)
        if not patch.match(each) and "PATCH" not in each
    ]
    moved = [
        each
        for each in facts
        if each.kind in ("method.path", "method.verb")
        and not str(each.subject.path[1]).startswith("PATCH")
    ]
    assert len(methods) + 2 * len(moved) == sum(of(False))


def came_or_went(facts: Iterable[Difference]) -> list[str]:
    """Verb and path of each operation of a resource that one of the releases has alone."""
    found: list[str] = []
    for each in facts:
        thing = each.new if each.old is ABSENT else each.old
        if isinstance(thing, Resource):
            found += (f"{it.verb} {it.path}" for it in thing.operations)
        elif each.kind in ("method-added", "method-removed"):
            found.append(each.subject.path[1])
    return found


# ------------------------------------------------------------------------------ whatever the pair


def translated(
    subject: Subject, renamed: Mapping[Subject, Subject]
) -> tuple[str, tuple[str, ...]]:
    """A subject in the other release's names."""
    if subject in renamed:
        return subject.kind, renamed[subject].path
    if subject.holder == subject:
        return subject.kind, subject.path
    _, holder = translated(subject.holder, renamed)
    return subject.kind, (*holder, subject.path[-1])


def assert_symmetric(one: Release, other: Release) -> None:
    there, back = differences(one, other), differences(other, one)
    renamed = Both(other, one, back).renamed
    assert {each.subject for each in there if each.aspect == "name"} == {
        Subject(*translated(each.subject, renamed))
        for each in back
        if each.aspect == "name"
    }
    assert Counter(
        (each.kind, (each.subject.kind, each.subject.path)) for each in there
    ) == Counter(
        (each.reversed.kind, translated(each.subject, renamed)) for each in back
    )


def test_what_is_added_one_way_is_removed_the_other(
    soap: dict[str, Release], whole: dict[str, Release], in_json: dict[str, Release]
):
    """For all pairs: those that are described over other wires differ in nearly everything."""
    every = [*soap.values(), whole["2021"], whole["2026"], *in_json.values()]
    for one, other in combinations(every, 2):
        assert_symmetric(one, other)


def test_what_is_added_one_way_is_removed_the_other_in_ours(ours: dict[str, Release]):
    assert_symmetric(*ours.values())


@pytest.mark.parametrize("group", ["soap", "whole", "in_json", "ours"])
def test_a_release_has_no_changes_from_itself(
    group: str, request: pytest.FixtureRequest
):
    releases: dict[str, Release] = request.getfixturevalue(group)
    for release in releases.values():
        assert compare(release, release).changes == ()


@pytest.mark.parametrize("group", ["whole", "in_json", "ours"])
def test_every_difference_is_judged_in_both_directions(
    group: str, request: pytest.FixtureRequest
):
    releases: dict[str, Release] = request.getfixturevalue(group)
    for one, other in permutations(releases.values(), 2):
        assert_judged(one, other, compare(one, other))


def test_every_difference_over_soap_is_judged(
    compared: dict[tuple[str, str], Comparison], soap: dict[str, Release]
):
    for (one, other), comparison in compared.items():
        assert_judged(soap[one], soap[other], comparison)


def assert_judged(one: Release, other: Release, comparison: Comparison) -> None:
    """Every fact has its change, in order, and none is left to the reader."""
    assert "unjudged" not in {each.rule for each in comparison.changes}
    facts = [each.fact for each in comparison.changes if each.fact.aspect != "python"]
    assert facts == list(differences(one, other))
    for each in comparison.changes:
        assert each.says
        assert each.impacts
