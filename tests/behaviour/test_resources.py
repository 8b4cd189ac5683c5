"""The WebApi through a generated package: entities, rows, changes, files, and what may go wrong."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.behaviour.generated import Generated
from tests.behaviour.server import as_json, as_soap

Said = Callable[[httpx2.Request], httpx2.Response]
COMPANY = {"ContactId": 4, "Name": "Old", "_Links": {"Self": "https://wrong:1/x"}}


class Server:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self, *answers: httpx2.Response | Said) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request) if callable(answer) else answer

    @property
    def last(self) -> httpx2.Request:
        return self.asked[-1]

    @property
    def calls(self) -> list[str]:
        """Verb and address below the root of each call."""
        return [
            f"{each.method} {str(each.url).partition('/Cust1')[2]}"
            for each in self.asked
        ]


def session_with(crm: Generated, server: Server, **said: Any) -> Any:
    return crm.session(httpx2.MockTransport(server), **said)


def part(crm: Generated, module: str, name: str) -> Any:
    return getattr(crm.module(module), name)


# --- entities


def test_an_entity_comes_with_its_links(crm: Generated):
    server = Server(as_json(COMPANY))
    with session_with(crm, server) as session:
        contact = session.resources.contact.get(4)

    assert server.calls == ["GET /api/v1/Contact/4"]
    assert isinstance(contact, part(crm, "carriers", "ContactEntity"))
    assert type(contact).__name__ == "ContactEntityWithLinks"
    assert (contact.contact_id, contact.name) == (4, "Old")
    assert contact.links == {"Self": "https://wrong:1/x"}


def test_what_was_read_is_sent_back_without_its_links(crm: Generated):
    server = Server(as_json({**COMPANY, "Newer": [1]}))
    with session_with(crm, server) as session:
        contact = session.resources.contact.get(4)
        contact.name = "New"
        session.resources.contact.update(contact)
        session.contact.save_contact_entity(contact)

    assert server.calls[1:] == [
        "PUT /api/v1/Contact/4",
        "POST /api/v1/Agents/Contact/SaveContactEntity",
    ]
    for request in server.asked[1:]:
        assert json.loads(request.content) == {
            "ContactId": 4,
            "Name": "New",
            "Newer": [1],
        }


def test_an_entity_of_the_webapi_is_one_of_the_agents_over_soap(crm: Generated):
    server = Server(
        as_json(COMPANY),
        as_soap("<SaveContactEntityResponse><Response/></SaveContactEntityResponse>"),
    )
    with session_with(crm, server, binding="soap") as session:
        contact = session.resources.contact.get(4)
        session.contact.save_contact_entity(contact)

    assert b"<Name>Old</Name>" in server.last.content
    assert b"Links" not in server.last.content


def test_the_carrier_tells_which_one_to_update(crm: Generated):
    company = part(crm, "carriers", "ContactEntity")
    server = Server(as_json(COMPANY))
    with session_with(crm, server) as session:
        session.resources.contact.update(company(contact_id=7))
        session.resources.contact.update(company(contact_id=7), 8)
        with pytest.raises(ValueError, match="contact_id of the carrier is 0"):
            session.resources.contact.update(company())

    assert server.calls == ["PUT /api/v1/Contact/7", "PUT /api/v1/Contact/8"]


def test_members_to_fill_are_named_by_attributes(crm: Generated):
    options = part(crm, "options", "RequestOptions")
    server = Server(as_json(COMPANY))
    with session_with(crm, server) as session:
        contacts = session.resources.contact
        contacts.get(4, select="name,category/id")
        contacts.get(4, options=options(select=["name"]))
        with pytest.raises(ValueError, match="no 'nmae'; did you mean 'name'"):
            contacts.get(4, select="nmae")
        with pytest.raises(ValueError, match="takes no select"):
            session.resources.contact.default(options=options(select="name"))

    assert server.calls == [
        "GET /api/v1/Contact/4?$select=Name,Category/Id",
        "GET /api/v1/Contact/4?$select=Name",
    ]


def test_headers_of_the_session_go_along(crm: Generated):
    options = part(crm, "options", "RequestOptions")(language="sv", time_zone="NO")
    server = Server(as_json(COMPANY))
    ticket = part(crm, "credentials", "Ticket")("7T:abc")
    with session_with(crm, server, credentials=ticket, app_token="t") as session:
        session.resources.contact.get(4, options=options)

    headers = server.last.headers
    assert headers["Authorization"] == "SOTicket 7T:abc"
    assert headers["SO-AppToken"] == "t"
    assert headers["SO-Language"] == headers["Accept-Language"] == "sv"
    assert headers["SO-TimeZone"] == "NO"
    assert headers["Accept"] == "application/json"


def test_texts_in_an_address_stay_one_part_of_it(crm: Generated):
    server = Server(as_json({}))
    with session_with(crm, server) as session:
        session.resources.user.get_from_name("a/b?c#d%e é")
        for odd in ("", ".", ".."):
            with pytest.raises(ValueError, match="cannot stand in an address"):
                session.resources.user.get_from_name(odd)
        with pytest.raises(TypeError, match="expected int, got str"):
            session.resources.contact.get("4/../5")

    assert server.calls == ["GET /api/v1/User/a%2Fb%3Fc%23d%25e%20%C3%A9"]


def test_one_path_of_two_has_a_method_for_each_kind_of_key(crm: Generated):
    server = Server(as_json([]))
    with session_with(crm, server) as session:
        assert session.resources.list.get_items(5, deleted=True) == []
        assert session.resources.list.get_items_by_name("Source") == []
        assert session.resources.user.get_presence(7, day=["a", "b,c"]) == []

    assert server.calls == [
        "GET /api/v1/List/5/Items?deleted=true",
        "GET /api/v1/List/Source/Items",
        "GET /api/v1/User/7/UserPresenceStatus?day=a,b,c",
    ]


def test_an_asynchronous_session_has_the_same_methods(crm: Generated):
    server = Server(as_json(COMPANY))

    async def run() -> Any:
        transport = httpx2.MockTransport(server)
        async with crm.async_session(transport) as session:
            contact = await session.resources.contact.get(4)
            await session.resources.contact.patch(4, {"name": "x"})
            return contact

    assert asyncio.run(run()).name == "Old"
    assert server.calls == ["GET /api/v1/Contact/4", "PATCH /api/v1/Contact/4"]


def test_resources_can_be_made_by_class(crm: Generated):
    resources = crm.module("resources")
    server = Server(as_json(COMPANY))
    with session_with(crm, server) as session:
        assert resources.ContactResource(session).get(4).name == "Old"
        assert resources.RESOURCES["Contact"] is resources.ContactResource
        assert session.resources.contact is session.resources.contact
        raw = session.raw(session.resources.contact.get, 4)
        assert (raw.status, raw.value.contact_id) == (200, 4)
        with pytest.raises(TypeError, match="AsyncSession"):
            resources.AsyncContactResource(session)


# --- changes


def test_a_patch_goes_out_as_operations_or_as_what_changes(crm: Generated):
    patch = part(crm, "patches", "Patch")
    company = part(crm, "carriers", "ContactEntity")
    server = Server(as_json(COMPANY))
    with session_with(crm, server) as session:
        contacts = session.resources.contact
        before, after = company(name="A"), company(name="B")
        contacts.patch(4, patch.between(before, after, test=True))
        contacts.patch(4, {"name": "B", "category": {"id": 2}})
        with pytest.raises(TypeError, match="expected a Patch or a mapping"):
            contacts.patch(4, [("name", "B")])

    assert json.loads(server.asked[0].content) == [
        {"op": "test", "path": "/Name", "value": "A"},
        {"op": "replace", "path": "/Name", "value": "B"},
    ]
    assert json.loads(server.asked[1].content) == {"Name": "B", "Category": {"Id": 2}}


def test_moments_are_sent_as_http_has_them(crm: Generated):
    server = Server(as_json(COMPANY))
    moment = datetime(2026, 1, 31, 12, 30, 15, 999, tzinfo=UTC)
    company = part(crm, "carriers", "ContactEntity")(contact_id=4)
    with session_with(crm, server) as session:
        contacts = session.resources.contact
        contacts.get(4, modified_since=moment)
        contacts.update(company, unmodified_since=moment)
        contacts.patch(4, {}, unmodified_since="Sat, 31 Jan 2026 12:30:15 GMT")
        server.answers = [httpx2.Response(204)]
        contacts.delete(4, unmodified_since=moment)
        with pytest.raises(ValueError, match="without time zone is no moment"):
            contacts.get(4, modified_since=datetime(2026, 1, 31))

    expected = "Sat, 31 Jan 2026 12:30:15 GMT"
    assert [each.headers.get("If-Modified-Since") for each in server.asked] == [
        expected, None, None, None,
    ]  # fmt: skip
    assert [each.headers.get("If-Unmodified-Since") for each in server.asked] == [
        None, expected, expected, expected,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "error", "text"),
    [
        (304, "NotModified", "not changed since then"),
        (404, "NotFound", "no such thing"),
        (409, "Conflict", "a test in the patch failed"),
        (412, "PreconditionFailed", "changed it meanwhile"),
    ],
)
def test_a_status_says_what_happened(
    crm: Generated, status: int, error: str, text: str
):
    server = Server(httpx2.Response(status))
    with (
        session_with(crm, server) as session,
        pytest.raises(part(crm, "errors", error), match=text) as caught,
    ):
        session.resources.contact.patch(4, {"name": "x"})

    assert "Contact/v1ContactEntity_PatchContactEntity over webapi" in str(caught.value)
    assert isinstance(caught.value, part(crm, "errors", "NetServerError"))
    assert isinstance(caught.value, part(crm, "errors", "Fault")) == (status != 304)
    assert len(server.asked) == 1


def test_what_the_service_says_is_kept(crm: Generated):
    body = {"Error": True, "ErrorType": "SoNotFound", "ErrorMessage": "no contact 4"}
    server = Server(as_json(body, 404))
    with (
        session_with(crm, server) as session,
        pytest.raises(part(crm, "errors", "NotFound"), match="no contact 4") as caught,
    ):
        session.resources.contact.get(4)

    assert (caught.value.error_type, caught.value.status) == ("SoNotFound", 404)


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(404, html="<h1>Not Found</h1>"),
        httpx2.Response(200, html="<h1>Sign in</h1>"),
        httpx2.Response(200, json=[1]),
        httpx2.Response(200, content=b"{", headers={"Content-Type": "text/json"}),
        httpx2.Response(204),
    ],
)
def test_what_is_no_entity_is_no_answer(crm: Generated, answer: httpx2.Response):
    with (
        session_with(crm, Server(answer)) as session,
        pytest.raises(part(crm, "errors", "ResponseError")),
    ):
        session.resources.contact.get(4)


def test_reading_is_tried_again_and_changing_is_not(crm: Generated):
    options = part(crm, "options", "RequestOptions")(retries=1)
    error = part(crm, "errors", "NetServerError")
    busy = httpx2.Response(503, headers={"Retry-After": "0"})
    server = Server(busy, as_json(COMPANY))
    with session_with(crm, server, options=options) as session:
        assert session.resources.contact.get(4).name == "Old"
        server.answers = [busy]
        with pytest.raises(error):
            session.resources.contact.update(
                part(crm, "carriers", "ContactEntity")(contact_id=4)
            )

    assert [each.method for each in server.asked] == ["GET", "GET", "PUT"]


# --- rows


def page(*rows: dict[str, Any], link: str | None = None) -> httpx2.Response:
    return as_json({"odata.metadata": "x", "odata.nextLink": link, "value": [*rows]})


def row(key: int, **columns: Any) -> dict[str, Any]:
    return {"PrimaryKey": str(key), "EntityName": "person", **columns}


def test_rows_are_mappings_with_a_key(crm: Generated):
    server = Server(page(row(3, fullName="A B")))
    with session_with(crm, server) as session:
        (found,) = session.resources.contact.persons(4)

    assert (found.primary_key, found.entity_name) == (3, "person")
    assert found["fullName"] == "A B" and dict(found) == row(3, fullName="A B")
    assert found.cells == {} and found.table_right is None
    assert repr(found) == "<Row of person 3: PrimaryKey, EntityName, fullName>"


def test_the_full_mode_tells_how_values_are_shown(crm: Generated):
    full = {
        "PrimaryKey": 3,
        "EntityName": "person",
        "TableRight": {"Mask": 15},
        "LinkHint": "person?person_id=3",
        "StyleHint": "retired",
        "Column": {
            "registered": {
                "RawValue": "[D:01/31/2026]",
                "DisplayValue": "31.01.2026",
                "TooltipHint": "tip",
                "LinkHint": None,
            }
        },
    }
    server = Server(page(full))
    with session_with(crm, server) as session:
        (found,) = session.resources.contact.persons(4, mode="Full")

    cell = found.cells["registered"]
    assert server.calls == ["GET /api/v1/Contact/4/Persons?$mode=Full"]
    assert dict(found) == {
        "PrimaryKey": 3,
        "EntityName": "person",
        "registered": "[D:01/31/2026]",
    }
    assert (cell.display_value, cell.tooltip_hint, cell.link_hint) == (
        "31.01.2026",
        "tip",
        "",
    )
    assert (found.table_right, found.link_hint, found.style_hint) == (
        15,
        "person?person_id=3",
        "retired",
    )


def test_a_query_is_spelled_as_the_description_has_it(crm: Generated):
    column = part(crm, "filters", "column")
    server = Server(page())
    with session_with(crm, server) as session:
        rows = session.resources.contact.persons(
            4,
            select=["fullName", "email/emailAddress"],
            filter=column("fullName").begins("O'Neil & Co") & column("x").one_of(1, 2),
            order_by="fullName desc",
            top=5,
            skip=10,
        )
        assert server.asked == []
        assert list(rows) == []
        assert rows.first() is None

    assert parse_qs(server.asked[0].url.query.decode()) == {
        "$select": ["fullName,email/emailAddress"],
        "$filter": [r"fullName begins 'O\'Neil & Co' and x oneOf (1,2)"],
        "$orderBy": ["fullName desc"],
        "$top": ["5"],
        "$skip": ["10"],
    }
    assert dict(parse_qsl(server.asked[1].url.query.decode()))["$top"] == "1"


def test_what_a_list_cannot_be_asked_is_refused_before_anything_is_sent(
    crm: Generated,
):
    server = Server(page())
    with session_with(crm, server) as session:
        with pytest.raises(TypeError, match="takes no 'selct'"):
            session.resources.contact.persons(4, selct="x")
        with pytest.raises(ValueError, match="top must be 0 or more"):
            session.resources.contact.persons(4, top=-1)
        assert list(session.resources.contact.persons(4, top=0)) == []

    assert server.asked == []


def test_the_next_page_is_asked_for_where_the_session_is(crm: Generated):
    link = "https://sod1:443/Elsewhere/api/v1/Contact/4/Persons?$skip=1&x=%27a%20b%27"
    server = Server(page(row(1), link=link), page(row(2)))
    ticket = part(crm, "credentials", "Ticket")("7T:abc")
    with session_with(crm, server, credentials=ticket) as session:
        keys = [each.primary_key for each in session.resources.contact.persons(4)]

    assert keys == [1, 2]
    assert server.last.url.host == server.asked[0].url.host
    assert server.last.url.path == "/Cust1/api/v1/Contact/4/Persons"
    assert parse_qs(server.last.url.query.decode()) == {"$skip": ["1"], "x": ["'a b'"]}
    assert server.last.headers["Authorization"] == "SOTicket 7T:abc"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://evil.example/steal", "none of its own"),
        ("file:///etc/passwd", "none of its own"),
        ("https://x/api/../../steal", "none of its own"),
    ],
)
def test_a_link_to_nowhere_is_no_page(crm: Generated, link: str, said: str):
    server = Server(page(row(1), link=link))
    with (
        session_with(crm, server) as session,
        pytest.raises(part(crm, "errors", "ResponseError"), match=said),
    ):
        list(session.resources.contact.persons(4))

    assert len(server.asked) == 1


def test_pages_that_lead_back_to_themselves_end(crm: Generated):
    link = "https://x/api/v1/Contact/4/Persons?$skip=1"
    server = Server(page(row(1), link=link))
    with (
        session_with(crm, server) as session,
        pytest.raises(part(crm, "errors", "ResponseError"), match="given before"),
    ):
        list(session.resources.contact.persons(4))


@pytest.mark.parametrize(
    "answer",
    [
        as_json({"value": {}}),
        as_json({"value": [1]}),
        as_json([]),
        as_json("x"),
        httpx2.Response(200, html="<p>"),
    ],
)
def test_what_is_no_page_is_no_answer(crm: Generated, answer: httpx2.Response):
    with (
        session_with(crm, Server(answer)) as session,
        pytest.raises(part(crm, "errors", "ResponseError")),
    ):
        list(session.resources.contact.persons(4))


def test_an_error_in_the_place_of_rows_is_a_fault(crm: Generated):
    body = {"Error": True, "ErrorMessage": "no such column"}
    with (
        session_with(crm, Server(as_json(body))) as session,
        pytest.raises(part(crm, "errors", "Fault"), match="no such column"),
    ):
        list(session.resources.contact.persons(4))


def broken(sizes: list[int], total: int) -> Said:
    """A service with so many rows, in pages of such sizes, some of them empty."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        query = dict(parse_qsl(request.url.query.decode()))
        number, start = int(query.get("page", 0)), int(query.get("start", 0))
        most = int(query.get("$top", total))
        size = sizes[number] if number < len(sizes) else total
        end = min(start + size, total)
        rows = [row(key) for key in range(start, end)]
        link = f"https://x/y/api/v1/Contact/4/Persons?page={number + 1}&start={end}&$top={most}"
        return page(*rows, link=link if end < total else None)

    return answer


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(0, 4), max_size=8),
    total=st.integers(0, 20),
    top=st.none() | st.integers(0, 25),
)
def test_no_row_is_lost_and_none_comes_twice_however_pages_break(
    crm: Generated, sizes: list[int], total: int, top: int | None
):
    query = {} if top is None else {"top": top}
    expected = list(range(total))[:top]
    server = Server(broken(sizes, total))
    with session_with(crm, server) as session:
        rows = session.resources.contact.persons(4, **query)
        assert [each.primary_key for each in rows] == expected
        assert [each.primary_key for each in rows] == expected  # asked anew
        together = [each.primary_key for some in rows.pages() for each in some]
        assert together == expected

    async def gone_through() -> list[int]:
        async with crm.async_session(httpx2.MockTransport(server)) as awaiting:
            found = awaiting.resources.contact.persons(4, **query)
            return [each.primary_key async for each in found]

    assert asyncio.run(gone_through()) == expected


# --- files


def test_a_file_is_put_as_it_is(crm: Generated):
    file = part(crm, "files", "File")
    server = Server(as_json({}))
    with session_with(crm, server) as session:
        documents = session.resources.document
        documents.set_stream_from_id(7, b"\x00\xff")
        documents.set_stream_from_id(7, io.BytesIO(b"abc"))
        documents.set_stream_from_id(7, file(content=b"x", content_type="image/png"))
        documents.set_stream_from_id(7, file(content=io.BytesIO(b"y"), name="a.txt"))
        with pytest.raises(TypeError, match="expected bytes or a file"):
            documents.set_stream_from_id(7, "text")

    assert server.calls[0] == "PUT /api/v1/Document/7/Content"
    sent = [(each.content, each.headers["Content-Type"]) for each in server.asked]
    assert sent == [
        (b"\x00\xff", "application/octet-stream"),
        (b"abc", "application/octet-stream"),
        (b"x", "image/png"),
        (b"y", "text/plain"),
    ]
    assert [each.headers["Content-Length"] for each in server.asked[:2]] == ["2", "3"]


def form(request: httpx2.Request) -> list[Message]:
    """The parts of a form, read by Python's own parser."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + request.content)
    assert message.is_multipart()
    return [each for each in message.get_payload() if isinstance(each, Message)]


@pytest.mark.parametrize("kept", [True, False], ids=["bytes", "file"])
def test_a_picture_is_sent_as_a_part_of_a_form(crm: Generated, kept: bool):
    file = part(crm, "files", "File")
    picture = b"\x89PNG\r\n\x1a\n--boundary"
    content = picture if kept else io.BytesIO(picture)
    server = Server(as_json(5))
    with session_with(crm, server) as session:
        name = 'me "and"\r you.png'
        with pytest.raises(ValueError, match="one line of text"):
            file(content=content, name=name)
        given = file(content=content, name='me "and" you.png')
        assert session.resources.person.save_image(4, given) == 5

    (found,) = form(server.last)
    assert found.get_payload(decode=True) == picture
    assert found.get_content_type() == "image/png"
    assert found.get_param("name", header="Content-Disposition") == "picture"
    assert found.get_filename() == "me %22and%22 you.png"
    assert int(server.last.headers["Content-Length"]) == len(server.last.content)


def test_a_picture_arrives_with_its_type_and_name(crm: Generated):
    answer = httpx2.Response(
        200,
        content=b"\x89PNG",
        headers={
            "Content-Type": "image/png",
            "Content-Disposition": "attachment; filename*=UTF-8''..%2Fm%C3%A9.png",
        },
    )
    server = Server(answer)
    with session_with(crm, server) as session:
        assert session.resources.person.get_image(4, w=10) == b"\x89PNG"
        with session.stream(session.resources.person.get_image, 4) as download:
            assert (download.name, download.content_type) == ("mé.png", "image/png")
            assert (download.length, download.read()) == (4, b"\x89PNG")

    assert server.calls[0] == "GET /api/v1/Person/4/Image?w=10"
    assert server.last.headers["Accept"] == "*/*"


def test_no_picture_is_none_and_a_page_is_no_picture(crm: Generated):
    server = Server(httpx2.Response(204))
    with session_with(crm, server) as session:
        assert session.resources.person.get_image(4) is None
        server.answers = [httpx2.Response(404)]
        with pytest.raises(part(crm, "errors", "NotFound")):
            session.resources.person.get_image(4)
        server.answers = [httpx2.Response(200, html="<h1>Sign in</h1>")]
        with pytest.raises(part(crm, "errors", "ResponseError"), match="HTML"):
            session.resources.person.get_image(4)
        kept = {"Content-Disposition": "attachment; filename=a.html"}
        server.answers = [httpx2.Response(200, html="<h1>Mine</h1>", headers=kept)]
        assert session.resources.document.get_stream(4) == b"<h1>Mine</h1>"


def test_a_document_that_is_json_is_its_bytes(crm: Generated):
    answer = httpx2.Response(200, json={"ErrorMessage": "is a document's own"})
    with session_with(crm, Server(answer)) as session:
        found = session.resources.document.get_stream(4)

    assert json.loads(found) == {"ErrorMessage": "is a document's own"}


def test_an_error_is_told_by_its_status(crm: Generated):
    answer = as_json({"Error": True, "ErrorMessage": "locked"}, 403)
    with (
        session_with(crm, Server(answer)) as session,
        pytest.raises(part(crm, "errors", "Fault"), match="locked"),
    ):
        session.resources.document.get_stream(4)


def test_hooks_see_resources_by_their_names(crm: Generated):
    seen: list[Any] = []
    hooks = part(crm, "hooks", "Hooks")(on_request=seen.append)
    with session_with(crm, Server(as_json(COMPANY)), hooks=hooks) as session:
        session.resources.contact.get(4)

    (event,) = seen
    assert (event.agent, event.operation, event.wire, event.method) == (
        "Contact",
        "v1ContactEntity_GetContactEntity",
        "webapi",
        "GET",
    )


def test_a_long_query_of_an_archive_is_sent_as_a_form(crm: Generated):
    column = part(crm, "filters", "column")
    some = column("contactId").one_of(1, 2)
    many = column("contactId").one_of(*range(1000))
    server = Server(page(row(1)))
    with session_with(crm, server) as session:
        archives = session.resources.archive
        assert len(list(archives.list("Person", filter=some, top=1))) == 1
        assert len(list(archives.list("Person", filter=many, top=1))) == 1

    assert server.calls[0].startswith("GET /api/v1/Archive/Person?$filter=")
    assert server.calls[1] == "POST /api/v1/Archive/Person"
    assert server.last.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(server.last.content.decode())) == {
        "$filter": str(many),
        "$top": "1",
    }


def test_the_next_page_of_a_long_query_is_sent_as_a_form_too(crm: Generated):
    link = "https://x/api/v1/Archive/Person?$skip=1&$filter=" + "x" * 3000
    server = Server(page(row(1), link=link), page(row(2)))
    with session_with(crm, server) as session:
        keys = [each.primary_key for each in session.resources.archive.list("Person")]

    assert keys == [1, 2]
    assert server.calls[1] == "POST /api/v1/Archive/Person"
    assert dict(parse_qsl(server.last.content.decode()))["$skip"] == "1"


def test_a_query_option_that_only_one_list_has_is_a_word_of_its_method(
    crm: Generated,
):
    server = Server(page())
    with session_with(crm, server) as session:
        list(session.resources.contact.list(count=True, top=3))

    assert server.calls == ["GET /api/v1/Contact?$count=true&$top=3"]
