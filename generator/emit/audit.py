"""The proof after rendering: a module holds what was planned, and nothing else.

Each rendered module is parsed and compared with its outline. Beyond that, a module from our own
templates may hold only the few kinds of statements and expressions that these templates print,
call only what they call, and load only names that it imports, binds or takes as parameters. So a
text of the metadata that got out of its quotes, by whatever way, is an error before anything
is written.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.plan.outline import ClassOutline, ModuleOutline

_STATEMENTS = (
    ast.AnnAssign,
    ast.Assign,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Expr,
    ast.FunctionDef,
    ast.If,
    ast.ImportFrom,
    ast.Return,
)
_EXPRESSIONS = (
    ast.Attribute,
    ast.Await,
    ast.BinOp,
    ast.Call,
    ast.Constant,
    ast.Dict,
    ast.List,
    ast.Name,
    ast.Subscript,
    ast.Tuple,
    ast.UnaryOp,
)
_PARTS = (
    ast.Module,
    ast.arguments,
    ast.arg,
    ast.keyword,
    ast.alias,
    ast.Load,
    ast.Store,
    ast.BitOr,
    ast.USub,
)
_ALLOWED = frozenset((*_STATEMENTS, *_EXPRESSIONS, *_PARTS))
# What the templates call: bare names, and attributes of names.
_CALLED = frozenset(
    {
        "Annotated",
        "Facade",
        "Items",
        "LazyClasses",
        "Pairs",
        "ReleaseInfo",
        "Xml",
        "lazily",
    }
)
_CALLED_METHODS = frozenset({"_agent", "_call", "from_number", "operation"})
_BUILTINS = frozenset(
    "__name__ bool bytes dict float int list property str type".split()
)
_EVERY_BUILTIN = frozenset((*dir(builtins), "__name__", "__file__", "__package__"))


def audit(
    files: Mapping[str, str],
    outlines: Mapping[str, ModuleOutline],
    from_users: Iterable[str],
    diagnostics: Diagnostics,
) -> None:
    """Report every module that does not hold exactly what its outline says.

    `from_users` names the files in which a user's own template had a part: those may do as they
    like, as long as they parse, hold what was planned, and no name comes from nowhere.
    """
    free = frozenset(from_users)
    for path, outline in outlines.items():
        for fault in _faults(files[path], outline, strict=path not in free):
            diagnostics.error(
                "audit",
                fault,
                Origin(path),
                expected="the module that was planned",
                hint=(
                    "compare the template with the one that ships with proxysmith"
                    if path in free
                    else "nothing was written; this is a fault of proxysmith, please report it"
                ),
            )


def _faults(text: str, outline: ModuleOutline, *, strict: bool) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield f"the rendered text is no Python: {error}"
        return
    walk = _Walk(tree)
    yield from walk.unknown_names(_BUILTINS if strict else _EVERY_BUILTIN)
    if strict:
        yield from walk.foreign_parts()
        yield from _differences(_outline_of(tree), outline)
    else:
        yield from _missing(_outline_of(tree), outline)


class _Walk:
    """One pass over a module: what is in it, which names it binds, and which it loads."""

    def __init__(self, tree: ast.Module) -> None:
        self._nodes = list(ast.walk(tree))
        self._bound: set[str] = set()
        self._loaded: dict[str, int] = {}
        for node in self._nodes:
            match node:
                case ast.Name(id=name, ctx=ast.Load()):
                    self._loaded.setdefault(name, node.lineno)
                case ast.Name(id=name):
                    self._bound.add(name)
                case ast.arg(arg=name):
                    self._bound.add(name)
                case ast.alias(name=name, asname=other):
                    self._bound.add((other or name).partition(".")[0])
                case (
                    ast.ClassDef(name=name)
                    | ast.FunctionDef(name=name)
                    | ast.AsyncFunctionDef(name=name)
                ):
                    self._bound.add(name)
                case _:
                    pass

    def unknown_names(self, known: frozenset[str]) -> Iterator[str]:
        """Names that are loaded and come from nowhere."""
        for name, line in self._loaded.items():
            if name not in self._bound and name not in known:
                yield f"line {line} uses the name {quoted(name)}, which comes from nowhere"

    def foreign_parts(self) -> Iterator[str]:
        """Whatever our templates never print."""
        for node in self._nodes:
            if type(node) not in _ALLOWED:
                line = getattr(node, "lineno", 0)
                yield f"line {line} holds {type(node).__name__}, which no template prints"
            elif isinstance(node, ast.Call) and not _is_ours(node.func):
                yield f"line {node.lineno} calls {quoted(ast.unparse(node.func))}"
            elif isinstance(node, ast.Expr) and not _is_plain(node.value):
                yield f"line {node.lineno} evaluates {quoted(ast.unparse(node.value))}"
            elif isinstance(node, ast.If) and not (
                isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
            ):
                yield f"line {node.lineno} asks {quoted(ast.unparse(node.test))}"
            elif isinstance(node, ast.ImportFrom) and not _is_known_module(node):
                yield f"line {node.lineno} imports from {quoted(node.module or '')}"
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
                not isinstance(each, ast.Name) or each.id != "property"
                for each in node.decorator_list
            ):
                yield f"line {node.lineno} decorates {quoted(node.name)}"


_MODULES = frozenset({"__future__", "collections.abc", "datetime", "decimal", "typing"})


def _is_known_module(node: ast.ImportFrom) -> bool:
    return node.level > 0 or node.module in _MODULES


def _is_ours(called: ast.expr) -> bool:
    match called:
        case ast.Name(id=name):
            # A class of flags is called with a number for its default; `_release` and rows, too.
            return name in _CALLED or name not in _EVERY_BUILTIN
        case ast.Attribute(value=ast.Name(), attr=name):
            return name in _CALLED_METHODS
        case _:
            return False


def _is_plain(value: ast.expr) -> bool:
    """Whether a statement is a docstring or the call that a method without a result makes."""
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Attribute) and value.func.attr == "_call"
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _outline_of(tree: ast.Module) -> ModuleOutline:
    classes: list[ClassOutline] = []
    names: list[str] = []
    for statement in _flat(tree.body):
        if isinstance(statement, ast.ClassDef):
            classes.append(
                ClassOutline(
                    statement.name,
                    tuple(ast.unparse(base) for base in statement.bases),
                    tuple(
                        name
                        for inner in _flat(statement.body)
                        for name in _binds(inner)
                    ),
                )
            )
        else:
            names += _binds(statement)
    return ModuleOutline(tuple(classes), tuple(names))


def _flat(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements, those of conditions in their place."""
    for statement in body:
        if isinstance(statement, ast.If):
            yield from _flat(statement.body)
            yield from _flat(statement.orelse)
        else:
            yield statement


def _binds(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=targets):
            for target in targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        yield node.id
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case (
            ast.FunctionDef(name=name)
            | ast.AsyncFunctionDef(name=name)
            | ast.ClassDef(name=name)
        ):
            yield name
        case _:
            pass


def _differences(found: ModuleOutline, planned: ModuleOutline) -> Iterator[str]:
    if found == planned:
        return
    if found.names != planned.names:
        yield _difference("the module", found.names, planned.names)
    theirs = {each.name: each for each in found.classes}
    for each in planned.classes:
        other = theirs.pop(each.name, None)
        if other is None:
            yield f"class {each.name} is missing"
        elif other.bases != each.bases:
            yield f"class {each.name} extends {quoted(', '.join(other.bases))}"
        elif other.members != each.members:
            yield _difference(f"class {each.name}", other.members, each.members)
    for name in theirs:
        yield f"class {quoted(name)} was not planned"


def _difference(where: str, found: tuple[str, ...], planned: tuple[str, ...]) -> str:
    more = [name for name in found if name not in planned]
    less = [name for name in planned if name not in found]
    if more:
        return f"{where} binds {quoted(more[0])}, which was not planned"
    if less:
        return f"{where} does not bind {quoted(less[0])}"
    return f"{where} binds its names in another order, or one of them twice"


def _missing(found: ModuleOutline, planned: ModuleOutline) -> Iterator[str]:
    """What a user's template left out of what was planned."""
    theirs = {each.name: each for each in found.classes}
    for each in planned.classes:
        other = theirs.get(each.name)
        if other is None:
            yield f"class {each.name} is missing"
            continue
        for member in each.members:
            if member not in other.members and not member.startswith("__"):
                yield f"class {each.name} does not bind {quoted(member)}"
