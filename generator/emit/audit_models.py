"""The audit of a module that datamodel-code-generator made of our schema.

It chooses names of its own for what has none in the schema, so these cannot be compared.
What a module of plain classes consists of is known: anything else is an error.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from generator.diagnostics import Diagnostics, Origin, quoted

_MODULES = frozenset(
    {"__future__", "dataclasses", "datetime", "decimal", "enum", "pydantic", "typing"}
    | {"typing_extensions", "uuid"}
)
_BUILTINS = frozenset(
    {"bool", "bytes", "dict", "float", "int", "list", "object", "str"}
)
_FUNCTIONS = frozenset(
    {"ConfigDict", "Field", "TypedDict", "confloat", "conint", "conlist", "constr"}
    | {"dataclass", "field"}
)


def audit_models(
    path: str, text: str, names: Collection[str], diagnostics: Diagnostics
) -> None:
    """Add an error if the module holds more than classes of data, or not those of `names`."""
    for line, what in _findings(text, names):
        diagnostics.error(
            "audit",
            what,
            Origin(path, str(line)),
            expected="classes of data for the carriers and enumerations, and nothing else",
            hint="this is a fault of proxysmith, or the metadata was made to cause it:"
            " please report it",
        )
        return


def _findings(text: str, names: Collection[str]) -> Iterator[tuple[int, str]]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        yield 1, f"this is no Python: {problem}"
        return
    module = _Module(tree)
    yield from module.findings()
    there = {_bare(name) for name in module.defined}
    for name in names:
        if _bare(name) not in there:
            yield 1, f"{quoted(name)} is missing"


def _bare(name: str) -> str:
    """The letters and digits of a name, which datamodel-code-generator keeps."""
    return re.sub(r"[\W_]", "", name).casefold()


class _Module:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self.defined: set[str] = set()
        self._imported: set[str] = set()
        self._found: list[tuple[int, str]] = []

    def findings(self) -> list[tuple[int, str]]:
        for node in self._tree.body:
            match node:
                case ast.ImportFrom(level=0, module=str(module)) if module in _MODULES:
                    self._imported.update(
                        each.asname or each.name for each in node.names
                    )
                case ast.ClassDef(name=name):
                    self.defined.add(name)
                case ast.Assign(targets=[ast.Name(id=name)]):
                    self.defined.add(name)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    self.defined.add(name)
                case _:
                    pass
        self._known = self.defined | self._imported | _BUILTINS
        for node in self._tree.body:
            self._statement(node)
        return self._found

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.ImportFrom(level=0, module=str(module)) if module in _MODULES:
                pass
            case ast.Expr(value=ast.Constant(value=str())):
                pass
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="model_rebuild"),
                    args=[],
                    keywords=[],
                )
            ) if (
                name in self.defined
            ):
                pass
            case ast.ClassDef():
                self._class(node)
            case ast.AnnAssign(
                target=ast.Name(),
                annotation=ast.Name(id="TypeAlias"),
                value=ast.expr() as it,
            ):
                self._type(it)
            case ast.Assign(
                targets=[ast.Name()],
                value=ast.Call(
                    func=ast.Name(id="TypedDict"),
                    args=[ast.Constant(), ast.Dict() as fields],
                ) as call,
            ):
                for key, value in zip(fields.keys, fields.values, strict=True):
                    if not isinstance(key, ast.Constant):
                        self._note(node)
                    self._type(value)
                self._keywords(call)
            case _:
                self._note(node)

    def _class(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            self._type(base)
        for decorator in node.decorator_list:
            self._value(decorator)
        for keyword in node.keywords:
            if keyword.arg != "total":
                self._note(node)
            self._value(keyword.value)
        for inner in node.body:
            match inner:
                case ast.Pass() | ast.Expr(value=ast.Constant()):
                    pass
                case ast.Assign(targets=[ast.Name()], value=value):
                    self._value(value)
                case ast.AnnAssign(
                    target=ast.Name(), annotation=annotation, value=value
                ):
                    self._type(annotation)
                    if value is not None:
                        self._value(value)
                case _:
                    self._note(inner)

    def _type(self, node: ast.expr) -> None:
        """Note where an annotation, which some library will evaluate, is no type."""
        match node:
            case ast.Name(id=name) if name in self._known:
                pass
            case ast.Constant(value=str(name)) if name in self._known:
                pass
            case ast.Constant(value=None):
                pass
            case ast.BinOp(op=ast.BitOr()):
                self._type(node.left)
                self._type(node.right)
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                for each in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                    self._value(each)
            case ast.Subscript(value=ast.Name(id=name), slice=inner) if (
                name in self._known
            ):
                for each in inner.elts if isinstance(inner, ast.Tuple) else [inner]:
                    self._type(each)
            case ast.Call():
                self._value(node)
            case _:
                self._note(node)

    def _value(self, node: ast.expr) -> None:
        match node:
            case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
                pass
            case ast.Name(id=name) if name in self._known:
                pass
            case ast.Attribute(
                value=ast.Name(id=name), attr=member
            ) if name in self.defined and not member.startswith("_"):
                pass
            case ast.List(elts=inner) | ast.Tuple(elts=inner):
                for each in inner:
                    self._value(each)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                for each in (*keys, *values):
                    if each is not None:
                        self._value(each)
            case ast.Lambda(body=ast.Constant() as inner):
                self._value(inner)
            case ast.Call(func=ast.Name(id=name)) if (
                name in _FUNCTIONS and name in self._imported
            ):
                for each in node.args:
                    self._value(each)
                self._keywords(node)
            case _:
                self._note(node)

    def _keywords(self, node: ast.Call) -> None:
        for keyword in node.keywords:
            if keyword.arg is None:
                self._note(node)
            self._value(keyword.value)

    def _note(self, node: ast.stmt | ast.expr) -> None:
        shown = quoted(ast.unparse(node))
        self._found.append((node.lineno, f"{shown} has no place in a class of data"))
