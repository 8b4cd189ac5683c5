"""One module for each agent: a row of data for each operation, and a method that names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from generator.model.bindings import Header, Shape, SoapBinding
from generator.model.release import Agent, Operation, Parameter, Release
from generator.plan.carriers import pair, type_imports
from generator.plan.deprecations import operation_leaving
from generator.plan.docstrings import (
    awaited_docstring,
    class_docstring,
    operation_docstring,
)
from generator.plan.layout import FileJob, import_lines, table
from generator.plan.names import parameter_names, snake_case
from generator.plan.scope import AgentNames, Scope
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

# The headers that NetServer declares; the runtime takes them where a row says nothing.
REQUEST_HEADERS = ("ApplicationToken", "Credentials", "TimeZone")
RESPONSE_HEADERS = ("ExceptionInfo", "ExtraInfo", "Succeeded", "TimeZone")


@dataclass(frozen=True, slots=True)
class MethodPlan:
    """One method: everything before its docstring, the docstring, and its one statement.

    `deprecated` is the decorator that says that a later release lacks it.
    """

    name: Identifier
    head: Code
    doc: DocText
    body: Code
    deprecated: Code | None = None


def deprecated(text: str) -> Code | None:
    """The decorator with that text; None where there is nothing to say."""
    if not text:
        return None
    return bracketed(code("@deprecated("), [literal(text)], code(")"), indent=4)


@dataclass(frozen=True, slots=True)
class AgentClassPlan:
    """The sync or the async class of an agent."""

    name: Identifier
    base: Identifier
    doc: DocText
    methods: tuple[MethodPlan, ...]


def plan_agents(
    release: Release,
    scope: Scope,
    results: Mapping[tuple[str, str], str],
    related: Mapping[tuple[str, str], str],
    sources: str,
    root: str,
) -> Iterator[FileJob]:
    """The files of `<package>/agents/`.

    `related` tells which method of a resource stands for an agent's operation.
    """
    for agent in release.agents:
        names = scope.agents[agent.name]
        yield FileJob(
            path=f"{root}/agents/{names.module}.py",
            template="package/agents/agent.py.jinja",
            context=_agent(release, agent, names, scope, results, related, sources),
        )
    yield FileJob(
        path=f"{root}/agents/__init__.py",
        template="package/agents/__init__.py.jinja",
        context=_index(scope),
    )


def _index(scope: Scope) -> dict[str, object]:
    agents = list(scope.agents.items())
    return {
        "imports": import_lines(
            {f".{each.module}": (each.sync, each.awaited) for _, each in agents},
            checking=True,
        ),
        "names": tuple(
            literal(str(name))
            for _, each in agents
            for name in sorted((each.sync, each.awaited))
        ),
        "modules": table(
            (
                pair(name, each.module)
                for _, each in agents
                for name in (each.sync, each.awaited)
            ),
            deep=True,
        ),
        "agents": table((pair(wire, each.sync) for wire, each in agents), deep=False),
        "async_agents": table(
            (pair(wire, each.awaited) for wire, each in agents), deep=False
        ),
    }


def _agent(
    release: Release,
    agent: Agent,
    names: AgentNames,
    scope: Scope,
    results: Mapping[tuple[str, str], str],
    related: Mapping[tuple[str, str], str],
    sources: str,
) -> dict[str, object]:
    needs = Needs()
    facade = _Facade.of(release, agent)
    methods = [
        AgentMethod(
            agent,
            operation,
            names,
            scope,
            results,
            related,
            needs,
            operation_leaving(release, agent, operation),
        )
        for operation in agent.operations
    ]
    text = f"The agent {agent.name}."
    return {
        "module_docstring": docstring(
            f"The agent {agent.name} of {sources}.", indent=0
        ),
        "checking_imports": import_lines(
            _with_options(type_imports(needs, scope, here="agents")), checking=True
        ),
        "deprecates": any(method.deprecated for method in methods),
        "facade": facade.source(),
        "rows": tuple(
            _row(
                names.rows[operation.name],
                operation,
                facade,
                scope,
                results.get((agent.name, operation.name)),
            )
            for operation in agent.operations
        ),
        "wire_name": literal(agent.name),
        "classes": tuple(
            AgentClassPlan(
                name=names.sync if kind == "def" else names.awaited,
                base=Identifier("Agent" if kind == "def" else "AsyncAgent"),
                doc=(
                    class_docstring(agent.doc, text)
                    if kind == "def"
                    else class_docstring(
                        "",
                        f"{text} Its methods are awaited; {names.sync} describes them in full.",
                    )
                ),
                methods=tuple(method.written(kind) for method in methods),
            )
            for kind in ("def", "async def")
        ),
    }


def _with_options(modules: dict[str, set[str]]) -> dict[str, set[str]]:
    return modules | {"..options": {"Options"}}


class AgentMethod:
    """What the sync and the async method of one operation share."""

    def __init__(
        self,
        agent: Agent,
        operation: Operation,
        names: AgentNames,
        scope: Scope,
        results: Mapping[tuple[str, str], str],
        related: Mapping[tuple[str, str], str],
        needs: Needs,
        leaving: str = "",
    ) -> None:
        self.deprecated = deprecated(leaving)
        self._name = names.methods[operation.name]
        self._row = names.rows[operation.name]
        arguments = arguments_of(operation, scope, needs)
        self._arguments = [
            (name, parameter)
            for (name, _), parameter in zip(
                arguments, operation.parameters, strict=True
            )
        ]
        self._parameters: list[Part] = [annotated for _, annotated in arguments]
        self._returns = returned(
            operation, scope, results.get((agent.name, operation.name)), needs
        )
        self._doc = operation_docstring(
            operation,
            ((str(name), parameter) for name, parameter in self._arguments),
            related.get((agent.name, operation.name), ""),
        )
        self._awaited_doc = awaited_docstring(operation)

    def written(self, kind: OneOf["def", "async def"]) -> MethodPlan:
        head = code("def {}(", self._name)
        call = code("self._call(")
        if kind == "async def":
            head, call = code("async {}", head), code("await {}", call)
        if self._returns is not None:
            call = code("return {}", call)
        return MethodPlan(
            name=self._name,
            head=bracketed(
                head,
                [
                    Identifier("self"),
                    *self._parameters,
                    code("*"),
                    code("options: Options = None"),
                ],
                code(") -> {}:", self._returns or code("None")),
                indent=4,
            ),
            deprecated=self.deprecated,
            doc=self._doc if kind == "def" else self._awaited_doc,
            body=bracketed(
                call,
                [
                    self._row,
                    *(name for name, _ in self._arguments),
                    code("options=options"),
                ],
                code(")"),
                indent=8,
            ),
        )


def arguments_of(
    operation: Operation, scope: Scope, needs: Needs
) -> list[tuple[Identifier, Code]]:
    """For each parameter its Python name, and the name with its type."""
    names = parameter_names()
    found: list[tuple[Identifier, Code]] = []
    for parameter in operation.parameters:
        name = names.give(snake_case(parameter.name))
        type = scope.types.parameter(parameter.type, needs, nillable=parameter.nillable)
        found.append((name, code("{}: {}", name, type)))
    return found


def returned(
    operation: Operation, scope: Scope, carrier: str | None, needs: Needs
) -> Code | None:
    """The type of what a method gives back; None where it gives nothing."""
    if carrier is not None:
        needs.carriers.add(scope.carriers[carrier])
        return code("{}", scope.carriers[carrier])
    if not operation.results:
        return None
    result = operation.results[0]
    return scope.types.result(result.type, needs, nillable=result.nillable)


@dataclass(frozen=True, slots=True)
class _Facade:
    """What an agent's operations have in common on each wire."""

    name: str
    soap: str
    agents: str
    namespace: str

    @classmethod
    def of(cls, release: Release, agent: Agent) -> _Facade:
        soap = Counter(each.soap.path for each in agent.operations if each.soap)
        namespaces = Counter(
            each.soap.namespace for each in agent.operations if each.soap
        )
        agents = Counter(
            each.agents.path.rpartition("/")[0]
            for each in agent.operations
            if each.agents
        )
        return cls(
            name=agent.name,
            soap=_most_common(soap).strip("/"),
            agents=_most_common(agents).strip("/"),
            namespace=_most_common(namespaces) or release.namespace,
        )

    def source(self) -> Code:
        words: list[Part] = [literal(self.name)]
        if self.soap:
            words.append(code("soap={}", literal(self.soap)))
        if self.agents:
            words.append(code("agents={}", literal(self.agents)))
        if self.namespace:
            words.append(code("namespace={}", literal(self.namespace)))
        words.append(code("module=__name__"))
        return code("Facade(\n    {},\n)", joined(",\n    ", words))


def _most_common(counter: Counter[str]) -> str:
    return counter.most_common(1)[0][0] if counter else ""


def _row(
    name: Identifier,
    operation: Operation,
    facade: _Facade,
    scope: Scope,
    carrier: str | None,
) -> Code:
    """The assignment of an operation's row."""
    words = list(_row_words(operation, facade, scope, carrier))
    head = code("{} = _AGENT.operation(", name)
    if any("\n" in str(word) for word in words):
        return code("{}\n    {},\n)", head, joined(",\n    ", words))
    return bracketed(head, words, code(")"), indent=0)


def _row_words(
    operation: Operation, facade: _Facade, scope: Scope, carrier: str | None
) -> Iterator[Part]:
    """The arguments of `Facade.operation`; what follows its pattern is left out."""
    yield literal(operation.name)
    takes = bool(operation.parameters)  # what it gives stands behind that, else by name
    if takes:
        yield _types(code("{"), operation.parameters, scope)
    if [result.name for result in operation.results] == ["Response"]:
        result = operation.results[0]
        said = literal(str(scope.types.row(result.type, nillable=result.nillable)))
        yield said if takes else code("gives={}", said)
    elif operation.results:
        yield _types(code("{" if takes else "gives={"), operation.results, scope)
    if carrier is not None:
        yield code("result={}", literal(str(scope.carriers[carrier])))
    yield from _agents_words(operation, facade)
    if operation.soap is None:
        if facade.soap:
            yield code("soap=False")
    else:
        yield from _soap_words(operation, operation.soap, facade, scope)
    query = operation.agents and operation.agents.shape is Shape.QUERY
    spelled = [
        code("{}: {}", literal(wire), _spellings(spellings))
        for wire, spellings in (
            ("soap", operation.soap.spellings if operation.soap else ()),
            (
                "query" if query else "agents",
                operation.agents.spellings if operation.agents else (),
            ),
        )
        if spellings
    ]
    if spelled:
        yield bracketed(code("spelled={"), spelled, code("}"), indent=4)


def _agents_words(operation: Operation, facade: _Facade) -> Iterator[Code]:
    binding = operation.agents
    if binding is None:
        yield code("agents=False")
        return
    if binding.shape is not (Shape.WRAPPER if operation.parameters else Shape.NONE):
        yield code("shape={}", literal(binding.shape.value))
    if operation.results and not binding.select:
        yield code("select=False")
    if binding.gives_stream:
        yield code("stream=True")
    if binding.path.strip("/") != f"{facade.agents}/{operation.name}":
        yield code("path={}", literal(binding.path.strip("/")))


def _soap_words(
    operation: Operation, binding: SoapBinding, facade: _Facade, scope: Scope
) -> Iterator[Code]:
    headers = (*binding.request_headers, *binding.response_headers)
    foreign = [
        *binding.namespaces,
        *(
            (header.name, header.namespace)
            for header in headers
            if header.namespace != binding.namespace
        ),
    ]
    if foreign:
        yield bracketed(
            code("namespaces={"),
            [pair(*each) for each in dict.fromkeys(foreign)],
            code("}"),
            indent=4,
        )
    if binding.action != f"{facade.namespace}/{facade.name}/{operation.name}":
        yield code("action={}", literal(binding.action))
    if binding.request != operation.name:
        yield code("request={}", literal(binding.request))
    if binding.response != f"{operation.name}Response":
        yield code("response={}", literal(binding.response))
    request = tuple(header.name for header in binding.request_headers)
    response = tuple(header.name for header in binding.response_headers)
    if request != REQUEST_HEADERS:
        yield code("request_headers={}", literal(request))
    if response != RESPONSE_HEADERS:
        yield code("response_headers={}", literal(response))
    unusual = [
        header
        for header in headers
        if header.name not in REQUEST_HEADERS and header.name not in RESPONSE_HEADERS
    ]
    if unusual:
        yield bracketed(
            code("header_types={"),
            [_header(header, scope) for header in dict.fromkeys(unusual)],
            code("}"),
            indent=4,
        )


def _header(header: Header, scope: Scope) -> Code:
    return pair(header.name, scope.types.row(header.type, nillable=True))


def _types(head: Code, parameters: tuple[Parameter, ...], scope: Scope) -> Code:
    pairs = [
        pair(each.name, scope.types.row(each.type, nillable=each.nillable))
        for each in parameters
    ]
    line = code("{}{}}", head, joined(", ", pairs))
    if 4 + width(line) + 1 <= LINE_LENGTH:  # a comma comes behind
        return line
    if len(pairs) == 1:
        return code("{}\n        {}\n    }", head, pairs[0])
    return code("{}\n        {},\n    }", head, joined(",\n        ", pairs))


def _spellings(spellings: tuple[tuple[str, str], ...]) -> Code:
    return bracketed(
        code("{"), [pair(*each) for each in spellings], code("}"), indent=8
    )
