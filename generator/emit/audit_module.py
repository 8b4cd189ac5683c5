"""The audit of one module of ours: every statement, every expression, every name."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from typing import TypeAlias, TypeVar

from generator.diagnostics import quoted
from generator.emit.audit_package import AuditedPackage
from generator.plan.outline import (
    AssignmentOutline,
    ClassOutline,
    MethodOutline,
    ModuleOutline,
)

_Assigned: TypeAlias = tuple[str, ast.Assign | ast.AnnAssign]
_Method: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_Node = TypeVar("_Node", ast.ClassDef, _Method)
_Outline = TypeVar("_Outline", ClassOutline, MethodOutline)

_PYTHON = {
    "__future__": {"annotations"},
    "collections.abc": {"Mapping", "Sequence"},
    "datetime": {"date", "datetime", "time", "timedelta"},
    "decimal": {"Decimal"},
    "typing": {"TYPE_CHECKING", "Annotated", "Any", "TypeAlias", "Unpack"},
}
_BUILTINS = frozenset(
    {"__name__", "bool", "bytes", "dict", "float", "int", "list", "str", "type"}
)
_QUERY = "query: Unpack[Query]"  # the one way to take any of a closed list of words
_METHODS = frozenset(
    {
        "_AGENT.operation",
        "_RESOURCE.operation",
        "self._agent",
        "self._call",
        "self._part",
        "self._resource",
        "self._resources",
        "self._rows",
    }
)
# The arguments of a row that the runtime evaluates to types.
_TYPES = frozenset({"takes", "gives", "result", "header_types"})


class AuditedModule:
    """One module of ours, parsed, with what is known of it so far."""

    def __init__(
        self, path: str, text: str, tree: ast.Module, package: AuditedPackage
    ) -> None:
        self._path = path
        self._text = text
        self._tree = tree
        self._package = package
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._ascii = text.isascii()
        self._known = set(_BUILTINS)
        self._callable: set[str] = set()
        self._enumerations: set[str] = set()
        self._annotates = False
        self._patched = False
        self._found: list[tuple[int, str]] = []

    def differences(self, outline: ModuleOutline) -> list[tuple[int, str]]:
        """Where the module differs from the outline and from generated code, and how."""
        self._patched = outline.patched
        self._known.update(each.name for each in outline.assignments)
        self._known.update(each.name for each in outline.classes)
        assigned: list[_Assigned] = []
        classes: list[ast.ClassDef] = []
        for node in self._tree.body:
            match node:
                case ast.Expr(value=ast.Constant(value=str())):
                    pass
                case ast.ImportFrom():
                    self._import(node)
                case ast.Assign() | ast.AnnAssign():
                    assigned += self._targets(node)
                case ast.ClassDef():
                    classes.append(node)
                case ast.If(test=ast.Name(id="TYPE_CHECKING") as test):
                    self._expression(test)
                    assigned += self._lazy(node)
                case _:
                    self._odd(node)
        self._compare_assignments(assigned, outline.assignments, self._tree)
        self._compare(classes, outline.classes, self._class)
        if self._annotates and "annotations" not in self._known:
            self._note(self._tree, "annotations are evaluated when they are read")
        return self._found

    def _lazy(self, node: ast.If) -> Iterator[_Assigned]:
        """Imports for type checkers alone, and what loads the same names when they are used."""
        for inner in node.body:
            match inner:
                case ast.ImportFrom(module="_patch", level=1, names=[alias]) if (
                    alias.name == "*" and self._patched
                ):
                    pass  # what a user has put beside an index
                case ast.ImportFrom():
                    self._import(inner)
                case _:
                    self._odd(inner)
        for inner in node.orelse:
            if isinstance(inner, ast.Assign):
                yield from self._targets(inner)
            else:
                self._odd(inner)

    def _class(self, node: ast.ClassDef, outline: ClassOutline) -> None:
        assigned: list[_Assigned] = []
        methods: list[_Method] = []
        bases = [self._source(base) for base in node.bases]
        if bases != [outline.base] or node.keywords or node.decorator_list:
            self._note(node, f"class {node.name} is made of other things")
        for base in node.bases:
            self._expression(base)
        for inner in node.body:
            match inner:
                case ast.Expr(value=ast.Constant(value=str())):
                    pass
                case ast.Assign() | ast.AnnAssign():
                    assigned += self._targets(inner)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    methods.append(inner)
                case _:
                    self._odd(inner)
        self._compare_assignments(assigned, outline.assignments, node)
        self._compare(methods, outline.methods, self._method)

    def _method(self, node: _Method, outline: MethodOutline) -> None:
        if not self._begins(node, outline.head):
            self._note(node, f"method {node.name} has another signature")
        decorators = [self._source(each) for each in node.decorator_list]
        if decorators != ([outline.decorator] if outline.decorator else []):
            self._note(node, f"method {node.name} is decorated otherwise")
        for each in node.decorator_list:
            if isinstance(each, ast.Call):
                self._expression(each)
        self._annotates = True
        every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        words = node.args.kwarg
        if words and self._source(words) == _QUERY:
            every.append(words)
            words = None
        if node.args.vararg or words:
            self._note(node, f"method {node.name} takes any number of arguments")
        for inner in (
            *(each.annotation for each in every),
            *node.args.defaults,
            *node.args.kw_defaults,
            node.returns,
        ):
            if inner is not None:
                self._expression(inner)
        statements = node.body
        if ast.get_docstring(node, clean=False) is not None:
            statements = statements[1:]
        if len(statements) != 1 or not self._says(statements[0], outline.body):
            self._note(node, f"method {node.name} does something else")
        for statement in statements:
            match statement:
                case ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
                    self._expression(value, {each.arg for each in every})
                case ast.Raise(exc=ast.Name(id="NotImplementedError"), cause=None):
                    pass
                case _:
                    self._odd(statement)

    def _import(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        for alias in node.names:
            name = alias.name
            if node.level:
                allowed = self._package.offers(self._path, node.level, module, name)
            else:
                allowed = name in _PYTHON.get(module, ()) or (
                    self._path.startswith("stubs/")
                    and self._package.proxies_offer(module, name)
                )
            if not allowed or alias.asname not in (None, name):
                source = "." * node.level + module
                self._note(node, f"{name} is imported from {quoted(source)}")
            self._known.add(name)
            first, _, inner = module.partition(".")
            if (node.level and first in ("_runtime", "_server")) or (
                not node.level and inner.startswith("_runtime.")
            ):
                self._callable.add(name)
            elif node.level and first == "enumerations":
                self._enumerations.add(name)

    def _targets(self, node: ast.Assign | ast.AnnAssign) -> Iterator[_Assigned]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        match targets:
            case [ast.Name(id=name)]:
                yield name, node
            case [ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=other)])]:
                yield from ((one, node), (other, node))
            case _:
                self._odd(node)

    def _compare_assignments(
        self,
        assigned: Sequence[_Assigned],
        outlines: Sequence[AssignmentOutline],
        whole: ast.Module | ast.ClassDef,
    ) -> None:
        names = [name for name, _ in assigned]
        planned = [each.name for each in outlines]
        if names != planned:
            odd = [node for name, node in assigned if name not in planned]
            self._note(odd[0] if odd else whole, _unplanned(names, planned))
            return
        for (name, node), outline in zip(assigned, outlines, strict=True):
            if outline.source and not self._says(node, outline.source):
                self._note(node, f"{name} is given something else")
            if isinstance(node, ast.AnnAssign):
                self._annotates = True
                self._expression(node.annotation)
            if node.value is not None:
                self._expression(node.value, names)
            match node:
                case ast.AnnAssign(
                    annotation=ast.Name(id="TypeAlias"),
                    value=ast.Constant(value=str(text)) as value,
                ) if self._package.is_type(text):
                    self._expression(_moved(text, value))
                case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
                    self._note(node, f"{name} stands for no type")
                case ast.Assign(value=value) if name == "__all__":
                    self._offers(value.elts if isinstance(value, ast.List) else [value])
                case ast.Assign(
                    value=ast.Call(func=ast.Name(), args=[_, ast.Dict(keys=offered)])
                ):
                    self._offers(offered)
                case _:
                    pass

    def _compare(
        self,
        nodes: Sequence[_Node],
        outlines: Sequence[_Outline],
        compare: Callable[[_Node, _Outline], None],
    ) -> None:
        names = [node.name for node in nodes]
        planned = [each.name for each in outlines]
        if names != planned:
            odd = [node for node in nodes if node.name not in planned]
            self._note(odd[0] if odd else self._tree, _unplanned(names, planned))
            return
        for node, outline in zip(nodes, outlines, strict=True):
            compare(node, outline)

    def _expression(self, whole: ast.expr, local: Collection[str] = ()) -> None:
        """Note what generated code has no use for in an expression."""
        waiting = [whole]
        while waiting:
            node = waiting.pop()
            match node:
                case ast.Constant():
                    pass
                case ast.Name(id=name):
                    if name not in self._known and name not in local:
                        self._note(node, f"the name {name} comes from nowhere")
                case ast.BinOp(op=ast.BitOr()):
                    waiting += (node.left, node.right)
                case ast.Attribute(value=ast.Name() as value, attr=name):
                    if name.startswith("_"):
                        self._note(node, f"{value.id}.{name} is used")
                    waiting.append(value)
                case ast.Call():
                    waiting += self._call(node)
                case ast.Await(value=ast.Call() as value):
                    waiting.append(value)
                case ast.Tuple() | ast.List():
                    waiting += node.elts
                case ast.Dict():
                    waiting += node.values
                    if not all(isinstance(key, ast.Constant) for key in node.keys):
                        self._odd(node)
                case ast.Subscript():
                    waiting += (node.value, node.slice)
                case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
                    pass
                case _:
                    self._odd(node)

    def _call(self, node: ast.Call) -> Iterator[ast.expr]:
        """The arguments of a call, of which the called thing is noted if it is not ours."""
        match node.func:
            case ast.Name(id=name):
                allowed = name in self._callable or name in self._enumerations
            case ast.Attribute(value=ast.Name(id=name), attr="from_number"):
                allowed = name in self._enumerations
            case ast.Attribute(value=ast.Name(id=name), attr=method):
                allowed = f"{name}.{method}" in _METHODS
                if method == "operation":
                    self._row_types(node.args)
            case _:
                allowed = False
        if not allowed:
            self._note(node, f"{quoted(self._source(node.func))} is called")
        for keyword in node.keywords:
            if keyword.arg is None:
                self._odd(node)
            elif keyword.arg in _TYPES:
                self._types(keyword.value)
            yield keyword.value
        yield from node.args

    def _row_types(self, arguments: Sequence[ast.expr]) -> None:
        """Note what is no type in the row of an operation: from the first table on all are."""
        tables = [isinstance(each, ast.Dict) for each in arguments]
        if any(tables):
            for node in arguments[tables.index(True) :]:
                self._types(node)

    def _types(self, whole: ast.expr) -> None:
        """Note where a text that the runtime evaluates, or one in a table of them, is no type."""
        for node in whole.values if isinstance(whole, ast.Dict) else [whole]:
            text = node.value if isinstance(node, ast.Constant) else None
            if not isinstance(text, str) or not self._package.is_type(text):
                self._note(node, f"{quoted(str(text))} stands for a type")

    def _says(self, node: ast.stmt, source: str) -> bool:
        """Whether the statement is that one, be it that black has laid it out anew."""
        return self._source(node) == source or _dumped(source) == ast.dump(node)

    def _begins(self, node: _Method, head: str) -> bool:
        if self._text.startswith(head, self._start(node)):
            return True
        bare = copy(node)
        bare.body, bare.decorator_list = [], []
        return _dumped(f"{head} ...", bodiless=True) == ast.dump(bare)

    def _offers(self, names: Sequence[ast.expr | None]) -> None:
        """Note a name that the module says it has, in `__all__` or loaded lazily, and has not."""
        for node in names:
            name = node.value if isinstance(node, ast.Constant) else None
            if node is not None and name not in self._known:
                self._note(node, f"{quoted(str(name))} is offered and not there")

    def _source(self, node: ast.stmt | ast.expr | ast.arg) -> str:
        end = self._at(node.end_lineno or 1, node.end_col_offset or 0)
        return self._text[self._start(node) : end]

    def _start(self, node: ast.stmt | ast.expr | ast.arg) -> int:
        return self._at(node.lineno, node.col_offset)

    def _at(self, line: int, column: int) -> int:
        """The index in the text of a place that ast names in bytes of UTF-8."""
        start = self._starts[line - 1]
        if self._ascii:
            return start + column
        rest = self._text[start : start + column]
        return start + len(rest.encode()[:column].decode(errors="ignore"))

    def _odd(self, node: ast.stmt | ast.expr) -> None:
        self._note(node, f"generated code has no use for this {type(node).__name__}")

    def _note(self, node: ast.Module | ast.stmt | ast.expr, what: str) -> None:
        self._found.append((1 if isinstance(node, ast.Module) else node.lineno, what))


def _dumped(source: str, *, bodiless: bool = False) -> str:
    """The one statement that the source holds, as `ast.dump` writes it."""
    try:
        (node,) = ast.parse(source).body
    except (ValueError, SyntaxError):
        return ""
    if bodiless and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node.body = []
    return ast.dump(node)


def _moved(text: str, place: ast.expr) -> ast.expr:
    """The expression that the text holds, as if it stood at that place."""
    node = ast.parse(text, mode="eval").body
    for inner in ast.walk(node):
        ast.copy_location(inner, place)
    return node


def _unplanned(names: Sequence[str], planned: Sequence[str]) -> str:
    """What is wrong with the names that are bound."""
    more = [name for name in names if name not in planned]
    less = [name for name in planned if name not in names]
    if more:
        return f"{quoted(more[0])} was not planned"
    if less:
        return f"{quoted(less[0])} is missing"
    return "names are bound in another order, or one of them twice"
