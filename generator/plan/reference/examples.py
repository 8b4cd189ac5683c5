"""One example for each operation: a program that calls it, and what a server might answer.

The program stands on the page as it is here. When the site is made, what it calls is called
(`generator/emit/exchanges.py`), so the messages beside it are those that it sends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.carriers import Carrier
from generator.model.release import Agent, Operation, Release, ResourceOperation
from generator.model.types import CarrierRef
from generator.plan.package import PackagePlan
from generator.plan.reference.samples import Call, Imports, Sample, Samples
from generator.plan.resource_methods import Linked, ResourceMethod
from generator.plan.scope import ResourceNames
from generator.plan.text import (
    Code,
    DottedName,
    Identifier,
    code,
    joined,
    literal,
)
from generator.plan.types import Needs

ROOT = "https://crm.example.com/Cust12345"
TICKET = "7T:..."


@dataclass(frozen=True, slots=True)
class Example:
    """A call, and what it is answered with, as expressions of Python.

    `key` tells examples apart. `wires` are those that the call can go over; `module` and `row` name the row of
    the operation in the package. `imports` are all that both expressions need, and the call needs an open
    `session`. `rows` says that it gives rows to go through. `program` is what stands on the page.
    """

    key: str
    wires: tuple[str, ...]
    module: DottedName
    row: Identifier
    imports: tuple[Code, ...]
    call: Code
    answer: Code | None
    program: Code
    rows: bool = False


def operation_key(agent: str, operation: str) -> str:
    """The key of the example of an agent's operation."""
    return f"{agent}.{operation}"


def method_key(names: ResourceNames, operation: str) -> str:
    """The key of the example of a resource's operation."""
    return f"{names.wire}:{operation}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What went over a wire for an example, as text that a person can read."""

    request: str
    answer: str


class Examples:
    """Makes the examples of one package."""

    def __init__(self, plan: PackagePlan) -> None:
        self._plan = plan
        self._release: Release = plan.release
        self._samples = Samples(plan.release, plan.scope, plan.name)
        self._linked = Linked(plan.scope)

    def of_operation(self, agent: Agent, operation: Operation) -> Example:
        """The example of an agent's operation."""
        names = self._plan.scope.agents[agent.name]
        imports = self._samples.imports()
        arguments = [
            self._samples.value(each.type, each.name, imports)
            for each in operation.parameters
        ]
        call = Call(
            code("session.{}.{}(", names.attribute, names.methods[operation.name]),
            tuple(arguments),
            code(")"),
        )
        needed = imports.lines()
        answer = self._answer(agent, operation, imports)
        return Example(
            key=operation_key(agent.name, operation.name),
            wires=operation.bindings,
            module=DottedName(f"agents.{names.module}"),
            row=names.rows[operation.name],
            imports=imports.lines(),
            call=call.line(),
            answer=answer and _one_line(answer),
            program=self._program(call, needed, gives=bool(operation.results)),
        )

    def of_method(self, names: ResourceNames, operation: ResourceOperation) -> Example:
        """The example of a resource's operation."""
        method = ResourceMethod(
            self._release, names, operation, self._plan.scope, self._linked, Needs()
        )
        imports = self._samples.imports()
        arguments = [
            (
                self._samples.value(type, name, imports, key=method.key)
                if type is not None
                else self._changes(operation, imports)
            )
            for name, type in method.needed
        ]
        if any(each.name == "$top" for each in operation.parameters):
            arguments.append(code("top=2"))
        handle = names.handles[0]
        call = Call(
            code("{}.{}(", DottedName(handle.reached), names.methods[operation.name]),
            tuple(arguments),
            code(")"),
        )
        needed = imports.lines()
        gives = operation.gives
        answer = (
            self._samples.value(gives, "answer", imports)
            if gives is not None and not method.pages
            else None
        )
        return Example(
            key=method_key(names, operation.name),
            wires=("webapi",),
            module=DottedName(f"resources.{names.module}"),
            row=names.rows[operation.name],
            imports=imports.lines(),
            call=call.line(),
            answer=answer and _one_line(answer),
            program=self._program(
                call, needed, gives=gives is not None, rows=method.pages
            ),
            rows=method.pages,
        )

    def _answer(
        self, agent: Agent, operation: Operation, imports: Imports
    ) -> Sample | None:
        several = self._plan.results.get((agent.name, operation.name))
        if several is not None:
            return self._samples.value(CarrierRef(several), "result", imports)
        if not operation.results:
            return None
        return self._samples.value(operation.results[0].type, operation.name, imports)

    def _changes(self, operation: ResourceOperation, imports: Imports) -> Code:
        """A change of one member of what the operation gives."""
        changed = literal("changed")
        if not isinstance(operation.gives, CarrierRef):
            return code("dict(name={})", changed)
        carrier = self._release.carrier(operation.gives.name)
        attributes = self._plan.scope.attributes[carrier.name]
        attribute = text_field(self._plan, carrier)
        if attribute is None:
            fields = self._release.all_fields(carrier)
            each = next(each for each in fields if not each.name.startswith("_"))
            value = self._samples.value(each.type, each.name, imports, 2)
            pair = code("{}: {}", literal(str(attributes[each.name])), _one_line(value))
        else:
            pair = code("{}: {}", literal(str(attribute)), changed)
        return joined("", (code("{"), pair, code("}")))

    def _program(
        self,
        call: Call,
        needed: Iterable[Code],
        *,
        gives: bool,
        rows: bool = False,
    ) -> Code:
        name = self._plan.name
        lines = [
            code("from {} import Session", name),
            code("from {}.credentials import Ticket", name),
        ]
        standard = [each for each in needed if not each.startswith(f"from {name}")]
        own = [each for each in needed if each.startswith(f"from {name}")]
        lines = sorted((*own, *lines), key=lambda line: line.split()[1])
        made = [*standard, code("")] if standard else []
        opened = Call(
            code("with Session("),
            (
                code("{}", literal(ROOT)),
                code("credentials=Ticket({})", literal(TICKET)),
            ),
            code(") as session:"),
        )
        made += [*lines, code(""), opened.laid_out(0)]
        if rows:
            laid = Call(code("for row in {}", call.head), call.items, code("):"))
            made += [code("    {}", laid.laid_out(4)), code("        print(row)")]
        elif gives:
            laid = Call(code("found = {}", call.head), call.items, call.tail)
            made += [code("    {}", laid.laid_out(4)), code("    print(found)")]
        else:
            made.append(code("    {}", call.laid_out(4)))
        return joined("\n", made)


def _one_line(sample: Sample) -> Code:
    return sample if isinstance(sample, Code) else sample.line()


def text_field(plan: PackagePlan, carrier: Carrier) -> Identifier | None:
    """The attribute of a text that a carrier has, its name where it has one."""
    attributes = plan.scope.attributes[carrier.name]
    texts = [
        attributes[each.name]
        for each in (*carrier.fields, *plan.release.all_fields(carrier))
        if str(getattr(each.type, "name", "")) == "string"
    ]
    return next((each for each in texts if each == "name"), next(iter(texts), None))
