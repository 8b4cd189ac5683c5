"""What must hold in a release before anything is made of it."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostic, Diagnostics, Origin, Severity
from generator.model.bindings import Header, SoapBinding
from generator.model.carriers import (
    Carrier,
    Dictionary,
    Discriminator,
    Enumeration,
    Field,
)
from generator.model.check import check_release
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
from generator.model.types import STRING, CarrierRef, EnumerationRef, ListOf, MapOf

HERE = Origin("a.wsdl", "7")


def found(release: Release) -> list[Diagnostic]:
    diagnostics = Diagnostics()
    check_release(release, diagnostics)
    return diagnostics.items


def unknown(
    where: str, hint: str = "give the source that describes it, too"
) -> Diagnostic:
    return Diagnostic(
        id="unknown-type",
        severity=Severity.ERROR,
        message=f"{where}, which is not described",
        origin=HERE,
        expected="a type that one of the sources describes",
        hint=hint,
    )


def circular(name: str) -> Diagnostic:
    return Diagnostic(
        id="circular-base",
        severity=Severity.ERROR,
        message=f"carrier {name} is its own base in the end",
        origin=HERE,
        expected="bases that end somewhere",
    )


def carrier(name: str, base: str | None = None, *fields: Field) -> Carrier:
    return Carrier(name=name, base=base, fields=fields, origins=(HERE,))


def test_a_sound_release_has_no_errors():
    release = Release(
        agents=(
            Agent(
                name="Contact",
                operations=(
                    Operation(
                        name="Get",
                        results=(Parameter(name="Response", type=CarrierRef("B")),),
                    ),
                ),
            ),
        ),
        carriers=(
            carrier("A", None, Field(name="Kind", type=EnumerationRef("E"))),
            carrier("B", "A", Field(name="Names", type=MapOf(STRING, STRING, "D"))),
            carrier("C", "B", Field(name="Own", type=ListOf(CarrierRef("C")))),
        ),
        enumerations=(Enumeration(name="E"),),
        dictionaries=(
            Dictionary(name="D", key=EnumerationRef("E"), value=STRING, pair="P"),
        ),
    )

    assert found(release) == []


@pytest.mark.parametrize(
    "type",
    [
        CarrierRef("Gone"),
        EnumerationRef("Gone"),
        MapOf(STRING, STRING, "Gone"),
        ListOf(ListOf(CarrierRef("Gone"))),
        MapOf(STRING, EnumerationRef("Gone")),
        MapOf(EnumerationRef("Gone"), STRING),
    ],
    ids=str,
)
def test_a_name_that_leads_nowhere_is_an_error_with_its_place(type: CarrierRef):
    field = Field(name="F", type=type, origins=(HERE,))

    assert found(Release(carriers=(Carrier(name="A", fields=(field,)),))) == [
        unknown('field F of carrier A refers to "Gone"')
    ]


def test_a_dictionary_without_a_name_refers_to_nothing():
    field = Field(name="F", type=MapOf(STRING, STRING))

    assert found(Release(carriers=(carrier("A", None, field),))) == []


def test_a_name_that_is_nearly_right_is_hinted_at():
    field = Field(name="F", type=CarrierRef("ContctEntity"))

    assert found(
        Release(carriers=(carrier("A", None, field), carrier("ContactEntity")))
    ) == [
        unknown(
            'field F of carrier A refers to "ContctEntity"',
            'did you mean "ContactEntity"?',
        )
    ]


def test_operations_and_their_headers_are_looked_through():
    gone = CarrierRef("Gone")
    binding = SoapBinding(
        action="",
        request="",
        response="",
        namespace="",
        path="",
        request_headers=(Header("Token", gone),),
    )
    operation = Operation(
        name="Get",
        parameters=(Parameter(name="A", type=gone),),
        soap=binding,
        origins=(HERE,),
    )

    assert (
        found(Release(agents=(Agent(name="Contact", operations=(operation,)),)))
        == [unknown('Contact.Get refers to "Gone"')] * 2
    )


def test_resources_are_looked_through():
    gone = CarrierRef("Gone")
    operation = ResourceOperation(
        name="x",
        verb="put",
        path="/a",
        parameters=(ResourceParameter(name="p", place="query", type=gone),),
        body=gone,
        answers=(Answer(status="200", type=gone), Answer(status="204")),
        origins=(HERE,),
    )

    assert (
        found(Release(resources=(Resource(name="A", operations=(operation,)),)))
        == [unknown('PUT /a refers to "Gone"')] * 3
    )


def test_dictionaries_bases_and_discriminators_are_looked_through():
    release = Release(
        carriers=(
            carrier("A", "Gone"),
            Carrier(
                name="B",
                discriminator=Discriminator("F", (("b", "Gone"),)),
                origins=(HERE,),
            ),
        ),
        dictionaries=(
            Dictionary(
                name="D",
                key=STRING,
                value=CarrierRef("Gone"),
                pair="P",
                origins=(HERE,),
            ),
        ),
    )

    assert found(release) == [
        unknown('the discriminator of carrier B refers to "Gone"'),
        unknown('dictionary D refers to "Gone"'),
        unknown('the base of carrier A refers to "Gone"'),
    ]


def test_carriers_that_are_their_own_base_are_errors():
    release = Release(
        carriers=(
            carrier("Self", "Self"),
            carrier("A", "B"),
            carrier("B", "A"),
            carrier("Below", "A"),
        )
    )

    assert found(release) == [circular("Self"), circular("A"), circular("B")]


def test_a_base_of_a_base_may_be_missing():
    release = Release(carriers=(carrier("A", "B"), carrier("B", "Gone")))

    assert found(release) == [unknown('the base of carrier B refers to "Gone"')]
