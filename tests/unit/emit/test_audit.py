"""Whatever a template prints that was not planned is found before anything is written."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.emit.audit import audit
from generator.emit.environment import Templates
from generator.emit.render import render
from generator.model.release import Agent, Release
from generator.pipeline import read_release
from generator.plan.layout import FileJob
from generator.plan.outline import ModuleOutline, outline
from generator.plan.package import plan_package
from generator.plan.text import Code, DocText, Identifier, Literal

SPECS = Path(__file__).parents[3] / "specs" / "12.2"
ROOT = "proxies/netserver"
STUBS = "stubs/netserver_stubs"

# One module of each kind that a plan has.
MODULES = [
    "__init__.py",
    "_release.py",
    "agents/__init__.py",
    "agents/contact.py",
    "carriers/__init__.py",
    "carriers/contact_entity.py",
    "carriers/dictionaries.py",
    "enumerations/contact_action.py",
    "errors.py",
    "session.py",
    f"{STUBS}/__init__.py",
    f"{STUBS}/agents/contact.py",
    f"{STUBS}/application.py",
    f"{STUBS}/testing.py",
]


@cache
def jobs() -> tuple[FileJob, ...]:
    reading = read_release(Config(sources=(SPECS,)), Diagnostics())
    return plan_package(reading.release, "netserver", chosen=False, stubs=True).files


@cache
def outlines() -> Mapping[str, ModuleOutline]:
    return {job.path: outline(job) for job in jobs() if job.path.endswith(".py")}


@cache
def rendered() -> Mapping[str, str]:
    return render(jobs(), Templates()).files


def whole(path: str) -> str:
    """The path of a module of the proxies below the output; those of stubs say theirs."""
    return path if path.startswith("stubs/") else f"{ROOT}/{path}"


def found(changed: Mapping[str, str], *, users: bool = False) -> list[str]:
    """What the audit says about these modules, as parts of the package."""
    files = {whole(path): text for path, text in changed.items()}
    diagnostics = Diagnostics()
    audit(files, outlines(), files if users else (), diagnostics)
    return [
        f"{item.origin}: {item.message}"
        for item in diagnostics
        if item.message != "this module is missing"  # those that are not looked at here
    ]


def module(path: str) -> str:
    return rendered()[whole(path)]


def test_what_we_render_passes():
    diagnostics = Diagnostics()
    audit(rendered(), outlines(), (), diagnostics)

    assert list(diagnostics) == []
    assert found({path: module(path) for path in MODULES}, users=True) == []


# --- hostile text in every place -----------------------------------------------------------

ESCAPES = [
    '" + __import__("os").system("id") + "',
    '", __import__("os").system("id"), "',
    '"); __import__("os").system("id"); ("',
    '"\nimport os\n"',
    '"""\nimport os\n"""',
    '"""; import os; """',
    '"""\n    import os\n    """',
    '"""\n        import os\n        """',
    '"""\n        return open("/etc/passwd")\n        """',
    "\x00",
]
CODE = [
    "__import__('os').system('id')",
    "x\nimport os\n",
    "(lambda: open('/etc/passwd'))()",
    "a: (yield)",
    "__class__",
    "eval",
    "[x for x in ()]",
    "f'{x}'",
    "*x",
]


def tokens(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where the names, numbers and strings of a module stand, and which are strings."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.NAME, tokenize.NUMBER, tokenize.STRING):
            start = starts[token.start[0] - 1] + token.start[1]
            end = starts[token.end[0] - 1] + token.end[1]
            yield start, end, token.type == tokenize.STRING


def meaning(text: str) -> tuple[str, list[str]]:
    """All that a module says, but for docstrings and what strings and tables of them hold.

    Imports stand apart: it makes no difference here whether they are for type checkers.
    """
    tree = ast.parse(text)
    imports = [
        f"{node.level} {node.module} {alias.name} {alias.asname or alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    for node in ast.walk(tree):
        match node:
            case (
                ast.Module()
                | ast.ClassDef()
                | ast.FunctionDef()
                | ast.AsyncFunctionDef()
                | ast.If()
            ):
                node.body = [each for each in node.body if not is_aside(each)]
            case ast.Constant(value=str()):
                node.value = ""
            case ast.List(elts=elements) if all(map(is_string, elements)):
                node.elts = []
            case ast.Dict() if all(map(is_string, (*node.keys, *node.values))):
                node.keys, node.values = [], []
            case _:
                pass
    return ast.dump(tree), sorted(imports)


def is_aside(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) or (
        isinstance(node, ast.Expr) and is_string(node.value)
    )


def is_string(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_harmless(text: str, original: str) -> bool:
    try:
        return meaning(text) == meaning(original)
    except (SyntaxError, ValueError):
        return False


@pytest.mark.parametrize("path", MODULES)
def test_text_that_gets_out_of_its_place_is_found(path: str):
    text = module(path)
    quiet: list[str] = []
    for number, (start, end, is_string) in enumerate(tokens(text)):
        hostile = ESCAPES if is_string else CODE
        old = text[start:end]
        attack = hostile[number % len(hostile)]
        ways = (attack, old[:-1] + attack + old[-1:], old + attack)
        new = ways[number % 3]
        changed = text[:start] + new + text[end:]
        if not found({path: changed}) and not is_harmless(changed, text):
            quiet.append(changed[max(0, start - 60) : start + 60 + len(new)])

    assert quiet == []


@pytest.mark.filterwarnings("ignore:invalid escape sequence")
@given(st.data())
def test_a_module_that_passes_says_what_was_planned(data: st.DataObject):
    path = data.draw(st.sampled_from(MODULES))
    text = module(path)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    new = data.draw(st.sampled_from([*ESCAPES, *CODE, "", "\n"]) | st.text(max_size=8))
    changed = text[:start] + new + text[end:]

    assert found({path: changed}) or is_harmless(changed, text)


# --- hostile text that came through a door of the plan --------------------------------------


def made(kind: type[Code | DocText | Literal], source: str) -> Code | DocText | Literal:
    """A text that stands for one which a door has let through."""
    return str.__new__(kind, source)


def planned(path: str, **values: object) -> list[str]:
    """The findings where the plan itself, and so the outline, holds other values."""
    files = dict(rendered())
    changed: list[FileJob] = []
    for job in jobs():
        if job.path == whole(path):
            job = replace(job, context={**job.context, **values})
            files |= render([job], Templates()).files
        changed.append(job)
    diagnostics = Diagnostics()
    audit(
        files,
        {job.path: outline(job) for job in changed if job.path.endswith(".py")},
        (),
        diagnostics,
    )
    return [f"{item.origin}: {item.message}" for item in diagnostics]


def context(path: str) -> Mapping[str, object]:
    return next(job.context for job in jobs() if job.path == whole(path))


CARRIER = "carriers/contact_entity.py"
AGENT = "agents/contact.py"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("docstring", made(DocText, '"""A."""\n    import os')),
        (
            "docstring",
            made(DocText, '"""A."""\n\n\nimport os\n\n\nclass B:\n    """B."""'),
        ),
        ("base", made(Code, "Carrier, metaclass=__import__('os').system")),
        ("base", made(Code, "object")),
        ("runtime_imports", (made(Code, "import os"),)),
        ("runtime_imports", (made(Code, "from os import system"),)),
        ("runtime_imports", (made(Code, "from ....os import system"),)),
        ("runtime_imports", (made(Code, "from .._runtime.carriers import *"),)),
        ("assignments", (made(Code, '__wire__ = __import__("os").name'),)),
        ("assignments", (made(Code, '__wire__ = "x"; import os'),)),
    ],
)
def test_a_carrier_that_the_plan_got_wrong_is_found(name: str, value: object):
    assert planned(CARRIER, **{name: value})


@pytest.mark.parametrize(
    "line",
    [
        'name: __import__("os") = None',
        'name: str | None = open("x")',
        "name: str | None = nowhere",
        "name: str | None = None\n    import os",
        "name: str | None = None; import os",
        "name: str.__class__ = None",
        "name: str | None = (yield)",
    ],
)
def test_a_field_that_the_plan_got_wrong_is_found(line: str):
    first, *_ = context(CARRIER)["fields"]  # type: ignore[misc]
    field = replace(first, name=Identifier("name"), line=made(Code, line))

    assert planned(CARRIER, fields=(field,))


@pytest.mark.parametrize(
    "row",
    [
        '_MERGE = _AGENT.operation("Merge", gives="__import__(\'os\').name")',
        '_MERGE = _AGENT.operation("Merge", gives="().__class__.__bases__")',
        '_MERGE = _AGENT.operation("Merge", gives="list[Contact")',
        '_MERGE = _AGENT.operation("Merge", takes={"A": "Nothing"})',
        '_MERGE = _AGENT.operation("Merge", {"A": "exit()"})',
        '_MERGE = _AGENT.operation("Merge", {"A": "str"}, "exit()")',
        '_MERGE = _AGENT.operation("Merge", {"A": "str"}, {"B": "exit()"})',
        '_MERGE = _AGENT.operation("Merge", takes={"A": "exit()"})',
        '_MERGE = _AGENT.operation("Merge", header_types={"A": "print"})',
        '_MERGE = _AGENT.operation("Merge", result="open")',
        '_MERGE = _AGENT.operation(**{"result": "x"})',
        '_MERGE = _AGENT.operation.__globals__("Merge")',
        '_MERGE = Facade.mro("Merge")',
        '_MERGE = _AGENT.operation("Merge")\nimport os',
    ],
)
def test_a_row_that_the_plan_got_wrong_is_found(row: str):
    assert planned(AGENT, rows=(made(Code, row),), operations=(), classes=())


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("carriers/__init__.py", "from ._patches import *"),
        ("carriers/__init__.py", "from .._patch import *"),
        ("carriers/__init__.py", "from _patch import *"),
        ("carriers/__init__.py", "from ._patch import system"),
        ("carriers/contact_entity.py", "from ._patch import *"),
    ],
)
def test_only_an_index_looks_at_what_its_user_has_put_beside_it(path: str, line: str):
    name = "imports" if path.endswith("__init__.py") else "checking_imports"

    assert planned(path, **{name: (made(Code, line),)})


def test_an_alias_that_is_no_type_is_found():
    for text in ["\"__import__('os')\"", '"list[Nothing]"', "3", "print"]:
        alias = made(Code, f"StringDictionary: TypeAlias = {text}")
        assert planned("carriers/dictionaries.py", aliases=(alias,))


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("head", 'def merge(self, *, options: int = __import__("os")) -> None:'),
        ("head", "def merge(self, *, options: nowhere) -> None:"),
        ("head", "def merge(self, *arguments) -> None:"),
        ("head", "def other(self) -> None:"),
        ("head", "def merge(self) -> None:\n        import os"),
        ("head", "@print\n    def merge(self) -> None:"),
        ("body", "return self._call(_MERGE)\n        import os"),
        ("body", "return open('/etc/passwd')"),
        ("body", "return self.__class__"),
        ("body", "import os"),
        ("body", "raise self._call(_MERGE)"),
        ("doc", '"""A."""\n        import os'),
    ],
)
def test_a_method_that_the_plan_got_wrong_is_found(part: str, source: str):
    sync, awaited = context(AGENT)["classes"]  # type: ignore[misc]
    methods = tuple(
        (
            replace(each, **{part: made(DocText if part == "doc" else Code, source)})
            if each.name == "merge"
            else each
        )
        for each in sync.methods
    )

    assert planned(AGENT, classes=(replace(sync, methods=methods), awaited))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("agents/__init__.py", '": "ContactAgent"', '": "os.system"'),
        ("agents/__init__.py", '": "contact"', '": "..os"'),
        ("agents/contact.py", "methods_of(__name__)", 'methods_of("os")'),
        ("carriers/__init__.py", '": "contact_entity"', '": "..os"'),
        ("enumerations/__init__.py", '": "contact_action"', '": "..os"'),
        ("_release.py", '"12.2"', '"12.3"'),
        (f"{STUBS}/__init__.py", '": "agents.contact"', '": "..os"'),
        (f"{STUBS}/__init__.py", '": "application"', '": "agents.contact"'),
        (f"{STUBS}/application.py", '": "Contact.GetContactEntity"', '": "os.system"'),
    ],
)
def test_other_words_in_a_table_are_found(path: str, old: str, new: str):
    assert old in module(path)
    assert found({path: module(path).replace(old, new)})


# --- stubs ---------------------------------------------------------------------------------

STUB = f"{STUBS}/agents/contact.py"
REFUSES = "        raise NotImplementedError\n"
HEAD = "    async def get_contact_entity(self, contact_entity_id: int) -> ContactEntity | None:\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (REFUSES, "        return None\n", "does something else"),
        (REFUSES, "        pass\n", "does something else"),
        (REFUSES, f"        print()\n{REFUSES}", "does something else"),
        (REFUSES, f"{REFUSES}{REFUSES}", "does something else"),
        (REFUSES, "        raise NotImplementedError()\n", "does something else"),
        (REFUSES, "        raise NotImplementedError from None\n", "something else"),
        (REFUSES, "        raise SystemExit\n", "does something else"),
        (HEAD, HEAD.replace("async def", "def"), "has another signature"),
        (HEAD, HEAD.replace(": int", ": str"), "has another signature"),
        (HEAD, HEAD.replace(": int", ": int = open('x')"), "has another signature"),
        (HEAD, f"    @staticmethod\n{HEAD}", "is decorated otherwise"),
        (HEAD, HEAD.replace("get_contact_entity", "get"), '"get" was not planned'),
        ("(AgentStub):", "(object):", "is made of other things"),
        ("(AgentStub):", "(AgentStub, metaclass=print):", "is made of other things"),
        ("class ContactAgentStub", "class Other", '"Other" was not planned'),
        ('NAME = "Contact"', 'NAME = "Person"', "NAME is given something else"),
        (
            'NAME = "Contact"',
            'NAME = "Contact"\n    more = 1',
            '"more" was not planned',
        ),
        (
            "from .._server.stub",
            "from .._server.creating",
            "AgentStub is imported from",
        ),
        ("from .._server.stub", "from .._runtime.agent", "AgentStub is imported from"),
        ("from .._server.stub", "from ..._server.stub", "AgentStub is imported from"),
        (
            "from .._server.stub import AgentStub",
            "from .._server.stub import AgentStub\nfrom os import system",
            'system is imported from "os"',
        ),
        (
            "from .._server.stub import AgentStub",
            "import os\nfrom .._server.stub import AgentStub",
            "generated code has no use for this Import",
        ),
        (
            "from netserver.carriers import",
            "from crm.carriers import",
            'Contact is imported from "crm.carriers"',
        ),
        (
            "from netserver.carriers import Contact,",
            "from netserver.carriers import Other,",
            "Other is imported from",
        ),
        (
            "from netserver.carriers import Contact,",
            "from netserver import Contact,",
            'Contact is imported from "netserver"',
        ),
        (
            "\n\nclass ContactAgentStub",
            "\n\nclass More:\n    pass\n\n\nclass ContactAgentStub",
            '"More" was not planned',
        ),
        (
            "\n\nclass ContactAgentStub",
            "\n\nprint()\n\n\nclass ContactAgentStub",
            "generated code has no use for this Expr",
        ),
    ],
)
def test_a_changed_stub_is_found(old: str, new: str, said: str):
    text = module(STUB)
    assert old in text

    (finding,) = found({STUB: text.replace(old, new, 1)})

    assert said in finding


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("head", "async def merge(self, *arguments) -> None:"),
        ("head", "async def merge(self, x: nowhere) -> None:"),
        ("head", "async def merge(self) -> None:\n        import os"),
        ("head", "@print\n    async def merge(self) -> None:"),
        ("doc", '"""A."""\n        import os'),
        ("doc", '"""A."""\n        return'),
    ],
)
def test_a_stub_that_the_plan_got_wrong_is_found(part: str, source: str):
    methods = tuple(
        (
            replace(each, **{part: made(DocText if part == "doc" else Code, source)})
            if each.name == "merge"
            else each
        )
        for each in context(STUB)["methods"]  # type: ignore[attr-defined]
    )

    assert planned(STUB, methods=methods)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "AppMaker(CATALOGUE)",
            "print(CATALOGUE)",
            "create_app is given something else",
        ),
        ("    release=RELEASE,\n", "", "CATALOGUE is given something else"),
        (
            "netserver._release",
            "crm._release",
            'RELEASE is imported from "crm._release"',
        ),
        ("._server.creating", "._server.store", "AppMaker is imported from"),
        ("._server.creating", ".._server.creating", "AppMaker is imported from"),
    ],
)
def test_a_changed_application_is_found(old: str, new: str, said: str):
    path = f"{STUBS}/application.py"
    assert old in module(path)

    (finding,) = found({path: module(path).replace(old, new)})

    assert said in finding


def test_proxies_import_nothing_of_a_server():
    line = "from .._runtime.agent import Agent, AsyncAgent\n"
    text = module(AGENT).replace(line, f"{line}from .._server.stub import AgentStub\n")

    (finding,) = found({AGENT: text})

    assert 'AgentStub is imported from ".._server.stub"' in finding


@pytest.mark.parametrize("package", ["stubs", "proxies"])
def test_a_package_may_be_called_as_the_folder_of_projects(package: str):
    release = Release(agents=(Agent(name="Contact"),))
    plan = plan_package(release, package, chosen=False, stubs=True)
    diagnostics = Diagnostics()

    audit(
        render(plan.files, Templates()).files,
        {job.path: outline(job) for job in plan.files if job.path.endswith(".py")},
        (),
        diagnostics,
    )

    assert list(diagnostics) == []


def test_a_users_stub_may_do_more():
    text = module(STUB).replace(REFUSES, "        return None\n")
    text += "\n\nimport os\n\nHOME = os.getcwd()\n"

    assert found({STUB: text}, users=True) == []


# --- the rest ------------------------------------------------------------------------------


def test_a_finding_names_file_and_line():
    text = module(CARRIER).replace(
        "name: str | None = None", 'name: str | None = open("x")'
    )
    line = text[: text.index("open(")].count("\n") + 1

    assert found({CARRIER: text}) == [
        f"{ROOT}/{CARRIER}:{line}: name is given something else"
    ]


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("# -*- coding: utf-7 -*-\n", 'the module says that its encoding is "utf-7"'),
        ("# \u202e\n", "a character reorders this line"),
        ("# \ud800\n", "this is no Python: "),
        ("x = = 1\n", "this is no Python: invalid syntax"),
        ("(" * 1000 + "\n", "this is no Python: "),
        ("x = " + "-" * 100_000 + "1\n", "this is no Python: "),
    ],
)
def test_a_module_that_python_reads_otherwise_is_found(first: str, said: str):
    (finding,) = found({CARRIER: first + module(CARRIER)})
    assert said in finding


def test_a_module_that_nobody_planned_is_found():
    assert found({"extra.py": ""}) == [f"{ROOT}/extra.py:1: nobody planned this module"]


def test_a_project_file_that_is_no_toml_is_found():
    diagnostics = Diagnostics()
    audit({"proxies/pyproject.toml": 'name = "a\n"'}, {}, (), diagnostics)
    assert "this is no TOML" in str(*diagnostics)


def test_a_module_that_is_missing_is_found():
    diagnostics = Diagnostics()
    audit({}, {"a.py": ModuleOutline()}, (), diagnostics)
    assert "a.py: error[audit]: this module is missing" in str(*diagnostics)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("class ContactEntity(", "class Other(", "class ContactEntity is missing"),
        ("    name: str", "    other: str", "field name is missing"),
        (
            "    name: str",
            "    more: str = 1\n    name: str",
            "field more is not planned",
        ),
        ("name: str |", "name: Nowhere |", "the name Nowhere comes from nowhere"),
        (" = DATETIME_MIN", " = NOWHERE", "the name NOWHERE comes from nowhere"),
        (
            "    name: str",
            "    def extra(self): ...\n    name: str",
            "method extra is not planned",
        ),
    ],
)
def test_a_users_module_holds_what_was_planned(old: str, new: str, said: str):
    text = module(CARRIER).replace(old, new, 1)
    assert text != module(CARRIER)

    (finding,) = found({CARRIER: text}, users=True)

    assert said in finding


def test_a_users_module_may_do_more():
    more = "\n\nimport os\n\n\ndef size(path: str) -> int:\n    return len(os.listdir(path))\n"
    text = module(CARRIER) + more

    assert found({CARRIER: text}, users=True) == []
    assert found({CARRIER: text}) != []


def test_a_name_from_nowhere_in_a_users_function_is_found():
    text = module(CARRIER) + "\n\ndef size() -> int:\n    return nowhere\n"

    (finding,) = found({CARRIER: text}, users=True)

    assert "the name nowhere comes from nowhere" in finding


def test_a_module_that_black_laid_out_anew_still_says_the_same():
    narrow = black.Mode(line_length=40)
    for path in MODULES:
        assert found({path: black.format_str(module(path), mode=narrow)}) == []
