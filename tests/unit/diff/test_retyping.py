"""What another type means, for who sends it, who receives it, and who stored it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.diff.both import Both
from generator.diff.changes import Impact
from generator.diff.differences import ABSENT, Difference, Subject
from generator.diff.retyping import Retyping, retyped, takes_all
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)

INT, LONG, TEXT = Scalar("int"), Scalar("long"), Scalar("string")
SAFE, RISKY, BREAKING = Impact.SAFE, Impact.RISKY, Impact.BREAKING
FEW, MANY, OTHER = (EnumerationRef(name) for name in ("Few", "Many", "Other"))
ENUMERATIONS = (
    Enumeration(name="Few", namespace="urn:x", members=(Member(name="A"),)),
    Enumeration(
        name="Many", namespace="urn:x", members=(Member(name="A"), Member(name="B"))
    ),
    Enumeration(name="Other", namespace="urn:x", members=(Member(name="C"),)),
    Enumeration(name="inline", members=(Member(name="A"), Member(name="B"))),
    Enumeration(name="inline2", members=(Member(name="A"), Member(name="B"))),
)


def step(old: TypeRef, new: TypeRef, *facts: Difference) -> tuple[Impact, ...]:
    """How bad a new type is for a sent value, for an answered one, and for a stored one."""
    release = Release(enumerations=ENUMERATIONS)
    both = Both(release, release, facts)

    def of(kind: str) -> Retyping:
        subject = Subject(kind, ("A", "Get", "It"))
        return retyped(
            Difference(subject=subject, aspect="type", old=old, new=new), both
        )

    return of("parameter").impact, of("result").impact, of("result").stored


def listed(item: TypeRef, element: str = "i", *, nillable: bool = True) -> ListOf:
    return ListOf(item, element, "urn:x" if element else "", nillable)


@pytest.mark.parametrize(
    ("old", "new", "impacts"),
    [
        (INT, LONG, (SAFE, RISKY, SAFE)),
        (LONG, INT, (BREAKING, SAFE, RISKY)),
        (INT, Scalar("unsignedInt"), (BREAKING, BREAKING, BREAKING)),
        (Scalar("float"), Scalar("double"), (SAFE, RISKY, SAFE)),
        (INT, Scalar("double"), (SAFE, RISKY, SAFE)),
        (INT, TEXT, (BREAKING, BREAKING, BREAKING)),
        (Scalar("short"), Scalar("boolean"), (BREAKING, BREAKING, BREAKING)),
        (Scalar("any"), INT, (RISKY, SAFE, RISKY)),
        (INT, Scalar("any"), (SAFE, RISKY, SAFE)),
        (FEW, MANY, (SAFE, RISKY, SAFE)),
        (MANY, FEW, (BREAKING, RISKY, RISKY)),
        (FEW, OTHER, (BREAKING, RISKY, RISKY)),
        (CarrierRef("A"), CarrierRef("B"), (BREAKING, BREAKING, BREAKING)),
        (INT, listed(INT), (BREAKING, BREAKING, BREAKING)),
        (listed(INT), listed(LONG), (SAFE, RISKY, SAFE)),
        (listed(INT), listed(INT, nillable=False), (RISKY, SAFE, RISKY)),
        (listed(INT, nillable=False), listed(INT), (SAFE, RISKY, SAFE)),
        (listed(INT), listed(INT, "j"), (BREAKING, BREAKING, SAFE)),
        (listed(INT, ""), listed(INT), (SAFE, SAFE, SAFE)),
        (listed(listed(INT)), listed(INT), (BREAKING, BREAKING, BREAKING)),
        (MapOf(TEXT, INT), MapOf(TEXT, LONG), (SAFE, RISKY, SAFE)),
        (MapOf(TEXT, INT), MapOf(INT, INT), (BREAKING, BREAKING, BREAKING)),
        (MapOf(TEXT, INT, "A"), MapOf(TEXT, INT, "B"), (BREAKING, BREAKING, BREAKING)),
    ],
)
def test_the_step_from_one_type_to_another(
    old: TypeRef, new: TypeRef, impacts: tuple[Impact, ...]
):
    assert step(old, new) == impacts


@pytest.mark.parametrize("kind", ["carrier", "enumeration", "dictionary"])
def test_a_renamed_type_is_nearly_the_same(kind: str):
    def named(name: str) -> TypeRef:
        return {
            "carrier": CarrierRef(name),
            "enumeration": EnumerationRef(name),
            "dictionary": MapOf(TEXT, INT, name),
        }[kind]

    fact = Difference(subject=Subject(kind, ("A",)), aspect="name", old="A", new="B")

    assert step(listed(named("A")), listed(named("B")), fact) == (RISKY, RISKY, SAFE)


def carried(type: TypeRef, *, sent: bool, answered: bool) -> Release:
    """A field in a carrier that an operation takes, or gives, or both, or neither."""
    it = (Parameter(name="It", type=CarrierRef("Thing")),)
    operation = Operation(
        name="Swap", parameters=it if sent else (), results=it if answered else ()
    )
    return Release(
        agents=(Agent(name="A", operations=(operation,)),),
        carriers=(Carrier(name="Thing", fields=(Field(name="Id", type=type),)),),
    )


@pytest.mark.parametrize(
    ("sent", "answered", "wider", "narrower"),
    [
        (True, False, SAFE, BREAKING),
        (False, True, RISKY, SAFE),
        (True, True, RISKY, BREAKING),
        (False, False, SAFE, SAFE),
    ],
)
def test_a_field_is_as_bad_as_the_operations_that_have_it(
    sent: bool, answered: bool, wider: Impact, narrower: Impact
):
    old, new = (carried(it, sent=sent, answered=answered) for it in (INT, LONG))
    fact = Difference(
        subject=Subject("field", ("Thing", "Id")), aspect="type", old=INT, new=LONG
    )

    assert retyped(fact, Both(old, new)) == Retyping("int", "long", wider, SAFE)
    assert retyped(fact.reversed, Both(new, old)) == Retyping(
        "long", "int", narrower, RISKY
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (FEW, MANY, ("Few", "Many")),
        (TEXT, EnumerationRef("inline"), ("string", "one of A, B")),
        (
            EnumerationRef("inline"),
            EnumerationRef("inline2"),
            ("one of A, B", "one of A, B, by another name"),
        ),
        (
            listed(INT),
            listed(INT, nillable=False),
            ("int[]", "int[], whose items may not be null"),
        ),
        (listed(INT), listed(INT, "j"), ("int[]", "int[], written otherwise in XML")),
        (ABSENT, INT, ("nothing", "int")),
        (INT, ABSENT, ("int", "nothing")),
    ],
)
def test_types_are_told_apart_in_words(
    old: object, new: object, words: tuple[str, str]
):
    release = Release(enumerations=ENUMERATIONS)
    fact = Difference(
        subject=Subject("result", ("A", "Get", "It")), aspect="type", old=old, new=new
    )

    found = retyped(fact, Both(release, replace(release)))

    assert (found.old, found.new) == words


@pytest.mark.parametrize(
    ("wide", "narrow", "takes"),
    [
        ("int", "short", True),
        ("short", "int", False),
        ("int", "unsignedShort", True),
        ("unsignedInt", "short", False),
        ("integer", "unsignedLong", True),
        ("double", "int", True),
        ("float", "int", False),
        ("double", "long", False),
        ("double", "float", True),
        ("string", "int", False),
        ("decimal", "int", False),
    ],
)
def test_what_takes_every_value_of_another(wide: str, narrow: str, takes: bool):
    assert takes_all(wide, narrow) is takes


def test_the_service_version_in_a_namespace_is_no_other_way_to_write():
    def release(version: str) -> Release:
        return Release(services=version, namespace=f"urn:{version}")

    def items(version: str, *, nillable: bool) -> ListOf:
        return ListOf(CarrierRef("Thing"), "Thing", f"urn:{version}", nillable)

    fact = Difference(
        subject=Subject("parameter", ("A", "Get", "It")),
        aspect="type",
        old=items("Services1", nillable=True),
        new=items("Services2", nillable=False),
    )

    assert retyped(fact, Both(release("Services1"), release("Services2"))) == Retyping(
        "Thing[]", "Thing[], whose items may not be null", RISKY, RISKY
    )
