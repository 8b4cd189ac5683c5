"""What carriers keep of what they were sent, and what a caller can do with them."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from lxml import etree

from tests.behaviour.filling import tree
from tests.behaviour.generated import Generated
from tests.behaviour.server import NAMESPACE, Server, as_json, as_soap, call

JSON = {
    "ContactId": 4,
    "Name": "Alfa",
    "Department": None,
    "UpdatedDate": "2026-01-05T08:10:00.1234567Z",
    "Brand": {"New": [1, None]},
    "Category": {"Id": 2, "Colour": "blue"},
    "Persons": [{"PersonId": 7, "Mood": "good"}],
    "TableRight": {"Mask": "Select, Telepathy", "Reason": ""},
}
"""A company as a newer server sends it: members and a right that nobody here knows."""

XML = (
    "<TableRight><Mask>Select Telepathy</Mask><Reason/></TableRight>"
    '<ContactId>4</ContactId><Name>Alfa</Name><Department i:nil="true"/>'
    "<UpdatedDate>2026-01-05T08:10:00.1234567Z</UpdatedDate>"
    "<Brand><New>1</New><New/></Brand>"
    "<Category><Id>2</Id><Colour>blue</Colour></Category>"
    "<Persons><Person><PersonId>7</PersonId><Mood>good</Mood></Person></Persons>"
)


def _element(content: str, name: str = "ContactEntity") -> Any:
    return etree.fromstring(
        f'<{name} xmlns="{NAMESPACE}" '
        f'xmlns:i="http://www.w3.org/2001/XMLSchema-instance">{content}</{name}>'
    )


def _by_name(element: Any) -> Any:
    """What an element says, its children in no order: where unknown ones stood is not kept."""
    tag, attributes, text, _ = tree(element)
    return (tag, attributes, text, sorted((_by_name(e) for e in element), key=repr))


def _read(crm: Generated, binding: str) -> Any:
    if binding == "agents":
        server = Server(as_json(JSON))
    else:
        response = f"<Response>{XML}</Response>"
        answer = f"<GetContactEntityResponse>{response}</GetContactEntityResponse>"
        server = Server(as_soap(answer))
    return call(crm, server, "Contact", "GetContactEntity", 4, binding=binding)


def _saved(crm: Generated, contact: Any, binding: str) -> Server:
    null = as_soap("<SaveContactEntityResponse/>")
    server = Server(as_json(None) if binding == "agents" else null)
    call(crm, server, "Contact", "SaveContactEntity", contact, binding=binding)
    return server


def test_reading_changing_and_saving_loses_nothing_over_json(crm: Generated):
    contact = _read(crm, "agents")
    contact.name = "Beta"
    contact.category.id = 3

    sent = json.loads(_saved(crm, contact, "agents").asked.content)

    expected = json.loads(json.dumps(JSON))
    expected["Name"] = "Beta"
    expected["Category"]["Id"] = 3
    assert sent == expected


def test_reading_changing_and_saving_loses_nothing_over_soap(crm: Generated):
    contact = _read(crm, "soap")
    contact.name = "Beta"
    contact.category.id = 3

    sent = _saved(crm, contact, "soap").body[0]

    changed = XML.replace("Alfa", "Beta").replace("<Id>2</Id>", "<Id>3</Id>")
    assert _by_name(sent) == _by_name(_element(changed))
    known = [e.tag for e in sent if not e.tag.endswith("}Brand")]
    assert known == [e.tag for e in _element(XML) if not e.tag.endswith("}Brand")]


@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_what_is_kept_can_be_seen(crm: Generated, binding: str):
    carriers = crm.module("_runtime.carriers")
    contact = _read(crm, binding)

    assert isinstance(contact, crm.carriers["ContactEntity"])
    assert contact.updated_date == datetime(2026, 1, 5, 8, 10, 0, 123456, UTC)
    assert contact.table_right.mask & 1
    assert contact.table_right.mask > 2**32
    assert set(carriers.unknown_members(contact)) == {"Brand"}
    assert set(carriers.unknown_members(contact.category)) == {"Colour"}
    assert "Brand" in repr(contact)


@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_a_name_that_is_not_known_survives(crm: Generated, binding: str):
    """Enumerations of a newer server: alone, and as flags beside known ones."""
    cls = crm.carriers["AppointmentEntity"]
    if binding == "agents":
        codec = crm.module("_runtime.codecs.json")
        read = codec.decode(b'{"Type":"InSpace","Status":"NotStarted"}', cls)
        written = json.loads(codec.encode(read))
        assert written == {"Type": "InSpace", "Status": "NotStarted"}
    else:
        codec = crm.module("_runtime.codecs.soap")
        xml = _element("<Type>InSpace</Type><Status>NotStarted</Status>", "Value")
        read = codec.decode(etree.tostring(xml), cls)
        back = etree.fromstring(codec.encode(read, cls, "Value", NAMESPACE))
        assert _by_name(back) == _by_name(xml)
    assert read.type == "InSpace"
    assert read.type.number is None
    assert read.type is crm.enumerations["AppointmentType"]("InSpace")
    assert read.status.number is not None


def test_unset_null_and_a_value_are_three_things(crm: Generated):
    carriers = crm.module("_runtime.carriers")
    cls = crm.carriers["ContactEntity"]
    contact = cls(name="Alfa", department=None)

    assert contact.name == "Alfa"
    assert contact.department is contact.org_nr is None
    set_ = [n for n in ("name", "department", "org_nr") if carriers.is_set(contact, n)]
    assert set_ == ["name", "department"]
    as_sent = json.loads(_saved(crm, contact, "agents").asked.content)
    assert as_sent == {"Name": "Alfa", "Department": None}
    body = _saved(crm, contact, "soap").body[0]
    expected = '<Name>Alfa</Name><Department i:nil="true"/>'
    assert tree(body) == tree(_element(expected))

    del contact.department
    carriers.unset(contact, "name")
    assert json.loads(_saved(crm, contact, "agents").asked.content) == {}
    assert contact == cls()


def test_an_unset_field_reads_as_its_default(crm: Generated):
    contact = crm.carriers["ContactEntity"]()

    assert (contact.contact_id, contact.name, contact.persons) == (0, None, None)
    assert contact.updated_date == datetime(1, 1, 1)
    with pytest.raises(AttributeError):
        contact.no_such_field = 1
    with pytest.raises(TypeError):
        crm.carriers["ContactEntity"]("Alfa")
    with pytest.raises(TypeError):
        crm.carriers["ContactEntity"](no_such_field=1)


def test_the_wires_give_equal_carriers(crm: Generated):
    """Apart from what no class here knows, which each wire keeps in its own form."""
    known = {k: v for k, v in JSON.items() if k != "Brand"}
    known["Category"] = {"Id": 2}
    known["Persons"] = [{"PersonId": 7}]
    xml = XML.replace("<Brand><New>1</New><New/></Brand>", "")
    xml = xml.replace("<Colour>blue</Colour>", "").replace("<Mood>good</Mood>", "")
    answer = f"<GetContactEntityResponse><Response>{xml}</Response></GetContactEntityResponse>"  # fmt: skip

    def get(server: Server, binding: str) -> Any:
        return call(crm, server, "Contact", "GetContactEntity", 4, binding=binding)

    from_json = get(Server(as_json(known)), "agents")
    from_soap = get(Server(as_soap(answer)), "soap")

    assert from_json == from_soap
    assert repr(from_json) == repr(from_soap)
    assert from_json != crm.carriers["ContactEntity"]()


# -------------------------------------------------------------------------------- families

STEP_JSON = {
    "StepType": "Split",
    "Options": [
        {"OptionType": "FormData", "Steps": [{"StepType": "WaitForTime"}]},
        {"OptionType": "LinkClicked", "Steps": []},
    ],
}
STEP_XML = (
    "<StepType>Split</StepType><Options>"
    '<WorkflowStepOptionBase i:type="t:WorkflowStepOptionFormData">'
    "<OptionType>FormData</OptionType><Steps>"
    '<WorkflowStepBase i:type="t:WorkflowStepWaitForTime">'
    "<StepType>WaitForTime</StepType></WorkflowStepBase></Steps>"
    "</WorkflowStepOptionBase>"
    '<WorkflowStepOptionBase i:type="t:WorkflowStepOptionLinkClicked">'
    "<OptionType>LinkClicked</OptionType><Steps/></WorkflowStepOptionBase></Options>"
)


def _step(crm: Generated, binding: str) -> Any:
    if binding == "agents":
        server = Server(as_json(STEP_JSON))
    else:
        server = Server(
            as_soap(
                f'<GetWorkflowStepResponse xmlns:t="{NAMESPACE}">'
                f'<Response i:type="t:WorkflowStepSplit">{STEP_XML}</Response>'
                "</GetWorkflowStepResponse>"
            )
        )
    return call(crm, server, "Workflow", "GetWorkflowStep", 4, binding=binding)


@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_a_family_arrives_as_its_members(crm: Generated, binding: str):
    split = _step(crm, binding)

    assert type(split) is crm.carriers["WorkflowStepSplit"]
    form, link = split.options
    assert type(form) is crm.carriers["WorkflowStepOptionFormData"]
    assert type(link) is crm.carriers["WorkflowStepOptionLinkClicked"]
    assert [type(each) for each in form.steps] == [
        crm.carriers["WorkflowStepWaitForTime"]
    ]
    assert split == _step(crm, "soap" if binding == "agents" else "agents")


def test_a_family_goes_out_as_its_members(crm: Generated):
    split = _step(crm, "agents")
    agents, soap = Server(as_json(None)), Server(as_soap("<SaveWorkflowStepResponse/>"))

    call(crm, agents, "Workflow", "SaveWorkflowStep", split)
    call(crm, soap, "Workflow", "SaveWorkflowStep", split, binding="soap")

    assert json.loads(agents.asked.content) == STEP_JSON
    expected = etree.fromstring(
        f'<SaveWorkflowStep xmlns="{NAMESPACE}" xmlns:t="{NAMESPACE}"'
        ' xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
        f'<WorkflowStepBase i:type="t:WorkflowStepSplit">{STEP_XML}</WorkflowStepBase>'
        "</SaveWorkflowStep>"
    )
    assert tree(soap.body) == tree(expected)


def test_a_member_that_is_not_known_is_kept_as_its_base(crm: Generated):
    newer = {"StepType": "Teleport", "WorkflowStepId": 9, "Destination": "Mars"}
    server = Server(as_json(newer))

    step = call(crm, server, "Workflow", "GetWorkflowStep", 4)

    assert isinstance(step, crm.carriers["WorkflowStepBase"])
    assert step.workflow_step_id == 9
    saved = Server(as_json(None))
    call(crm, saved, "Workflow", "SaveWorkflowStep", step)
    assert json.loads(saved.asked.content) == newer


# ------------------------------------------------------------------------- Python's own ways


@pytest.mark.parametrize("binding", ["soap", "agents"])
def test_carriers_are_copied_and_pickled(crm: Generated, binding: str):
    contact = _read(crm, binding)
    sent = _saved(crm, contact, binding).asked.content

    for twin in (
        pickle.loads(pickle.dumps(contact)),
        copy.deepcopy(contact),
        copy.copy(contact),
    ):
        assert twin == contact
        assert type(twin) is type(contact)
        assert _saved(crm, twin, binding).asked.content == sent

    deep = copy.deepcopy(contact)
    deep.category.id = 99
    assert contact.category.id == 2
    assert deep != contact


def test_dates_durations_and_flags_are_python_values(crm: Generated):
    appointment = crm.carriers["AppointmentEntity"](
        reminder_before=timedelta(minutes=15)
    )
    right = crm.carriers["TableRight"](mask=crm.enumerations["ETableRight"].SELECT)

    assert appointment.reminder_before == timedelta(minutes=15)
    assert right.mask is crm.enumerations["ETableRight"].SELECT
    right.mask |= crm.enumerations["ETableRight"].UPDATE
    codec = crm.module("_runtime.codecs.json")
    assert codec.encode(right) == b'{"Mask":"Select, Update"}'
    assert codec.encode(appointment) == b'{"ReminderBefore":"00:15:00"}'
    with pytest.raises(TypeError, match="reminder_before"):
        crm.carriers["AppointmentEntity"](reminder_before=15)


def test_secrets_are_not_shown(crm: Generated):
    credentials = crm.carriers["SoCredentials"](ticket="7T:abcdefgh")
    session = crm.session(
        httpx2.MockTransport(Server()),
        credentials=crm.module("credentials").Ticket("7T:abcdefgh"),
        app_token="topsecret",
    )

    assert "abcdefgh" not in repr(credentials)
    assert "abcdefgh" not in repr(session) + str(vars(session))
    assert "topsecret" not in repr(session)


def test_what_xml_cannot_hold_is_refused_before_it_is_sent(crm: Generated):
    contact = crm.carriers["ContactEntity"](name="a\x00b")
    server = Server(as_soap(""))

    with pytest.raises(ValueError, match=r"ContactEntity\.name"):
        call(crm, server, "Contact", "SaveContactEntity", contact, binding="soap")

    assert server.requests == []
