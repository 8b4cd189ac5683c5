"""What the audit knows of a package as a whole: what its modules offer, and what is a type."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.plan.outline import ModuleOutline
from generator.runtime import spelling

_TYPES = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str"})
_TYPE_NAMES = frozenset(
    {"Annotated", "Any", "Decimal", "date", "datetime", "time", "timedelta"}
    | _TYPES
    | {*spelling.__all__}
)


_RUNTIME = Path(__file__).parent.parent / "runtime"
_COPIED = {"_runtime": ("proxies", _RUNTIME), "_server": ("stubs", _RUNTIME / "server")}


class AuditedPackage:
    """The outlines by path, and what they say together."""

    def __init__(self, outlines: Mapping[str, ModuleOutline]) -> None:
        self.outlines = outlines
        self._judged: dict[str, bool] = {}
        self._type_names = set(_TYPE_NAMES)
        for path, outline in outlines.items():
            folder = posixpath.basename(posixpath.dirname(path))
            if folder in ("carriers", "enumerations"):
                self._type_names.update(each.name for each in outline.classes)
                self._type_names.update(each.name for each in outline.assignments)

    def offers(self, path: str, level: int, module: str, name: str) -> bool:
        """Whether a relative import in the module at `path` finds what it names."""
        folder = path
        for _ in range(level):
            folder = posixpath.dirname(folder)
        project, _, inner = folder.partition("/")
        if not inner:
            return False  # above the package
        words = module.split(".") if module else []
        first = (words or [name])[0]
        if first in _COPIED:  # the same in each package
            there = f"{folder}/__init__.py" in self.outlines
            there = there and project == _COPIED[first][0]
            return there and name in _names_of(first, "/".join(words[1:]))
        there = posixpath.join(folder, *words)
        return self._module_offers(f"{there}.py", name) or self._module_offers(
            f"{there}/__init__.py", name
        )

    def proxies_offer(self, module: str, name: str) -> bool:
        """Whether an import in the stubs from the proxies, by their own name, finds what it names."""
        package, *words = module.split(".")
        return bool(words) and self.offers(
            f"proxies/{package}/__init__.py", 1, ".".join(words), name
        )

    def _module_offers(self, path: str, name: str) -> bool:
        source = self.outlines.get(path)
        return source is not None and (
            name in source.passed_on
            or any(each.name == name for each in source.classes)
            or any(each.name == name for each in source.assignments)
        )

    def is_type(self, text: str) -> bool:
        """Whether the runtime, which evaluates the text, will find a type and nothing else."""
        if text not in self._judged:
            try:
                tree = ast.parse(text, mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                self._judged[text] = False
            else:
                self._judged[text] = self._is_type(tree)
        return self._judged[text]

    def _is_type(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self._type_names
            case ast.Constant(value=value):
                return value is None
            case ast.BinOp(op=ast.BitOr()):
                return self._is_type(node.left) and self._is_type(node.right)
            case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=parts)):
                return all(map(self._is_type, parts))
            case ast.Subscript(value=ast.Name(id="list"), slice=item):
                return self._is_type(item)
            case ast.Subscript(
                value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *others])
            ):
                return self._is_type(first) and all(map(_is_marker, others))
            case _:
                return False


@cache
def _names_of(copied: str, module: str) -> frozenset[str]:
    """What a module of the runtime or the server has to import: classes, functions, assignments.

    Of a package inside of it, what its index hands on. Of the whole, "", these are its modules.
    """
    _, folder = _COPIED[copied]
    if not module:
        return frozenset(path.stem for path in folder.iterdir())
    found: set[str] = set()
    file = folder / f"{module}.py"
    if not file.is_file():
        file = folder / module / "__init__.py"
    for node in ast.parse(file.read_bytes()).body if file.is_file() else ():
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ImportFrom(level=1, names=names) if file.name == "__init__.py":
                found.update(name.asname or name.name for name in names)
            case _:
                pass
    return frozenset(name for name in found if not name.startswith("_"))


def _is_marker(node: ast.expr) -> bool:
    """Whether this is a spelling of the runtime with constants as arguments."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in spelling.__all__
        and all(isinstance(each, ast.Constant) for each in node.args)
        and all(
            each.arg is not None and isinstance(each.value, ast.Constant)
            for each in node.keywords
        )
    )
