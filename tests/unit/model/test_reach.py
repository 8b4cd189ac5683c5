"""What of a release its agents need."""

from __future__ import annotations

from generator.model.bindings import Header, SoapBinding
from generator.model.carriers import (
    Carrier,
    Dictionary,
    Discriminator,
    Enumeration,
    Field,
)
from generator.model.reach import reached
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    TypeRef,
)


def carrier(name: str, base: str | None = None, **fields: TypeRef) -> Carrier:
    return Carrier(
        name=name,
        base=base,
        fields=tuple(Field(name=each, type=type) for each, type in fields.items()),
    )


def kept(
    gives: list[str],
    *carriers: Carrier,
    enumerations: tuple[str, ...] = (),
    dictionaries: tuple[Dictionary, ...] = (),
    soap: SoapBinding | None = None,
    keep_namespaces: bool = False,
) -> list[str]:
    """The names of what stays where operations give carriers of those names."""
    operations = tuple(
        Operation(
            name=f"Get{name}",
            results=(Parameter(name="Response", type=CarrierRef(name)),),
            soap=soap,
        )
        for name in gives
    )
    release = Release(
        agents=(Agent(name="A", operations=operations),),
        carriers=carriers,
        enumerations=tuple(Enumeration(name=name) for name in enumerations),
        dictionaries=dictionaries,
    )
    found = reached(release, keep_namespaces=keep_namespaces)
    assert found.agents == release.agents
    return [
        each.name
        for group in (found.carriers, found.enumerations, found.dictionaries)
        for each in group
    ]


def test_what_is_reached_stays_in_its_order():
    assert kept(
        ["B"],
        carrier("A"),
        carrier("C", Kind=EnumerationRef("E")),
        carrier("B", Items=ListOf(CarrierRef("C")), Own=CarrierRef("B")),
        enumerations=("D", "E"),
    ) == ["C", "B", "E"]


def test_a_base_brings_its_subtypes_and_what_they_refer_to():
    assert kept(
        ["Base"],
        carrier("Base"),
        carrier("Sub", "Base"),
        carrier("SubSub", "Sub", Other=CarrierRef("Other")),
        carrier("Other"),
    ) == ["Base", "Sub", "SubSub", "Other"]


def test_a_subtype_brings_its_bases_and_what_they_refer_to_but_not_its_siblings():
    assert kept(
        ["Sub"],
        carrier("Carrier", Right=CarrierRef("Right")),
        carrier("Right"),
        carrier("Sub", "Carrier"),
        carrier("Sibling", "Carrier"),
    ) == ["Carrier", "Right", "Sub"]


def test_a_base_brings_its_subtypes_whichever_of_the_family_comes_first():
    family = (carrier("Base"), carrier("A", "Base"), carrier("B", "Base"))

    assert kept(["A", "Base"], *family) == ["Base", "A", "B"]
    assert kept(["Base", "A"], *family) == ["Base", "A", "B"]


def test_a_discriminator_brings_the_carriers_that_it_names():
    told = Carrier(name="Pet", discriminator=Discriminator("kind", (("cat", "Cat"),)))

    assert kept(["Pet"], told, carrier("Cat"), carrier("Dog")) == ["Pet", "Cat"]


def test_a_dictionary_brings_what_its_pairs_hold():
    assert kept(
        ["A"],
        carrier("A", Names=MapOf(STRING, CarrierRef("Value"), "D")),
        carrier("Value"),
        enumerations=("Key",),
        dictionaries=(
            Dictionary(
                name="D", key=EnumerationRef("Key"), value=CarrierRef("Value"), pair="P"
            ),
            Dictionary(name="E", key=STRING, value=STRING, pair="P"),
        ),
    ) == ["A", "Value", "Key", "D"]


def test_headers_bring_their_types():
    soap = SoapBinding(
        action="",
        request="",
        response="",
        namespace="",
        path="",
        response_headers=(Header("TimeZone", CarrierRef("SoTimeZone")),),
    )

    assert kept(["A"], carrier("A"), carrier("SoTimeZone"), soap=soap) == [
        "A",
        "SoTimeZone",
    ]


def test_with_namespaces_all_that_soap_describes_stays():
    assert kept(
        ["A"],
        carrier("A"),
        Carrier(name="Soap", namespace="urn:x"),
        carrier("Json"),
        dictionaries=(Dictionary(name="D", key=STRING, value=STRING, pair="P"),),
        keep_namespaces=True,
    ) == ["A", "Soap", "D"]
