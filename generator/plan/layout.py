"""What every planned file has: where it goes, which template prints it, and its imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.plan.text import (
    LINE_LENGTH,
    Code,
    DottedName,
    Identifier,
    code,
    joined,
    width,
)

FIXED = (
    "credentials",
    "errors",
    "files",
    "filters",
    "hooks",
    "options",
    "patches",
    "rows",
    "tenants",
    "values",
)
"""Modules that are the same in every package: they say what of the runtime is for users."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file to be rendered.

    `path` is relative to the output folder, with forward slashes; `template` is a name in the
    folder of templates; `context` holds the template's values by name.
    """

    path: str
    template: str
    context: Mapping[str, object]


def import_line(module: str, names: Iterable[str], *, checking: bool = False) -> Code:
    """`from module import names`, laid out as black would.

    `checking` says that the line stands four columns in, below `if TYPE_CHECKING:`.
    """
    # The package around a module has no name there.
    source = code(".") if module == "." else DottedName(module, dunder=True)
    parts = [code("{}", Identifier(name)) for name in sorted(set(names))]
    line = code("from {} import {}", source, joined(", ", parts))
    if (4 if checking else 0) + width(line) <= LINE_LENGTH:
        return line
    if checking:
        return code(
            "from {} import (\n        {},\n    )", source, joined(",\n        ", parts)
        )
    return code("from {} import (\n    {},\n)", source, joined(",\n    ", parts))


def reexport_line(module: str, name: Identifier) -> Code:
    """`from .module import name as name`, below `if TYPE_CHECKING:`."""
    source = DottedName(module)
    line = code("from {} import {} as {}", source, name, name)
    if 4 + width(line) <= LINE_LENGTH:
        return line
    return code("from {} import (\n        {} as {},\n    )", source, name, name)


def import_lines(
    modules: Mapping[str, Iterable[str]], *, checking: bool = False
) -> tuple[Code, ...]:
    """One line a module, in the order that import sorters use: absolute, then the farthest first."""
    return tuple(
        import_line(module, modules[module], checking=checking)
        for module in sorted(
            modules, key=lambda name: (name.startswith("."), _depth(name), name)
        )
    )


def _depth(module: str) -> int:
    return -(len(module) - len(module.lstrip(".")))


def table(entries: Iterable[Code], *, deep: bool) -> Code:
    """A dictionary display with one entry a line, as an argument or, `deep`, one level below."""
    entries = list(entries)
    if not entries:
        return joined("", (code("{"), code("}")))
    if deep:
        return code("{\n            {},\n        }", joined(",\n            ", entries))
    return code("{\n        {},\n    }", joined(",\n        ", entries))
