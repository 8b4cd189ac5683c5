"""What users type, and what they get."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli import main

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
CONTACT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/api/v1/Agents/Contact/GetContact": {
            "post": {
                "parameters": [
                    {
                        "name": "contactId",
                        "in": "query",
                        "type": "integer",
                        "format": "int32",
                        "required": True,
                    }
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "schema": {"$ref": "#/definitions/Contact"},
                    }
                },
            }
        },
        "/api/v1/Agents/User/GetNames": {
            "post": {
                "parameters": [],
                "responses": {
                    "200": {
                        "description": "",
                        "schema": {"type": "array", "items": {"type": "string"}},
                    }
                },
            }
        },
    },
    "definitions": {
        "Contact": {
            "type": "object",
            "properties": {
                "Name": {"type": "string"},
                "Kind": {"type": "string", "enum": ["A", "B"]},
            },
        }
    },
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def contact(tmp_path: Path) -> Path:
    """The smallest description with agents."""
    file = tmp_path / "contact.json"
    file.write_text(json.dumps(CONTACT))
    return file


def files(folder: Path) -> dict[str, str]:
    """Every file below `folder` and a digest of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def shown(result: Result) -> tuple[int, str, str]:
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


# --- help


@pytest.mark.parametrize("words", [[], ["inspect"], ["generate"], ["serve"], ["pull"]])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_printed_on_standard_output(words: list[str], option: str):
    status, out, err = shown(run(*words, option))

    assert (status, err) == (0, "")
    assert out.startswith(f"Usage: {' '.join(['main', *words])} ")
    # Every command shows how it is used.
    assert "  proxysmith " in out


def test_every_option_of_the_contract_is_there():
    _, out, _ = shown(run("generate", "--help"))

    for option in (
        "--out DIR",
        "--package NAME",
        "--release LABEL",
        "--emit",
        "--agents",
        "--services NN",
        "--overlay FILE",
        "--templates DIR",
        "--models [pydantic|dataclass|typeddict]",
        "--check",
    ):
        assert option in out


def test_every_option_of_a_server_is_there():
    _, out, _ = shown(run("serve", "--help"))

    for option in (
        "--host TEXT",
        "--port INTEGER RANGE",
        "--store FILE",
        "--seed FILE",
        "--control",
        "--agents NAMES",
        "--services NN",
        "--overlay FILE",
        "--release LABEL",
    ):
        assert option in out


def test_the_version_is_printed():
    status, out, _ = shown(run("--version"))

    assert status == 0
    assert out.startswith("proxysmith, version ")


# --- wrong usage


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["inspect"], "Missing argument 'SOURCE...'."),
        (["generate", "x"], "Missing option '--out'."),
        (["inspect", "x", "--nope"], "No such option '--nope'."),
        (["nope"], "No such command 'nope'."),
        (
            ["generate", "x", "--out", "y", "--emit", "html"],
            "Invalid value for --emit: 'html' is none of proxies, stubs, docs, models.",
        ),
        (
            ["generate", "x", "--out", "y", "--emit", "proxies,"],
            "Invalid value for --emit: an empty name between commas.",
        ),
        (
            ["generate", "x", "--out", "y", "--agents", ",Contact"],
            "Invalid value for --agents: an empty name between commas.",
        ),
        (
            ["generate", "x", "--out", "y", "--package", "my-package"],
            "Invalid value for --package: 'my-package' cannot be imported as a package.",
        ),
        (
            ["generate", "x", "--out", "y", "--package", "class"],
            "Invalid value for --package: 'class' cannot be imported as a package.",
        ),
        (
            ["generate", "x", "--out", "y", "--models", "attrs"],
            "Invalid value for '--models': 'attrs' is not one of 'pydantic', 'dataclass', "
            "'typeddict'.",
        ),
        (["serve"], "Missing argument 'SOURCE...'."),
        (
            ["serve", "x", "--port", "65536"],
            "Invalid value for '--port': 65536 is not in the range 0<=x<=65535.",
        ),
        (
            ["serve", "x", "--port", "0", "--agents", ","],
            "Invalid value for --agents: an empty name between commas.",
        ),
        (
            ["serve", "x", "--port", "0", "--seed", "gone.json"],
            "Invalid value for '--seed': File 'gone.json' does not exist.",
        ),
    ],
)
def test_wrong_usage_is_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
):
    monkeypatch.chdir(tmp_path)

    status, out, err = shown(run(*words))

    assert (status, out) == (2, "")
    assert err.splitlines()[-1].replace("option: --", "option '--").rstrip(
        "'"
    ) == f"Error: {message}".rstrip("'")
    assert files(tmp_path) == {}


# --- inspect


def test_inspect_prints_a_table(contact: Path):
    assert shown(run("inspect", contact, "--release", "12.2")) == (
        0,
        """\
12.2

agents             2
operations         2
soap operations    0
agents operations  2
webapi operations  0
carriers           1
enumerations       1
flags              0
dictionaries       0

agent    operations  SOAP  REST
Contact           1     0     1
User              1     0     1
""",
        "",
    )


def test_inspect_json_has_the_shape_of_the_contract(contact: Path):
    status, out, err = shown(run("inspect", contact, "--json"))

    assert (status, err) == (0, "")
    assert json.loads(out) == {
        "release": "",
        "services": "",
        "counts": {
            "agents": 2,
            "operations": 2,
            "soap_operations": 0,
            "agents_operations": 2,
            "webapi_operations": 0,
            "carriers": 1,
            "enumerations": 1,
            "flags": 0,
            "dictionaries": 0,
        },
        "agents": {
            "Contact": {
                "operations": {
                    "GetContact": {
                        "bindings": ["agents"],
                        "parameters": ["ContactId"],
                        "returns": "Contact",
                    }
                }
            },
            "User": {
                "operations": {
                    "GetNames": {
                        "bindings": ["agents"],
                        "parameters": [],
                        "returns": "string[]",
                    }
                }
            },
        },
        "resources": {},
        "carriers": {"Contact": {"base": None, "fields": ["Name", "Kind"]}},
        "enumerations": {"Kind": {"flags": False, "members": {"A": None, "B": None}}},
        "findings": [],
    }


def test_inspect_json_keeps_the_order_of_the_release_and_names_every_finding():
    status, out, _ = shown(run("inspect", SPECS / "12.2", "--json"))
    document = json.loads(out)

    assert status == 0
    assert list(document)[:4] == ["release", "services", "counts", "agents"]
    assert (document["release"], document["services"]) == ("12.2", "Services88")
    assert document["agents"]["Contact"]["operations"]["GetContactEntity"] == {
        "bindings": ["soap", "agents"],
        "parameters": ["ContactEntityId"],
        "returns": "ContactEntity",
    }
    assert document["carriers"]["ContactEntity"]["base"] == "Carrier"
    assert all(
        set(each) == {"id", "severity", "message", "origin"}
        and each["severity"] in {"error", "warning", "note"}
        and each["origin"]
        for each in document["findings"]
    )


def test_an_answer_of_several_parts_is_an_object_in_json():
    _, out, _ = shown(run("inspect", SPECS / "12.2", "--json"))

    agents = json.loads(out)["agents"]
    assert agents["FileManager"]["operations"]["ReadFilePart"]["returns"] == {
        "Length": "int",
        "Response": "string",
    }


def test_notes_are_counted_on_standard_error():
    status, out, err = shown(run("inspect", SPECS / "12.2"))

    assert status == 0
    assert "findings (--json has each with its place)" in out
    assert err.endswith(" notes; `proxysmith inspect --json` lists them\n")


def test_a_hostile_name_cannot_steer_the_terminal(tmp_path: Path):
    document = json.dumps(CONTACT).replace("/Contact/", "/\\u001b[2J\\u202e/")
    (tmp_path / "a.json").write_text(document)

    _, out, err = shown(run("inspect", tmp_path, "--release", "\x1b[31m"))

    assert all(char == "\n" or char.isprintable() for char in out + err)


def test_a_reader_that_has_seen_enough_is_no_error(contact: Path):
    command = f"{sys.executable} -m generator inspect {SPECS}/12.2 --json | head -c 1"

    found = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.stdout, found.returncode) == ("{", 0)
    assert "Traceback" not in found.stderr


# --- generate


def test_generate_writes_an_installable_project_and_a_manifest(
    contact: Path, tmp_path: Path
):
    out = tmp_path / "out"

    assert shown(run("generate", contact, "--out", out, "--package", "crm")) == (
        0,
        "",
        "",
    )
    made = files(out)
    assert {
        "manifest.json",
        "proxies/pyproject.toml",
        "proxies/README.md",
        "proxies/crm/__init__.py",
        "proxies/crm/py.typed",
        "proxies/crm/session.py",
        "proxies/crm/agents/contact.py",
        "proxies/crm/carriers/contact.py",
        "proxies/crm/enumerations/kind.py",
        "proxies/crm/_runtime/session.py",
    } <= set(made)
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["files"] == {
        name: digest for name, digest in made.items() if name != "manifest.json"
    }
    assert str(tmp_path) not in (out / "manifest.json").read_text()


def test_generating_twice_gives_the_same_bytes(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    words = ("generate", SPECS / "12.2", "--emit", "proxies,stubs", "--out")

    for out in (one, two, two):
        assert run(*words, out).exit_code == 0

    assert files(one) == files(two)


def test_the_seed_of_hashes_does_not_matter(tmp_path: Path):
    for seed in ("1", "2"):
        subprocess.run(
            [
                *(sys.executable, "-m", "generator", "generate", SPECS / "12.1"),
                *("--out", tmp_path / seed, "--emit", "proxies,stubs,models"),
            ],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )

    assert files(tmp_path / "1") == files(tmp_path / "2")


def test_only_the_agents_that_were_asked_for_are_written(contact: Path, tmp_path: Path):
    out = tmp_path / "out"

    assert run("generate", contact, "--out", out, "--agents", "User").exit_code == 0
    made = {
        name for name in files(out / "proxies" / "netserver") if "_runtime" not in name
    }
    assert "agents/user.py" in made
    assert not made & {
        "agents/contact.py",
        "carriers/contact.py",
        "enumerations/kind.py",
    }


def test_check_says_what_would_change_and_writes_nothing(contact: Path, tmp_path: Path):
    out = tmp_path / "out"
    command = ("generate", contact, "--out", out, "--package", "crm")

    status, listed, err = shown(run(*command, "--check"))
    assert (status, err) == (1, "")
    assert "proxies/crm/session.py" in listed
    assert not out.exists()

    run(*command)
    assert shown(run(*command, "--check")) == (0, "", "")

    (out / "proxies" / "crm" / "session.py").write_text("# edited\n")
    (out / "proxies" / "crm" / "py.typed").unlink()
    before = files(out)
    status, listed, err = shown(run(*command, "--check"))
    assert (status, err, len(listed.splitlines())) == (1, "", 2)
    assert "proxies/crm/session.py" in listed
    assert "proxies/crm/py.typed" in listed
    assert files(out) == before


def test_check_sees_that_the_sources_have_changed(contact: Path, tmp_path: Path):
    out = tmp_path / "out"
    run("generate", contact, "--out", out)
    contact.write_text(contact.read_text().replace("GetNames", "GetAllNames"))

    status, listed, _ = shown(run("generate", contact, "--out", out, "--check"))

    assert status == 1
    assert "proxies/netserver/agents/user.py" in listed


def test_no_progress_is_shown_in_a_pipe(contact: Path, tmp_path: Path):
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "generator",
            "generate",
            contact,
            "--out",
            tmp_path / "out",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert (found.stdout, found.stderr) == (b"", b"")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there is no terminal here")
def test_progress_is_shown_on_a_terminal(contact: Path, tmp_path: Path):
    here, there = os.openpty()
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "generator",
            "generate",
            contact,
            "--out",
            tmp_path / "out",
        ],
        cwd=ROOT,
        stderr=there,
        env=os.environ | {"TERM": "xterm"},
    ) as process:
        os.close(there)
        seen = b""
        try:
            while chunk := os.read(here, 1024):
                seen += chunk
        except OSError:  # the other end is closed
            pass
        os.close(here)
    assert process.returncode == 0
    assert b"reading" in seen and b"rendering" in seen


# --- generate stubs


def stubs(made: dict[str, str]) -> dict[str, str]:
    return {name: each for name, each in made.items() if name.startswith("stubs/")}


def test_stubs_are_written_beside_the_proxies_they_need(contact: Path, tmp_path: Path):
    alone, out = tmp_path / "alone", tmp_path / "out"
    command = ("generate", contact, "--package", "crm", "--out")
    run(*command, alone)

    assert shown(run(*command, out, "--emit", "stubs")) == (0, "", "")
    made, before = files(out), files(alone)
    copied = "stubs/crm_stubs/_server"
    assert {name for name in stubs(made) if not name.startswith(copied)} == {
        "stubs/README.md",
        "stubs/pyproject.toml",
        *(
            f"stubs/crm_stubs/{name}"
            for name in (
                "__init__.py",
                "agents/__init__.py",
                "agents/contact.py",
                "agents/user.py",
                "application.py",
                "py.typed",
                "testing.py",
            )
        ),
    }
    server = ROOT / "generator" / "runtime" / "server"
    assert {name for name in made if name.startswith(copied)} == {
        f"{copied}/SHA256",
        *(f"{copied}/{path.name}" for path in server.glob("*.py")),
    }
    assert not any("_runtime/server" in name for name in made)
    del before["manifest.json"]
    assert {name: made[name] for name in made if name.startswith("proxies/")} == before
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["files"].keys() == made.keys() - {"manifest.json"}
    assert manifest["options"]["emit"] == ["stubs"]


def test_naming_the_proxies_too_makes_no_other_files(contact: Path, tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"

    run("generate", contact, "--out", one, "--emit", "stubs")
    run("generate", contact, "--out", two, "--emit", "stubs,proxies")

    made, others = files(one), files(two)
    del made["manifest.json"], others["manifest.json"]
    assert made == others


def test_check_compares_stubs_too(contact: Path, tmp_path: Path):
    out = tmp_path / "out"
    command = ("generate", contact, "--out", out, "--package", "crm")

    run(*command)
    status, listed, _ = shown(run(*command, "--emit", "proxies,stubs", "--check"))
    assert status == 1
    assert "stubs/crm_stubs/application.py" in listed
    assert "proxies/crm/session.py" not in listed

    run(*command, "--emit", "proxies,stubs")
    assert shown(run(*command, "--emit", "proxies,stubs", "--check")) == (0, "", "")

    for name in ("agents/user.py", "_server/store.py"):
        (out / "stubs" / "crm_stubs" / name).write_text("# edited\n")
    status, listed, _ = shown(run(*command, "--emit", "proxies,stubs", "--check"))
    assert (status, len(listed.splitlines())) == (1, 2)
    assert "stubs/crm_stubs/agents/user.py" in listed
    assert "stubs/crm_stubs/_server/store.py" in listed


def test_what_somebody_has_filled_in_is_not_touched(contact: Path, tmp_path: Path):
    """A subclass beside the stubs, one in their package, and one somewhere else."""
    out = tmp_path / "out"
    command = ("generate", contact, "--out", out, "--package", "crm")
    run(*command, "--emit", "stubs")
    mine = (
        out / "mine.py",
        out / "stubs" / "mine.py",
        out / "stubs" / "crm_stubs" / "agents" / "mine.py",
        tmp_path / "mine.py",
    )
    for path in mine:
        path.write_text("from crm_stubs import ContactAgentStub\n")
    generated = stubs(files(out))

    contact.write_text(contact.read_text().replace("GetNames", "GetAllNames"))
    assert shown(run(*command, "--emit", "stubs")) == (0, "", "")

    assert all(path.read_text().startswith("from crm_stubs") for path in mine)
    again = stubs(files(out))
    changed = {name for name in again if again[name] != generated[name]}
    assert changed == {"stubs/crm_stubs/agents/user.py"}


def test_stubs_that_are_not_wanted_any_more_go_and_what_is_not_ours_stays(
    contact: Path, tmp_path: Path
):
    out = tmp_path / "out"
    command = ("generate", contact, "--out", out, "--package", "crm")
    run(*command)
    before = files(out)
    run(*command, "--emit", "proxies,stubs")
    mine = out / "stubs" / "crm_stubs" / "agents" / "mine.py"
    mine.write_text("from .contact import ContactAgentStub\n")

    assert shown(run(*command, "--emit", "proxies")) == (0, "", "")

    assert files(out) == before | {
        "stubs/crm_stubs/agents/mine.py": hashlib.sha256(mine.read_bytes()).hexdigest()
    }


def test_only_the_stubs_of_agents_that_were_asked_for_are_written(
    contact: Path, tmp_path: Path
):
    out = tmp_path / "out"
    words = ("--emit", "stubs", "--agents", "User")

    assert run("generate", contact, "--out", out, *words).exit_code == 0

    agents = out / "stubs" / "netserver_stubs" / "agents"
    assert {path.name for path in agents.iterdir()} == {"__init__.py", "user.py"}


@pytest.mark.parametrize("package", ["stubs", "proxies", "server_stubs"])
def test_a_package_may_have_any_name(contact: Path, tmp_path: Path, package: str):
    words = ("--emit", "stubs", "--package", package)

    assert run("generate", contact, "--out", tmp_path / "out", *words).exit_code == 0

    assert (tmp_path / "out" / "stubs" / f"{package}_stubs" / "agents").is_dir()


def test_users_may_have_templates_of_their_own_for_stubs(contact: Path, tmp_path: Path):
    theirs, out = tmp_path / "theirs", tmp_path / "out"
    (theirs / "server" / "agents").mkdir(parents=True)
    (theirs / "server" / "README.md.jinja").write_text("# {{ name }}, ours\n")
    ours = (ROOT / "templates" / "server" / "agents" / "agent.py.jinja").read_text()
    (theirs / "server" / "agents" / "agent.py.jinja").write_text(
        ours.replace("raise NotImplementedError", 'raise   LookupError("not yet")')
    )
    words = ("--emit", "stubs", "--templates", theirs)

    assert shown(run("generate", contact, "--out", out, *words)) == (0, "", "")

    assert (out / "stubs" / "README.md").read_text() == "# netserver_stubs, ours\n"
    stub = (out / "stubs" / "netserver_stubs" / "agents" / "user.py").read_text()
    assert '        raise LookupError("not yet")\n' in stub


def test_a_users_template_that_loses_a_method_is_refused(contact: Path, tmp_path: Path):
    theirs, out = tmp_path / "theirs", tmp_path / "out"
    (theirs / "server" / "agents").mkdir(parents=True)
    (theirs / "server" / "agents" / "agent.py.jinja").write_text(
        "class {{ name }}:\n    NAME = {{ wire_name }}\n"
    )
    words = ("--emit", "stubs", "--templates", theirs)

    status, _, err = shown(run("generate", contact, "--out", out, *words))

    assert status == 3
    assert err.startswith(
        "stubs/netserver_stubs/agents/contact.py:1: error[audit]: method get_contact is missing"
    )
    assert not out.exists()


# --- metadata that cannot be used


def zipped(**entries: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return content.getvalue()


TRUNCATED = json.dumps(CONTACT)[:300]
UNUSABLE: dict[str, tuple[str, bytes]] = {
    "truncated-json": ("a.json", TRUNCATED.encode()),
    "foreign-file": ("a.png", b"\x89PNG\r\n\x1a\n"),
    "empty-file": ("a.json", b""),
    "other-json": ("a.json", b'{"name": "left-pad"}'),
    "truncated-xml": (
        "a.wsdl",
        b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/">',
    ),
    "truncated-zip": ("a.zip", zipped(**{"a.json": json.dumps(CONTACT)})[:200]),
    "zip-of-nothing": ("a.zip", zipped(**{"a.txt": "hello"})),
    "dangling-type": (
        "a.json",
        json.dumps(CONTACT)
        .replace("definitions/Contact", "definitions/Contct")
        .encode(),
    ),
}


@pytest.mark.parametrize("case", UNUSABLE)
@pytest.mark.parametrize("command", ["inspect", "generate"])
def test_metadata_that_cannot_be_used_is_status_3_and_names_the_file(
    tmp_path: Path, command: str, case: str
):
    name, content = UNUSABLE[case]
    (tmp_path / name).write_bytes(content)
    words = ["--out", tmp_path / "out"] if command == "generate" else []

    status, out, err = shown(run(command, tmp_path / name, *words))

    assert (status, out) == (3, "")
    assert err.startswith(name)
    assert ": error[" in err
    assert "Traceback" not in err
    assert set(files(tmp_path)) == {name}


def test_a_source_that_is_not_there_is_status_3(tmp_path: Path):
    status, out, err = shown(run("inspect", tmp_path / "gone.zip"))

    assert (status, out) == (3, "")
    assert err.startswith("gone.zip: error[")


def test_a_folder_without_descriptions_is_status_3(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("hello")

    status, out, err = shown(run("inspect", tmp_path))

    assert (status, out) == (3, "")
    assert err.startswith(f"{tmp_path.name}: error[no-description]: ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--agents", "Contact,Contract"],
            'error[unknown-agent]: there is no agent "Contract"\n'
            "  expected: one of Contact, User\n"
            '  hint: did you mean "Contact"?\n',
        ),
        (
            ["--services", "87"],
            'error[unknown-services]: there is no service version "87" among the sources\n'
            "  hint: no source names a version: leave it out\n",
        ),
        (
            ["--overlay", "{tmp}/gone.toml"],
            "gone.toml: error[unreadable]: cannot be read: No such file or directory\n",
        ),
        (
            ["--overlay", "{tmp}/contact.json"],
            "contact.json: error[overlay]: not readable as TOML: ",
        ),
        (
            ["--templates", "{tmp}/gone"],
            "{tmp}/gone: error[template]: this is no folder\n",
        ),
    ],
)
def test_an_option_that_does_not_fit_the_metadata_is_status_3(
    contact: Path, tmp_path: Path, options: list[str], message: str
):
    words = [each.replace("{tmp}", str(tmp_path)) for each in options]

    status, out, err = shown(
        run("generate", contact, "--out", tmp_path / "out", *words)
    )

    assert (status, out) == (3, "")
    assert err.startswith(message.replace("{tmp}", str(tmp_path)))
    assert set(files(tmp_path)) == {"contact.json"}


@pytest.mark.parametrize(
    "package", ["../../evil", "a.b", "class", "_x", "a b", "ünïcode", "a\\nb"]
)
def test_a_release_file_cannot_name_a_package_that_is_none(
    tmp_path: Path, package: str
):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(CONTACT))
    (folder / "release.toml").write_text(f'package = "{package}"', "utf-8")

    status, out, err = shown(run("generate", folder, "--out", tmp_path / "out"))

    assert (status, out) == (3, "")
    assert err.startswith("in/release.toml: error[release-file]: package is ")
    assert "  expected: a name that Python can import\n" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text", ["label = 12", "label = [", "x = " + "[" * 3000, "x = " + "9" * 5000]
)
def test_a_release_file_that_is_wrong_is_status_3(tmp_path: Path, text: str):
    (tmp_path / "a.json").write_text(json.dumps(CONTACT))
    (tmp_path / "release.toml").write_text(text)

    status, out, err = shown(run("inspect", tmp_path))

    assert (status, out) == (3, "")
    assert "/release.toml: error[release-file]: " in err


@pytest.mark.parametrize("label", ["9" * 5000, '"\n[x]', "\u202e", "", "v1; rm -rf /"])
def test_any_label_will_do(contact: Path, tmp_path: Path, label: str):
    out = tmp_path / "out"

    assert run("generate", contact, "--out", out, "--release", label).exit_code == 0


def test_an_output_folder_that_is_a_file_is_status_3(contact: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.write_text("mine")

    status, printed, err = shown(run("generate", contact, "--out", out))

    assert (status, printed) == (3, "")
    assert err.startswith(f"{out}: error[output]: this is no folder\n")
    assert out.read_text() == "mine"


def test_a_failed_run_leaves_the_old_output_whole(contact: Path, tmp_path: Path):
    out = tmp_path / "out"
    run("generate", contact, "--out", out)
    before = files(out)
    contact.write_text(TRUNCATED)

    assert run("generate", contact, "--out", out).exit_code == 3
    assert files(out) == before


# --- anything at all


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A description with a stretch of it replaced."""
    whole = draw(st.sampled_from(WHOLE))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    return whole[:start] + draw(st.binary(max_size=20) | PIECES) + whole[end:]


PIECES = st.sampled_from(
    [
        b"null",
        b"{}",
        b"[]",
        b'""',
        b"-1",
        b"1e999",
        b"]]>",
        b"<!DOCTYPE a>",
        b"&x;",
        b"\xff",
        b"\\u0000",
        b"\\ud800",
        b'"$ref"',
        b"../..",
        b"http://x/",
        b"xs:any",
    ]
)
WHOLE = [
    json.dumps(CONTACT).encode(),
    (SPECS / "12.2" / "soap" / "FileManager.wsdl").read_bytes(),
    (SPECS / "12.2" / "agents" / "Workflow.json").read_bytes(),
    (SPECS / "12.2" / "agents" / "TimeZone.yaml").read_bytes(),
]


@given(damaged())
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_damaged_metadata_is_read_or_refused_and_never_a_stack_trace(
    tmp_path: Path, content: bytes
):
    (tmp_path / "a.json").write_bytes(content)

    result = run("inspect", tmp_path / "a.json")

    status, _, err = shown(result)
    assert status in (0, 3), err
    assert "Traceback" not in err
    assert status == 0 or ": error[" in err


def test_a_run_that_is_interrupted_says_so_as_shells_do(
    monkeypatch: pytest.MonkeyPatch,
):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.pipeline.read_release", interrupted)

    assert shown(run("inspect", SPECS / "12.2")) == (130, "", "")
