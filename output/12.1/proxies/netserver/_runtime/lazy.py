"""Packages whose members are loaded when they are first asked for (PEP 562).

The indexes of a generated package also ask a module of its user's, `_patch`: what that defines
stands in the place of what was generated under the same name, or beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

PATCH = "_patch"
"""The module of the user's; nobody else writes one of that name."""

_MISSING = object()
_NOTHING: Mapping[str, Any] = {}
_tables: dict[str, Mapping[str, str]] = {}
"""Of each package: the names that were generated, and the modules in which they are."""
_patches: dict[str, Mapping[str, Any] | None] = {}
"""Of each package that may be patched: what its user has put there; None before it was looked for."""


class _StillLoading(ImportError):
    """A patch asks the index that it is loaded for."""


def lazily(
    package: str, modules: Mapping[str, str], *, patched: bool = False
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package; `modules` says where each name lives.

    `patched` has the package's module `_patch` asked first, where there is one.
    """
    _tables[package] = modules
    if patched:
        _patches[package] = None

    def load(name: str) -> Any:
        module = modules.get(name)
        found = _MISSING
        try:
            # Python asks for names such as __path__ or __wrapped__ at odd moments.
            if name[:2] != "__":
                found = of_user(package).get(name, _MISSING)
        except _StillLoading:
            if module is not None:
                raise  # which class is meant is not decided yet
        if found is _MISSING:
            if module is None:
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            found = getattr(import_module(f".{module}", package), name)
        # Once loaded it is an attribute like any other, and this function is not called.
        setattr(sys.modules[package], name, found)
        return found

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *modules, *of_user(package)})

    return load, names


def of_user(package: str) -> Mapping[str, Any]:
    """What the package's `_patch` defines for all to see, by name; found on first use.

    An error in it is the user's to see. Two kinds of error mean "not there" to whoever looks a name up, and so
    nothing would be left of them: of these an ImportError tells.
    """
    found = _patches.get(package, _NOTHING)
    if found is None:
        name = f"{package}.{PATCH}"
        try:
            found = _defined(import_module(name))
        except ModuleNotFoundError as error:
            if error.name != name:  # something that it imports is missing
                raise
            found = _NOTHING
        except (AttributeError, KeyError) as error:
            told = f"{name}: {type(error).__name__}: {error}"
            raise ImportError(told, name=name) from error
        _patches[package] = found
    return found


def _defined(module: ModuleType) -> Mapping[str, Any]:
    """The names in `__all__`; without it those of what was defined there, and not merely imported."""
    if getattr(module.__spec__, "_initializing", False):
        package = module.__name__.rpartition(".")[0]
        raise _StillLoading(
            f"{module.__name__} asks {package} for a class while it is loaded itself: "
            "import what was generated from its own module",
            name=module.__name__,
        )
    listed: list[str] | None = getattr(module, "__all__", None)
    if listed is not None:
        return {name: getattr(module, name) for name in listed}
    return {
        name: value
        for name, value in vars(module).items()
        if name[:1] != "_"
        and not isinstance(value, ModuleType)
        and getattr(value, "__module__", module.__name__) == module.__name__
    }


def is_generated(package: str, module: str, name: str) -> bool:
    """Whether a class of that name, in that module, is one of the package's own.

    True, too, where nothing is known of the package.
    """
    table = _tables.get(package)
    return table is None or f"{package}.{table.get(name)}" == module


class LazyClasses(Mapping[str, Any]):
    """Classes of a package by wire name; each is loaded when it is looked up."""

    def __init__(self, package: str, names: Mapping[str, str]) -> None:
        self._package = package
        self._names = names

    def __getitem__(self, wire_name: str) -> Any:
        return getattr(sys.modules[self._package], self._names[wire_name])

    def module(self, wire_name: str) -> ModuleType:
        """The generated module of a class, whichever class stands in its place."""
        table = _tables[self._package]
        return import_module(f".{table[self._names[wire_name]]}", self._package)

    def generated(self, wire_name: str) -> Any:
        """The class as it was generated."""
        return getattr(self.module(wire_name), self._names[wire_name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<{len(self)} classes of {self._package}>"
