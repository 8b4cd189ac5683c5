"""What each planned module must hold, said apart from how a template prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.plan.layout import FileJob


@dataclass(frozen=True, slots=True)
class ClassOutline:
    """A class: its bases, and every name that its body binds, in order."""

    name: str
    bases: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module: its classes, and every other name that it binds but by an import, in order."""

    classes: tuple[ClassOutline, ...] = ()
    names: tuple[str, ...] = ()


def outline(job: FileJob) -> ModuleOutline:
    """The outline of a module of the package, from the values that were planned for it."""
    context: Any = job.context
    match job.template.removeprefix("package/"):
        case "carriers/carrier.py.jinja":
            members = (
                *_assigned(context["assignments"]),
                *(field.name for field in context["fields"]),
            )
            return ModuleOutline((_class(context["name"], context["base"], members),))
        case "enumerations/enumeration.py.jinja":
            members = (
                *_assigned(context["assignments"]),
                *_assigned(member.line for member in context["members"]),
            )
            return ModuleOutline((_class(context["name"], context["base"], members),))
        case "carriers/dictionaries.py.jinja":
            return ModuleOutline(names=_assigned(context["aliases"]))
        case "agents/agent.py.jinja":
            return ModuleOutline(
                tuple(
                    _class(
                        each.name,
                        each.base,
                        (
                            "NAME",
                            "OPERATIONS",
                            *(method.name for method in each.methods),
                        ),
                    )
                    for each in context["classes"]
                ),
                ("_AGENT", *_assigned(context["rows"]), "_OPERATIONS"),
            )
        case "agents/__init__.py.jinja":
            lazy = ("__getattr__", "__dir__")
            return ModuleOutline(names=(*lazy, "AGENTS", "ASYNC_AGENTS", "__all__"))
        case "index.py.jinja":
            lazy = ("__getattr__", "__dir__")
            return ModuleOutline(names=lazy if context["imports"] else ())
        case "session.py.jinja":
            members = ("RELEASE", *(agent.attribute for agent in context["agents"]))
            return ModuleOutline(
                (
                    _class("Session", "session.Session", members),
                    _class("AsyncSession", "session.AsyncSession", members),
                )
            )
        case "__init__.py.jinja":
            return ModuleOutline(names=("__getattr__", "__dir__", "__all__"))
        case "_release.py.jinja":
            return ModuleOutline(names=("RELEASE",))
        case _:
            return ModuleOutline(names=("__all__",))


def _class(name: str, base: str, members: Iterable[str]) -> ClassOutline:
    return ClassOutline(str(name), (str(base),), tuple(map(str, members)))


def _assigned(lines: Iterable[str]) -> tuple[str, ...]:
    """The name that each line binds, which stands before anything else in it."""
    return tuple(str(line).partition(" ")[0].rstrip(":") for line in lines)
