"""The audit of a module that a user's own template had a part in."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

from generator.plan.outline import ClassOutline, ModuleOutline

_ALWAYS = frozenset({*dir(builtins), "__file__", "__path__", "__class__"})


def differences_in_users_module(
    tree: ast.Module, text: str, outline: ModuleOutline
) -> Iterator[tuple[int, str]]:
    """Lines and how they differ: in classes, methods and fields, or by a name from nowhere."""
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    planned = {each.name: each for each in outline.classes}
    for name in sorted(classes.keys() ^ planned.keys()):
        line = classes[name].lineno if name in classes else 1
        yield line, f"class {name} is {'not planned' if name in classes else 'missing'}"
    for name in sorted(classes.keys() & planned.keys()):
        yield from _differences_in_class(classes[name], planned[name])
    table = symtable.symtable(text, "<module>", "exec")
    known = _ALWAYS | {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
    for missing, line in _from_nowhere(table, known):
        yield line, f"the name {missing} comes from nowhere"
    for node in _annotations(tree):
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and inner.id not in known:
                yield inner.lineno, f"the name {inner.id} comes from nowhere"


def _differences_in_class(
    node: ast.ClassDef, outline: ClassOutline
) -> Iterator[tuple[int, str]]:
    methods: dict[str, int] = {}
    fields: dict[str, int] = {}
    constants: set[str] = set()
    for inner in node.body:
        match inner:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                methods[inner.name] = inner.lineno
            case ast.AnnAssign(target=ast.Name(id=name)):
                fields[name] = inner.lineno
            case ast.Assign(targets=targets):
                constants.update(
                    each.id for each in targets if isinstance(each, ast.Name)
                )
            case _:
                pass
    wanted = {each.name for each in outline.methods}
    for name in sorted(methods.keys() ^ wanted):
        what = "not planned" if name in methods else "missing"
        yield methods.get(name, node.lineno), f"method {name} is {what}"
    given = {each.name for each in outline.assignments}
    for name in sorted((fields.keys() - given) | (given - fields.keys() - constants)):
        what = "not planned" if name in fields else "missing"
        yield fields.get(name, node.lineno), f"field {name} is {what}"


def _from_nowhere(
    table: symtable.SymbolTable, known: frozenset[str]
) -> Iterator[tuple[str, int]]:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if symbol.is_referenced() and (top or symbol.is_global()) and name not in known:
            yield name, table.get_lineno() or 1
    for child in table.get_children():
        yield from _from_nowhere(child, known)


def _annotations(tree: ast.Module) -> Iterator[ast.expr]:
    """The annotations, which `from __future__ import annotations` hides from the compiler."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(annotation=annotation):
                yield annotation
            case ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.FunctionDef(returns=ast.expr() as returns):
                yield returns
            case ast.AsyncFunctionDef(returns=ast.expr() as returns):
                yield returns
            case _:
                pass
