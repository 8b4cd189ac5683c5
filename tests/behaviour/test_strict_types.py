"""What pyright says of generated packages, and of programs that use them, in strict mode."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import generate
from tests.behaviour.generated import SPECS, published
from tests.behaviour.server import envelope

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of specs/12.2 under its own name; it is never imported into this process."""
    folder = tmp_path_factory.mktemp("netserver")
    emit = ("proxies", "stubs")
    generate(Config(sources=(SPECS / "12.2",), out=folder, emit=emit), Diagnostics())
    return folder / "proxies"


def _pyright(
    folder: Path, *included: Path, exclude: str = "nothing"
) -> tuple[int, list[tuple[str, int, str, str]]]:
    """How many files were looked at, and the complaints: file, line, rule, message."""
    for each in included:  # it takes no folders that are elsewhere
        shutil.copytree(each, folder / each.name)
    settings = {
        "extraPaths": [each.name for each in folder.iterdir() if each.is_dir()],
        "exclude": [exclude],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    config = folder / "pyrightconfig.json"
    config.write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson"]
    command += ["--pythonpath", sys.executable, "--project", str(config)]
    ran = subprocess.run(command, capture_output=True, text=True)
    said = json.loads(ran.stdout)
    complaints = [
        (
            Path(each["file"]).name,
            each["range"]["start"]["line"] + 1,
            each.get("rule", each["severity"]),
            each["message"],
        )
        for each in said["generalDiagnostics"]
    ]
    return said["summary"]["filesAnalyzed"], complaints


_WRONG = """\
from netserver import Session
from netserver.carriers import ContactEntity
from netserver.enumerations import OrderBySortType

session = Session("https://crm.example.com", binding="soap")
session.contact.get_contact_entity("4")
session.contact.get_contact_entity(4).name
ContactEntity(nme="Alfa")
ContactEntity(name=4)
session.nobody
ContactEntity().updated_date.nothing
OrderBySortType.NOTHING
with session.stream(session.document.get_document_stream, "17") as download:
    pass
Session("https://crm.example.com", binding="rest")
"""


_FILLED_IN = """\
from netserver.carriers import ContactEntity, PersonEntity
from netserver.errors import Fault, NotFound
from netserver_stubs import ContactAgentStub, PersonAgentStub, create_app
from netserver_stubs.testing import NetServer, User, current_call


class Contacts(ContactAgentStub):
    async def get_contact_entity(self, contact_entity_id: int) -> ContactEntity | None:
        user: User | None = current_call().user
        if user is None or contact_entity_id == 13:
            raise Fault("Nobody may see that one.")
        return ContactEntity(contact_id=contact_entity_id, name=user.name)

    async def create_default_contact_entity(self):
        return ContactEntity(name="New")

    async def delete_contact_entity(self, contact_entity_id: int) -> None:
        raise NotFound(f"no {contact_entity_id}")


class Persons(PersonAgentStub):
    async def get_person_entity(self, person_entity_id: int) -> PersonEntity:
        return PersonEntity(person_id=person_entity_id)


app = create_app(Contacts(), Persons(), store="crm.sqlite")


def test_it(netserver: NetServer) -> None:
    netserver.fail("Contact/GetContactEntity", succeeded=False)
    assert netserver.calls.names == []
"""
_WRONGLY_FILLED_IN = """\
from netserver_stubs import ContactAgentStub, create_app


class Contacts(ContactAgentStub):
    async def get_contact_entity(self, contact_entity_id: str) -> None:
        return None

    async def delete_contact_entity(self, contact: int) -> None:
        return None


create_app(Contacts)
create_app(Contacts(), stor="crm.sqlite")
"""


@pytest.fixture(scope="module")
def judged(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, int, list[tuple[str, int, str, str]]]:
    """How many files there are and were looked at, and the complaints, of one run over all.

    The server that the stubs carry is not among them: `make types` reads it where we have it.
    """
    folder = tmp_path_factory.mktemp("judged")
    (folder / "wrong.py").write_text(_WRONG, "utf-8")
    (folder / "filled_in.py").write_text(_FILLED_IN, "utf-8")
    (folder / "wrongly_filled_in.py").write_text(_WRONGLY_FILLED_IN, "utf-8")
    stubs = project.parent / "stubs"
    files, complaints = _pyright(folder, project, stubs, EXAMPLES, exclude="**/_server")
    there = [each for each in folder.rglob("*.py") if "_server" not in each.parts]
    return len(there), files, complaints


def _errors(complaints: list[tuple[str, int, str, str]], file: str) -> Any:
    return {
        (line, rule)
        for name, line, rule, _ in complaints
        if name == file and "Expression" not in rule
    }


def test_a_package_its_stubs_and_what_is_made_of_them_are_typed(judged: Any):
    there, files, complaints = judged

    assert [each for each in complaints if not each[0].startswith("wrong")] == []
    assert files == there > 200


def test_mistakes_in_calls_are_found(judged: Any):
    assert _errors(judged[2], "wrong.py") == {
        (6, "reportArgumentType"),
        (7, "reportOptionalMemberAccess"),
        (8, "reportCallIssue"),
        (9, "reportArgumentType"),
        (10, "reportAttributeAccessIssue"),
        (10, "reportUnknownMemberType"),
        (11, "reportAttributeAccessIssue"),
        (11, "reportUnknownMemberType"),
        (12, "reportAttributeAccessIssue"),
        (12, "reportUnknownMemberType"),
        (13, "reportArgumentType"),
        (15, "reportArgumentType"),
    }


def test_mistakes_in_stubs_are_found(judged: Any):
    assert _errors(judged[2], "wrongly_filled_in.py") == {
        (5, "reportIncompatibleMethodOverride"),
        (8, "reportIncompatibleMethodOverride"),
        (12, "reportArgumentType"),
        (13, "reportCallIssue"),
    }


@pytest.mark.slow
def test_the_packages_of_a_whole_release_are_typed(corpus: Path, tmp_path: Path):
    made, read = tmp_path / "made", tmp_path / "read"
    read.mkdir()
    config = Config(sources=published(corpus), out=made, emit=("stubs",))
    generate(config, Diagnostics())

    files, complaints = _pyright(read, made / "proxies", made / "stubs")

    assert complaints == []
    assert files == len(list(read.rglob("*.py"))) > 850


# ------------------------------------------------------------------------ running programs

_JSON, _XML = "application/json", "text/xml"
_STORED = '{"ContactId":4,"UpdatedDate":"2026-03-04T05:06:07"}'
_ITEM = (
    "<MDOListItem><Id>{}</Id><Name>{}</Name><ChildItems>{}</ChildItems></MDOListItem>"
)
_LIST = f"""<GetListResponse><Response>{_ITEM.format(1, "Customer", _ITEM.format(2, "Gold", ""))}
</Response></GetListResponse>"""
_ROWS = """<GetArchiveListByColumnsResponse><Response><ArchiveListItem><ColumnData>
<ColumnDataKeyValuePair><Key>nameDepartment</Key><Value><DisplayValue>Alfa</DisplayValue></Value>
</ColumnDataKeyValuePair></ColumnData></ArchiveListItem><ArchiveListItem/></Response>
</GetArchiveListByColumnsResponse>"""


def _ran(
    project: Path, example: str, folder: Path, *answers: tuple[str, str, str, int]
) -> Any:
    file = folder / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    runner = [sys.executable, str(HERE / "run_example.py")]
    command = [*runner, str(project), str(EXAMPLES / example), str(file)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stderr == ""
    return json.loads(ran.stdout)


def test_changing_a_company(project: Path, tmp_path: Path):
    said = _ran(
        project,
        "change_a_company.py",
        tmp_path,
        ("GetContactEntity", _JSON, '{"ContactId":4,"Name":"Alfa","New":1}', 200),
        ("SaveContactEntity", _JSON, _STORED, 200),
        ("DeleteContactEntity", _JSON, '{"Message":"Not yours"}', 403),
    )

    assert said["printed"] == [
        "Alfa has 0 addresses",
        "Stored on 2026-03-04",
        "Refused: Not yours",
    ]
    assert json.loads(said["asked"][1][1]) == {
        "ContactId": 4,
        "Name": "Alfa",
        "Category": {"Id": 2},
        "Emails": [{"Value": "a@b.example"}],
        "CustomFields": {"SuperOffice:1": "[I:23]"},
        "New": 1,
    }


def test_showing_lists(project: Path, tmp_path: Path):
    said = _ran(
        project,
        "show_lists.py",
        tmp_path,
        ("/MDO.svc", _XML, envelope(_LIST), 200),
        ("/Archive.svc", _XML, envelope(_ROWS), 200),
    )

    assert said["printed"] == ["1 Customer", "  2 Gold", "Alfa", "-"]
    body = etree.fromstring(said["asked"][1][1]).find("{*}Body/*")
    assert body is not None
    assert [etree.QName(each).localname for each in body] == [
        "ProviderName",
        "Columns",
        "SortOrder",
        "Restriction",
        "Entities",
        "Page",
        "PageSize",
    ]
    assert body.findtext("{*}SortOrder/*/{*}Direction") == "ASC"


def test_downloading_and_uploading(project: Path, tmp_path: Path):
    said = _ran(
        project,
        "download.py",
        tmp_path,
        ("GetDocumentStream", "application/pdf", "%PDF", 200),
        ("GetDocumentEntity", _JSON, '{"DocumentId":17}', 200),
        ("SetDocumentStream", _JSON, "null", 200),
    )

    assert said["printed"] == ["application/pdf: 4 bytes"]
    assert json.loads(said["asked"][2][1]) == {
        "DocumentEntity": {"DocumentId": 17},
        "Stream": "JVBERg==",
        "OverwriteExistingData": True,
    }


def test_fetching_at_once(project: Path, tmp_path: Path):
    said = _ran(
        project,
        "at_once.py",
        tmp_path,
        ("contactEntityId=1", _JSON, '{"Name":"Alfa"}', 200),
        ("contactEntityId=2", _JSON, "null", 200),
        ("contactEntityId=3", _JSON, '{"Message":"Gone"}', 404),
    )

    assert said["printed"] == [
        "1: Alfa",
        "2: nobody",
        "3: Contact/GetContactEntity over agents: Gone (HTTP 404)",
    ]
