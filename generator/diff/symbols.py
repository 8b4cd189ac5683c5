"""How each thing of a release is reached in its generated package, and what of that changes.

The names and types are the plan's own, so nothing here can differ from what `generate` writes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from generator.diff.differences import Subject, called_now
from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.release import Operation, Release, ResourceOperation
from generator.model.rewrite import operation_types, resource_types
from generator.model.types import CarrierRef, EnumerationRef, MapOf, TypeRef, parts
from generator.plan.agents import arguments_of, returned
from generator.plan.package import Offer, offered
from generator.plan.resource_methods import Linked, ResourceMethod
from generator.plan.scope import ResourceNames
from generator.plan.types import Needs
from generator.runtime.endpoints import PART


@dataclass(frozen=True, slots=True)
class Argument:
    """One parameter of a method: `needed` without a default, `by_name` behind the star."""

    name: str
    type: str
    needed: bool = True
    by_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A name of the package, and what there is to know of it.

    `name` is what code writes ("session.contact.get_contact_entity", "ContactEntity.name"), `module` where
    it is imported from, inside the package. `type` is what a method gives or an attribute holds.
    """

    name: str
    module: str = ""
    arguments: tuple[Argument, ...] | None = None
    type: str = ""
    value: str = ""
    base: str = ""

    def __str__(self) -> str:
        if self.arguments is None:
            shown = f": {self.type}" if self.type else ""
            return f"{self.name}{shown}{f' = {self.value}' if self.value else ''}"
        words: list[str] = []
        for each in self.arguments:
            if each.by_name and "*" not in words:
                words.append("*")
            words.append(f"{each.name}: {each.type}{'' if each.needed else ' = None'}")
        return f"{self.name}({', '.join(words)}) -> {self.type or 'None'}"


@dataclass(frozen=True, slots=True)
class _Thing:
    """A subject's name and module in Python, the part of the model that says the rest, and the types in it."""

    name: str
    module: str
    said: object
    types: tuple[TypeRef, ...]
    symbol: Callable[[], Symbol]

    def same_as(self, other: _Thing, altered: frozenset[TypeRef]) -> bool:
        """Whether their symbols must be equal: the same is said, in terms that mean the same."""
        return (
            (self.name, self.module, self.said)
            == (other.name, other.module, other.said)
        ) and not any(part in altered for type in self.types for part in parts(type))


def symbols_changed(
    old: Release, new: Release, renamed: Mapping[Subject, Subject]
) -> Iterator[tuple[Subject, Symbol | None, Symbol | None]]:
    """Every subject whose symbol the two packages have differently, or one of them has not.

    What is in a thing that one of them has not goes without saying. `renamed` tells what a thing of the old
    release is called in the new one.
    """
    one, other = offered(old), offered(new)
    before, after = dict(_things(one)), dict(_things(other))
    altered = frozenset(_altered(one, other))
    there = {subject: called_now(subject, renamed) for subject in before}
    here = {new: old for old, new in there.items()}
    for subject, ours in before.items():
        theirs = after.get(there[subject]) or _inherited(other, there[subject])
        if theirs is None:
            holder = subject.holder
            if holder == subject or holder not in before or there[holder] in after:
                yield subject, ours.symbol(), None
        elif not ours.same_as(theirs, altered):
            symbols = ours.symbol(), theirs.symbol()
            if symbols[0] != _at_home(symbols[1], subject, symbols[0], renamed):
                yield subject, *symbols
    for subject, theirs in after.items():
        if subject not in here and not _inherited(one, subject):
            holder = subject.holder
            if holder == subject or holder not in after or holder in here:
                yield subject, None, theirs.symbol()


def _at_home(
    there: Symbol, subject: Subject, here: Symbol, renamed: Mapping[Subject, Subject]
) -> Symbol:
    """The new symbol of a thing, as if what it is in had kept its name: that change is told once."""
    if subject.holder == subject or subject.holder not in renamed:
        return there
    home = here.name.rpartition(".")[0]
    return replace(there, name=f"{home}.{there.name.rpartition('.')[2]}")


def _altered(one: Offer, other: Offer) -> Iterator[TypeRef]:
    """The types that the two packages define or call otherwise."""
    ours, theirs = one.scope, other.scope
    for kind, old, new, names, there in (
        (
            CarrierRef,
            one.release.carriers,
            other.release.carriers,
            ours.carriers,
            theirs.carriers,
        ),
        (
            EnumerationRef,
            one.release.enumerations,
            other.release.enumerations,
            ours.enumerations,
            theirs.enumerations,
        ),
    ):
        known = {each.name: each for each in new}
        for each in old:
            if each != known.get(each.name) or names[each.name] != there[each.name]:
                yield kind(each.name)
    known = {each.name: each for each in other.release.dictionaries}
    for each in one.release.dictionaries:
        if each != known.get(each.name):
            yield MapOf(each.key, each.value, each.name)


def _things(offer: Offer) -> Iterator[tuple[Subject, _Thing]]:
    yield from _agents(offer)
    yield from _resources(offer)
    for carrier in offer.release.carriers:
        yield from _carrier(offer, carrier)
    for enumeration in offer.release.enumerations:
        yield from _enumeration(offer, enumeration)
    for each in offer.release.dictionaries:
        name = offer.scope.dictionaries[each.name]
        text = partial(offer.scope.types.dictionary, each, Needs())
        yield (
            Subject("dictionary", (each.name,)),
            _Thing(
                name,
                "carriers.dictionaries",
                each,
                (each.key, each.value),
                partial(_dictionary, name, text),
            ),
        )


def _dictionary(name: str, text: Callable[[], str]) -> Symbol:
    return Symbol(name=name, module="carriers.dictionaries", type=str(text()))


def _fixed(symbol: Symbol) -> _Thing:
    """A thing whose symbol is known at once."""
    return _Thing(symbol.name, symbol.module, symbol, (), lambda: symbol)


def _agents(offer: Offer) -> Iterator[tuple[Subject, _Thing]]:
    for agent in offer.release.agents:
        names = offer.scope.agents[agent.name]
        module = f"agents.{names.module}"
        reached = f"session.{names.attribute}"
        yield (
            Subject("agent", (agent.name,)),
            _fixed(Symbol(name=reached, module=module, type=names.sync)),
        )
        for operation in agent.operations:
            name = f"{reached}.{names.methods[operation.name]}"
            yield (
                Subject("operation", (agent.name, operation.name)),
                _Thing(
                    name,
                    "",
                    (operation.parameters, operation.results),
                    tuple(operation_types(operation)),
                    partial(_operation, offer, agent.name, operation, name),
                ),
            )


def _operation(offer: Offer, agent: str, operation: Operation, name: str) -> Symbol:
    needs = Needs()
    arguments: list[Argument] = []
    for argument, annotated in arguments_of(operation, offer.scope, needs):
        type = str(annotated).partition(": ")[2]
        arguments.append(Argument(str(argument), type))
    carrier = offer.results.get((agent, operation.name))
    gives = returned(operation, offer.scope, carrier, needs)
    return Symbol(name=name, arguments=tuple(arguments), type=str(gives or ""))


def _resources(offer: Offer) -> Iterator[tuple[Subject, _Thing]]:
    for names in offer.scope.resources:
        for handle in names.handles:
            top = names.wire.partition("/")[0]
            path = (top, str(handle.attribute)) if handle.within else (top,)
            yield (
                Subject("resource", path),
                _fixed(
                    Symbol(
                        name=handle.reached,
                        module=f"resources.{names.module}",
                        type=names.sync,
                    )
                ),
            )
            for operation in names.group.operations:
                address = operation.path.replace(PART, handle.part or PART)
                name = f"{handle.reached}.{names.methods[operation.name]}"
                yield (
                    Subject("method", (top, f"{operation.verb} {address}")),
                    _Thing(
                        name,
                        "",
                        operation,
                        tuple(resource_types(operation)),
                        partial(_method, offer, names, operation, name),
                    ),
                )


def _method(
    offer: Offer, names: ResourceNames, operation: ResourceOperation, name: str
) -> Symbol:
    method = ResourceMethod(
        offer.release, names, operation, offer.scope, Linked(offer.scope), Needs()
    )
    module = ast.parse(f"{method.head('def')} ...")
    head = cast("ast.FunctionDef", module.body[0])
    taken = head.args
    count = len(taken.args) - len(taken.defaults)
    arguments = [
        Argument(each.arg, _text(each.annotation), needed=number < count)
        for number, each in enumerate(taken.args)
        if number  # the first is self
    ]
    arguments += [
        Argument(each.arg, _text(each.annotation), needed=False, by_name=True)
        for each in taken.kwonlyargs
        if each.arg != "options"
    ]
    gives = _text(head.returns)
    return Symbol(
        name=name,
        arguments=tuple(arguments),
        type="" if gives == "None" else gives,
    )


def _text(annotation: ast.expr | None) -> str:
    return ast.unparse(annotation) if annotation else ""


def _carrier(offer: Offer, carrier: Carrier) -> Iterator[tuple[Subject, _Thing]]:
    scope = offer.scope
    name = scope.carriers[carrier.name]
    base = scope.carriers.get(carrier.base or "", "")
    module = f"carriers.{scope.carrier_modules[name]}"
    yield (
        Subject("carrier", (carrier.name,)),
        _fixed(Symbol(name=name, module=module, base=base)),
    )
    attributes = scope.attributes[carrier.name]
    for field in carrier.fields:
        reached = f"{name}.{attributes[field.name]}"
        yield (
            Subject("field", (carrier.name, field.name)),
            _of_field(offer, field, reached),
        )


def _inherited(offer: Offer, subject: Subject) -> _Thing | None:
    """A field that a carrier has from one of its bases: code reaches it as the carrier's own."""
    if subject.kind != "field":
        return None
    name, wanted = subject.path
    if name not in offer.scope.carriers:
        return None
    for base in offer.release.bases(offer.release.carrier(name)):
        for field in base.fields:
            if field.name == wanted:
                attribute = offer.scope.attributes[name][wanted]
                reached = f"{offer.scope.carriers[name]}.{attribute}"
                return _of_field(offer, field, reached)
    return None


def _of_field(offer: Offer, field: Field, reached: str) -> _Thing:
    symbol = partial(_field, offer, field, reached)
    return _Thing(reached, "", field, (field.type,), symbol)


def _field(offer: Offer, field: Field, name: str) -> Symbol:
    annotation, default = offer.scope.types.field(field, Needs())
    return Symbol(name=name, type=str(annotation), value=str(default))


def _enumeration(
    offer: Offer, enumeration: Enumeration
) -> Iterator[tuple[Subject, _Thing]]:
    scope = offer.scope
    name = scope.enumerations[enumeration.name]
    base = "Flags" if enumeration.flags else "Enumeration"
    module = f"enumerations.{scope.enumeration_modules[name]}"
    yield (
        Subject("enumeration", (enumeration.name,)),
        _fixed(Symbol(name=name, module=module, base=base)),
    )
    members = scope.members[enumeration.name]
    for member in enumeration.members:
        if enumeration.flags and member.number is None:
            continue  # such a class has no member without a number
        yield (
            Subject("member", (enumeration.name, member.name)),
            _fixed(
                Symbol(
                    name=f"{name}.{members[member.name]}",
                    value=str(member.number if member.number is not None else ""),
                )
            ),
        )
