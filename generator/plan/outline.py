"""What each Python module of a plan must hold once it is rendered, for the audit to compare.

An outline is made from the plan alone, before any template runs. What it holds is the
source text of statements as the plan wrote them, so that a statement that a template has
changed, left out, added or let run into the next one is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from generator.plan.agents import AgentClassPlan
from generator.plan.carriers import FieldPlan
from generator.plan.enumerations import MemberPlan
from generator.plan.layout import FIXED, FileJob
from generator.plan.resources import AllResourcesPlan, ResourceClassPlan
from generator.plan.text import Identifier


@dataclass(frozen=True, slots=True)
class AssignmentOutline:
    """A name that gets a value, and the whole statement, or "" where a template writes it."""

    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class MethodOutline:
    """A method of one statement: its source up to the colon, and that statement's."""

    name: str
    head: str
    body: str
    decorator: str = ""


@dataclass(frozen=True, slots=True)
class ClassOutline:
    """A class with one base, its assignments and its methods, in order."""

    name: str
    base: str
    assignments: tuple[AssignmentOutline, ...] = ()
    methods: tuple[MethodOutline, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """The names that a module assigns, and its classes, in order.

    Imports do not stand here: the audit looks whether what they name is there. `passed_on`
    are names that other modules import from this one, which has them from the runtime.
    """

    assignments: tuple[AssignmentOutline, ...] = ()
    classes: tuple[ClassOutline, ...] = ()
    passed_on: tuple[str, ...] = ()
    patched: bool = False
    """A type checker finds in it, too, what a user has put into the module `_patch` beside it."""


def outline(job: FileJob) -> ModuleOutline:
    """What the module that this job renders must hold."""
    context = cast("Mapping[str, Any]", job.context)
    if job.template.startswith("server/"):
        return _stubs(job.template.removesuffix(".py.jinja"), context)
    match job.template.removeprefix("package/").removesuffix(".py.jinja"):
        case "agents/agent":
            return _agent(context)
        case "resources/resource":
            return _resource(context)
        case "resources/_all":
            return _all_resources(context["classes"])
        case "resources/__init__":
            return ModuleOutline(
                (
                    *_lazy(context["modules"], patched=True),
                    _classes("RESOURCES", "Resource", context["resources"]),
                    _classes(
                        "ASYNC_RESOURCES", "AsyncResource", context["async_resources"]
                    ),
                    *_names("__all__"),
                ),
                passed_on=_unquoted(context["names"]),
                patched=True,
            )
        case "carriers/carrier":
            return _class(context, cast("Sequence[FieldPlan]", context["fields"]))
        case "enumerations/enumeration":
            return _class(context, cast("Sequence[MemberPlan]", context["members"]))
        case "carriers/dictionaries":
            return ModuleOutline(_assignments(context["aliases"]))
        case "agents/__init__":
            return ModuleOutline(
                (
                    *_lazy(context["modules"], patched=True),
                    _classes("AGENTS", "Agent", context["agents"]),
                    _classes("ASYNC_AGENTS", "AsyncAgent", context["async_agents"]),
                    *_names("__all__"),
                ),
                passed_on=_unquoted(context["names"]),
                patched=True,
            )
        case "index":
            return ModuleOutline(
                _lazy(context["modules"], patched=True),
                passed_on=context["names"],
                patched=True,
            )
        case "session":
            return _sessions(context["agents"], bool(context["resources"]))
        case "__init__":
            return ModuleOutline(
                (*_lazy(_SESSIONS, patched=True), *_names("__all__")), patched=True
            )
        case "_release":
            return _release(context["arguments"])
        case "options":
            return ModuleOutline(_names("__all__"), passed_on=("Options",))
        case name if name in FIXED:
            return ModuleOutline(_names("__all__"))
        case _:
            raise ValueError(f"nothing is known of the template {job.template}")


def _stubs(template: str, context: Mapping[str, Any]) -> ModuleOutline:
    """What a module of the stubs must hold."""
    match template:
        case "server/__init__":
            return ModuleOutline((*_lazy(context["modules"]), *_names("__all__")))
        case "server/agents/__init__":
            return ModuleOutline()
        case "server/testing":
            return ModuleOutline(_names("__all__"))
        case "server/application":
            return ModuleOutline(
                (
                    _display(
                        "CATALOGUE = Catalogue(",
                        (
                            "release=RELEASE",
                            f"calls={context['calls']}",
                            f"parts={context['parts']}",
                        ),
                        ")",
                    ),
                    AssignmentOutline("create_app", "create_app = AppMaker(CATALOGUE)"),
                )
            )
        case "server/agents/agent":
            stub = ClassOutline(
                name=context["name"],
                base="AgentStub",
                assignments=(
                    AssignmentOutline("NAME", f"NAME = {context['wire_name']}"),
                ),
                methods=tuple(
                    MethodOutline(each.name, each.head, "raise NotImplementedError")
                    for each in context["methods"]
                ),
            )
            return ModuleOutline(classes=(stub,))
        case _:
            raise ValueError(f"nothing is known of the template {template}")


_SESSIONS = """{
            "AsyncSession": "session",
            "Session": "session",
        }"""


def _names(*names: str) -> tuple[AssignmentOutline, ...]:
    return tuple(AssignmentOutline(name) for name in names)


def _unquoted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in names)


def _lazy(modules: str, *, patched: bool = False) -> tuple[AssignmentOutline, ...]:
    """The statement that loads classes when they are first used."""
    more = "\n        patched=True," if patched else ""
    call = f"lazily(\n        __name__,\n        {modules},{more}\n    )"
    source = f"__getattr__, __dir__ = {call}"
    return tuple(AssignmentOutline(name, source) for name in ("__getattr__", "__dir__"))


def _classes(name: str, base: str, table: str) -> AssignmentOutline:
    """The statement that finds classes by the names that the service gives them."""
    call = f"LazyClasses(\n    __name__,\n    {table},\n)"
    return AssignmentOutline(name, f"{name}: Mapping[str, type[{base}]] = {call}")


def _assignments(lines: Iterable[str]) -> tuple[AssignmentOutline, ...]:
    """The statements, each of which begins with the name that it binds."""
    return tuple(
        AssignmentOutline(
            Identifier(line.partition(" ")[0].removesuffix(":"), dunder=True), line
        )
        for line in lines
    )


def _display(head: str, items: Iterable[str], tail: str) -> AssignmentOutline:
    """The assignment of something with one item a line."""
    lines = "".join(f"    {item},\n" for item in items)
    return AssignmentOutline(head.partition(" ")[0], f"{head}\n{lines}{tail}")


def _release(arguments: Iterable[str]) -> ModuleOutline:
    return ModuleOutline((_display("RELEASE = ReleaseInfo(", arguments, ")"),))


def _agent(context: Mapping[str, Any]) -> ModuleOutline:
    return _operations(context, "_AGENT", context["facade"])


def _resource(context: Mapping[str, Any]) -> ModuleOutline:
    return _operations(context, "_RESOURCE", context["endpoint"])


def _operations(context: Mapping[str, Any], name: str, value: str) -> ModuleOutline:
    """A module of rows, and of two classes whose methods name them."""
    return ModuleOutline(
        assignments=(
            AssignmentOutline(name, f"{name} = {value}"),
            *_assignments(context["rows"]),
            AssignmentOutline("_OPERATIONS", "_OPERATIONS = methods_of(__name__)"),
        ),
        classes=tuple(
            ClassOutline(
                name=each.name,
                base=each.base,
                assignments=(
                    AssignmentOutline("NAME", f"NAME = {context['wire_name']}"),
                    AssignmentOutline("OPERATIONS", "OPERATIONS = _OPERATIONS"),
                ),
                methods=(
                    *_parts(each, "_part"),
                    *(
                        MethodOutline(
                            method.name,
                            method.head,
                            method.body,
                            decorator=(method.deprecated or "").removeprefix("@"),
                        )
                        for method in each.methods
                    ),
                ),
            )
            for each in cast("Sequence[AgentClassPlan]", context["classes"])
        ),
    )


def _all_resources(classes: Sequence[AllResourcesPlan]) -> ModuleOutline:
    return ModuleOutline(
        classes=tuple(
            ClassOutline(
                name=each.name, base="AnyResources", methods=_parts(each, "_resource")
            )
            for each in classes
        )
    )


def _parts(plan: object, handed_out: str) -> tuple[MethodOutline, ...]:
    """The properties of a class that hand out resources."""
    if not isinstance(plan, (ResourceClassPlan, AllResourcesPlan)):
        return ()
    return tuple(
        MethodOutline(
            name=part.attribute,
            head=f"def {part.attribute}(self) -> {part.name}:",
            body=f"return self.{handed_out}({part.arguments})",
            decorator="property",
        )
        for part in plan.parts
    )


def _class(
    context: Mapping[str, Any], members: Sequence[FieldPlan | MemberPlan]
) -> ModuleOutline:
    """A module of one class without methods."""
    assignments = (
        *_assignments(context["assignments"]),
        *_assignments(member.line for member in members),
    )
    return ModuleOutline(
        classes=(ClassOutline(context["name"], context["base"], assignments),)
    )


def _sessions(agents: Sequence[Any], resources: bool) -> ModuleOutline:
    all_resources = {"Session": "Resources", "AsyncSession": "AsyncResources"}
    return ModuleOutline(
        classes=tuple(
            ClassOutline(
                name=name,
                base=f"session.{name}",
                assignments=(AssignmentOutline("RELEASE", "RELEASE = RELEASE"),),
                methods=(
                    *(
                        MethodOutline(
                            name="resources",
                            head=f"def resources(self) -> {all_resources[name]}:",
                            body=f'return self._resources("{all_resources[name]}")',
                            decorator="property",
                        )
                        for _ in range(resources)
                    ),
                    *(
                        MethodOutline(
                            name=agent.attribute,
                            head=f"def {agent.attribute}(self) -> {getattr(agent, kind)}:",
                            body=f"return self._agent({getattr(agent, kind + '_name')})",
                            decorator="property",
                        )
                        for agent in agents
                    ),
                ),
            )
            for name, kind in (("Session", "sync"), ("AsyncSession", "awaited"))
        )
    )
