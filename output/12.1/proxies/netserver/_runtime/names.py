"""What the names in the annotations of a module stand for, found when they are first needed.

Carriers import one another for type checkers only, so that using one does not load all.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Any

from . import spelling
from .lazy import of_user

__all__ = ["Names", "names_of", "package_of"]

_ALIASES: dict[str, Any] = {name: getattr(spelling, name) for name in spelling.__all__}
_ALIASES.update(
    {
        "str": str,
        "int": int,
        "bool": bool,
        "float": float,
        "bytes": bytes,
        "object": object,
        "list": list,
        "dict": dict,
        "Any": Any,
        "Annotated": Annotated,
        "Decimal": Decimal,
        "date": date,
        "datetime": datetime,
        "time": time,
        "timedelta": timedelta,
    }
)


def package_of(runtime: str) -> str:
    """The generated package around a copy of the runtime; empty for `generator.runtime`."""
    head, _, tail = runtime.rpartition(".")
    return head if tail == "_runtime" else ""


class Names(Mapping[str, Any]):
    """The names of one module: its own first, then the spellings, then those of the package."""

    def __init__(self, package: str = "", module: str = "") -> None:
        self._package = package
        self._module = module
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        try:
            return self._found[name]
        except KeyError:
            pass
        value = self._find(name)
        if isinstance(value, str):  # an alias that was left as text
            value = self.evaluate(value)
        self._found[name] = value
        return value

    def _find(self, name: str) -> Any:
        module = sys.modules.get(self._module)
        if module is not None and name in (own := vars(module)):
            return own[name]
        if name in _ALIASES:
            return _ALIASES[name]
        if self._package:
            indexes = [
                f"{self._package}.{each}" for each in ("carriers", "enumerations")
            ]
            modules = [import_module(index) for index in indexes]
            for index in indexes:
                of_user(
                    index
                )  # now, so that an error in it is not met while a value is written
            for each in modules:
                try:
                    return getattr(each, name)
                except AttributeError:
                    continue
        raise KeyError(name)

    def evaluate(self, text: str) -> Any:
        """The type that an annotation of this module's package stands for."""
        found = self._found.get(text)
        if found is None:
            # The text is source code of this package, written by whoever wrote the class.
            found = eval(text, {"__builtins__": {}}, self)  # noqa: S307
            self._found[text] = found
        return found

    def __iter__(self) -> Any:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


_PACKAGE = package_of(__package__ or "")
_BY_MODULE: dict[str, Names] = {}


def names_of(module: str) -> Names:
    """The names of a module; those of the generated package share what they have found."""
    key = "" if _PACKAGE and module.startswith(_PACKAGE + ".") else module
    names = _BY_MODULE.get(key)
    if names is None:
        names = _BY_MODULE[key] = Names(_PACKAGE, key)
    return names
