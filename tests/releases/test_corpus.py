"""Every release of the corpus is read, merged and generated, and has what was counted in it."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics, MetadataError, Severity
from generator.model.release import Release
from generator.pipeline import generate, read_release
from generator.report import counts
from generator.sources import find_sources

pytestmark = pytest.mark.slow

EMIT = ("proxies", "stubs")

OLD = (
    "2021-03/wsdl.zip",
    "2021-03/Swagger-v1-Agents.zip",
    "2021-03/Swagger-v1-REST.zip",
)
NEW = (
    "2026-04/wsdl.zip",
    "2026-04/Swagger-v1-AGENT-Individuals.zip",
    "2026-04/Swagger-v1-REST-Individuals.zip",
)


@dataclass(frozen=True)
class Made:
    """One release, read, and its packages, written."""

    release: Release
    findings: Diagnostics
    out: Path

    def counted(self) -> dict[str, int]:
        both = sum(
            each.bindings == ("soap", "agents")
            for agent in self.release.agents
            for each in agent.operations
        )
        return counts(self.release) | {"on both": both}

    def warnings(self) -> list[tuple[str, str]]:
        return [
            (each.id, each.message)
            for each in self.findings
            if each.severity is Severity.WARNING
        ]


def made(corpus: Path, out: Path, *names: str, **options: str) -> Made:
    sources = tuple(corpus / "netserver" / name for name in names)
    findings = Diagnostics()
    release = read_release(Config(sources=sources, **options), findings).release
    generate(Config(sources=sources, out=out, emit=EMIT, **options), Diagnostics())
    return Made(release, findings, out)


@pytest.fixture(scope="module")
def new(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(corpus, tmp_path_factory.mktemp("new"), *NEW)


@pytest.fixture(scope="module")
def old(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(corpus, tmp_path_factory.mktemp("old"), *OLD)


def sources(made: Made) -> dict[str, str]:
    """The Python of a package, the runtime aside, by path."""
    root = made.out / "proxies" / "netserver"
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in root.rglob("*.py")
        if "_runtime" not in path.parts
    }


# --- 2026-04


def test_the_newest_release_has_what_was_counted(new: Made):
    assert new.counted() == {
        "agents": 60,
        "operations": 2029,
        "soap_operations": 2029,
        "agents_operations": 1903,
        "webapi_operations": 1296,
        "carriers": 522,
        "enumerations": 203,
        "flags": 27,
        "dictionaries": 11,
        "on both": 1903,
    }
    assert new.release.services == "Services88"


def test_the_newest_release_disagrees_with_itself_in_few_places(new: Made):
    assert [id for id, _ in new.warnings()] == [
        "undefined-reference",
        "undefined-reference",
        "parameter-missing",
        "parameter-name-differs",
    ]


def test_the_newest_package_is_small(new: Made):
    lines = sum(
        path.read_text("utf-8").count("\n") for path in new.out.rglob("proxies/**/*.py")
    )

    assert lines < 130_000


def test_every_module_parses_and_is_clean(new: Made):
    for path, text in sources(new).items():
        ast.parse(text, path)
        assert text.endswith("\n") and not text.endswith("\n\n"), path
        assert "\t" not in text and "\r" not in text, path


@pytest.mark.parametrize("package", ["proxies/netserver", "stubs/netserver_stubs"])
def test_black_leaves_the_newest_packages_alone(
    new: Made, tmp_path: Path, package: str
):
    """With black's own settings: none of this repository's are in force there."""

    found = subprocess.run(
        [
            *(sys.executable, "-m", "black", "--check", "--quiet"),
            *("--config", "/dev/null", str(new.out / package)),
        ],
        cwd=tmp_path,
        env={"BLACK_CACHE_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")


def test_every_operation_is_a_method_of_both_classes_of_its_agent(new: Made):
    texts = sources(new)
    seen = 0
    for path, text in texts.items():
        if not path.startswith("agents/") or path.endswith("__init__.py"):
            continue
        classes = [
            each for each in ast.parse(text).body if isinstance(each, ast.ClassDef)
        ]
        sync, awaited = (
            [
                each.name
                for each in cls.body
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
            ]
            for cls in classes
        )
        assert sync == awaited
        assert len(set(sync)) == len(sync)
        seen += len(sync)
    assert seen == 2029


def test_every_operation_is_a_method_of_the_stub_of_its_agent(new: Made):
    package = new.out / "stubs" / "netserver_stubs"
    index = (package / "__init__.py").read_text("utf-8")
    seen = 0
    for agent in new.release.agents:
        (path,) = (
            each
            for each in (package / "agents").glob("*.py")
            if f'    NAME = "{agent.name}"\n' in each.read_text("utf-8")
        )
        (cls,) = (
            each
            for each in ast.parse(path.read_text("utf-8")).body
            if isinstance(each, ast.ClassDef)
        )
        methods = [each for each in cls.body if isinstance(each, ast.AsyncFunctionDef)]
        assert len(methods) == len(agent.operations)
        assert f'"{cls.name}": "agents.{path.stem}",' in index
        seen += len(methods)
    assert seen == 2029


def test_every_file_is_in_the_manifest_with_its_digest(new: Made):
    manifest = json.loads((new.out / "manifest.json").read_text())["files"]
    files = {
        path.relative_to(new.out)
        .as_posix(): hashlib.sha256(path.read_bytes())
        .hexdigest()
        for path in new.out.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert manifest == files


def test_generating_the_newest_release_again_changes_nothing(corpus: Path, new: Made):
    named = tuple(corpus / "netserver" / name for name in NEW)
    config = Config(sources=named, out=new.out, emit=EMIT, check=True)

    assert list(generate(config, Diagnostics())) == []


def test_polymorphic_families_can_be_told_apart_in_json(new: Made):
    told = {
        each.name: (each.discriminator.field, len(each.discriminator.carriers))
        for each in new.release.carriers
        if each.discriminator
    }

    assert told == {
        "BoardViewSettingsBase": ("EntityType", 3),
        "FieldInfoBase": ("FieldType", 15),
        "WorkflowStepBase": ("StepType", 15),
        "WorkflowStepOptionBase": ("OptionType", 6),
    }


def test_the_two_pairs_of_identical_enumerations_stay_apart(new: Made):
    names = {each.name for each in new.release.enumerations}

    assert {
        "DocTmplDirection",
        "TaskDirection",
        "RecurrenceMonthlyPattern",
        "RecurrenceYearlyPattern",
    } <= names


def test_flags_have_their_zero_wherever_json_names_it(new: Made):
    flags = [each for each in new.release.enumerations if each.flags]
    without = {
        each.name
        for each in flags
        if not any(member.number == 0 for member in each.members)
    }

    # The Agents description names no zero of these, or does not know them.
    assert len(flags) == 27
    assert without == {
        "NotifyType",
        "ShipmentMessageType",
        "WebhookNotifyVia",
        "WebhookNotifyWhen",
    }


# --- the other releases


def test_the_oldest_release_has_what_was_counted(old: Made):
    found = old.counted()

    assert {
        key: found[key]
        for key in ("agents", "soap_operations", "agents_operations", "on both")
    } == {
        "agents": 57,
        "soap_operations": 1625,
        "agents_operations": 1587,
        "on both": 1587,
    }
    assert old.release.services == "Services88"
    for path, text in sources(old).items():
        ast.parse(text, path)


@pytest.mark.parametrize(
    "services", ["75", "80", "81", "82", "83", "84", "85", "86", "87"]
)
def test_every_version_in_the_oldest_archive_is_generated(
    corpus: Path, tmp_path: Path, services: str
):
    found = made(corpus, tmp_path, "2021-03/wsdl.zip", services=services)

    assert found.release.services == f"Services{services}"
    assert found.warnings() == []
    assert counts(found.release)["agents"] >= 45


@pytest.mark.parametrize(
    ("services", "agents"), [("84", 48), ("85", 49), ("86", 53), ("87", 53)]
)
def test_every_version_in_the_newest_archive_is_generated(
    corpus: Path, tmp_path: Path, services: str, agents: int
):
    found = made(corpus, tmp_path, "2026-04/wsdl.zip", services=services)

    assert (found.release.services, counts(found.release)["agents"]) == (
        f"Services{services}",
        agents,
    )


def test_an_archive_without_soap_is_a_release_of_its_own(corpus: Path, tmp_path: Path):
    found = made(corpus, tmp_path, "2024-04/Swagger-v1.zip")

    assert counts(found.release) | {"carriers": 0, "enumerations": 0} == {
        "agents": 57,
        "operations": 1902,
        "soap_operations": 0,
        "agents_operations": 1902,
        "webapi_operations": 1321,
        "carriers": 0,
        "enumerations": 0,
        "flags": 0,
        "dictionaries": 0,
    }


def test_openapi_3_says_what_swagger_says(corpus: Path, tmp_path: Path, new: Made):
    found = made(corpus, tmp_path, "2026-04/wsdl.zip", "2026-04/openapi-v3")

    assert len(found.release.agents) == 60
    for agent in found.release.agents:
        for operation in agent.operations:
            if operation.agents:
                (other,) = (
                    each
                    for each in new.release.agent(agent.name).operations
                    if each.name == operation.name
                )
                assert operation.agents.shape is other.agents.shape
                assert operation.parameters == other.parameters
                assert operation.results == other.results


def test_the_descriptions_of_others_are_generated(corpus: Path, tmp_path: Path):
    """Each file that is a description by itself; what refers out of it is refused by name."""
    failures: dict[str, str] = {}
    generated = 0
    for path in sorted((corpus / "public").rglob("*")):
        if not path.is_file() or not described(path):
            continue
        name = path.relative_to(corpus / "public").as_posix()
        config = Config(
            sources=(path.parent.parent if "-separate/" in name else path,),
            out=tmp_path / name,
            emit=EMIT,
        )
        try:
            generate(config, Diagnostics())
        except MetadataError as error:
            failures[name] = error.diagnostics[0].id
            continue
        generated += 1
        for module in (tmp_path / name / "proxies" / "netserver").rglob("*.py"):
            ast.parse(module.read_text("utf-8"))

    assert failures == {}
    assert generated > 40


def described(path: Path) -> bool:
    try:
        return bool(find_sources([path], Diagnostics()))
    except MetadataError:
        return False
