"""One module for each resource: a row of data for each operation, and a method that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.release import Release
from generator.plan.agents import AgentClassPlan
from generator.plan.carriers import pair, type_imports
from generator.plan.docstrings import (
    class_docstring,
    resource_summary,
)
from generator.plan.layout import FileJob, import_lines, table
from generator.plan.resource_methods import Linked, ResourceMethod, common_prefix
from generator.plan.scope import ResourceHandle, ResourceNames, Scope
from generator.plan.text import (
    LINE_LENGTH,
    Code,
    DocText,
    Identifier,
    Part,
    code,
    docstring,
    joined,
    literal,
    width,
)
from generator.plan.types import Needs
from generator.runtime.endpoints import PART


@dataclass(frozen=True, slots=True)
class PartPlan:
    """An attribute that hands out a resource of the class `name`."""

    attribute: Identifier
    name: Identifier
    arguments: Code
    doc: DocText


@dataclass(frozen=True, slots=True)
class AllResourcesPlan:
    """The sync or the async class that hands out all resources of a session."""

    name: Identifier
    doc: DocText
    parts: tuple[PartPlan, ...]


@dataclass(frozen=True, slots=True)
class ResourceClassPlan(AgentClassPlan):
    """The sync or the async class of a resource; `parts` are the resources within it."""

    parts: tuple[PartPlan, ...]


def plan_resources(
    release: Release, scope: Scope, sources: str, root: str
) -> Iterator[FileJob]:
    """The files of `<package>/resources/`."""
    if not scope.resources:
        return
    linked = Linked(scope)
    for names in scope.resources:
        yield FileJob(
            path=f"{root}/resources/{names.module}.py",
            template="package/resources/resource.py.jinja",
            context=_resource(release, names, scope, linked, sources),
        )
    yield FileJob(
        path=f"{root}/resources/_all.py",
        template="package/resources/_all.py.jinja",
        context={
            "classes": tuple(
                AllResourcesPlan(
                    name=Identifier(name),
                    doc=class_docstring("", text),
                    parts=tuple(
                        _part(each, handle, kind)
                        for each, handle in _handles(scope, within="")
                    ),
                )
                for name, kind, text in (
                    ("Resources", "def", "The resources of the WebApi."),
                    (
                        "AsyncResources",
                        "async def",
                        "The resources of the WebApi, whose methods are awaited.",
                    ),
                )
            ),
            "imports": import_lines(
                _beside(each for each, _ in _handles(scope, within="")),
                checking=True,
            ),
        },
    )
    yield FileJob(
        path=f"{root}/resources/__init__.py",
        template="package/resources/__init__.py.jinja",
        context=_index(scope),
    )


def _index(scope: Scope) -> dict[str, object]:
    return {
        "imports": import_lines(
            {
                "._all": ("AsyncResources", "Resources"),
                **{
                    f".{each.module}": (each.sync, each.awaited)
                    for each in scope.resources
                },
            },
            checking=True,
        ),
        "names": tuple(
            literal(name)
            for name in sorted(
                (
                    "AsyncResources",
                    "Resources",
                    *(str(each.sync) for each in scope.resources),
                    *(str(each.awaited) for each in scope.resources),
                )
            )
        ),
        "modules": table(
            (
                pair("Resources", "_all"),
                pair("AsyncResources", "_all"),
                *(
                    pair(name, each.module)
                    for each in scope.resources
                    for name in (each.sync, each.awaited)
                ),
            ),
            deep=True,
        ),
        "resources": table(
            (pair(each.wire, each.sync) for each in scope.resources), deep=False
        ),
        "async_resources": table(
            (pair(each.wire, each.awaited) for each in scope.resources), deep=False
        ),
    }


def _handles(
    scope: Scope, *, within: str
) -> Iterator[tuple[ResourceNames, ResourceHandle]]:
    for names in scope.resources:
        for handle in names.handles:
            if handle.within == within:
                yield names, handle


def _beside(several: Iterable[ResourceNames]) -> dict[str, set[str]]:
    """Classes of other resources, as the index has them."""
    found = {str(name) for each in several for name in (each.sync, each.awaited)}
    return {".": found} if found else {}


def _part(names: ResourceNames, handle: ResourceHandle, kind: str) -> PartPlan:
    name = names.sync if kind == "def" else names.awaited
    words: list[Part] = [literal(str(name))]
    if handle.part:
        words.append(literal(handle.part))
    return PartPlan(
        attribute=handle.attribute,
        name=name,
        arguments=joined(", ", words),
        doc=resource_summary(names.group.path.replace(PART, handle.part)),
    )


def _resource(
    release: Release,
    names: ResourceNames,
    scope: Scope,
    linked: Linked,
    sources: str,
) -> dict[str, object]:
    needs = Needs(lists="List")
    methods = [
        ResourceMethod(release, names, operation, scope, linked, needs)
        for operation in names.group.operations
    ]
    parts = list(_handles(scope, within=names.wire))
    text = f"The resource {names.wire}."
    if PART in names.wire:
        known = ", ".join(handle.part for handle in names.handles)
        text += f" {PART} is one of {known}, or another of their kind."
    classes = tuple(
        ResourceClassPlan(
            name=names.sync if kind == "def" else names.awaited,
            base=Identifier("Resource" if kind == "def" else "AsyncResource"),
            doc=class_docstring(
                "",
                (
                    text
                    if kind == "def"
                    else f"{text} Its methods are awaited; {names.sync} describes them in full."
                ),
            ),
            methods=tuple(method.written(kind) for method in methods),
            parts=tuple(_part(each, handle, kind) for each, handle in parts),
        )
        for kind in ("def", "async def")
    )
    imports = type_imports(needs, scope, here="resources")
    imports.setdefault("..options", set()).add("Options")
    imports.update(_beside(each for each, _ in parts))
    return {
        "module_docstring": docstring(
            f"The resource {names.wire} of {sources}.", indent=0
        ),
        "checking_imports": import_lines(imports, checking=True),
        "endpoint": _endpoint(names),
        "deprecates": any(method.deprecated for method in methods),
        "rows": tuple(method.row() for method in methods),
        "wire_name": literal(names.wire),
        "classes": classes,
    }


def _endpoint(names: ResourceNames) -> Code:
    """What `_RESOURCE` is, laid out as black does behind that name."""
    words: list[Part] = [
        literal(names.wire),
        code("path={}", literal(names.group.path.strip("/"))),
    ]
    if prefix := common_prefix(names.group):
        words.append(code("prefix={}", literal(prefix)))
    words.append(code("module=__name__"))
    line = joined(", ", words)
    if len("_RESOURCE = Endpoint()") + width(line) <= LINE_LENGTH:
        return code("Endpoint({})", line)
    if 4 + width(line) <= LINE_LENGTH:
        return code("Endpoint(\n    {}\n)", line)
    return code("Endpoint(\n    {},\n)", joined(",\n    ", words))


def linked_from(scope: Scope) -> Mapping[tuple[str, str], str]:
    """For each operation of an agent, the method of a resource that calls it, as one writes it."""
    found: dict[tuple[str, str], str] = {}
    for names in scope.resources:
        for operation in names.group.operations:
            if operation.calls is not None:
                method = names.methods[operation.name]
                reached = names.handles[0].reached
                found.setdefault(operation.calls, f"{reached}.{method}")
    return found
