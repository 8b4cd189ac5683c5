"""What Swagger 2.0 and OpenAPI 3 descriptions say, the traps of NetServer's among them."""

from __future__ import annotations

import copy
import json
import re
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Diagnostics, MetadataError, Origin, Severity
from generator.model.bindings import AgentsBinding, Shape
from generator.model.carriers import (
    Carrier,
    Discriminator,
    Enumeration,
    Field,
    Member,
)
from generator.model.release import (
    Agent,
    Answer,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    parts,
)
from generator.readers.kinds import Kind
from generator.readers.openapi import read_openapi
from generator.sources import file_source, find_sources, memory_source

Json = Any
INT = Scalar("int")


def read(
    document: Json, others: dict[str, Json] | None = None
) -> tuple[Release, list[str]]:
    """The release, and "severity id place" of each finding."""
    found = Diagnostics()
    texts = {name: json.dumps(other).encode() for name, other in (others or {}).items()}
    release = read_openapi(memory_source(json.dumps(document), "a.json", texts), found)
    return release, [
        f"{each.severity.value} {each.id} {str(each.origin).removeprefix('a.json')}"
        for each in found
    ]


def swagger(
    paths: Json | None = None, definitions: Json | None = None, **more: Json
) -> Json:
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": paths or {},
        "definitions": definitions or {},
    } | more


def openapi(
    paths: Json | None = None,
    schemas: Json | None = None,
    version: str = "3.0.3",
    components: Json | None = None,
    **more: Json,
) -> Json:
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": paths or {},
        "components": {"schemas": schemas or {}} | (components or {}),
    } | more


def agents_operation(
    *parameters: Json,
    gives: Json | None = None,
    name: str = "Get",
    definitions: Json | None = None,
    **more: Json,
) -> tuple[Operation, Release]:
    """The one operation of agent Contact of a Swagger 2.0 document that finds nothing wrong."""
    responses = (
        {"200": {"description": "OK", "schema": gives}}
        if gives is not None
        else {"204": {"description": "No Content"}}
    )
    post = {"parameters": list(parameters), "responses": responses} | more
    path = f"/api/v1/Agents/Contact/{name}"
    release, found = read(swagger({path: {"post": post}}, definitions))
    assert found == []
    ((operation,),) = (agent.operations for agent in release.agents)
    return operation, release


def schema_type(schema: Json, *, version: str = "3.1.0") -> tuple[Json, bool]:
    """Type and nillability of a field with that schema, beside a carrier `Other`."""
    schemas = {
        "Other": {"type": "object", "properties": {"A": {"type": "string"}}},
        "It": {"type": "object", "properties": {"F": schema}},
    }
    release, _ = read(openapi(schemas=schemas, version=version))
    (member,) = release.carrier("It").fields
    return member.type, member.nillable


# --- agents: where parameters go


def test_an_operation_without_parameters():
    operation, release = agents_operation(
        summary="Sum.", description="More\r\ntext.\rEnd", name="CreateDefault"
    )

    assert operation == Operation(
        name="CreateDefault",
        agents=AgentsBinding(
            path="/api/v1/Agents/Contact/CreateDefault", shape=Shape.NONE
        ),
    )
    assert operation.doc == "Sum.\n\nMore\ntext.\nEnd"
    place = "#/paths/~1api~1v1~1Agents~1Contact~1CreateDefault/post"
    assert operation.origins == (Origin("a.json", place),)
    assert [agent.name for agent in release.agents] == ["Contact"]


def test_a_query_parameter_gets_a_capital_and_its_spelling_follows_the_rule():
    operation, _ = agents_operation(
        {
            "name": "cRMScriptEntityId",
            "in": "query",
            "required": True,
            "type": "integer",
            "format": "int32",
            "description": "The id",
        },
        {"name": "$select", "in": "query", "type": "string"},
    )

    assert operation.parameters == (
        Parameter(name="CRMScriptEntityId", type=INT, optional=False),
    )
    assert operation.parameters[0].doc == "The id"
    assert operation.agents == AgentsBinding(
        path="/api/v1/Agents/Contact/Get", shape=Shape.QUERY, select=True
    )


def test_a_query_name_that_does_not_follow_the_rule_is_recorded():
    operation, _ = agents_operation({"name": "Id", "in": "query", "type": "string"})

    assert operation.agents and operation.agents.spellings == (("Id", "Id"),)


WRAPPER = "SuperOffice.WebApi.v1.Carriers.ContactCarriers.GetRequest"


def test_a_wrapper_gives_a_parameter_for_each_member_and_is_no_carrier():
    operation, release = agents_operation(
        {
            "name": "request",
            "in": "body",
            "required": True,
            "schema": {"$ref": f"#/definitions/{WRAPPER}"},
        },
        definitions={
            WRAPPER: {
                "type": "object",
                "required": ["B"],
                "properties": {
                    "B": {"type": "string", "description": "b"},
                    "A": {"type": "array", "items": {"type": "boolean"}},
                    "Kind": {"type": "string", "enum": ["X", "Y"]},
                    "Bytes": {"type": "string", "format": "byte"},
                },
            }
        },
    )

    assert operation.agents and operation.agents.shape is Shape.WRAPPER
    assert operation.parameters == (
        Parameter(name="B", type=STRING, optional=False),
        Parameter(name="A", type=ListOf(Scalar("boolean"))),
        Parameter(name="Kind", type=EnumerationRef("Contact.Get.Kind")),
        Parameter(name="Bytes", type=Scalar("base64Binary")),
    )
    assert operation.parameters[0].doc == "b"
    assert operation.parameters[0].origins == (
        Origin("a.json", f"#/definitions/{WRAPPER}/properties/B"),
    )
    assert release.carriers == ()
    assert release.enumerations == (
        Enumeration(
            name="Contact.Get.Kind", members=(Member(name="X"), Member(name="Y"))
        ),
    )


def test_a_wrapper_may_stand_inline():
    operation, _ = agents_operation(
        {
            "name": "request",
            "in": "body",
            "schema": {"properties": {"A": {"type": "string"}}},
        }
    )

    assert operation.agents and operation.agents.shape is Shape.WRAPPER
    assert operation.parameters == (Parameter(name="A", type=STRING),)


def test_a_wrapper_that_another_operation_takes_bare_is_a_carrier_as_well():
    def post(name: str) -> Json:
        schema = {"$ref": "#/definitions/N.GetRequest"}
        body = {"name": "it", "in": "body", "schema": schema}
        return {f"/Agents/Contact/{name}": {"post": {"parameters": [body]}}}

    release, found = read(
        swagger(
            post("Get") | post("Save"),
            {"N.GetRequest": {"properties": {"A": {"type": "string"}}}},
        )
    )

    assert found == []
    assert [each.name for each in release.carriers] == ["GetRequest"]
    get, save = release.agent("Contact").operations
    assert get.parameters == (Parameter(name="A", type=STRING),)
    assert save.parameters == (Parameter(name="It", type=CarrierRef("GetRequest")),)


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("contactEntity", {"$ref": "#/definitions/N.Entity"}, CarrierRef("Entity")),
        (
            "contactIds",
            {"type": "array", "items": {"type": "integer", "format": "int32"}},
            ListOf(INT),
        ),
    ],
)
def test_a_bare_body_is_the_one_parameter(name: str, schema: Json, expected: Json):
    operation, _ = agents_operation(
        {"name": name, "in": "body", "required": True, "schema": schema},
        definitions={"N.Entity": {"properties": {"A": {"type": "string"}}}},
    )

    assert operation.agents and operation.agents.shape is Shape.BARE
    assert operation.parameters == (
        Parameter(name=name[0].upper() + name[1:], type=expected, optional=False),
    )


def test_standard_headers_are_kept_as_names_and_not_as_parameters():
    names = ("Accept-Language", "SO-Language", "SO-Culture", "SO-TimeZone")
    headers = [{"name": name, "in": "header", "type": "string"} for name in names]
    operation, _ = agents_operation(*headers)

    assert operation.parameters == ()
    assert operation.agents and operation.agents.headers == names
    assert operation.agents.shape is Shape.NONE


def test_the_path_names_the_operation_and_not_the_operation_id():
    operation, _ = agents_operation(operationId="v1ListAgent_GetSoTask", name="GetTask")

    assert operation.name == "GetTask"


@pytest.mark.parametrize("path", ["/api/v1/agents/Contact/Get", "/Agents/Contact/Get/"])
def test_agents_paths_are_told_without_regard_to_case(path: str):
    release, _ = read(swagger({path: {"post": {}}}))

    (operation,) = release.agent("Contact").operations
    assert operation.name == "Get"
    assert operation.agents and operation.agents.path == path


@pytest.mark.parametrize(
    "document",
    [
        swagger({"/v1/Agents/Contact/Get": {"post": {}}}, basePath="/Cust1/api/"),
        openapi(
            {"/v1/Agents/Contact/Get": {"post": {}}},
            servers=[{"url": "https://a.example/Cust1/api"}],
        ),
    ],
)
def test_an_agents_path_begins_at_the_root_of_the_host(document: Json):
    release, _ = read(document)

    (operation,) = release.agent("Contact").operations
    assert operation.agents
    assert operation.agents.path == "/Cust1/api/v1/Agents/Contact/Get"


def test_get_on_an_agents_path_only_describes():
    release, found = read(swagger({"/api/v1/Agents/Contact/Get": {"get": {}}}))

    assert (release, found) == (Release(), [])


@pytest.mark.parametrize(
    "parameters",
    [
        [
            {"name": "b", "in": "body", "schema": {}},
            {"name": "q", "in": "query", "type": "string"},
        ],
        [{"name": "f", "in": "formData", "type": "file"}],
        [
            {"name": "q", "in": "query", "type": "string"},
            {"name": "Q", "in": "query", "type": "string"},
        ],
    ],
)
def test_an_agents_path_that_takes_something_else_becomes_a_resource(parameters: Json):
    post = {"post": {"parameters": parameters}}
    release, found = read(swagger({"/api/v1/Agents/Contact/Get": post}))

    assert release.agents == ()
    assert [each.name for each in release.resources] == ["Agents"]
    assert [each.split()[:2] for each in found] == [
        ["warning", "unusual-agents-operation"]
    ]


def test_an_operation_that_is_described_twice_is_taken_once():
    release, found = read(
        swagger(
            {"/Agents/Contact/Get": {"post": {}}, "/agents/contact/get": {"post": {}}}
        )
    )

    assert [agent.name for agent in release.agents] == ["Contact"]
    assert [each.name for each in release.agent("Contact").operations] == ["Get"]
    assert found == ["warning repeated-operation #/paths/~1agents~1contact~1get/post"]


def test_an_agent_is_described_by_its_tag():
    tags = [{"name": "Contact_Agent", "description": "Companies"}]
    release, _ = read(swagger({"/Agents/Contact/Get": {"post": {}}}, tags=tags))

    assert release.agents == (
        Agent(name="Contact", operations=release.agents[0].operations),
    )
    assert release.agents[0].doc == "Companies"


# --- agents: what they give


@pytest.mark.parametrize(
    ("gives", "expected", "stream"),
    [
        ({"type": "string"}, STRING, False),
        ({"type": "string", "format": "byte"}, Scalar("base64Binary"), True),
        ({"type": "string", "format": "binary"}, Scalar("stream"), True),
        ({"type": "file"}, Scalar("stream"), True),
        ({"type": "object"}, ANY, False),
        ({"type": "object", "additionalProperties": {}}, MapOf(STRING, ANY), False),
    ],
)
def test_the_answer_is_one_result(gives: Json, expected: Json, stream: bool):
    operation, _ = agents_operation(gives=gives)

    assert operation.results == (Parameter(name="Response", type=expected),)
    assert operation.agents and operation.agents.gives_stream is stream


def test_204_gives_nothing():
    operation, _ = agents_operation()

    assert operation.results == ()


# --- OpenAPI 3 says the same as Swagger 2.0


def test_openapi_3_and_swagger_2_say_the_same():
    entity = {"properties": {"Id": {"type": "integer", "format": "int32"}}}
    wrapper = {"properties": {"Name": {"type": "string"}}}
    id_2 = {"name": "contactId", "in": "query", "required": True, "type": "string"}
    id_3 = {
        "name": "contactId",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
    }
    header_2 = {"name": "SO-AppToken", "in": "header", "type": "string"}
    header_3 = {"name": "SO-AppToken", "in": "header", "schema": {"type": "string"}}

    def documents(name: str, schema: str) -> tuple[Json, Json]:
        media = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
        content = {
            "application/json": media,
            "application/x-www-form-urlencoded": media,
        }
        return (
            {
                "parameters": [
                    {
                        "name": name,
                        "in": "body",
                        "required": True,
                        "schema": {"$ref": f"#/definitions/{schema}"},
                    },
                    header_2,
                ],
                "responses": {
                    "200": {
                        "description": "OK",
                        "schema": {
                            "type": "array",
                            "items": {"$ref": "#/definitions/N.Entity"},
                        },
                    }
                },
            },
            {
                "parameters": [header_3],
                "requestBody": {"required": True, "content": content},
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/N.Entity"},
                                }
                            }
                        },
                    }
                },
            },
        )

    find_2, find_3 = documents("request", "N.FindRequest")
    save_2, save_3 = documents("entity", "N.Entity")
    schemas = {"N.FindRequest": wrapper, "N.Entity": entity}
    old, nothing = read(
        swagger(
            {
                "/Agents/Contact/Find": {"post": find_2},
                "/Agents/Contact/Save": {"post": save_2},
                "/Agents/Contact/Get": {"post": {"parameters": [id_2]}},
            },
            schemas,
        )
    )
    new, nothing_either = read(
        openapi(
            {
                "/Agents/Contact/Find": {"post": find_3},
                "/Agents/Contact/Save": {"post": save_3},
                "/Agents/Contact/Get": {"post": {"parameters": [id_3]}},
            },
            schemas,
        )
    )

    assert (nothing, nothing_either) == ([], [])
    assert old == new
    assert [
        each.agents.shape.value for each in old.agents[0].operations if each.agents
    ] == [
        "wrapper",
        "bare",
        "query",
    ]


def test_a_bare_list_of_openapi_3_is_called_after_what_comes_back():
    post = {
        "requestBody": {
            "content": {
                "application/json": {
                    "schema": {"type": "array", "items": {"type": "integer"}}
                }
            }
        },
        "responses": {
            "200": {
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "array",
                            "items": {"$ref": "#/components/schemas/N.SoTask"},
                        }
                    }
                }
            }
        },
    }
    release, _ = read(
        openapi(
            {"/Agents/List/GetTaskList": {"post": post}},
            {"N.SoTask": {"properties": {"A": {}}}},
        )
    )

    (operation,) = release.agent("List").operations
    assert [each.name for each in operation.parameters] == ["SoTaskIds"]


def test_a_request_body_and_a_response_may_be_shared():
    release, found = read(
        openapi(
            {
                "/Agents/Contact/Save": {
                    "post": {
                        "requestBody": {"$ref": "#/components/requestBodies/N.Entity"},
                        "responses": {"200": {"$ref": "#/components/responses/R"}},
                    }
                }
            },
            {"N.Entity": {"properties": {"A": {"type": "string"}}}},
            components={
                "requestBodies": {
                    "N.Entity": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/N.Entity"}
                            }
                        }
                    }
                },
                "responses": {
                    "R": {"content": {"application/pdf": {}}, "description": "r"}
                },
            },
        )
    )

    assert found == []
    (operation,) = release.agent("Contact").operations
    assert operation.parameters == (
        Parameter(name="Entity", type=CarrierRef("Entity")),
    )
    assert operation.results == (Parameter(name="Response", type=Scalar("stream")),)


# --- resources


def test_a_resource_operation_of_swagger_2():
    release, found = read(
        swagger(
            {
                "/api/v1/Contact/{id}": {
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "type": "string",
                        },
                        {"name": "mode", "in": "query", "type": "string"},
                    ],
                    "put": {
                        "operationId": "PutContact",
                        "summary": "Puts",
                        "produces": ["application/json"],
                        "parameters": [
                            {
                                "name": "id",
                                "in": "path",
                                "required": True,
                                "type": "integer",
                                "format": "int32",
                            },
                            {"$ref": "#/parameters/filter"},
                            {"name": "SO-Language", "in": "header", "type": "string"},
                            {"name": "If-Match", "in": "header", "type": "string"},
                            {
                                "name": "ids",
                                "in": "query",
                                "type": "array",
                                "items": {"type": "integer", "format": "int32"},
                                "collectionFormat": "multi",
                            },
                            {
                                "name": "entity",
                                "in": "body",
                                "required": True,
                                "schema": {"$ref": "#/definitions/Entity"},
                            },
                        ],
                        "responses": {
                            "default": {"$ref": "#/responses/failed"},
                            "200": {
                                "description": "OK",
                                "schema": {"$ref": "#/definitions/Entity"},
                            },
                            "204": {"description": "None"},
                            "x-more": 1,
                        },
                    },
                }
            },
            {"Entity": {"properties": {"A": {"type": "string"}}}},
            consumes=["application/json", "text/json"],
            parameters={
                "filter": {
                    "name": "$filter",
                    "in": "query",
                    "type": "string",
                    "description": "f",
                }
            },
            responses={"failed": {"description": "Failed"}},
        )
    )

    assert found == []
    assert release.resources == (
        Resource(
            name="Contact",
            operations=(
                ResourceOperation(
                    name="PutContact",
                    verb="PUT",
                    path="/api/v1/Contact/{id}",
                    parameters=(
                        ResourceParameter(name="mode", place="query", type=STRING),
                        ResourceParameter(
                            name="id", place="path", type=INT, required=True
                        ),
                        ResourceParameter(name="$filter", place="query", type=STRING),
                        ResourceParameter(name="If-Match", place="header", type=STRING),
                        ResourceParameter(
                            name="ids", place="query", type=ListOf(INT), exploded=True
                        ),
                    ),
                    body=CarrierRef("Entity"),
                    body_required=True,
                    body_media_types=("application/json", "text/json"),
                    answers=(
                        Answer(
                            status="200",
                            type=CarrierRef("Entity"),
                            media_types=("application/json",),
                        ),
                        Answer(status="204"),
                        Answer(status="default"),
                    ),
                ),
            ),
        ),
    )
    (operation,) = release.resources[0].operations
    assert operation.doc == "Puts"
    assert operation.parameters[2].doc == "f"
    assert [answer.doc for answer in operation.answers] == ["OK", "None", "Failed"]
    assert operation.origins == (
        Origin("a.json", "#/paths/~1api~1v1~1Contact~1{id}/put"),
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/v1/Contact/{id}", "Contact"),
        ("/v2.1/pets", "pets"),
        ("/API/V1/Sale", "Sale"),
        ("/pets/{id}/toys", "pets"),
        ("/{dataset}/fields", "fields"),
        ("/{dataset}", "tagged"),
        ("/", "tagged"),
        ("/apiary", "apiary"),
    ],
)
def test_a_resource_is_called_after_the_path(path: str, expected: str):
    release, _ = read(swagger({path: {"get": {"tags": ["tagged"]}}}))

    assert [each.name for each in release.resources] == [expected]


def test_a_path_without_a_word_and_without_a_tag_belongs_to_the_root():
    release, _ = read(swagger({"/{a}": {"get": {}}}))

    (resource,) = release.resources
    assert (resource.name, resource.operations[0].name) == ("Root", "get /{a}")


def test_a_file_and_its_form_in_both_dialects():
    old, _ = read(
        swagger(
            {
                "/image": {
                    "post": {
                        "consumes": ["image/png", "multipart/form-data"],
                        "parameters": [
                            {
                                "name": "image",
                                "in": "formData",
                                "required": True,
                                "type": "file",
                            }
                        ],
                    }
                }
            }
        )
    )
    new, _ = read(
        openapi(
            {
                "/image": {
                    "post": {
                        "requestBody": {
                            "content": {
                                "multipart/form-data": {
                                    "schema": {
                                        "type": "object",
                                        "required": ["image"],
                                        "properties": {
                                            "image": {
                                                "type": "string",
                                                "format": "binary",
                                            }
                                        },
                                    }
                                }
                            }
                        }
                    }
                }
            }
        )
    )

    assert old == new
    (operation,) = old.resources[0].operations
    assert operation.parameters == (
        ResourceParameter(
            name="image", place="form", type=Scalar("stream"), required=True
        ),
    )
    assert (operation.body, operation.body_media_types) == (
        None,
        ("multipart/form-data",),
    )


@pytest.mark.parametrize(
    ("more", "exploded"),
    [
        ({}, True),
        ({"explode": False}, False),
        ({"style": "spaceDelimited", "explode": True}, True),
    ],
)
def test_lists_in_the_query_of_openapi_3_are_exploded_unless_it_says_no(
    more: Json, exploded: bool
):
    parameter = {
        "name": "ids",
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string"}},
    }
    release, found = read(openapi({"/a": {"get": {"parameters": [parameter | more]}}}))

    (operation,) = release.resources[0].operations
    assert [each.exploded for each in operation.parameters] == [exploded]
    assert found == []


@pytest.mark.parametrize(
    "document",
    [
        swagger(
            {
                "/a": {
                    "get": {
                        "parameters": [
                            {
                                "name": "a",
                                "in": "query",
                                "type": "array",
                                "items": {"type": "string"},
                                "collectionFormat": "pipes",
                            }
                        ]
                    }
                }
            }
        ),
        openapi(
            {
                "/a": {
                    "get": {
                        "parameters": [
                            {
                                "name": "a",
                                "in": "query",
                                "style": "deepObject",
                                "schema": {"type": "object"},
                            }
                        ]
                    }
                }
            }
        ),
    ],
)
def test_other_styles_are_a_warning(document: Json):
    assert read(document)[1] == [
        "warning unsupported-style #/paths/~1a/get/parameters/0"
    ]


def test_paths_that_differ_only_in_case_or_placeholder_stay_apart():
    paths = ["/User/{id}", "/User/{userName}", "/user/imageinfo", "/User/ImageInfo"]
    release, found = read(swagger({path: {"get": {}} for path in paths}))

    (resource,) = release.resources
    assert (resource.name, [each.path for each in resource.operations]) == (
        "User",
        paths,
    )
    assert found == []


def test_members_of_an_exploded_carrier_are_ordinary_query_parameters():
    release, found = read(
        swagger(
            {
                "/Ticket/Merge": {
                    "post": {
                        "parameters": [
                            {"name": "a.Id", "in": "query", "type": "integer"},
                            {"name": "a.Extra", "in": "query", "type": "object"},
                        ]
                    }
                }
            }
        )
    )

    assert found == []
    assert release.resources[0].operations[0].parameters == (
        ResourceParameter(name="a.Id", place="query", type=Scalar("integer")),
        ResourceParameter(name="a.Extra", place="query", type=ANY),
    )


def test_an_operation_id_that_is_given_twice_is_a_warning():
    release, found = read(
        swagger({"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}})
    )

    assert [each.name for each in release.resources[0].operations] == ["x", "put /a"]
    assert found == ["warning repeated-operation-id #/paths/~1a/put/operationId"]


# --- schemas: scalars


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "format": "int32"}, "int"),
        ({"type": "integer", "format": "int64"}, "long"),
        ({"type": "integer"}, "integer"),
        ({"type": "integer", "format": "int16"}, "short"),
        ({"type": "integer", "format": "odd"}, "integer"),
        ({"type": "number", "format": "double"}, "double"),
        ({"type": "number", "format": "float"}, "float"),
        ({"type": "number"}, "double"),
        ({"type": "number", "format": "decimal"}, "decimal"),
        ({"type": ["integer", "number"]}, "double"),
        ({"type": "boolean"}, "boolean"),
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "email"}, "string"),
        ({"type": "string", "format": "date-time"}, "dateTime"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "time"}, "time"),
        ({"type": "string", "format": "duration"}, "duration"),
        ({"type": "string", "format": "byte"}, "base64Binary"),
        ({"type": "string", "format": "binary"}, "base64Binary"),
        ({"type": "string", "contentEncoding": "base64"}, "base64Binary"),
        ({"type": "string", "format": "uuid"}, "guid"),
        ({}, "any"),
        (True, "any"),
        (False, "any"),
        ({"description": "d"}, "any"),
        ({"type": "object"}, "any"),
        ({"type": "object", "properties": {}}, "any"),
        ({"type": "object", "additionalProperties": False}, "any"),
        ({"const": "x"}, "string"),
        ({"const": 1}, "integer"),
        ({"const": True}, "boolean"),
        ({"not": {}}, "any"),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, "any"),
        ({"anyOf": [{"type": "string"}, {"type": "string"}]}, "string"),
        ({"type": ["string", "integer"]}, "any"),
        ({"allOf": [{"type": "string"}, {"description": "d"}]}, "string"),
        ({"type": "string", "enum": [1.5]}, "string"),
        ({"type": "string", "enum": []}, "string"),
        ({"type": "boolean", "enum": [True]}, "boolean"),
        ({"enum": ["a", 1]}, "any"),
    ],
)
def test_scalars(schema: Json, expected: str):
    assert schema_type(schema) == (Scalar(expected), False)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, STRING),
        ({"type": "string", "x-nullable": True}, STRING),
        ({"type": ["string", "null"]}, STRING),
        ({"type": ["null", "string"], "format": "date"}, Scalar("date")),
        ({"oneOf": [{"type": "null"}, {"type": "string"}]}, STRING),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, STRING),
        ({"type": "null"}, ANY),
        ({"const": None}, ANY),
        (
            {"oneOf": [{"$ref": "#/components/schemas/Other"}, {"type": "null"}]},
            CarrierRef("Other"),
        ),
        (
            {"allOf": [{"$ref": "#/components/schemas/Other"}], "nullable": True},
            CarrierRef("Other"),
        ),
        (
            {"$ref": "#/components/schemas/Other", "nullable": True},
            CarrierRef("Other"),
        ),
        ({"enum": ["a", None]}, EnumerationRef("It.F")),
    ],
)
def test_null_is_told_in_many_ways(schema: Json, expected: Json):
    if "const" in schema:
        assert schema_type(schema) == (ANY, False)
    else:
        assert schema_type(schema) == (expected, True)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "array", "items": {"type": "string"}}, ListOf(STRING)),
        ({"items": {"type": "string"}}, ListOf(STRING)),
        ({"type": "array"}, ListOf(ANY)),
        (
            {"type": "array", "items": {"type": "string", "format": "binary"}},
            ListOf(Scalar("base64Binary")),
        ),
        (
            {"type": "array", "items": {"type": "array", "items": {}}},
            ListOf(ListOf(ANY)),
        ),
        ({"additionalProperties": {"type": "string"}}, MapOf(STRING, STRING)),
        ({"type": "object", "additionalProperties": True}, MapOf(STRING, ANY)),
        ({"type": "object", "additionalProperties": {}}, MapOf(STRING, ANY)),
        (
            {"additionalProperties": {"$ref": "#/components/schemas/Other"}},
            MapOf(STRING, CarrierRef("Other")),
        ),
    ],
)
def test_lists_and_dictionaries(schema: Json, expected: Json):
    assert schema_type(schema) == (expected, False)


def test_a_choice_of_types_is_noted_once_at_its_place():
    union = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    _, found = read(openapi(schemas={"It": {"properties": {"F": union}}}))

    assert found == ["note union #/components/schemas/It/properties/F"]


# --- schemas: carriers


def test_members_keep_their_order_and_what_they_promise():
    release, found = read(
        swagger(
            definitions={
                "SuperOffice.CRM.Services.Contact": {
                    "type": "object",
                    "description": "A company",
                    "required": ["Name"],
                    "properties": {
                        "Name": {"type": "string", "description": "Its\r\nname"},
                        "Id": {"type": "integer", "format": "int32"},
                        "odata.nextLink": {"type": "string"},
                    },
                }
            }
        )
    )

    carrier = release.carrier("Contact")
    pointer = "#/definitions/SuperOffice.CRM.Services.Contact"
    assert found == []
    assert release.carriers == (
        Carrier(
            name="Contact",
            fields=(
                Field(name="Name", type=STRING, optional=False),
                Field(name="Id", type=INT),
                Field(name="odata.nextLink", type=STRING),
            ),
        ),
    )
    assert (carrier.doc, carrier.origins) == (
        "A company",
        (Origin("a.json", pointer),),
    )
    assert [each.doc for each in carrier.fields] == ["Its\nname", "", ""]
    assert carrier.fields[0].origins == (
        Origin("a.json", f"{pointer}/properties/Name"),
    )


def test_a_description_beside_a_reference_is_the_members():
    release, _ = read(
        swagger(
            definitions={
                "A": {
                    "properties": {"B": {"$ref": "#/definitions/B", "description": "b"}}
                },
                "B": {"properties": {"C": {}}},
            }
        )
    )

    (member,) = release.carrier("A").fields
    assert (member.type, member.doc) == (CarrierRef("B"), "b")


def test_names_that_clash_keep_as_much_of_the_namespace_as_tells_them_apart():
    one = {"properties": {"A": {"type": "string"}}}
    two = {"properties": {"B": {"type": "string"}}}
    release, _ = read(
        swagger(
            definitions={
                "X.v1.Pod": one,
                "X.v2.Pod": two,
                "Y.Same": one,
                "Z.Same": one,
                "Solo.Name": one,
                "Odd`1[[System.String, x]]": one,
                "Uses": {
                    "properties": {
                        "P": {"$ref": "#/definitions/X.v2.Pod"},
                        "Q": {"$ref": "#/definitions/Z.Same"},
                    }
                },
            }
        )
    )

    assert [each.name for each in release.carriers] == [
        "v1Pod",
        "v2Pod",
        "Same",
        "Name",
        "Odd`1[[System.String, x]]",
        "Uses",
    ]
    assert [each.type for each in release.carrier("Uses").fields] == [
        CarrierRef("v2Pod"),
        CarrierRef("Same"),
    ]


def test_a_definition_that_is_no_object_is_taken_where_it_is_named():
    release, _ = read(
        swagger(
            definitions={
                "Names": {"type": "array", "items": {"type": "string"}},
                "Table": {"additionalProperties": {"$ref": "#/definitions/Names"}},
                "Id": {"type": "string", "format": "uuid", "x-nullable": True},
                "Also": {"$ref": "#/definitions/Id"},
                "Empty": {"type": "object"},
                "It": {
                    "properties": {
                        "T": {"$ref": "#/definitions/Table"},
                        "I": {"$ref": "#/definitions/Also"},
                        "E": {"$ref": "#/definitions/Empty"},
                    }
                },
            }
        )
    )

    assert [each.name for each in release.carriers] == ["Empty", "It"]
    assert release.carrier("It").fields == (
        Field(name="T", type=MapOf(STRING, ListOf(STRING))),
        Field(name="I", type=Scalar("guid"), nillable=True),
        Field(name="E", type=CarrierRef("Empty")),
    )


def test_an_object_that_stands_inline_is_called_after_its_place():
    release, _ = read(
        swagger(
            {"/a": {"get": {"operationId": "getA", "responses": {"200": {"schema": {
                "type": "array", "items": {"properties": {"X": {"type": "string"}}}}}}}}},
            {
                "It": {
                    "properties": {
                        "In": {"properties": {"Deep": {"properties": {"X": {}}}}}
                    }
                }
            },
        )
    )  # fmt: skip

    assert {each.name: each.fields for each in release.carriers} == {
        "It": (Field(name="In", type=CarrierRef("It.In")),),
        "It.In": (Field(name="Deep", type=CarrierRef("It.In.Deep")),),
        "It.In.Deep": (Field(name="X", type=ANY),),
        "a.getA.Response": (Field(name="X", type=STRING),),
    }


def test_types_may_refer_to_each_other_without_end():
    release, found = read(
        swagger(
            definitions={
                "Item": {
                    "properties": {
                        "Children": {
                            "type": "array",
                            "items": {"$ref": "#/definitions/Item"},
                        },
                        "Option": {"$ref": "#/definitions/Option"},
                    }
                },
                "Option": {"properties": {"Item": {"$ref": "#/definitions/Item"}}},
            }
        )
    )

    assert found == []
    assert release.carrier("Item").fields == (
        Field(name="Children", type=ListOf(CarrierRef("Item"))),
        Field(name="Option", type=CarrierRef("Option")),
    )


def test_all_of_one_reference_and_an_object_is_a_base():
    release, found = read(
        swagger(
            definitions={
                "Base": {
                    "properties": {"Kind": {"type": "string"}},
                    "discriminator": "Kind",
                },
                "Part": {
                    "description": "p",
                    "allOf": [
                        {"$ref": "#/definitions/Base"},
                        {"required": ["X"], "properties": {"X": {"type": "string"}}},
                    ],
                },
                "N.Bare": {"allOf": [{"$ref": "#/definitions/Part"}]},
            }
        )
    )

    assert found == []
    assert release.carriers == (
        Carrier(
            name="Base",
            fields=(Field(name="Kind", type=STRING),),
            discriminator=Discriminator("Kind", (("Part", "Part"), ("N.Bare", "Bare"))),
        ),
        Carrier(
            name="Part",
            base="Base",
            fields=(Field(name="X", type=STRING, optional=False),),
        ),
        Carrier(name="Bare", base="Part"),
    )


def test_several_bases_are_taken_in_with_a_note():
    release, found = read(
        swagger(
            definitions={
                "A": {"properties": {"X": {"type": "string"}}, "required": ["X"]},
                "B": {
                    "allOf": [{"$ref": "#/definitions/A"}, {"properties": {"Y": {}}}]
                },
                "C": {"properties": {"Z": {}}},
                "It": {
                    "allOf": [{"$ref": "#/definitions/B"}, {"$ref": "#/definitions/C"}],
                    "properties": {"Own": {}},
                },
            }
        )
    )

    assert found == ["note several-bases #/definitions/It"]
    assert release.carrier("It") == Carrier(
        name="It",
        fields=(
            Field(name="X", type=STRING, optional=False),
            Field(name="Y", type=ANY),
            Field(name="Z", type=ANY),
            Field(name="Own", type=ANY),
        ),
    )


def test_a_discriminator_of_openapi_3_may_map_values():
    release, _ = read(
        openapi(
            schemas={
                "Pet": {
                    "properties": {"t": {"type": "string"}},
                    "discriminator": {
                        "propertyName": "t",
                        "mapping": {"c": "Cat", "d": "#/components/schemas/N.Dog"},
                    },
                },
                "Cat": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Pet"},
                        {"properties": {"x": {}}},
                    ]
                },
                "N.Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
                "Eel": {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
            }
        )
    )

    assert release.carrier("Pet").discriminator == Discriminator(
        "t", (("c", "Cat"), ("d", "Dog"), ("Eel", "Eel"))
    )


def test_leaked_runtime_types_are_left_out_unless_something_uses_them():
    def unused(name: str) -> Json:
        return {
            "properties": {"Handle": {"$ref": f"#/definitions/System.Threading.{name}"}}
        }

    release, found = read(
        swagger(
            definitions={
                "System.Threading.CancellationToken": unused("WaitHandle"),
                "System.Threading.WaitHandle": {"properties": {"A": {}}},
                "System.Security.DSAParameters": {"properties": {"P": {}}},
                "License": {
                    "properties": {
                        "Key": {"$ref": "#/definitions/System.Security.DSAParameters"}
                    }
                },
                "Unreachable": {"properties": {"A": {}}},
            }
        )
    )

    assert [each.name for each in release.carriers] == [
        "DSAParameters",
        "License",
        "Unreachable",
    ]
    assert found == [
        "note runtime-type #/definitions/System.Threading.CancellationToken",
        "note runtime-type #/definitions/System.Threading.WaitHandle",
    ]


# --- schemas: enumerations


def test_an_enumeration_that_is_a_definition_keeps_its_name():
    release, _ = read(
        openapi(
            schemas={
                "N.Level": {
                    "type": "integer",
                    "format": "int32",
                    "description": "How high",
                    "enum": [1, 2, -4],
                    "x-enumNames": ["Low", "High", "Under"],
                },
                "N.Plain": {"type": "integer", "enum": [1, 2]},
                "N.Flags": {"type": "string", "enum": ["A", "B"], "x-enumFlags": True},
                "It": {
                    "properties": {
                        "L": {"$ref": "#/components/schemas/N.Level"},
                        "Own": {"type": "array", "items": {"enum": ["a", "b"]}},
                    }
                },
            }
        )
    )

    assert release.carrier("It").fields == (
        Field(name="L", type=EnumerationRef("Level")),
        Field(name="Own", type=ListOf(EnumerationRef("It.Own"))),
    )
    assert release.enumerations == (
        Enumeration(
            name="Level",
            storage="int",
            members=(
                Member(name="Low", number=1),
                Member(name="High", number=2),
                Member(name="Under", number=-4),
            ),
        ),
        Enumeration(
            name="Plain",
            storage="integer",
            members=(Member(name="1", number=1), Member(name="2", number=2)),
        ),
        Enumeration(
            name="Flags", flags=True, members=(Member(name="A"), Member(name="B"))
        ),
        Enumeration(name="It.Own", members=(Member(name="a"), Member(name="b"))),
    )
    assert release.enumeration("Level").doc == "How high"


def test_a_value_that_is_listed_twice_is_a_warning():
    release, found = read(swagger(definitions={"E": {"enum": ["a", "b", "a"]}}))

    assert release.enumeration("E").members == (Member(name="a"), Member(name="b"))
    assert found == ["warning repeated-value #/definitions/E"]


# --- other files


def test_references_into_other_files_are_followed():
    release, found = read(
        swagger(
            {
                "/pets": {
                    "get": {
                        "parameters": [{"$ref": "shared/parameters.json#/limit"}],
                        "responses": {"200": {"schema": {"$ref": "Pet.json"}}},
                    }
                },
                "/more": {"$ref": "shared/paths.json#/more"},
            }
        ),
        {
            "Pet.json": {
                "allOf": [{"$ref": "shared/New.json"}, {"properties": {"id": {}}}]
            },
            "shared/New.json": {
                "properties": {"tag": {"$ref": "#/definitions/Tag"}},
                "definitions": {"Tag": {"properties": {"n": {"type": "string"}}}},
            },
            "shared/parameters.json": {
                "limit": {"name": "limit", "in": "query", "type": "string"}
            },
            "shared/paths.json": {"more": {"get": {"operationId": "more"}}},
        },
    )

    assert found == []
    pets, more = release.resources
    assert [each.name for each in pets.operations[0].parameters] == ["limit"]
    assert [each.name for each in more.operations] == ["more"]
    assert [(each.name, each.base) for each in release.carriers] == [
        ("Pet", "New"),
        ("New", None),
        ("Tag", None),
    ]
    assert release.carrier("Tag").origins == (
        Origin("shared/New.json", "#/definitions/Tag"),
    )


@pytest.mark.parametrize(
    ("reference", "id"),
    [
        ("https://example.org/a.json#/b", "foreign-reference"),
        ("file:///etc/passwd", "foreign-reference"),
        ("../../etc/passwd", "foreign-reference"),
        ("missing.json#/a", "missing-reference"),
        ("#/definitions/A/no/way", "unknown-type"),
        ("other.json#/definitions/Nope", "unknown-type"),
        ("#anchor", "unknown-type"),
        ("#/definitions/B", "cyclic-reference"),
        ("bad.json", "bad-json"),
    ],
)
def test_references_that_lead_nowhere_are_errors_with_their_place(
    reference: str, id: str
):
    found = Diagnostics()
    document = swagger(
        definitions={
            "A": {"properties": {"X": {"$ref": reference}}},
            "B": {"$ref": "#/definitions/C"},
            "C": {"$ref": "#/definitions/B"},
        }
    )
    source = memory_source(
        json.dumps(document),
        "a.json",
        {"other.json": b'{"definitions": {}}', "bad.json": b"{"},
    )
    release = read_openapi(source, found)

    assert release.carrier("A").fields == (Field(name="X", type=ANY),)
    errors = [each for each in found if each.id == id]
    assert errors and errors[0].severity is Severity.ERROR
    if id == "cyclic-reference":
        assert errors[0].origin == Origin("a.json", "#/definitions/C")
    elif id == "bad-json":
        assert errors[0].origin == Origin("bad.json", "1:2")
    else:
        assert errors[0].origin == Origin("a.json", "#/definitions/A/properties/X")


def test_a_definition_that_is_not_there_may_be_in_another_document_of_the_release():
    found = Diagnostics()
    document = swagger(
        definitions={
            "N.Contact": {
                "properties": {"X": {"$ref": "#/definitions/N.CategoryEntiti"}}
            },
            "N.CategoryEntity": {"properties": {"A": {}}},
            "Part": {"allOf": [{"$ref": "#/definitions/N.Base"}, {"properties": {}}]},
        }
    )
    release = read_openapi(memory_source(json.dumps(document), "a.json"), found)

    assert release.carrier("Contact").fields == (
        Field(name="X", type=CarrierRef("CategoryEntiti")),
    )
    first, second = found
    assert str(first) == (
        "a.json#/definitions/N.Contact/properties/X: warning[undefined-reference]: "
        'this document does not define "#/definitions/N.CategoryEntiti"; '
        "another source has to\n"
        "  expected: something that this document defines\n"
        '  hint: did you mean "#/definitions/N.CategoryEntity"?'
    )
    assert second.origin == Origin("a.json", "#/definitions/Part/allOf/0")


# --- documents that are not as they should be


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ([], ["error unexpected-shape "]),
        ({"info": {}}, ["error unexpected-shape "]),
        ({"swaggerVersion": "1.2"}, ["error unexpected-shape "]),
        ({"swagger": "1.2", "paths": {}}, ["error unsupported-version #/swagger"]),
        ({"openapi": "4.0.0", "paths": {}}, ["error unsupported-version #/openapi"]),
        ({"openapi": {}, "paths": {}}, ["error unsupported-version #/openapi"]),
        ({"swagger": "2.0"}, ["error unexpected-shape "]),
        ({"openapi": "3.0.0"}, ["error unexpected-shape "]),
        ({"openapi": "3.1.0", "components": {}}, []),
        ({"swagger": 2.0, "paths": {}}, []),
        ({"swagger": "2.0", "paths": None}, []),
        ({"swagger": "2.0", "paths": "x"}, ["error unexpected-shape #/paths"]),
        (
            {"swagger": "2.0", "paths": {"/a": 1}},
            ["error unexpected-shape #/paths/~1a"],
        ),
        (
            {"swagger": "2.0", "paths": {"/a": {"get": []}}},
            ["error unexpected-shape #/paths/~1a/get"],
        ),
        (
            {"swagger": "2.0", "paths": {"/a": {"get": {"parameters": {}}}}},
            ["error unexpected-shape #/paths/~1a/get/parameters"],
        ),
        (
            {"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [3, {}]}}}},
            [
                "error unexpected-shape #/paths/~1a/get/parameters/0",
                "error unexpected-shape #/paths/~1a/get/parameters/0",
                "error unexpected-shape #/paths/~1a/get/parameters/1",
            ],
        ),
        (
            {"swagger": "2.0", "paths": {"/a": {"get": {"summary": 1}}}},
            ["error unexpected-shape #/paths/~1a/get/summary"],
        ),
        (
            {"swagger": "2.0", "paths": {}, "definitions": {"A": "x"}},
            ["error unexpected-shape #/definitions/A"],
        ),
        (
            {"swagger": "2.0", "paths": {}, "definitions": {"A": {"properties": []}}},
            [],
        ),
        (
            {"swagger": "2.0", "paths": {}, "definitions": {"A": {"properties": [1]}}},
            ["error unexpected-shape #/definitions/A/properties"],
        ),
        (
            {
                "swagger": "2.0",
                "paths": {},
                "definitions": {"A": {"properties": {"B": {"type": 1}}}},
            },
            ["error unexpected-shape #/definitions/A/properties/B/type"],
        ),
        (
            {
                "swagger": "2.0",
                "paths": {},
                "definitions": {"A": {"properties": {"B": {"type": "text"}}}},
            },
            ["warning unknown-schema-type #/definitions/A/properties/B"],
        ),
        (
            {
                "swagger": "2.0",
                "paths": {},
                "definitions": {"A": {"required": [1], "properties": {"B": {}}}},
            },
            ["error unexpected-shape #/definitions/A/required/0"],
        ),
        (
            {
                "swagger": "2.0",
                "paths": {},
                "definitions": {"A": {"required": True, "properties": {"B": {}}}},
            },
            ["warning misplaced-required #/definitions/A"],
        ),
    ],
)
def test_wrong_shapes_are_findings_with_their_place(document: Json, found: list[str]):
    assert read(document)[1] == found


def test_security_that_is_not_defined_is_noted_once():
    security = [{"SuperOffice Password": [], "Known": []}]
    release, found = read(
        swagger(
            {f"/{name}": {"get": {"security": security}} for name in "abc"},
            securityDefinitions={"Known": {"type": "basic"}},
        )
    )

    assert len(release.resources) == 3
    assert found == ["note unknown-security #/paths/~1a/get/security"]


def test_what_is_not_supported_is_said():
    _, found = read(
        openapi(
            {
                "/a": {
                    "get": {
                        "callbacks": {"c": {}},
                        "parameters": [{"name": "c", "in": "cookie", "schema": {}}],
                        "responses": {"200": {"content": {"nonsense": {"schema": {}}}}},
                    },
                    "additionalOperations": {"COPY": {}},
                }
            },
            version="3.2.0",
            webhooks={"w": {}},
        )
    )

    assert found == [
        "warning unsupported-feature #/paths/~1a/get/parameters/0",
        "warning unknown-media-type #/paths/~1a/get/responses/200/content",
        "warning unsupported-feature #/paths/~1a/get/callbacks",
        "warning unsupported-feature #/paths/~1a/additionalOperations",
        "warning unsupported-feature #/webhooks",
    ]


def test_yaml_is_read_the_same():
    document = openapi(
        {"/a": {"get": {"responses": {"200": {"description": "no"}}}}},
        {"A": {"properties": {"B": {"enum": ["yes", "no"]}}}},
    )
    text = yaml.safe_dump(document).replace("'200':", "200:")
    text = text.replace("'yes'", "yes").replace("'no'", "no")
    release = read_openapi(memory_source(text, "a.yaml"), Diagnostics())

    assert "200:" in text and "- yes" in text
    assert release == read(document)[0]


def test_a_broken_document_is_an_error_at_once():
    with pytest.raises(MetadataError) as caught:
        read_openapi(memory_source('{"swagger": "2.0",', "a.json"), Diagnostics())

    assert str(caught.value) == (
        "a.json:1:19: error[bad-json]: expecting property name enclosed in double "
        "quotes\n  expected: a complete JSON document"
    )


# --- hostile documents


@pytest.mark.parametrize("kind", ["list", "map", "allOf", "alias", "base"])
def test_long_chains_of_definitions_end(kind: str):
    def link(reference: Json) -> Json:
        return {
            "list": {"type": "array", "items": reference},
            "map": {"type": "object", "additionalProperties": reference},
            "allOf": {"allOf": [reference]},
            "alias": reference,
            "base": {"allOf": [reference, {"properties": {"A": {}}}]},
        }[kind]

    size = 3000
    definitions = {
        f"D{i}": link({"$ref": f"#/definitions/D{(i + 1) % size}"}) for i in range(size)
    }
    release, found = read(swagger(definitions=definitions))

    assert len(release.carriers) == (size if kind == "base" else 0)
    assert all(each.startswith(("error", "note")) for each in found)


def test_several_bases_do_not_multiply():
    definitions: Json = {"D0": {"properties": {"A0": {}}}}
    for i in range(1, 60):
        reference = {"$ref": f"#/definitions/D{i - 1}"}
        definitions[f"D{i}"] = {
            "allOf": [reference, reference, {"properties": {f"A{i}": {}}}]
        }
    release, _ = read(swagger(definitions=definitions))

    assert len(release.carrier("D59").fields) == 60


def test_a_hundred_thousand_members_are_read_in_seconds():
    names = [f"M{i}" for i in range(100_000)]
    document = swagger(
        definitions={
            "Big": {"properties": {name: {"type": "string"} for name in names}},
            "Missing": {
                "properties": {
                    name: {"$ref": f"#/definitions/{name}"} for name in names[:5000]
                }
            },
        }
    )
    start = time.perf_counter()
    release, _ = read(document)

    assert len(release.carrier("Big").fields) == 100_000
    assert time.perf_counter() - start < 20


def test_odd_names_are_data():
    odd = "a\"b'\n\r\0\u202e\u2028 /~.{}"
    release, found = read(
        swagger(
            {f"/{odd}": {"get": {"operationId": odd}}},
            {odd: {"properties": {odd: {"type": "string", "enum": [odd]}}}},
        )
    )

    assert found == []
    carrier = release.carrier(odd)
    pointer = "#/definitions/" + odd.replace("~", "~0").replace("/", "~1")
    assert carrier.origins == (Origin("a.json", pointer),)
    assert release.enumerations[0].members == (Member(name=odd),)
    assert release.resources[0].operations[0].name == odd


def a_bit_of_everything() -> tuple[Json, Json]:
    entity = {
        "type": "object",
        "required": ["Id"],
        "discriminator": "Kind",
        "properties": {
            "Id": {"type": "integer", "format": "int32"},
            "Kind": {"type": "string", "enum": ["A", "B"]},
            "Names": {"type": "array", "items": {"type": "string"}},
            "Map": {"type": "object", "additionalProperties": {"type": "string"}},
            "Self": {"$ref": "#/definitions/N.Entity"},
            "Any": {"oneOf": [{"type": "string"}, {"type": "null"}]},
        },
    }
    definitions = {
        "N.Entity": entity,
        "N.Part": {"allOf": [{"$ref": "#/definitions/N.Entity"}, {"properties": {}}]},
        "N.FindRequest": {"properties": {"Name": {"type": "string"}}},
        "System.X": {"properties": {"A": {"$ref": "#/definitions/N.Part"}}},
    }
    body = {
        "name": "request",
        "in": "body",
        "schema": {"$ref": "#/definitions/N.FindRequest"},
    }
    answer = {
        "200": {"description": "OK", "schema": {"$ref": "#/definitions/N.Entity"}}
    }
    query = {"name": "q", "in": "query", "type": "string", "required": True}
    old = swagger(
        {
            "/Agents/Contact/Find": {
                "post": {"parameters": [body], "responses": answer}
            },
            "/Agents/Contact/Get": {
                "post": {"parameters": [query, {"name": "h", "in": "header"}]}
            },
            "/a/{id}": {
                "parameters": [{"name": "id", "in": "path", "type": "string"}],
                "get": {"responses": answer, "produces": ["application/json"]},
                "put": {
                    "parameters": [{"name": "f", "in": "formData", "type": "file"}]
                },
            },
        },
        definitions,
        tags=[{"name": "a", "description": "d"}],
    )
    text = json.dumps(definitions).replace("#/definitions/", "#/components/schemas/")
    content = {
        "application/json": {"schema": {"$ref": "#/components/schemas/N.FindRequest"}}
    }
    form = {
        "multipart/form-data": {"schema": {"$ref": "#/components/schemas/N.Entity"}}
    }
    new = openapi(
        {
            "/Agents/Contact/Find": {
                "post": {
                    "requestBody": {"content": content},
                    "responses": {"200": {"content": content}},
                }
            },
            "/a": {
                "get": {
                    "parameters": [
                        {"name": "q", "in": "query", "schema": {"type": "string"}}
                    ]
                },
                "put": {"requestBody": {"content": form}},
            },
        },
        json.loads(text),
        version="3.1.0",
        servers=[{"url": "/x"}],
    )
    return old, new


DOCUMENTS = a_bit_of_everything()
ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.sampled_from(
        [
            "#/definitions/N.Entity",
            "#/definitions/N.Part/allOf/0",
            "#/paths",
            "#",
            "",
            "string",
            "object",
            "array",
            "body",
            "query",
            "path",
            "formData",
        ]
    ),
    st.lists(st.sampled_from(["a", 1, None, {}, []]), max_size=3),
    st.dictionaries(
        st.sampled_from(["$ref", "type", "properties", "enum", "allOf", "items", "in"]),
        st.sampled_from(
            [
                "#/definitions/N.Entity",
                "#/definitions/N.Part",
                "object",
                {},
                [],
                [{}],
                1,
            ]
        ),
        max_size=3,
    ),
)


def places(value: Json, path: tuple[Json, ...] = ()) -> list[tuple[Json, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, child in value.items():
            found += places(child, (*path, key))
    elif isinstance(value, list):
        for i, child in enumerate(value):
            found += places(child, (*path, i))
    return found


PLACES = [places(document) for document in DOCUMENTS]


@st.composite
def mutations(draw: st.DrawFn) -> Json:
    """One of the documents with up to four of its values replaced, added or removed."""
    which = draw(st.integers(0, 1))
    document = copy.deepcopy(DOCUMENTS[which])
    for _ in range(draw(st.integers(1, 4))):
        *path, last = draw(st.sampled_from(PLACES[which]))
        target = document
        try:
            for key in path:
                target = target[key]
            match draw(st.integers(0, 2)):
                case 0:
                    target[last] = draw(ODD_VALUES)
                case 1:
                    del target[last]
                case _:
                    key = draw(
                        st.sampled_from(
                            ["$ref", "enum", "allOf", "oneOf", "type", "in"]
                        )
                    )
                    target[last][key] = draw(ODD_VALUES)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change has taken the place away
    return document


@settings(max_examples=600)
@given(mutations())
def test_any_change_gives_a_release_or_findings_and_nothing_else(document: Json):
    found = Diagnostics()
    source = memory_source(json.dumps(document), "a.json")
    try:
        release = read_openapi(source, found)
    except MetadataError as error:
        release = Release()
        found.items.extend(error.diagnostics)
    hash(release.carriers)
    for each in found:
        assert each.origin and each.origin.file == "a.json"
        assert str(each).isprintable() or "\n" in str(each)
    carriers = {each.name for each in release.carriers}
    enumerations = {each.name for each in release.enumerations}
    assert len(carriers) == len(release.carriers)
    assert len(enumerations) == len(release.enumerations)
    undefined = any(each.id == "undefined-reference" for each in found)
    for carrier in release.carriers:
        for member in carrier.fields:
            for type in parts(member.type):
                if isinstance(type, CarrierRef):
                    assert undefined or type.name in carriers
                if isinstance(type, EnumerationRef):
                    assert type.name in enumerations


# --- the corpus


def read_all(paths: list[Path]) -> tuple[list[Release], Diagnostics, float]:
    found = Diagnostics()
    sources = find_sources(paths, Diagnostics())
    start = time.perf_counter()
    releases = [
        read_openapi(source, found)
        for source in sources
        if source.kind in (Kind.SWAGGER, Kind.OPENAPI)
    ]
    return releases, found, time.perf_counter() - start


def shapes(releases: list[Release]) -> dict[str, int]:
    return dict(
        Counter(
            operation.agents.shape.value
            for release in releases
            for agent in release.agents
            for operation in agent.operations
            if operation.agents
        )
    )


def resource_operations(releases: list[Release]) -> list[ResourceOperation]:
    return [
        operation
        for release in releases
        for resource in release.resources
        for operation in resource.operations
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "agents", "by_shape", "resources"),
    [
        (
            ["2021-03/Swagger-v1-Agents.zip", "2021-03/Swagger-v1-REST.zip"],
            52,
            {"wrapper": 1074, "query": 166, "bare": 113, "none": 234},
            1218,
        ),
        (
            ["2024-04/Swagger-v1.zip"],
            57,
            {"wrapper": 1287, "none": 288, "query": 196, "bare": 131},
            1321,
        ),
        (
            [
                "2026-04/Swagger-v1-AGENT-Individuals.zip",
                "2026-04/Swagger-v1-REST-Individuals.zip",
            ],
            54,
            {"wrapper": 1300, "none": 291, "query": 186, "bare": 126},
            1296,
        ),
    ],
)
def test_a_published_release_reads_without_error(
    corpus: Path,
    names: list[str],
    agents: int,
    by_shape: dict[str, int],
    resources: int,
):
    releases, found, _ = read_all([corpus / "netserver" / name for name in names])

    assert {each.id for each in found} <= {"unknown-security", "undefined-reference"}
    assert found.stop() is None
    assert len({agent.name for each in releases for agent in each.agents}) == agents
    assert shapes(releases) == by_shape
    assert len(resource_operations(releases)) == resources
    carriers = {carrier for each in releases for carrier in each.carriers}
    assert len(carriers) == len({carrier.name for carrier in carriers})


@pytest.mark.slow
def test_the_openapi_3_documents_say_what_the_swagger_documents_say(corpus: Path):
    folder = corpus / "netserver" / "2026-04"
    old, _, _ = read_all(
        [
            folder / "Swagger-v1-AGENT-Individuals.zip",
            folder / "Swagger-v1-REST-Individuals.zip",
        ]
    )
    new, found, _ = read_all([folder / "openapi-v3"])

    assert list(found) == []
    agents = {agent.name: agent for each in old for agent in each.agents}
    calls = {(each.verb, each.path): each for each in resource_operations(old)}
    carriers = {carrier.name: carrier for each in old for carrier in each.carriers}
    for release in new:
        for agent in release.agents:
            assert agent == agents[agent.name]
        for carrier in release.carriers:
            assert carrier == carriers[carrier.name]
    for call in resource_operations(new):
        assert call == calls[call.verb, call.path]


@pytest.mark.slow
def test_the_nine_megabytes_of_2026_04_are_read_in_about_a_second(corpus: Path):
    folder = corpus / "netserver" / "2026-04"
    archives = sorted(folder.glob("Swagger-*.zip"))
    size = sum(
        entry.file_size
        for path in archives
        for entry in zipfile.ZipFile(path).infolist()
    )
    releases, _, seconds = read_all(archives)

    assert (size > 9_000_000, len(releases)) == (True, 105)
    assert seconds < 5  # 0.6 on the machine on which it was written


@pytest.mark.slow
def test_the_public_examples_read_without_error(corpus: Path):
    folder = corpus / "public" / "openapi"
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".json", ".yaml") and "petstore-separate" not in path.parts
    ]
    for path in paths:
        found = Diagnostics()
        release = read_openapi(file_source(path, Kind.OPENAPI), found)

        assert found.stop() is None, path
        assert release.carriers or release.resources, path
        assert {each.id for each in found} <= {"unsupported-feature"}
    assert len(paths) > 30


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_a_description_in_several_files_reads_without_error(corpus: Path, kind: str):
    folder = corpus / "public" / "openapi" / "v2.0" / kind / "petstore-separate"
    (release,), found, _ = read_all([folder])

    assert list(found) == []
    assert [(each.name, each.base) for each in release.carriers] == [
        ("Pet", None),
        ("Error", None),
        ("NewPet", "Pet"),
    ]


@pytest.mark.slow
def test_no_message_about_the_corpus_holds_a_line_break_or_a_control(corpus: Path):
    _, found, _ = read_all(sorted((corpus / "netserver").glob("2026-04/Swagger-*.zip")))

    assert all(re.fullmatch(r"[\x20-\x7e\n]*", str(each)) for each in found)
