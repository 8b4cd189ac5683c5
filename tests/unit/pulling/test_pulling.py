"""`proxysmith pull` from an installation: what it asks, what it writes, and what it says."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from scripted_server import ABOUT, AGENTS, REST, Reply, Scripted, wsdl_text

from generator.cli import main
from generator.pulling import fetching

ROOT = Path(__file__).parents[3]
SVC = "/Remote/Services88/{}.svc?singleWsdl"
DESCRIPTIONS = ["/swagger/docs/v1-Agents", "/swagger/docs/v1-REST"]
WSDLS = [
    SVC.format(each)
    for each in ("BlobManager", "Contact", "FileManager", "Person", "SoPrincipal")
]
EVERYTHING = {
    "agents/v1-Agents.json",
    "release.toml",
    "soap/BlobManager.wsdl",
    "soap/Contact.wsdl",
    "soap/FileManager.wsdl",
    "soap/Person.wsdl",
    "soap/SoPrincipal.wsdl",
    "webapi/v1-REST.json",
}


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is not asked for again."""
    monkeypatch.setattr(fetching, "_ATTEMPTS", 1)


def pull(*words: object, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["pull", *map(str, words)], env=env)
    assert result.exception is None or isinstance(
        result.exception, SystemExit
    ), result.exception
    return result.exit_code, result.stdout, result.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def visible(folder: Path) -> set[str]:
    return {path for path in files(folder) if not path.startswith(".")}


# --- what is there


def test_everything_is_asked_once_and_saved_as_it_came(
    installation: Scripted, tmp_path: Path
):
    out = tmp_path / "crm"

    assert pull(f"{installation.root}/api", "--out", out) == (
        0,
        "11.10.721.0, Services88: agents 1, soap 5, webapi 1\n",
        "",
    )

    there = files(out)
    assert set(there) == EVERYTHING
    assert there["agents/v1-Agents.json"] == json.dumps(AGENTS).encode()
    assert there["webapi/v1-REST.json"] == json.dumps(REST).encode()
    assert there["soap/Contact.wsdl"] == wsdl_text("Contact").encode()
    assert sorted(installation.paths) == sorted(["/api", *DESCRIPTIONS, *WSDLS])
    assert all(each["User-Agent"].startswith("proxysmith/") for _, each in installation.asked)  # fmt: skip


def test_release_toml_says_whence_when_and_what(installation: Scripted, tmp_path: Path):
    pull(installation.root, "--out", tmp_path)

    text = (tmp_path / "release.toml").read_text()
    record = tomllib.loads(text)
    assert (record["label"], record["services"]) == ("11.10.721.0", "Services88")
    assert record["pulled"]["whence"] == [installation.root]
    documents = record["pulled"]["documents"]
    assert {each["file"] for each in documents} == EVERYTHING - {"release.toml"}
    for each in documents:
        content = (tmp_path / each["file"]).read_bytes()
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        assert each["size"] == len(content)
        assert isinstance(each["when"], datetime) and each["when"].tzinfo
    contact = next(each for each in documents if each["file"] == "soap/Contact.wsdl")
    assert contact["whence"] == f"{installation.root}/Remote/Services88/Contact.svc"
    assert "?" not in text and "received_sha256" not in text


def test_nothing_changes_when_nothing_has_changed(
    installation: Scripted, tmp_path: Path
):
    pull(installation.root, "--out", tmp_path)
    before = files(tmp_path)

    status, out, _ = pull(installation.root, "--out", tmp_path)

    assert (status, files(tmp_path)) == (0, before)
    assert out.endswith("; unchanged\n")


def test_a_newer_release_takes_the_place_of_the_older(
    installation: Scripted, tmp_path: Path
):
    (tmp_path / "overlay.toml").write_text("# mine")
    pull(installation.root, "--out", tmp_path)
    release = tmp_path / "release.toml"
    release.write_text(f'package = "crm"\n{release.read_text()}')
    installation.say("/api", {**ABOUT, "NetServerVersion": "12"})
    installation.say(SVC.format("Person"), Reply(status=404))
    installation.say(SVC.format("Contact"), wsdl_text("Contact", more="<!-- new -->"))

    status, out, err = pull(installation.root, "--out", tmp_path)

    assert (status, out) == (0, "12, Services88: agents 1, soap 4, webapi 1\n")
    assert "no WSDL of Person: HTTP 404" in err
    assert visible(tmp_path) == {*EVERYTHING, "overlay.toml"} - {"soap/Person.wsdl"}
    assert b"<!-- new -->" in (tmp_path / "soap/Contact.wsdl").read_bytes()
    assert (tmp_path / "overlay.toml").read_text() == "# mine"
    record = tomllib.loads(release.read_text())
    assert (record["label"], record["package"]) == ("12", "crm")


def test_another_version_of_the_services_and_another_label(
    scripted: Scripted, tmp_path: Path
):
    scripted.be_an_installation()
    path = "/Remote/Services86/Contact.svc?singleWsdl"
    scripted.say(path, wsdl_text("Contact", "Services86"))

    for words in (
        (scripted.root, "--services", "86"),
        (f"{scripted.root}/Remote/Services86/",),
    ):
        out = tmp_path / str(len(words))
        options = ("--agents", "Contact", "--release", "old")
        status, said, _ = pull(*words, "--out", out, *options)
        assert (status, said) == (0, "old, Services86: agents 1, soap 1, webapi 1\n")


def test_packed_documents_are_saved_unpacked(installation: Scripted, tmp_path: Path):
    content = wsdl_text("Contact").encode()
    packed = Reply(gzip.compress(content), headers={"Content-Encoding": "gzip"})
    installation.say(SVC.format("Contact"), packed)

    pull(installation.root, "--out", tmp_path)

    assert (tmp_path / "soap/Contact.wsdl").read_bytes() == content


def test_descriptions_are_found_on_the_page_about_them(
    installation: Scripted, tmp_path: Path
):
    for path in DESCRIPTIONS:
        installation.say(path, Reply(status=404))
    installation.say(
        "/swagger",
        "<html>arrayFrom('swagger/docs/Other|swagger/one/swagger.json') swagger/ui/index</html>",
    )
    installation.say("/swagger/docs/Other", REST)
    installation.say("/swagger/one/swagger.json", AGENTS)

    status, _, err = pull(installation.root, "--out", tmp_path)

    assert (status, err) == (0, "")
    assert visible(tmp_path) == EVERYTHING


def test_agents_are_found_in_the_list_of_addresses(
    installation: Scripted, tmp_path: Path
):
    installation.say(DESCRIPTIONS[0], Reply(status=404))
    listed = {f"{installation.root}/api/v1/Agents/Person/Get?x={{x}}": {"POST": "x"}}
    installation.say("/api/v1", {**listed, "http://x/api/v1/Contact": {}})

    status, _, err = pull(installation.root, "--out", tmp_path)

    assert status == 0
    assert err == (
        f"{installation.root}: warning[missing-metadata]: "
        "no description of the Agents endpoint: HTTP 404\n"
    )
    assert SVC.format("Contact") not in installation.paths
    assert SVC.format("Person") in installation.paths


@pytest.mark.usefixtures("hasty")
def test_agents_that_nobody_tells_of_are_tried(
    installation: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fetching, "PUBLISHED", 1000)
    for path in DESCRIPTIONS:
        installation.say(path, Reply(status=404))

    status, out, err = pull(installation.root, "--out", tmp_path)

    assert (status, out) == (0, "11.10.721.0, Services88: soap 5\n")
    assert "note[unlisted-agents]" in err
    assert re.search(r" and no WSDL of AI, Appointment, .*: HTTP 404\n", err)


# --- parts of a WSDL


def test_a_wsdl_in_parts_lies_beside_its_parts(installation: Scripted, tmp_path: Path):
    path = "/Remote/Services88/Contact.svc"
    inner = "http://internal.example.com:81"
    first = wsdl_text(
        "Contact",
        more=f"""<wsdl:import namespace="x" location='{inner}{path}?wsdl=wsdl0&amp;a="b'/>
<wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/xml.xsd"/>
<xs:import schemaLocation="?xsd=xsd0"/></xs:schema></wsdl:types>""",
    )
    installation.say(SVC.format("Contact"), Reply("<html>no</html>"))
    installation.say(f"{path}?wsdl", first)
    installation.say(f"{path}?wsdl=wsdl0&a=%22b", wsdl_text("Other"))
    schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{}</xs:schema>'
    more = '<xs:include schemaLocation="Contact.svc?xsd=xsd0"/>'
    installation.say(f"{path}?xsd=xsd0", schema.format(more))

    status, _, err = pull(installation.root, "--out", tmp_path)

    assert (status, err) == (0, "")
    soap = {path.name: path.read_text() for path in (tmp_path / "soap").iterdir()}
    assert {each for each in soap if each.startswith("Contact")} == {
        "Contact.wsdl",
        "Contact.1.wsdl",
        "Contact.2.xsd",
    }
    assert soap["Contact.wsdl"] == first.replace(
        f"""'{inner}{path}?wsdl=wsdl0&amp;a="b'""", '"Contact.1.wsdl"'
    ).replace("?xsd=xsd0", "Contact.2.xsd")
    assert soap["Contact.2.xsd"] == schema.format(
        '<xs:include schemaLocation="Contact.2.xsd"/>'
    )
    documents = tomllib.loads((tmp_path / "release.toml").read_text())["pulled"]["documents"]  # fmt: skip
    received = {each["file"]: each.get("received_sha256") for each in documents}
    assert received["soap/Contact.wsdl"] == hashlib.sha256(first.encode()).hexdigest()
    assert received["soap/Contact.1.wsdl"] is None
    status = CliRunner().invoke(main, ["inspect", str(tmp_path)])
    assert "foreign-reference" not in status.stderr


def test_a_wsdl_that_refers_to_another_host_is_left_out(
    installation: Scripted, tmp_path: Path
):
    more = (
        '<wsdl:import namespace="x" location="http://other.example.com/x.wsdl?secret"/>'
    )
    installation.say(SVC.format("Contact"), wsdl_text("Contact", more=more))

    status, _, err = pull(installation.root, "--out", tmp_path)

    assert status == 0
    assert (
        'no WSDL of Contact: what came refers to "http://other.example.com/x.wsdl", then HTTP 404'
        in err
    )
    assert visible(tmp_path) == EVERYTHING - {"soap/Contact.wsdl"}


# --- what is not there


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply("gone", 404), "HTTP 404"),
        (Reply("<!DOCTYPE html><p>Metadata publishing is disabled."), "a page for people came instead"),
        (Reply("{}"), "what came is another kind of JSON, no description of a service"),
        (Reply(""), "what came is empty, no description of a service"),
        (Reply(wsdl_text("Contact", "Services87")), "what came is Services87, no WSDL of Services88"),
        (Reply('<!DOCTYPE x [<!ENTITY y "z">]>' + wsdl_text("Contact")), "what came is unusable: the document has a DOCTYPE"),
        (Reply(status=302, headers={"Location": "https://login.example.com/?x=secret"}),
         "is redirected to https://login.example.com/, which is not asked"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_warning(
    installation: Scripted, tmp_path: Path, reply: Reply, why: str
):
    path = SVC.format("Contact")
    installation.say(path, reply)
    installation.say(path.replace("singleWsdl", "wsdl"), reply)

    status, _, err = pull(installation.root, "--out", tmp_path)

    assert (status, err) == (
        0,
        f"{installation.root}: warning[missing-metadata]: no WSDL of Contact: {why}\n",
    )
    assert visible(tmp_path) == EVERYTHING - {"soap/Contact.wsdl"}


def test_without_a_release_number_no_wsdl_is_asked_for(
    installation: Scripted, tmp_path: Path
):
    installation.say("/api", "<html><h1>NetServer</h1></html>")

    status, out, err = pull(installation.root, "--out", tmp_path)

    assert (status, out) == (0, "no label: agents 1, webapi 1\n")
    assert (
        'no release number: /api is a page for people, which begins "NetServer"' in err
    )
    assert "hint: say --services NN" in err
    assert "services" not in tomllib.loads((tmp_path / "release.toml").read_text())


def test_nothing_at_all_is_an_error_that_says_what_was_found(
    scripted: Scripted, tmp_path: Path
):
    scripted.say("/api", "<html><h1>It works!</h1></html>")
    out = tmp_path / "a" / "b"

    status, said, err = pull(scripted.root, "--out", out)

    assert (status, said) == (3, "")
    assert err == (
        f"{scripted.root}: error[no-metadata]: nothing there describes a service: /api is a page for people, "
        'which begins "It works!"; no description of the Agents endpoint, the WebApi: HTTP 404\n'
        "  expected: WSDL 1.1, Swagger 2.0, OpenAPI 3.0 or 3.1, at /swagger/docs/v1-Agents and /v1-REST, and at "
        "/Remote/ServicesNN/AGENT.svc?singleWsdl\n"
        "  hint: check that this is the root of an installation, and that it publishes its metadata "
        "(Documentation of the WebApi, serviceMetadata of WCF); the vendor's zips will do, too\n"
    )
    assert not (tmp_path / "a").exists()


def test_who_is_not_let_in_is_told_how_to_say_who_asks(
    scripted: Scripted, tmp_path: Path
):
    scripted.say("/api", Reply("{}", 401))
    for path in DESCRIPTIONS:
        scripted.say(path, Reply("{}", 401))
    scripted.say(SVC.format("AI"), Reply("", 401))

    status, _, err = pull(scripted.root, "--out", tmp_path / "x", "--services", "88")

    assert status == 3
    assert "HTTP 401" in err and "PROXYSMITH_AUTHORIZATION" in err
    assert len(scripted.paths) < 10, "nobody knocks sixty times at a closed door"


# --- who asks


def test_credentials_are_sent_and_written_nowhere(
    installation: Scripted, tmp_path: Path
):
    installation.say(SVC.format("Person"), Reply("p4ssword", 500))
    env = {
        "PROXYSMITH_USER": "kari",
        "PROXYSMITH_PASSWORD": "p4ssword",
        "PROXYSMITH_APP_TOKEN": "t0ken",
    }

    status, out, err = pull(installation.root, "--out", tmp_path, env=env)

    assert status == 0
    for _, headers in installation.asked:
        assert headers["Authorization"] == "Basic a2FyaTpwNHNzd29yZA=="
        assert headers["SO-AppToken"] == "t0ken"
    everything = out + err + repr(files(tmp_path))
    for secret in ("kari", "p4ssword", "t0ken", "a2FyaTpwNHNzd29yZA"):
        assert secret not in everything


def test_what_a_server_repeats_of_a_secret_is_concealed(
    scripted: Scripted, tmp_path: Path
):
    scripted.say("/api", "no one called 8A:Cust1.abcdef or Bearer p4ssword here")
    env = {"PROXYSMITH_AUTHORIZATION": "Bearer p4ssword"}

    status, _, err = pull(scripted.root, "--out", tmp_path, env=env)

    assert status == 3
    assert "no one called *** or *** here" in err


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"PROXYSMITH_AUTHORIZATION": "a\nb"}, "PROXYSMITH_AUTHORIZATION is no header"),
        ({"PROXYSMITH_USER": "a:b"}, "PROXYSMITH_USER has a colon"),
        ({"PROXYSMITH_PASSWORD": "b"}, "PROXYSMITH_PASSWORD needs PROXYSMITH_USER"),
    ],
)
def test_credentials_that_cannot_be_sent_are_wrong_usage(
    tmp_path: Path, env: dict[str, str], said: str
):
    status, _, err = pull("https://crm.example.com", "--out", tmp_path, env=env)

    assert status == 2
    assert said in err


def test_credentials_do_not_go_over_http(tmp_path: Path):
    env = {"PROXYSMITH_USER": "kari", "PROXYSMITH_PASSWORD": "p4ssword"}

    status, _, err = pull("http://crm.example.com/x", "--out", tmp_path / "x", env=env)

    assert status == 3
    assert err.startswith("http://crm.example.com/x: error[insecure]: credentials are not sent over http")  # fmt: skip


# --- what does not arrive


def test_a_busy_server_is_asked_again(installation: Scripted, tmp_path: Path):
    busy = Reply(status=429, headers={"Retry-After": "0"})
    installation.say(SVC.format("Contact"), busy, wsdl_text("Contact"))

    status, _, err = pull(installation.root, "--out", tmp_path)

    assert (status, err) == (0, "")
    assert visible(tmp_path) == EVERYTHING
    assert installation.paths.count(SVC.format("Contact")) == 2


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(wsdl_text("Contact"), cut=9), "the answer is broken or cut off"),
        (Reply(wsdl_text("Contact")[:-9]), "arrived damaged or cut off: is not well-formed XML"),
        (Reply(status=503), "HTTP 503"),
        (Reply(hold=threading.Event()), "no answer within 0.3 seconds"),
    ],
)  # fmt: skip
def test_what_does_not_arrive_leaves_the_folder_as_it_was(
    installation: Scripted, tmp_path: Path, reply: Reply, why: str
):
    pull(installation.root, "--out", tmp_path)
    before = files(tmp_path)
    installation.asked.clear()
    installation.say("/api", {**ABOUT, "NetServerVersion": "12"})
    installation.say(SVC.format("Contact"), reply)

    status, out, err = pull(installation.root, "--out", tmp_path, "--timeout", "0.3")

    assert (status, out) == (3, "")
    address = f"{installation.root}/Remote/Services88/Contact.svc"
    assert err.startswith(f"{address}: error[not-received]: {why}")
    assert "hint: run the same command again" in err
    assert {k: v for k, v in files(tmp_path).items() if k in before} == before
    assert visible(tmp_path) == EVERYTHING

    installation.asked.clear()
    installation.say(SVC.format("Contact"), wsdl_text("Contact"))
    status, out, _ = pull(installation.root, "--out", tmp_path)

    assert (status, out) == (0, "12, Services88: agents 1, soap 5, webapi 1\n")
    assert installation.paths == ["/api", SVC.format("Contact")]
    assert set(files(tmp_path)) == EVERYTHING, "nothing is left of the broken run"


@pytest.mark.usefixtures("hasty")
def test_a_server_that_goes_away_is_not_asked_for_everything(
    installation: Scripted, tmp_path: Path
):
    for path in WSDLS:
        installation.say(path, Reply(status=503))

    status, _, err = pull(installation.root, "--out", tmp_path, "--concurrency", 1)

    assert status == 3
    assert err.count("error[not-received]") == 3
    assert len(installation.paths) == 6


@pytest.mark.usefixtures("hasty")
def test_what_was_kept_of_another_release_is_not_used(
    installation: Scripted, tmp_path: Path
):
    installation.say(SVC.format("Contact"), Reply(status=503))
    pull(installation.root, "--out", tmp_path)
    installation.asked.clear()
    installation.say("/api", {**ABOUT, "NetServerVersion": "12"})
    installation.say(SVC.format("Contact"), wsdl_text("Contact"))

    status, _, _ = pull(installation.root, "--out", tmp_path)

    assert status == 0
    assert sorted(installation.paths) == sorted(["/api", *DESCRIPTIONS, *WSDLS])


@pytest.mark.usefixtures("hasty")
def test_what_was_kept_and_then_changed_is_asked_for_again(
    installation: Scripted, tmp_path: Path
):
    installation.say(SVC.format("Contact"), Reply(status=503))
    pull(installation.root, "--out", tmp_path)
    for file in (tmp_path / ".pulling").rglob("document"):
        if b"portType" in file.read_bytes():
            file.write_bytes(file.read_bytes() + b" ")
    installation.asked.clear()
    installation.say(SVC.format("Contact"), wsdl_text("Contact"))

    pull(installation.root, "--out", tmp_path)

    assert sorted(installation.paths) == sorted(["/api", *WSDLS])


def test_nobody_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "_ATTEMPTS", 1)

    status, _, err = pull("http://127.0.0.1:9/Cust1", "--out", tmp_path / "x")

    assert status == 3
    assert err.startswith("http://127.0.0.1:9/Cust1/api: error[unreachable]: could not connect: ")  # fmt: skip
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(os.name != "posix", reason="processes are killed otherwise")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_is_resumed(
    installation: Scripted, tmp_path: Path, how: signal.Signals
):
    out = tmp_path / "crm"
    hold = threading.Event()
    installation.say(SVC.format("Person"), Reply(wsdl_text("Person"), hold=hold))
    command = [sys.executable, "-m", "generator", "pull", installation.root, "--out"]
    with subprocess.Popen([*command, str(out)], cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        journal = out / ".pulling" / "received.jsonl"
        until = time.monotonic() + 30
        while not journal.exists() or len(journal.read_text().split("\n")) < 7:
            assert time.monotonic() < until and process.poll() is None
            time.sleep(0.02)
        process.send_signal(how)
        _, err = process.communicate(timeout=30)
    hold.set()
    assert process.returncode == (130 if how is signal.SIGINT else -how)
    assert err == ""
    assert visible(out) == set()
    with journal.open("ab") as stream:
        stream.write(b'\n{"of": "cut o')
    installation.asked.clear()

    status, _, err = pull(installation.root, "--out", out)

    assert (status, err) == (0, "")
    assert installation.paths == ["/api", SVC.format("Person")]
    assert set(files(out)) == EVERYTHING


# --- words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "x"], "Missing argument 'URL...'."),
        (["x.zip"], "Missing option '--out'."),
        (["x.zip", "--out", "x", "--services", "new"],
         "Invalid value for --services: 'new' is no service version, such as 87 or Services87."),
        (["x.zip", "--out", "x", "--agents", "../x"], "Invalid value for --agents: '../x' can be no agent."),
        (["x.zip", "--out", "x", "--timeout", "0"], "Invalid value for '--timeout': 0.0 is not in the range 0<x<=3600."),
        (["https://a.example.com", "https://b.example.com", "--out", "x"], "one installation at a time."),
        (["https://kari:secret@a.example.com", "--out", "x"],
         "an address holds no name and no password; the environment does (PROXYSMITH_USER and PROXYSMITH_PASSWORD)."),
    ],
)  # fmt: skip
def test_wrong_words_are_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
):
    monkeypatch.chdir(tmp_path)

    status, out, err = pull(*words)

    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == f"Error: {said}"
    assert files(tmp_path) == {}


def test_help_shows_how_it_is_used():
    status, out, _ = pull("--help")

    assert status == 0
    assert "  proxysmith pull https://" in out
    for option in ("--out DIR", "--services NN", "--agents NAMES", "--release LABEL", "--timeout", "--concurrency"):  # fmt: skip
        assert option in out
