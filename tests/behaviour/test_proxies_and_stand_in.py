"""The proxies of specs/12.2 against the stand-in of the same release, over each wire.

What one wire writes the others read; and what goes wrong at the server is what the proxies say.
"""

from __future__ import annotations

import asyncio
import io
import json
import runpy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.model.types import CarrierRef
from generator.pipeline import read_release
from tests.behaviour.filling import Filler, Seeded
from tests.behaviour.generated import SPECS, Generated
from tests.behaviour.stand_ins import StandIn, stand_in

# The programs in examples/ import it by this name.
EXAMPLES = Path(__file__).parent / "examples"
PACKAGE = "netserver"
WIRES = ("agents", "soap")


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> StandIn:
    return stand_in(PACKAGE, tmp_path_factory, SPECS / "12.2")


@pytest.fixture(scope="module")
def generated(crm: StandIn) -> Generated:
    """The package beside the release that it is of."""
    config = Config(sources=(SPECS / "12.2",), out=crm.folders[0], package=PACKAGE)
    release = read_release(config, Diagnostics()).release
    return Generated(PACKAGE, crm.folders[0], release)


@pytest.fixture(scope="module")
def _one_server(crm: StandIn) -> Iterator[Any]:
    with crm.server(store=":memory:") as server:
        yield server


@pytest.fixture
def server(_one_server: Any) -> Any:
    """A stand-in that no other test has touched."""
    _one_server.reset()
    return _one_server


@pytest.fixture
def over(server: Any) -> Iterator[Mapping[str, Any]]:
    """A session over each wire."""
    sessions = {wire: server.session(binding=wire) for wire in WIRES}
    yield sessions
    for session in sessions.values():
        session.close()


def as_json(crm: StandIn, value: Any) -> Any:
    return json.loads(crm.proxies("_runtime.codecs.json").encode(value))


# ---------------------------------------------------------------------------- examples


def ran(example: str, transport: Any) -> list[str]:
    """What one of the examples prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        runpy.run_path(str(EXAMPLES / example))["main"](transport)
    return printed.getvalue().splitlines()


@pytest.fixture
def known(server: Any) -> Any:
    """A stand-in that lets in whoever the examples say they are."""
    user = {"name": "kari", "password": "example", "associate_id": 1}
    who = {"7T:example": "kari"}, {"8A:Cust1.example": "kari"}
    server.seed({"users": [user], "tickets": who[0], "tokens": who[1]})
    return server


def test_the_example_that_changes_a_company(known: Any):
    today = known.now().date()

    printed = ran("change_a_company.py", known.transport())

    assert printed == ["Anvil has 1 addresses", f"Stored on {today}"]
    with known.session(binding="soap") as session:
        changed = session.contact.get_contact_entity(4)
        assert [each.value for each in changed.emails][1:] == ["a@b.example"]
        assert changed.custom_fields["SuperOffice:1"] == "[I:23]"
        assert changed.category.id == 2
        assert session.contact.get_contact_entity(5) is None


def test_the_example_that_fetches_companies_at_once(known: Any):
    assert ran("at_once.py", known.async_transport()) == [
        "1: Brightwater Software",
        "2: Fjordland Shipping AS",
        "3: Old Mill Bakery",
    ]


def test_the_example_that_shows_a_list_and_an_archive(known: Any):
    printed = ran("show_lists.py", known.transport())

    assert printed[:2] == ["1 Customer", "2 Prospect"]
    rows = [each for each in printed if not each.lstrip()[:1].isdigit()]
    assert set(rows) >= {"Brightwater Software", "Lantern & Daughters"}
    assert "Anvil" not in rows  # it is of another category


def test_the_example_that_downloads_a_document(known: Any):
    (line,) = ran("download.py", known.transport())

    size = int(line.rpartition(": ")[2].partition(" ")[0])
    assert size > 0
    with known.session() as session:
        assert len(session.document.get_document_stream(17)) == size


# ------------------------------------------------------------------ from wire to wire

FAMILIES = {
    "AppointmentEntity": ("appointment", "appointment_entity", ""),
    "ContactEntity": ("contact", "contact_entity", "contact"),
    "DocumentEntity": ("document", "document_entity", "document"),
    "PersonEntity": ("person", "person_entity", "person"),
    "User": ("user", "user", "user"),
    "Webhook": ("webhook", "webhook", ""),
    "WorkflowStepBase": ("workflow", "workflow_step", ""),
}
"""By carrier: the agent, what its operations are about, and the resource."""
OF_THE_SERVER = {
    *("AppointmentId", "ContactId", "DocumentId", "PersonId", "AssociateId"),
    *("WebhookId", "WorkflowStepId", "CreatedDate", "UpdatedDate", "CreatedBy"),
    *("UpdatedBy", "Registered", "Updated", "RegisteredAssociate", "CreatedAt"),
    *("UpdatedAssociate", "RegisteredAssociateId", "UpdatedAssociateId"),
}
"""What a save sets by itself in an entity."""


def lost(sent: Any, stored: Any) -> Any:
    """The parts of what was sent that are not in what is stored."""
    if isinstance(sent, dict) and isinstance(stored, dict):
        parts = {name: lost(each, stored.get(name)) for name, each in sent.items()}
        return {name: each for name, each in parts.items() if each is not None} or None
    if isinstance(sent, list) and isinstance(stored, list) and len(sent) == len(stored):
        parts = {str(n): lost(one, two) for n, (one, two) in enumerate(zip(sent, stored, strict=True))}  # fmt: skip
        return {name: each for name, each in parts.items() if each is not None} or None
    return None if sent == stored else {"sent": sent, "stored": stored}


def test_all_families_are_among_these(crm: StandIn):
    families = crm.proxies("agents").AGENTS
    saved = {
        f"{agent}.{name}"
        for agent, cls in families.items()
        for name in cls.OPERATIONS
        if name.startswith("Save") and name != "SaveListItemEntity"
    }
    assert len(saved) == len(FAMILIES)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", FAMILIES)
def test_an_entity_goes_from_wire_to_wire_and_back(
    crm: StandIn, generated: Generated, over: Mapping[str, Any], name: str, seed: int
):
    agent, about, resource = FAMILIES[name]
    key = crm.proxies("_runtime.codecs.schema").schema_of(generated.carriers[name])
    number_of = next(f for f in key.fields if f.wire in OF_THE_SERVER).attribute
    chooser: Any = Seeded(f"{name} {seed}")
    filler = Filler(
        generated=generated, chooser=chooser, full=seed > 0, depth=2, described=True
    )
    filled = filler.value(CarrierRef(name))
    value = filled.python
    setattr(value, number_of, 0)

    def get(wire: str, number: int) -> Any:
        if wire == "webapi":
            return getattr(over["agents"].resources, resource).get(number)
        return getattr(getattr(over[wire], agent), f"get_{about}")(number)

    def save(wire: str, entity: Any) -> Any:
        return getattr(getattr(over[wire], agent), f"save_{about}")(entity)

    saved = save("soap", value)
    number = getattr(saved, number_of)
    assert number > 0
    sent = {k: v for k, v in filled.json.items() if k not in OF_THE_SERVER}
    assert lost(sent, as_json(crm, saved)) is None
    assert get("soap", number) == get("agents", number) == saved
    assert type(get("agents", number)) is type(saved)

    again = save("agents", get("agents", number))
    assert lost(sent, as_json(crm, again)) is None
    assert get("soap", number) == again
    if resource:
        read = as_json(crm, get("webapi", number))
        whole = as_json(crm, again)
        assert {k: v for k, v in read.items() if k in whole} == whole
    assert save("soap", get("soap", number)) == get("agents", number)


def test_what_the_webapi_writes_the_agents_read(crm: StandIn, over: Mapping[str, Any]):
    carriers = crm.proxies("carriers")
    contacts = over["agents"].resources.contact
    made = contacts.default()
    made.name, made.emails = "Made there", [carriers.EntityElement(value="a@b.no")]

    created = contacts.create(made)
    contacts.update(carriers.ContactEntity(contact_id=created.contact_id, name="Put"))
    put = over["soap"].contact.get_contact_entity(created.contact_id)
    contacts.patch(created.contact_id, {"name": "Patched", "org_nr": "1"})
    patched = over["soap"].contact.get_contact_entity(created.contact_id)
    contacts.delete(created.contact_id)

    assert created.name == "Made there"
    assert (put.name, put.emails, put.org_nr) == ("Put", None, None)
    assert (patched.name, patched.org_nr) == ("Patched", "1")
    assert over["soap"].contact.get_contact_entity(created.contact_id) is None


@pytest.mark.parametrize("wire", WIRES)
def test_an_asynchronous_session_saves_and_reads(server: Any, wire: str):
    async def work() -> list[str]:
        async with server.async_session(binding=wire) as session:
            contact = await session.contact.create_default_contact_entity()
            contact.name = "Awaited"
            saved = await session.contact.save_contact_entity(contact)
            found = await asyncio.gather(
                *(session.contact.get_contact_entity(saved.contact_id) for _ in "abc")
            )
            return [each.name for each in found]

    assert asyncio.run(work()) == ["Awaited"] * 3


@pytest.mark.parametrize("wire", WIRES)
def test_custom_fields_come_back(over: Mapping[str, Any], wire: str):
    contact = over[wire].contact.get_contact_entity(4)
    given = {
        "SuperOffice:1": "[I:23]",
        "x_date": "[D:05/17/2026]",
        "x_text": "Bø & <Søn>",
        "x_empty": "",
        "x_null": None,
    }
    contact.custom_fields = given

    over[wire].contact.save_contact_entity(contact)

    for other in WIRES:
        assert over[other].contact.get_contact_entity(4).custom_fields == given


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 5, 17, 12, 30, 15),
        datetime(2026, 5, 17, 12, 30, 15, 123456),
        datetime(2026, 5, 17, tzinfo=UTC),
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59, 59),
    ],
    ids=str,
)
def test_dates_come_back(
    crm: StandIn, over: Mapping[str, Any], wire: str, moment: datetime
):
    carriers = crm.proxies("carriers")
    given = carriers.AppointmentEntity(start_date=moment, end_date=moment)

    saved = over[wire].appointment.save_appointment_entity(given)

    for other in WIRES:
        found = over[other].appointment.get_appointment_entity(saved.appointment_id)
        assert (found.start_date, found.end_date) == (moment, moment)


def test_what_only_a_newer_release_has_survives_a_save_and_a_read(
    crm: StandIn, over: Mapping[str, Any]
):
    carriers = crm.proxies("carriers")
    unknown_members = crm.proxies("_runtime.carriers").unknown_members
    text = b'{"Name": "New", "Brand": {"New": [1, null]}, "Category": {"Id": 1, "Odd": "x"}}'
    contact = crm.proxies("_runtime.codecs.json").decode(text, carriers.ContactEntity)

    saved = over["agents"].contact.save_contact_entity(contact)
    found = over["agents"].contact.get_contact_entity(saved.contact_id)

    assert unknown_members(found) == {"Brand": {"New": [1, None]}}
    assert over["soap"].contact.get_contact_entity(saved.contact_id).name == "New"


@pytest.mark.parametrize("wire", WIRES)
def test_enumeration_values_that_nobody_knows_survive_on_each_wire(
    crm: StandIn, over: Mapping[str, Any], wire: str
):
    enumerations, carriers = crm.proxies("enumerations"), crm.proxies("carriers")
    brand_new = enumerations.WebhookState("BrandNew")
    rights = enumerations.ETableRight.parse("Select, BrandNew")
    given = carriers.Webhook(name="hook", state=brand_new)
    contact = carriers.ContactEntity(table_right=carriers.TableRight(mask=rights))

    hook = over[wire].webhook.save_webhook(given)
    company = over[wire].contact.save_contact_entity(contact)

    for other in WIRES:
        assert over[other].webhook.get_webhook(hook.webhook_id).state == brand_new
        found = over[other].contact.get_contact_entity(company.contact_id)
        assert found.table_right.mask == rights


@pytest.mark.parametrize("wire", WIRES)
def test_options_break_nothing(crm: StandIn, over: Mapping[str, Any], wire: str):
    options = crm.proxies("options").RequestOptions
    contacts = over[wire].contact
    plain = contacts.get_contact_entity(4)

    for each in (
        options(language="nb-NO"),
        options(language="*"),
        options(time_zone="NO"),
        options(time_zone=261),
        options(timeout=30, total_timeout=30, retries=0),
        options(headers={"X-Mine": "yes"}),
    ):
        assert contacts.get_contact_entity(4, options=each) == plain


def test_options_of_the_agents_wire_break_nothing(
    crm: StandIn, over: Mapping[str, Any]
):
    options = crm.proxies("options").RequestOptions
    contacts = over["agents"].contact
    plain = contacts.get_contact_entity(4)

    told = contacts.get_contact_entity(4, options=options(culture="nb-NO"))
    zoned = contacts.get_contact_entity(4, options=options(time_zone="NO", include_offset=True))  # fmt: skip
    some = contacts.get_contact_entity(4, options=options(select="name,category/id"))

    assert told == plain
    assert zoned.name == plain.name
    assert (some.name, some.category.id, some.emails) == ("Anvil", plain.category.id, None)  # fmt: skip


# ----------------------------------------------------------------------- preconditions


def test_nothing_is_changed_that_somebody_else_has_changed(
    crm: StandIn, server: Any, over: Mapping[str, Any]
):
    errors, contacts = crm.proxies("errors"), over["agents"].resources.contact
    read = contacts.get(4)
    server.advance(minutes=5)
    over["soap"].contact.save_contact_entity(over["soap"].contact.get_contact_entity(4))

    for change in (
        lambda: contacts.update(read, unmodified_since=read.updated_date),
        lambda: contacts.patch(4, {"name": "x"}, unmodified_since=read.updated_date),
        lambda: contacts.delete(4, unmodified_since=read.updated_date),
    ):
        with pytest.raises(errors.PreconditionFailed):
            change()

    now = contacts.get(4)
    contacts.patch(4, {"name": "Mine"}, unmodified_since=now.updated_date)
    assert over["soap"].contact.get_contact_entity(4).name == "Mine"


def test_what_nobody_has_changed_is_not_sent_again(
    crm: StandIn, server: Any, over: Mapping[str, Any]
):
    errors, contacts = crm.proxies("errors"), over["agents"].resources.contact
    read = contacts.get(4)

    with pytest.raises(errors.NotModified):
        contacts.get(4, modified_since=read.updated_date)
    server.advance(minutes=5)
    contacts.patch(4, {"name": "Other"})
    assert contacts.get(4, modified_since=read.updated_date).name == "Other"


# ------------------------------------------------------------------------ who may call


def test_a_ticket_that_is_over_is_renewed(crm: StandIn, server: Any):
    credentials = crm.proxies("credentials").UsernamePassword("kari", "secret")
    with server.session(binding="soap", credentials=credentials) as session:
        assert session.contact.get_contact_entity(4).name == "Anvil"
        server.advance(hours=7)
        assert session.contact.get_contact_entity(4).name == "Anvil"
        server.fail("Contact", expired=True)
        assert session.contact.get_contact_entity(4).name == "Anvil"

    sign_in, call = "SoPrincipal/AuthenticateUsernamePassword", "Contact/GetContactEntity"  # fmt: skip
    assert server.calls.names == [sign_in, call, call, sign_in, call, call, sign_in, call]  # fmt: skip


def test_a_password_that_goes_with_each_call_is_never_over(crm: StandIn, server: Any):
    credentials = crm.proxies("credentials").UsernamePassword("kari", "secret")
    with server.session(binding="agents", credentials=credentials) as session:
        assert session.contact.get_contact_entity(4).name == "Anvil"
        server.advance(days=7)
        assert session.contact.get_contact_entity(4).name == "Anvil"

    assert server.calls.names == ["Contact/GetContactEntity"] * 2


@pytest.mark.parametrize("wire", WIRES)
def test_who_cannot_sign_in_is_told_so(crm: StandIn, server: Any, wire: str):
    kinds, errors = crm.proxies("credentials"), crm.proxies("errors")
    expired = server.credentials_of()
    server.advance(hours=7)

    for credentials in (
        kinds.Ticket("7T:wrong"),
        kinds.AccessToken("8A:Cust12345.wrong"),
        kinds.UsernamePassword("kari", "wrong"),
        kinds.UsernamePassword("nobody", "secret"),
        expired,
        None,
    ):
        with (
            server.session(binding=wire, credentials=credentials) as session,
            pytest.raises(errors.AuthenticationFault),
        ):
            session.contact.get_contact_entity(4)


@pytest.mark.parametrize("wire", WIRES)
def test_a_tenant_that_moves_is_followed(crm: StandIn, server: Any, wire: str):
    session = crm.proxies().Session
    elsewhere = "https://elsewhere.test/Cust12345"
    with session.for_tenant(
        "Cust12345",
        "https://netserver.test",
        credentials=server.credentials,
        binding=wire,
        transport=server.transport(),
    ) as followed:
        assert followed.contact.get_contact_entity(4).name == "Anvil"
        server.fail(moved_to=elsewhere, times=None)
        assert followed.contact.get_contact_entity(4).name == "Anvil"
        followed.contact.get_contact_entity(4)

    asked = server.calls.of("Contact/GetContactEntity")
    assert [each.status for each in asked] == [200, 421, 200, 200]


# ------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize("wire", WIRES)
def test_what_the_stand_in_refuses_is_a_fault_with_its_words(
    crm: StandIn, over: Mapping[str, Any], wire: str
):
    errors, carriers = crm.proxies("errors"), crm.proxies("carriers")
    contacts = over[wire].contact

    with pytest.raises(errors.Fault, match="There is no Contact with the number 99"):
        contacts.delete_contact_entity(99)
    with pytest.raises(errors.Fault, match="There is no Contact with the number 99"):
        contacts.save_contact_entity(carriers.ContactEntity(contact_id=99))
    with pytest.raises(errors.Fault, match="not implemented") as fault:
        contacts.undelete(4)
    assert fault.value.error_type == "System.NotImplementedException"
    with pytest.raises(errors.Fault, match="no archive provider"):
        over[wire].archive.get_available_columns("Nothing")
    assert contacts.get_contact_entity(99) is None


def test_what_a_resource_has_not_is_not_found(crm: StandIn, over: Mapping[str, Any]):
    with pytest.raises(crm.proxies("errors").NotFound):
        over["agents"].resources.contact.get(99)


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    ("trouble", "error", "said"),
    [
        ({"succeeded": False, "message": "No!"}, "Fault", "No!"),
        ({"soap_fault": "The bill comes due"}, "Fault", "The bill comes due"),
        ({"expired": True}, "AuthenticationFault", None),
        ({"status": 503}, "NetServerError", "503"),
        ({"status": 429, "retry_after": 1}, "NetServerError", "429"),
        ({"drop": True}, "TransportError", None),
        ({"truncate": 20}, "TransportError", None),
        ({"html": True}, "ResponseError", "text/html"),
        ({"html": True, "status": 502}, "NetServerError", "502"),
        ({"delay": 0.2}, "RequestTimeout", None),
    ],
    ids=str,
)
def test_trouble_is_what_the_proxies_say(
    crm: StandIn, server: Any, wire: str, trouble: Any, error: str, said: str | None
):
    kind = getattr(crm.proxies("errors"), error)
    options = crm.proxies("options").RequestOptions(retries=0, timeout=0.1)
    server.fail("Contact/GetContactEntity", **trouble)
    with server.session(binding=wire) as session:
        with pytest.raises(kind, match=said):
            session.contact.get_contact_entity(4, options=options)
        assert session.contact.get_contact_entity(4).name == "Anvil"


@pytest.mark.parametrize("wire", WIRES)
def test_what_fails_in_passing_is_asked_for_again(crm: StandIn, server: Any, wire: str):
    again = crm.proxies("options").RequestOptions(retries=2, timeout=5)
    with server.session(binding=wire, options=again) as session:
        for trouble in ({"status": 503, "retry_after": 0}, {"drop": True}):
            server.fail("Contact/GetContactEntity", **trouble)
            assert session.contact.get_contact_entity(4).name == "Anvil"


# -------------------------------------------------------------------- programs that end

ENDLESS = """
from netserver import Session
from netserver.credentials import Ticket
from netserver_stubs.testing import NetServer

server = NetServer()
session = server.session()
temporary = NetServer().session(binding="soap")
print(session.contact.get_contact_entity(4).name)
print(temporary.contact.get_contact_entity(4).name)
"""


def test_a_program_that_closes_nothing_ends(crm: StandIn):
    finished = subprocess.run(
        [sys.executable, "-c", ENDLESS],
        env=crm.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (finished.stdout, finished.stderr) == ("Anvil\nAnvil\n", "")
