"""Calls of a generated package against a server that is not ours.

node-soap serves WSDLs as the vendor publishes them, and one of specs/. It reads our requests by the
WSDL and writes its answers by the WSDL, so both directions are checked against someone else's
understanding of it. soap_server.cjs says what it answers, and what node-soap cannot do.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import ROOT, Generated, Serve

pytestmark = pytest.mark.slow

VENDORS = ("Contact", "MDO", "SoPrincipal", "User")


@pytest.fixture(scope="module")
def root(serve: Serve, vendors_wsdls: dict[str, Path]) -> str:
    return serve({agent: vendors_wsdls[agent] for agent in VENDORS})


@pytest.fixture(scope="module")
def crm(generated: Generated, corpus: Path) -> ModuleType:
    folder = corpus / "netserver/2026-04"
    return generated(
        "interop_vendors",
        folder / "wsdl.zip",
        folder / "Swagger-v1-AGENT-Individuals.zip",
        agents=" ".join(VENDORS),
    )


def session_of(package: Any, root: str, **more: Any) -> Any:
    given = {"credentials": ticket(package), "app_token": "app<&>secret", **more}
    return package.Session(root, binding="soap", timeout=20, **given)


def ticket(package: ModuleType) -> Any:
    return import_module(f"{package.__name__}.credentials").Ticket("7T:abc==")


def part(package: ModuleType, name: str) -> Any:
    """A module of the package."""
    return import_module(f"{package.__name__}.{name}")


@pytest.fixture
def session(crm: ModuleType, root: str) -> Iterator[Any]:
    with session_of(crm, root) as session:
        yield session


def test_an_answer_is_read_as_the_server_meant_it(session: Any, crm: ModuleType):
    carriers, enumerations = part(crm, "carriers"), part(crm, "enumerations")

    contact = session.contact.get_contact_entity(4)

    assert contact == carriers.ContactEntity(
        table_right=carriers.TableRight(
            mask=enumerations.ETableRight.SELECT | enumerations.ETableRight.UPDATE,
            reason="",
        ),
        contact_id=4,
        name="Bø & <Søn>",
        department="",
        org_nr=None,
        updated_date="2026-04-01T12:30:00.1234567Z",
        created_date=datetime(2001, 2, 3, 4, 5, 6),
        emails=[
            carriers.EntityElement(value="a@example.com"),
            carriers.EntityElement(value="b@example.com"),
        ],
        category=carriers.Category(id=3, value="Customer"),
        no_mailing=True,
        deleted=0,
        custom_fields={"SuperOffice:1": "[I:1]", "x_empty": "", "x_null": None},
    )
    assert contact.updated_date == datetime(2026, 4, 1, 12, 30, 0, 123456, tzinfo=UTC)


def test_a_request_is_read_as_we_meant_it(session: Any, crm: ModuleType):
    carriers, enumerations = part(crm, "carriers"), part(crm, "enumerations")
    sent = carriers.ContactEntity(
        table_right=carriers.TableRight(
            mask=enumerations.ETableRight.SELECT | enumerations.ETableRight.DELETE
        ),
        name="Bø & <Søn>\t]]>",
        department="",
        org_nr=None,
        created_date=datetime(2001, 2, 3, 4, 5, 6, 123456),
        emails=[carriers.EntityElement(value="a@example.com", description=None)],
        persons=[],
        category=carriers.Category(
            id=3, category_group=enumerations.CategoryGroup.UNKNOWN
        ),
        no_mailing=True,
        active_interests=-7,
        bounce_emails=["x@example.com", ""],
        custom_fields={"SuperOffice:1": "[I:1]", "x_null": None},
    )

    saved = session.contact.save_contact_entity(
        sent, options=part(crm, "options").RequestOptions(time_zone=261)
    )

    seen = json.loads(saved.description)
    assert seen["headers"] == {
        "ApplicationToken": "app<&>secret",
        "Credentials": {"Ticket": "7T:abc=="},
        "TimeZone": {"SoTimeZoneId": "261"},  # it gives headers no types
    }
    received = seen["contact"]
    assert list(received) == [
        "TableRight",
        "Name",
        "Department",
        "OrgNr",
        "CreatedDate",
        "Emails",
        "Category",
        "Persons",
        "NoMailing",
        "ActiveInterests",
        "BounceEmails",
        "CustomFields",
    ], "in the order of the WSDL, and nothing that was not set"
    assert received["TableRight"] == {"Mask": "Select Delete"}
    assert received["Name"] == "Bø & <Søn>\t]]>"
    assert received["Department"] == ""
    assert received["OrgNr"] is None
    assert received["CreatedDate"] == "2001-02-03T04:05:06.123456"
    assert received["Emails"]["EntityElement"] == [
        {"Value": "a@example.com", "Description": None}
    ]
    assert received["Category"] == {"Id": 3, "CategoryGroup": "Unknown"}
    assert received["Persons"] is None  # node-soap's word for an empty element
    assert received["NoMailing"] is True
    assert received["ActiveInterests"] == -7
    assert received["BounceEmails"] == {"string": ["x@example.com", ""]}
    assert received["CustomFields"]["StringKeyValuePair"] == [
        {"Key": "SuperOffice:1", "Value": "[I:1]"},
        {"Key": "x_null", "Value": None},
    ]
    # ... and the same values come back from it, with those that it changed.
    assert saved.contact_id == 1001
    assert saved.name == sent.name.upper()
    for name in ("table_right", "department", "org_nr", "created_date", "emails"):
        assert getattr(saved, name) == getattr(sent, name), name
    for name in ("category", "no_mailing", "active_interests", "bounce_emails"):
        assert getattr(saved, name) == getattr(sent, name), name
    assert saved.custom_fields == sent.custom_fields


def test_what_was_read_can_be_changed_and_saved(session: Any):
    contact = session.contact.get_contact_entity(5)
    contact.name = "New name"
    contact.emails = contact.emails[:1]

    saved = session.contact.save_contact_entity(contact)

    assert (saved.contact_id, saved.name) == (5, "NEW NAME")
    assert [each.value for each in saved.emails] == ["a@example.com"]
    received = json.loads(saved.description)["contact"]
    assert received["UpdatedDate"] == "2026-04-01T12:30:00.1234567Z"
    assert received["OrgNr"] is None
    assert "Persons" not in received


def test_no_object_is_none(session: Any):
    assert session.contact.get_contact_entity(0) is None


def test_an_operation_that_gives_nothing(session: Any):
    assert session.contact.delete_contact_entity(4) is None


def test_lists_and_trees(session: Any, crm: ModuleType):
    first, branch = session.mdo.get_list("category", True, "x & y", False)

    assert (first.id, first.name) == (1, "category/true/x & y/false")
    assert first.type is None
    assert [(each.id, each.name) for each in branch.child_items] == [
        (3, "leaf"),
        (4, ""),
    ]
    assert session.mdo.get_list_names() == ["category", "business"]
    assert session.mdo.get_list(None, False, "", True)[0].name == "null/false//true"


def test_faults_and_refusals(session: Any, crm: ModuleType):
    errors = part(crm, "errors")

    with pytest.raises(errors.Fault) as fault:
        session.contact.get_contact_entity(404)
    assert fault.value.message == "No such contact: <404> & co."
    assert (fault.value.error_type, fault.value.status) == ("Client", 500)

    with pytest.raises(errors.Fault) as detailed:
        session.contact.get_contact_entity(405)
    assert detailed.value.message == "Not licensed"
    assert detailed.value.friendly_text == "Please ask"
    assert detailed.value.error_type == "SuperOffice.Exceptions.Licensed"
    assert detailed.value.inner.message == "No row"

    with pytest.raises(errors.Fault) as refused:  # in the header blocks, with HTTP 200
        session.contact.get_contact_entity(403)
    assert (refused.value.message, refused.value.status) == ("Refused", 200)
    assert refused.value.friendly_text == "Not yours"
    assert refused.value.error_type == "Sentry"
    assert refused.value.parameters == {"id": "403"}

    with pytest.raises(errors.Fault):  # an operation that it does not serve
        session.contact.get_contact(4)


def test_signing_in_with_name_and_password(crm: ModuleType, root: str):
    credentials, enumerations = part(crm, "credentials"), part(crm, "enumerations")

    known = credentials.UsernamePassword("kari", "secret")
    with session_of(crm, root, credentials=known) as session:
        user = session.user.get_user(7)
    assert (user.associate_id, user.name) == (7, "7T:kari")
    assert user.type is enumerations.UserType.INTERNAL_ASSOCIATE

    unknown = credentials.UsernamePassword("kari", "wrong")
    with (
        session_of(crm, root, credentials=unknown) as session,
        pytest.raises(part(crm, "errors").AuthenticationFault),
    ):
        session.user.get_user(7)


def test_the_asynchronous_session(crm: ModuleType, root: str):
    async def names() -> list[str]:
        async with crm.AsyncSession(
            root, credentials=ticket(crm), binding="soap", timeout=20
        ) as session:
            found = await asyncio.gather(
                *(session.mdo.get_list(f"list{n}", False, None, False) for n in (1, 2))
            )
        return [items[0].name for items in found]

    assert asyncio.run(names()) == ["list1/false/null/false", "list2/false/null/false"]


def test_subtypes_of_a_release_of_our_own(serve: Serve, generated: Generated):
    root = serve({"Workflow": ROOT / "specs/12.2/soap/Workflow.wsdl"})
    crm = generated("interop_specs", ROOT / "specs/12.2", agents="Workflow")
    carriers, enumerations = part(crm, "carriers"), part(crm, "enumerations")
    wait = carriers.WorkflowStepWaitForTime(
        workflow_step_id=2,
        step_type=enumerations.WorkflowStepType.WAIT_FOR_TIME,
        num_intervals=3,
        interval_type=enumerations.WorkflowTimeWaitIntervalType.HOURS,
    )
    form = carriers.WorkflowStepOptionFormData(
        name="filled in",
        form_id=9,
        restrictions=[carriers.ArchiveRestrictionInfo(name="x", values=["1", "2"])],
    )
    split = carriers.WorkflowStepSplit(split_name="two ways", options=[form])

    with session_of(crm, root) as session:
        assert session.workflow.save_workflow_step(wait) == wait
        assert session.workflow.save_workflow_step(split) == split
        plain = carriers.WorkflowStepBase(rank=1)
        assert session.workflow.save_workflow_step(plain) == plain
