"""A run relies on the one before for what is the same, and makes the same output as without it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics, MetadataError
from generator.emit import manifest as manifest_module
from generator.emit import output as output_module
from generator.emit import reference as reference_module
from generator.emit import stage as stage_module
from generator.emit.exchanges import record, recorded
from generator.emit.manifest import read_manifest
from generator.pipeline import generate
from generator.plan.reference.examples import Exchange
from generator.progress import SILENT
from tests.unit.emit.test_exchanges import RELEASE

SPECS = Path(__file__).parents[3] / "specs" / "12.2"
PACKAGES = ("proxies", "stubs")
EVERYTHING = (*PACKAGES, "docs")
SOME = ("Contact", "TimeZone")

Edit = Callable[[Path], None]


# --- the edits ------------------------------------------------------------------------------


def everywhere(old: str, new: str) -> Edit:
    """In every document of the release."""

    def edit(specs: Path) -> None:
        changed = 0
        for path in sorted(each for each in specs.rglob("*") if each.is_file()):
            was = path.read_bytes().decode()
            now = re.sub(old, new, was)
            path.write_bytes(now.encode())
            changed += was != now
        assert changed, f"{old} is nowhere"

    return edit


def without(pattern: str) -> Edit:
    def edit(specs: Path) -> None:
        gone = list(specs.glob(pattern))
        assert gone
        for path in gone:
            path.unlink()

    return edit


DESCRIBED = everywhere("One company with all its details", "One company, told anew")
EDITS: Mapping[str, Edit] = {
    "another description": DESCRIBED,
    "another description of an operation": everywhere(
        "NsApiSlow threshold: 1000 ms", "NsApiSlow threshold: 1700 ms"
    ),
    "a field comes": everywhere(
        r'(<xs:element minOccurs="0" name=)"Department"( nillable="true" type="xs:string"/>)',
        r'\1"Floor"\2\1"Department"\2',
    ),
    "a field has another name": everywhere(r'"OrgNr"', '"OrganisationNumber"'),
    "a field has another type": everywhere(
        r'name="URL" nillable="true" type="xs:string"', 'name="URL" type="xs:int"'
    ),
    "a carrier has another name": everywhere(r"EntityElement\b", "EntityPart"),
    "agents go": without("*/Workflow.*"),
}


# --- running --------------------------------------------------------------------------------


def run(
    specs: Path,
    out: Path,
    *,
    emit: tuple[str, ...] = PACKAGES,
    agents: tuple[str, ...] = (),
    templates: Path | None = None,
    check: bool = False,
) -> list[str]:
    """What there is to be told; the output is in `out` then."""
    diagnostics = Diagnostics()
    config = Config(
        sources=(specs,),
        out=out,
        emit=emit,
        agents=agents,
        templates=templates,
        check=check,
    )
    found = generate(config, diagnostics, SILENT)
    return [*found, *(str(each) for each in diagnostics if each.id == "output-edited")]


def tree(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SPECS, tmp_path / "specs"))


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """For each run, the files of the packages that were audited."""
    told: list[set[str]] = []
    audit = output_module.audit

    def spy(
        files: Mapping[str, str],
        outlines: Any,
        from_users: Any,
        diagnostics: Diagnostics,
        known: set[str],
    ) -> None:
        told.append(files.keys() - known)
        audit(files, outlines, from_users, diagnostics, known)

    monkeypatch.setattr(output_module, "audit", spy)
    return told


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """For each run, the examples of the reference that were called."""
    told: list[set[str]] = []
    exchanged = reference_module.exchanged

    def spy(files: Any, package: str, examples: Any, *others: Any) -> Any:
        told.append({each.key for each in examples})
        return exchanged(files, package, examples, *others)

    monkeypatch.setattr(reference_module, "exchanged", spy)
    return told


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """For each run, the files that were written."""
    told: list[set[str]] = []
    bring_about = stage_module.bring_about

    def spy(changes: stage_module.Changes, *others: Any) -> None:
        told.append(changes.added | changes.changed)
        bring_about(changes, *others)

    monkeypatch.setattr("generator.emit.write.bring_about", spy)
    return told


# --- the same output ------------------------------------------------------------------------


def test_relying_on_the_run_before_changes_no_byte_of_packages(
    specs: Path, tmp_path: Path
):
    out = tmp_path / "out"
    run(specs, out)
    for number, edit in enumerate(EDITS.values()):
        edit(specs)
        run(specs, out)

        fresh = tmp_path / f"fresh{number}"
        run(specs, fresh)
        assert tree(out) == tree(fresh)
    assert run(specs, out, check=True) == []


@pytest.mark.slow
def test_relying_on_the_run_before_changes_no_byte_of_the_reference(
    specs: Path, tmp_path: Path
):
    out = tmp_path / "out"
    run(specs, out, emit=EVERYTHING)
    for number, edit in enumerate(EDITS.values()):
        edit(specs)
        run(specs, out, emit=EVERYTHING)

        fresh = tmp_path / f"fresh{number}"
        run(specs, fresh, emit=EVERYTHING)
        assert tree(out) == tree(fresh)


def test_what_a_run_wrote_down_is_no_part_of_what_is_asked_of_the_next(
    specs: Path, tmp_path: Path, audited: list[set[str]]
):
    out = tmp_path / "out"
    run(specs, out)
    run(specs, out)  # nothing is to be done

    assert len(audited) == 1
    assert re.fullmatch("[0-9a-f]{64}", str(read_manifest(out).planned))


# --- what is done again ---------------------------------------------------------------------


def test_after_another_description_what_holds_it_is_audited_and_written(
    specs: Path, tmp_path: Path, audited: list[set[str]], written: list[set[str]]
):
    out = tmp_path / "out"
    run(specs, out)
    DESCRIBED(specs)
    run(specs, out)

    assert (
        audited[1]
        == written[1]
        == {
            "proxies/netserver/agents/contact.py",
            "stubs/netserver_stubs/agents/contact.py",
        }
    )


def test_what_a_module_may_name_depends_on_all_others_so_a_field_more_has_all_audited(
    specs: Path, tmp_path: Path, audited: list[set[str]], written: list[set[str]]
):
    out = tmp_path / "out"
    run(specs, out)
    EDITS["a field comes"](specs)
    run(specs, out)

    assert audited[1] == audited[0]
    assert 0 < len(written[1]) < 10


def test_only_examples_that_reach_what_changed_are_called(
    specs: Path, tmp_path: Path, called: list[set[str]]
):
    out = tmp_path / "out"
    run(specs, out, emit=EVERYTHING, agents=SOME)
    DESCRIBED(specs)
    run(specs, out, emit=EVERYTHING, agents=SOME)
    EDITS["a field comes"](specs)
    run(specs, out, emit=EVERYTHING, agents=SOME)

    every, described, field = called
    assert described == set()
    assert "Contact.GetContactEntity" in field
    assert "TimeZone.GetTimeZoneData" in every - field


def test_checking_relies_on_nothing(
    specs: Path, tmp_path: Path, audited: list[set[str]]
):
    out = tmp_path / "out"
    run(specs, out)
    DESCRIBED(specs)
    found = run(specs, out, check=True)

    assert audited[1] == audited[0]
    assert found == [
        "changed: manifest.json",
        "changed: proxies/netserver/agents/contact.py",
        "changed: stubs/netserver_stubs/agents/contact.py",
    ]


def test_other_code_of_the_generator_has_all_done_again(
    specs: Path,
    tmp_path: Path,
    audited: list[set[str]],
    called: list[set[str]],
    monkeypatch: pytest.MonkeyPatch,
):
    out = tmp_path / "out"
    run(specs, out, emit=EVERYTHING, agents=SOME)
    monkeypatch.setattr(manifest_module, "generator_fingerprint", lambda: "other code")
    run(specs, out, emit=EVERYTHING, agents=SOME)

    assert audited[1] == audited[0]
    assert called[1] == called[0] != set()


def test_templates_of_a_user_have_all_audited_again(
    specs: Path, tmp_path: Path, audited: list[set[str]]
):
    out, templates = tmp_path / "out", tmp_path / "templates" / "package"
    templates.mkdir(parents=True)
    ours = SPECS.parents[1] / "templates" / "package" / "carriers" / "carrier.py.jinja"
    (templates / "carriers").mkdir()
    users = templates / "carriers" / "carrier.py.jinja"
    users.write_text("# Ours.\n" + ours.read_text())
    run(specs, out)
    run(specs, out, templates=templates.parent)
    users.write_text("# Ours again.\n" + ours.read_text())
    run(specs, out, templates=templates.parent)
    DESCRIBED(specs)
    run(specs, out, templates=templates.parent)

    assert audited[0] == audited[1] == audited[2]
    assert len(audited[3]) == 2
    carrier = out / "proxies/netserver/carriers/contact_entity.py"
    assert carrier.read_text().startswith("# Ours again.\n")


def test_a_file_that_was_edited_is_written_anew_with_a_warning(
    specs: Path, tmp_path: Path
):
    out = tmp_path / "out"
    run(specs, out)
    edited = out / "proxies/netserver/agents/person.py"
    was = edited.read_bytes()
    edited.write_bytes(was + b"import os\n")
    DESCRIBED(specs)
    told = run(specs, out)

    assert [each for each in told if "output-edited" in each and str(edited) in each]
    assert edited.read_bytes() == was


def test_a_file_that_was_edited_together_with_the_manifest_is_written_anew(
    specs: Path, tmp_path: Path
):
    """What is on disk stands for nothing: every file is made again and compared."""
    out = tmp_path / "out"
    run(specs, out)
    edited, place = out / "proxies/netserver/agents/person.py", out / "manifest.json"
    was = edited.read_bytes()
    edited.write_bytes(was + b"import os\n")
    manifest = json.loads(place.read_bytes())
    path = edited.relative_to(out).as_posix()
    manifest["files"][path] = manifest_module.sha256(edited.read_bytes())
    place.write_text(json.dumps(manifest))
    DESCRIBED(specs)
    run(specs, out)

    assert edited.read_bytes() == was


def test_a_record_that_was_edited_is_not_read(
    specs: Path, tmp_path: Path, called: list[set[str]]
):
    out = tmp_path / "out"
    run(specs, out, emit=EVERYTHING, agents=SOME)
    place = out / "docs" / "exchanges.json"
    was = place.read_bytes()
    place.write_bytes(was.replace(b"POST ", b"PAST "))
    DESCRIBED(specs)
    run(specs, out, emit=EVERYTHING, agents=SOME)

    assert called[1] == called[0]
    assert place.read_bytes() == was


@pytest.mark.parametrize("planned", [None, 3, ["x"], "another plan"])
def test_a_manifest_that_says_something_else_of_the_plan_is_not_relied_on(
    specs: Path, tmp_path: Path, audited: list[set[str]], planned: object
):
    out = tmp_path / "out"
    run(specs, out)
    place = out / "manifest.json"
    place.write_text(json.dumps({**json.loads(place.read_bytes()), "planned": planned}))
    DESCRIBED(specs)
    run(specs, out)

    assert audited[1] == audited[0]


def test_a_run_that_fails_leaves_the_output_before_it_whole(
    specs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "out"
    run(specs, out)
    was = tree(out)
    DESCRIBED(specs)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(stage_module, "settle", full)
        with pytest.raises(MetadataError):
            run(specs, out)
    assert tree(out) == was

    run(specs, out)
    fresh = tmp_path / "fresh"
    run(specs, fresh)
    assert tree(out) == tree(fresh)


# --- the record -----------------------------------------------------------------------------


class TestRecord:
    EXCHANGES: Mapping[str, Mapping[str, Exchange]] = {
        "Shop.Count": {
            "soap": Exchange("<sent\ud800/>", "<answered/>"),
            "agents": Exchange("{}", "1"),
        }
    }

    def test_exchanges_come_back_in_their_order_with_every_character(self):
        content = record(self.EXCHANGES, {"Shop.Count": "a"}, EXAMPLES)

        assert recorded(content, {"Shop.Count": "a"}) == self.EXCHANGES
        assert list(recorded(content, {"Shop.Count": "a"})["Shop.Count"]) == [
            "soap",
            "agents",
        ]

    def test_those_that_rest_on_something_else_do_not(self):
        content = record(self.EXCHANGES, {"Shop.Count": "a"}, EXAMPLES)

        assert recorded(content, {"Shop.Count": "b"}) == {}
        assert recorded(content, {}) == {}

    def test_an_example_that_could_not_be_called_is_not_written_down(self):
        partly = {"Shop.Count": {"soap": Exchange("a", "b")}}

        assert json.loads(record(partly, {"Shop.Count": "a"}, EXAMPLES)) == {}

    @pytest.mark.parametrize(
        "content",
        [None, b"", b"\xff", b"[]", b'{"a": 1}', b'{"a": {"rests": "a"}}', b"[" * 9999],
    )
    def test_what_is_no_record_holds_nothing(self, content: bytes | None):
        assert recorded(content, {"a": "a"}) == {}


EXAMPLES = {
    "Shop.Count": replace(
        next(
            iter(
                reference_module.plan_examples(
                    output_module.plan_package(RELEASE, "shop", chosen=False)
                ).values()
            )
        ),
        wires=("soap", "agents"),
    )
}
