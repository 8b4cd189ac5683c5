"""One call of each shape, over each wire and with both kinds of session, to the letter."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from lxml import etree

from generator import __version__
from tests.behaviour.filling import tree
from tests.behaviour.generated import ROOT, Generated
from tests.behaviour.server import (
    NAMESPACE,
    SOAP,
    Server,
    as_bytes,
    as_json,
    as_soap,
    as_xml,
    call,
)

ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
XML = (
    f'xmlns="{NAMESPACE}" xmlns:a="{ARRAYS}" xmlns:n="{NAMESPACE}" '
    'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
)


@dataclass(frozen=True)
class Shape:
    """A call, what it is on each wire, what a server answers, and what comes of it."""

    agent: str
    operation: str
    arguments: Callable[[Generated], tuple[Any, ...]]
    query: str = ""
    json: str | None = None
    soap: str = ""
    json_answer: Any = None
    soap_answer: str = ""
    value: Callable[[Generated], Any] = lambda crm: None


SHAPES = {
    "no parameters": Shape(
        "Archive",
        "GetProviderNames",
        lambda crm: (),
        soap="<GetProviderNames/>",
        json_answer=["Dynamic", None],
        soap_answer=(
            f'<Response xmlns:a="{ARRAYS}"><a:string>Dynamic</a:string>'
            '<a:string i:nil="true"/></Response>'
        ),
        value=lambda crm: ["Dynamic", None],
    ),
    "query": Shape(
        "Contact",
        "GetContactEntity",
        lambda crm: (4,),
        query="contactEntityId=4",
        soap="<GetContactEntity><ContactEntityId>4</ContactEntityId></GetContactEntity>",
        json_answer={"ContactId": 4, "Name": "Alfa", "Category": None},
        soap_answer=(
            "<Response><ContactId>4</ContactId><Name>Alfa</Name>"
            '<Category i:nil="true"/></Response>'
        ),
        value=lambda crm: crm.carriers["ContactEntity"](
            contact_id=4, name="Alfa", category=None
        ),
    ),
    "wrapper": Shape(
        "Appointment",
        "FindFreeSlots",
        lambda crm: (
            datetime(2026, 5, 4, 8),
            datetime(2026, 5, 4, 16, 30),
            timedelta(minutes=45),
            [3, 7],
        ),
        json=(
            '{"From":"2026-05-04T08:00:00","To":"2026-05-04T16:30:00",'
            '"Length":"00:45:00","AssociateIds":[3,7]}'
        ),
        soap=(
            "<FindFreeSlots><From>2026-05-04T08:00:00</From>"
            "<To>2026-05-04T16:30:00</To><Length>PT45M</Length>"
            "<AssociateIds><a:int>3</a:int><a:int>7</a:int></AssociateIds>"
            "</FindFreeSlots>"
        ),
        json_answer=["2026-05-04T09:15:00"],
        soap_answer=(
            f'<Response xmlns:a="{ARRAYS}">'
            "<a:dateTime>2026-05-04T09:15:00</a:dateTime></Response>"
        ),
        value=lambda crm: [datetime(2026, 5, 4, 9, 15)],
    ),
    "wrapper without an answer": Shape(
        "Contact",
        "Merge",
        lambda crm: (1, 2, True, False),
        json=(
            '{"SourceContactId":1,"DestinationContactId":2,'
            '"MergeIdenticalPersons":true,"ReplaceEmptyFieldsOnDestination":false}'
        ),
        soap=(
            "<Merge><SourceContactId>1</SourceContactId>"
            "<DestinationContactId>2</DestinationContactId>"
            "<MergeIdenticalPersons>true</MergeIdenticalPersons>"
            "<ReplaceEmptyFieldsOnDestination>false</ReplaceEmptyFieldsOnDestination>"
            "</Merge>"
        ),
    ),
    "wrapper with names of its own": Shape(
        "User",
        "ExecuteUserCommand",
        lambda crm: (
            "Lock",
            crm.enumerations["CommandActionResult"]("None"),
            None,
        ),
        json='{"CommandName":"Lock","ActionResult":"None","User":null}',
        soap=(
            "<ExecuteUserCommand><CommandName>Lock</CommandName>"
            "<CommandActionResult>None</CommandActionResult>"
            '<User i:nil="true"/></ExecuteUserCommand>'
        ),
        json_answer=None,
        soap_answer='<Response i:nil="true"/>',
    ),
    "bare list": Shape(
        "Contact",
        "GetContactList",
        lambda crm: ([5, 6],),
        json="[5,6]",
        soap=(
            "<GetContactList><ContactIds><a:int>5</a:int><a:int>6</a:int>"
            "</ContactIds></GetContactList>"
        ),
        json_answer=[{"Name": "Alfa"}, None],
        soap_answer=(
            '<Response><Contact><Name>Alfa</Name></Contact><Contact i:nil="true"/>'
            "</Response>"
        ),
        value=lambda crm: [crm.carriers["Contact"](name="Alfa"), None],
    ),
    "bare carrier": Shape(
        "Contact",
        "SaveContactEntity",
        lambda crm: (
            crm.carriers["ContactEntity"](
                contact_id=4,
                name="A & B",
                department=None,
                updated_date=datetime(2026, 1, 2),
                table_right=crm.carriers["TableRight"](mask=3),
            ),
        ),
        json=(
            '{"TableRight":{"Mask":"Select, Update"},"ContactId":4,"Name":"A & B",'
            '"Department":null,"UpdatedDate":"2026-01-02T00:00:00"}'
        ),
        soap=(
            "<SaveContactEntity><ContactEntity>"
            "<TableRight><Mask>Select Update</Mask></TableRight>"
            '<ContactId>4</ContactId><Name>A &amp; B</Name><Department i:nil="true"/>'
            "<UpdatedDate>2026-01-02T00:00:00</UpdatedDate>"
            "</ContactEntity></SaveContactEntity>"
        ),
        json_answer={"ContactId": 4},
        soap_answer="<Response><ContactId>4</ContactId></Response>",
        value=lambda crm: crm.carriers["ContactEntity"](contact_id=4),
    ),
}


def _sent_by_client(name: str) -> bool:
    return name in ("host", "accept-encoding", "connection", "content-length")


def _headers(request: httpx2.Request) -> dict[str, str]:
    """The headers that the runtime has written."""
    return {k: v for k, v in request.headers.items() if not _sent_by_client(k)}


def _said(crm: Generated) -> dict[str, Any]:
    return {
        "credentials": crm.module("credentials").Ticket("7T:abc=="),
        "app_token": "secret",
        "options": crm.module("options").RequestOptions(language="nb", time_zone="NO"),
    }


AGENT_HEADER = f"crm122/12.2 proxysmith/{__version__}"


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_over_the_agents_wire(crm: Generated, shape: Shape, waits: bool):
    given = shape.value(crm) is not None or shape.json_answer is not None
    answer = as_json(shape.json_answer) if given else httpx2.Response(204)
    server = Server(answer)

    found = call(crm, server, shape.agent, shape.operation, *shape.arguments(crm), waits=waits, **_said(crm))  # fmt: skip

    query = f"?{shape.query}" if shape.query else ""
    place = f"{ROOT}/api/v1/Agents/{shape.agent}/{shape.operation}"
    asked = server.asked
    assert (asked.method, str(asked.url)) == ("POST", place + query)
    assert asked.content.decode() == (shape.json or "")
    expected = {
        "user-agent": AGENT_HEADER,
        "accept": "application/json",
        "authorization": "SOTicket 7T:abc==",
        "so-apptoken": "secret",
        "so-language": "nb",
        "accept-language": "nb",
        "so-timezone": "NO",
    }
    if shape.json is not None:
        expected["content-type"] = "application/json"
    assert _headers(asked) == expected
    assert found == shape.value(crm)


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_over_the_soap_wire(crm: Generated, shape: Shape, waits: bool):
    response = f"{shape.operation}Response"
    server = Server(as_soap(f"<{response}>{shape.soap_answer}</{response}>"))

    found = call(crm, server, shape.agent, shape.operation, *shape.arguments(crm), waits=waits, binding="soap", **_said(crm))  # fmt: skip

    asked = server.asked
    place = f"{ROOT}/Remote/Services88/{shape.agent}.svc"
    assert (asked.method, str(asked.url)) == ("POST", place)
    assert _headers(asked) == {
        "user-agent": AGENT_HEADER,
        "accept": "text/xml",
        "accept-language": "nb",
        "content-type": "text/xml; charset=utf-8",
        "soapaction": f'"{NAMESPACE}/{shape.agent}/{shape.operation}"',
    }
    expected = (
        f'<s:Envelope xmlns:s="{SOAP}" {XML}><s:Header>'
        "<ApplicationToken>secret</ApplicationToken>"
        "<Credentials><Ticket>7T:abc==</Ticket></Credentials>"
        "<TimeZone><SoTimeZoneLocationCode>NO</SoTimeZoneLocationCode></TimeZone>"
        f"</s:Header><s:Body>{shape.soap}</s:Body></s:Envelope>"
    )
    assert tree(etree.fromstring(asked.content)) == tree(etree.fromstring(expected))
    assert found == shape.value(crm)


# -------------------------------------------------------------------- several results, none


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
def test_several_results_come_as_one_carrier(crm: Generated, waits: bool):
    body = (
        "<ReadFilePartResponse><Length>3</Length><Response>aGVq</Response>"
        "</ReadFilePartResponse>"
    )

    found = call(crm, Server(as_soap(body)), "FileManager", "ReadFilePart", 1, 0, 3, waits=waits)  # fmt: skip

    assert type(found) is crm.carriers["ReadFilePartResponse"]
    assert (found.length, found.response) == (3, "aGVq")


@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_null_is_none_for_carriers_and_empty_for_lists_and_maps(
    crm: Generated, binding: str
):
    null = '<Response i:nil="true"/>'
    for agent, operation, arguments, expected in (
        ("Contact", "GetContactEntity", (4,), None),
        ("Contact", "GetContactList", ([4],), []),
        ("Contact", "ValidateContactEntity", (None,), {}),
        ("EMail", "GetSignature", (4,), None),
        ("Document", "GetDocumentStream", (4,), None),
    ):
        soap = as_soap(f"<{operation}Response>{null}</{operation}Response>")
        server = Server(soap if binding == "soap" else as_json(None))
        found = call(crm, server, agent, operation, *arguments, binding=binding)
        assert found == expected, operation
        assert type(found) is type(expected)


# --------------------------------------------------------------------- wires and fallback


def test_what_a_wire_lacks_goes_over_the_other_one(crm: Generated):
    """SoPrincipal is on SOAP alone, `SaveUser` of 12.2 on the agents wire alone."""
    info = "<GetSystemInfoResponse><SystemInfo/></GetSystemInfoResponse>"
    soap, agents = Server(as_soap(info)), Server(as_json({}))
    user = crm.carriers["User"]()

    call(crm, soap, "SoPrincipal", "GetSystemInfo", binding="agents")
    call(crm, agents, "User", "SaveUser", user, binding="soap")

    assert soap.asked.url.path == "/Cust1/Remote/Services88/SoPrincipal.svc"
    assert agents.asked.url.path == "/Cust1/api/v1/Agents/User/SaveUser"


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
def test_what_no_wire_has_is_refused(
    crm: Generated, waits: bool, monkeypatch: pytest.MonkeyPatch
):
    """No release has such an operation, so one is taken off its wire here."""
    module = crm.module("agents.so_principal")
    operations = crm.module("_runtime.operations")
    lost = operations.Facade("SoPrincipal", module=module.__name__).operation(
        "GetSystemInfo", agents=False, soap=False
    )
    monkeypatch.setattr(module, "_GET_SYSTEM_INFO", lost)
    server = Server(as_json(None))

    with pytest.raises(crm.module("errors").UnsupportedByBinding) as refused:
        call(crm, server, "SoPrincipal", "GetSystemInfo", waits=waits)

    assert refused.value.operation == "GetSystemInfo"
    assert server.requests == []


def test_signing_in_by_name_happens_once(crm: Generated):
    signed = (
        "<AuthenticateResponse><Response><AssociateId>5</AssociateId></Response>"
        "<Credentials><Ticket>7T:fresh</Ticket></Credentials>"
        "<AuthenticationSucceeded>true</AuthenticationSucceeded>"
        "</AuthenticateResponse>"
    )
    names = as_soap("<GetProviderNamesResponse/>")
    server = Server(as_soap(signed), names, names)
    credentials = crm.module("credentials").UsernamePassword("kari", "hush")
    transport = httpx2.MockTransport(server)

    with crm.session(transport, credentials=credentials, binding="soap") as session:
        assert session.archive.get_provider_names() == []
        assert session.archive.get_provider_names() == []

    first, *rest = (etree.fromstring(each.content) for each in server.requests)
    assert [each.text for each in first.find("{*}Body")[0]] == ["kari", "hush"]
    assert [each.findtext("{*}Header/{*}Credentials/{*}Ticket") for each in rest] == [
        "7T:fresh",
        "7T:fresh",
    ]


# -------------------------------------------------------------------------------- faults

_INFO = (
    "<h:Succeeded>false</h:Succeeded><h:ExceptionInfo>"
    "<h:Message>No such contact</h:Message><h:StackTrace>at X</h:StackTrace>"
    "<h:FriendlyText>Not found</h:FriendlyText>"
    "<h:ExceptionType>SoRowNotFound</h:ExceptionType><h:Source>Sentry</h:Source>"
    "<h:InnerException><h:Message>Row 4</h:Message></h:InnerException>"
    "<h:Parameters><h:SoExceptionInfoParametersKeyValuePair><h:Key>Id</h:Key>"
    "<h:Value>4</h:Value></h:SoExceptionInfoParametersKeyValuePair></h:Parameters>"
    "</h:ExceptionInfo>"
)
_FAULT = (
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
    "<faultstring>No such contact</faultstring></s:Fault></s:Body></s:Envelope>"
)
FAULTS: dict[str, tuple[str, Callable[[], httpx2.Response], dict[str, Any]]] = {
    "exception in a header": (
        "soap",
        lambda: as_soap('<GetContactEntityResponse/>', _INFO),
        {"friendly_text": "Not found", "error_type": "SoRowNotFound", "source": "Sentry", "parameters": {"Id": "4"}, "status": 200},  # fmt: skip
    ),
    "fault": (
        "soap",
        lambda: as_xml(_FAULT, 500),
        {"error_type": "Client", "status": 500},
    ),
    "NetServer's error object": (
        "agents",
        lambda: as_json({"Error": True, "ErrorType": "SoRowNotFound", "ErrorMessage": "No such contact", "ErrorSource": "Sentry"}, 500),  # fmt: skip
        {"error_type": "SoRowNotFound", "source": "Sentry", "status": 500},
    ),
    "NetServer's error object with status 200": (
        "agents",
        lambda: as_json({"Error": True, "ErrorMessage": "No such contact"}),
        {"status": 200},
    ),
    "ASP.NET's error object": (
        "agents",
        lambda: as_json({"Message": "An error", "ExceptionMessage": "No such contact", "ExceptionType": "System.X"}, 400),  # fmt: skip
        {"friendly_text": "An error", "error_type": "System.X", "status": 400},
    ),
}


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_refusal_is_a_fault(crm: Generated, fault: Any, waits: bool):
    binding, answer, told = fault
    server = Server(answer())

    with pytest.raises(crm.module("errors").Fault) as raised:
        call(crm, server, "Contact", "GetContactEntity", 4, binding=binding, waits=waits)  # fmt: skip

    found = raised.value
    assert type(found) is crm.module("errors").Fault
    assert found.message == "No such contact"
    assert (found.agent, found.operation) == ("Contact", "GetContactEntity")
    assert found.wire == binding
    for name, value in told.items():
        assert getattr(found, name) == value
    if told.get("parameters"):
        assert found.inner is not None
        assert found.inner.message == "Row 4"


def test_answers_that_are_none_are_transport_errors(crm: Generated):
    page = httpx2.Response(
        502,
        content=b"<html><body>Bad gateway</body></html>",
        headers={"Content-Type": "text/html"},
    )
    cut = as_xml('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">')
    for binding, answer in (("soap", page), ("agents", page), ("soap", cut)):
        with pytest.raises(crm.module("errors").ResponseError):
            call(crm, Server(answer), "Contact", "GetContactEntity", 4, binding=binding)

    def broken(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("slow")

    with pytest.raises(crm.module("errors").RequestTimeout):
        call(crm, Server(broken), "Contact", "GetContactEntity", 4)


# -------------------------------------------------------------------------------- streams


def test_a_file_is_read_in_pieces(crm: Generated):
    content = bytes(range(256)) * 40
    server = Server(as_bytes(content))
    pieces: list[bytes] = []

    with (
        crm.session(httpx2.MockTransport(server)) as session,
        session.stream(session.document.get_document_stream, 17) as download,
    ):
        pieces.extend(download.iter_bytes(1000))

    assert b"".join(pieces) == content
    assert {len(each) for each in pieces[:-1]} == {1000}
    assert server.asked.headers["Accept"] == "application/octet-stream"
    assert json.loads(server.asked.content) == {"DocumentId": 17}


def test_a_file_is_read_in_pieces_asynchronously(crm: Generated):
    content = bytes(range(256)) * 40
    server = Server(as_bytes(content))

    async def main() -> bytes:
        async with crm.async_session(httpx2.MockTransport(server)) as session:
            method = session.document.get_document_stream
            async with session.stream(method, 17) as download:
                return b"".join([each async for each in download.iter_bytes(999)])

    assert asyncio.run(main()) == content


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_a_file_is_given_and_taken_whole(crm: Generated, binding: str, waits: bool):
    soap = "<GetDocumentStreamResponse><Response>aGVq</Response></GetDocumentStreamResponse>"  # fmt: skip
    answer = as_soap(soap) if binding == "soap" else as_bytes(b"hej")

    found = call(crm, Server(answer), "Document", "GetDocumentStream", 1, binding=binding, waits=waits)  # fmt: skip

    assert found == b"hej"


@pytest.mark.parametrize("waits", [True, False], ids=["sync", "async"])
@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_a_file_is_sent_as_base64(crm: Generated, binding: str, waits: bool):
    sent: list[bytes] = []
    soap = as_soap("<SetDocumentStreamResponse/>")

    def read(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.content)
        return soap if binding == "soap" else as_json(None)

    async def awaited(request: httpx2.Request) -> httpx2.Response:
        sent.append(await request.aread())
        return soap if binding == "soap" else as_json(None)

    server: Any = read if waits else awaited
    document = crm.carriers["DocumentEntity"](document_id=3)
    for content in (b"hej", io.BytesIO(b"hej")):
        call(crm, server, "Document", "SetDocumentStream", document, content, True, binding=binding, waits=waits)  # fmt: skip

    assert sent[0] == sent[1]
    if binding == "agents":
        assert json.loads(sent[0]) == {
            "DocumentEntity": {"DocumentId": 3},
            "Stream": "aGVq",
            "OverwriteExistingData": True,
        }
    else:
        body = etree.fromstring(sent[0]).find("{*}Body")[0]
        assert [each.text for each in body][1:] == ["aGVq", "true"]


# -------------------------------------------------------------------------------- options


@pytest.mark.parametrize(
    ("select", "sent"),
    [
        (["Name", "Category/Id"], "Name,Category/Id"),
        ("name,category/id", "Name,Category/Id"),
        ("emails/value, table_right/mask", "Emails/Value,TableRight/Mask"),
        ("custom_fields/SuperOffice:1", "CustomFields/SuperOffice:1"),
        ("category/Newer/thing", "Category/Newer/thing"),
    ],
)
def test_what_is_selected_goes_into_the_query(
    crm: Generated, select: str | list[str], sent: str
):
    options = crm.module("options").RequestOptions(select=select)
    server = Server(as_json({"Name": "Alfa"}))

    call(crm, server, "Contact", "GetContactEntity", 4, options=options)

    assert dict(server.asked.url.params) == {
        "contactEntityId": "4",
        "$select": sent,
    }


def test_where_nothing_can_be_selected_asking_for_it_is_a_mistake(crm: Generated):
    options = crm.module("options").RequestOptions(select="Name")
    server = Server(as_json([]))

    with pytest.raises(ValueError, match="takes no select"):
        call(crm, server, "TimeZone", "GetTimeZoneData", options=options)

    assert server.requests == []
