"""What is told without signing in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from tests.unit.runtime.server.raw_calls import Caller, Served

NOBODY = {"Authorization": ""}
PLACES = [
    ("crm.test", "", "http://crm.test"),
    ("other.test:81", "/Cust12345", "http://other.test:81/Cust12345"),
]


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def caller(served: Served) -> Caller:
    return served()


def get(caller: Caller, path: str, host: str = "crm.test", **headers: str) -> Any:
    answer = caller.send("GET", path, headers={**NOBODY, "Host": host, **headers})
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize(("host", "tenant", "root"), PLACES)
@pytest.mark.parametrize("accept", ["application/json", "text/html, text/json;q=0.1"])
def test_the_release_is_told_as_json_to_whoever_asks_for_it(
    pair: Any, caller: Caller, host: str, tenant: str, root: str, accept: str
) -> None:
    release = pair.catalogue.release
    answer = get(caller, f"{tenant}/API/", host, Accept=accept)
    assert answer.json() == {
        "v1": f"{root}/api/v1",
        "NetServerVersion": release.label,
        "NetServerLabel": release.label,
        "NetServer": f"proxysmith {release.generator}",
        "Services": "Services88",
        "ServicesCurrent": "Services88",
        "Version": release.label,
    }


@pytest.mark.parametrize(("host", "tenant", "root"), PLACES)
@pytest.mark.parametrize("accept", ["", "*/*", "text/html"])
def test_the_release_is_a_page_to_others(
    caller: Caller, host: str, tenant: str, root: str, accept: str
) -> None:
    answer = get(caller, f"{tenant}/api", host, Accept=accept)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert links(answer) == [f"{root}/api/v1", f"{root}/swagger"]


def links(answer: Any) -> list[str]:
    """Where the links of a page lead."""
    return [html.unescape(each) for each in re.findall('href="([^"]*)"', answer.text)]


@pytest.mark.parametrize(("host", "tenant", "root"), PLACES)
def test_every_address_is_told_with_its_verbs(
    pair: Any, caller: Caller, host: str, tenant: str, root: str
) -> None:
    found = get(caller, f"{tenant}/api/v1", host).json()
    assert found[f"{root}/api/v1/Agents/Contact/GetContactEntity"] == {
        "POST": "Contact.GetContactEntity"
    }
    assert found[f"{root}/api/v1/Contact/{{id}}"] == {
        "GET": "v1ContactEntity_GetContactEntity",
        "PUT": "v1ContactEntity_PutContactEntity",
        "PATCH": "v1ContactEntity_PatchContactEntity",
        "DELETE": "v1ContactEntity_DeleteContactEntity",
    }
    count = sum(each.on_agents for each in pair.catalogue.operations())
    paths = {each.path for each in pair.catalogue.resources}
    assert len(found) == count + len(paths)


@pytest.mark.parametrize(("host", "tenant", "root"), PLACES)
def test_descriptions_are_found_by_following_links(
    caller: Caller, host: str, tenant: str, root: str
) -> None:
    found = links(get(caller, f"{tenant}/swagger", host))
    assert found == [f"{root}/swagger/docs/v1-Agents", f"{root}/swagger/docs/v1-REST"]
    for address, path in zip(
        found,
        ("/api/v1/Agents/Contact/GetContactEntity", "/api/v1/Contact/{id}"),
        strict=True,
    ):
        described = get(caller, address.removeprefix(f"http://{host}"), host).json()
        assert described["servers"][0]["url"] == root
        assert path in described["paths"]


@pytest.mark.parametrize(
    "path", ["/swagger/docs/V1-agents.JSON", "/SWAGGER/docs/v1-Agents/"]
)
def test_descriptions_go_by_several_names(caller: Caller, path: str) -> None:
    assert get(caller, path).content == get(caller, "/swagger/docs/v1-Agents").content


@pytest.mark.parametrize(("host", "tenant", "root"), PLACES)
@pytest.mark.parametrize("query", ["wsdl", "singleWsdl", "SINGLEWSDL=1&x"])
def test_an_agent_is_described_at_the_address_that_the_caller_used(
    caller: Caller, host: str, tenant: str, root: str, query: str
) -> None:
    answer = get(caller, f"{tenant}/remote/services88/contact.svc?{query}", host)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    found = etree.fromstring(answer.content)
    soap = "{http://schemas.xmlsoap.org/wsdl/soap/}address"
    assert [each.get("location") for each in found.iter(soap)] == [
        f"{root}/Remote/Services88/Contact.svc"
    ]


@pytest.mark.parametrize(("host", "tenant", "root"), PLACES)
def test_the_address_of_an_agent_is_a_page(
    caller: Caller, host: str, tenant: str, root: str
) -> None:
    answer = get(caller, f"{tenant}/Remote/Services88/Contact.svc", host)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    address = f"{root}/Remote/Services88/Contact.svc"
    assert links(answer) == [f"{address}?singleWsdl", f"{address}?wsdl"]


@pytest.mark.parametrize("host", ['"><script>', "a\x01b", "\xe5", "x" * 5000, "a b&<"])
def test_any_host_is_only_a_text(caller: Caller, host: str) -> None:
    """In raw ASGI, as no client of ours would send it."""
    import asyncio

    async def text(path: str, query: bytes = b"") -> tuple[int, str]:
        sent: list[Any] = []
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "root_path": "",
            "headers": [(b"host", host.encode("latin-1"))],
        }

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        await caller.app(scope, receive, send)
        return sent[0]["status"], sent[1]["body"].decode()

    for path, query in (
        ("/api", b""),
        ("/swagger", b""),
        ("/swagger/docs/v1-REST", b""),
        ("/Remote/Services88/Contact.svc", b""),
        ("/Remote/Services88/Contact.svc", b"wsdl"),
    ):
        status, found = asyncio.run(text(path, query))
        assert status == 200
        assert "<script>" not in found or path.startswith("/swagger/")
        if query:
            etree.fromstring(found.encode())


@pytest.mark.parametrize(
    "path",
    ["/", "/swagger/docs", "/swagger/docs/v1-Nonsense", "/api/v2", "/a/b/api", "/a/"],
)
def test_elsewhere_is_nothing(caller: Caller, path: str) -> None:
    answer = caller.send("GET", path, headers=NOBODY)
    assert (answer.status_code, answer.json()) == (
        404,
        {
            "Message": "No HTTP resource was found that matches the request.",
            "MessageDetail": f"GET {path}",
        },
    )
