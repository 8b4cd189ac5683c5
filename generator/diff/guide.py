"""What users of the old package have to write otherwise with the new one, as Python.

Everything is read off the symbols of both packages. A thing is told of once, however many changes lead to it; what
breaks the wire alone is not told of here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.diff.changes import Change, Impact, PythonSide, Victim
from generator.diff.rules.python_source_changed import plain
from generator.diff.symbols import Argument, Symbol
from generator.plan.names import snake_case

GONE = "gone; nothing takes its place"
_RENAMED = {"parameter-renamed", "argument-renamed"}
_SECTION = {
    "carrier": "carriers",
    "dictionary": "carriers",
    "enumeration": "enumerations",
    "agent": "agents",
    "resource": "resources",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One name of the old package: how it is used there, and how in the new one.

    `before` and `after` are Python, and `after` is empty where nothing takes the place of what was. `rules` are the
    rules of the changes that led to it.
    """

    name: str
    group: str
    impact: Impact
    before: str
    after: str
    advice: str
    rules: tuple[str, ...]


def migration(changes: Iterable[Change], old: str, new: str) -> tuple[Step, ...]:
    """The steps from the package called `old` to the one called `new`, in the order of the changes."""
    touching: dict[str, list[Change]] = {}
    for change in changes:
        key = symbol_touched(change)
        if key:
            touching.setdefault(key, []).append(change)
    steps = (_step(name, each, old, new) for name, each in touching.items())
    return tuple(step for step in steps if step is not None)


def symbol_touched(change: Change) -> str:
    """The name in the old package that source code must not count on any more; empty where it may."""
    impact = change.impacts.get(Victim.PYTHON, Impact.SAFE)
    side = change.python
    return side.old.name if side and side.old and impact >= Impact.RISKY else ""


def _step(name: str, changes: Sequence[Change], old: str, new: str) -> Step | None:
    first = changes[0]
    side = first.python
    if side is None or side.old is None:
        return None
    rules = tuple(dict.fromkeys(each.rule for each in changes))
    before, after = _written(first.subject.kind, side, rules, old, new)
    if before == after:
        return None  # a difference that only the codec sees
    return Step(
        name=name,
        group=first.group,
        impact=max(each.impacts[Victim.PYTHON] for each in changes),
        before=before,
        after=after,
        advice="" if after else GONE,
        rules=rules,
    )


def _written(
    kind: str, side: PythonSide, rules: Sequence[str], old: str, new: str
) -> tuple[str, str]:
    """The lines with the old package, and those with the new one."""
    ours, theirs = side.old, side.new
    if ours is None:
        return "", ""
    if ours.arguments is not None:
        renamed = not _RENAMED.isdisjoint(rules)
        return _calls(ours, ours.arguments, theirs, renamed)
    match kind:
        case "field":
            return _fields(ours, theirs)
        case "member":
            return _members(ours, theirs)
        case "agent" | "resource":
            return (
                _reached(kind, ours, theirs, old),
                _reached(kind, theirs, ours, new) if theirs else "",
            )
        case _:
            return (
                _class(kind, ours, theirs, old),
                _class(kind, theirs, ours, new) if theirs else "",
            )


def _reached(kind: str, symbol: Symbol, other: Symbol | None, package: str) -> str:
    """What a session hands out, and its class where that is called otherwise."""
    lines = [symbol.name]
    if other is not None and (symbol.type, symbol.module) != (other.type, other.module):
        lines.insert(0, f"from {package}.{_SECTION[kind]} import {symbol.type}\n")
    return "\n".join(lines)


def _class(kind: str, symbol: Symbol, other: Symbol | None, package: str) -> str:
    """A class or a dictionary: how it is imported, or what it is where that has changed."""
    same_name = other is not None and other.name == symbol.name
    if other is not None and same_name:
        if kind == "dictionary" and symbol.module == other.module:
            return f"{symbol.name} = {_bare(symbol.type)}"
        if symbol.base != other.base:
            return f"class {symbol.name}({symbol.base or 'Carrier'}): ..."
    section = symbol.module if same_name else _SECTION[kind]
    return f"from {package}.{section} import {symbol.name}"


def _bare(type: str) -> str:
    """An annotation without what is there for the codec alone."""
    tree = ast.parse(type, mode="eval").body
    if isinstance(tree, ast.Subscript) and ast.unparse(tree.value) == "Annotated":
        inner = tree.slice
        if isinstance(inner, ast.Tuple):
            return plain(ast.unparse(inner.elts[0]))
    return plain(type)


def _fields(old: Symbol, new: Symbol | None) -> tuple[str, str]:
    if new is None:
        return _attribute(old), ""
    if plain(old.type) != plain(new.type):
        return _typed(old), _typed(new)
    if old.name == new.name:
        return _with_default(old), _with_default(new)
    return _attribute(old), _attribute(new)


def _typed(field: Symbol) -> str:
    name = snake_case(field.name.rpartition(".")[2])
    return f"{name}: {plain(field.type)} = {_attribute(field)}"


def _with_default(field: Symbol) -> str:
    return f"{_attribute(field)}  # {field.value} until it is set"


def _attribute(field: Symbol) -> str:
    """A field of some carrier: "contact_entity.name"."""
    carrier, _, attribute = field.name.rpartition(".")
    return f"{snake_case(carrier)}.{attribute}"


def _members(old: Symbol, new: Symbol | None) -> tuple[str, str]:
    if new is None:
        return old.name, ""
    if old.name != new.name:
        return old.name, new.name
    return _numbered(old), _numbered(new)


def _numbered(member: Symbol) -> str:
    number = f"number {member.value}" if member.value else "no number"
    return f"{member.name}  # {number}"


def _calls(
    old: Symbol, ours: tuple[Argument, ...], new: Symbol | None, renamed: bool
) -> tuple[str, str]:
    """A call of a method, before and after."""
    if new is None or new.arguments is None:
        needed = (each.name for each in ours if each.needed)
        return f"{old.name}({', '.join(needed)})", ""
    theirs = new.arguments
    here = {each.name: each for each in ours}
    there = {each.name: each for each in theirs}
    values = {name: name for name in here if name in there}
    if renamed:
        values |= _taken_over(ours, theirs)
    # What may be left out is shown where it cannot stay as it is.
    given = [
        each
        for each in ours
        if each.needed or each.name not in there or _retyped(each, there[each.name])
    ]
    given = [
        each
        for each in given
        if each.needed or not (each.name in there and there[each.name].needed)
    ]
    shown = {each.name for each in given}
    taken = [
        each for each in theirs if each.needed or values.get(each.name, "") in shown
    ]
    same = {each.name for each in given} == {each.name for each in taken}
    length = len(given) if same else _in_common(given, taken)
    lines: tuple[list[str], list[str]] = ([], [])
    for name in values:
        if name in shown and name in here and _retyped(here[name], there[name]):
            lines[0].append(f"# {name}: {plain(here[name].type)}")
            lines[1].append(f"# {name}: {plain(there[name].type)}")
    known = {name: value for name, value in values.items() if value in shown}
    calls = (
        f"{old.name}({_passed(given, {name: name for name in shown}, length)})",
        f"{new.name}({_passed(taken, known, length)})",
    )
    if plain(old.type) != plain(new.type):
        calls = (_kept(old, calls[0]), _kept(new, calls[1]))
    return "\n".join((*lines[0], calls[0])), "\n".join((*lines[1], calls[1]))


def _kept(method: Symbol, call: str) -> str:
    """A call whose result is kept, as far as it has one."""
    return f"result: {plain(method.type)} = {call}" if method.type else call


def _taken_over(
    ours: Sequence[Argument], theirs: Sequence[Argument]
) -> Iterator[tuple[str, str]]:
    """New name and old one of arguments that stand where they stood, and are of the same type."""
    names = {each.name for each in ours}, {each.name for each in theirs}
    for one, other in zip(ours, theirs, strict=False):
        alone = one.name not in names[1] and other.name not in names[0]
        if alone and not _retyped(one, other):
            yield other.name, one.name


def _retyped(one: Argument, other: Argument) -> bool:
    return plain(one.type) != plain(other.type)


def _in_common(given: Sequence[Argument], taken: Sequence[Argument]) -> int:
    """How many arguments in front are the same, so that they can go by position."""
    count = 0
    for one, other in zip(given, taken, strict=False):
        if one.name != other.name or one.by_name or other.by_name:
            break
        count += 1
    return count


def _passed(
    arguments: Sequence[Argument], values: Mapping[str, str], by_position: int
) -> str:
    """The arguments of a call, the first few by position; `...` stands for what the old call did not have."""
    words: list[str] = []
    for at, each in enumerate(arguments):
        value = values.get(each.name, "...")
        named = at >= by_position or each.by_name
        words.append(f"{each.name}={value}" if named else value)
    return ", ".join(words)
