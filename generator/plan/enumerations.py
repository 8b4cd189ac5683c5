"""One module for each enumeration, and the index over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.carriers import Enumeration, Member
from generator.model.release import Release
from generator.plan.carriers import index
from generator.plan.docstrings import class_docstring, member_docstring
from generator.plan.layout import FileJob
from generator.plan.scope import Scope
from generator.plan.text import (
    Code,
    DocText,
    Identifier,
    bracketed,
    code,
    docstring,
    literal,
)


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """One member: its assignment in the class body and the text below it."""

    line: Code
    doc: DocText | None


def plan_enumerations(
    release: Release, scope: Scope, sources: str, root: str
) -> Iterator[FileJob]:
    """The files of `<package>/enumerations/`."""
    for enumeration in release.enumerations:
        name = scope.enumerations[enumeration.name]
        yield FileJob(
            path=f"{root}/enumerations/{scope.enumeration_modules[name]}.py",
            template="package/enumerations/enumeration.py.jinja",
            context=_enumeration(enumeration, scope, sources),
        )
    yield index(
        scope.enumeration_modules,
        f"{root}/enumerations/__init__.py",
        "The enumerations. Each is loaded when it is first used.",
    )


def _enumeration(
    enumeration: Enumeration, scope: Scope, sources: str
) -> dict[str, object]:
    own = scope.enumerations[enumeration.name]
    names = scope.members[enumeration.name]
    base = Identifier("Flags" if enumeration.flags else "Enumeration")
    kind = "Flags" if enumeration.flags else "The enumeration"
    return {
        "module_docstring": docstring(f"{kind} {own} of {sources}.", indent=0),
        "base": base,
        "name": own,
        "docstring": class_docstring(enumeration.doc, f"{kind} {own}."),
        "assignments": tuple(_assignments(enumeration, own)),
        "members": tuple(
            MemberPlan(
                _member(names[member.name], member, enumeration.flags),
                member_docstring(member.doc),
            )
            for member in enumeration.members
            if not enumeration.flags or member.number is not None
        ),
    }


def _member(name: Identifier, member: Member, flags: bool) -> Code:
    if flags:
        return code("{} = {}", name, literal(member.number))
    if member.number is None:
        return code("{} = {}", name, literal(member.name))
    line = code("{} = {}, {}", name, literal(member.name), literal(member.number))
    if 4 + len(line) <= 88:
        return line
    return code(
        "{} = (\n        {},\n        {},\n    )",
        name,
        literal(member.name),
        literal(member.number),
    )


def _assignments(enumeration: Enumeration, own: Identifier) -> Iterator[Code]:
    if own != enumeration.name:
        yield code("__wire__ = {}", literal(enumeration.name))
    yield code("__namespace__ = {}", literal(enumeration.namespace))
    if enumeration.flags:
        numbered = [each for each in enumeration.members if each.number is not None]
        yield bracketed(
            code("__names__ = {"),
            [
                code("{}: {}", literal(each.name), literal(each.number))
                for each in numbered
            ],
            code("}"),
            indent=4,
        )
