from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.runtime.server.conftest import Pair
from tests.unit.runtime.server.read_back import (
    Expected,
    read,
    read_carriers,
    read_enumerations,
    read_operations,
)

ROOT = "http://127.0.0.1:8000/Cust12345"


def agents(pair: Pair, *names: str) -> dict[str, Any]:
    return pair.server("openapi").agents_description(
        pair.catalogue, ROOT, names or None
    )


def webapi(pair: Pair, *names: str) -> dict[str, Any]:
    return pair.server("openapi").webapi_description(
        pair.catalogue, ROOT, names or None
    )


def in_parts(pair: Pair) -> Any:
    """The catalogue, with a few of the things that share a resource of one shape."""
    index = pair.proxies("resources").RESOURCES
    parts = {name: ("Business", "Category") for name in index if "<part>" in name}
    return replace(pair.catalogue, parts=parts)


def operations(description: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for path, item in description["paths"].items():
        for verb, operation in item.items():
            yield verb, path, operation


# -------------------------------------------------------------------------- the documents


def test_descriptions_are_valid_openapi(pair: Pair):
    from openapi_spec_validator import validate

    validate(agents(pair))
    validate(webapi(pair))


def test_a_description_says_where_the_installation_is_and_of_which_release(pair: Pair):
    made = agents(pair)

    assert made["openapi"] == "3.0.3"
    assert made["servers"] == [{"url": ROOT}]
    assert made["info"]["version"] == pair.catalogue.release.label


def test_braces_in_an_address_are_no_variables(pair: Pair):
    describe = pair.server("openapi").agents_description

    made = describe(pair.catalogue, "http://{host}/", ("Contact",))

    assert made["servers"] == [{"url": "http://%7Bhost%7D"}]


def test_the_same_rows_give_the_same_text(pair: Pair):
    assert json.dumps(agents(pair)) == json.dumps(agents(pair))
    assert json.dumps(webapi(pair)) == json.dumps(webapi(pair))


def test_every_reference_leads_to_a_component(pair: Pair):
    for made in (agents(pair), webapi(pair)):
        found = set(re.findall(r'"#/components/([^"]+)"', json.dumps(made)))
        there = {
            f"{kind}/{name}"
            for kind in ("schemas", "parameters", "responses")
            for name in made["components"][kind]
        }
        assert found <= there
        assert all(name.startswith("schemas/") for name in there - found)


def test_credentials_are_asked_for_by_schemes_that_there_are(pair: Pair):
    made = agents(pair)

    asked = [name for each in made["security"] for name in each]
    assert asked == list(made["components"]["securitySchemes"])
    assert not any("security" in each for _, _, each in operations(made))


# -------------------------------------------------------------------------- agents


def test_what_is_read_back_is_what_the_rows_say(pair: Pair):
    read_release, diagnostics = read(agents(pair))
    expected = Expected(pair)

    assert read_operations(read_release) == expected.operations(
        pair.catalogue.operations()
    )
    assert read_carriers(read_release) == expected.carriers()
    assert read_enumerations(read_release) == expected.enumerations()
    assert list(diagnostics) == []


def test_operations_have_the_names_that_netserver_gives_them(pair: Pair):
    found = {
        operation["operationId"]: (path, operation["tags"])
        for _, path, operation in operations(agents(pair, "Contact"))
    }

    assert found["v1ContactAgent_GetContactEntity"] == (
        "/api/v1/Agents/Contact/GetContactEntity",
        ["Contact_Agent"],
    )


def test_only_the_agents_asked_for_are_described(pair: Pair):
    made = agents(pair, "Contact", "Person")

    assert {path.split("/")[4] for path in made["paths"]} == {"Contact", "Person"}
    assert [each["name"] for each in made["tags"]] == ["Contact_Agent", "Person_Agent"]
    assert "AppointmentEntity" not in made["components"]["schemas"]


def test_the_four_shapes_of_requests(pair: Pair):
    made = agents(pair, "Contact")["paths"]

    def taken(name: str) -> tuple[list[Any], Any]:
        operation = made[f"/api/v1/Agents/Contact/{name}"]["post"]
        own = [each for each in operation["parameters"] if "$ref" not in each]
        return own, operation.get("requestBody")

    def body(schema: Any) -> Any:
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    number = {"type": "integer", "format": "int32"}
    assert taken("CreateDefaultContactEntity") == ([], None)
    assert taken("GetContactEntity") == (
        [
            {
                "name": "contactEntityId",
                "in": "query",
                "required": True,
                "schema": number,
            }
        ],
        None,
    )
    assert taken("SaveContactEntity") == (
        [],
        body({"$ref": "#/components/schemas/ContactEntity"}),
    )
    assert taken("GetContactList") == ([], body({"type": "array", "items": number}))
    assert taken("Undelete") == (
        [],
        body({"$ref": "#/components/schemas/Contact.UndeleteRequest"}),
    )


def test_wrappers_are_called_after_agent_and_operation(pair: Pair):
    schemas = agents(pair, "Contact")["components"]["schemas"]

    assert schemas["Contact.UndeleteRequest"] == {
        "type": "object",
        "properties": {"ContactId": {"type": "integer", "format": "int32"}},
    }


def test_answers_are_values_or_nothing_or_bytes_and_every_call_may_be_refused(
    pair: Pair,
):
    found = {
        operation["operationId"].split("_")[1]: operation["responses"]
        for _, _, operation in operations(agents(pair, "Contact", "Document"))
    }
    contact = {"$ref": "#/components/schemas/ContactEntity"}
    refused = {"$ref": "#/components/responses/Refused"}
    streams = [each for each in pair.catalogue.operations() if each.stream]

    assert found["GetContactEntity"] == {
        "200": {
            "description": "Done.",
            "content": {
                "application/json": {"schema": {"allOf": [contact], "nullable": True}}
            },
        },
        "default": refused,
    }
    assert list(found["DeleteContactEntity"]) == ["204", "default"]
    assert found[streams[0].name]["200"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }


def test_select_stands_where_rows_have_it(pair: Pair):
    select = {"$ref": "#/components/parameters/Select"}

    found = {
        operation["operationId"]: select in operation["parameters"]
        for _, _, operation in operations(agents(pair))
    }

    assert found == {
        f"v1{each.agent}Agent_{each.name}": each.select
        for each in pair.catalogue.operations()
        if each.on_agents
    }


def test_subtypes_are_told_apart_as_the_runtime_does(pair: Pair):
    schemas = agents(pair, "Workflow")["components"]["schemas"]
    base = schemas["WorkflowStepBase"]

    assert base["additionalProperties"] is True
    assert base["discriminator"]["propertyName"] == "StepType"
    for reference in base["discriminator"]["mapping"].values():
        subtype = schemas[reference.rpartition("/")[2]]
        assert subtype["allOf"][0] == {"$ref": "#/components/schemas/WorkflowStepBase"}


# -------------------------------------------------------------------------- resources


def test_every_operation_of_a_resource_is_described(pair: Pair):
    catalogue = in_parts(pair)
    made = pair.server("openapi").webapi_description(catalogue, ROOT)

    found = [
        (verb.upper(), name)
        for verb, _, operation in operations(made)
        for name in operation.get("x-operations", [operation["operationId"]])
    ]

    assert len(found) == len(set(found)) == len(catalogue.resources)
    assert {(each.verb, each.name) for each in pair.catalogue.resources} <= set(found)


def test_no_two_paths_are_the_same_to_netserver(pair: Pair):
    paths = [re.sub(r"{[^}]*}", "{}", path).lower() for path in webapi(pair)["paths"]]

    assert len(paths) == len(set(paths))


def test_operations_told_apart_by_values_are_one_and_all_are_named(pair: Pair):
    made = webapi(pair, "User")
    got = made["paths"]["/api/v1/User/{id}"]["get"]

    assert got["operationId"] == "v1User_GetUser"
    assert got["x-operations"] == ["v1User_GetUser", "v1User_GetUserFromName"]
    assert got["parameters"][0] == {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    assert got["description"].splitlines()[-2:] == [
        "- `v1User_GetUser`: `id` is a whole number",
        "- `v1User_GetUserFromName`: `userName` is a text",
    ]


def test_placeholders_of_a_path_are_its_parameters(pair: Pair):
    for _, path, operation in operations(webapi(pair)):
        placed = [
            each["name"] for each in operation["parameters"] if each.get("in") == "path"
        ]
        assert placed == re.findall(r"{([^}]*)}", path)


def test_conditions_and_statuses_of_an_entity(pair: Pair):
    item = webapi(pair, "Contact")["paths"]["/api/v1/Contact/{id}"]

    def told(verb: str) -> tuple[list[str], bool, bool]:
        parameters = [each.get("$ref", "") for each in item[verb]["parameters"]]
        return (
            list(item[verb]["responses"]),
            "#/components/parameters/If-Modified-Since" in parameters,
            "#/components/parameters/If-Unmodified-Since" in parameters,
        )

    assert told("get") == (["200", "304", "404", "default"], True, False)
    assert told("put") == (["200", "404", "412", "default"], False, True)
    assert told("patch") == (["200", "404", "409", "412", "default"], False, True)
    assert told("delete") == (["204", "404", "412", "default"], False, True)


def test_a_patch_is_operations_or_members_of_the_entity(pair: Pair):
    item = webapi(pair, "Contact")["paths"]["/api/v1/Contact/{id}"]

    assert item["patch"]["requestBody"]["content"] == {
        "application/json": {
            "schema": {
                "anyOf": [
                    {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/PatchOperation"},
                    },
                    {"$ref": "#/components/schemas/ContactEntity"},
                ]
            }
        }
    }


def test_lists_of_rows_are_asked_by_what_their_rows_name(pair: Pair):
    made = webapi(pair, "Contact")
    listed = made["paths"]["/api/v1/Contact"]["get"]
    parameters = made["components"]["parameters"]

    row = next(
        each for each in pair.catalogue.resources if each.name == listed["operationId"]
    )
    names = [
        parameters[each["$ref"].rpartition("/")[2]]["name"]
        for each in listed["parameters"]
        if "/Rows." in each.get("$ref", "")
    ]

    assert names == list(row.rows)
    assert listed["responses"]["200"]["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/RowsPage"}
    }


# -------------------------------------------------------------------------- whole releases


@pytest.mark.slow
def test_what_is_read_back_of_a_whole_release_is_what_its_rows_say(whole_pair: Pair):
    read_release, diagnostics = read(agents(whole_pair))
    expected = Expected(whole_pair)

    assert read_operations(read_release) == expected.operations(
        whole_pair.catalogue.operations()
    )
    assert read_carriers(read_release) == expected.carriers()
    assert read_enumerations(read_release) == expected.enumerations()
    assert list(diagnostics) == []


@pytest.mark.slow
def test_what_shares_a_shape_is_called_after_its_part(whole_pair: Pair):
    describe = whole_pair.server("openapi").webapi_description
    made = describe(in_parts(whole_pair), ROOT, ("List/Business",))

    assert all(each["tags"] == ["List_Business"] for _, _, each in operations(made))
    assert made["paths"]["/api/v1/List/Business/Items"]["get"]["operationId"] == (
        "v1ListBusiness_List"
    )


@pytest.mark.slow
def test_descriptions_of_a_whole_release_are_valid(whole_pair: Pair):
    from openapi_spec_validator import validate

    describe = whole_pair.server("openapi")
    catalogue = in_parts(whole_pair)
    rest = describe.webapi_description(catalogue, ROOT)

    validate(agents(whole_pair, "Contact", "Person", "Workflow", "Archive"))
    validate(rest)
    assert sum(
        len(each.get("x-operations", [0])) for _, _, each in operations(rest)
    ) == len(catalogue.resources)


@pytest.mark.slow
def test_schemathesis_finds_every_operation_of_a_whole_release(whole_pair: Pair):
    schemathesis = pytest.importorskip("schemathesis")

    for made in (agents(whole_pair), webapi(whole_pair)):
        schema = schemathesis.openapi.from_dict(made)
        found = [each.ok() for each in schema.get_all_operations()]
        assert len(found) == sum(1 for _ in operations(made))


@pytest.mark.slow
def test_other_generators_make_a_client_of_it(whole_pair: Pair, tmp_path: Path):
    pytest.importorskip("openapi_python_client")
    described = tmp_path / "described.json"
    described.write_text(json.dumps(agents(whole_pair, "Contact", "Person")))
    config = tmp_path / "config.yaml"
    config.write_text("post_hooks: []")
    client = tmp_path / "client"

    words = [sys.executable, "-m", "openapi_python_client", "generate"]
    words += ["--path", str(described), "--output-path", str(client), "--meta", "none"]
    words += ["--config", str(config), "--fail-on-warning"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    made = {each.name for each in (client / "api" / "contact_agent").iterdir()}
    assert "v_1_contact_agent_get_contact_entity.py" in made
