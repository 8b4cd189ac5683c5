"""Resources of the WebApi, made to speak of what agents use."""

from __future__ import annotations

from generator.diagnostics import Diagnostics, Severity
from generator.merge.resources import (
    linked,
    opened,
    with_bases,
    with_folded_parameters,
    with_known_enumerations,
)
from generator.model.carriers import Carrier, Enumeration, Field, Member
from generator.model.release import (
    Agent,
    Answer,
    Operation,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    Scalar,
    TypeRef,
)

INT = Scalar("int")
NOTHING = Release()


def carrier(name: str, **fields: TypeRef) -> Carrier:
    return Carrier(
        name=name,
        fields=tuple(Field(name=each, type=type) for each, type in fields.items()),
    )


def enumeration(name: str, *members: str) -> Enumeration:
    return Enumeration(name=name, members=tuple(Member(name=each) for each in members))


def asking(*parameters: ResourceParameter, doc: str = "") -> Resource:
    operation = ResourceOperation(
        name="Ask", verb="GET", path="/api/v1/Contact", parameters=parameters, doc=doc
    )
    return Resource(name="Contact", operations=(operation,))


def query(name: str, type: TypeRef = STRING) -> ResourceParameter:
    return ResourceParameter(name=name, place="query", type=type)


def bases(json: Release, soap: Release = NOTHING) -> dict[str, str | None]:
    return {each.name: each.base for each in with_bases(json, soap).carriers}


# --- entities with links


def test_an_entity_with_links_extends_the_entity():
    plain = carrier("Entity", Id=INT, Name=STRING)
    with_links = carrier("EntityWithLinks", Id=INT, Name=STRING, _Links=STRING)

    found = with_bases(Release(carriers=(plain, with_links)), NOTHING)
    assert found.carriers[1].base == "Entity"
    assert [each.name for each in found.carriers[1].fields] == ["_Links"]


def test_the_entity_may_be_known_to_soap_alone_in_finer_types():
    soap = Release(carriers=(carrier("Entity", Id=Scalar("short"), New=STRING),))
    json = Release(carriers=(carrier("EntityWithLinks", Id=INT, _Links=STRING),))

    assert bases(json, soap) == {"EntityWithLinks": "Entity"}


def test_half_of_the_fields_have_to_be_there():
    plain = carrier("Entity", A=INT, B=INT, C=INT)

    def links(**fields: TypeRef) -> str | None:
        some = carrier("EntityWithLinks", **fields, _Links=STRING)
        return bases(Release(carriers=(plain, some)))["EntityWithLinks"]

    assert links(A=INT) is None
    assert links(A=INT, B=INT) == "Entity"


def test_a_field_that_is_data_or_of_another_type_makes_it_something_else():
    plain = carrier("Entity", A=INT)
    data = carrier("EntityMore", A=INT, B=INT, _Links=STRING)
    other = carrier("EntityOther", A=STRING, _Links=STRING)

    assert bases(Release(carriers=(plain, data, other))) == {
        "Entity": None,
        "EntityMore": None,
        "EntityOther": None,
    }


def test_inline_enumerations_of_repeated_fields_are_gone():
    json = Release(
        carriers=(
            carrier("Entity", Kind=EnumerationRef("Kind")),
            carrier(
                "EntityWithLinks",
                Kind=EnumerationRef("EntityWithLinks.Kind"),
                _Links=STRING,
            ),
        ),
        enumerations=(
            enumeration("Kind", "A"),
            enumeration("EntityWithLinks.Kind", "A"),
        ),
    )

    assert [each.name for each in with_bases(json, NOTHING).enumerations] == ["Kind"]


# --- enumerations without a name


def adopted(*known: Enumeration, members: tuple[str, ...] = ("A", "B")) -> TypeRef:
    name = "Contact.Ask.fieldType"
    json = Release(
        resources=(asking(query("fieldType", EnumerationRef(name))),),
        enumerations=(enumeration(name, *members),),
    )
    found = with_known_enumerations(json, Release(enumerations=known))
    (parameter,) = found.resources[0].operations[0].parameters
    return parameter.type


def test_a_list_of_names_is_the_enumeration_with_just_these_names():
    assert adopted(enumeration("Kind", "B", "A")) == EnumerationRef("Kind")
    assert adopted(enumeration("Kind", "A")) == EnumerationRef("Contact.Ask.fieldType")


def test_of_several_the_one_that_is_called_like_it():
    first, second = enumeration("Kind", "A", "B"), enumeration("UFieldType", "A", "B")

    assert adopted(first, second) == EnumerationRef("UFieldType")
    assert adopted(first, enumeration("Sort", "A", "B")) == EnumerationRef(
        "Contact.Ask.fieldType"
    )


# --- carriers taken apart


def folded(*names: str) -> list[tuple[str, TypeRef, bool]]:
    sale = carrier("Sale", SaleId=INT, Title=STRING)
    json = Release(resources=(asking(*map(query, names)),), carriers=(sale,))
    found = with_folded_parameters(json).resources[0].operations[0].parameters
    return [(each.name, each.type, each.exploded) for each in found]


def test_members_of_a_carrier_in_a_query_are_the_carrier():
    assert folded("ids", "sale.saleId", "sale.title.text", "x") == [
        ("ids", STRING, False),
        ("sale", CarrierRef("Sale"), True),
        ("x", STRING, False),
    ]


def test_members_that_no_carrier_has_stay_apart():
    assert folded("sale.saleId", "sale.nothing") == [
        ("sale.saleId", STRING, False),
        ("sale.nothing", STRING, False),
    ]


# --- what an operation stands for


def links(doc: str) -> tuple[str, str] | None:
    agent = Agent(name="Contact", operations=(Operation(name="GetContactEntity"),))
    found = linked(Release(agents=(agent,), resources=(asking(doc=doc),)))
    return found.resources[0].operations[0].calls


def test_a_text_that_names_an_agents_operation_is_a_link():
    expected = ("Contact", "GetContactEntity")

    assert links("Calls the Contact agent service GetContactEntity.") == expected
    assert links("One. Calls the {A.B.IContactAgent} service GetContactEntity") == (
        expected
    )


def test_a_text_that_names_what_is_not_there_is_none():
    assert links("Calls the Contact agent service GetGetContactEntity.") is None
    assert links("Calls the Nobody agent service GetContactEntity.") is None
    assert links("Calls nobody.") is None


# --- types that nobody describes


def test_a_resource_takes_any_value_where_a_type_is_not_described():
    operation = ResourceOperation(
        name="Ask",
        verb="POST",
        path="/api/v1/Contact",
        body=ListOf(CarrierRef("Lost")),
        answers=(Answer(status="200", type=CarrierRef("Known")),),
    )
    diagnostics = Diagnostics()
    found = opened(
        Release(
            resources=(Resource(name="Contact", operations=(operation,)),),
            carriers=(carrier("Known"),),
        ),
        diagnostics,
    )

    (asked,) = found.resources[0].operations
    assert (asked.body, asked.gives) == (ListOf(ANY), CarrierRef("Known"))
    (warning,) = diagnostics
    assert (warning.id, warning.severity) == ("undescribed-type", Severity.WARNING)
    assert '"Lost"' in warning.message
