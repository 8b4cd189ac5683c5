"""What the modules of the stubs say: for each agent a class to be filled in, and the application."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.emit.audit import audit
from generator.emit.environment import Templates
from generator.emit.render import render
from generator.model.bindings import Shape
from generator.model.release import Operation, Parameter, Release, Resource
from generator.model.types import STRING, CarrierRef, EnumerationRef, ListOf, Scalar
from generator.plan.layout import FileJob
from generator.plan.outline import outline
from generator.plan.package import plan_package
from tests.unit.plan.planned import (
    NAMESPACE,
    agent,
    carrier,
    enumeration,
    rendered,
    rendered_stubs,
    rest,
    soap,
    values,
    written_stubs,
)
from tests.unit.plan.test_package_plan import hostile
from tests.unit.plan.test_resource_names import lists, operation

INT = Scalar("int")
GET = Operation(
    name="GetContactEntity",
    parameters=values(ContactEntityId=INT),
    results=values(Response=CarrierRef("ContactEntity")),
    soap=soap("Contact", "GetContactEntity"),
    agents=rest("Contact", "GetContactEntity", shape=Shape.QUERY),
    doc="Gets one contact. Its persons are not in it.",
)


def small(*operations: Operation, **more: Any) -> Release:
    """A release of one agent, Contact."""
    return Release(
        agents=(agent("Contact", *operations),),
        carriers=(carrier("ContactEntity"),),
        namespace=NAMESPACE,
        **more,
    )


def module(*operations: Operation) -> str:
    return rendered_stubs(small(*operations))["crm_stubs/agents/contact.py"]


def test_a_module_reads_like_this():
    assert module(GET) == '''\
"""The agent Contact of the published description, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from crm.carriers import ContactEntity


class ContactAgentStub(AgentStub):
    """The agent Contact, to be filled in."""

    NAME = "Contact"

    async def get_contact_entity(self, contact_entity_id: int) -> ContactEntity | None:
        """Gets one contact."""
        raise NotImplementedError
'''


def test_an_agent_that_needs_no_types_imports_none():
    count = Operation(name="Count", results=values(Response=INT))

    assert module(count, Operation(name="Delete")) == '''\
"""The agent Contact of the published description, to be filled in."""

from __future__ import annotations

from .._server.stub import AgentStub


class ContactAgentStub(AgentStub):
    """The agent Contact, to be filled in."""

    NAME = "Contact"

    async def count(self) -> int:
        """Call Count."""
        raise NotImplementedError

    async def delete(self) -> None:
        """Call Delete."""
        raise NotImplementedError
'''


def test_an_agent_without_operations_is_a_class_with_a_name():
    assert module().endswith('    NAME = "Contact"\n')


def test_an_agents_own_text_is_its_classes_text():
    release = Release(agents=(agent("Chat", doc="Talks with visitors."),))

    text = rendered_stubs(release)["crm_stubs/agents/chat.py"]

    assert 'class ChatAgentStub(AgentStub):\n    """Talks with visitors."""\n' in text


# --- the same signatures as those of the proxies

ODD = (
    GET,
    Operation(
        name="Import",
        parameters=values(**{"from": INT, "Self": INT, "Options": STRING, "List": INT}),
        soap=soap("Contact", "Import"),
    ),
    Operation(name="List", results=values(Response=ListOf(CarrierRef("A")))),
    Operation(name="Read", results=values(Response=STRING, Length=INT)),
    Operation(
        name="Upload",
        parameters=(
            Parameter(name="Stream", type=Scalar("base64Binary")),
            Parameter(name="When", type=Scalar("dateTime"), nillable=True),
            Parameter(name="Kinds", type=ListOf(EnumerationRef("Kind"))),
        ),
        results=values(Content=Scalar("base64Binary")),
        agents=rest("Contact", "Upload", gives_stream=True),
    ),
    Operation(name="GetAll"),
    Operation(name="getAll"),
    Operation(name="None", parameters=values(None_=INT, none=INT)),
)
RELEASE = Release(
    agents=(agent("Contact", *ODD),),
    carriers=(carrier("ContactEntity"), carrier("A")),
    enumerations=(enumeration("Kind", "X=1"),),
    namespace=NAMESPACE,
)


def methods(text: str, named: str) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and result of each method of a class, `options` left out."""
    tree = ast.parse(text)
    (cls,) = (
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == named
    )
    for node in cls.body:
        if isinstance(node, ast.AsyncFunctionDef):
            node.args.kwonlyargs, node.args.kw_defaults = [], []
            assert node.returns
            yield node.name, ast.unparse(node.args), ast.unparse(node.returns)


def imported(text: str) -> set[str]:
    return {
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


HOSTILE = hostile()


@pytest.mark.parametrize("release", [RELEASE, HOSTILE], ids=["odd", "hostile"])
def test_a_stub_has_the_methods_of_the_proxies(release: Release):
    proxies, stubs = rendered(release), rendered_stubs(release)
    modules = [
        path
        for path in proxies
        if path.startswith("agents/") and path.endswith(".py") and "__" not in path
    ]

    assert len(modules) == len(release.agents)
    for path in modules:
        there, here = proxies[path], stubs[f"crm_stubs/{path}"]
        (name,) = (
            node.name for node in ast.parse(here).body if isinstance(node, ast.ClassDef)
        )
        expected = f"Async{name.removesuffix('Stub')}"
        assert list(methods(here, name)) == list(methods(there, expected))
        assert imported(here) - {"AgentStub", "TYPE_CHECKING"} == imported(there) - {
            *("Agent", "AsyncAgent", "Facade", "methods_of"),
            *("Options", "TYPE_CHECKING"),
        }


def test_names_that_python_has_taken_are_given_otherwise():
    text = rendered_stubs(RELEASE)["crm_stubs/agents/contact.py"]

    assert list(methods(text, "ContactAgentStub"))[1:4] == [
        (
            "import_",
            "self, from_: int, self_: int, options_: str | None, list: int",
            "None",
        ),
        ("list_", "self", "list[A]"),
        ("read", "self", "ReadResult"),
    ]
    assert re.search(r"    from crm\.carriers import .*\bReadResult\b", text)


def test_carriers_with_the_names_of_stubs_give_way():
    release = Release(
        agents=(
            agent(
                "Chat",
                Operation(name="Get", results=values(R=CarrierRef("ChatAgentStub"))),
                Operation(name="Put", parameters=values(Stub=CarrierRef("AgentStub"))),
            ),
        ),
        carriers=(carrier("ChatAgentStub"), carrier("AgentStub")),
    )

    text = rendered_stubs(release)["crm_stubs/agents/chat.py"]

    assert "class ChatAgentStub(AgentStub):" in text
    assert list(methods(text, "ChatAgentStub")) == [
        ("get", "self", "ChatAgentStub_ | None"),
        ("put", "self, stub: AgentStub_ | None", "None"),
    ]


# --- the rest of the package


def test_the_index_loads_what_is_used():
    release = Release(
        label="12.2", agents=(agent("EMail"), agent("MDO")), namespace=NAMESPACE
    )

    assert rendered_stubs(release)["crm_stubs/__init__.py"] == '''\
"""Stubs for 12.2: a server to fill in, or to test against as it is.

Generated by proxysmith; changes are lost when it runs again. Subclasses of the stubs,
wherever they are, are not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm._runtime.lazy import lazily

if TYPE_CHECKING:
    from .agents.email import EMailAgentStub
    from .agents.mdo import MDOAgentStub
    from .application import create_app
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "create_app": "application",
            "EMailAgentStub": "agents.email",
            "MDOAgentStub": "agents.mdo",
        },
    )

__all__ = [
    "EMailAgentStub",
    "MDOAgentStub",
    "create_app",
]
'''


def test_the_application_knows_what_its_rows_do_not_say():
    get = operation("GET Contact/{id}", "v1Contact_Get", STRING, id="int")
    every = operation("GET Contact", "v1Contact_GetAll", ListOf(STRING))
    contact = (replace(get, calls=("Contact", "GetContactEntity")), every)
    release = replace(
        small(GET),
        carriers=(carrier("ContactEntity"), carrier("Item")),
        resources=(
            Resource(name="Contact", operations=contact),
            lists("Category", "Business"),
        ),
    )

    assert rendered_stubs(release)["crm_stubs/application.py"] == '''\
"""The application over the stubs, and the operations that it answers."""

from __future__ import annotations

from crm._release import RELEASE

from ._server.catalogue import Catalogue
from ._server.creating import AppMaker

CATALOGUE = Catalogue(
    release=RELEASE,
    calls={
        "v1Contact_Get": "Contact.GetContactEntity",
    },
    parts={
        "List/<part>": ("Category", "Business"),
    },
)
create_app = AppMaker(CATALOGUE)
"""One ASGI application: SOAP, Agents REST and the WebApi."""
'''


def test_an_application_without_resources_says_nothing_of_them():
    text = rendered_stubs(small(GET))["crm_stubs/application.py"]

    assert "    calls={},\n    parts={},\n" in text


def test_the_project_belongs_to_its_proxies():
    texts = rendered_stubs(small(GET, label="2026-04"), "big_crm")
    proxies = rendered(small(GET, label="2026-04"), "big_crm")

    project = tomllib.loads(texts["pyproject.toml"])
    beside = tomllib.loads(proxies["proxies/pyproject.toml"])["project"]

    assert (beside["name"], beside["version"]) == ("big-crm", "2026.4")
    assert project["project"] == {
        "name": "big-crm-stubs",
        "version": "2026.4",
        "description": "A server to test against, for 2026-04",
        "readme": "README.md",
        "requires-python": ">=3.11",
        "dependencies": ["big-crm==2026.4", "anyio>=4.4", "starlette>=0.49"],
        "optional-dependencies": {
            "serve": [
                "httptools>=0.6",
                "uvicorn>=0.34",
                "uvloop>=0.21; sys_platform != 'win32'",
            ]
        },
        "classifiers": ["Framework :: Pytest", "Typing :: Typed"],
        "entry-points": {"pytest11": {"big_crm_stubs": "big_crm_stubs._server.plugin"}},
    }
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [
        "big_crm_stubs"
    ]


def test_the_readme_shows_the_first_agent():
    text = rendered_stubs(small(GET, label="12.2"))["README.md"]

    assert "12\\.2): 1 agents with 1 operations" in text
    assert "from crm_stubs import create_app, ContactAgentStub\n" in text
    assert "class Mine(ContactAgentStub):\n" in text


def test_without_agents_there_is_no_class_to_fill_in():
    texts = rendered_stubs(Release())

    assert set(texts) == {
        "README.md",
        "pyproject.toml",
        "crm_stubs/__init__.py",
        "crm_stubs/application.py",
        "crm_stubs/testing.py",
        "crm_stubs/agents/__init__.py",
    }
    assert "Fill in" not in texts["README.md"]
    assert "create_app(store=" in texts["README.md"]
    assert '__all__ = [\n    "create_app",\n]\n' in texts["crm_stubs/__init__.py"]


def test_proxies_are_the_same_with_stubs_beside_them():
    alone = plan_package(RELEASE, "crm", chosen=False)
    both = plan_package(RELEASE, "crm", chosen=False, stubs=True)

    assert (alone.stubs, both.stubs) == ("", "stubs/crm_stubs")
    assert both.files[: len(alone.files)] == alone.files
    assert all(
        each.path.startswith("stubs/") for each in both.files[len(alone.files) :]
    )


# --- hostile metadata


@pytest.fixture(scope="module")
def jobs() -> tuple[FileJob, ...]:
    return plan_package(HOSTILE, "hostile", chosen=False, stubs=True).files


@pytest.fixture(scope="module")
def files(jobs: tuple[FileJob, ...]) -> Mapping[str, str]:
    return render(jobs, Templates()).files


@pytest.fixture(scope="module")
def hostile_stubs(files: Mapping[str, str]) -> dict[str, str]:
    return {
        path.removeprefix("stubs/"): text
        for path, text in files.items()
        if path.startswith("stubs/")
    }


def test_hostile_texts_pass_the_audit_of_stubs(
    jobs: tuple[FileJob, ...], files: Mapping[str, str]
):
    outlines = {job.path: outline(job) for job in jobs if job.path.endswith(".py")}
    diagnostics = Diagnostics()

    audit(files, outlines, (), diagnostics)

    assert list(diagnostics) == []


def test_hostile_texts_reach_no_line_of_stubs_raw(hostile_stubs: dict[str, str]):
    for path, text in hostile_stubs.items():
        assert all(char == "\n" or char.isprintable() for char in text), path


def test_hostile_texts_become_no_code_of_stubs(hostile_stubs: dict[str, str]):
    """What is called is ours, and no method does more than refuse."""
    for path, text in hostile_stubs.items():
        if not path.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(text, path)):
            match node:
                case ast.Call(func=ast.Name(id=name)):
                    assert name in {"Catalogue", "AppMaker", "lazily"}, path
                case ast.Call() | ast.Import() | ast.Lambda():
                    pytest.fail(f"{path}: {ast.unparse(node)}")
                case ast.AsyncFunctionDef(body=[*_, last]):
                    assert ast.unparse(last) == "raise NotImplementedError", path
                    assert len(node.body) == 2, path
                case ast.FunctionDef():
                    pytest.fail(f"{path}: {node.name}")
                case _:
                    pass


def test_projects_of_hostile_metadata_are_toml(hostile_stubs: dict[str, str]):
    project = tomllib.loads(hostile_stubs["pyproject.toml"])["project"]

    assert project["name"] == "hostile-stubs"
    assert project["dependencies"][0] == "hostile==12"
    assert project["entry-points"] == {
        "pytest11": {"hostile_stubs": "hostile_stubs._server.plugin"}
    }


IMPORT_ALL = """
import importlib, pkgutil, hostile_stubs
from hostile_stubs import create_app
from hostile_stubs.application import CATALOGUE
for module in pkgutil.walk_packages(hostile_stubs.__path__, "hostile_stubs."):
    importlib.import_module(module.name)
stubs = [getattr(hostile_stubs, name) for name in hostile_stubs.__all__ if name != "create_app"]
assert {each.NAME for each in stubs} == set(CATALOGUE.agents) and len(stubs) > 10
for each in stubs:
    for operation in CATALOGUE.agents[each.NAME].values():
        assert callable(vars(each)[CATALOGUE.method(operation)])
app = create_app(*(each() for each in stubs))
"""


@pytest.mark.slow
def test_hostile_stubs_can_be_imported_and_used(tmp_path: Path):
    written_stubs(HOSTILE, "hostile", tmp_path)

    found = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.stderr == ""


@pytest.mark.slow
def test_black_leaves_hostile_stubs_alone(tmp_path: Path):
    written_stubs(HOSTILE, "hostile", tmp_path)

    found = subprocess.run(
        [
            *(sys.executable, "-m", "black", "-q", "--check", "--config", "/dev/null"),
            *("hostile_stubs/agents", "hostile_stubs/application.py"),
            "hostile_stubs/__init__.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")
