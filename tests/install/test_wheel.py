"""What users install: a wheel, built from the sdist, that generates a project which installs in turn."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SECONDS = 300

USE = """
import asyncio
from pathlib import Path

import httpx2

import netserver
from netserver import AsyncSession, Session
from netserver.credentials import Ticket

assert "site-packages" in Path(netserver.__file__).parts
NAMESPACE = netserver.RELEASE.namespace


def answer(request):
    if request.url.path.endswith(".svc"):
        assert b"<ContactEntityId>4</ContactEntityId>" in request.content
        return httpx2.Response(200, headers={"Content-Type": "text/xml"}, text=f'''
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
            <GetContactEntityResponse xmlns="{NAMESPACE}"><Response><ContactId>4</ContactId><Name>Anvil</Name></Response>
            </GetContactEntityResponse></s:Body></s:Envelope>''')
    assert request.url.params["contactEntityId"] == "4"
    return httpx2.Response(200, json={"ContactId": 4, "Name": "Anvil"})


async def waiting(binding):
    async with AsyncSession("https://crm.example.com", credentials=Ticket("7T:abc"), binding=binding,
                            transport=httpx2.MockTransport(answer)) as session:
        return await session.contact.get_contact_entity(4)


for binding in ("soap", "agents"):
    with Session("https://crm.example.com", credentials=Ticket("7T:abc"), binding=binding,
                 transport=httpx2.MockTransport(answer)) as session:
        contact = session.contact.get_contact_entity(4)
    assert contact == asyncio.run(waiting(binding))
    print(binding, contact.contact_id, contact.shout)
"""

PATCH = """
from .contact_entity import ContactEntity as Generated


class ContactEntity(Generated):
    @property
    def shout(self) -> str:
        return (self.name or "").upper()
"""

SERVE = """
import asyncio
from pathlib import Path

import httpx2

import netserver_stubs
from netserver import AsyncSession
from netserver.carriers import ContactEntity
from netserver.credentials import Ticket
from netserver_stubs import ContactAgentStub, create_app

assert "site-packages" in Path(netserver_stubs.__file__).parts


class Contacts(ContactAgentStub):
    async def get_contact_entity(self, contact_entity_id: int) -> ContactEntity | None:
        return ContactEntity(contact_id=contact_entity_id, name="Anvil")


async def main():
    for app in (create_app(Contacts()), create_app()):
        for binding in ("soap", "agents"):
            async with AsyncSession("https://crm.example.com", credentials=Ticket("7T:..."), binding=binding,
                                    transport=httpx2.ASGITransport(app)) as session:
                contact = await session.contact.get_contact_entity(4)
                print(binding, contact.contact_id, bool(contact.name))


asyncio.run(main())
"""

TESTS = """
from netserver import Session
from netserver_stubs.testing import NetServer


def test_in_process(netserver: NetServer) -> None:
    with netserver.session() as session:
        contact = session.contact.get_contact_entity(4)
        contact.name = "Bellows"
        session.contact.save_contact_entity(contact)
    assert netserver.calls.names == ["Contact/GetContactEntity", "Contact/SaveContactEntity"]


def test_at_a_port(netserver: NetServer) -> None:
    with Session(netserver.root, credentials=netserver.credentials, binding="soap") as session:
        assert session.contact.get_contact_entity(4).name != "Bellows"
"""


def run(*words: str | Path, cwd: Path) -> str:
    """The standard output of a command that must succeed, away from the checkout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    ran = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert not ran.returncode, f"{words}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def virtual(folder: Path, *requirements: str | Path) -> Path:
    """The programs of a new environment that holds the requirements and nothing else."""
    run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    run(python, "-m", "pip", "install", "--quiet", *requirements, cwd=folder)
    return programs


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    python = virtual(folder / "builder", "build") / "python"
    run(python, "-m", "build", "--outdir", folder / "dist", ROOT, cwd=folder)
    return folder / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


def test_the_wheel_holds_what_a_run_needs(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    expected |= {
        f"generator/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    assert {"generator/merge/known.toml", "generator/runtime/session.py"} <= expected
    assert expected <= names
    rest = {name for name in names - expected if ".dist-info/" not in name}
    assert not rest, "and nothing else"
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert any(name.endswith("/entry_points.txt") for name in names)


def test_the_sdist_can_be_worked_on(built: Path):
    (found,) = built.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    for name in [
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "pyproject.toml",
        "generator/cli.py",
        "templates/package/__init__.py.jinja",
        "specs/12.2/release.toml",
        "tests/conftest.py",
    ]:
        assert name in names, name
    assert not any("__pycache__" in name or "/corpus/" in name for name in names)


def test_an_installed_wheel_generates_a_project_that_installs(
    wheel: Path, tmp_path: Path
):
    empty = tmp_path / "empty"
    empty.mkdir()
    shutil.copytree(ROOT / "specs/12.2", tmp_path / "release")
    programs = virtual(tmp_path / "generating", wheel)
    words = ("generate", tmp_path / "release", "--out", "sdk")

    assert run(programs / "proxysmith", "--version", cwd=empty)
    emit = ("--emit", "proxies,stubs,models")
    run(programs / "proxysmith", *words, *emit, cwd=empty)
    project = empty / "sdk" / "proxies"
    (project / "netserver" / "carriers" / "_patch.py").write_text(PATCH)
    run(programs / "proxysmith", *words, *emit, "--check", cwd=empty)

    assert {each.name for each in empty.iterdir()} == {"sdk"}
    using = virtual(tmp_path / "using", project)
    said = run(using / "python", "-c", USE, cwd=empty)
    assert said.split("\n") == ["soap 4 ANVIL", "agents 4 ANVIL", ""]
    installed = run(using / "python", "-m", "pip", "list", cwd=empty)
    assert "proxysmith" not in installed
    assert "black" not in installed, "nobody has to install black to make a call"
    assert "starlette" not in installed, "nor a server"

    stubs = empty / "sdk" / "stubs"
    both = ("pip", "install", "--quiet", project, stubs)
    run(using / "python", "-m", *both, cwd=empty)
    said = run(using / "python", "-c", SERVE, cwd=empty)
    assert said.split("\n") == [*["soap 4 True", "agents 4 True"] * 2, ""]
    installed = run(using / "python", "-m", "pip", "list", cwd=empty)
    assert "netserver-stubs" in installed
    assert not any(word in installed for word in ("proxysmith", "black", "uvicorn"))

    more = ("pip", "install", "--quiet", f"{stubs}[serve]", "pytest")
    run(using / "python", "-m", *more, cwd=empty)
    (tmp_path / "test_mine.py").write_text(TESTS)
    options = ("-p", "no:cacheprovider", "--rootdir", tmp_path)
    tests = (*options, tmp_path / "test_mine.py")
    assert "2 passed" in run(using / "python", "-m", "pytest", *tests, cwd=empty)
