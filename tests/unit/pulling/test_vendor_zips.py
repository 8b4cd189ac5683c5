"""The vendor's zips: unpacked, each document where it belongs."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from scripted_server import AGENTS, REST, Reply, Scripted, wsdl_text

from generator.cli import main
from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import read_release


def pull(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["pull", *map(str, words)])
    assert result.exception is None or isinstance(
        result.exception, SystemExit
    ), result.exception
    return result.exit_code, result.stdout, result.stderr


def packed(
    entries: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def paths(folder: Path) -> set[str]:
    return {
        each.relative_to(folder).as_posix()
        for each in folder.rglob("*")
        if each.is_file()
    }


WSDLS = packed(
    {
        f"WSDL\\WSDL-{services}-{agent}.xml": wsdl_text(agent, services)
        for services in ("Services87", "Services88")
        for agent in ("Contact", "Person")
    }
)


@pytest.fixture
def zips(tmp_path: Path) -> list[Path]:
    one = {**AGENTS, "paths": {k: v for k, v in AGENTS["paths"].items() if "Contact" in k}}  # fmt: skip
    made = {
        "wsdl.zip": WSDLS,
        "misnamed.bin": packed({"a.txt": json.dumps(one), "readme.md": "# read me"}),
        "rest.zip": packed({"Swagger-v1-REST.json": json.dumps(REST)}),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in made]


def test_zips_become_a_folder_of_sources(zips: list[Path], tmp_path: Path):
    out = tmp_path / "out"

    status, said, err = pull(*zips, "--out", out, "--release", "12.2")

    assert (status, said) == (0, "12.2, Services88: agents 1, soap 2, webapi 1\n")
    assert err.startswith("note[other-services]: Services88 is taken; Services87 left out")  # fmt: skip
    assert paths(out) == {
        "agents/Contact.json",
        "release.toml",
        "soap/Contact.wsdl",
        "soap/Person.wsdl",
        "webapi/v1-REST.json",
    }
    assert (out / "soap/Contact.wsdl").read_text() == wsdl_text("Contact")
    text = (out / "release.toml").read_text()
    assert str(tmp_path) not in text
    record = tomllib.loads(text)["pulled"]
    assert record["whence"] == ["wsdl.zip", "misnamed.bin", "rest.zip"]
    assert [each["whence"] for each in record["documents"]] == [
        "misnamed.bin/a.txt",
        "wsdl.zip/WSDL/WSDL-Services88-Contact.xml",
        "wsdl.zip/WSDL/WSDL-Services88-Person.xml",
        "rest.zip/Swagger-v1-REST.json",
    ]


def test_the_wanted_version_and_the_wanted_agents_are_taken(
    zips: list[Path], tmp_path: Path
):
    out = tmp_path / "out"

    status, said, _ = pull(*zips, "--out", out, "--services", "87", "--agents", "Person")  # fmt: skip

    assert (status, said) == (0, "Services87: soap 1, webapi 1\n")
    assert paths(out) == {"release.toml", "soap/Person.wsdl", "webapi/v1-REST.json"}


def test_agents_that_are_in_no_zip_are_an_error(tmp_path: Path):
    (tmp_path / "wsdl.zip").write_bytes(WSDLS)

    status, _, err = pull(tmp_path / "wsdl.zip", "--out", tmp_path / "out", "--agents", "Sale")  # fmt: skip

    assert status == 3
    assert "wsdl.zip: error[no-metadata]: describes none of Sale\n" in err
    assert paths(tmp_path) == {"wsdl.zip"}


def test_what_is_described_twice_is_taken_once(tmp_path: Path):
    other = wsdl_text("Contact", more="<!-- other -->")
    entries = {"a.xml": wsdl_text("Contact"), "b.xml": wsdl_text("Contact"), "c.xml": other}  # fmt: skip
    apart = {"d.json": json.dumps(REST), "e.json": json.dumps({**REST, "host": "x"})}
    (tmp_path / "all.zip").write_bytes(packed({**entries, **apart}))

    status, said, err = pull(tmp_path / "all.zip", "--out", tmp_path / "out")

    assert (status, said) == (0, "Services88: soap 1, webapi 2\n")
    assert err == (
        'all.zip/c.xml: warning[described-twice]: is another WSDL of what "all.zip/a.xml" describes: left out\n'
        "  hint: give one of them\n"
    )
    assert paths(tmp_path / "out" / "webapi") == {"v1-REST.json", "v1-REST-2.json"}


def test_documents_that_refer_to_others_are_left_out(tmp_path: Path):
    entries = {
        "a.wsdl": wsdl_text("A", more='<wsdl:import namespace="x" location="b.wsdl"/>'),
        "b.json": json.dumps({**REST, "definitions": {"A": {"$ref": "c.json#/A"}}}),
        "c.wsdl": wsdl_text("C"),
    }
    (tmp_path / "all.zip").write_bytes(packed(entries))

    status, said, err = pull(tmp_path / "all.zip", "--out", tmp_path / "out")

    assert (status, said) == (0, "Services88: soap 1\n")
    for name in ("a.wsdl", "b.json"):
        assert f"all.zip/{name}: warning[missing-metadata]: refers to other documents: left out\n" in err  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed({"../../evil.wsdl": wsdl_text("A")}), "error[unsafe-name]"),
        (packed({"/evil.wsdl": wsdl_text("A")}), "error[unsafe-name]"),
        (packed({"a.wsdl": b"0" * 50_000_000}), "error[zip-bomb]"),
        (WSDLS[:-40], "error[unreadable-zip]"),
        (packed({"a.txt": "nothing"}), "error[no-description]"),
        (b"", "error[empty-file]"),
        (b"<html>", "error["),
    ],
)
def test_zips_that_cannot_be_used_write_nothing(
    tmp_path: Path, content: bytes, said: str
):
    (tmp_path / "wsdl.zip").write_bytes(content)

    status, _, err = pull(tmp_path / "wsdl.zip", "--out", tmp_path / "out")

    assert status == 3
    assert err.startswith("wsdl.zip") and said in err
    assert paths(tmp_path) == {"wsdl.zip"}


@pytest.mark.parametrize("agent", ["../../evil", "a/b", "", "A" * 300, "x\ny", ".hidden", "CON:"])  # fmt: skip
def test_names_in_documents_lead_nowhere(tmp_path: Path, agent: str):
    document = {**REST, "info": {"title": "t", "version": agent}}
    entries = {"a.wsdl": wsdl_text(agent.replace("\n", "&#10;")), "b.json": json.dumps(document)}  # fmt: skip
    (tmp_path / "all.zip").write_bytes(packed(entries))

    status, _, _ = pull(tmp_path / "all.zip", "--out", tmp_path / "out")

    assert status == 0
    assert paths(tmp_path) == {
        "all.zip",
        "out/release.toml",
        "out/soap/Service.wsdl",
        "out/webapi/WebApi.json",
    }


def test_a_zip_at_an_address_is_asked_for_once(scripted: Scripted, tmp_path: Path):
    scripted.say("/wsdl.zip?sig=secret", WSDLS)
    url = f"{scripted.root}/wsdl.zip"

    status, said, err = pull(f"{url}?sig=secret", "--out", tmp_path)

    assert (status, said) == (0, "Services88: soap 2\n")
    assert scripted.paths == ["/wsdl.zip?sig=secret"]
    text = (tmp_path / "release.toml").read_text()
    assert f'whence = "{url}/WSDL/WSDL-Services88-Contact.xml"' in text
    assert "secret" not in text + err
    assert not (tmp_path / ".pulling").exists()


def test_zips_lie_beside_an_installation(installation: Scripted, tmp_path: Path):
    for path in ("/swagger/docs/v1-Agents", "/swagger/docs/v1-REST"):
        installation.say(path, Reply(status=404))
    installation.say("/rest.zip", packed({"a.json": json.dumps(REST)}))
    url = f"{installation.root}/rest.zip"

    status, said, _ = pull(url, installation.root, "--out", tmp_path, "--agents", "Contact")  # fmt: skip

    assert (status, said) == (0, "11.10.721.0, Services88: soap 1, webapi 1\n")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply("no", 404), "error[no-metadata]: HTTP 404"),
        (Reply("<!doctype html><p>Sign in"), "error[no-metadata]: a page for people came instead"),
        (Reply("{}"), "error[no-metadata]: what came is another kind of JSON"),
        (Reply(status=302, headers={"Location": "https://elsewhere.example.com/wsdl.zip?s=secret"}),
         "error[no-metadata]: is redirected to https://elsewhere.example.com/wsdl.zip, which is not asked"),
    ],
)  # fmt: skip
def test_an_address_without_a_zip_is_an_error(
    scripted: Scripted, tmp_path: Path, reply: Reply, said: str
):
    scripted.say("/wsdl.zip", reply)

    status, _, err = pull(f"{scripted.root}/wsdl.zip", "--out", tmp_path / "x")

    assert status == 3
    assert err.startswith(f"{scripted.root}/wsdl.zip: {said}")
    assert "secret" not in err
    assert not (tmp_path / "x").exists()


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path):
    status, _, err = pull("crm.example.com/Cust1", "--out", tmp_path / "x")

    assert status == 3
    assert err == (
        "crm.example.com/Cust1: error[unreadable]: there is no such file\n"
        "  expected: an address that begins with https:// or http://, or a file\n"
    )


@pytest.mark.slow
def test_the_zips_of_a_release_say_unpacked_what_they_say_packed(
    corpus: Path, tmp_path: Path
):
    zips = sorted((corpus / "netserver" / "2026-04").glob("*.zip"))

    status, said, _ = pull(*zips, "--out", tmp_path, "--release", "12.2")

    assert (status, said) == (0, "12.2, Services88: agents 54, soap 60, webapi 51\n")
    packed_up = read_release(Config(sources=tuple(zips), release="12.2"), Diagnostics())
    unpacked = read_release(Config(sources=(tmp_path,)), Diagnostics())
    assert unpacked.release == packed_up.release
