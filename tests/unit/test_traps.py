"""The traps of the published metadata (netserver.md, section 7), and the test that covers each.

The first part is an index; the second holds the tests of traps that no other module covers.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.merge.merge import merge
from generator.merge.overlay import parse_overlay
from generator.model.carriers import Carrier, Dictionary, Field, Member
from generator.model.release import Agent, Operation, Release
from generator.model.types import STRING, CarrierRef, ListOf, MapOf, Scalar
from generator.pipeline import read_release
from tests.unit.plan.planned import (
    carrier,
    enumeration,
    rendered,
    soap,
    values,
    written,
)

UNIT = Path(__file__).parent
HERE = "test_traps.py"

TRAPS: dict[str, list[str]] = {
    # 7.1 WSDL files
    "one definition in sixty files": [
        "merge/test_union.py::test_what_is_described_twice_and_alike_is_taken_once",
        "merge/test_union.py::test_of_two_carriers_that_differ_the_first_takes_over_the_fields_of_the_other",
    ],
    "prefixes declared at an element": [
        "readers/test_xsd.py::test_a_prefix_counts_where_it_stands",
        "readers/test_wsdl.py::test_a_prefix_counts_where_it_stands",
    ],
    "several schemas in a file": [
        "readers/test_xsd.py::test_types_of_one_name_in_two_namespaces_are_told_apart"
    ],
    "a global element for every type": [
        f"{HERE}::test_an_element_of_a_types_name_is_no_type"
    ],
    "types that no message reaches": [
        f"{HERE}::test_a_type_that_nothing_refers_to_stays",
        "model/test_reach.py::test_with_namespaces_all_that_soap_describes_stays",
    ],
    "backslashes in the names inside a zip": [
        f"{HERE}::test_names_inside_a_zip_may_have_backslashes"
    ],
    # 7.2 Swagger files
    "byte order mark and CRLF": [
        f"{HERE}::test_a_mark_and_crlf_are_no_part_of_a_document"
    ],
    "header parameters on every operation": [
        "readers/test_openapi.py::test_standard_headers_are_kept_as_names_and_not_as_parameters"
    ],
    "security that is not defined": [
        "readers/test_openapi.py::test_security_that_is_not_defined_is_noted_once"
    ],
    "a description beside a reference": [
        "readers/test_openapi.py::test_a_description_beside_a_reference_is_the_members"
    ],
    "leaked .NET types": [
        "readers/test_openapi.py::test_leaked_runtime_types_are_left_out_unless_something_uses_them"
    ],
    "no required arrays: JSON says nothing of nillability": [
        "merge/test_merge.py::test_bases_order_and_nillability_are_soaps_and_texts_are_jsons"
    ],
    # 7.3 operations
    "operations of one wire": [
        "merge/test_merge.py::test_agents_and_operations_keep_soaps_order_and_json_adds_to_it"
    ],
    "a parameter with two names": [
        "merge/test_merge.py::test_a_parameter_that_is_called_otherwise_gets_its_spelling_and_a_finding",
        "merge/test_merge.py::test_a_recorded_rename_silences_the_finding_and_changes_nothing_else",
    ],
    "responses with a shared element": [
        "readers/test_wsdl.py::test_response_elements_may_be_shared",
        "plan/test_results.py::test_operations_may_share_a_response_element",
    ],
    # 7.4 carriers
    "subtypes that Swagger does not know": [
        "merge/test_merge.py::test_subtypes_that_only_soap_knows_and_carriers_that_only_json_knows_stay"
    ],
    "Task is SoTask": [
        "merge/test_merge.py::test_a_carrier_that_json_calls_otherwise_is_soaps_with_a_note",
        "merge/test_merge.py::test_a_recorded_rename_of_a_carrier_silences_the_note",
    ],
    "fields that only Swagger has": [
        "merge/test_merge.py::test_a_field_that_json_has_alone_comes_last_with_a_note"
    ],
    "order of fields": [
        "merge/test_merge.py::test_bases_order_and_nillability_are_soaps_and_texts_are_jsons"
    ],
    "coarser types in JSON": [
        "merge/test_agreement.py::test_json_may_say_a_scalar_or_what_it_has_in_its_place",
        "merge/test_agreement.py::test_types_agree_where_json_can_say_no_more",
    ],
    "any JSON value in a dictionary": [
        "merge/test_agreement.py::test_types_agree_where_json_can_say_no_more"
    ],
    # 7.5 names
    "acronyms, keywords, digits": [
        "plan/test_naming.py::test_attributes_parameters_and_methods",
        "plan/test_naming.py::test_members",
    ],
    "namespaces in names, and clashes without them": [
        "readers/test_openapi.py::test_names_that_clash_keep_as_much_of_the_namespace_as_tells_them_apart"
    ],
    "request carriers that clash across agents": [
        "readers/test_openapi.py::test_a_wrapper_gives_a_parameter_for_each_member_and_is_no_carrier"
    ],
    "a carrier, an agent and a field of one name": [
        f"{HERE}::test_names_that_collide_elsewhere_make_a_package_that_works"
    ],
    "from": [
        "plan/test_agent_modules.py::test_names_that_python_has_taken_are_given_otherwise"
    ],
    "builtins that are shadowed": [
        "plan/test_naming.py::test_a_field_does_not_hide_what_annotations_of_its_class_mean",
        "plan/test_naming.py::test_a_method_does_not_hide_what_signatures_mean",
    ],
    "carriers that hold themselves": [
        "readers/test_openapi.py::test_types_may_refer_to_each_other_without_end",
        "merge/test_pairs.py::test_carriers_that_refer_to_each_other_come_to_an_end",
    ],
    # 7.6 enumerations
    "enumerations without a name": [
        "merge/test_pairs.py::test_an_enumeration_is_called_as_soap_calls_it_at_the_same_field",
        "merge/test_merge_enumerations.py::test_an_inline_list_is_called_as_its_field",
    ],
    "two pairs of identical lists": [
        "merge/test_pairs.py::test_lists_of_the_same_members_are_told_apart_by_where_they_stand"
    ],
    "the order of Swagger is not that of the values": [
        "merge/test_merge_enumerations.py::test_soaps_order_stands"
    ],
    "the zero of flags is missing": [
        "merge/test_merge_enumerations.py::test_flags_get_their_zero_and_their_composites_from_json",
        "merge/test_merge_enumerations.py::test_the_zero_of_flags_may_have_any_name",
    ],
    "composites without a number": [
        "merge/test_merge_enumerations.py::test_a_name_without_a_number_is_noted_with_its_place"
    ],
    "UndefinedValueN": [
        "merge/test_merge_enumerations.py::test_padding_stays_for_it_can_appear_on_the_wire"
    ],
    "plain enumerations that do not start at 0": [
        "plan/test_types.py::test_fields_of_other_types"
    ],
    "numbers by position": [
        "readers/test_xsd.py::test_a_plain_enumeration_counts_by_position_where_no_number_is_given",
        "readers/test_xsd.py::test_flags_count_in_powers_of_two_by_position",
    ],
    "rights: aliases and composites": [
        f"{HERE}::test_the_rights_have_all_names_that_json_uses"
    ],
    "None, lower case, negative numbers": [
        "plan/test_enumeration_modules.py::test_a_plain_enumeration_gives_wire_name_and_number"
    ],
    "members of a newer server": [
        "runtime/test_enumerations.py::test_unknown_names_are_kept_and_stay_the_same",
        "runtime/test_enumerations.py::test_unknown_names_have_bits_of_their_own",
    ],
    "subtypes told by an enumeration": [
        "merge/test_discriminators.py::test_the_fields_that_users_define_are_told_by_rule_and_by_what_we_know"
    ],
    # 7.7 texts
    "markup, entities, CRLF, brace references": [
        "plan/test_doctext.py::test_markup_becomes_plain_text",
        "plan/test_doctext.py::test_no_character_that_cannot_be_seen_comes_out",
    ],
    "backslashes in texts": [
        "plan/test_text.py::test_a_docstring_is_prose_and_nothing_else"
    ],
    # 7.8 paths of the RESTful WebApi
    "paths that differ in placeholder or case alone": [
        "readers/test_openapi.py::test_paths_that_differ_only_in_case_or_placeholder_stay_apart"
    ],
    "a carrier exploded into dotted parameters": [
        f"{HERE}::test_a_carrier_may_be_exploded_into_dotted_parameters"
    ],
    "forms and files": [
        "readers/test_openapi.py::test_a_file_and_its_form_in_both_dialects"
    ],
    "lists that repeat their name": [
        "readers/test_openapi.py::test_lists_in_the_query_of_openapi_3_are_exploded_unless_it_says_no",
        "readers/test_openapi.py::test_a_resource_operation_of_swagger_2",
    ],
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_has_its_test(trap: str):
    for entry in TRAPS[trap]:
        file, _, name = entry.partition("::")
        assert f"\ndef {name}(" in (UNIT / file).read_text("utf-8"), entry


# --- WSDL

NAMESPACE = "http://x.net/ws/Services88"
WSDL = f"""<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"
 xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:t="{NAMESPACE}" targetNamespace="{NAMESPACE}"><w:types>
 <xs:schema targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
 <xs:element name="Run"><xs:complexType/></xs:element>
 <xs:element name="RunResponse"><xs:complexType/></xs:element>
 <xs:complexType name="Right"><xs:sequence>
 <xs:element name="Mask" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType>
 <xs:element name="Right" type="t:Right" nillable="true"/>
 </xs:schema></w:types>
 <w:message name="In"><w:part name="parameters" element="t:Run"/></w:message>
 <w:message name="Out"><w:part name="parameters" element="t:RunResponse"/></w:message>
 <w:portType name="User"><w:operation name="Run"><w:input message="t:In"/>
 <w:output message="t:Out"/></w:operation></w:portType>
 <w:binding name="B" type="t:User"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
 <w:operation name="Run"><s:operation soapAction="urn:a" style="document"/>
 <w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output>
 </w:operation></w:binding><w:service name="S"><w:port name="P" binding="t:B">
 <s:address location="https://h/Remote/Services88/User.svc"/></w:port></w:service>
</w:definitions>"""


def release_of(*paths: Path) -> tuple[Release, list[str]]:
    found = Diagnostics()
    return read_release(Config(sources=paths), found).release, [
        each.id for each in found
    ]


def test_an_element_of_a_types_name_is_no_type(tmp_path: Path):
    (tmp_path / "User.wsdl").write_text(WSDL)

    release, found = release_of(tmp_path)

    assert release.carriers == (
        Carrier(
            name="Right",
            fields=(Field(name="Mask", type=Scalar("int")),),
            namespace=NAMESPACE,
        ),
    )
    assert found == []


def test_a_type_that_nothing_refers_to_stays(tmp_path: Path):
    (tmp_path / "User.wsdl").write_text(WSDL)

    release, _ = release_of(tmp_path)

    assert "carriers/right.py" in rendered(release)


def test_names_inside_a_zip_may_have_backslashes(tmp_path: Path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for services in ("87", "88"):
            info = zipfile.ZipInfo("x")
            info.filename = f"WSDL\\WSDL-Services{services}-User.xml"
            archive.writestr(info, WSDL.replace("Services88", f"Services{services}"))
    (tmp_path / "wsdl.zip").write_bytes(content.getvalue())

    release, found = release_of(tmp_path / "wsdl.zip")

    assert release.services == "Services88"
    assert [str(each) for each in release.agents[0].origins] == [
        "wsdl.zip/WSDL/WSDL-Services88-User.xml:13"
    ]
    assert found == ["other-services"]


# --- Swagger


def swagger(path: str, operation: dict[str, Any]) -> str:
    return json.dumps(
        {
            "swagger": "2.0",
            "info": {"title": "t", "version": "1"},
            "paths": {
                path: {"post": {"responses": {"204": {"description": ""}}} | operation}
            },
        },
        indent=1,
    )


def test_a_mark_and_crlf_are_no_part_of_a_document(tmp_path: Path):
    text = swagger("/api/v1/Agents/User/Run", {"summary": "One.\r\n\r\nTwo."})
    (tmp_path / "a.json").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))

    release, found = release_of(tmp_path)

    (operation,) = release.agent("User").operations
    assert (operation.name, operation.doc) == ("Run", "One.\n\nTwo.")
    assert found == []


def test_a_carrier_may_be_exploded_into_dotted_parameters(tmp_path: Path):
    """POST /Ticket/Merge has 279 of them, twenty of no type that a query can hold."""
    parameters = [
        {"name": "mergedTicketEntity.category.name", "in": "query", "type": "string"},
        {"name": "mergedTicketEntity.sale", "in": "query", "type": "object"},
        {"name": "$select", "in": "query", "type": "string"},
    ]
    (tmp_path / "a.json").write_text(
        swagger("/api/v1/Ticket/Merge", {"parameters": parameters})
    )

    release, _ = release_of(tmp_path)

    ((operation,),) = (resource.operations for resource in release.resources)
    assert [(each.name, each.place) for each in operation.parameters] == [
        (each["name"], "query") for each in parameters
    ]
    assert rendered(release)


# --- enumerations


def test_the_rights_have_all_names_that_json_uses():
    soap_side = Release(
        enumerations=(
            enumeration(
                "ETableRight",
                "Select=1",
                "Update=2",
                "Insert=4",
                "Delete=8",
                flags=True,
            ),
            enumeration("EFieldRight", "Read=1", "Write=2", "Unused4=32", flags=True),
        )
    )
    known = resources.files("generator.merge").joinpath("known.toml").read_bytes()
    found = Diagnostics()

    merged = merge([soap_side], [], parse_overlay(known, ""), found)

    def numbers(name: str) -> dict[str, int | None]:
        return {each.name: each.number for each in merged.enumeration(name).members}

    assert {
        "None": 0,
        "R": 1,
        "UR": 3,
        "RI": 5,
        "URI": 7,
        "UDR": 11,
        "FULL": 15,
        "F": 16,
        "RF": 17,
        "FI": 20,
        "URU": 34,
        "WRITE": 38,
    }.items() <= numbers("ETableRight").items()
    assert numbers("EFieldRight") == {
        "Read": 1,
        "Write": 2,
        "Unused4": 32,
        "None": 0,
        "Update": 3,
        "FULL": 3,
        "UIHints": 192,
        "Nullable": 32,
    }
    assert found.items == []


# --- names


def test_names_that_collide_elsewhere_make_a_package_that_works(tmp_path: Path):
    contact = carrier(
        "Contact",
        Contact=CarrierRef("Contact"),
        Associate=CarrierRef("Associate"),
        id=Scalar("int"),
        type=STRING,
        list=ListOf(STRING),
        dict=MapOf(STRING, STRING, "StringDictionary"),
        date=Scalar("dateTime"),
        datetime=Scalar("date"),
        open=Scalar("boolean"),
        _Links=STRING,
        **{"from": STRING, "odata.nextLink": STRING},
    )
    run = Operation(
        name="Run",
        parameters=values(**{"from": CarrierRef("Contact"), "self": Scalar("int")}),
        results=values(Response=CarrierRef("Contact")),
        soap=soap("Contact", "Run"),
    )
    release = Release(
        agents=(
            Agent(name="Contact", operations=(run,)),
            Agent(name="Property", operations=(run,)),
            Agent(name="Async", operations=(run,)),
        ),
        carriers=(
            contact,
            carrier("Associate"),
            carrier("ContactAgent"),
            carrier("Xsd"),
        ),
        enumerations=(enumeration("Task", "None=0", "none=1"),),
        dictionaries=(
            Dictionary(name="StringDictionary", key=STRING, value=STRING, pair="P"),
        ),
    )
    written(release, "colliding", tmp_path)

    found = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.stderr, found.stdout) == ("", EXPECTED)
    assert Member(name="None", number=0) in release.enumeration("Task").members


USE = """
from datetime import date, datetime
from colliding import Session
from colliding.agents import AGENTS
from colliding.carriers import Associate, Contact
from colliding.enumerations import Task
from colliding.credentials import Ticket
made = Contact(
    contact=Contact(id=1), associate=Associate(), type="t", list_=["a"], dict_={"a": "b"},
    date_=datetime(2026, 1, 2), datetime_=date(2026, 1, 3), from_="f", links="l",
)
print(made.contact.id, made.list_, made.dict_, made.date_, made.datetime_, made.open)
print(made.__struct_encode_fields__)
print(list(AGENTS), [each.__name__ for each in AGENTS.values()])
print([each.name for each in Task], Task.NONE_.number)
with Session("https://x.net", credentials=Ticket("7T:a")) as session:
    print(type(session.contact).__name__, type(session.property_).__name__)
"""
EXPECTED = """\
1 ['a'] {'a': 'b'} 2026-01-02 00:00:00 2026-01-03 False
('Contact', 'Associate', 'id', 'type', 'list', 'dict', 'date', 'datetime', 'open', '_Links', 'from', 'odata.nextLink')
['Contact', 'Property', 'Async'] ['ContactAgent', 'PropertyAgent', 'AsyncAgent_']
['NONE', 'NONE_'] 1
ContactAgent PropertyAgent
"""
