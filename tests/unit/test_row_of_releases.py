"""`--history`: what the releases around one tell of it stands in its package and its reference."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.diagnostics import Diagnostics, Origin
from generator.row import releases_in, told_apart

SPECS = Path(__file__).parents[2] / "specs"


def generate(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["generate", *map(str, words)])


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("first")
    done = generate(SPECS / "12.1", "--out", out, "--history", SPECS)
    assert done.exit_code == 0, done.stderr
    return out


def test_what_a_later_release_lacks_is_deprecated(first: Path):
    agents = first / "proxies/netserver/agents"

    document = (agents / "document.py").read_text("utf-8")
    favourite = (agents / "favourite.py").read_text("utf-8")

    assert "from .._runtime.deprecations import deprecated\n" in document
    assert document.count("@deprecated") == 2  # sync and async
    assert (
        '    @deprecated("Document.GetDocumentUrl is gone in 12.2")\n'
        "    def get_document_url(" in document
    )
    assert '@deprecated("the agent Favourite is gone in 12.2")' in favourite
    assert "deprecated" not in (agents / "contact.py").read_text("utf-8")


def test_that_a_release_has_no_history_changes_nothing(first: Path, tmp_path: Path):
    assert generate(SPECS / "12.2", "--out", tmp_path / "a").exit_code == 0
    done = generate(SPECS / "12.2", "--out", tmp_path / "b", "--history", SPECS)
    assert done.exit_code == 0

    def files(out: Path) -> dict[str, bytes]:
        found = {each.relative_to(out): each for each in out.rglob("*")}
        return {
            name.as_posix(): path.read_bytes()
            for name, path in found.items()
            if path.is_file() and path.name != "manifest.json"
        }

    # The last release of a row has nothing to lose, and its package no marks.
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_the_manifest_knows_what_the_history_was_made_of(first: Path):
    options = json.loads((first / "manifest.json").read_text("utf-8"))["options"]

    assert "12.2/release.toml" in options["history"]
    assert (
        generate(
            SPECS / "12.1", "--out", first, "--history", SPECS, "--check"
        ).exit_code
        == 0
    )


def test_a_later_release_that_changes_makes_the_output_stale(tmp_path: Path):
    specs = tmp_path / "specs"
    shutil.copytree(SPECS, specs)
    words = (specs / "12.1", "--out", tmp_path / "out", "--history", specs)
    assert generate(*words).exit_code == 0
    label = specs / "12.2" / "release.toml"
    label.write_text(label.read_text("utf-8").replace('"12.2"', '"12.3"'), "utf-8")

    assert generate(*words, "--check").exit_code == 1
    assert generate(*words).exit_code == 0
    agents = tmp_path / "out/proxies/netserver/agents"
    assert "is gone in 12.3" in (agents / "document.py").read_text("utf-8")


def test_one_agent_alone_has_the_same_history(tmp_path: Path):
    words = (SPECS / "12.1", "--out", tmp_path, "--history", SPECS)

    assert generate(*words, "--agents", "Document").exit_code == 0

    agents = tmp_path / "proxies/netserver/agents"
    assert (agents / "document.py").read_text("utf-8").count("@deprecated") == 2


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ("nowhere", "this cannot be looked into: No such file or directory"),
        ("others", 'none of the releases is "12.1"'),
        ("twice", 'more than one of the releases is "12.1"'),
    ],
)
def test_a_folder_that_does_not_hold_the_release_is_an_error(
    history: str, found: str, tmp_path: Path
):
    (tmp_path / "others").mkdir()
    shutil.copytree(SPECS / "12.2", tmp_path / "others" / "12.2")
    for name in ("one", "two"):
        shutil.copytree(SPECS / "12.1", tmp_path / "twice" / name)
    out = tmp_path / "out"

    done = generate(SPECS / "12.1", "--out", out, "--history", tmp_path / history)

    assert done.exit_code == 3
    assert f"error[history]: {found}" in done.stderr
    assert done.stdout == ""
    assert not out.exists()


def test_numbers_in_names_count_as_numbers(tmp_path: Path):
    description = (SPECS / "12.1/agents/Contact.json").read_bytes()
    for name in ("10.1", "9.3", ".git", "9.12", "notes"):
        (tmp_path / name).mkdir()
        if name != "notes":
            (tmp_path / name / "Contact.json").write_bytes(description)
    for name in ("README.md", "11.2.json"):
        (tmp_path / name).write_bytes(description)
    diagnostics = Diagnostics()

    found = [path.name for path in releases_in(tmp_path, diagnostics)]

    assert found == ["9.3", "9.12", "10.1", "11.2.json"]
    assert [(each.id, each.origin) for each in diagnostics] == [
        ("history", Origin("notes"))
    ]


def test_labels_that_repeat_give_way_to_the_names_of_folders():
    row = [(Path("2021-03"), "Services88"), (Path("2026-04.zip"), "Services88")]

    assert told_apart(row) == ("2021-03", "2026-04")
    assert told_apart([*row, (Path("x"), "12.1")]) == ("2021-03", "2026-04", "12.1")


def test_a_long_word_of_what_comes_instead_is_laid_out_as_black_does(first: Path):
    listed = (first / "proxies/netserver/agents/list.py").read_text("utf-8")

    assert (
        "    @deprecated(\n"
        '        "List.GetHeadings is gone in 12.2; session.list.get_heading_list takes its place",\n'
        "    )\n"
        "    def get_headings(" in listed
    )
