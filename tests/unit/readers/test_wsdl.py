"""What a WSDL says of agents and operations, and what is left out and said to be."""

from __future__ import annotations

import zipfile
from collections import Counter
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.diagnostics import Diagnostics, MetadataError, Severity
from generator.model.bindings import Header, SoapBinding
from generator.model.carriers import Member
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import (
    STRING,
    CarrierRef,
    ListOf,
    MapOf,
    Scalar,
)
from generator.readers.wsdl import read_wsdl
from generator.sources import find_sources, memory_source, newest_services

NAMESPACE = "http://x.net/ws/NetServer/Services88"

TYPES = """
  <xs:element name="Get"><xs:complexType><xs:sequence>
    <xs:element name="Id" type="xs:int" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="GetResponse"><xs:complexType><xs:sequence>
    <xs:element name="Response" type="xs:string" minOccurs="0" nillable="true"/>
    <xs:element name="Length" type="xs:long" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="Token" type="xs:string" nillable="true"/>
  <xs:element name="Zone" type="t:Zone" nillable="true"/>
  <xs:complexType name="Zone"/>"""

MESSAGES = """
  <w:message name="In"><w:part name="parameters" element="t:Get"/></w:message>
  <w:message name="In_Headers"><w:part name="Token" element="t:Token"/>
    <w:part name="Zone" element="t:Zone"/></w:message>
  <w:message name="Out"><w:part name="parameters" element="t:GetResponse"/></w:message>"""

PORT_TYPE = """
  <w:portType name="Contact"><w:operation name="Get">
    <w:input message="t:In"/><w:output message="t:Out"/></w:operation></w:portType>"""

BINDING = """
  <w:binding name="B" type="t:Contact">
    <s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <w:operation name="Get"><s:operation soapAction="urn:Contact/Get" style="document"/>
      <w:input><s:header message="t:In_Headers" part="Zone" use="literal"/>
        <s:header message="t:In_Headers" part="Token" use="literal"/>
        <s:body use="literal"/></w:input>
      <w:output><s:body use="literal"/></w:output></w:operation></w:binding>"""

SERVICE = """
  <w:service name="S"><w:port name="P" binding="t:B">
    <s:address location="https://host/Cust1/Remote/Services88/Contact.svc"/></w:port></w:service>"""

ROOT = f"""<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/"
  xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:t="{NAMESPACE}" targetNamespace="{NAMESPACE}">"""


def wsdl(
    types: str = TYPES,
    messages: str = MESSAGES,
    port_type: str = PORT_TYPE,
    binding: str = BINDING,
    service: str = SERVICE,
    form: str = "qualified",
) -> str:
    return (
        f"{ROOT}<w:types><xs:schema targetNamespace='{NAMESPACE}' "
        f"elementFormDefault='{form}'>{types}</xs:schema></w:types>"
        f"{messages}{port_type}{binding}{service}</w:definitions>"
    )


def read(text: str, found: list[str] | None = None, **others: str) -> Release:
    """The release of a document; the ids of what was found must be as told."""
    diagnostics = Diagnostics()
    files = {name.replace("_", "."): each.encode() for name, each in others.items()}
    release = read_wsdl(memory_source(text, "a.wsdl", files), diagnostics)
    assert [f"{each.severity.value} {each.id}" for each in diagnostics] == (found or [])
    return release


def operation(text: str, found: list[str] | None = None) -> Operation:
    (agent,) = read(text, found).agents
    (only,) = agent.operations
    return only


def element(name: str, *members: str) -> str:
    return (
        f'<xs:element name="{name}"><xs:complexType><xs:sequence>{"".join(members)}'
        "</xs:sequence></xs:complexType></xs:element>"
    )


# Operations

GET = Operation(
    name="Get",
    parameters=(Parameter(name="Id", type=Scalar("int")),),
    results=(
        Parameter(name="Response", type=STRING, nillable=True),
        Parameter(name="Length", type=Scalar("long")),
    ),
    soap=SoapBinding(
        action="urn:Contact/Get",
        request="Get",
        response="GetResponse",
        namespace=NAMESPACE,
        path="/Remote/Services88/Contact.svc",
        request_headers=(
            Header("Zone", CarrierRef("Zone"), NAMESPACE),
            Header("Token", STRING, NAMESPACE),
        ),
    ),
)


def test_an_operation_takes_what_its_request_holds_and_gives_what_its_response_holds():
    release = read(wsdl())

    assert release.agents == (Agent(name="Contact", operations=(GET,)),)
    assert (release.services, release.namespace) == ("Services88", NAMESPACE)
    assert release.carrier("Zone")


def test_origins_name_file_and_line():
    (agent,) = read("\n" + wsdl().replace("\n", " ").replace("<w:portType", "\n<w:portType")).agents  # fmt: skip

    assert str(agent.origins[0]) == "a.wsdl:3"
    assert str(agent.operations[0].parameters[0].origins[0]) == "a.wsdl:2"


def test_operations_keep_the_order_of_the_port_type():
    ports = PORT_TYPE.replace("</w:portType>", '<w:operation name="Also"><w:input message="t:In"/></w:operation></w:portType>')  # fmt: skip
    also = '<w:operation name="Also"><w:input><s:body/></w:input></w:operation>'
    binding = BINDING.replace(
        '<w:operation name="Get">', also + '<w:operation name="Get">'
    )

    (agent,) = read(wsdl(port_type=ports, binding=binding)).agents

    assert [each.name for each in agent.operations] == ["Get", "Also"]


def test_an_operation_without_an_answer_gives_nothing():
    ports = PORT_TYPE.replace('<w:output message="t:Out"/>', "")

    result = operation(wsdl(port_type=ports))

    assert result.results == ()
    assert result.soap and result.soap.response == ""


def test_response_elements_may_be_shared():
    """As the four Authenticate operations do."""
    ports = PORT_TYPE.replace("</w:portType>", '<w:operation name="Also"><w:input message="t:In"/><w:output message="t:Out"/></w:operation></w:portType>')  # fmt: skip
    also = '<w:operation name="Also"><w:input><s:body/></w:input><w:output><s:body/></w:output></w:operation></w:binding>'
    binding = BINDING.replace("</w:binding>", also)

    (agent,) = read(wsdl(port_type=ports, binding=binding)).agents

    assert [each.soap.response for each in agent.operations if each.soap] == [
        "GetResponse",
        "GetResponse",
    ]


def test_a_wrapper_of_a_named_type_is_unwrapped_with_its_bases():
    types = (
        TYPES.replace(
            TYPES[TYPES.index('<xs:element name="Get">') : TYPES.index('<xs:element name="GetR')],
            '<xs:element name="Get" type="t:Asked"/>',
        )
        + """<xs:complexType name="Asked"><xs:complexContent><xs:extension base="t:Base">
          <xs:sequence><xs:element name="B" type="xs:int" maxOccurs="unbounded"/>
          </xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        <xs:complexType name="Base"><xs:sequence><xs:element name="A" type="xs:int"/>
          </xs:sequence></xs:complexType>"""
    )  # fmt: skip

    assert operation(wsdl(types)).parameters == (
        Parameter(name="A", type=Scalar("int"), optional=False),
        Parameter(
            name="B",
            type=ListOf(Scalar("int"), "B", NAMESPACE, nillable=False, flat=True),
            optional=False,
        ),
    )


def test_parameters_in_another_namespace_than_their_wrapper_are_told():
    result = operation(wsdl(form="unqualified"))

    assert result.soap
    assert result.soap.namespaces == (("Id", ""), ("Response", ""), ("Length", ""))


def test_attributes_of_a_wrapper_are_said_to_be_left_out():
    types = TYPES.replace(
        "</xs:sequence></xs:complexType></xs:element>\n  <xs:element name=\"GetR",
        "</xs:sequence><xs:attribute name=\"a\"/></xs:complexType></xs:element>\n  <xs:element name=\"GetR",
    )  # fmt: skip

    result = operation(wsdl(types), ["warning unsupported-attribute"])

    assert [each.name for each in result.parameters] == ["Id"]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("https://h/Cust1/Remote/Services88/Contact.svc", "/Remote/Services88/Contact.svc"),
        ("http://h/services/contact?x=1", "/services/contact"),
        ("http://h", ""),
        ("http://[", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_path_is_relative_to_the_root_of_an_installation(location, path):
    service = SERVICE.replace(
        "https://host/Cust1/Remote/Services88/Contact.svc", location
    )

    soap = operation(wsdl(service=service)).soap

    assert soap and soap.path == path


def test_without_a_service_there_is_no_path():
    soap = operation(wsdl(service="")).soap

    assert soap and soap.path == ""


def test_header_parts_of_the_body_message_are_no_part_of_the_body():
    messages = MESSAGES.replace(
        '<w:part name="parameters" element="t:Get"/>',
        '<w:part name="h" element="t:Token"/><w:part name="b" element="t:Get"/>',
    )
    binding = BINDING.replace('"t:In_Headers" part="Zone"', '"t:In" part="h"')

    soap = operation(wsdl(messages=messages, binding=binding)).soap

    assert soap and soap.request == "Get"


def test_the_body_may_name_its_part():
    messages = MESSAGES.replace(
        '<w:part name="parameters" element="t:Get"/>',
        '<w:part name="h" element="t:Token"/><w:part name="b" element="t:Get"/>',
    )
    binding = BINDING.replace("<s:body ", '<s:body parts="b" ', 1)

    soap = operation(wsdl(messages=messages, binding=binding)).soap

    assert soap and soap.request == "Get"


def test_descriptions_are_read_from_port_type_and_operation():
    doc = '<w:documentation><summary xmlns="">{} &amp; more&#13;\nlines</summary></w:documentation>'
    ports = PORT_TYPE.replace('name="Contact">', 'name="Contact">' + doc.format("A")).replace(
        'name="Get">', 'name="Get">' + doc.format("B")
    )  # fmt: skip

    (agent,) = read(wsdl(port_type=ports)).agents

    assert agent.doc == "A & more\nlines"
    assert agent.operations[0].doc == "B & more\nlines"


def test_a_prefix_counts_where_it_stands():
    ports = PORT_TYPE.replace('message="t:In"', f'message="q:In" xmlns:q="{NAMESPACE}"')
    messages = MESSAGES.replace(
        'element="t:Get"', f'element="Get" xmlns="{NAMESPACE}" xmlns:t="urn:other"'
    )

    assert operation(wsdl(port_type=ports, messages=messages)) == GET


def test_names_without_a_prefix_are_those_of_the_document():
    text = wsdl().replace('type="t:Contact"', 'type="Contact"')
    text = text.replace('message="t:', 'message="').replace(
        'binding="t:B"', 'binding="B"'
    )
    text = text.replace("<w:", "<").replace("</w:", "</").replace("xmlns:w=", "xmlns=")

    assert operation(text) == GET


# Documents that import each other


def test_imported_documents_are_read_once_and_together():
    port_types = f"{ROOT}<w:import namespace='{NAMESPACE}' location='a.wsdl'/>{PORT_TYPE}</w:definitions>"
    messages = f"{ROOT}<w:import namespace='{NAMESPACE}' location='types.xsd'/>{MESSAGES}</w:definitions>"
    types = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{NAMESPACE}"
      targetNamespace="{NAMESPACE}" elementFormDefault="qualified">{TYPES}</xs:schema>"""
    imports = "".join(
        f"<w:import namespace='{NAMESPACE}' location='{name}'/>"
        for name in ("ports.wsdl", "messages.wsdl", "messages.wsdl")
    )
    main = f"{ROOT}{imports}{BINDING}{SERVICE}</w:definitions>"

    release = read(
        main,
        ports_wsdl=port_types,
        messages_wsdl=messages,
        types_xsd=types,
        a_wsdl=main,
    )

    assert release.agents == (Agent(name="Contact", operations=(GET,)),)
    assert str(release.agents[0].origins[0]) == "ports.wsdl:4"


@pytest.mark.parametrize(
    ("main", "id"),
    [
        ("<x/>", "not-a-wsdl"),
        ("", "not-xml"),
        (wsdl()[:-3], "not-xml"),
        ("<!DOCTYPE x>" + wsdl(), "dtd"),
        ('<?xml version="1.0"?>\n<!-- x --><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + wsdl(), "dtd"),
        (f"{ROOT}<w:import namespace='urn:o'/></w:definitions>", "missing-reference"),
        (f"{ROOT}<w:import namespace='urn:o' location='b.txt'/></w:definitions>", "not-a-wsdl"),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_read_ends_the_reading(main, id):
    with pytest.raises(MetadataError) as raised:
        read(main, b_txt="<x/>")

    assert [each.id for each in raised.value.diagnostics] == [id]


def test_entities_and_depth_are_bounded():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    deep = ROOT + "<w:a>" * 5000 + "</w:a>" * 5000 + "</w:definitions>"

    for text in (laughs + wsdl(), deep):
        with pytest.raises(MetadataError):
            read(text)


# What is left out


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (wsdl(binding=swapped(BINDING, ('style="document"', 'style="rpc"'))), "is of rpc style"),
        (
            wsdl(binding=swapped(BINDING, (' style="document"', ""), ("<s:binding ", '<s:binding style="rpc" '))),
            "is of rpc style",
        ),
        (wsdl(binding=swapped(BINDING, ('<s:body use="literal"', '<s:body use="encoded"'))), "is encoded"),
        (wsdl(binding=swapped(BINDING, ('<s:body use="literal"/>', ""))), "is not a SOAP body"),
        (wsdl(binding=swapped(BINDING, ('<w:operation name="Get">', '<w:operation name="Get"/><w:operation name="Get">'))), "is bound in part"),
        (wsdl(port_type=swapped(PORT_TYPE, ('<w:input message="t:In"/>', ""))), "takes no message"),
        (
            wsdl(port_type=swapped(PORT_TYPE, ('<w:input message="t:In"/>', ""), ("</w:operation>", '<w:input message="t:In"/></w:operation>'))),
            "begins with the service",
        ),
        (wsdl(messages=swapped(MESSAGES, ('element="t:Get"', 'type="xs:int"'))), "does not have one element as its body"),
        (wsdl(messages=swapped(MESSAGES, ('<w:part name="parameters" element="t:Get"/>', ""))), "does not have one element as its body"),
        (wsdl(messages=swapped(MESSAGES, ('element="t:Get"', 'element="t:Token"'))), "has a bare value as its body"),
    ],
)  # fmt: skip
def test_operations_that_are_bound_in_another_way_are_left_out(text, reason):
    diagnostics = Diagnostics()

    release = read_wsdl(memory_source(text, "a.wsdl"), diagnostics)

    assert [str(each).partition("\n")[0].partition(": ")[2] for each in diagnostics] == [
        f'warning[unsupported-binding]: operation "Get" of port type "Contact" {reason}: left out'
    ]  # fmt: skip
    assert release.agents == ()
    assert release.carrier("Zone")  # types are read all the same


def test_of_overloaded_operations_the_first_is_taken():
    again = '<w:operation name="Get"><w:input message="t:Out"/></w:operation>'
    ports = swapped(PORT_TYPE, ("</w:portType>", again + "</w:portType>"))

    assert operation(wsdl(port_type=ports), ["warning unsupported-binding"]) == GET


@pytest.mark.parametrize(
    ("child", "how"),
    [
        ('<x:binding xmlns:x="http://schemas.xmlsoap.org/wsdl/soap12/"/>', "SOAP 1.2"),
        ('<x:binding xmlns:x="http://schemas.xmlsoap.org/wsdl/http/" verb="GET"/>', "plain HTTP"),
        ('<s:binding transport="urn:tcp"/>', 'SOAP over "urn:tcp"'),
        ("", "something other than SOAP"),
    ],
)  # fmt: skip
def test_port_types_that_are_bound_in_another_way_are_left_out(child, how):
    diagnostics = Diagnostics()
    binding = f'<w:binding name="B" type="t:Contact">{child}</w:binding>'

    release = read_wsdl(
        memory_source(wsdl(binding=binding, service=""), "a.wsdl"), diagnostics
    )

    assert release.agents == ()
    assert [each.message for each in diagnostics] == [
        f'binding "B" is bound to {how}: left out'
    ]


def test_another_binding_beside_soap_leaves_nothing_out():
    other = '<w:binding name="B2" type="t:Contact"><x:binding xmlns:x="http://schemas.xmlsoap.org/wsdl/soap12/"/></w:binding>'

    assert operation(wsdl(binding=other + BINDING)) == GET


def test_a_port_type_without_any_binding_is_noted():
    read(wsdl(binding="", service=""), ["note unbound-port-type"])


def test_a_header_that_is_no_element_is_left_out():
    messages = swapped(MESSAGES, ('element="t:Zone"', 'type="xs:int"'))

    result = operation(wsdl(messages=messages), ["warning unsupported-header"])

    assert result.soap
    assert [each.name for each in result.soap.request_headers] == ["Token"]


def test_declared_faults_are_noted():
    ports = swapped(
        PORT_TYPE,
        ("</w:operation>", '<w:fault name="F" message="t:In"/></w:operation>'),
    )

    assert operation(wsdl(port_type=ports), ["note declared-faults"]) == GET


# Faults


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'message="t:In"', 'message="t:Inn"',
            'a.wsdl:17: error[unknown-message]: port type "Contact" refers to the message "t:Inn"\n'
            "  expected: a message this document declares or imports\n"
            '  hint: did you mean "In"?',
        ),
        (
            'element="t:Get"', 'element="t:Gett"',
            'a.wsdl:12: error[unknown-element]: message "In" refers to the element "t:Gett"\n'
            "  expected: an element this document declares or imports\n"
            '  hint: did you mean "Get"?',
        ),
        (
            'type="t:Contact"', 'type="t:Contacts"',
            'a.wsdl:18: error[unknown-port-type]: binding "B" refers to the port type "t:Contacts"\n'
            "  expected: a port type this document declares or imports\n"
            '  hint: did you mean "Contact"?',
        ),
        (
            'binding="t:B"', 'binding="x:B"',
            'a.wsdl:25: error[unknown-binding]: service "S" refers to the binding "x:B"\n'
            "  expected: a binding this document declares or imports\n"
            '  hint: did you mean "B"?',
        ),
        (
            'part="Zone"', 'part="Zones"',
            'a.wsdl:21: error[unknown-part]: a header refers to the part "Zones" of message "In_Headers"\n'
            "  expected: a part of that message",
        ),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_an_error_at_its_place(old, new, expected):
    diagnostics = Diagnostics()
    text = swapped(wsdl(), (old, new))

    read_wsdl(memory_source(text, "a.wsdl"), diagnostics)

    assert str(diagnostics.items[0]) == expected


def test_a_bound_operation_that_nobody_offers_is_an_error():
    extra = '<w:operation name="Gte"/></w:binding>'

    read(
        wsdl(binding=swapped(BINDING, ("</w:binding>", extra))),
        ["error unknown-operation"],
    )


@pytest.mark.parametrize("again", [MESSAGES, PORT_TYPE])
def test_a_definition_twice_is_an_error(again):
    diagnostics = Diagnostics()

    read_wsdl(memory_source(wsdl(messages=MESSAGES + again)), diagnostics)

    assert {each.id for each in diagnostics if each.severity is Severity.ERROR} == {
        "duplicate-definition"
    }


# Whole releases

COUNTS = {
    "2021-03": {
        "Services75": (45, 1072, 238, 83, 8),
        "Services80": (46, 1117, 246, 83, 8),
        "Services81": (46, 1133, 249, 88, 8),
        "Services82": (48, 1151, 251, 89, 8),
        "Services83": (49, 1312, 263, 92, 9),
        "Services84": (51, 1355, 274, 94, 9),
        "Services85": (52, 1385, 279, 99, 10),
        "Services86": (56, 1461, 298, 112, 10),
        "Services87": (56, 1513, 326, 119, 10),
        "Services88": (57, 1625, 347, 132, 10),
    },
    "2026-04": {
        "Services84": (48, 1286, 262, 87, 9),
        "Services85": (49, 1316, 267, 92, 10),
        "Services86": (53, 1392, 286, 105, 10),
        "Services87": (53, 1444, 314, 112, 10),
        "Services88": (60, 2029, 484, 199, 11),
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("published", COUNTS)
def test_every_published_version_is_read_without_a_finding(corpus, published):
    """Agents, operations, carriers, enumerations and dictionaries; types of one name agree."""
    diagnostics = Diagnostics()
    sources = find_sources([corpus / "netserver" / published / "wsdl.zip"], diagnostics)
    operations: Counter[str] = Counter()
    agents: dict[str, set[str]] = {}
    tables: dict[str, tuple[dict[str, object], ...]] = {}
    for source in sources:
        release = read_wsdl(source, diagnostics)
        assert release.services == source.services
        for agent in release.agents:
            agents.setdefault(release.services, set()).add(agent.name)
            operations[release.services] += len(agent.operations)
        table = tables.setdefault(release.services, ({}, {}, {}))
        kinds = (release.carriers, release.enumerations, release.dictionaries)
        for known, types in zip(table, kinds, strict=True):
            for each in types:
                assert known.setdefault(each.name, each) == each

    assert list(diagnostics) == []
    assert {
        name: (len(agents[name]), operations[name], *map(len, tables[name]))
        for name in agents
    } == COUNTS[published]


@pytest.fixture(scope="module")
def services88(corpus) -> Release:
    """Services88 of April 2026, its documents put together."""
    diagnostics = Diagnostics()
    path = corpus / "netserver/2026-04/wsdl.zip"
    sources = newest_services(find_sources([path], diagnostics), None, diagnostics)
    releases = [read_wsdl(source, diagnostics) for source in sources]
    return Release(
        agents=tuple(agent for each in releases for agent in each.agents),
        carriers=tuple({one.name: one for each in releases for one in each.carriers}.values()),
        enumerations=tuple({one.name: one for each in releases for one in each.enumerations}.values()),
        dictionaries=tuple({one.name: one for each in releases for one in each.dictionaries}.values()),
    )  # fmt: skip


@pytest.mark.slow
def test_services88_has_the_operations_that_were_counted(services88):
    every = [(agent, each) for agent in services88.agents for each in agent.operations]

    assert Counter(len(each.parameters) for _, each in every) == {
        0: 314, 1: 923, 2: 399, 3: 160, 4: 95, 5: 77, 6: 29, 7: 8, 8: 12, 9: 5, 10: 4, 11: 1, 12: 2,
    }  # fmt: skip
    results = Counter(min(len(each.results), 2) for _, each in every)
    assert results == {0: 390, 1: 1630, 2: 9}
    for agent, each in every:
        soap = each.soap
        assert soap
        assert soap.path == f"/Remote/Services88/{agent.name}.svc"
        assert soap.action == f"{soap.namespace}/{agent.name}/{each.name}"
        assert soap.request == each.name
        assert soap.response == f"{each.name}Response" or agent.name == "SoPrincipal"
        assert soap.namespaces == ()
        assert [header.name for header in soap.response_headers] == [
            "ExceptionInfo", "ExtraInfo", "Succeeded", "TimeZone",
        ]  # fmt: skip
    headers = Counter(len(each.soap.request_headers) for _, each in every if each.soap)
    assert headers == {3: 2024, 1: 5}


@pytest.mark.slow
def test_services88_has_the_types_that_were_counted(services88):
    assert Counter(each.base for each in services88.carriers) == {
        "Carrier": 341,
        None: 104,
        "FieldInfoBase": 15,
        "WorkflowStepBase": 15,
        "WorkflowStepOptionBase": 6,
        "BoardViewSettingsBase": 3,
    }
    enumerations = services88.enumerations
    assert sum(each.flags for each in enumerations) == 27
    assert sum(len(each.members) for each in enumerations) == 1371
    assert Counter(each.storage for each in enumerations)["short"] == 106
    assert services88.enumeration("TicketPriorityEscalateEvent").members[0] == Member(
        name="None", number=-1
    )
    assert {
        each.name: each.pair for each in services88.dictionaries
    }["SoExtraInfo"] == "ExtraInfoNameValuePair"  # fmt: skip
    assert services88.carrier("DSAParameters").namespace.endswith("Cryptography")
    types = [each.type for carrier in services88.carriers for each in carrier.fields]
    assert Counter(type(each).__name__ for each in types) == {
        "Scalar": 3405,
        "EnumerationRef": 284,
        "CarrierRef": 244,
        "ListOf": 245,
        "MapOf": 55,
    }


@pytest.mark.slow
def test_services88_writes_each_parameter_and_result_in_order(services88):
    operations = {
        (agent.name, each.name): each
        for agent in services88.agents
        for each in agent.operations
    }

    read_file = operations["FileManager", "ReadFile"]
    assert [each.name for each in read_file.results] == ["FileName", "Length", "Response"]  # fmt: skip
    login = operations["SoPrincipal", "AuthenticateUsernamePassword"]
    assert [each.name for each in login.parameters] == ["UserName", "Password"]
    assert [each.name for each in login.results] == [
        "Response", "Credentials", "AuthenticationSucceeded",
    ]  # fmt: skip
    generic = operations["SoPrincipal", "AuthenticateGeneric"].parameters[0]
    assert generic.type == MapOf(STRING, STRING, "AuthenticationGenericData")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "offered"),
    [
        ("claim.wsdl", {}),
        ("hello_world_recursive.wsdl", {"Greeter": 5}),
        ("hello_world_recursive_import.wsdl", {"Greeter": 5}),
        ("http.wsdl", {}),
        ("recursive_schema_main.wsdl", {"portje": 0}),
        ("soap.wsdl", {"StockQuotePortType": 2}),
        ("soap_header.wsdl", {"StockQuotePortType": 1}),
        ("soap_import_2.wsdl", {}),
        ("soap_import_main.wsdl", {"StockQuotePortType": 1}),
        ("soap_transport_err.wsdl", {"StockQuotePortType": 1}),
        ("test_http_post.wsdl", {}),
    ],
)
def test_descriptions_of_others_are_read_without_an_error(corpus, file, offered):
    diagnostics = Diagnostics()
    (source,) = find_sources([corpus / "public/wsdl" / file], diagnostics)

    release = read_wsdl(source, diagnostics)

    diagnostics.stop()
    assert {each.name: len(each.operations) for each in release.agents} == offered


@pytest.mark.slow
def test_a_published_document_cut_anywhere_is_refused_at_its_place(corpus):
    path = corpus / "netserver/2026-04/wsdl.zip"
    with zipfile.ZipFile(path) as archive:
        content = archive.read("WSDL\\WSDL-Services88-SoPrincipal.xml")
    for length in range(0, len(content), 997):
        with pytest.raises(MetadataError) as raised:
            read_wsdl(memory_source(content[:length], "a.wsdl"), Diagnostics())
        (diagnostic,) = raised.value.diagnostics
        assert (diagnostic.id, str(diagnostic.origin)) == ("not-xml", "a.wsdl:1")


# Anything at all


@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, 10_000),
            st.sampled_from(
                ["delete", "double", "name", "type", "ref", "base", "maxOccurs"]
            ),
            st.sampled_from(["t:Zone", "t:Get", "xs:int", "x:y", "unbounded", "", "é"]),
        ),
        max_size=6,
    )
)
@settings(max_examples=300)
def test_a_document_gives_a_release_or_findings_and_nothing_else(changes):
    more = """<xs:complexType name="Sub"><xs:complexContent><xs:extension base="t:Zone">
      <xs:choice><xs:element name="A"><xs:simpleType><xs:list><xs:simpleType>
      <xs:restriction base="xs:string"><xs:enumeration value="x"/></xs:restriction>
      </xs:simpleType></xs:list></xs:simpleType></xs:element></xs:choice></xs:extension>
      </xs:complexContent></xs:complexType><xs:complexType name="ArrayOfZone"><xs:sequence>
      <xs:element name="Zone" type="t:Zone" maxOccurs="unbounded"/></xs:sequence>
      </xs:complexType>"""
    root = etree.fromstring(wsdl(TYPES + more))
    for place, action, value in changes:
        elements = list(root.iter())
        chosen = elements[place % len(elements)]
        parent = chosen.getparent()
        if action == "delete" and parent is not None:
            parent.remove(chosen)
        elif action == "double" and parent is not None:
            parent.append(deepcopy(chosen))
        elif action not in ("delete", "double"):
            chosen.set(action, value)
    diagnostics = Diagnostics()

    try:
        release = read_wsdl(memory_source(etree.tostring(root)), diagnostics)
        diagnostics.stop()
    except MetadataError as error:
        assert str(error)
    else:
        hash(release.carriers)
        names = [each.name for each in (*release.carriers, *release.enumerations)]
        assert len(names) == len(set(names))
