"""Whatever is sent to a door is answered, with a status of HTTP's, and the server goes on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.runtime.server.raw_calls import ENVELOPE, XSI, Served

SOME = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def app(served: Served) -> Any:
    """The stand-in with a stub that gives back what it gets."""
    echo = served.stub("Workflow", save_workflow_step=lambda step: step)
    return served(echo, store=":memory:").app


@pytest.fixture(scope="module")
def loop() -> Iterator[Any]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def ask(app: Any, loop: Any, caplog: pytest.LogCaptureFixture) -> Any:
    """The status of the answer to a request; fails where the server failed, or says nothing of it that can be read."""
    caplog.set_level(logging.ERROR)

    def asked(
        method: str, path: str, query: bytes, headers: Any, body: bytes, most: int = 499
    ) -> int:
        caplog.clear()
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": b"",
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "server": ("127.0.0.1", 80),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body}

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        loop.run(asyncio.wait_for(app(scope, receive, send), 10))
        start, content = sent
        status: int = start["status"]
        assert 200 <= status <= most, (status, content)
        assert caplog.text == ""
        for name, value in start["headers"]:
            assert not {0, 10, 13} & {*name, *value}
        return status

    return asked


TICKET = (b"authorization", b"SOTicket 7T:...")
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(
                    b"content-type",
                    b"content-length",
                    b"accept",
                    b"host",
                    b"soapaction",
                ),
                *(b"authorization", b"so-timezone", b"so-language", b"accept-language"),
                *(b"if-modified-since", b"if-unmodified-since", b"content-disposition"),
            ]
        ),
        st.binary(max_size=20)
        | st.sampled_from(
            [
                *(
                    b"application/json",
                    b"text/xml",
                    b"application/octet-stream",
                    b"*/*",
                ),
                *(
                    b"multipart/form-data; boundary=B",
                    b"application/x-www-form-urlencoded",
                ),
                *(b"Mon, 05 Jan 2026 08:10:00 GMT", b"Basic a2FyaTpzZWNyZXQ=", b"0"),
            ]
        ),
    ),
    max_size=4,
)
SIGNED_IN = st.tuples(st.just([TICKET]), HEADERS).map(lambda both: both[0] + both[1])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**66), 2**66)
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(
        ["2026-01-05T08:10:00", "9999-12-31T23:59:59Z", "[D:x]", "SendSMS"]
    )
    | st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "YWJj", "P9999999Y", "1e999", "NaN"]
    )
)
NAMES = st.sampled_from(
    [
        *("ContactId", "Name", "category", "Id", "Persons", "Emails", "CustomFields"),
        *("UpdatedDate", "StepType", "Options", "Steps", "TableRight", "Mask", "Associate"),
        *("ProviderName", "Columns", "Restriction", "Operator", "Values", "Page", "PageSize"),
        *("DocumentId", "Stream", "From", "To", "Length", "op", "path", "value", "_Links"),
    ]
) | st.text(max_size=5)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=15,
)


def as_json(value: Any) -> bytes:
    import json

    return json.dumps(value, ensure_ascii=True).encode()


BODIES = VALUES.map(as_json) | st.binary(max_size=40)
WORDS = st.sampled_from(
    [
        *("Contact", "Person", "Document", "User", "List", "MDOList", "Archive", "4", "7"),
        *("-1", "0", "2147483648", "default", "Simple", "Persons", "Content", "Image"),
        *("Items", "category", "selectable", "Task", "Validate", "MergeTo", "$metadata"),
    ]
) | st.text(max_size=6)  # fmt: skip
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *(
                    "$select",
                    "$filter",
                    "$orderby",
                    "$top",
                    "$skip",
                    "$mode",
                    "$entities",
                ),
                *("$jsonSafe", "$output", "w", "h", "fk", "flat", "deleted", "id", "x"),
                "contactEntityId",
            ]
        ),
        st.text(max_size=12)
        | st.sampled_from(
            [
                "name,category/id",
                "name begins 'a'",
                "name desc",
                "5",
                "-1",
                "true",
                "Full",
            ]
        ),
    ),
    max_size=4,
).map(
    lambda pairs: "&".join(f"{name}={text}" for name, text in pairs).encode(
        "utf-8", "replace"
    )
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])


@SOME
@given(
    method=METHODS,
    path=st.lists(st.text(max_size=10) | WORDS, max_size=6),
    query=st.binary(max_size=20) | QUERIES,
    headers=HEADERS,
    body=st.binary(max_size=40),
)
def test_at_any_address(
    ask: Any, method: str, path: list[str], query: bytes, headers: Any, body: bytes
) -> None:
    ask(method, "/" + "/".join(path), query, headers, body)


@SOME
@given(
    method=METHODS,
    words=st.lists(WORDS, min_size=1, max_size=4),
    query=QUERIES,
    headers=SIGNED_IN,
    kind=st.sampled_from([b"application/json", b"multipart/form-data; boundary=B"]),
    body=BODIES,
)
def test_at_the_door_of_the_webapi(
    ask: Any,
    method: str,
    words: list[str],
    query: bytes,
    headers: Any,
    kind: bytes,
    body: bytes,
) -> None:
    said = [(b"content-type", kind), *headers]
    ask(method, "/api/v1/" + "/".join(words), query, said, body)


@pytest.fixture(scope="module")
def agents(pair: Any) -> list[Any]:
    return [each for each in pair.catalogue.operations() if each.on_agents]


@SOME
@given(data=st.data(), query=QUERIES, headers=SIGNED_IN, body=BODIES)
def test_at_the_door_of_the_agents(
    ask: Any, agents: list[Any], data: Any, query: bytes, headers: Any, body: bytes
) -> None:
    operation = data.draw(st.sampled_from(agents))
    said = [(b"content-type", b"application/json"), *headers]
    ask("POST", f"/{operation.agents_path}", query, said, body)


@SOME
@given(data=st.data())
def test_with_parameters_of_about_the_right_kind(
    pair: Any, ask: Any, agents: list[Any], data: Any
) -> None:
    operation = data.draw(st.sampled_from(agents))
    body = {name: data.draw(VALUES) for name in operation.takes}
    if operation.shape == "bare":
        (body,) = body.values()
    said = [TICKET, (b"content-type", b"application/json")]
    ask("POST", f"/{operation.agents_path}", b"", said, as_json(body))


TEXTS = st.text(max_size=6).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
ELEMENTS = st.recursive(
    TEXTS | st.sampled_from(["4", "true", "2026-01-05T08:10:00", "-P1D", "YWJj", "NaN", ""]),
    lambda inner: st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *("ContactEntity", "ContactId", "Name", "Category", "Persons", "Person"),
                    *("WorkflowStepBase", "Options", "WorkflowStepOptionBase", "Steps"),
                    *("StringKeyValuePair", "Key", "Value", "CustomFields", "a:int", "a:string"),
                    *("TableRight", "Mask", "ContactIds", "ContactEntityId", "UpdatedDate"),
                ]
            ),
            st.sampled_from(
                [
                    *("", ' i:nil="true"', ' i:nil="maybe"', ' i:type="WorkflowStepSplit"'),
                    *(' i:type="n:Nonsense"', ' i:type=":"', ' x="&#10;"', ' xmlns="urn:x"'),
                ]
            ),
            inner,
        ),
        max_size=4,
    ).map(lambda found: "".join(f"<{n}{a}>{c}</{n.split()[0]}>" for n, a, c in found)),
    max_leaves=12,
)  # fmt: skip


@SOME
@given(
    data=st.data(),
    content=ELEMENTS,
    header=ELEMENTS,
    headers=HEADERS,
    broken=st.integers(0, 2000) | st.none(),
)
def test_at_the_door_of_soap(
    pair: Any, ask: Any, data: Any, content: str, header: str, headers: Any, broken: Any
) -> None:
    rows = [each for each in pair.catalogue.operations() if each.soap]
    row = data.draw(st.sampled_from(rows))
    namespace = pair.catalogue.release.namespace
    arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
    envelope = (
        f'<s:Envelope xmlns:s="{ENVELOPE}" xmlns:i="{XSI}" xmlns:a="{arrays}" xmlns:n="{namespace}">'
        f'<s:Header xmlns="{namespace}"><Credentials><Ticket>7T:...</Ticket></Credentials>'
        f'<TimeZone><SoTimeZoneId>{header}</SoTimeZoneId></TimeZone>{header}</s:Header>'
        f'<s:Body xmlns="{namespace}"><{row.request}>{content}</{row.request}></s:Body></s:Envelope>'
    )  # fmt: skip
    body = envelope.encode("utf-8", "replace")
    if broken is not None:
        body = body[:broken] + body[broken + 1 :]
    said = [(b"content-type", b"text/xml"), *headers]
    # A fault of SOAP is HTTP's 500: an unknown action. Errors of the server would stand in the log.
    ask("POST", f"/{row.soap_path}", b"", said, body, most=500)


def test_the_server_goes_on(ask: Any, pair: Any) -> None:
    for _ in range(3):
        ask("POST", "/api/v1/Contact", b"", [TICKET], b"{")
        assert ask("GET", "/api/v1/Person/7", b"", [TICKET], b"") == 200
