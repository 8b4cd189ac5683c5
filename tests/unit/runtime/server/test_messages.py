"""Requests as they arrive, and answers as they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest


@pytest.fixture(scope="module")
def messages(pair: Any) -> Any:
    return pair.server("messages")


def scope(**words: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "path": "/api",
        "query_string": b"",
        "headers": [(b"host", b"crm.test")],
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        **words,
    }


def taken(
    messages: Any,
    pieces: Iterable[bytes] = (b"",),
    most: int = 100,
    **words: Any,
) -> Any:
    """What `received` makes of a request whose body comes in those pieces."""
    *first, last = pieces
    events = [
        *({"type": "http.request", "body": each, "more_body": True} for each in first),
        {"type": "http.request", "body": last},
    ]

    async def receive() -> dict[str, Any]:
        return events.pop(0)

    return asyncio.run(messages.received(scope(**words), receive, most))


def sent(answer: Any, **words: Any) -> list[dict[str, Any]]:
    """What an answer sends."""
    events: list[dict[str, Any]] = []

    async def send(event: dict[str, Any]) -> None:
        events.append(event)

    asyncio.run(answer.send(send, **words))
    return events


def test_a_request_is_received_whole(messages: Any) -> None:
    got = taken(
        messages,
        (b"ab", b"", b"cd"),
        method="POST",
        path="/api/v1/Contact/\u00e5",
        query_string=b"a=%C3%A5&A=2&empty=",
        headers=[
            (b"host", b"crm.test:81"),
            (b"content-type", b"Text/XML; charset=utf-8"),
            (b"x-name", b"1"),
            (b"x-name", b"\xe5"),
        ],
        scheme="https",
    )
    assert got == messages.Received(
        method="POST",
        path="/api/v1/Contact/\u00e5",
        query_string="a=%C3%A5&A=2&empty=",
        headers={
            "host": "crm.test:81",
            "content-type": "Text/XML; charset=utf-8",
            "x-name": "\u00e5",
        },
        body=b"abcd",
        address="https://crm.test:81",
    )
    assert got.pairs == [("a", "\u00e5"), ("A", "2"), ("empty", "")]
    assert got.query == {"a": "2", "empty": ""}
    assert got.content_type == "text/xml"


@pytest.mark.parametrize(
    ("server", "address"),
    [
        (("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        (("/run/crm.sock", None), "http:///run/crm.sock"),
        (None, "http://"),
    ],
)
def test_without_a_host_the_address_is_that_of_the_socket(
    messages: Any, server: Any, address: str
) -> None:
    assert taken(messages, headers=[], server=server).address == address


def test_a_body_of_just_the_limit_is_taken(messages: Any) -> None:
    headers = [(b"content-length", b"100")]
    assert taken(messages, (b"x" * 99, b"y"), headers=headers).body[-2:] == b"xy"


@pytest.mark.parametrize(
    ("pieces", "length"),
    [
        ((b"",), b"101"),
        ((b"",), b"9" * 5000),
        ((b"x" * 60, b"x" * 41), None),
        ((b"x" * 60, b"x" * 41), b"5"),
        ((b"x" * 60, b"x" * 41), b"-1"),
    ],
)
def test_a_body_over_the_limit_is_refused_however_long_it_says_to_be(
    messages: Any, pieces: Any, length: bytes | None
) -> None:
    headers = [] if length is None else [(b"content-length", length)]
    with pytest.raises(ValueError) as refused:
        taken(messages, pieces, headers=headers)
    assert (refused.value.message, refused.value.detail, refused.value.status) == (  # type: ignore[attr-defined]
        "The request is too large.",
        "the body has more than the 100 bytes that this server takes",
        413,
    )


def test_a_body_over_the_limit_is_not_read_to_its_end(messages: Any) -> None:
    asked: list[int] = []

    async def receive() -> dict[str, Any]:
        asked.append(1)
        return {"type": "http.request", "body": b"x" * 60, "more_body": True}

    with pytest.raises(ValueError):
        asyncio.run(messages.received(scope(), receive, 100))
    assert len(asked) == 2


def test_a_request_that_is_cut_off_is_malformed(messages: Any) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(ValueError) as refused:
        asyncio.run(messages.received(scope(), receive, 100))
    assert str(refused.value) == "The request was cut off."


def test_a_query_of_too_many_parts_is_malformed(messages: Any) -> None:
    got = messages.Received(method="GET", path="/", query_string="&".join("a" * 2001))
    with pytest.raises(ValueError) as refused:
        got.query  # noqa: B018
    assert refused.value.detail == "the query is too long"  # type: ignore[attr-defined]


def test_a_request_shows_neither_headers_nor_body(messages: Any) -> None:
    got = messages.Received(
        method="GET", path="/", headers={"authorization": "secret"}, body=b"secret"
    )
    assert "secret" not in repr(got)


def test_an_answer_is_sent_with_its_type_and_length(messages: Any) -> None:
    answer = messages.Answer(
        status=201, body=b"null", content_type="text/plain", headers={"X-Name": "1"}
    )
    assert sent(answer) == [
        {
            "type": "http.response.start",
            "status": 201,
            "headers": [
                (b"x-name", b"1"),
                (b"content-type", b"text/plain"),
                (b"content-length", b"4"),
            ],
        },
        {"type": "http.response.body", "body": b"null"},
    ]


def test_the_head_of_an_answer_tells_the_length_of_what_is_not_sent(
    messages: Any,
) -> None:
    answer = messages.Answer(body=b"null", content_type="text/plain")
    start, body = sent(answer, head=True)
    assert start["headers"][-1] == (b"content-length", b"4")
    assert body == {"type": "http.response.body", "body": b""}


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_that_has_no_body_tells_no_length(messages: Any, status: int) -> None:
    assert sent(messages.Answer(status=status))[0]["headers"] == []


def test_nothing_ends_a_header_early(messages: Any) -> None:
    answer = messages.Answer(
        content_type="text/plain\r\nSet-Cookie: a",
        headers={"X-Name": "1\r\nY: \u20ac\0"},
    )
    assert sent(answer)[0]["headers"] == [
        (b"x-name", b"1Y: ?"),
        (b"content-type", b"text/plainSet-Cookie: a"),
        (b"content-length", b"0"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Application/JSON ; charset=utf-8", "application/json"),
        ("text/xml", "text/xml"),
        (";x", ""),
        ("", ""),
    ],
)
def test_a_media_type_is_told_without_its_parameters(
    messages: Any, text: str, kind: str
) -> None:
    assert messages.media_type(text) == kind
