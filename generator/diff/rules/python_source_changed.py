"""python-source-changed: the package has something otherwise, and no change of the service says so."""

from __future__ import annotations

import ast
import re

from generator.diff.both import Both
from generator.diff.changes import Impact, PythonSide, Verdict, Victim
from generator.diff.differences import ABSENT, Difference
from generator.diff.rule import Rule
from generator.diff.symbols import Argument, Symbol
from generator.plan.types import PLAIN_NUMBERS

_MARKED = "Annotated["
_NUMBERS = re.compile(rf"\b({'|'.join(PLAIN_NUMBERS)})\b")


def python_impact(side: PythonSide) -> Impact:
    """How bad it is for source code that uses the old package."""
    old, new = side.old, side.new
    if old is None:
        return Impact.SAFE
    if new is None or old.name != new.name:
        return Impact.BREAKING
    if old.base and old.base != new.base:
        return Impact.BREAKING
    if old.module != new.module:
        return Impact.BREAKING
    if old.arguments is not None and new.arguments is not None:
        if not _choices(new.type) <= _choices(old.type):
            return Impact.BREAKING
        return _arguments(old.arguments, new.arguments)
    if plain(old.type) != plain(new.type):
        return Impact.BREAKING
    return Impact.SAFE if old.value == new.value else Impact.RISKY


def plain(type: str) -> str:
    """An annotation as a type checker sees it: all whole numbers are one, and marks for XML say nothing."""
    if _MARKED in type:
        type = ast.unparse(_Unmarked().visit(ast.parse(type, mode="eval")))
    return _NUMBERS.sub(lambda found: PLAIN_NUMBERS[found[0]], type)


def _choices(type: str) -> frozenset[str]:
    """What an annotation allows: code may be given less of it, and may give what is in more of it."""
    found: list[str] = []
    waiting = [ast.parse(plain(type), mode="eval").body] if type else []
    while waiting:
        match waiting.pop():
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                waiting += (left, right)
            case one:
                found.append(ast.unparse(one))
    return frozenset(found or [type])


class _Unmarked(ast.NodeTransformer):
    """Leaves of `Annotated[int, ...]` the `int`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Subscript(
                value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[held, *_])
            ):
                return held
            case _:
                return node


def _arguments(old: tuple[Argument, ...], new: tuple[Argument, ...]) -> Impact:
    there = {each.name: each for each in new}
    for position, each in enumerate(old):
        now = there.get(each.name)
        if (
            now is None
            or not _choices(each.type) <= _choices(now.type)
            or now.needed > each.needed
        ):
            return Impact.BREAKING
        if not each.by_name and (now.by_name or new.index(now) != position):
            return Impact.BREAKING
    known = {each.name for each in old}
    if any(each.needed for each in new if each.name not in known):
        return Impact.BREAKING
    return Impact.SAFE


def _judge(fact: Difference, both: Both) -> Verdict | None:
    old = None if fact.old is ABSENT else fact.old
    new = None if fact.new is ABSENT else fact.new
    if not isinstance(old, Symbol | None) or not isinstance(new, Symbol | None):
        return None
    if old is None:
        says = f"the package has {new}"
    elif new is None:
        says = f"the package has no {old.name} any more"
    else:
        says = f"{old} is now {new}"
    return Verdict(says, {Victim.PYTHON: python_impact(PythonSide(old, new))})


PYTHON_SOURCE_CHANGED = Rule(
    id="python-source-changed",
    kinds=("python",),
    title="The generated package has a name, a type or a default otherwise than before.",
    why="The service said the same of it in both releases, but something beside it changed what it is called in Python, or "
    "what it holds before anything is put in: names that meet give way to one another, a default follows its "
    "enumeration, and the parts of an answer are fields of a class that the package makes up.",
    judge=_judge,
    in_python=True,
)
