"""The reference of specs/12.2: its examples run, its links lead somewhere, its two forms say the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.model.release import Release
from generator.pipeline import read_release
from generator.plan.resource_names import pages_of
from generator.plan.scope import name_everything
from tests.behaviour.references import small_reference

ROOT = Path(__file__).parents[1]
SPECS = ROOT / "specs"


@dataclass(frozen=True)
class Made:
    """A reference and the packages that it is about."""

    out: Path
    release: Release

    @property
    def docs(self) -> Path:
        return self.out / "docs"

    def text(self, path: str) -> str:
        return (self.docs / path).read_text("utf-8")

    def page(self, path: str) -> Any:
        return html.document_fromstring(self.text(path))

    def pages(self) -> Iterator[tuple[str, Any]]:
        for path in sorted(self.docs.rglob("*.html")):
            name = path.relative_to(self.docs).as_posix()
            yield name, self.page(name)

    def names(self) -> Mapping[str, Any]:
        text = self.text("assets/names.js")
        return json.loads(text.removeprefix("window.NAMES=").rstrip(";\n"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    source = SPECS / "12.2"
    release = read_release(Config(sources=(source,)), Diagnostics()).release
    return Made(small_reference(tmp_path_factory), release)


def words(page: Any, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.xpath(path)]


# --- what there is


def test_everything_in_the_release_has_its_place(made: Made):
    items = made.names()["items"]
    kinds = made.names()["kinds"]
    found = {(kinds[item[2]], item[0]) for item in items}

    release = made.release
    assert {name for kind, name in found if kind == "agent"} == {
        each.name for each in release.agents
    }
    assert {name for kind, name in found if kind == "operation"} == {
        each.name for agent in release.agents for each in agent.operations
    }
    assert {name for kind, name in found if kind == "carrier"} >= {
        each.name for each in release.carriers if each.namespace
    }
    assert {name for kind, name in found if kind == "enumeration"} >= {
        each.name for each in release.enumerations if each.namespace
    }
    scope = name_everything(release, pages_of(release.carriers))
    methods = sum(len(each.group.operations) for each in scope.resources)
    assert sum(kinds[item[2]] == "method" for item in items) == methods
    for item in items:
        path, _, anchor = item[5].partition("#")
        page = made.page(path)
        assert not anchor or page.xpath(f"//*[@id='{anchor}']"), item


def test_an_operations_page_tells_all(made: Made):
    page = made.page("agents/contact/get_contact_entity.html")

    assert words(page, "//h1") == ["GetContactEntity operation"]
    assert words(page, "//p[@class='lead']") == ["One company with all its details."]
    assert words(page, "//li[contains(@class, 'wire')]") == ["SOAP", "Agents REST"]
    assert words(page, "//pre[@class='signature']") == [
        "def get_contact_entity( self, contact_entity_id: int, *, options: Options = None )"
        " -> ContactEntity | None:",
        "async def get_contact_entity( self, contact_entity_id: int, *, options: Options = None )"
        " -> ContactEntity | None:",
    ]
    assert page.xpath("//pre[@class='signature']//a/@href") == 2 * [
        "../../carriers/contact_entity.html"
    ]
    assert words(page, "//tbody/tr/td[1]") == ["contact_entity_idContactEntityId"]
    assert words(page, "//section[@class='wire']/h3") == ["SOAP", "Agents REST"]
    soap, rest = words(page, "//section[@class='wire']/pre")
    assert soap.startswith("POST /Cust12345/Remote/Services88/Contact.svc HTTP/1.1")
    assert "<ContactEntityId>4</ContactEntityId>" in soap
    assert rest == (
        "POST /Cust12345/api/v1/Agents/Contact/GetContactEntity?contactEntityId=4 HTTP/1.1"
        " Host: crm.example.com Accept: application/json Authorization: SOTicket 7T:..."
    )
    soap, rest = words(page, "//section[@class='wire']/details/pre")
    assert "<ContactId>4</ContactId>" in soap
    assert '"ContactId": 4' in rest
    assert page.xpath("//a[contains(@href, 'resources/contact.html#get')]")
    assert words(page, "//dl[dt='Metadata']/dd/code") == [
        "12.2/soap/Contact.wsdl:583",
        "12.2/agents/Contact.json#/paths/~1api~1v1~1Agents~1Contact~1GetContactEntity/post",
    ]


def test_a_carriers_page_tells_what_it_holds_and_what_uses_it(made: Made):
    page = made.page("carriers/contact_entity.html")

    (field,) = page.xpath("//tr[@id='category']")
    assert words(field, "./td") == [
        "categoryCategory",
        "Category | None",
        "How we see the company: customer, supplier and so on",
    ]
    assert field.xpath("./td[2]//a/@href") == ["../carriers/category.html"]
    uses = {
        words(heading, ".")[0]: words(heading, "./following-sibling::ul[1]/li")
        for heading in page.xpath("//h2[@id='page-uses']/following-sibling::h3")
    }
    assert "Contact.SaveContactEntity" in uses["Taken by"]
    assert {"Contact.GetContactEntity", "Contact.SaveContactEntity"} <= set(
        uses["Given by"]
    )


def test_an_enumerations_page_tells_names_and_numbers(made: Made):
    (path,) = (item[5] for item in made.names()["items"] if item[0] == "ETableRight")
    page = made.page(path)

    rows = {tuple(words(row, "./td"))[:2] for row in page.xpath("//tbody/tr")}
    assert ("SELECTSelect", "1") in rows
    assert "Any set of them is a value." in page.text_content()


def test_a_resources_page_tells_addresses_and_statuses(made: Made):
    page = made.page("resources/contact.html")

    (section,) = page.xpath("//section[h2/@id='patch']")
    assert words(section, "./p[@class='address']") == ["PATCH /api/v1/Contact/{id}"]
    assert "PreconditionFailed" in section.text_content()
    assert words(section, ".//pre[@class='message']")[0].startswith(
        "PATCH /Cust12345/api/v1/Contact/4 HTTP/1.1"
    )


def test_both_forms_say_the_same(made: Made):
    for path, page in made.pages():
        twin = made.text(path.removesuffix(".html") + ".md")
        for text in page.xpath("//pre[@class='example']/code"):
            assert text.text_content() in twin, path
        (title,) = page.xpath("//h1")
        name = (title.text or "").strip().split()[0]
        assert name in twin.replace("\\", "").split("\n")[0], path
        assert page.xpath("//link[@rel='alternate']/@href")


def test_programs_that_read_are_told_of_every_page(made: Made):
    text = made.text("llms.txt")

    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert len(targets) > 100
    assert all((made.docs / each).is_file() for each in targets)


def test_links_in_markdown_lead_somewhere(made: Made):
    for path in made.docs.rglob("*.md"):
        text = re.sub(r"^(```+).*?^\1$", "", path.read_text("utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)#<\s]+)[^)]*\)", text):
            assert (path.parent / target).exists(), f"{path}: {target}"


# --- nothing is loaded from elsewhere, nothing is too large


def test_no_page_loads_anything_from_elsewhere(made: Made):
    for path, page in made.pages():
        loaded = page.xpath(
            "//script/@src | //link[@rel!='alternate']/@href | //img/@src"
        )
        assert all(each == "data:," or "//" not in each for each in loaded), path
        policy = page.xpath("//meta[@http-equiv]/@content")
        assert policy and policy[0].startswith("default-src 'none'"), path
    for path in ("assets/site.css", "assets/site.js", "assets/theme.js"):
        assert not re.search(
            r"https?://(?!www\.w3\.org)|url\((?!data:)", made.text(path)
        ), path


def test_no_page_is_large(made: Made):
    sizes = {path: path.stat().st_size for path in made.docs.rglob("*.*")}

    assert max(sizes.values()) < 500_000


def test_the_same_input_gives_the_same_bytes(made: Made, tmp_path: Path):
    """In another process, with another seed for hashes."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "generator", "generate", str(SPECS / "12.2")),
            *("--out", str(tmp_path), "--emit", "docs", "--history", str(SPECS)),
        ],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    there = {path.relative_to(made.docs): path for path in made.docs.rglob("*.*")}
    here = {
        path.relative_to(tmp_path / "docs"): path
        for path in (tmp_path / "docs").rglob("*.*")
    }
    assert there.keys() == here.keys()
    for name in there:
        assert there[name].read_bytes() == here[name].read_bytes(), name


# --- its examples

PROGRAM = """
import io, json, sys
from contextlib import redirect_stdout
import httpx2
from netserver.errors import Fault
from netserver_stubs import create_app
from netserver_stubs._server.in_process import SyncTransport

answering = SyncTransport(create_app())
httpx2.HTTPTransport.handle_request = lambda _, request: answering.handle_request(request)
told = {}
for key, program in json.load(sys.stdin).items():
    try:
        with redirect_stdout(io.StringIO()):
            exec(compile(program, key, "exec"), {"__name__": "__main__"})
        told[key] = "ran"
    except Fault as refused:
        told[key] = f"refused: {refused}"
    except Exception as problem:
        told[key] = f"failed: {type(problem).__name__}: {problem}"
json.dump(told, sys.stdout)
"""


def examples(made: Made) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, page in made.pages():
        if path.startswith(("agents/", "resources/")):
            for number, each in enumerate(page.xpath("//pre[@class='example']/code")):
                found[f"{path}:{number}"] = each.text_content()
    return found


def test_every_example_runs(made: Made):
    """Against the stand-in, which may refuse what an example makes up; the rest it answers."""
    programs = examples(made)
    path = f"{made.out / 'proxies'}:{made.out / 'stubs'}"
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(programs),
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert len(told) > 100
    assert [f"{key}: {each}" for key, each in told.items() if "failed" in each] == []
    assert sum(each == "ran" for each in told.values()) >= 37  # of 104; counted


def test_every_operation_has_an_example_and_its_messages(made: Made):
    for agent in made.release.agents:
        for operation in agent.operations:
            (path,) = (
                item[5]
                for item in made.names()["items"]
                if item[0] == operation.name
                and made.names()["groups"][item[3]] == agent.name
                and made.names()["kinds"][item[2]] == "operation"
            )
            page = made.page(path)
            assert len(page.xpath("//pre[@class='example']")) == 1
            assert len(page.xpath("//section[@class='wire']")) == len(
                operation.bindings
            )


@pytest.mark.slow
def test_examples_are_typed(made: Made, tmp_path: Path):
    """What the pages show passes pyright in strict mode."""
    for number, program in enumerate(examples(made).values()):
        (tmp_path / f"example_{number}.py").write_text(program, "utf-8")
    paths = [(made.out / each).as_posix() for each in ("proxies", "stubs")]
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "extraPaths": paths})
    )
    run = subprocess.run(
        [sys.executable, "-m", "pyright", f"--pythonpath={sys.executable}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout


def test_no_entity_is_left_in_a_page(made: Made):
    """What the metadata has escaped twice is read, and escaped once."""
    for path, page in made.pages():
        assert not re.search(r"&(lt|gt|amp|quot);", page.text_content()), path


# --- other releases


def test_what_came_and_changed_is_marked(made: Made):
    def marks(path: str) -> list[str]:
        return words(made.page(path), "//*[contains(@class, 'mark ')]")

    assert "since 12.2" in marks("agents/webhook.html")
    assert "since 12.2" in marks("agents/contact/undelete.html")
    assert "changed in 12.2" in marks("agents/contact/merge.html")
    assert marks("carriers/contact_entity.html")[0] == "changed in 12.2"
    assert "since 12.2" in marks("carriers/contact_entity.html")  # its field Number2
    assert "since 12.2" in marks("enumerations/presence_status.html")
    assert "since 12.2\n" in made.text("agents/webhook.md").replace("\\", "")


def test_each_release_has_a_page_of_its_changes(made: Made):
    listed = made.page("changes.html")
    page = made.page("changes/12.2.html")

    assert listed.xpath("//main//a[text()='12.2']/@href") == ["changes/12.2.html"]
    assert words(page, "//h1") == ["Changes in 12.2"]
    assert "session.list.get_task(" in made.text("changes/12.2.md")
    told = " ".join(words(page, "//table[@class='changes']//td[2]"))
    assert "Document.GetDocumentUrl is gone" in told
    assert "[12.2](changes/12.2.md)" in made.text("llms.txt").replace("\\", "")
