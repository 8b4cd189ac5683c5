"""Examples are made of names and types alone, and are Python that means what it says."""

from __future__ import annotations

from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from generator.plan.package import plan_package
from generator.plan.reference.examples import Example
from generator.plan.reference.site import plan_examples


def example(
    *carriers: Carrier, takes: TypeRef, gives: TypeRef | None = None
) -> Example:
    operation = Operation(
        name="Do",
        parameters=(Parameter(name="OrderId", type=takes),),
        results=(Parameter(name="Response", type=gives),) if gives else (),
        agents=AgentsBinding(path="/api/v1/Agents/Shop/Do", shape=Shape.WRAPPER),
    )
    release = Release(
        label="1",
        agents=(Agent(name="Shop", operations=(operation,)),),
        carriers=carriers,
        enumerations=(
            Enumeration(
                name="Way",
                members=(Member(name="None", number=0), Member(name="Up", number=1)),
            ),
        ),
    )
    (made,) = plan_examples(plan_package(release, "shop", chosen=False)).values()
    return made


def call(*carriers: Carrier, takes: TypeRef) -> str:
    return str(example(*carriers, takes=takes).call)


def test_values_are_told_by_names_and_types():
    assert call(takes=Scalar("int")) == "session.shop.do(4)"
    assert call(takes=STRING) == 'session.shop.do("order id")'
    assert call(takes=Scalar("boolean")) == "session.shop.do(True)"
    assert call(takes=EnumerationRef("Way")) == "session.shop.do(Way.UP)"
    assert call(takes=ListOf(Scalar("int"))) == "session.shop.do([4])"
    assert call(takes=MapOf(STRING, STRING)) == 'session.shop.do({"key": "value"})'
    assert call(takes=Scalar("duration")) == "session.shop.do(timedelta(minutes=30))"


def test_a_carrier_shows_its_first_fields_and_one_that_it_refers_to():
    order = Carrier(
        name="Order",
        fields=(
            Field(name="OrderId", type=Scalar("int")),
            Field(name="Text", type=STRING),
            Field(name="Done", type=Scalar("boolean")),
            Field(name="More", type=STRING),
            Field(name="Next", type=CarrierRef("Order")),
        ),
    )

    assert call(order, takes=CarrierRef("Order")) == (
        'session.shop.do(Order(order_id=4, text="text", done=True,'
        ' next=Order(order_id=4, text="text", done=True)))'
    )


def test_a_field_that_is_described_anew_is_set_once():
    base = Carrier(name="Base", fields=(Field(name="Name", type=STRING),))
    derived = Carrier(
        name="Derived", base="Base", fields=(Field(name="Name", type=STRING),)
    )

    assert call(base, derived, takes=CarrierRef("Derived")) == (
        'session.shop.do(Derived(name="name"))'
    )


def test_a_program_is_laid_out_and_imports_what_it_needs():
    made = example(takes=Scalar("dateTime"), gives=Scalar("int"))

    assert str(made.program) == "\n".join(
        [
            "from datetime import datetime",
            "",
            "from shop import Session",
            "from shop.credentials import Ticket",
            "",
            "with Session(",
            '    "https://crm.example.com/Cust12345",',
            '    credentials=Ticket("7T:..."),',
            ") as session:",
            "    found = session.shop.do(datetime(2026, 11, 24, 8, 30))",
            "    print(found)",
        ]
    )
    assert made.answer == "1"


def test_an_abstract_carrier_is_shown_by_one_that_is_not():
    base = Carrier(name="Base", abstract=True)
    real = Carrier(name="Real", base="Base", fields=(Field(name="Id", type=STRING),))

    assert call(base, real, takes=CarrierRef("Base")) == (
        'session.shop.do(Real(id="id"))'
    )
