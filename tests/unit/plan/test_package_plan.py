"""Whatever a release says, its package is sound Python."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.merge.merge import _UNSPEAKABLE
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    SCALARS,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from generator.plan.package import version
from generator.plan.scope import name_everything
from generator.plan.text import Identifier
from tests.unit.plan.planned import (
    agent,
    carrier,
    enumeration,
    rendered,
    rest,
    soap,
    values,
    written,
)
from tests.unit.plan.test_naming import HOSTILE

TEXTS = [text for text in HOSTILE if len(text) < 100] + ["a", "A"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("12.2", "12.2"),
        ("2026-04", "2026.4"),
        ("Services88", "88"),
        ("release 007", "7"),
        ("0", "0"),
        ("", "0"),
        ("next", "0"),
        ("٣", "0"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_the_version_is_the_labels_numbers(label: str, expected: str):
    assert version(label) == expected


def test_an_empty_release_is_a_package():
    texts = rendered(Release())

    assert {path for path in texts if path.endswith(".py")} == {
        "__init__.py",
        "_release.py",
        "session.py",
        "credentials.py",
        "errors.py",
        "files.py",
        "filters.py",
        "hooks.py",
        "options.py",
        "patches.py",
        "rows.py",
        "tenants.py",
        "values.py",
        "agents/__init__.py",
        "carriers/__init__.py",
        "enumerations/__init__.py",
    }


def test_every_file_is_planned_once_whatever_the_case_of_its_name():
    texts = rendered(
        Release(
            carriers=(carrier("Contact"), carrier("CONTACT"), carrier("dictionaries")),
            enumerations=(enumeration("Contact_"), enumeration("contact")),
            dictionaries=(Dictionary(name="D", key=STRING, value=STRING, pair="P"),),
        )
    )

    assert len({path.casefold() for path in texts}) == len(texts)


def test_a_chosen_agent_brings_what_it_needs_and_no_more():
    release = Release(
        agents=(
            agent(
                "Contact",
                Operation(name="Get", results=values(Response=CarrierRef("A"))),
            ),
        ),
        carriers=(carrier("A"), carrier("B")),
    )

    assert "carriers/b.py" in rendered(release)
    assert "carriers/b.py" not in rendered(release, chosen=True)


def test_a_carrier_with_the_name_of_an_agents_class_gives_way():
    texts = rendered(
        Release(
            agents=(
                agent(
                    "Chat",
                    Operation(name="Get", results=values(R=CarrierRef("ChatAgent"))),
                ),
            ),
            carriers=(carrier("ChatAgent"),),
        )
    )

    assert "class ChatAgent(Agent):" in texts["agents/chat.py"]
    assert ") -> ChatAgent_ | None:" in texts["agents/chat.py"]
    assert '    __wire__ = "ChatAgent"\n' in texts["carriers/chat_agent.py"]


# --- any names at all

NAMES = st.lists(st.text(max_size=5), max_size=5, unique=True)


@given(agents=NAMES, operations=NAMES, parameters=NAMES, types=NAMES, members=NAMES)
def test_any_text_names_agents_operations_fields_and_members(
    agents: list[str],
    operations: list[str],
    parameters: list[str],
    types: list[str],
    members: list[str],
):
    scope = name_everything(
        Release(
            agents=tuple(
                Agent(
                    name=name,
                    operations=tuple(Operation(name=each) for each in operations),
                )
                for name in agents
            ),
            carriers=tuple(Carrier(name=name) for name in types),
            enumerations=tuple(
                Enumeration(
                    name=name, members=tuple(Member(name=each) for each in members)
                )
                for name in types
            ),
            dictionaries=tuple(
                Dictionary(name=name, key=STRING, value=STRING, pair=name)
                for name in types
            ),
        )
    )

    classes = [
        *scope.carriers.values(),
        *scope.enumerations.values(),
        *scope.dictionaries.values(),
        *(name for each in scope.agents.values() for name in (each.sync, each.awaited)),
    ]
    scopes = [
        classes,
        list(scope.carrier_modules.values()),
        list(scope.enumeration_modules.values()),
        [each.module for each in scope.agents.values()],
        [each.attribute for each in scope.agents.values()],
        *(list(each.methods.values()) for each in scope.agents.values()),
        *(list(each.rows.values()) for each in scope.agents.values()),
        *(list(each.values()) for each in scope.members.values()),
    ]
    for names in scopes:
        assert len(set(names)) == len(names)
        assert all(Identifier(name) == name for name in names)
    for module in (
        *scope.carrier_modules.values(),
        *scope.enumeration_modules.values(),
    ):
        assert module not in classes


def hostile() -> Release:
    """A release in which every name and every text is one of the hostile ones.

    The first of each kind has all of them within it, each other one that of its own name and one more: all of them
    would be thousands.
    """
    kinds: list[TypeRef] = [Scalar(name) for name in sorted(SCALARS)]
    kinds += [CarrierRef("\n"), EnumerationRef('"""'), ListOf(CarrierRef("{{x}}"))]
    kinds += [MapOf(STRING, STRING, "'"), MapOf(STRING, CarrierRef("\n"))]

    def typed(i: int) -> TypeRef:
        return kinds[i % len(kinds)]

    odd = [*TEXTS, "\n", "{{x}}", '"""', "'"]
    odd = list(dict.fromkeys(odd))
    parameters = tuple(
        Parameter(name=name, type=typed(i), doc=name) for i, name in enumerate(odd)
    )
    members = tuple(
        Field(name=name, type=typed(i), doc=name)
        for i, name in enumerate(odd)
        if not _UNSPEAKABLE.search(name)
    )
    listed = tuple(Member(name=name, number=i, doc=name) for i, name in enumerate(odd))
    bits = tuple(Member(name=name, number=1 << i) for i, name in enumerate(odd))
    operations = tuple(
        Operation(
            name=name,
            parameters=parameters if i == 0 else (),
            results=parameters[: i % 3],
            soap=soap("A", name, response=name, path=f"/{name}"),
            agents=rest("A", name, spellings=((name, name),)),
            doc=name,
        )
        for i, name in enumerate(odd)
    )

    def within(things: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        if name == odd[0]:
            return things
        return tuple(each for each in things if each.name in (name, odd[1]))

    return Release(
        label='12"; import os',
        services="Services88",
        namespace='urn:"""\\',
        agents=tuple(
            Agent(name=name, operations=within(operations, name), doc=name)
            for name in odd
        ),
        carriers=tuple(
            Carrier(name=name, fields=within(members, name), doc=name, namespace=name)
            for name in odd
        ),
        enumerations=(
            *(
                Enumeration(name=name, members=within(listed, name), doc=name)
                for name in odd
            ),
            Enumeration(name="bits", members=bits, flags=True),
        ),
        dictionaries=(Dictionary(name="'", key=STRING, value=STRING, pair='"\\'),),
    )


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        path: text for path, text in rendered(hostile()).items() if path.endswith(".py")
    }


def test_hostile_texts_become_no_code(texts: dict[str, str]):
    """Nothing but what every generated module holds: no call and no import beside ours."""
    for path, text in texts.items():
        tree = ast.parse(text, path)
        for node in ast.walk(tree):
            assert not isinstance(node, ast.Lambda | ast.While | ast.For | ast.With)
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = getattr(node, "module", None) or ""
                assert isinstance(node, ast.ImportFrom), path
                assert node.level or module in {
                    "__future__",
                    "collections.abc",
                    "datetime",
                    "decimal",
                    "typing",
                }, path
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                assert called in {
                    "Facade",
                    "LazyClasses",
                    "methods_of",
                    "ReleaseInfo",
                    "Type",
                    "_agent",
                    "_call",
                    "from_number",
                    "lazily",
                    "operation",
                } or called.startswith("Value"), (path, called)


def test_hostile_texts_reach_no_line_raw(texts: dict[str, str]):
    for path, text in texts.items():
        assert all(char == "\n" or char.isprintable() for char in text), path


@pytest.mark.slow
def test_a_hostile_package_can_be_imported_and_used(tmp_path: Path):
    written(hostile(), "hostile", tmp_path)

    found = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.stderr == ""


@pytest.mark.slow
def test_type_checker_and_formatter_find_nothing_in_a_hostile_package(tmp_path: Path):
    written(hostile(), "hostile", tmp_path)
    settings = {
        "include": ["hostile"],
        "exclude": ["hostile/_runtime"],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    tools = ["-m", "pyright", "--pythonpath", sys.executable], [
        "-m",
        "black",
        "-q",
        "--check",
        "hostile",
    ]

    for tool in tools:
        found = subprocess.run(
            [sys.executable, *tool],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 0, found.stdout


IMPORT_ALL = """
import importlib, pkgutil, hostile
from hostile import Session, carriers, enumerations
from hostile.agents import AGENTS
for module in pkgutil.walk_packages(hostile.__path__, "hostile."):
    importlib.import_module(module.name)
for wire, found in AGENTS.items():
    assert found.NAME == wire
for index in (carriers, enumerations):
    for name in dir(index):
        if name[0].isupper() and name != "TYPE_CHECKING":
            assert getattr(index, name) is not None
for name in dir(carriers):
    made = getattr(carriers, name)
    if isinstance(made, type):
        assert made() == made()
"""


# --- releases of any shape

TYPES = st.recursive(
    st.sampled_from([Scalar(name) for name in sorted(SCALARS)])
    | st.sampled_from([CarrierRef("A"), CarrierRef("B"), EnumerationRef("E")]),
    lambda inner: st.builds(
        ListOf,
        inner,
        st.text(max_size=3),
        st.text(max_size=3),
        st.booleans(),
        st.booleans(),
    )
    | st.builds(MapOf, st.just(STRING), inner, st.sampled_from(["", "D"])),
    max_leaves=3,
)
FIELDS = st.lists(
    st.builds(
        Field,
        name=st.text(max_size=4),
        type=TYPES,
        optional=st.booleans(),
        nillable=st.booleans(),
        namespace=st.none() | st.text(max_size=3),
        attribute=st.booleans(),
        doc=st.text(max_size=40),
    ),
    max_size=4,
    unique_by=lambda field: field.name,
)
PARAMETERS = st.lists(
    st.builds(
        Parameter, name=st.text(max_size=4), type=TYPES, doc=st.text(max_size=40)
    ),
    max_size=4,
    unique_by=lambda parameter: parameter.name,
).map(tuple)
MEMBERS = st.lists(
    st.builds(
        Member, name=st.text(max_size=4), number=st.none() | st.integers(-9, 2**70)
    ),
    max_size=4,
    unique_by=lambda member: member.name,
).map(tuple)


@given(
    FIELDS, FIELDS, PARAMETERS, PARAMETERS, MEMBERS, st.booleans(), st.text(max_size=9)
)
@settings(max_examples=60)
def test_any_release_becomes_modules_that_compile(
    first: list[Field],
    second: list[Field],
    takes: tuple[Parameter, ...],
    gives: tuple[Parameter, ...],
    members: tuple[Member, ...],
    flags: bool,
    doc: str,
):
    release = Release(
        label=doc,
        agents=(
            agent(
                doc,
                Operation(
                    name=doc,
                    parameters=takes,
                    results=gives,
                    soap=soap(doc, doc),
                    agents=rest(doc, doc),
                    doc=doc,
                ),
                doc=doc,
            ),
        ),
        carriers=(
            Carrier(name="A", fields=tuple(first), doc=doc),
            Carrier(name="B", base="A", fields=tuple(second), doc=doc),
        ),
        enumerations=(Enumeration(name="E", members=members, flags=flags, doc=doc),),
        dictionaries=(Dictionary(name="D", key=STRING, value=STRING, pair=doc),),
    )

    for path, text in rendered(release).items():
        if path.endswith(".py"):
            compile(text, path, "exec", dont_inherit=True)


def test_the_same_release_gives_the_same_files():
    release = Release(
        agents=(agent("A", Operation(name="Get", results=values(R=CarrierRef("B")))),),
        carriers=(carrier("B", **dict.fromkeys("XYZ", STRING)),),
    )

    assert rendered(release) == rendered(replace(release))
