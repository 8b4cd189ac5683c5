"""The SOAP wire in the role of the server: envelopes into arguments, results and refusals into envelopes."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import ENVELOPE, XSI


@pytest.fixture(scope="module")
def wire(pair: Any) -> Any:
    return pair.server("soap_server")


@pytest.fixture(scope="module")
def rows(pair: Any) -> Any:
    """A row by its name: rows("Contact/GetContactEntity")."""

    def row(name: str) -> Any:
        agent, _, operation = name.partition("/")
        return pair.catalogue.agents[agent][operation]

    return row


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def E(pair: Any) -> Any:
    return pair.proxies("enumerations")


@pytest.fixture(scope="module")
def namespace(pair: Any) -> str:
    return pair.catalogue.release.namespace


@pytest.fixture(scope="module")
def envelope(namespace: str) -> Any:
    """An envelope around the text of a body, and of a header."""

    def made(body: str, header: str = "") -> str:
        return (
            f'<s:Envelope xmlns:s="{ENVELOPE}" xmlns:i="{XSI}">'
            f'<s:Header xmlns="{namespace}">{header}</s:Header>'
            f'<s:Body xmlns="{namespace}">{body}</s:Body></s:Envelope>'
        )

    return made


@pytest.fixture(scope="module")
def arguments(wire: Any, rows: Any, namespace: str, envelope: Any) -> Any:
    """The arguments that an operation gets from the text of its parameters."""

    def found(name: str, parameters: str) -> Any:
        element = name.partition("/")[2]
        content = envelope(f"<{element}>{parameters}</{element}>").encode()
        return wire.arguments_in(rows(name), wire.request_in(content, namespace))

    return found


def refusal(call: Any) -> tuple[str, str, int]:
    """What a call that is refused says."""
    with pytest.raises(ValueError) as refused:
        call()
    error: Any = refused.value
    return error.message, error.detail, error.status


def told(request: Any) -> tuple[str, ...]:
    """What stands in the header of a request, and the name of the element in its body."""
    return (
        request.ticket,
        request.app_token,
        request.time_zone_id,
        request.time_zone_code,
        request.time_zone,
        request.element.tag.rpartition("}")[2],
    )


UNREADABLE = "The message cannot be read."
HEADER = (
    "<ApplicationToken> token </ApplicationToken>"
    "<Credentials><Ticket> 7T:abc== </Ticket></Credentials>"
    "<TimeZone><SoTimeZoneId>261</SoTimeZoneId>"
    "<SoTimeZoneLocationCode>NO</SoTimeZoneLocationCode></TimeZone><Shiny>1</Shiny>"
)
FULL = ("7T:abc==", "token", "261", "NO", "261", "GetContactEntity")


# ------------------------------------------------------------------------------ requests


def test_the_blocks_of_the_header_are_known_by_their_names(
    wire: Any, namespace: str, envelope: Any
) -> None:
    content = envelope("<GetContactEntity/>", HEADER).encode()
    assert told(wire.request_in(content, namespace)) == FULL


def test_prefixes_are_free(wire: Any, namespace: str) -> None:
    content = (
        f'<e:Envelope xmlns:e="{ENVELOPE}" xmlns:q="{namespace}"><e:Header>'
        "<q:ApplicationToken>token</q:ApplicationToken>"
        "<q:Credentials><q:Ticket>7T:abc==</q:Ticket></q:Credentials><q:TimeZone>"
        "<q:SoTimeZoneLocationCode>NO</q:SoTimeZoneLocationCode>"
        "<q:SoTimeZoneId>261</q:SoTimeZoneId></q:TimeZone></e:Header>"
        "<e:Body><q:GetContactEntity/></e:Body></e:Envelope>"
    )
    assert told(wire.request_in(content.encode(), namespace)) == FULL


@pytest.mark.parametrize(
    "header", ["", f'<Credentials i:nil="true"/><TimeZone i:nil="true">{HEADER}</TimeZone>']
)  # fmt: skip
def test_a_header_may_be_empty_and_its_blocks_null(
    wire: Any, namespace: str, envelope: Any, header: str
) -> None:
    content = envelope("<GetContactEntity/>", header).encode()
    nothing = ("", "", "", "", "", "GetContactEntity")
    assert told(wire.request_in(content, namespace)) == nothing


def test_a_header_may_be_missing(wire: Any, namespace: str) -> None:
    content = f'<s:Envelope xmlns:s="{ENVELOPE}"><s:Body><A/></s:Body></s:Envelope>'
    assert told(wire.request_in(content.encode(), namespace)) == ("",) * 5 + ("A",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_an_envelope_may_be_in_any_encoding_that_it_declares(
    arguments: Any, wire: Any, rows: Any, namespace: str, envelope: Any, encoding: str
) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + envelope(
        "<GetFieldMetadata><UdListDefinitionName>\u00e5</UdListDefinitionName></GetFieldMetadata>"
    )
    request = wire.request_in(text.encode(encoding), namespace)
    assert wire.arguments_in(rows("List/GetFieldMetadata"), request) == ["\u00e5"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the message is empty"),
        (b" \n ", "the message is empty"),
        (b"<", "not XML: StartTag: invalid element name"),
        (b"<html></html>", "expected an envelope of SOAP 1.1, got 'html'"),
        (b"<!doctype html><br>", "expected XML, got a page of HTML"),
        (b'{"a":1}', "not XML: Start tag expected, '<' not found"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not XML: Unsupported encoding: nonsense"),
        (b"<a>\xff\xfe</a>", "not XML: Invalid bytes in character encoding"),
        (b"<!DOCTYPE a><a/>", "a message with a document type is refused"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "a message with a document type is refused"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>', "a message with a document type is refused"),
        (b"<a>" * 100_000, "not XML: Excessive depth in document: 256, use XML_PARSE_HUGE option"),
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_refused(
    wire: Any, namespace: str, content: bytes, said: str
) -> None:
    found = refusal(lambda: wire.request_in(content, namespace))
    assert (found[0], found[1].partition(" (line")[0], found[2]) == (UNREADABLE, said, 400)  # fmt: skip


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a SYSTEM "{}">',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "{}"> %x;]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">]>',
    ],
)
@pytest.mark.parametrize("size", [0, 9_000_000])
def test_no_file_is_read_for_a_document_type(
    wire: Any, namespace: str, tmp_path: Path, doctype: str, size: int
) -> None:
    """What stands in this one would be an error of another kind; /dev/zero would never end."""
    (tmp_path / "some.dtd").write_text("no DTD at all")
    said = doctype.format((tmp_path / "some.dtd").as_uri())
    content = f"{said}<a>{'x' * size}</a>".encode()
    assert refusal(lambda: wire.request_in(content, namespace)) == (
        UNREADABLE,
        "a message with a document type is refused",
        400,
    )


@pytest.mark.parametrize("size", [0, 9_000_000])
def test_entities_within_entities_are_refused_at_once(
    wire: Any, namespace: str, size: int
) -> None:
    """A billion laughs, also in a message so large that the parser is told to be patient."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    content = (
        f'<!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><a><b>{"x" * size}</b>&l11;</a>'
    )
    start = time.perf_counter()
    assert refusal(lambda: wire.request_in(content.encode(), namespace))[2] == 400
    assert time.perf_counter() - start < 2


def test_an_envelope_of_soap_1_2_is_refused(
    wire: Any, namespace: str, envelope: Any
) -> None:
    other = "http://www.w3.org/2003/05/soap-envelope"
    content = envelope("<GetContactEntity/>").replace(ENVELOPE, other).encode()
    assert refusal(lambda: wire.request_in(content, namespace)) == (
        UNREADABLE,
        "expected an envelope of SOAP 1.1, got 'Envelope'",
        400,
    )


@pytest.mark.parametrize("body", ["<s:Body/>", "<s:Body>text</s:Body>", ""])
def test_an_envelope_with_nothing_in_it_is_refused(
    wire: Any, namespace: str, body: str
) -> None:
    content = f'<s:Envelope xmlns:s="{ENVELOPE}">{body}</s:Envelope>'.encode()
    assert refusal(lambda: wire.request_in(content, namespace)) == (
        UNREADABLE,
        "the envelope has no Body with an element in it",
        400,
    )


@pytest.mark.parametrize(
    "action",
    [
        '"{}/Contact/GetContactEntity"',
        "{}/Contact/GetContactEntity",
        ' "{}/Contact/GetContactEntity" ',
        "",
        '""',
    ],
)
def test_an_operation_is_told_by_its_action_else_by_the_element(
    pair: Any, wire: Any, rows: Any, namespace: str, envelope: Any, action: str
) -> None:
    request = wire.request_in(envelope("<GetContactEntity/>").encode(), namespace)
    found = wire.operation_of(
        pair.catalogue.agents["Contact"], action.format(namespace), request
    )
    assert found is rows("Contact/GetContactEntity")


def test_an_action_comes_before_the_element(
    pair: Any, wire: Any, rows: Any, namespace: str, envelope: Any
) -> None:
    request = wire.request_in(envelope("<GetContactEntity/>").encode(), namespace)
    row = rows("Contact/GetContactList")
    agents = pair.catalogue.agents["Contact"]
    assert wire.operation_of(agents, row.action, request) is row
    assert refusal(lambda: wire.arguments_in(row, request)) == (
        UNREADABLE,
        "expected GetContactList in the Body, got 'GetContactEntity'",
        400,
    )


@pytest.mark.parametrize(
    ("action", "element", "said"),
    [
        ("nonsense", "GetContactEntity", "nonsense"),
        ("", "GetPersonEntity", "GetPersonEntity"),
        ("", "getcontactentity", "getcontactentity"),
    ],
)
def test_what_names_no_operation_of_the_agent_is_unknown(
    pair: Any,
    wire: Any,
    namespace: str,
    envelope: Any,
    action: str,
    element: str,
    said: str,
) -> None:
    request = wire.request_in(envelope(f"<{element}/>").encode(), namespace)
    with pytest.raises(wire.UnknownAction) as unknown:
        wire.operation_of(pair.catalogue.agents["Contact"], action, request)
    assert str(unknown.value) == said


# ----------------------------------------------------------------------------- arguments


def test_parameters_are_found_by_name_in_any_order(arguments: Any) -> None:
    assert arguments(
        "Contact/Merge",
        "<MergeIdenticalPersons>1</MergeIdenticalPersons><Shiny><a/></Shiny>"
        "<DestinationContactId> 6 </DestinationContactId>"
        "<SourceContactId>5</SourceContactId>",
    ) == [5, 6, True, False]


def test_what_is_left_out_is_null_or_zero(arguments: Any) -> None:
    assert arguments("Appointment/FindFreeSlots", "") == [
        datetime(1, 1, 1),
        datetime(1, 1, 1),
        timedelta(0),
        None,
    ]
    assert arguments("Contact/SaveContactEntity", '<ContactEntity i:nil="true"/>') == [None]  # fmt: skip


def test_values_of_every_kind_are_read(
    arguments: Any, namespace: str, C: Any, E: Any
) -> None:
    arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
    assert arguments(
        "Appointment/FindFreeSlots",
        "<From>2026-01-05T08:00:00</From><To>2026-01-05T16:00:00Z</To>"
        f'<Length>PT30M</Length><AssociateIds xmlns:a="{arrays}"><a:int>1</a:int>'
        "<a:int>2</a:int></AssociateIds>",
    ) == [
        datetime(2026, 1, 5, 8),
        datetime(2026, 1, 5, 16, tzinfo=UTC),
        timedelta(minutes=30),
        [1, 2],
    ]
    mode = E.RecurrenceScope.ALL
    assert arguments("Appointment/Accept", "<UpdateMode>All</UpdateMode>") == [0, mode]
    (entity,) = arguments(
        "Contact/SaveContactEntity",
        "<ContactEntity><Name>Alfa</Name><ContactId>4</ContactId><Emails><EntityElement>"
        "<Value>a@b.no</Value></EntityElement></Emails><UserDefinedFields>"
        "<StringKeyValuePair><Key>SuperOffice:1</Key><Value>[I:1]</Value>"
        "</StringKeyValuePair></UserDefinedFields></ContactEntity>",
    )
    assert entity == C.ContactEntity(
        contact_id=4,
        name="Alfa",
        emails=[C.EntityElement(value="a@b.no")],
        user_defined_fields={"SuperOffice:1": "[I:1]"},
    )
    (stream,) = arguments("Document/SetDocumentStream", "<Stream>YWJj</Stream>")[1:2]
    assert stream == b"abc"


def test_a_subtype_is_announced_with_any_prefix(
    arguments: Any, namespace: str, C: Any
) -> None:
    (step,) = arguments(
        "Workflow/SaveWorkflowStep",
        f'<WorkflowStepBase xmlns:q9="{namespace}" i:type="q9:WorkflowStepSendSMS">'
        "<Text>hi</Text></WorkflowStepBase>",
    )
    assert (type(step).__name__, step.text) == ("WorkflowStepSendSMS", "hi")


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("Contact/GetContactEntity", "<ContactEntityId>x</ContactEntityId>", "ContactEntityId: expected int, got another text"),
        ("Contact/GetContactEntity", "<ContactEntityId>99999999999</ContactEntityId>", "ContactEntityId: int: expected a number from -2147483648 to 2147483647, got a number"),
        ("Contact/Merge", "<MergeIdenticalPersons>yes</MergeIdenticalPersons>", "MergeIdenticalPersons: expected boolean, got another text"),
        ("Document/SetDocumentStream", "<Stream>YWJ</Stream>", "Stream: expected base64Binary, got another text"),
    ],
)  # fmt: skip
def test_a_malformed_parameter_is_refused_by_its_name(
    arguments: Any, name: str, parameters: str, said: str
) -> None:
    found = refusal(lambda: arguments(name, parameters))
    assert found[1:] == (said, 400)


@pytest.mark.parametrize("size", [0, 9_000_000])
def test_deeply_nested_carriers_are_refused(
    wire: Any, rows: Any, namespace: str, envelope: Any, size: int
) -> None:
    """Also in a message so large that the parser itself would take more."""
    inner = "<Options><WorkflowStepOptionBase><Steps><WorkflowStepBase i:type='WorkflowStepSplit'>"
    closing = "</WorkflowStepBase></Steps></WorkflowStepOptionBase></Options>"
    content = envelope(
        "<SaveWorkflowStep><WorkflowStepBase i:type='WorkflowStepSplit'>"
        + inner * 400
        + closing * 400
        + f"</WorkflowStepBase><x>{'x' * size}</x></SaveWorkflowStep>"
    ).encode()

    def read() -> None:
        request = wire.request_in(content, namespace)
        wire.arguments_in(rows("Workflow/SaveWorkflowStep"), request)

    assert refusal(read)[2] == 400


def test_a_text_of_many_megabytes_is_taken(arguments: Any) -> None:
    text = "x" * 11_000_000
    parameters = f"<Name>{text}</Name><AdditionalInfo/>"
    assert arguments("MDO/GetList", parameters) == [text, False, "", False]


# ------------------------------------------------------------------------------- answers


@pytest.fixture(scope="module")
def answer(wire: Any, rows: Any, namespace: str, envelope: Any) -> Any:
    """What stands in the header and in the body of an answer, asked for with that header."""

    def made(name: str, value: object, header: str = "") -> tuple[str, str]:
        request = wire.request_in(envelope("<A/>", header).encode(), namespace)
        text = wire.soap_result(rows(name), value, request).decode()
        start, _, rest = text.partition("<s:Header>")
        header, _, rest = rest.partition("</s:Header><s:Body>")
        assert start == (
            f'<s:Envelope xmlns:s="{ENVELOPE}" xmlns="{namespace}" xmlns:n="{namespace}" '
            f'xmlns:i="{XSI}" '
            'xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">'
        )
        return header, rest.removesuffix("</s:Body></s:Envelope>")

    return made


@pytest.mark.parametrize(
    ("zone", "echo"),
    [
        ("", '<TimeZone i:nil="true"/>'),
        (
            "<SoTimeZoneId>261</SoTimeZoneId>",
            "<TimeZone><SoTimeZoneId>261</SoTimeZoneId>"
            '<SoTimeZoneLocationCode i:nil="true"/></TimeZone>',
        ),
        (
            "<SoTimeZoneLocationCode>&lt;NO&gt;</SoTimeZoneLocationCode>",
            "<TimeZone><SoTimeZoneId>0</SoTimeZoneId>"
            "<SoTimeZoneLocationCode>&lt;NO&gt;</SoTimeZoneLocationCode></TimeZone>",
        ),
        (
            "<SoTimeZoneId>x</SoTimeZoneId>",
            "<TimeZone><SoTimeZoneId>0</SoTimeZoneId>"
            '<SoTimeZoneLocationCode i:nil="true"/></TimeZone>',
        ),
    ],
)
def test_an_answer_has_four_headers_and_the_time_zone_that_came(
    answer: Any, zone: str, echo: str
) -> None:
    header, _ = answer("Webhook/TestWebhook", True, f"<TimeZone>{zone}</TimeZone>")
    assert header == (
        f'<ExceptionInfo i:nil="true"/><ExtraInfo/><Succeeded>true</Succeeded>{echo}'
    )


def test_only_headers_that_the_operation_declares_are_answered(answer: Any) -> None:
    header, _ = answer("SoPrincipal/GetSystemInfo", None)
    assert header == (
        '<ExceptionInfo i:nil="true"/><Succeeded>true</Succeeded><TimeZone i:nil="true"/>'
    )


@pytest.mark.parametrize(
    ("name", "value", "body"),
    [
        ("Contact/Merge", "anything", ""),
        ("Contact/GetContactEntity", None, '<Response i:nil="true"/>'),
        ("Contact/GetContactList", [], "<Response/>"),
        ("Contact/GetContactList", [None], '<Response><Contact i:nil="true"/></Response>'),
        ("Webhook/TestWebhook", None, "<Response>false</Response>"),
        ("EMail/GetSignature", "<&>", "<Response>&lt;&amp;&gt;</Response>"),
        ("Document/GetDocumentStream", b"abc", "<Response>YWJj</Response>"),
        ("Archive/GetProviderNames", ["a", None], '<Response><a:string>a</a:string><a:string i:nil="true"/></Response>'),
        ("List/GetDocumentTypesForPlugin", {1: "a", 2: None}, '<Response><IntStringPair><Key>1</Key><Value>a</Value></IntStringPair><IntStringPair><Key>2</Key><Value i:nil="true"/></IntStringPair></Response>'),
        ("SoPrincipal/GetSystemInfo", None, '<SystemInfo i:nil="true"/>'),
    ],
)  # fmt: skip
def test_a_result_stands_in_the_element_of_the_response(
    answer: Any, name: str, value: object, body: str
) -> None:
    element = name.partition("/")[2] + "Response"
    assert answer(name, value)[1] == f"<{element}>{body}</{element}>"


def test_carriers_come_complete_base_members_first(answer: Any, C: Any) -> None:
    _, body = answer("List/GetTicketPriorities", [C.TicketPriority(name="High")])
    assert body == (
        "<GetTicketPrioritiesResponse><Response><TicketPriority>"
        "<TicketPriorityId>0</TicketPriorityId><Name>High</Name>"
        "<EscalateEvent>Stop</EscalateEvent><WeekdayStart>0001-01-01T00:00:00</WeekdayStart>"
        "</TicketPriority></Response></GetTicketPrioritiesResponse>"
    )
    _, body = answer("Contact/GetContactEntity", C.ContactEntity(contact_id=3))
    assert body.startswith(
        '<GetContactEntityResponse><Response><TableRight i:nil="true"/>'
        '<FieldProperties i:nil="true"/><ContactId>3</ContactId><Name i:nil="true"/>'
    )


def test_flags_and_durations_have_zeros_of_their_own(answer: Any, C: Any) -> None:
    entity = C.ContactEntity(table_right=C.TableRight())
    _, body = answer("Contact/GetContactEntity", entity)
    assert '<TableRight><Mask></Mask><Reason i:nil="true"/></TableRight>' in body
    _, body = answer("Appointment/GetAppointmentEntity", C.AppointmentEntity())
    assert "<ReminderBefore>PT0S</ReminderBefore>" in body


def test_a_type_is_announced_only_where_it_is_not_the_declared_one(
    answer: Any, C: Any
) -> None:
    steps = [C.WorkflowStepBase(rank=1), C.WorkflowStepSendSMS(rank=2), None]
    _, body = answer("Workflow/GetWorkflowSteps", steps)
    shared = "<WorkflowStepId>0</WorkflowStepId><WorkflowId>0</WorkflowId><StepType>None</StepType>"  # fmt: skip
    assert body == (
        "<GetWorkflowStepsResponse><Response>"
        f"<WorkflowStepBase>{shared}<Rank>1</Rank></WorkflowStepBase>"
        f'<WorkflowStepBase i:type="n:WorkflowStepSendSMS">{shared}<Rank>2</Rank>'
        '<Subject i:nil="true"/><Text i:nil="true"/><MaxLength>0</MaxLength></WorkflowStepBase>'
        '<WorkflowStepBase i:nil="true"/></Response></GetWorkflowStepsResponse>'
    )


def test_values_of_any_type_say_which_it_is(answer: Any) -> None:
    xs = 'xmlns:x="http://www.w3.org/2001/XMLSchema"'
    _, body = answer("Document/GetDocumentProperties", {"a": 1, "b": "x", "c": None})
    assert body == (
        "<GetDocumentPropertiesResponse><Response>"
        f'<StringObjectKeyValuePair><Key>a</Key><Value i:type="x:int" {xs}>1</Value></StringObjectKeyValuePair>'
        f'<StringObjectKeyValuePair><Key>b</Key><Value i:type="x:string" {xs}>x</Value></StringObjectKeyValuePair>'
        '<StringObjectKeyValuePair><Key>c</Key><Value i:nil="true"/></StringObjectKeyValuePair>'
        "</Response></GetDocumentPropertiesResponse>"
    )


def test_several_results_stand_side_by_side(answer: Any, C: Any) -> None:
    _, body = answer(
        "FileManager/ReadFile", C.ReadFileResponse(length=3, response="YWJj")
    )
    assert body == (
        '<ReadFileResponse><FileName i:nil="true"/><Length>3</Length>'
        "<Response>YWJj</Response></ReadFileResponse>"
    )
    assert answer("FileManager/ReadFile", None)[1] == "<ReadFileResponse></ReadFileResponse>"  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Contact/GetContactEntity", 5, "the result: expected ContactEntity, got int"),
        ("Contact/GetContactList", [5], "expected Contact, got int"),
        ("FileManager/ReadFile", ("a", 3, "b"), "the result: expected ReadFileResponse, got tuple"),
        ("Document/GetDocumentStream", "abc", "the result: a str is not bytes"),
    ],
)  # fmt: skip
def test_a_result_of_another_type_cannot_be_sent(
    answer: Any, name: str, value: object, said: str
) -> None:
    with pytest.raises(ValueError) as refused:
        answer(name, value)
    operation = name.partition("/")[2]
    assert str(refused.value) == f"what {operation} gave back cannot be sent: {said}"


def test_what_xml_cannot_hold_cannot_be_sent(answer: Any) -> None:
    with pytest.raises(ValueError):
        answer("EMail/GetSignature", "a\0b")


def test_carriers_in_a_circle_cannot_be_sent(answer: Any, C: Any) -> None:
    split = C.WorkflowStepSplit()
    split.options = [C.WorkflowStepOptionBase(steps=[split])]
    with pytest.raises(ValueError) as refused:
        answer("Workflow/GetWorkflowStep", split)
    assert "what GetWorkflowStep gave back cannot be sent" in str(refused.value)


# ------------------------------------------------------------------------------ refusals


@pytest.fixture(scope="module")
def fault(pair: Any) -> Any:
    """A refusal with all that one can say."""
    errors = pair.proxies("errors")
    cause = errors.ExceptionInfo(message="<cause>", parameters={"A": "1"})
    error = errors.Fault(
        "no room & no time",
        friendly_text="Try later.",
        error_type="SuperOffice.Full",
        source="Contact",
        parameters={"Room<": "4\0"},
        inner=cause,
    )
    return pair.server("refusals").refusal_of(error)


TOLD = (
    "<Message>no room &amp; no time</Message><StackTrace/><FriendlyText>Try later.</FriendlyText>"
    "<ExceptionType>SuperOffice.Full</ExceptionType><Source>Contact</Source>"
    "<InnerException><Message>&lt;cause&gt;</Message><StackTrace/><FriendlyText/>"
    '<ExceptionType/><Source/><InnerException i:nil="true"/><Parameters>'
    "<SoExceptionInfoParametersKeyValuePair><Key>A</Key><Value>1</Value>"
    "</SoExceptionInfoParametersKeyValuePair></Parameters></InnerException><Parameters>"
    "<SoExceptionInfoParametersKeyValuePair><Key>Room&lt;</Key><Value>4</Value>"
    "</SoExceptionInfoParametersKeyValuePair></Parameters>"
)


def test_a_wrapped_refusal_is_an_answer_that_did_not_succeed(
    wire: Any, namespace: str, fault: Any
) -> None:
    text = wire.soap_refusal(fault, namespace, response="AResponse").decode()
    assert text.partition("<s:Header>")[2] == (
        f"<ExceptionInfo>{TOLD}</ExceptionInfo>"
        '<ExtraInfo i:nil="true"/><Succeeded>false</Succeeded><TimeZone i:nil="true"/>'
        "</s:Header><s:Body><AResponse/></s:Body></s:Envelope>"
    )


def test_a_refusal_as_a_fault_has_the_exception_in_its_detail(
    wire: Any, namespace: str, fault: Any
) -> None:
    text = wire.soap_refusal(fault, namespace, as_fault=True).decode()
    assert text.partition("<s:Body>")[2] == (
        '<s:Fault><faultcode xmlns:d="http://schemas.microsoft.com/net/2005/12/'
        'windowscommunicationfoundation/dispatcher">d:InternalServiceFault</faultcode>'
        '<faultstring xml:lang="en-US">no room &amp; no time</faultstring><detail>'
        f'<ExceptionDetail xmlns="{namespace}" xmlns:n="{namespace}" xmlns:i="{XSI}" '
        'xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">'
        f"{TOLD}</ExceptionDetail></detail></s:Fault></s:Body></s:Envelope>"
    )


def test_causes_of_causes_end_somewhere(pair: Any, wire: Any, namespace: str) -> None:
    errors = pair.proxies("errors")
    info = errors.ExceptionInfo(message="first")
    for _ in range(5000):
        info = errors.ExceptionInfo(message="next", inner=info)
    refusal = pair.server("refusals").refusal_of(errors.Fault("no", inner=info))
    text = wire.soap_refusal(refusal, namespace).decode()
    assert text.count("<InnerException>") == 20


def test_a_fault_that_is_about_no_exception_has_a_code_alone(wire: Any) -> None:
    addressing = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
    assert wire.soap_fault("ActionNotSupported", "no\0 <such>").decode() == (
        f'<s:Envelope xmlns:s="{ENVELOPE}"><s:Body><s:Fault>'
        f'<faultcode xmlns:a="{addressing}">a:ActionNotSupported</faultcode>'
        '<faultstring xml:lang="en-US">no &lt;such&gt;</faultstring></s:Fault></s:Body></s:Envelope>'
    )
    assert b"s:Client" in wire.soap_fault("Client", "no")


@pytest.mark.parametrize("char", ["\ud800", "\ufffe", "\x1f", "\0"])
def test_what_xml_cannot_hold_is_left_out_of_refusals(
    pair: Any, wire: Any, namespace: str, char: str
) -> None:
    fault = pair.proxies("errors").Fault(f"a{char}b", error_type=char, source=char)
    refusal = pair.server("refusals").refusal_of(fault)
    text = wire.soap_refusal(refusal, namespace).decode()
    assert "<Message>ab</Message>" in text
