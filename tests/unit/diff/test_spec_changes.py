"""The two releases in specs/ differ in what specs/CHANGES.md says, and in what follows from that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.diff.changes import Change, Victim
from generator.diff.compare import compare
from generator.model.release import Release
from generator.pipeline import read_release

SPECS = Path(__file__).parents[3] / "specs"

# Which rules tell a row of each kind. The kinds without any are no difference to a program.
RULES = {
    "namespace": "services-changed",
    "agent removed": "agent-removed",
    "agent added": "agent-added",
    "carrier removed": "carrier-removed",
    "enumeration removed": "enumeration-removed",
    "carrier added": "carrier-added",
    "discriminator value added (overlay.toml)": "discriminator-changed",
    "enumeration added": "enumeration-added",
    "operation added": "operation-added",
    "operation removed": "operation-removed",
    "operation renamed": "operation-renamed",
    "operations reordered": "",
    "wire lost: soap": "wire-lost",
    "wire lost: agents": "wire-lost",
    "wire gained: agents": "wire-gained",
    "parameter added at the end": "parameter-added",
    "parameter added in between": "parameter-added",
    "parameter removed": "parameter-removed",
    "parameters reordered": "parameters-reordered",
    "parameter retyped": "parameter-retyped",
    "parameter renamed": "parameter-removed parameter-added",  # the names are not alike
    "answer gained": "answer-added",
    "answer lost": "answer-removed",
    "answer retyped": "answer-retyped",
    "answer part added": "answer-added",
    "answer parts reordered": "answers-reordered",
    "answer's dictionary value retyped": "answer-retyped",
    "answer becomes a list": "answer-retyped",
    "answer's format changed": "",
    "request header removed": "headers-changed",
    "request header added": "headers-changed",
    "response header removed": "headers-changed",
    "header parameter added": "headers-changed",
    "request shape changed": "request-shape-changed",
    "$select gained": "select-changed",
    "$select lost": "select-changed",
    "carrier renamed": "carrier-renamed",
    "base gained": "base-changed",
    "base lost": "base-changed",
    "carrier added in between as base": "carrier-added",
    "base changed": "base-changed",
    "field moved to the base": "field-moved-to-base",
    "subtype added": "carrier-added",
    "field added at the end": "field-added",
    "field added in between": "field-added",
    "field removed": "field-removed",
    "field moved": "fields-reordered",
    "fields reordered": "fields-reordered",
    "field renamed": "field-renamed",
    "field retyped": "field-retyped",
    "field becomes a list": "field-retyped",
    "field's nesting changed": "field-retyped",
    "field's dictionary changed": "field-retyped",
    "no longer nillable": "field-nillability-changed",
    "becomes nillable": "field-nillability-changed",
    "no longer required": "field-optionality-changed",
    "becomes required": "field-optionality-changed",
    "dictionary value retyped": "dictionary-retyped",
    "dictionary pair renamed": "dictionary-xml-changed",
    "member added at the end": "member-added",
    "member removed": "member-removed",
    "member renumbered": "member-renumbered",
    "member inserted": "member-added",
    "members renumbered by position": "member-renumbered",
    "member renamed": "member-renamed",
    "flags member inserted": "member-added",
    "flags shifted": "member-renumbered",
    "flags padding named": "member-renamed",
    "storage changed": "storage-changed",
    "enumeration renamed": "enumeration-renamed",
    "enumeration becomes flags": "flags-changed",
    "documentation changed": "documentation-changed",
    "documentation added": "documentation-changed",
    "query option added": "query-option-added",
    "query option removed": "query-option-removed",
    "query option made required": "argument-required-changed",
    "query option's values grown": "argument-retyped",
    "query list spelled differently": "argument-spelling-changed",
    "status added": "status-added",
    "status changed, body lost": "status-removed status-added",
    "verb changed": "method-verb-changed",
    "path changed": "method-moved",
    "path placeholder renamed": "method-moved argument-renamed",
    "resource operation added": "method-added",
    "resource operation removed": "method-removed",
    "form field renamed": "argument-removed argument-added",  # the names are not alike
    "media type removed": "media-types-changed",
    "media type added": "media-types-changed",
    "body made optional": "body-required-changed",
}
# Kinds whose rows name a field, and whose changes are of its carrier.
OF_THE_HOLDER = {"field moved", "discriminator value added (overlay.toml)"}
# What only follows from what a row says of the same thing, or of what that is in.
FOLLOWING = {
    "address-changed",
    "answer-nillability-changed",
    "dictionary-nulls-changed",
    "field-nillability-changed",
    "headers-changed",
    "media-types-changed",
    "member-renumbered",
    "parameter-nillability-changed",
    "parameter-optionality-changed",
    "select-changed",
    "soap-names-changed",
}


@dataclass(frozen=True)
class Row:
    """One difference, as the table words it."""

    kind: str
    where: str
    old: str
    new: str

    @property
    def rules(self) -> list[str]:
        kind = (
            "status-retyped"
            if "WebApi" in self.where and self.kind == "answer retyped"
            else RULES[self.kind]
        )
        return kind.split()

    @property
    def names(self) -> re.Pattern[str]:
        """What the subject of a change that tells the row is called."""
        if self.kind == "namespace":
            return re.compile("")
        _, web, address = self.where.partition("WebApi ")
        if web:
            return self._at(address)
        thing = self.new if self.kind == "subtype added" else self.where
        thing, *_ = re.findall(r"[A-Z][\w.]*", thing)
        if self.kind in OF_THE_HOLDER:
            thing = thing.partition(".")[0]
        return re.compile(rf"{re.escape(thing)}(\..*)?")

    def _at(self, address: str) -> re.Pattern[str]:
        if "/" not in address:  # it is an operationId
            address = self.old
        places: list[str] = []
        for place in address.split(", "):
            verbs, _, path = place.rpartition(" ")
            verbs = verbs.replace("/", "|") or "[A-Z]+"
            within = re.escape(path).replace(r"\.\.\.", ".*")
            places.append(rf"\w+\.({verbs}) /api/v1{within}(\..*)?")
        return re.compile("|".join(places))


def rows() -> Iterator[Row]:
    text = (SPECS / "CHANGES.md").read_text("utf-8").split("\n## ")[1]
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "kind" and set(cells[0]) != {"-"}:
            yield Row(*cells)


ROWS = list(rows())


def read(name: str) -> Release:
    return read_release(Config(sources=(SPECS / name,)), Diagnostics()).release


@pytest.fixture(scope="module")
def changes() -> tuple[Change, ...]:
    return compare(read("12.1"), read("12.2")).changes


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}: {row.where}")
def test_every_row_is_told_by_a_change(row: Row, changes: tuple[Change, ...]):
    told = {each.rule for each in changes if row.names.fullmatch(str(each.subject))}

    if row.rules:
        assert set(row.rules) <= told
    else:
        assert "reordered" not in " ".join(told)
        assert told <= {"documentation-changed", "parameter-retyped"}


def test_every_change_has_a_row_or_follows_from_one(changes: tuple[Change, ...]):
    gone = [row.where for row in ROWS if row.kind.endswith("renamed")]

    def follows(change: Change) -> bool:
        subject = str(change.subject)
        if change.rule in FOLLOWING:
            here = {subject, str(change.subject.holder)}
            if any(row.names.fullmatch(each) for row in ROWS for each in here):
                return True
        if change.rule.endswith("-retyped") and any(
            name in change.says for name in gone
        ):
            return True
        if change.rule == "python-source-changed":
            return True
        return "$output" in subject  # lists without a name are called otherwise

    untold = [
        f"{each.rule} {each.subject}"
        for each in changes
        if set(each.victims) != {Victim.READERS}
        and not any(
            each.rule in row.rules and row.names.fullmatch(str(each.subject))
            for row in ROWS
        )
        and not follows(each)
    ]
    assert untold == []


def test_every_kind_of_row_is_known_and_used():
    assert {row.kind for row in ROWS} == set(RULES)
