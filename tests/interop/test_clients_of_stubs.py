"""SOAP clients that are not ours, against the stand-in that we generate.

zeep and node-soap read the WSDL that is served, write their requests by it and read the answers by it; neither
knows anything of ours.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import zeep
from zeep.helpers import serialize_object

from tests.behaviour.stand_ins import StandIn

from .conftest import HERE

pytestmark = pytest.mark.slow

NAMESPACE = "http://www.superoffice.net/ws/crm/NetServer/Services88"
TICKET = "7T:..."


@pytest.fixture(scope="module")
def root(whole_stand_in: StandIn) -> Iterator[str]:
    """Where the stand-in for the whole release listens."""
    with whole_stand_in.server(store=":memory:") as netserver:
        yield netserver.root


def client_of(root: str, agent: str, asked: str = "singleWsdl") -> Any:
    return zeep.Client(f"{root}/Remote/Services88/{agent}.svc?{asked}")


def blocks(ticket: str = TICKET, **more: Any) -> dict[str, Any]:
    return {"ApplicationToken": "a<&>b", "Credentials": {"Ticket": ticket}, **more}


def told(found: Any) -> dict[str, Any] | None:
    """The members that say something; None where there are none."""
    said = serialize_object(found, dict) or {}
    return {name: each for name, each in said.items() if each is not None} or None


# --------------------------------------------------------------------------------- zeep


def test_zeep_reads_the_wsdl_of_every_agent(root: str, whole_stand_in: StandIn):
    agents = whole_stand_in.proxies("agents").AGENTS
    wrong: dict[str, str] = {}
    for name, agent in agents.items():
        try:
            client = client_of(root, name)
            served = set(client.service._operations)
            address = client.service._binding_options["address"]
        except Exception as error:
            wrong[name] = repr(error)
            continue
        if served != set(agent.OPERATIONS):
            wrong[name] = f"{served ^ set(agent.OPERATIONS)}"
        elif address != f"{root}/Remote/Services88/{name}.svc":
            wrong[name] = address

    assert wrong == {}
    assert len(agents) == 60


@pytest.mark.parametrize("agent", ["Contact", "MDO", "SoPrincipal"])
def test_both_ways_to_ask_for_a_wsdl_are_answered_alike(root: str, agent: str):
    single, plain = client_of(root, agent), client_of(root, agent, "wsdl")

    def signatures(client: Any) -> dict[str, str]:
        binding = client.service._binding
        names = client.service._operations
        return {name: binding.get(name).input.signature() for name in names}

    assert signatures(single) == signatures(plain)


# To zeep an empty text is None, so there is none in these.
CHANGES: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "Contact": (
        "ContactEntity",
        "ContactId",
        {
            "Name": "Bø & <Søn> \U0001f600",
            "OrgNr": None,
            "NoMailing": True,
            "ActiveInterests": -7,
            "Emails": {"EntityElement": [{"Value": "a@b.no"}, {"Value": "c@d.no"}]},
            "BounceEmails": {"string": ["x@y.no", "z@y.no"]},
            "CustomFields": {
                "StringKeyValuePair": [
                    {"Key": "x_text", "Value": "[I:23]"},
                    {"Key": "x_nothing", "Value": None},
                ]
            },
        },
    ),
    "Person": (
        "PersonEntity",
        "PersonId",
        {
            "Firstname": "Kari",
            "Lastname": "Nordmann",
            "BirthDate": datetime(1990, 5, 17),
            "Contact": {"ContactId": 1},
            "Retired": True,
        },
    ),
    "Sale": (
        "SaleEntity",
        "SaleId",
        {
            "Heading": "A boat",
            "Amount": 1234.5,
            "Saledate": datetime(2026, 5, 17, 12, 30, 15, 120000),
            "Status": "Open",
        },
    ),
    "Ticket": (
        "TicketEntity",
        "TicketId",
        {
            "Title": "Wet feet",
            "Slevel": "External",
            "Deadline": datetime(2026, 5, 18),
            "ExtraFields": {"StringKeyValuePair": [{"Key": "x", "Value": "y"}]},
        },
    ),
}


def differences(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is otherwise than wanted, of the members that are spoken of."""
    return {
        name: found.get(name)
        for name, value in wanted.items()
        if not _same(found.get(name), value)
    }


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and not differences(found, wanted)
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(_same, found, wanted))
    return found == wanted


@pytest.mark.parametrize("agent", CHANGES)
def test_zeep_makes_changes_reads_and_removes_an_entity(root: str, agent: str):
    entity, key, changes = CHANGES[agent]
    service = client_of(root, agent).service

    def call(name: str, *arguments: Any) -> Any:
        answer = service[name](*arguments, _soapheaders=blocks())
        header = answer.header
        assert (header.Succeeded, told(header.ExceptionInfo)) == (True, None)
        return answer.body.Response

    made = call(f"CreateDefault{entity}")
    assert made[key] == 0
    for name, value in changes.items():
        made[name] = value
    saved = call(f"Save{entity}", made)
    number = saved[key]
    read = call(f"Get{entity}", number)
    read[next(iter(changes))] = "Changed"
    again = call(f"Save{entity}", read)

    assert number > 0
    assert differences(serialize_object(saved, dict), changes) == {}
    assert serialize_object(call(f"Get{entity}", number)) == serialize_object(again)
    assert again[key] == number
    assert again[next(iter(changes))] == "Changed"
    remaining = dict(list(changes.items())[1:])
    assert differences(serialize_object(again, dict), remaining) == {}

    removed = service[f"Delete{entity}"](number, _soapheaders=blocks())
    assert removed.header.Succeeded is True
    assert told(call(f"Get{entity}", number)) is None  # nil, which zeep takes apart


def test_zeep_is_answered_in_the_time_zone_that_it_asked_for(root: str):
    service = client_of(root, "Contact").service
    zone = {"SoTimeZoneId": 261, "SoTimeZoneLocationCode": "NO"}

    answer = service.GetContactEntity(1, _soapheaders=blocks(TimeZone=zone))

    assert serialize_object(answer.header.TimeZone, dict) == zone


def test_zeep_is_told_of_a_wrong_ticket(root: str):
    service = client_of(root, "Contact").service

    with pytest.raises(zeep.exceptions.Fault, match="The ticket is not known"):
        service.GetContactEntity(1, _soapheaders=blocks("7T:wrong"))
    with pytest.raises(zeep.exceptions.Fault, match="no credentials"):
        service.GetContactEntity(1)


def test_zeep_is_told_of_an_action_that_nobody_has(root: str):
    client = client_of(root, "Contact")
    operation = client.service._binding.get("GetContactEntity")
    operation.soapaction = f"{NAMESPACE}/Contact/GetNothing"

    with pytest.raises(zeep.exceptions.Fault) as fault:
        client.service.GetContactEntity(1, _soapheaders=blocks())

    assert fault.value.code.rpartition(":")[2] == "ActionNotSupported"
    assert "GetNothing" in fault.value.message


def test_zeep_is_told_of_an_exception_in_the_header(root: str):
    service = client_of(root, "Contact").service

    answer = service.DeleteContactEntity(123456, _soapheaders=blocks())

    assert answer.header.Succeeded is False
    assert answer.header.ExceptionInfo.Message == "There is no Contact with the number 123456."  # fmt: skip


def test_zeep_signs_in_by_name_and_password(root: str):
    principals = client_of(root, "SoPrincipal").service
    contacts = client_of(root, "Contact").service

    known = principals.AuthenticateUsernamePassword("kari", "secret").body
    unknown = principals.AuthenticateUsernamePassword("kari", "wrong").body
    ticket = known.Credentials.Ticket
    found = contacts.GetContactEntity(1, _soapheaders=blocks(ticket))

    assert known.AuthenticationSucceeded is True
    assert known.Response.Associate == "kari"
    assert unknown.AuthenticationSucceeded is False
    assert found.header.Succeeded is True
    assert found.body.Response.ContactId == 1


# --------------------------------------------------------------------------- node-soap


def test_node_soap_makes_changes_reads_and_removes_a_contact(
    root: str, node: str, npm: Path
):
    ran = subprocess.run(
        [node, str(HERE / "soap_client.cjs"), root, "Contact", TICKET],
        cwd=npm,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = json.loads(ran.stdout)

    sent = {
        "Name": "Bø & <Søn>",
        "OrgNr": None,
        "NoMailing": True,
        "ActiveInterests": -7,
        "CreatedDate": "2001-02-03T04:05:06",
        "Emails": {"EntityElement": [{"Value": "a@b.no"}, {"Value": "c@d.no"}]},
        "CustomFields": {
            "StringKeyValuePair": [
                {"Key": "x_text", "Value": "[I:23]"},
                {"Key": "x_nothing", "Value": None},
            ]
        },
    }
    number = told["saved"]["ContactId"]
    assert told["made"]["ContactId"] == 0
    assert number > 0
    assert differences(told["saved"], {**sent, "ContactId": number}) == {
        "CreatedDate": told["saved"]["CreatedDate"]  # which is the server's to say
    }
    assert told["saved"]["UpdatedBy"]["Name"] == "kari"
    assert told["read"] == told["saved"]
    assert told["header"]["Succeeded"] == "true"  # it gives headers no types
    assert told["header"]["TimeZone"]["SoTimeZoneId"] == "261"
    assert told["gone"] is None
    assert told["refused"] == "The ticket is not known."
