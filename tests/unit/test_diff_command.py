"""`proxysmith diff`: what users type, and what they get."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree, html

from generator.cli import main
from generator.diff.catalogue import RULES

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
OLD, NEW = SPECS / "12.1", SPECS / "12.2"
FORMS = ("text", "markdown", "json", "html", "junit", "github")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def api(*fields: str, name: str = "Contact") -> str:
    """The smallest description with an agent, whose one operation answers with those fields."""
    return json.dumps(
        {
            "swagger": "2.0",
            "info": {"title": "t", "version": "1"},
            "paths": {
                f"/api/v1/Agents/{name}/Get": {
                    "post": {
                        "parameters": [],
                        "responses": {
                            "200": {
                                "description": "",
                                "schema": {"$ref": "#/definitions/Thing"},
                            }
                        },
                    }
                }
            },
            "definitions": {
                "Thing": {
                    "type": "object",
                    "properties": {each: {"type": "string"} for each in fields},
                }
            },
        }
    )


def source(folder: Path, label: str, *fields: str, name: str = "Contact") -> Path:
    folder.mkdir(parents=True)
    (folder / "api.json").write_text(api(*fields, name=name))
    (folder / "release.toml").write_text(f'label = "{label}"\n')
    return folder


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases, of which the second lacks a field and has another one."""
    return (
        source(tmp_path / "old", "1.0", "Name", "Salutation"),
        source(tmp_path / "new", "1.1", "Name", "Category"),
    )


def test_the_report_goes_to_standard_output_and_findings_to_standard_error(
    pair: tuple[Path, Path],
):
    result = run(*pair)

    assert result.exit_code == 0
    assert result.stdout == """\
Changes from 1.0 to 1.1
1 breaking, 1 safe
netserver 1.0.0: the next version is 2.0.0, since 1 change is breaking

In Contact
  breaking  Thing has no field Salutation (string) any more
            field-removed: the wire, Python source, stored data
            was old/api.json#/definitions/Thing/properties/Salutation
            now new/api.json#/definitions/Thing
            answered by Contact.Get
            before: thing.salutation
            after:  gone; nothing takes its place
  safe      Thing has a field Category (string)
            field-added
            was old/api.json#/definitions/Thing
            now new/api.json#/definitions/Thing/properties/Category
            answered by Contact.Get
"""


@pytest.mark.parametrize("form", FORMS)
def test_every_format_prints_something_that_reads_back(form: str):
    result = run(OLD, NEW, "--format", form)

    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert str(ROOT) not in result.stdout
    match form:
        case "json":
            assert json.loads(result.stdout)["old"]["label"] == "12.1"
        case "html":
            page = html.document_fromstring(result.stdout)
            assert page.findtext(".//h1") == "Changes from 12.1 to 12.2"
        case "junit":
            assert etree.fromstring(result.stdout.encode()).tag == "testsuites"
        case "github":
            assert all(line.startswith("::") for line in result.stdout.splitlines())
        case _:
            assert "session.contact.merge" in result.stdout


@pytest.mark.parametrize("form", FORMS)
def test_the_same_sources_give_the_same_bytes_whatever_the_hashes(form: str):
    made: set[bytes] = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "generator", "diff", OLD, NEW, "--format", form],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        made.add(done.stdout)

    assert len(made) == 1


# --- how bad is too bad ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("bar", "status"), [("none", 0), ("breaking", 1), ("risky", 1), ("any", 1)]
)
def test_fail_on_is_the_exit_status(pair: tuple[Path, Path], bar: str, status: int):
    result = run(*pair, "--fail-on", bar)

    assert result.exit_code == status
    assert result.stdout.startswith("Changes from")


@pytest.mark.parametrize(
    ("bar", "status"), [("none", 0), ("breaking", 0), ("risky", 0), ("any", 1)]
)
def test_what_is_safe_fails_for_any_change_alone(tmp_path: Path, bar: str, status: int):
    old = source(tmp_path / "old", "1.0", "Name")
    new = source(tmp_path / "new", "1.1", "Name", "Category")

    assert run(old, new, "--fail-on", bar).exit_code == status
    assert run(old, old, "--fail-on", bar).exit_code == 0


def test_what_is_accepted_does_not_fail(pair: tuple[Path, Path], tmp_path: Path):
    accepted = tmp_path / "accepted.toml"
    accepted.write_text(
        '[[accept]]\nrule = "field-removed"\nsubject = "Thing.*"\nreason = "unused here"\n'
    )

    result = run(*pair, "--fail-on", "breaking", "--accept", accepted)

    assert result.exit_code == 0
    assert "accepted: unused here" in result.stdout
    assert "1 breaking, 1 safe, 1 accepted" in result.stdout
    assert result.stderr == ""


def test_an_entry_that_matches_nothing_is_complained_of(
    pair: tuple[Path, Path], tmp_path: Path
):
    accepted = tmp_path / "accepted.toml"
    accepted.write_text(
        '[[accept]]\nrule = "field-removed"\nsubject = "Thing.Salutaton"\nreason = "r"\n'
    )

    result = run(
        *pair, "--fail-on", "breaking", "--accept", accepted, "--format", "json"
    )

    assert result.exit_code == 1
    assert result.stderr == (
        'accepted.toml:1: warning[accept-unused]: no change is accepted by rule "field-removed" for "Thing.Salutaton"\n'
        "  expected: an entry that a change meets\n"
        '  hint: did you mean "Thing.Salutation"?\n'
    )
    assert [each["id"] for each in json.loads(result.stdout)["findings"]] == [
        "accept-unused"
    ]


def test_a_file_of_accepted_changes_that_is_none_ends_the_run(
    pair: tuple[Path, Path], tmp_path: Path
):
    accepted = tmp_path / "accepted.toml"
    accepted.write_text("[[accept]]\nrule = 3\n")

    broken = run(*pair, "--accept", accepted)
    missing = run(*pair, "--accept", tmp_path / "nothing.toml")

    assert (broken.exit_code, broken.stdout) == (3, "")
    assert broken.stderr.count("accepted.toml:1: error[accept-file]") == 3
    assert (missing.exit_code, missing.stdout) == (3, "")
    assert missing.stderr.startswith("nothing.toml: error[unreadable]")


# --- which releases --------------------------------------------------------------------


def test_a_zip_and_a_file_are_sources_too(tmp_path: Path):
    old = tmp_path / "old.zip"
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr("api.json", api("Name"))
    new = tmp_path / "new.json"
    new.write_text(api("Name", "Category"))

    result = run(old, new)

    assert result.exit_code == 0
    assert result.stdout.startswith("Changes from old.zip to new.json\n1 safe\n")
    assert "now new.json#/definitions/Thing/properties/Category" in result.stdout


def test_files_of_one_name_are_told_apart(tmp_path: Path):
    paths: list[Path] = []
    for name, fields in (("old", ["Name"]), ("new", ["Names", "Name"])):
        (tmp_path / name).mkdir()
        paths.append(tmp_path / name / "api.json")
        paths[-1].write_text(api(*fields))

    result = run(*paths)

    assert result.stdout.startswith("Changes from old/api.json to new/api.json\n")
    assert "was old/api.json#" in result.stdout
    assert "now new/api.json#" in result.stdout


def test_labels_that_are_equal_are_told_apart_by_their_sources(tmp_path: Path):
    old = source(tmp_path / "old", "1.0", "Name")
    new = source(tmp_path / "new", "1.0", "Name", "Category")

    assert run(old, new).stdout.startswith("Changes from 1.0 (old) to 1.0 (new)\n")


def test_a_wire_that_one_release_has_alone_is_warned_of():
    """The rest of what is told may be about nothing else."""
    soap = SPECS / "12.1" / "soap"

    result = run(soap, SPECS / "12.1" / "agents", SPECS / "12.2" / "agents")

    assert result.stderr.count("warning[wires-differ]") == 1
    assert 'is described over SOAP, "12.1/agents" over Agents REST\n' in result.stderr
    assert "wires-differ" not in run(SPECS / "12.1", SPECS / "12.2").stderr


def test_a_row_of_releases_is_compared_step_by_step(tmp_path: Path):
    row = [
        source(tmp_path / label, label, *fields)
        for label, fields in (
            ("1.0", ["Name"]),
            ("1.1", ["Name", "Category"]),
            ("1.2", ["Category"]),
        )
    ]

    result = run(*row)

    assert re.findall("Changes from .*", result.stdout) == [
        "Changes from 1.0 to 1.1",
        "Changes from 1.1 to 1.2",
    ]


def test_a_row_begins_with_what_each_step_did_to_each_agent(tmp_path: Path):
    one = source(tmp_path / "1.0", "1.0", "Id", "Name")
    two = source(tmp_path / "1.1", "1.1", "Id", "Name", "Rank")
    three = source(tmp_path / "1.2", "1.2", "Id")

    text = run(one, two, three).stdout
    history = json.loads(run(one, two, three, "--format", "json").stdout)

    assert text.startswith(
        "From 1.0 on\n"
        "            to 1.1   to 1.2\n"
        "  Contact   1 safe   2 breaking\n"
        "\n"
        "Changes from 1.0 to 1.1\n"
    )
    assert history["history"] == {
        "Contact": [
            {"added": [], "removed": [], "counts": {"safe": 1}},
            {"added": [], "removed": [], "counts": {"breaking": 2}},
        ]
    }


def test_the_wires_of_one_release_can_be_compared():
    done = run(SPECS / "12.2", "--wires")

    assert done.exit_code == 0
    assert done.stdout.startswith(
        "Where SOAP and Agents REST disagree\n1 risky, 5 safe\n\n"
    )
    assert (
        "  risky     LicenseInfo.ExtraInfo is there over Agents REST alone, not over SOAP\n"
        "            wires-have-alone: the wire\n"
        "            SOAP: 12.2/soap/SoPrincipal.wsdl:130\n"
        "            REST: 12.2/agents/User.json#/definitions/" in done.stdout
    )
    found = json.loads(run(SPECS / "12.2", "--wires", "--format", "json").stdout)
    assert found["version"] is None
    suites = run(SPECS / "12.2", "--wires", "--format", "junit").stdout
    assert "SOAP: 12.2/soap/SoPrincipal.wsdl:130" in suites
    assert run(SPECS / "12.2", "--wires", "--fail-on", "risky").exit_code == 1
    assert run(SPECS / "12.2", "--wires", "--fail-on", "breaking").exit_code == 0


def wsdl(version: int, operation: str) -> str:
    namespace = f"http://www.superoffice.net/ws/crm/NetServer/Services{version}"
    return f"""<wsdl:definitions name="WcfContactService" targetNamespace="{namespace}" xmlns:tns="{namespace}"
        xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
        xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <wsdl:types>
        <xs:schema targetNamespace="{namespace}" elementFormDefault="qualified">
          <xs:element name="{operation}"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
          <xs:element name="{operation}Response"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
        </xs:schema>
      </wsdl:types>
      <wsdl:message name="in"><wsdl:part name="parameters" element="tns:{operation}"/></wsdl:message>
      <wsdl:message name="out"><wsdl:part name="parameters" element="tns:{operation}Response"/></wsdl:message>
      <wsdl:portType name="Contact">
        <wsdl:operation name="{operation}">
          <wsdl:input message="tns:in"/><wsdl:output message="tns:out"/>
        </wsdl:operation>
      </wsdl:portType>
      <wsdl:binding name="BasicHttpBinding_Contact" type="tns:Contact">
        <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
        <wsdl:operation name="{operation}">
          <soap:operation soapAction="{namespace}/Contact/{operation}" style="document"/>
          <wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output>
        </wsdl:operation>
      </wsdl:binding>
      <wsdl:service name="WcfContactService">
        <wsdl:port name="BasicHttpBinding_Contact" binding="tns:BasicHttpBinding_Contact">
          <soap:address location="https://x.example/Remote/Services{version}/Contact.svc"/>
        </wsdl:port>
      </wsdl:service>
    </wsdl:definitions>"""


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A zip with three service versions, as the vendor packs them."""
    path = tmp_path / "wsdl.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for version, operation in ((86, "Get"), (87, "Get"), (88, "Find")):
            archive.writestr(f"Services{version}.wsdl", wsdl(version, operation))
    return path


def test_versions_within_one_source_can_be_compared(versions: Path):
    once = run(versions, "--services", "87,88")
    twice = run(versions, versions, "--services", "87,88")

    assert once.exit_code == 0
    assert once.stdout.startswith("Changes from Services87 to Services88\n")
    assert "Contact.Get is gone" in once.stdout
    assert twice.stdout == once.stdout


def test_one_version_counts_for_every_source(versions: Path):
    result = run(versions, versions, "--services", "87")

    assert result.stdout.startswith(
        "Changes from Services87 to Services87\nnothing differs\n"
    )


def test_a_row_of_versions_within_one_source(versions: Path):
    result = run(versions, "--services", "86,87,88", "--format", "json")

    steps = json.loads(result.stdout)["steps"]
    assert [(each["old"]["name"], each["new"]["name"]) for each in steps] == [
        ("Services86", "Services87"),
        ("Services87", "Services88"),
    ]


def test_agents_can_be_looked_at_alone():
    result = run(OLD, NEW, "--agents", "Person,Favourite", "--format", "json")

    assert result.exit_code == 0
    found = json.loads(result.stdout)
    groups = {each["group"] for each in found["changes"]}
    assert {"Person", "Favourite"} <= groups
    assert not groups & {"Contact", "Document", "Webhook"}
    for change in found["changes"]:
        if change["group"] == "":
            users = change["used"] or {"sent": [], "answered": []}
            assert change["subject"]["kind"] == "release" or any(
                "Person" in each for each in (*users["sent"], *users["answered"])
            )


def test_an_agent_that_neither_has_is_an_error():
    result = run(OLD, NEW, "--agents", "Persson")

    assert (result.exit_code, result.stdout) == (3, "")
    assert 'error[unknown-agent]: there is no agent "Persson"' in result.stderr
    assert 'hint: did you mean "Person"?' in result.stderr


# --- what cannot be read ---------------------------------------------------------------


def test_every_source_that_cannot_be_used_is_told_of(tmp_path: Path):
    old = source(tmp_path / "a", "1", "Name")
    (old / "api.json").write_text(api("Name")[:-20])
    new = source(tmp_path / "b", "2", "Name")
    (new / "api.json").write_text('{"swagger": "2.0", "swagger": "2.0"}')

    result = run(old, new, tmp_path / "c")

    assert (result.exit_code, result.stdout) == (3, "")
    lines = [line for line in result.stderr.splitlines() if "error[" in line]
    assert [re.split("[:#]", line)[0] for line in lines] == [
        "a/api.json",
        "b/api.json",
        "c",
    ]
    assert "Traceback" not in result.stderr


def test_errors_in_files_of_one_name_say_which(tmp_path: Path):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "api.json").write_text("{")

    result = run(tmp_path / "old" / "api.json", tmp_path / "new" / "api.json")

    assert result.exit_code == 3
    assert "old/api.json" in result.stderr
    assert "new/api.json" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument"),
        ([OLD], "one source is nothing to compare"),
        ([OLD, NEW, "--services", "1,2,3"], "3 versions for 2 sources"),
        ([OLD, NEW, "--services", "87,"], "an empty name between commas"),
        ([OLD, NEW, "--agents", ","], "an empty name between commas"),
        ([OLD, NEW, "--format", "pdf"], "'pdf' is not one of"),
        ([OLD, NEW, "--fail-on", "x"], "'x' is not one of"),
        ([NEW, "--wires", "--agents", "Contact"], "--wires goes with"),
        ([OLD, NEW, "--wires"], "--wires looks at one release"),
    ],
)
def test_wrong_usage_is_status_2(words: list[object], said: str):
    result = run(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


# --- the catalogue ---------------------------------------------------------------------


def test_a_rule_explains_itself():
    result = run("--explain", "member-removed")

    assert result.exit_code == 0
    rule = next(each for each in RULES if each.id == "member-removed")
    words = " ".join(result.stdout.split())
    assert words.startswith(f"member-removed: {rule.title} {rule.why}")
    assert words.endswith(f"It judges: {', '.join(rule.kinds)}")


def test_the_catalogue_lists_every_rule():
    lines = run("--explain", "list").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [each.id for each in RULES]


def test_a_rule_that_there_is_not_is_wrong_usage():
    result = run("--explain", "member-remove")

    assert (result.exit_code, result.stdout) == (2, "")
    assert """did you mean "member-removed"?""" in result.stderr


def test_shells_complete_rules():
    done = CliRunner().invoke(
        main,
        prog_name="proxysmith",
        env={
            "_PROXYSMITH_COMPLETE": "bash_complete",
            "COMP_WORDS": "proxysmith diff --explain member-re",
            "COMP_CWORD": "3",
        },
    )

    assert done.stdout.split() == [
        "plain,member-removed",
        "plain,member-renamed",
        "plain,member-renumbered",
    ]


# --- the terminal ----------------------------------------------------------------------


def test_colours_are_for_terminals_alone(pair: tuple[Path, Path]):
    words = ["diff", *map(str, pair)]

    assert "\x1b[31m" in CliRunner().invoke(main, words, color=True).stdout
    assert "\x1b" not in CliRunner().invoke(main, words).stdout


@pytest.mark.parametrize(("bar", "status"), [("none", 0), ("breaking", 1)])
def test_whoever_reads_no_further_gets_the_same_status_and_no_stack_trace(
    bar: str, status: int
):
    nobody, pipe = os.pipe()
    os.close(nobody)
    words = ["diff", "specs/12.1", "specs/12.2", "--fail-on", bar]
    with os.fdopen(pipe, "wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *words],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "name",
    [
        "\x1b[2J",
        "a\r\n::error::b",
        "]]></x><script>alert(1)</script>",
        "`|[x](javascript:x)",
        "%0A,:\x00\u202e",
    ],
    ids=ascii,
)
def test_names_in_the_metadata_are_names_and_nothing_else(
    tmp_path: Path, form: str, name: str
):
    old = source(tmp_path / "old", "1.0", "Name", name)
    new = source(tmp_path / "new", "1.1", "Name", f"{name}2", f"{name}3")

    result = run(old, new, "--format", form)

    assert result.exit_code == 0, result.output
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.stdout + result.stderr
    )
    assert "<script>" not in result.stdout or form not in ("html", "junit")
    assert not re.search(r"^\s*::error::b", result.stdout, re.MULTILINE)
