"""The WebApi's description as openapi-core can read it, and requests checked by it.

The descriptions are Swagger 2.0 with known faults (netserver.md 7.8). What is put right here, and why,
stands beside each correction; nothing of it comes from our own reader.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx2
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

VERBS = ("get", "put", "post", "delete", "patch")
_OCTETS = "application/octet-stream"


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The descriptions in an archive."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                yield json.loads(archive.read(name).decode("utf-8-sig"))


class _Request:
    """A request of httpx2, as openapi-core wants to see one."""

    def __init__(self, request: httpx2.Request) -> None:
        self.host_url = "https://example.com"
        whole = request.url.raw_path.decode().partition("?")[0]
        self.path = whole[whole.index("/api/") :]  # below the root of the installation
        self.full_url_pattern = self.host_url + self.path
        self.method = request.method.lower()
        self.content_type = request.headers.get("Content-Type", "")
        self.body: bytes | None = request.read() or None
        query = request.url.query.decode()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(query, keep_blank_values=True)),
            header=Headers(list(request.headers.items())),
            cookie=ImmutableMultiDict(),
            path={},
        )


class Description:
    """The operations of some descriptions, each path in a document of its own.

    Paths that differ in the name or the case of a placeholder alone stand for the same addresses, which
    OpenAPI does not allow within one document.
    """

    def __init__(self, swagger: Iterable[Mapping[str, Any]]) -> None:
        self.operations: dict[tuple[str, str], Mapping[str, Any]] = {}
        schemas: dict[str, Any] = {}
        paths: dict[str, dict[str, Any]] = {}
        for document in swagger:
            for name, schema in document.get("definitions", {}).items():
                schemas[_component(name)] = _schema(schema)
            for path, item in document["paths"].items():
                if "/Agents/" in path or path in paths:
                    continue
                paths[path] = {
                    verb: _operation(item[verb], document)
                    for verb in VERBS
                    if verb in item
                }
                for verb, operation in paths[path].items():
                    self.operations[verb.upper(), path] = operation
        # The description of Selection refers to a type that it does not define.
        for name in _undefined(paths, schemas):
            schemas[name] = {}
        # That the documents are well made is for whoever wrote the descriptions, and takes longer than all requests.
        as_it_is = Config(spec_validator_cls=None)
        self._apis = {
            path: OpenAPI.from_dict(
                {
                    "openapi": "3.0.3",
                    "info": {"title": "WebApi", "version": "1"},
                    "servers": [{"url": "https://example.com"}],
                    "paths": {path: item},
                    "components": {"schemas": schemas},
                },
                config=as_it_is,
            )
            for path, item in paths.items()
        }

    def check(self, request: httpx2.Request, path: str) -> None:
        """Raise what is wrong with a request that is meant for that path of the description."""
        found = _Request(request)
        operation = self.operations[request.method, path]
        template = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
        pattern = re.sub(r"\{[^}]*\}", "[^/]+", template)
        assert re.fullmatch(pattern, found.path), f"{found.path} is not at {path}"
        described = {
            each["name"] for each in operation["parameters"] if each["in"] == "query"
        }
        unknown = {name for name, _ in found.parameters.query.items(multi=True)}
        assert unknown <= described, f"{path} has no {unknown - described}"
        for each in operation["parameters"]:
            if each["in"] == "query":
                _check_spelling(each, found.parameters.query.getlist(each["name"]))
        if "requestBody" not in operation:
            assert not found.body, f"{path} takes no body"
        self._apis[path].validate_request(found)  # type: ignore[arg-type]
        for name, value in _placed(path, found.path).items():
            (parameter,) = (
                each
                for each in operation["parameters"]
                if (each["in"], each["name"]) == ("path", name)
            )
            if parameter["schema"].get("type") == "integer":
                assert re.fullmatch(r"-?\d+", value), f"{name} is {value!r}"


def _check_spelling(parameter: Mapping[str, Any], values: list[str]) -> None:
    """What openapi-core is generous about."""
    kind = parameter["schema"].get("type")
    if kind == "boolean":
        assert set(values) <= {"true", "false"}, (parameter["name"], values)
    assert len(values) <= 1 or kind == "array", (parameter["name"], values)


def _placed(path: str, found: str) -> dict[str, str]:
    """What stands in the placeholders."""
    values = zip(path.split("/"), found.split("/"), strict=True)
    return {
        name[1:-1]: unquote(value) for name, value in values if name.startswith("{")
    }


def _component(name: str) -> str:
    """Names of components are letters, digits and three marks; generic types of .NET have others."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)


def _schema(schema: Any) -> Any:
    """A schema of Swagger 2.0 as one of OpenAPI 3.0."""
    if isinstance(schema, list):
        return [_schema(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = _component(schema["$ref"].rpartition("/")[2])
        return {"$ref": f"#/components/schemas/{name}"}
    if schema.get("type") == "object" and not {
        "properties",
        "additionalProperties",
    } & set(schema):
        return {}  # .NET's "object", which is any value: that of a patch, for one
    found = {
        name: (
            # NetServer writes and takes null for every member; the description says so of none.
            {each: _or_null(_schema(inner)) for each, inner in value.items()}
            if name == "properties"
            else _schema(value)
        )
        for name, value in schema.items()
        if not name.startswith("x-") and name not in ("example", "readOnly", "xml")
    }
    if "properties" in found and "additionalProperties" not in found:
        found["additionalProperties"] = False  # so that what is misspelled is found
    if found.get("format") == "date-time":
        # NetServer's have no offset (netserver.md 3.3).
        return {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}
    if found.get("type") == "file":
        return {"type": "string", "format": "binary"}
    return found


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"allOf": [schema], "nullable": True}
    if "enum" in schema:
        return {**schema, "nullable": True, "enum": [*schema["enum"], None]}
    return {**schema, "nullable": True}


def _operation(
    operation: Mapping[str, Any], document: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation["operationId"],
        "parameters": [],
        # Answers are somebody else's test, and "security" names schemes that are not defined everywhere.
        "responses": {"default": {"description": "whatever"}},
    }
    form: dict[str, Any] = {}
    required: list[str] = []
    for said in operation.get("parameters", ()):
        parameter = said
        if "$ref" in said:
            parameter = document["parameters"][said["$ref"].rpartition("/")[2]]
        match parameter["in"]:
            case "body":
                found["requestBody"] = _body(parameter)
            case "formData":
                form[parameter["name"]] = _schema(
                    {k: v for k, v in parameter.items() if k in ("type", "format")}
                )
                if parameter.get("required"):
                    required.append(parameter["name"])
            case _:
                found["parameters"].append(_parameter(parameter))
    if form:
        schema = {"type": "object", "properties": form, "required": required}
        if not required:
            del schema["required"]
        found["requestBody"] = {
            "content": {"multipart/form-data": {"schema": schema}},
            "required": bool(required),
        }
    return found


def _body(parameter: Mapping[str, Any]) -> dict[str, Any]:
    schema = _schema(parameter["schema"])
    # "produces" and "consumes" list the same ten types everywhere; bytes are sent as they are.
    if schema.get("format") in ("byte", "binary"):
        content: dict[str, Any] = {_OCTETS: {}, "image/png": {}}
    else:
        content = {"application/json": {"schema": schema}}
    return {"content": content, "required": True}


def _parameter(parameter: Mapping[str, Any]) -> dict[str, Any]:
    words = ("type", "format", "items", "enum")
    schema = _schema({k: v for k, v in parameter.items() if k in words})
    if schema.get("type") in ("object", None):
        schema = {}  # dictionaries in a query: nobody says how those are written
    found = {
        "name": parameter["name"],
        "in": parameter["in"],
        "required": parameter["in"] == "path" or parameter.get("required", False),
        "schema": schema,
    }
    if schema.get("type") == "array":
        found["explode"] = parameter.get("collectionFormat") == "multi"
    return found


def _undefined(paths: object, schemas: Mapping[str, Any]) -> set[str]:
    text = json.dumps([paths, schemas])
    used = set(re.findall(r'"#/components/schemas/([^"]*)"', text))
    return used - set(schemas)
