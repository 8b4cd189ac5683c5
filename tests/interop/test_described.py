"""Every operation of the WebApi, called once, and its request judged by somebody else.

openapi-core reads the vendor's description, not ours; a checker that lets everything pass would
be worth nothing, so what it refuses is shown first.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openapi_core.exceptions import OpenAPIError

from tests.behaviour.generated import Generated, generated

from .described import Description, documents

pytestmark = pytest.mark.slow

RELEASES = {
    "2021-03": "2021-03/Swagger-v1-REST.zip",
    "2024-04": "2024-04/Swagger-v1.zip",
    "2026-04": "2026-04/Swagger-v1-REST-Individuals.zip",
}
CONTACT = "/api/v1/Contact"


@pytest.fixture(scope="module", params=list(RELEASES))
def release(request: pytest.FixtureRequest, corpus: Path) -> Path:
    return corpus / "netserver" / RELEASES[request.param]


@pytest.fixture(scope="module")
def description(release: Path) -> Description:
    return Description(documents(release))


@pytest.fixture(scope="module")
def package(
    release: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    name = f"described{release.parent.name.replace('-', '')}"
    return generated(name, tmp_path_factory.mktemp(name), release)


def sent(verb: str, path: str, **more: Any) -> httpx2.Request:
    return httpx2.Request(verb, f"https://example.com{path}", **more)


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (sent("GET", f"{CONTACT}/four"), f"{CONTACT}/{{id}}"),
        (sent("GET", f"{CONTACT}/4?$selectt=name"), f"{CONTACT}/{{id}}"),
        (sent("GET", f"{CONTACT}/4?fk=perhaps"), f"{CONTACT}/{{id}}"),
        (sent("GET", f"{CONTACT}/4/Persons"), f"{CONTACT}/{{id}}/Documents"),
        (sent("GET", f"{CONTACT}?$mode=Slender"), CONTACT),
        (sent("POST", CONTACT, json={"ContactId": "four"}), CONTACT),
        (sent("POST", CONTACT, json=[]), CONTACT),
        (sent("POST", CONTACT, content=b"<x/>", headers={"Content-Type": "text/xml"}), CONTACT),
        (sent("POST", CONTACT), CONTACT),
        (sent("POST", f"{CONTACT}/UdefLayout"), f"{CONTACT}/UdefLayout"),
        (sent("POST", f"{CONTACT}/UdefLayout?udefFieldType=Odd"), f"{CONTACT}/UdefLayout"),
        (sent("DELETE", f"{CONTACT}/4", json={}), f"{CONTACT}/{{id}}"),
        (sent("POST", CONTACT, json={"Nmae": "x"}), CONTACT),
        (sent("POST", CONTACT, json={"Category": {"Nmae": "x"}}), CONTACT),
        (sent("GET", f"{CONTACT}/4?fk=True"), f"{CONTACT}/{{id}}"),
        (sent("GET", f"{CONTACT}?$top=5&$top=6"), CONTACT),
        (sent("PUT", f"{CONTACT}/4/Image"), f"{CONTACT}/{{contactId}}/Image"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_refused(
    description: Description, request_: httpx2.Request, path: str
):
    with pytest.raises((OpenAPIError, AssertionError)):
        description.check(request_, path)


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (sent("GET", f"{CONTACT}/4?$select=name&fk=true"), f"{CONTACT}/{{id}}"),
        (sent("GET", f"{CONTACT}?$mode=Slim&$top=5"), CONTACT),
        (sent("POST", CONTACT, json={"ContactId": 4, "Name": None}), CONTACT),
        (sent("POST", f"{CONTACT}/UdefLayout?udefFieldType=Number"), f"{CONTACT}/UdefLayout"),
    ],
)  # fmt: skip
def test_a_right_request_is_not(
    description: Description, request_: httpx2.Request, path: str
):
    description.check(request_, path)


# --- every operation


def test_every_operation_is_sent_as_it_is_described(
    package: Generated, description: Description
):
    """Each one with all that it takes, and with no more than it must have."""
    seen: list[httpx2.Request] = []
    answers: list[httpx2.Response] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        request.read()
        seen.append(request)
        return answers.pop()

    done: set[tuple[str, str]] = set()
    undescribed: set[str] = set()
    with package.session(httpx2.MockTransport(answer)) as session:
        for row, method, part in _methods(package, session):
            path = "/" + row.path.replace("<part>", part)
            for everything in (True, False):
                before = len(seen)
                answers[:] = [_answer(package, row)]
                arguments, words = _arguments(package, row, method, everything)
                found = method(*arguments, **words)
                if row.gives_rows:
                    assert list(found) == []
                assert len(seen) == before + 1
                if (row.verb, path) not in description.operations:
                    undescribed.add(f"{row.verb} {path}")
                    continue
                request = seen[-1]
                try:
                    description.check(request, path)
                except Exception as error:
                    error.add_note(f"{row.verb} {path}: {request.url}")
                    error.add_note(repr(request.content[:500]))
                    raise
                done.add((row.verb, path))

    assert done == set(description.operations)
    assert all(each.startswith("PATCH ") for each in undescribed)
    assert bool(undescribed) == (package.package == "described202604")


def _methods(package: Generated, session: Any) -> Iterator[tuple[Any, Any, str]]:
    """Every row with its method; those of a class for several resources once for each."""
    resources = package.module("resources")
    scope = session.resources
    attributes: dict[str, list[Any]] = {}
    for resource in _handed_out(scope):
        attributes.setdefault(type(resource).__name__, []).append(resource)
        for inner in _handed_out(resource):
            attributes.setdefault(type(inner).__name__, []).append(inner)
    for wire, cls in resources.RESOURCES.items():
        module = package.module(f"resources.{cls.__module__.rpartition('.')[2]}")
        rows = {
            row.name: row for row in vars(module).values() if hasattr(row, "compiled")
        }
        assert set(rows) == set(cls.OPERATIONS), wire
        for resource in attributes[cls.__name__]:
            part = resource._which
            for name, row in rows.items():
                yield row, getattr(resource, cls.OPERATIONS[name]), part


def _handed_out(holder: Any) -> Iterator[Any]:
    for name, value in inspect.getmembers(type(holder)):
        if isinstance(value, property):
            yield getattr(holder, name)


def _arguments(
    package: Generated, row: Any, method: Any, everything: bool
) -> tuple[list[Any], dict[str, Any]]:
    """By position what a method must be given, by name what it may."""
    runtime = package.module("_runtime.codecs.rows")
    types = {_squeezed(name): typed.kind for name, typed in runtime.row_of(row).takes}
    arguments: list[Any] = []
    words: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "options":
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            if everything:
                words.update(_query(row))
        elif name in ("modified_since", "unmodified_since"):
            if everything:
                words[name] = "Tue, 24 Nov 2026 08:00:00 GMT"
        elif parameter.default is parameter.empty:
            arguments.append(_value(package, types, name, row))
        elif everything or name == "id":
            words[name] = _value(package, types, name, row)
    return arguments, words


def _squeezed(name: str) -> str:
    return "".join(char for char in name if char.isalnum()).lower()


def _query(row: Any) -> dict[str, Any]:
    every = {
        "$select": ("select", ["name", "category"]),
        "$filter": ("filter", "name begins 'a b'"),
        "$orderBy": ("order_by", "name desc"),
        "$entities": ("entities", "contact"),
        "$top": ("top", 5),
        "$skip": ("skip", 1),
        "$mode": ("mode", "Full"),
        "$options": ("archive_options", "GrandTotal=true"),
        "$context": ("context", "x"),
        "$jsonSafe": ("json_safe", True),
        "$output": ("output", "Display"),
    }
    return dict(every[name] for name in row.rows if name in every)


def _value(package: Generated, types: dict[str, Any], name: str, row: Any) -> Any:
    if name == "changes":
        return package.module("patches").Patch().replace("Name", "x").test("Id", 1)
    if name == "select":
        return "Name,Category/Id"
    if name in ("carrier", "items", "values", "content", "value"):
        kind = types.get(_squeezed(name)) or types["body"]
    else:
        kind = types[_squeezed(name)]
    return _of(package, kind)


def _of(package: Generated, kind: Any, depth: int = 0) -> Any:
    """A value of that kind; carriers with all their members, three levels deep."""
    match kind.name:
        case "carrier" if depth == DEEPEST:
            return kind.python()
        case "carrier":
            schema = package.module("_runtime.codecs.schema").schema_of(kind.python)
            return kind.python(
                **{
                    each.attribute: _of(package, each.kind, depth + 1)
                    for each in schema.fields
                }
            )
        case "list":
            return [_of(package, kind.item, depth)]
        case "dict":
            return {"key": _of(package, kind.item, depth)}
        case "enumeration" | "flags":
            members = [each for each in kind.python if isinstance(each, Enum)]
            return members[-1]
        case "bytes":
            return b"\x89PNG"
        case name:
            return VALUES[name]


DEEPEST = 3
VALUES: dict[str, Any] = {
    "text": "a b/c",
    "int": 4,
    "bool": True,
    "float": 1.5,
    "decimal": Decimal("1.5"),
    "datetime": datetime(2026, 1, 31, 12),
    "date": date(2026, 1, 31),
    "duration": timedelta(minutes=5),
    "any": "x",
}


def _answer(package: Generated, row: Any) -> httpx2.Response:
    if row.gives_rows:
        return httpx2.Response(200, json={"odata.metadata": "x", "value": []})
    if not row.gives:
        return httpx2.Response(204)
    kind = package.module("_runtime.codecs.rows").row_of(row).gives[0][1].kind
    if kind.name == "bytes":
        return httpx2.Response(200, content=b"x", headers={"Content-Type": "image/png"})
    values: dict[str, Callable[[], Any]] = {
        "carrier": dict,
        "list": list,
        "dict": dict,
        "text": str,
        "int": int,
        "bool": bool,
        "datetime": lambda: "2026-01-31T00:00:00",
    }
    content = json.dumps(values.get(kind.name, lambda: None)()).encode()
    return httpx2.Response(
        200, content=content, headers={"Content-Type": "application/json"}
    )
