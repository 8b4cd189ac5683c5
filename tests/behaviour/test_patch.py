"""What users put beside a generated package, in modules `_patch` that nobody else writes."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate
from tests.behaviour.generated import SPECS, Generated, generated
from tests.behaviour.server import Server, as_json, as_soap, call

CARRIERS = '''
from __future__ import annotations

from .contact_entity import ContactEntity as GeneratedContact
from .contact_entity_with_links import ContactEntityWithLinks as GeneratedWithLinks
from .person import Person as GeneratedPerson


class ContactEntity(GeneratedContact):
    """A company of ours."""

    @property
    def shout(self) -> str:
        return (self.name or "").upper()


class ContactEntityWithLinks(GeneratedWithLinks, ContactEntity):
    pass


class Person(GeneratedPerson):
    def greeting(self) -> str:
        return f"Hello {self.firstname}"


def company(name: str) -> ContactEntity:
    return ContactEntity(name=name)
'''
AGENTS = """
from __future__ import annotations

from ..carriers import ContactEntity
from .contact import AsyncContactAgent as GeneratedAsync
from .contact import ContactAgent as Generated

__all__ = ["AsyncContactAgent", "ContactAgent"]


class ContactAgent(Generated):
    def shouted(self, number: int) -> str:
        contact: ContactEntity | None = self.get_contact_entity(number)
        return contact.shout if contact else ""


class AsyncContactAgent(GeneratedAsync):
    async def shouted(self, number: int) -> str:
        contact = await self.get_contact_entity(number)
        return contact.shout if contact else ""
"""
SESSION = """
from __future__ import annotations

from .session import AsyncSession as GeneratedAsync
from .session import Session as Generated


class Session(Generated):
    def shouted(self, number: int) -> str:
        return self.contact.shouted(number)


class AsyncSession(GeneratedAsync):
    async def shouted(self, number: int) -> str:
        return await self.contact.shouted(number)
"""
RESOURCES = """
from __future__ import annotations

from .contact import ContactResource as Generated


class ContactResource(Generated):
    def shouted(self, number: int) -> str:
        return self.get(number).shout
"""
PATCHES = {
    "_patch.py": SESSION,
    "agents/_patch.py": AGENTS,
    "carriers/_patch.py": CARRIERS,
    "resources/_patch.py": RESOURCES,
}
OTHER = """
from .contact_entity import ContactEntity as Generated


class ContactEntity(Generated):
    @property
    def whisper(self):
        return self.name.lower()
"""
ENUMERATIONS = '''
from .._runtime.enumerations import Enumeration


class AddressType(Enumeration):
    """Written anew: what has members can have no class below it."""

    UNKNOWN = "Unknown", 0


def is_known(value):
    return value.number is not None
'''
COMPANY: dict[str, Any] = {
    "ContactId": 4,
    "Name": "Anvil",
    "Persons": [{"PersonId": 7, "Firstname": "Kari"}],
}
COMPANY_SOAP = (
    "<GetContactEntityResponse><Response><ContactId>4</ContactId><Name>Anvil</Name>"
    "<Persons><Person><PersonId>7</PersonId><Firstname>Kari</Firstname></Person></Persons>"
    "{more}</Response></GetContactEntityResponse>"
)
WIRES = [
    pytest.param(as_json(COMPANY), "agents", id="agents"),
    pytest.param(as_soap(COMPANY_SOAP.format(more="")), "soap", id="soap"),
]


def patch(folder: Path, package: str, patches: dict[str, str]) -> None:
    for path, text in patches.items():
        (folder / "proxies" / package / path).write_text(text)


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("mine")
    made = generated("crm_mine", folder, SPECS / "12.2")
    patch(folder, "crm_mine", PATCHES)
    return made


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("other")
    made = generated("crm_other", folder, SPECS / "12.1")
    patch(folder, "crm_other", {"carriers/_patch.py": OTHER, "enumerations/_patch.py": ENUMERATIONS})  # fmt: skip
    return made


def test_an_index_has_the_users_classes_and_what_is_beside_them(mine: Generated):
    carriers, agents = mine.module("carriers"), mine.module("agents")
    resources = mine.module("resources")

    assert carriers.ContactEntity.__module__ == "crm_mine.carriers._patch"
    assert carriers.company("Anvil").shout == "ANVIL"
    assert "company" in dir(carriers)
    assert "GeneratedContact" not in dir(carriers)
    assert carriers.Category.__module__ == "crm_mine.carriers.category"
    assert agents.AGENTS["Contact"] is agents.ContactAgent
    assert agents.ASYNC_AGENTS["Contact"].__module__ == "crm_mine.agents._patch"
    assert agents.ContactAgent.OPERATIONS["GetContactEntity"] == "get_contact_entity"
    assert resources.RESOURCES["Contact"].__module__ == "crm_mine.resources._patch"
    assert mine.module().Session.__module__ == "crm_mine._patch"
    assert mine.module().AsyncSession.__module__ == "crm_mine._patch"


@pytest.mark.parametrize(("answer", "binding"), WIRES)
def test_sessions_hand_out_the_users_classes_and_so_do_answers(
    mine: Generated, answer: httpx2.Response, binding: str
):
    carriers, agents = mine.module("carriers"), mine.module("agents")

    def server(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=answer.content, headers=answer.headers)

    with mine.session(httpx2.MockTransport(server), binding=binding) as session:
        contact = session.contact.get_contact_entity(4)
        assert type(session.contact) is agents.ContactAgent
        assert session.shouted(4) == "ANVIL"

    assert type(contact) is carriers.ContactEntity
    assert contact.shout == "ANVIL"
    assert [type(each) for each in contact.persons] == [carriers.Person]
    assert contact.persons[0].greeting() == "Hello Kari"

    async def awaited() -> str:
        transport = httpx2.MockTransport(server)
        async with mine.async_session(transport, binding=binding) as session:
            return await session.shouted(4)

    assert asyncio.run(awaited()) == "ANVIL"


def test_resources_are_the_users_and_give_the_users(mine: Generated):
    carriers = mine.module("carriers")
    with mine.session(httpx2.MockTransport(Server(as_json(COMPANY)))) as session:
        contact = session.resources.contact.get(4)
        assert session.resources.contact.shouted(4) == "ANVIL"

    assert type(contact) is carriers.ContactEntityWithLinks
    assert isinstance(contact, carriers.ContactEntity)


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_both_classes_are_sent_as_the_same_bytes(mine: Generated, binding: str):
    theirs = mine.module("carriers.contact_entity").ContactEntity
    sent: list[bytes] = []
    for cls in (theirs, mine.module("carriers").ContactEntity):
        answer = as_soap("<SaveContactEntityResponse/>")
        server = Server(answer if binding == "soap" else as_json(None))
        carrier = cls(contact_id=4, name="Anvil")
        call(mine, server, "Contact", "SaveContactEntity", carrier, binding=binding)
        sent.append(server.asked.content)

    assert sent[0] == sent[1]
    assert b"type=" not in sent[0]


@pytest.mark.parametrize(
    ("answer", "binding"),
    [
        (as_json(COMPANY | {"Mood": "good"}), "agents"),
        (as_soap(COMPANY_SOAP.format(more="<Mood>good</Mood>")), "soap"),
    ],
    ids=["agents", "soap"],
)
def test_what_a_newer_server_sends_is_kept(
    mine: Generated, answer: httpx2.Response, binding: str
):
    arguments: Any = ("Contact", "GetContactEntity", 4)
    contact = call(mine, Server(answer), *arguments, binding=binding)

    assert isinstance(contact, mine.module("carriers").ContactEntity)
    assert contact.shout == "ANVIL"
    assert "unknown=['Mood']" in repr(contact)
    for twin in (copy.copy(contact), copy.deepcopy(contact), pickle.loads(pickle.dumps(contact))):  # fmt: skip
        assert twin == contact
        assert type(twin) is type(contact)


def test_two_packages_are_patched_each_in_its_own_way(
    mine: Generated, other: Generated
):
    loud = call(mine, Server(as_json(COMPANY)), "Contact", "GetContactEntity", 4)
    quiet = call(other, Server(as_json(COMPANY)), "Contact", "GetContactEntity", 4)

    assert (loud.shout, quiet.whisper) == ("ANVIL", "anvil")
    assert not hasattr(loud, "whisper")
    assert not hasattr(quiet, "shout")
    assert type(quiet.persons[0]).__module__ == "crm_other.carriers.person"
    assert other.module().Session.__module__ == "crm_other.session"


def test_an_enumeration_is_written_anew_or_gets_functions_beside_it(other: Generated):
    enumerations = other.module("enumerations")

    assert enumerations.AddressType.__module__ == "crm_other.enumerations._patch"
    assert enumerations.is_known(enumerations.AddressType.UNKNOWN)


BROKEN = """
import sys
import httpx2
sys.path.insert(0, sys.argv[1])
from crm_broken import Session
transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=None))
with Session("https://crm.example.com", transport=transport, binding=sys.argv[2]) as session:
    session.contact.get_contact_entity(4)
"""


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ("carriers/", "import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("carriers/", "{}['nothing']", "carriers._patch: KeyError: 'nothing'"),
        ("enumerations/", "int('x')", "ValueError: invalid literal"),
        ("agents/", "object.nothing", "agents._patch: AttributeError: type object"),
        ("", "undefined", "NameError: name 'undefined' is not defined"),
        (
            "carriers/",
            "from .category import Category as Generated\n"
            "class Category(Generated):\n    mood: str = ''\n",
            "TypeError: Category stands for Category of the service, whose form on the wire is fixed: "
            "it cannot declare mood",
        ),
    ],
)  # fmt: skip
def test_an_error_in_a_patch_reaches_its_user(
    place: str, text: str, said: str, tmp_path: Path
):
    config = Config(sources=(SPECS / "12.2",), out=tmp_path, package="crm_broken")
    generate(config, Diagnostics())
    patch(tmp_path, "crm_broken", {f"{place}_patch.py": text})

    for binding in ("agents", "soap"):
        words = [sys.executable, "-c", BROKEN, str(tmp_path / "proxies"), binding]
        ran = subprocess.run(words, capture_output=True, text=True)
        assert said in ran.stderr, binding


def test_generating_again_leaves_patches_alone(tmp_path: Path):
    config = Config(sources=(SPECS / "12.2",), out=tmp_path, package="crm")
    generate(config, Diagnostics())
    patch(tmp_path, "crm", PATCHES)
    files = [tmp_path / "proxies" / "crm" / path for path in PATCHES]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]

    drift = generate(replace(config, check=True), Diagnostics())
    generate(config, Diagnostics())
    smaller = Config(sources=config.sources, out=tmp_path, package="crm", agents=("Person",))  # fmt: skip
    generate(smaller, Diagnostics())

    assert not drift
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert not [path for path in json.dumps(manifest).split('"') if "_patch" in path]


SERVED = """
import asyncio, sys
import httpx2
sys.path[:0] = sys.argv[1:]
from crm_served import AsyncSession
from crm_served.carriers import ContactEntity, ContactEntityWithLinks, Person
from crm_served.carriers.contact_entity import ContactEntity as Generated
from crm_served.credentials import Ticket
from crm_served_stubs import ContactAgentStub, create_app


class Contacts(ContactAgentStub):
    async def get_contact_entity(self, contact_entity_id):
        cls = Generated if contact_entity_id == 5 else ContactEntity
        return cls(contact_id=contact_entity_id, name="Anvil", persons=[Person(firstname="Kari")])

    async def save_contact_entity(self, contact_entity):
        assert type(contact_entity) is ContactEntity
        return contact_entity


async def main():
    filled, stand_in = create_app(Contacts()), create_app(store=":memory:")
    for binding in ("soap", "agents"):
        transport = httpx2.ASGITransport(filled)
        async with AsyncSession("http://crm", credentials=Ticket("7T:x"), transport=transport, binding=binding) as session:
            for number in (4, 5):
                found = await session.contact.get_contact_entity(number)
                assert type(found) is ContactEntity and found.shout == "ANVIL"
                assert found.persons[0].greeting() == "Hello Kari"
                assert await session.contact.save_contact_entity(found) == found
            assert (await session.contact.save_contact_entity(Generated(name="x"))).name == "x"
            linked = await session.resources.contact.get(4)
            assert type(linked) is ContactEntityWithLinks and linked.shout == "ANVIL"
            assert (await session.contact.save_contact_entity(linked)).name == "Anvil"
        transport = httpx2.ASGITransport(stand_in)
        async with AsyncSession("http://crm", credentials=Ticket("7T:..."), transport=transport, binding=binding) as session:
            for cls in (Generated, ContactEntity):
                saved = await session.contact.save_contact_entity(cls(name="Borg"))
                assert type(saved) is ContactEntity and saved.contact_id
                read = await session.resources.contact.get(saved.contact_id)
                assert read.shout == "BORG"


asyncio.run(main())
"""
DESCRIBED = """
import asyncio, sys
import httpx2
sys.path[:0] = sys.argv[1:]
from crm_served_stubs import create_app


async def main():
    transport = httpx2.ASGITransport(create_app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://crm") as plain:
        for path in ("Remote/Services88/Contact.svc?wsdl", "swagger/docs/v1-Agents", "swagger/docs/v1-REST"):
            answer = await plain.get(f"/{path}")
            print(answer.raise_for_status().text)


asyncio.run(main())
"""


def test_a_server_answers_with_classes_of_either_kind(tmp_path: Path):
    config = Config(
        sources=(SPECS / "12.2",),
        out=tmp_path,
        package="crm_served",
        emit=("proxies", "stubs"),
    )
    generate(config, Diagnostics())
    folders = [str(tmp_path / each) for each in ("proxies", "stubs")]

    def run(program: str) -> str:
        words = [sys.executable, "-c", program, *folders]
        ran = subprocess.run(words, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    described = run(DESCRIBED)
    patch(tmp_path, "crm_served", PATCHES)

    run(SERVED)
    assert "ContactEntity" in described
    assert run(DESCRIBED) == described


PROGRAM = """
from typing_extensions import assert_type

from crm_typed import Session
from crm_typed.agents import ContactAgent
from crm_typed.carriers import ContactEntity, ContactEntityWithLinks, company

with Session("https://crm.example.com") as session:
    assert_type(session.shouted(4), str)
    assert_type(session.contact, ContactAgent)
    assert_type(session.contact.shouted(4), str)
    found = session.contact.get_contact_entity(4)
    assert_type(found, ContactEntity | None)
    if found and found.persons:
        assert_type(found.persons[0].greeting(), str)
        assert_type(found.shout, str)
    linked = session.resources.contact.get(4)
    assert_type(linked, ContactEntityWithLinks)
    session.contact.save_contact_entity(linked)
    assert_type(company("Anvil"), ContactEntity)
"""


def test_a_type_checker_finds_the_users_classes(tmp_path: Path):
    config = Config(sources=(SPECS / "12.2",), out=tmp_path, package="crm_typed")
    generate(config, Diagnostics())
    patch(tmp_path, "crm_typed", PATCHES)
    (tmp_path / "program.py").write_text(PROGRAM)
    included = ["program.py", *(f"proxies/crm_typed/{path}" for path in PATCHES)]
    settings = {"typeCheckingMode": "strict", "extraPaths": ["proxies"], "include": included}  # fmt: skip
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))

    ran = subprocess.run(
        [sys.executable, "-m", "pyright", f"--pythonpath={sys.executable}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stdout
