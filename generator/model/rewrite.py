"""Releases with their types replaced: the one walk that every renaming pass shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.model.bindings import Header
from generator.model.carriers import Carrier, Dictionary
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
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
        agent,
        operations=tuple(
            replace(
                operation,
                parameters=_parameters(operation.parameters, types),
                results=_parameters(operation.results, types),
                soap=operation.soap
                and replace(
                    operation.soap,
                    request_headers=_headers(operation.soap.request_headers, types),
                    response_headers=_headers(operation.soap.response_headers, types),
                ),
            )
            for operation in agent.operations
        ),
    )


def _resource(resource: Resource, types: Rename) -> Resource:
    return replace(
        resource,
        operations=tuple(
            replace(
                operation,
                parameters=tuple(
                    replace(each, type=types(each.type))
                    for each in operation.parameters
                ),
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
    return replace(
        carrier,
        fields=tuple(
            replace(field, type=types(field.type)) for field in carrier.fields
        ),
    )


def _dictionary(dictionary: Dictionary, types: Rename) -> Dictionary:
    return replace(dictionary, key=types(dictionary.key), value=types(dictionary.value))


def _parameters(
    parameters: tuple[Parameter, ...], types: Rename
) -> tuple[Parameter, ...]:
    return tuple(replace(each, type=types(each.type)) for each in parameters)


def _headers(headers: tuple[Header, ...], types: Rename) -> tuple[Header, ...]:
    return tuple(replace(header, type=types(header.type)) for header in headers)
