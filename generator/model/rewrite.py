"""Releases with their types replaced: the one walk that every renaming pass shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from generator.model.bindings import Header, SoapBinding
from generator.model.carriers import Carrier, Dictionary, Field
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import ListOf, MapOf, TypeRef

Rename = Callable[[TypeRef], TypeRef]


def replace_types(release: Release, rename: Rename) -> Release:
    """The release with `rename` applied to every type in it, innermost first."""
    types = _Types(rename)
    return replace(
        release,
        agents=tuple(_agent(agent, types) for agent in release.agents),
        resources=tuple(_resource(resource, types) for resource in release.resources),
        carriers=tuple(_carrier(carrier, types) for carrier in release.carriers),
        dictionaries=tuple(_dictionary(each, types) for each in release.dictionaries),
    )


def replaced(type: TypeRef, rename: Rename) -> TypeRef:
    """The type with `rename` applied to every type in it, innermost first."""
    return _Types(rename)(type)


def operation_types(operation: Operation) -> Iterator[TypeRef]:
    """The types that an operation takes and gives, header blocks included."""
    for parameter in (*operation.parameters, *operation.results):
        yield parameter.type
    if operation.soap:
        for header in (
            *operation.soap.request_headers,
            *operation.soap.response_headers,
        ):
            yield header.type


def resource_types(operation: ResourceOperation) -> Iterator[TypeRef]:
    """The types that an operation of a resource takes and gives."""
    for parameter in operation.parameters:
        yield parameter.type
    if operation.body is not None:
        yield operation.body
    for answer in operation.answers:
        if answer.type is not None:
            yield answer.type


class _Types:
    """`rename`, remembered: the same few hundred types stand in thousands of places."""

    def __init__(self, rename: Rename) -> None:
        self._rename = rename
        self._known: dict[TypeRef, TypeRef] = {}

    def __call__(self, type: TypeRef) -> TypeRef:
        known = self._known.get(type)
        if known is None:
            known = self._known[type] = self._rename(self._inside(type))
        return known

    def _inside(self, type: TypeRef) -> TypeRef:
        match type:
            case ListOf(item=item):
                return replace(type, item=self(item))
            case MapOf(key=key, value=value):
                return replace(type, key=self(key), value=self(value))
            case _:
                return type


def _agent(agent: Agent, types: Rename) -> Agent:
    return replace(
        agent, operations=tuple(_operation(each, types) for each in agent.operations)
    )


def _operation(operation: Operation, types: Rename) -> Operation:
    parameters = _typed(operation.parameters, types)
    results = _typed(operation.results, types)
    soap = operation.soap and _soap(operation.soap, types)
    same = (operation.parameters, operation.results, operation.soap)
    if all(
        now is before
        for now, before in zip((parameters, results, soap), same, strict=True)
    ):
        return operation
    return replace(operation, parameters=parameters, results=results, soap=soap)


def _soap(binding: SoapBinding, types: Rename) -> SoapBinding:
    sent = _typed(binding.request_headers, types)
    answered = _typed(binding.response_headers, types)
    if sent is binding.request_headers and answered is binding.response_headers:
        return binding
    return replace(binding, request_headers=sent, response_headers=answered)


def _resource(resource: Resource, types: Rename) -> Resource:
    return replace(
        resource,
        operations=tuple(
            replace(
                operation,
                parameters=_typed(operation.parameters, types),
                body=operation.body and types(operation.body),
                answers=tuple(
                    replace(answer, type=answer.type and types(answer.type))
                    for answer in operation.answers
                ),
            )
            for operation in resource.operations
        ),
    )


def _carrier(carrier: Carrier, types: Rename) -> Carrier:
    fields = _typed(carrier.fields, types)
    return carrier if fields is carrier.fields else replace(carrier, fields=fields)


def _dictionary(dictionary: Dictionary, types: Rename) -> Dictionary:
    return replace(dictionary, key=types(dictionary.key), value=types(dictionary.value))


_Typed = TypeVar("_Typed", Parameter, Header, Field, ResourceParameter)


def _typed(things: tuple[_Typed, ...], types: Rename) -> tuple[_Typed, ...]:
    """The things with their types renamed; the same tuple where no type becomes another."""
    renamed = [types(each.type) for each in things]
    if renamed == [each.type for each in things]:
        return things
    return tuple(
        replace(each, type=now) for now, each in zip(renamed, things, strict=True)
    )
