"""Recorded judgements: what is said of every difference that a rule knows.

`tests/cases/diff/base` describes a small service. A case is a folder beside it, called as the rule that it shows, or
as that and what sets it apart ("field-added--required"): `case.toml` lists edits of the base on the new side, or on
the old one, and `expected.txt` every change between the two in full. With PROXYSMITH_RECORD=1 the texts are written
anew. In cases that begin with "nothing" there is no change.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest

import generator.diff.rules
from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff import drift
from generator.diff.catalogue import BY_ID, RULES
from generator.diff.changes import Change
from generator.diff.compare import UNJUDGED, compare
from generator.diff.rule import Rule
from generator.model.release import Release
from generator.pipeline import read_release

FOLDER = Path(__file__).parents[2] / "cases" / "diff"
BASE = FOLDER / "base"
CASES = sorted(each for each in FOLDER.iterdir() if each != BASE)
SIDES = ("old", "new")


def edited(case: Path, side: str, into: Path) -> Path:
    """The base with the edits that the case makes on one side."""
    folder = Path(shutil.copytree(BASE, into / side))
    for edit in tomllib.loads((case / "case.toml").read_text("utf-8"))["edit"]:
        if edit.get("side", "new") != side:
            continue
        path = folder / edit["file"]
        text = path.read_text("utf-8")
        found = text.count(edit["find"])
        assert found == 1 or (found and edit.get("every")), (edit, found)
        assert edit["find"] != edit["put"], edit
        path.write_text(text.replace(edit["find"], edit["put"]), "utf-8")
    return folder


def released(folder: Path) -> Release:
    return read_release(Config(sources=(folder,)), Diagnostics()).release


def line(change: Change) -> str:
    impacts = " ".join(
        f"{victim.value}={impact.word}" for victim, impact in change.impacts.items()
    )
    subject = str(change.subject) or "the release"
    return f"{change.impact.word} {change.rule} [{impacts}] {subject}: {change.says}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_changes_are_the_recorded_ones(case: Path, tmp_path: Path):
    old, new = (released(edited(case, side, tmp_path)) for side in SIDES)

    found = "".join(map(line, compare(old, new).changes))

    recorded = case / "expected.txt"
    if os.environ.get("PROXYSMITH_RECORD"):
        recorded.write_text(found, "utf-8")
    assert found == recorded.read_text("utf-8")
    told = {each.split()[1] for each in found.splitlines()}
    shown = case.name.partition("--")[0]
    assert UNJUDGED not in told
    assert told == set() if shown == "nothing" else shown in told


def test_every_rule_has_a_case_and_every_case_its_rule():
    shown = {case.name.partition("--")[0] for case in CASES}

    of_wires = {rule.id for rule in drift.RULES}  # those compare no two releases

    assert shown == {*BY_ID, "nothing"} - of_wires


def test_the_catalogue_lists_every_module_of_rules_once():
    folder = Path(generator.diff.rules.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert sorted(rule.id.replace("-", "_") for rule in RULES) == sorted(modules)
    for name in modules:
        module = importlib.import_module(f"generator.diff.rules.{name}")
        own = [each for each in vars(module).values() if isinstance(each, Rule)]
        assert own == [BY_ID[name.replace("_", "-")]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_introduces_itself(rule: Rule):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert len(set(rule.kinds)) == len(rule.kinds) > 0
    for text in (rule.title, rule.why):
        assert text == text.strip()
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text
