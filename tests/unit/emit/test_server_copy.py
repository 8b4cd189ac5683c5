"""The server's modules in a package of stubs: the same, but for where the proxies' runtime is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import black
import pytest

from generator.emit.server import SERVER, redirected, server_digest, server_modules

MODULES = sorted(path.name for path in SERVER.glob("*.py"))
ALLOWED = sys.stdlib_module_names | {
    *("anyio", "cryptography", "httpx2", "joserfc", "lxml", "msgspec", "starlette"),
    *("pytest", "uvicorn"),
}
# What is for some users only: who does not need it need not install it.
WHERE = {"pytest": {"plugin.py"}, "uvicorn": {"testing.py"}}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("from ..errors import Fault", "from crm._runtime.errors import Fault"),
        (
            "from ..codecs.json import decode, encode",
            "from crm._runtime.codecs.json import decode, encode",
        ),
        (
            "from ..codecs import json as codec",
            "from crm._runtime.codecs import json as codec",
        ),
        ("from .. import names", "from crm._runtime import names"),
        (
            "from ..errors import (\n    Fault,\n    NotFound,\n)",
            "from crm._runtime.errors import (\n    Fault,\n    NotFound,\n)",
        ),
        (
            "if TYPE_CHECKING:\n    from ..carriers import Carrier",
            "if TYPE_CHECKING:\n    from crm._runtime.carriers import Carrier",
        ),
        (
            "def f():\n    if x:\n        from ..names import words",
            "def f():\n    if x:\n        from crm._runtime.names import words",
        ),
    ],
)
def test_the_way_up_becomes_the_way_to_the_proxies(line: str, expected: str):
    assert redirected(f"{line}\n", "crm") == f"{expected}\n"


@pytest.mark.parametrize(
    "line",
    [
        "from .store import Store",
        "from . import store",
        "from __future__ import annotations",
        "from collections.abc import Iterator",
        "import json",
        "x = '..'",
        'raise ValueError("import it from ..errors import Fault")',
        "# from ..errors import Fault",
        "def f(*args: ...) -> None: ...",
        "path = path / '..' / 'import'",
    ],
)
def test_all_else_stays(line: str):
    assert redirected(f"{line}\n", "crm") == f"{line}\n"


def test_a_line_that_grows_too_long_is_broken_as_black_would():
    name = "a_package_with_quite_a_long_name"
    text = (
        "from ..codecs.schema import Field, Schema, schema_of\n"
        "\n\ndef f() -> None:\n    from ..codecs.kinds import Kind, Typed, resolve\n"
    )

    made = redirected(text, name)

    assert made == f"""\
from {name}._runtime.codecs.schema import (
    Field,
    Schema,
    schema_of,
)


def f() -> None:
    from {name}._runtime.codecs.kinds import (
        Kind,
        Typed,
        resolve,
    )
"""
    assert made == black.format_str(made, mode=black.Mode())


# --- every module there is


def source(name: str) -> str:
    return (SERVER / name).read_text("utf-8")


def expected(text: str, package: str) -> str:
    """The tree of a module in which each import of the runtime names it."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            node.level = 0
            node.module = ".".join(filter(None, (package, "_runtime", node.module)))
    return ast.dump(tree)


def imports(text: str) -> Iterator[tuple[int, str]]:
    """How many folders up each import goes, and what it names."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ImportFrom(level=level, module=module):
                yield level, module or ""
            case ast.Import(names=names):
                yield from ((0, each.name) for each in names)
            case _:
                pass


def test_the_whole_server_is_copied():
    copied = dict(server_modules("crm"))

    assert list(copied) == MODULES
    assert {"application.py", "creating.py", "plugin.py", "stub.py"} <= copied.keys()
    assert [path.name for path in SERVER.iterdir() if path.is_dir()] in (
        [],
        ["__pycache__"],
    )


@pytest.mark.parametrize("name", MODULES)
def test_nothing_but_the_way_to_the_runtime_changes(name: str):
    """Not in texts either: no string of the server begins a line as an import does."""
    text = source(name)

    assert ast.dump(ast.parse(redirected(text, "crm"))) == expected(text, "crm")


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_is_there(name: str):
    """Of its own folder, of the runtime, of Python, and of what users have to install."""
    for level, module in imports(source(name)):
        first, _, rest = module.partition(".")
        if level == 0:
            assert first in ALLOWED, module
            assert name in WHERE.get(first, {name}), module
        elif level == 1:
            assert not rest, module
            assert not first or f"{first}.py" in MODULES, module
        else:
            assert level == 2, f"{'.' * level}{module}"
            path = SERVER.parent / module.replace(".", "/")
            assert path.with_suffix(".py").is_file() or path.is_dir(), module
            assert first != "server", module


@pytest.mark.parametrize("name", MODULES)
def test_what_not_everybody_has_is_imported_when_it_is_used(name: str):
    """joserfc and cryptography take long to load, uvicorn need not be there."""
    late = {"cryptography", "joserfc", "uvicorn"}
    for node in ast.parse(source(name)).body:
        for _, module in imports(ast.unparse(node)) if _is_import(node) else ():
            assert module.partition(".")[0] not in late, module


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def test_a_copy_names_no_generator():
    for name, text in server_modules("crm"):
        for level, module in imports(text):
            assert module.partition(".")[0] != "generator", name
            assert level <= 1, name


@pytest.mark.parametrize("package", ["crm", "a_much_longer_name_of_a_package"])
def test_black_leaves_the_changed_imports_alone(package: str):
    found = [
        ast.get_source_segment(text, node) or ""
        for _, text in server_modules(package)
        for node in ast.parse(text).body
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(package)
    ]
    whole = "\n".join(found) + "\n"

    assert len(found) > 50
    assert black.format_str(whole, mode=black.Mode()) == whole


def test_the_digest_is_that_of_the_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("generator.emit.server.SERVER", tmp_path)
    digests: list[str] = []
    for name, text in [("a.py", "x"), ("a.py", "y"), ("b.py", "y"), ("c.txt", "z")]:
        (tmp_path / name).write_text(text)
        digests.append(server_digest())

    assert len(set(digests)) == 3
    assert digests[2] == digests[3]
