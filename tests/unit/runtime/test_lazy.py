"""Indexes that load what they are asked for, and what their users have put beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

INDEX = """
from generator.runtime.lazy import LazyClasses, lazily

__getattr__, __dir__ = lazily(__name__, {{"Thing": "thing"}}, patched={patched})
THINGS = LazyClasses(__name__, {{"thing": "Thing"}})
"""
Make = Callable[..., ModuleType]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes a package with one class, and a `_patch.py` where one is given."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    made: list[str] = []

    def package(patch: str | None = None, *, patched: bool = True) -> ModuleType:
        name = f"lazy_package_{len(made)}"
        made.append(name)
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text(INDEX.format(patched=patched))
        (folder / "thing.py").write_text("class Thing:\n    pass\n")
        if patch is not None:
            (folder / "_patch.py").write_text(patch)
        return import_module(name)

    yield package
    for name in list(sys.modules):
        if name.partition(".")[0] in made:
            del sys.modules[name]


def test_nothing_is_patched_where_there_is_no_patch(make: Make):
    package = make()

    assert package.Thing.__module__ == f"{package.__name__}.thing"
    assert f"{package.__name__}._patch" not in sys.modules
    with pytest.raises(AttributeError, match="has no attribute 'Other'"):
        package.Other  # noqa: B018


def test_a_class_stands_in_the_place_of_the_generated_one_of_its_name(make: Make):
    package = make(
        "from .thing import Thing as Generated\nclass Thing(Generated): pass\n"
    )

    assert package.Thing.__module__ == f"{package.__name__}._patch"
    assert package.Thing.__mro__[1] is package.THINGS.generated("thing")
    assert package.THINGS["thing"] is package.Thing
    assert package.THINGS.module("thing").__name__ == f"{package.__name__}.thing"


def test_what_the_patch_defines_is_there_and_what_it_imports_is_not(make: Make):
    package = make(
        "from __future__ import annotations\n"
        "import os\n"
        "from pathlib import Path\n"
        "from .thing import Thing as Generated\n"
        "LIMIT = 3\n"
        "_private = 4\n"
        "def more() -> int: return LIMIT\n"
        "def _less() -> int: return 0\n"
    )

    assert package.more() == package.LIMIT == 3
    assert {"LIMIT", "Thing", "more"} <= {*dir(package)}
    assert not {"Generated", "Path", "_less", "_private", "annotations", "os"} & {
        *dir(package)
    }
    assert package.Thing.__module__.endswith(".thing")


def test_all_says_what_is_there(make: Make):
    package = make(
        "from pathlib import Path\n"
        "__all__ = ['Path', '_chosen']\n"
        "_chosen = 1\n"
        "left_out = 2\n"
    )

    assert package.Path is Path
    assert package._chosen == 1
    assert not hasattr(package, "left_out")


def test_a_package_that_is_not_to_be_patched_is_not(make: Make):
    package = make("class Thing: pass\n", patched=False)

    assert package.Thing.__module__ == f"{package.__name__}.thing"
    assert f"{package.__name__}._patch" not in sys.modules


@pytest.mark.parametrize(
    ("patch", "kind", "said"),
    [
        ("import no_such_module\n", ModuleNotFoundError, "no_such_module"),
        ("from ._patches import x\n", ModuleNotFoundError, "_patches"),
        ("from .thing import Nothing\n", ImportError, "Nothing"),
        ("1 / 0\n", ZeroDivisionError, "division"),
        ("class Thing(\n", SyntaxError, "never closed"),
        ("undefined\n", NameError, "undefined"),
        # These two would mean "not there" to whoever looks a name up.
        ("object.nothing\n", ImportError, "AttributeError: .*nothing"),
        ("{}['nothing']\n", ImportError, "KeyError: 'nothing'"),
        ("__all__ = ['Nothing']\n", ImportError, "AttributeError: .*Nothing"),
    ],
)
def test_an_error_in_the_patch_is_its_users_to_see(
    make: Make, patch: str, kind: type[Exception], said: str
):
    package = make(patch)

    for _ in range(2):  # and so each time
        with pytest.raises(kind, match=said):
            package.Thing  # noqa: B018
        with pytest.raises(kind, match=said):
            hasattr(package, "Thing")
        with pytest.raises(kind, match=said):
            exec(f"from {package.__name__} import Thing", {})


def test_a_patch_that_asks_its_own_index_is_told_what_to_do(make: Make):
    package = make("from . import Thing as Generated\n")

    with pytest.raises(ImportError, match="from its own module"):
        package.Thing  # noqa: B018


def test_a_patch_may_import_modules_of_its_package(make: Make):
    package = make("from . import thing\nclass Thing(thing.Thing): pass\n")

    assert package.Thing.__mro__[1].__module__.endswith(".thing")
