"""The method and the row of one operation of a resource, from what its description says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal as OneOf

from generator.model.release import Release, ResourceOperation, ResourceParameter
from generator.model.types import CarrierRef, ListOf, MapOf, Scalar, TypeRef
from generator.plan.agents import MethodPlan, deprecated
from generator.plan.carriers import pair
from generator.plan.deprecations import method_leaving
from generator.plan.docstrings import (
    resource_docstring,
    short_docstring,
)
from generator.plan.names import resource_parameter_names, snake_case
from generator.plan.resource_names import Group, pages_of, split_name
from generator.plan.scope import ResourceNames, Scope
from generator.plan.text import (
    LINE_LENGTH,
    Code,
    Identifier,
    Part,
    bracketed,
    code,
    joined,
    literal,
    width,
)
from generator.plan.types import Needs
from generator.runtime.endpoints import BODY, QUERY, ROWS

_SURE = frozenset({"get", "create", "update", "patch", "default"})
"""Methods that give something or raise; nothing at all would be no answer."""


def common_prefix(group: Group) -> str:
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


class Linked:
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


class ResourceMethod:
    """What the sync and the async method of one operation share, and their row."""

    def __init__(
        self,
        release: Release,
        names: ResourceNames,
        operation: ResourceOperation,
        scope: Scope,
        linked: Linked,
        needs: Needs,
    ) -> None:
        self.deprecated = deprecated(method_leaving(release, names, operation))
        self._operation = operation
        self._scope = scope
        self._needs = needs
        self._path = names.group.path
        self._prefix = common_prefix(names.group)
        self._name = names.methods[operation.name]
        self._row = names.rows[operation.name]
        self.pages = operation.gives in names.group.pages
        self._sure = self._name in _SURE or "404" in operation.statuses
        path = sorted(
            (each for each in operation.parameters if each.place == "path"),
            key=lambda each: operation.path.find(f"{{{each.name}}}"),
        )
        others = [
            each
            for each in operation.parameters
            if each.place != "path" and not (self.pages and asks_for_rows(each))
        ]
        self.key = ""
        """The attribute of the body that says which one it is."""
        if self._name == "update" and len(path) == 1:
            self.key = _key(release, names, operation, scope)
        self._condition = _condition(operation)
        arguments = resource_parameter_names(rows=self.pages)
        self._taken: list[tuple[str, TypeRef]] = []
        self._positional: list[Part] = []
        self._by_name: list[Part] = []
        self.needed: list[tuple[Identifier, TypeRef | None]] = []
        """What a caller must hand in, by position: None for changes of a part."""
        passed: dict[str, Identifier] = {}
        documented: list[tuple[str, str]] = []

        def take(each: ResourceParameter, *, needed: bool) -> None:
            name = passed[each.name] = arguments.give(snake_case(each.name))
            annotated = self._parameter(each, needed=needed)
            part = code("{}: {}", name, annotated)
            if needed:
                self._positional.append(part)
                self.needed.append((name, each.type))
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
            changes = is_patch(operation)
            self.needed.append((name, None if changes else operation.body))
        if first:
            take(path[0], needed=not self.key)
            if self.key:  # it may stand behind the carrier, without its name
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
        self._documented = documented
        self._agent = linked(operation)

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
        if self.pages:
            declared = tuple(
                each.name for each in operation.parameters if asks_for_rows(each)
            )
            words.append(
                code("rows=True")
                if declared == ROWS
                else _tuple(Identifier("rows"), declared)
            )
        if self.key:
            words.append(code("key={}", literal(self.key)))
        if self._condition:
            words.append(code("condition={}", literal(self._condition)))
        for place in ("form", "header"):
            there = tuple(e.name for e in operation.parameters if e.place == place)
            if there:
                words.append(_tuple(Identifier(place), there))
        commas = tuple(
            each.name
            for each in operation.parameters
            if each.place == "query"
            and isinstance(each.type, ListOf)
            and not each.exploded
        )
        if commas:
            words.append(_tuple(Identifier("joined"), commas))
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
        if gives is None or self.pages:
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
        if self.pages:
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

    def head(self, kind: OneOf["def", "async def"]) -> Code:
        """Everything before the docstring."""
        head = code("def {}(", self._name)
        if kind == "async def" and not self.pages:
            head = code("async {}", head)
        return bracketed(
            head,
            [
                Identifier("self"),
                *self._positional,
                code("*"),
                *self._by_name,
                code("options: Options = None"),
                *([code("**query: Unpack[Query]")] if self.pages else []),
            ],
            code(") -> {}:", self._returns(kind) or code("None")),
            indent=4,
        )

    def written(self, kind: OneOf["def", "async def"]) -> MethodPlan:
        call = code("self._call(")
        words: list[Part] = [code("options=options")]
        if self.pages:
            call = code("self._rows(")
            words = [code("query=query"), *words]
        elif kind == "async def":
            call = code("await {}", call)
        if self._returns(kind) is not None:
            call = code("return {}", call)
        return MethodPlan(
            name=self._name,
            head=self.head(kind),
            deprecated=self.deprecated,
            doc=(
                resource_docstring(
                    self._operation, self._documented, self._agent, rows=self.pages
                )
                if kind == "def"
                else short_docstring(self._operation)
            ),
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


def _tuple(name: Identifier, items: tuple[str, ...]) -> Code:
    """An argument of a row that is a tuple of texts."""
    line = code("{}={}", name, literal(items))
    if 4 + width(line) + 1 <= LINE_LENGTH:  # a comma comes behind
        return line
    deep = joined(",\n        ", map(literal, items))
    return code("{}=(\n        {},\n    )", name, deep)
