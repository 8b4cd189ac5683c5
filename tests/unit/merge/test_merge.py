"""One release of SOAP and JSON descriptions, and what is said where they disagree."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diagnostics import Diagnostic, Diagnostics, Origin, Severity, quoted
from generator.merge.merge import merge
from generator.merge.overlay import CarrierRename, Overlay, ParameterRename
from generator.model.bindings import AgentsBinding, Header, Shape, SoapBinding
from generator.model.carriers import (
    Carrier,
    Dictionary,
    Discriminator,
    Enumeration,
    Field,
    Member,
)
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
)
from generator.model.types import (
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)

INT = Scalar("int")
NONE = Overlay()
WSDL, JSON = Origin("a.wsdl", "7"), Origin("a.json", "#/paths/~1x")
SOAP = SoapBinding(
    action="urn:x/User/Run",
    request="Run",
    response="RunResponse",
    namespace="urn:x",
    path="/Remote/Services88/User.svc",
    request_headers=(Header("TimeZone", CarrierRef("SoTimeZone")),),
)


def agents(shape: Shape = Shape.WRAPPER, *spellings: tuple[str, str]) -> AgentsBinding:
    return AgentsBinding(
        path="/api/v1/Agents/User/Run", shape=shape, spellings=spellings
    )


def values(**types: TypeRef) -> tuple[Parameter, ...]:
    return tuple(Parameter(name=name, type=type) for name, type in types.items())


def fields(**types: TypeRef) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=type) for name, type in types.items())


def release(*operations: Operation, **more: Any) -> Release:
    return Release(agents=(Agent(name="User", operations=operations),), **more)


def merged(
    soap: Release | None, json: Release | None, overlay: Overlay = NONE
) -> tuple[Release, list[Diagnostic]]:
    found = Diagnostics()
    sides = ([each] if each else [] for each in (soap, json))
    return merge(*sides, overlay, found), found.items


def operations(
    soap: Operation, json: Operation, overlay: Overlay = NONE
) -> tuple[Operation, list[Diagnostic]]:
    """The one operation that both sides describe, and the findings."""
    found, findings = merged(release(soap), release(json), overlay)
    ((operation,),) = (agent.operations for agent in found.agents)
    return operation, findings


def over_soap(**more: Any) -> Operation:
    return Operation(name="Run", soap=SOAP, origins=(WSDL,), **more)


def over_rest(binding: AgentsBinding | None = None, **more: Any) -> Operation:
    return Operation(name="Run", agents=binding or agents(), origins=(JSON,), **more)


def finding(
    id: str,
    message: str,
    hint: str,
    origin: Origin | None = JSON,
    severity: Severity = Severity.WARNING,
) -> Diagnostic:
    return Diagnostic(
        id=id, severity=severity, message=message, origin=origin, hint=hint
    )


# --- the two sides


def test_one_side_alone_is_the_release():
    soap = release(
        Operation(name="Run", soap=SOAP),
        services="Services88",
        namespace="urn:x",
        carriers=(Carrier(name="SoTimeZone"),),
        dictionaries=(Dictionary(name="D", key=STRING, value=INT, pair="P"),),
    )
    json = release(
        Operation(name="Run", agents=agents()),
        resources=(
            Resource(
                name="User",
                operations=(ResourceOperation(name="x", verb="get", path="/u"),),
            ),
        ),
        carriers=(Carrier(name="User"),),
    )

    assert merged(soap, None) == (soap, [])
    assert merged(None, json) == (json, [])


def test_one_operation_has_both_bindings_and_what_each_side_knows_better():
    soap = over_soap(
        parameters=(Parameter(name="Id", type=Scalar("short"), nillable=True),),
        results=values(Response=MapOf(INT, STRING, "IntStringDictionary")),
        doc="soap",
    )
    json = over_rest(
        parameters=(Parameter(name="Id", type=INT, doc="Key."),),
        results=(Parameter(name="Response", type=MapOf(STRING, STRING), doc="Names."),),
        doc="Runs.",
    )

    operation, found = operations(soap, json)

    assert operation == Operation(
        name="Run",
        parameters=soap.parameters,
        results=soap.results,
        soap=SOAP,
        agents=agents(),
    )
    assert operation.doc == "Runs."
    assert [each.doc for each in (*operation.parameters, *operation.results)] == [
        "Key.",
        "Names.",
    ]
    assert operation.origins == (WSDL, JSON)
    assert found == []


def test_agents_and_operations_keep_soaps_order_and_json_adds_to_it():
    def sides(*names: str, **binding: Any) -> Release:
        return Release(
            agents=tuple(
                Agent(
                    name=name,
                    operations=tuple(Operation(name=each, **binding) for each in inner),
                )
                for name, *inner in (each.split() for each in names)
            )
        )

    found, findings = merged(
        sides("User Save Get", "FileManager Read", soap=SOAP),
        sides("Contact Get", "User Get Add Save", agents=agents()),
    )

    assert [
        (agent.name, [(each.name, each.bindings) for each in agent.operations])
        for agent in found.agents
    ] == [
        (
            "User",
            [
                ("Save", ("soap", "agents")),
                ("Get", ("soap", "agents")),
                ("Add", ("agents",)),
            ],
        ),
        ("FileManager", [("Read", ("soap",))]),
        ("Contact", [("Get", ("agents",))]),
    ]
    assert findings == []


# --- parameters


def test_a_parameter_that_is_called_otherwise_gets_its_spelling_and_a_finding():
    soap = over_soap(parameters=values(CommandActionResult=INT))
    json = over_rest(parameters=values(ActionResult=INT))

    assert operations(soap, json) == (
        Operation(
            name="Run",
            parameters=values(CommandActionResult=INT),
            soap=SOAP,
            agents=agents(Shape.WRAPPER, ("CommandActionResult", "ActionResult")),
        ),
        [
            finding(
                "parameter-name-differs",
                'parameter "CommandActionResult" of User.Run is called "ActionResult" in '
                "the Agents description",
                "each wire gets its own spelling; [[parameter.rename]] records that this "
                "is right",
            )
        ],
    )


def test_a_recorded_rename_silences_the_finding_and_changes_nothing_else():
    soap = over_soap(parameters=values(CommandActionResult=INT))
    json = over_rest(parameters=values(ActionResult=INT))
    overlay = Overlay(
        parameter_renames=(
            ParameterRename(
                "User.Run", "ActionResult", "CommandActionResult", "", WSDL
            ),
        )
    )

    assert operations(soap, json, overlay) == (operations(soap, json)[0], [])


def test_a_query_parameter_that_is_called_otherwise_is_spelled_as_it_is_declared():
    soap = over_soap(parameters=values(ContactEntityId=INT))

    by_rule, _ = operations(
        soap, over_rest(agents(Shape.QUERY), parameters=values(ContactId=INT))
    )
    recorded, _ = operations(
        soap,
        over_rest(
            agents(Shape.QUERY, ("ContactId", "ContactID")),
            parameters=values(ContactId=INT),
        ),
    )

    assert by_rule.agents == agents(Shape.QUERY, ("ContactEntityId", "contactId"))
    assert recorded.agents == agents(Shape.QUERY, ("ContactEntityId", "ContactID"))


def test_spellings_of_other_parameters_stay():
    soap = over_soap(parameters=values(A=INT, B=INT))
    json = over_rest(
        agents(Shape.WRAPPER, ("B", "bee")), parameters=values(X=INT, B=INT)
    )

    assert operations(soap, json)[0].agents == agents(
        Shape.WRAPPER, ("A", "X"), ("B", "bee")
    )


def test_the_name_of_a_bare_body_does_not_matter():
    soap = over_soap(parameters=values(ContactEntity=CarrierRef("C")))
    json = over_rest(agents(Shape.BARE), parameters=values(Contact=CarrierRef("C")))

    assert operations(soap, json) == (
        Operation(
            name="Run",
            parameters=values(ContactEntity=CarrierRef("C")),
            soap=SOAP,
            agents=agents(Shape.BARE),
        ),
        [],
    )


def test_parameters_stand_in_soaps_order():
    soap = over_soap(parameters=values(B=INT, A=STRING))
    json = over_rest(parameters=values(A=STRING, B=INT))

    operation, found = operations(soap, json)

    assert (operation.parameters, found) == (values(B=INT, A=STRING), [])


def test_a_parameter_that_json_lacks_stays_with_a_finding():
    soap = over_soap(parameters=values(Id=INT, PersonId=INT))
    json = over_rest(parameters=values(Id=INT))

    operation, found = operations(soap, json)

    assert operation.parameters == values(Id=INT, PersonId=INT)
    assert found == [
        finding(
            "parameter-missing",
            'parameter "PersonId" of User.Run is missing in the Agents description',
            "it is sent over SOAP alone where REST ignores it",
        )
    ]


def test_a_parameter_that_soap_lacks_is_left_out_with_a_finding():
    soap = over_soap(parameters=values(Id=INT))
    json = over_rest(parameters=values(Id=INT, More=INT))

    operation, found = operations(soap, json)

    assert operation.parameters == values(Id=INT)
    assert found == [
        finding(
            "parameter-missing",
            'parameter "More" of User.Run is unknown to SOAP',
            "it is left out; name it in SOAP's order with [[parameter.rename]] if it is "
            "one of those",
        )
    ]


# --- types


TYPE_HINT = "SOAP's type stands"


def test_soaps_type_stands_where_the_sides_disagree():
    soap = over_soap(parameters=values(Id=INT), results=values(Response=STRING))
    json = over_rest(
        parameters=values(Id=Scalar("boolean")),
        results=values(Response=ListOf(STRING)),
    )

    operation, found = operations(soap, json)

    assert operation.parameters == values(Id=INT)
    assert operation.results == values(Response=STRING)
    assert found == [
        finding(
            "type-differs",
            'parameter "Id" of User.Run is int over SOAP and boolean over REST',
            TYPE_HINT,
        ),
        finding(
            "type-differs",
            "the result of User.Run is string over SOAP and list of string over REST",
            TYPE_HINT,
        ),
    ]


@pytest.mark.parametrize(
    ("soap", "json", "says"),
    [
        (values(Response=INT), (), "something over SOAP and nothing over REST"),
        ((), values(Response=INT), "nothing over SOAP and something over REST"),
    ],
)
def test_what_soap_gives_stands(
    soap: tuple[Parameter, ...], json: tuple[Parameter, ...], says: str
):
    operation, found = operations(over_soap(results=soap), over_rest(results=json))

    assert operation.results == soap
    assert found == [
        finding(
            "result-differs",
            f"operation User.Run gives {says}",
            "what SOAP says stands",
        )
    ]


def test_an_answer_of_several_parts_is_soaps():
    parts = values(Response=STRING, Length=INT)

    operation, found = operations(
        over_soap(results=parts), over_rest(results=values(Response=STRING))
    )

    assert (operation.results, found) == (parts, [])


# --- carriers


def carriers(
    soap: tuple[Carrier, ...], json: tuple[Carrier, ...], overlay: Overlay = NONE
) -> tuple[tuple[Carrier, ...], list[Diagnostic]]:
    found, findings = merged(Release(carriers=soap), Release(carriers=json), overlay)
    return found.carriers, findings


def test_bases_order_and_nillability_are_soaps_and_texts_are_jsons():
    base = Carrier(name="Carrier", fields=fields(TableRight=STRING))
    soap = Carrier(
        name="Contact",
        base="Carrier",
        fields=(
            Field(name="Name", type=STRING, nillable=True, doc="soap"),
            Field(name="Count", type=Scalar("short")),
        ),
        namespace="urn:x",
    )
    json = Carrier(
        name="Contact",
        fields=(
            Field(name="Count", type=INT),
            Field(name="Name", type=STRING, doc="The name.", origins=(JSON,)),
            Field(name="TableRight", type=STRING),
        ),
        doc="A company.",
        origins=(JSON,),
    )

    found, findings = carriers((base, soap), (json,))

    assert (found, findings) == ((base, soap), [])
    assert (found[1].doc, found[1].origins) == ("A company.", (JSON,))
    assert (found[1].fields[0].doc, found[1].fields[0].origins) == (
        "The name.",
        (JSON,),
    )


def test_a_field_that_json_has_alone_comes_last_with_a_note():
    soap = Carrier(name="LicenseInfo", fields=fields(Name=STRING))
    json = Carrier(
        name="LicenseInfo",
        fields=(
            Field(name="ExtraInfo", type=STRING, origins=(JSON,)),
            Field(name="Name", type=STRING),
        ),
    )

    assert carriers((soap,), (json,)) == (
        (
            Carrier(
                name="LicenseInfo",
                fields=(
                    Field(name="Name", type=STRING),
                    Field(name="ExtraInfo", type=STRING, soap=False),
                ),
            ),
        ),
        [
            finding(
                "field-unknown-to-soap",
                'field "ExtraInfo" of carrier LicenseInfo is in the Agents description '
                "alone",
                "it is kept, and left out of what goes over SOAP",
                severity=Severity.NOTE,
            )
        ],
    )


def test_a_fields_type_is_soaps_where_the_sides_disagree():
    soap = Carrier(name="C", fields=fields(A=INT))
    json = Carrier(
        name="C", fields=(Field(name="A", type=CarrierRef("C"), origins=(JSON,)),)
    )

    assert carriers((soap,), (json,)) == (
        (soap,),
        [
            finding(
                "type-differs",
                'field "A" of carrier C is int over SOAP and C over REST',
                "SOAP's type stands; [[field.type]] in overlay.toml corrects it",
            )
        ],
    )


def test_subtypes_that_only_soap_knows_and_carriers_that_only_json_knows_stay():
    soap = (Carrier(name="Base"), Carrier(name="Sub", base="Base"))
    json = (Carrier(name="Window"), Carrier(name="Base"))

    assert carriers(soap, json) == ((*soap, Carrier(name="Window")), [])


def test_a_carrier_that_json_calls_otherwise_is_soaps_with_a_note():
    soap = release(
        over_soap(results=values(Response=CarrierRef("Task"))),
        carriers=(Carrier(name="Task", fields=fields(Id=INT)),),
    )
    json = release(
        over_rest(results=values(Response=CarrierRef("SoTask"))),
        carriers=(
            Carrier(name="SoTask", fields=fields(Id=INT), origins=(JSON,)),
            Carrier(
                name="Step",
                fields=fields(T=CarrierRef("SoTask")),
                discriminator=Discriminator("T", (("a", "SoTask"),)),
            ),
        ),
    )

    found, findings = merged(soap, json)

    assert found.carriers == (
        Carrier(name="Task", fields=fields(Id=INT)),
        Carrier(
            name="Step",
            fields=fields(T=CarrierRef("Task")),
            discriminator=Discriminator("T", (("a", "Task"),)),
        ),
    )
    assert findings == [
        finding(
            "carrier-renamed",
            'carrier "Task" of SOAP is called "SoTask" in the Agents description',
            "SOAP's name stands",
            severity=Severity.NOTE,
        )
    ]


def test_a_recorded_rename_of_a_carrier_silences_the_note():
    soap = (Carrier(name="Task", fields=fields(Id=INT)),)
    json = (Carrier(name="SoTask", fields=fields(Id=INT)),)
    overlay = Overlay(carrier_renames=(CarrierRename("SoTask", "Task", "", WSDL),))

    assert carriers(soap, json, overlay) == (soap, [])


def test_a_discriminator_that_json_has_is_kept():
    told = Discriminator("Kind", (("a", "Sub"),))
    soap = (Carrier(name="Base"), Carrier(name="Sub", base="Base"))

    found, _ = carriers(soap, (Carrier(name="Base", discriminator=told),))

    assert found[0] == Carrier(name="Base", discriminator=told)


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", "\0"])
def test_a_field_that_no_codec_can_write_is_left_out_with_a_warning(name: str):
    field = Field(name=name, type=INT, origins=(JSON,))
    json = Carrier(name="C", fields=(field, Field(name="'", type=INT)))

    assert carriers((), (json,)) == (
        (Carrier(name="C", fields=(Field(name="'", type=INT),)),),
        [
            Diagnostic(
                id="unusable-name",
                severity=Severity.WARNING,
                message=f'field {quoted(name)} of carrier "C" is left out',
                origin=JSON,
                expected="a name without quotes, backslashes and control characters",
            )
        ],
    )


# --- enumerations


def test_an_inline_list_becomes_the_enumeration_of_the_same_field():
    soap = Release(
        carriers=(
            Carrier(name="Task", fields=fields(Days=EnumerationRef("Weekdays"))),
        ),
        enumerations=(
            Enumeration(
                name="Weekdays", members=(Member(name="Mon", number=1),), flags=True
            ),
        ),
    )
    json = Release(
        carriers=(
            Carrier(name="Task", fields=fields(Days=EnumerationRef("Task.Days"))),
        ),
        enumerations=(
            Enumeration(
                name="Task.Days", members=(Member(name="None"), Member(name="Mon"))
            ),
        ),
    )

    assert merged(soap, json) == (
        Release(
            carriers=soap.carriers,
            enumerations=(
                Enumeration(
                    name="Weekdays",
                    members=(
                        Member(name="None", number=0),
                        Member(name="Mon", number=1),
                    ),
                    flags=True,
                ),
            ),
        ),
        [],
    )


def test_what_no_source_of_soap_describes_is_named_after_its_field():
    json = Release(
        carriers=(
            Carrier(
                name="Image", fields=fields(ifBlank=EnumerationRef("Image.ifBlank"))
            ),
        ),
        enumerations=(Enumeration(name="Image.ifBlank", members=(Member(name="a"),)),),
    )

    assert merged(None, json) == (
        Release(
            carriers=(
                Carrier(name="Image", fields=fields(ifBlank=EnumerationRef("IfBlank"))),
            ),
            enumerations=(Enumeration(name="IfBlank", members=(Member(name="a"),)),),
        ),
        [],
    )
