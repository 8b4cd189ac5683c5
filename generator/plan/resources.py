"""One module for each resource: a row of data for each operation, and a method that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from generator.model.release import Release, ResourceOperation, ResourceParameter
from generator.model.types import CarrierRef, ListOf, MapOf, Scalar, TypeRef
from generator.plan.agents import AgentClassPlan, MethodPlan
from generator.plan.carriers import pair, type_imports
from generator.plan.docstrings import (
    class_docstring,
    resource_docstring,
    resource_summary,
    short_docstring,
)
from generator.plan.layout import FileJob, import_lines, table
from generator.plan.names import resource_parameter_names, snake_case
from generator.plan.resource_names import Group, pages_of, split_name
from generator.plan.scope import ResourceHandle, ResourceNames, Scope
from generator.plan.text import (
    LINE_LENGTH,
    Code,
    DocText,
    Identifier,
    Part,
    bracketed,
    code,
    docstring,
    joined,
    literal,
    width,
)
from generator.plan.types import Needs
from generator.runtime.endpoints import BODY, PART, QUERY, ROWS

_SURE = frozenset({"get", "create", "update", "patch", "default"})
"""Methods that give something or raise; nothing at all would be no answer."""


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
    linked = _Linked(scope)
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
                {
                    f".{each.module}": (each.sync, each.awaited)
                    for each, _ in _handles(scope, within="")
                },
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
    linked: _Linked,
    sources: str,
) -> dict[str, object]:
    needs = Needs(lists="List")
    methods = [
        _Method(release, names, operation, scope, linked, needs)
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
    for each, _ in parts:
        imports.setdefault(f".{each.module}", set()).update((each.sync, each.awaited))
    return {
        "module_docstring": docstring(
            f"The resource {names.wire} of {sources}.", indent=0
        ),
        "checking_imports": import_lines(imports, checking=True),
        "endpoint": bracketed(
            code("Endpoint("),
            [
                literal(names.wire),
                code("path={}", literal(names.group.path.strip("/"))),
                *(
                    [code("prefix={}", literal(prefix))]
                    if (prefix := _common_prefix(names.group))
                    else []
                ),
                code("module=__name__"),
            ],
            code(")"),
            indent=0,
        ),
        "rows": tuple(method.row() for method in methods),
        "wire_name": literal(names.wire),
        "classes": classes,
    }


def _common_prefix(group: Group) -> str:
    """What most names of operations begin with: "v1ContactEntity_"."""
    counted = Counter(split_name(each)[0] for each in group.operations)
    return counted.most_common(1)[0][0]


def needed_types(release: Release) -> Iterator[TypeRef]:
    """The types that methods of resources take and give.

    Pages of rows, what they are asked by, and patches are the runtime's own.
    """
    pages = pages_of(release.carriers)
    for resource in release.resources:
        for operation in resource.operations:
            paged = operation.gives in pages
            for parameter in operation.parameters:
                if not (paged and asks_for_rows(parameter)):
                    yield parameter.type
            if operation.body is not None and not is_patch(operation):
                yield operation.body
            if operation.gives is not None and not paged:
                yield operation.gives


def asks_for_rows(parameter: ResourceParameter) -> bool:
    """Whether it is one of those that all lists of rows are asked by."""
    return parameter.place == "query" and parameter.name.lower() in QUERY


def is_patch(operation: ResourceOperation) -> bool:
    """Whether the body is a list of changes (RFC 6902)."""
    return operation.verb == "PATCH" and isinstance(operation.body, ListOf)


class _Linked:
    """How agents' operations are called in Python."""

    def __init__(self, scope: Scope) -> None:
        self._agents = scope.agents

    def __call__(self, operation: ResourceOperation) -> str:
        """ "contact.get_contact_entity"; empty where the package has no such thing."""
        if operation.calls is None:
            return ""
        agent, name = operation.calls
        names = self._agents.get(agent)
        if names is None or name not in names.methods:
            return ""
        return f"{names.attribute}.{names.methods[name]}"


class _Method:
    """What the sync and the async method of one operation share, and their row."""

    def __init__(
        self,
        release: Release,
        names: ResourceNames,
        operation: ResourceOperation,
        scope: Scope,
        linked: _Linked,
        needs: Needs,
    ) -> None:
        self._operation = operation
        self._scope = scope
        self._needs = needs
        self._path = names.group.path
        self._prefix = _common_prefix(names.group)
        self._name = names.methods[operation.name]
        self._row = names.rows[operation.name]
        self._pages = operation.gives in names.group.pages
        self._sure = self._name in _SURE or "404" in operation.statuses
        path = sorted(
            (each for each in operation.parameters if each.place == "path"),
            key=lambda each: operation.path.find(f"{{{each.name}}}"),
        )
        others = [
            each
            for each in operation.parameters
            if each.place != "path" and not (self._pages and asks_for_rows(each))
        ]
        self._key = ""
        if self._name == "update" and len(path) == 1:
            self._key = _key(release, names, operation, scope)
        self._condition = _condition(operation)
        arguments = resource_parameter_names(rows=self._pages)
        self._taken: list[tuple[str, TypeRef]] = []
        self._positional: list[Part] = []
        self._by_name: list[Part] = []
        passed: dict[str, Identifier] = {}
        documented: list[tuple[str, str]] = []

        def take(each: ResourceParameter, *, needed: bool) -> None:
            name = passed[each.name] = arguments.give(snake_case(each.name))
            annotated = self._parameter(each, needed=needed)
            part = code("{}: {}", name, annotated)
            if needed:
                self._positional.append(part)
            else:
                self._by_name.append(code("{} = None", part))
            if each.place != "path" or each.type != Scalar("int"):
                documented.append((str(name), each.doc))

        first = self._name == "update" and len(path) == 1
        if not first:
            for each in path:
                take(each, needed=True)
        if operation.body is not None:
            name = passed[BODY] = arguments.give(_body_name(operation))
            self._positional.append(code("{}: {}", name, self._body()))
        if first:
            take(path[0], needed=not self._key)
            if self._key:  # it may stand behind the carrier, without its name
                self._positional.append(self._by_name.pop())
        for each in sorted(others, key=lambda each: not each.required):
            take(each, needed=each.required)
        order = [
            *(each.name for each in path),
            *([BODY] if operation.body is not None else []),
            *(each.name for each in others),
        ]
        self._types = {each.name: each for each in operation.parameters}
        self._order = order
        self._arguments: list[Part] = [passed[each] for each in order]
        if self._condition:
            modified = Identifier(
                "modified_since"
                if self._condition == "If-Modified-Since"
                else "unmodified_since"
            )
            name = arguments.give(modified)
            needs.names.add(("_runtime.spelling", "Moment"))
            self._by_name.append(code("{}: Moment | None = None", name))
            self._arguments.append(name)
        self._doc = resource_docstring(
            operation, documented, linked(operation), rows=self._pages
        )
        self._awaited_doc = short_docstring(operation)

    # ------------------------------------------------------------------ what stands in the row

    def row(self) -> Code:
        operation = self._operation
        prefix, name = split_name(operation)
        words: list[Part] = [literal(name), literal(operation.verb)]
        below = operation.path.startswith(self._path)
        path = operation.path[len(self._path) :] if below else ""
        takes, gives = self._takes(), self._gives()
        if path or takes:
            words.append(literal(path))
        if takes:
            words.append(takes)
        if gives:
            said = literal(str(gives))
            words.append(said if takes else code("gives={}", said))
        if self._pages:
            declared = tuple(
                each.name for each in operation.parameters if asks_for_rows(each)
            )
            words.append(
                code("rows=True")
                if declared == ROWS
                else code("rows={}", literal(declared))
            )
        if self._key:
            words.append(code("key={}", literal(self._key)))
        if self._condition:
            words.append(code("condition={}", literal(self._condition)))
        for place in ("form", "header"):
            there = tuple(e.name for e in operation.parameters if e.place == place)
            if there:
                words.append(code("{}={}", Identifier(place), literal(there)))
        commas = tuple(
            each.name
            for each in operation.parameters
            if each.place == "query"
            and isinstance(each.type, ListOf)
            and not each.exploded
        )
        if commas:
            words.append(code("joined={}", literal(commas)))
        if operation.by_form:
            words.append(code("by_form=True"))
        if not below:
            words.append(code("at={}", literal(operation.path.strip("/"))))
        if prefix != self._prefix:
            words.append(code("prefix={}", literal(prefix)))
        head = code("{} = _RESOURCE.operation(", self._row)
        if any("\n" in str(word) for word in words):
            return code("{}\n    {},\n)", head, joined(",\n    ", words))
        return bracketed(head, words, code(")"), indent=0)

    def _takes(self) -> Code | None:
        """What the row takes, apart from whole numbers in its path."""
        pairs = [
            pair(name, self._row_type(name))
            for name in self._order
            if name == BODY
            or self._types[name].place != "path"
            or self._types[name].type != Scalar("int")
        ]
        if not pairs:
            return None
        line = code("{{}}", joined(", ", pairs))
        if 4 + width(line) + 1 <= LINE_LENGTH:  # a comma comes behind
            return line
        if len(pairs) == 1:
            return code("{\n        {}\n    }", pairs[0])
        return code("{\n        {},\n    }", joined(",\n        ", pairs))

    def _row_type(self, name: str) -> Code:
        if name != BODY:
            return self._scope.types.plain_row(self._types[name].type)
        body = self._operation.body
        if body is None or is_patch(self._operation):
            return code("Any")
        return self._scope.types.plain_row(body)

    def _gives(self) -> Code | None:
        gives = self._operation.gives
        if gives is None or self._pages:
            return None
        if isinstance(gives, CarrierRef) and not self._sure:
            return self._scope.types.row(gives, nillable=True)
        return self._scope.types.plain_row(gives)

    # ------------------------------------------------------------------- what stands in the head

    def _body(self) -> Code:
        body = self._operation.body
        if body is None or is_patch(self._operation):
            self._needs.names.add(("_runtime.patching", "Changes"))
            return code("Changes")
        if body in (Scalar("base64Binary"), Scalar("stream")):
            self._needs.names.add(("_runtime.files", "FileContent"))
            return code("FileContent")
        return self._scope.types.needed(body, self._needs)

    def _parameter(self, each: ResourceParameter, *, needed: bool) -> Code:
        if each.name == "$select":
            self._needs.names.add(("_runtime.options", "Select"))
            return code("Select")
        if each.place == "form" and each.type in (
            Scalar("base64Binary"),
            Scalar("stream"),
        ):
            self._needs.names.add(("_runtime.files", "FileContent"))
            return code("FileContent") if needed else code("FileContent | None")
        if needed:
            return self._scope.types.needed(each.type, self._needs)
        return self._scope.types.parameter(each.type, self._needs, nillable=True)

    def _returns(self, kind: str) -> Code | None:
        gives = self._operation.gives
        if self._pages:
            name = "Rows" if kind == "def" else "AsyncRows"
            self._needs.names.add(("_runtime.rows", name))
            self._needs.names.add(("_runtime.rows", "Query"))
            self._needs.names.add(("typing", "Unpack"))
            return code("{}", Identifier(name))
        if gives is None:
            return None
        if self._sure and isinstance(gives, CarrierRef):
            self._needs.carriers.add(self._scope.carriers[gives.name])
            return code("{}", self._scope.carriers[gives.name])
        return self._scope.types.result(gives, self._needs, nillable=False)

    def written(self, kind: OneOf["def", "async def"]) -> MethodPlan:
        returns = self._returns(kind)
        head, call = code("def {}(", self._name), code("self._call(")
        words: list[Part] = [code("options=options")]
        last: list[Part] = []
        if self._pages:
            call = code("self._rows(")
            words = [code("query=query"), *words]
            last = [code("**query: Unpack[Query]")]
        elif kind == "async def":
            head, call = code("async {}", head), code("await {}", call)
        if returns is not None:
            call = code("return {}", call)
        return MethodPlan(
            name=self._name,
            head=bracketed(
                head,
                [
                    Identifier("self"),
                    *self._positional,
                    code("*"),
                    *self._by_name,
                    code("options: Options = None"),
                    *last,
                ],
                code(") -> {}:", returns or code("None")),
                indent=4,
            ),
            doc=self._doc if kind == "def" else self._awaited_doc,
            body=bracketed(
                call, [self._row, *self._arguments, *words], code(")"), indent=8
            ),
        )


def _condition(operation: ResourceOperation) -> str:
    """The header that asks about the last change; NetServer has it where these statuses are."""
    if operation.verb == "GET" and "304" in operation.statuses:
        return "If-Modified-Since"
    if operation.verb in ("PUT", "PATCH", "DELETE") and "412" in operation.statuses:
        return "If-Unmodified-Since"
    return ""


def _key(
    release: Release,
    names: ResourceNames,
    operation: ResourceOperation,
    scope: Scope,
) -> str:
    """The attribute of the body that says which one it is: ContactId of a ContactEntity."""
    body = operation.body
    if not isinstance(body, CarrierRef):
        return ""
    path = next(each for each in operation.parameters if each.place == "path")
    entity = body.name.removesuffix("Entity")
    wanted = [f"{entity}Id", f"{names.group.name}Id", f"{body.name}Id"]
    if path.type != Scalar("int"):
        return ""
    attributes = scope.attributes[body.name]
    fields = {
        field.name.casefold(): field
        for field in release.all_fields(release.carrier(body.name))
        if field.type == Scalar("int")
    }
    for name in wanted:
        if field := fields.get(name.casefold()):
            return str(attributes[field.name])
    return ""


def _body_name(operation: ResourceOperation) -> Identifier:
    if is_patch(operation):
        return Identifier("changes")
    match operation.body:
        case CarrierRef():
            return Identifier("carrier")
        case ListOf():
            return Identifier("items")
        case MapOf():
            return Identifier("values")
        case Scalar(name="base64Binary" | "stream"):
            return Identifier("content")
        case _:
            return Identifier("value")


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
