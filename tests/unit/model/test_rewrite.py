"""Releases with their types replaced."""

from __future__ import annotations

from generator.model.bindings import Header, SoapBinding
from generator.model.carriers import Carrier, Dictionary, Field
from generator.model.release import (
    Agent,
    Answer,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.rewrite import operation_types, replace_types
from generator.model.types import STRING, CarrierRef, ListOf, MapOf, TypeRef


def everywhere(type: TypeRef) -> Release:
    """A release with `type` in every place that holds one."""
    binding = SoapBinding(
        action="a",
        request="Get",
        response="GetResponse",
        namespace="urn:x",
        path="/x.svc",
        request_headers=(Header("In", type),),
        response_headers=(Header("Out", type),),
    )
    return Release(
        agents=(
            Agent(
                name="A",
                operations=(
                    Operation(
                        name="Get",
                        parameters=(Parameter(name="P", type=type),),
                        results=(Parameter(name="Response", type=type),),
                        soap=binding,
                    ),
                    Operation(name="Nothing"),
                ),
            ),
        ),
        resources=(
            Resource(
                name="R",
                operations=(
                    ResourceOperation(
                        name="r",
                        verb="put",
                        path="/r",
                        parameters=(
                            ResourceParameter(name="p", place="query", type=type),
                        ),
                        body=type,
                        answers=(Answer(status="200", type=type), Answer(status="204")),
                    ),
                    ResourceOperation(name="s", verb="get", path="/s"),
                ),
            ),
        ),
        carriers=(Carrier(name="C", fields=(Field(name="F", type=type),)),),
        dictionaries=(Dictionary(name="D", key=STRING, value=type, pair="P"),),
    )


def to_b(type: TypeRef) -> TypeRef:
    return CarrierRef("B") if type == CarrierRef("A") else type


def test_a_type_is_replaced_wherever_it_stands():
    assert replace_types(everywhere(CarrierRef("A")), to_b) == everywhere(
        CarrierRef("B")
    )


def test_a_type_is_replaced_inside_lists_and_dictionaries():
    def nested(name: str) -> TypeRef:
        return ListOf(MapOf(STRING, ListOf(CarrierRef(name), "X", "urn:x"), "D"))

    assert replace_types(everywhere(nested("A")), to_b) == everywhere(nested("B"))


def test_inner_types_are_replaced_before_outer_ones():
    def flatten(type: TypeRef) -> TypeRef:
        return type.item if isinstance(type, ListOf) else to_b(type)

    assert replace_types(everywhere(ListOf(ListOf(CarrierRef("A")))), flatten) == (
        everywhere(CarrierRef("B"))
    )


def test_the_types_of_an_operation_include_its_headers():
    operation, nothing = everywhere(CarrierRef("A")).agents[0].operations

    assert list(operation_types(operation)) == [CarrierRef("A")] * 4
    assert list(operation_types(nothing)) == []
