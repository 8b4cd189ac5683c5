"""Clients that others generate from the served descriptions, against the stand-in and beside our proxies.

What one of them writes the other one reads: both generators and we have to mean the same by a description.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.behaviour.stand_ins import StandIn

from .openapi_clients import (
    by_openapi_generator,
    by_openapi_python_client,
    openapi_generator,
    part_of,
)

pytestmark = pytest.mark.slow

TICKET = "7T:..."
DATE = datetime(2026, 5, 17, 12, 30, 15)


@pytest.fixture(scope="module")
def netserver(whole_stand_in: StandIn) -> Iterator[Any]:
    with whole_stand_in.server(store=":memory:") as netserver:
        yield netserver


@pytest.fixture(scope="module")
def crm(whole_stand_in: StandIn) -> StandIn:
    return whole_stand_in


@pytest.fixture
def proxies(netserver: Any) -> Iterator[Any]:
    with netserver.session(binding="soap", root=netserver.root) as session:
        yield session


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where packages are generated; what is there can be imported."""
    folder = tmp_path_factory.mktemp("openapi")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield folder
        for name in [each for each in sys.modules if each.startswith("openapi_made_")]:
            del sys.modules[name]


def about_contact(netserver: Any, word: str) -> dict[str, Any]:
    """What the server says of contacts, at the Agents' or the WebApi's door."""
    address = f"{netserver.root}/swagger/docs/v1-{word}"
    described = httpx2.get(address, timeout=60).json()
    above = "/api/v1/Agents/Contact" if word == "Agents" else "/api/v1/Contact"
    return part_of(described, lambda path: f"{path}/".startswith(f"{above}/"))


@pytest.fixture(scope="module")
def for_agents(netserver: Any, folder: Path) -> str:
    name = "openapi_made_agents"
    by_openapi_python_client(folder, name, about_contact(netserver, "Agents"))
    return name


@pytest.fixture(scope="module")
def for_webapi(netserver: Any, folder: Path) -> str:
    name = "openapi_made_webapi"
    by_openapi_python_client(folder, name, about_contact(netserver, "REST"))
    return name


@pytest.fixture(scope="module")
def by_generator(netserver: Any, folder: Path) -> Iterator[str]:
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not installed, and openapi-generator runs on it")
    name = "openapi_made_otherwise"
    described = about_contact(netserver, "REST")
    home = openapi_generator()
    by_openapi_generator(home, java, folder, name, described)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [*sys.path, str(home)])
        yield name


def client_of(package: str, root: str, ticket: str = TICKET) -> Any:
    made = import_module(f"{package}.client").AuthenticatedClient
    return made(base_url=root, token=ticket, prefix="SOTicket")


def operation(package: str, group: str, name: str) -> Any:
    """What a package of openapi-python-client calls an operation of contacts."""
    return import_module(f"{package}.api.{group}.v_1_contact_{name}").sync


def saved_by_proxies(crm: StandIn, session: Any) -> Any:
    carriers = crm.proxies("carriers")
    contact = session.contact.create_default_contact_entity()
    contact.name = "Bø & <Søn> \U0001f600"
    contact.department = ""
    contact.no_mailing = True
    contact.active_interests = -7
    contact.dbi_last_modified = DATE
    contact.emails = [carriers.EntityElement(value=text) for text in ("a@b.no", "c")]
    contact.bounce_emails = []
    contact.category = carriers.Category(id=2)
    contact.custom_fields = {"x_text": "[I:23]", "x_nothing": None}
    return session.contact.save_contact_entity(contact)


def seen(contact: Any, dictionary: Any) -> dict[str, Any]:
    """A contact, whoever's it is, by the names that all of us have."""
    return {
        "contact_id": contact.contact_id,
        "name": contact.name,
        "department": contact.department,
        "org_nr": contact.org_nr,
        "no_mailing": contact.no_mailing,
        "active_interests": contact.active_interests,
        "dbi_last_modified": contact.dbi_last_modified,
        "created_date": contact.created_date,
        "emails": [each.value for each in contact.emails],
        "bounce_emails": contact.bounce_emails,
        "persons": contact.persons,
        "category": (contact.category.id, contact.category.value),
        "updated_by": contact.updated_by.name,
        "custom_fields": dictionary(contact.custom_fields),
    }


def plainly(contact: Any) -> dict[str, Any]:
    return seen(contact, dict)


def of_openapi_python_client(contact: Any) -> dict[str, Any]:
    return seen(contact, lambda found: found.additional_properties)


def test_openapi_python_client_reads_over_agents_what_the_proxies_wrote(
    netserver: Any, crm: StandIn, proxies: Any, for_agents: str
):
    saved = saved_by_proxies(crm, proxies)
    get = operation(for_agents, "contact_agent", "agent_get_contact_entity")

    found = get(
        client=client_of(for_agents, netserver.root),
        contact_entity_id=saved.contact_id,
    )

    assert of_openapi_python_client(found) == plainly(saved)
    assert found.created_date.tzinfo is UTC or found.created_date.utcoffset()
    assert found.additional_properties == {}


def test_openapi_python_client_reads_over_the_webapi_what_the_proxies_wrote(
    netserver: Any, crm: StandIn, proxies: Any, for_webapi: str
):
    saved = saved_by_proxies(crm, proxies)
    get = operation(for_webapi, "contact", "entity_get_contact_entity")

    found = get(saved.contact_id, client=client_of(for_webapi, netserver.root))

    assert of_openapi_python_client(found) == plainly(saved)
    assert found.additional_properties == {}


def written(package: str) -> Any:
    """A contact of openapi-python-client's making."""
    models = import_module(f"{package}.models")
    return models.ContactEntity(
        name="Made & <elsewhere>",
        department="",
        org_nr=None,
        no_mailing=True,
        active_interests=-7,
        dbi_last_modified=DATE,
        emails=[models.EntityElement(value="x@y.no")],
        category=models.Category(id=2),
        custom_fields=models.StringDictionary.from_dict({"x": "[I:1]", "y": None}),
    )


def check_read_by_proxies(number: int, session: Any) -> None:
    found = session.contact.get_contact_entity(number)
    assert plainly(found) == {
        "contact_id": number,
        "name": "Made & <elsewhere>",
        "department": "",
        "org_nr": None,
        "no_mailing": True,
        "active_interests": -7,
        "dbi_last_modified": DATE,
        "created_date": found.created_date,
        "emails": ["x@y.no"],
        "bounce_emails": None,
        "persons": None,
        "category": (2, found.category.value),
        "updated_by": "kari",
        "custom_fields": {"x": "[I:1]", "y": None},
    }


def test_the_proxies_read_what_openapi_python_client_wrote_over_agents(
    netserver: Any, proxies: Any, for_agents: str
):
    save = operation(for_agents, "contact_agent", "agent_save_contact_entity")

    saved = save(client=client_of(for_agents, netserver.root), body=written(for_agents))

    check_read_by_proxies(saved.contact_id, proxies)


def test_the_proxies_read_what_openapi_python_client_wrote_over_the_webapi(
    netserver: Any, proxies: Any, for_webapi: str
):
    client = client_of(for_webapi, netserver.root)
    post, put, patch, delete = (
        operation(for_webapi, "contact", f"entity_{verb}_contact_entity")
        for verb in ("post", "put", "patch", "delete")
    )
    models = import_module(f"{for_webapi}.models")

    number = post(client=client, body=models.ContactEntity(name="First")).contact_id
    put(number, client=client, body=written(for_webapi))
    check_read_by_proxies(number, proxies)

    change = models.PatchOperation(
        op=models.PatchOperationOp("replace"), path="/Name", value="Patched"
    )
    patched = patch(number, client=client, body=[change])
    assert patched.name == proxies.contact.get_contact_entity(number).name == "Patched"
    delete(number, client=client)
    assert proxies.contact.get_contact_entity(number) is None


def test_a_refusal_is_what_the_description_says(netserver: Any, for_webapi: str):
    module = f"{for_webapi}.api.contact.v_1_contact_entity_get_contact_entity"
    get = import_module(module).sync_detailed
    refusal = import_module(f"{for_webapi}.models").ErrorObject
    known = client_of(for_webapi, netserver.root)
    stranger = client_of(for_webapi, netserver.root, "7T:wrong")

    missing, refused = get(123456, client=known), get(1, client=stranger)

    assert (missing.status_code, refused.status_code) == (404, 401)
    assert isinstance(missing.parsed, refusal) and isinstance(refused.parsed, refusal)
    assert refused.parsed.error_message == "The ticket is not known."


def test_a_client_of_openapi_generator_writes_and_reads(
    netserver: Any, crm: StandIn, proxies: Any, by_generator: str
):
    made = import_module(by_generator)
    signed_in = made.Configuration(username="kari", password="secret")
    assert signed_in.host == netserver.root  # as the description says
    saved = saved_by_proxies(crm, proxies)
    with made.ApiClient(signed_in) as client:
        contacts = made.ContactApi(client)
        found = contacts.v1_contact_entity_get_contact_entity(saved.contact_id)
        mine = made.ContactEntity(
            name="Made & <elsewhere>",
            department="",
            no_mailing=True,
            active_interests=-7,
            dbi_last_modified=DATE,
            emails=[made.EntityElement(value="x@y.no")],
            category=made.Category(id=2),
            custom_fields={"x": "[I:1]", "y": None},
        )
        number = contacts.v1_contact_entity_post_contact_entity(mine).contact_id
        with pytest.raises(made.exceptions.NotFoundException):
            contacts.v1_contact_entity_get_contact_entity(123456)

    assert plainly(found) == plainly(saved)
    check_read_by_proxies(number, proxies)
