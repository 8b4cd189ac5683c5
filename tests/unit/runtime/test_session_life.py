"""What a session is beside its calls: current, closed, raw answers, links, selections, large answers."""

from __future__ import annotations

import asyncio
import base64
import contextvars
import threading

import httpx2
import pytest
from minicrm.agents import AsyncContactAgent, ContactAgent
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    as_json,
    as_soap,
)

from generator.runtime.credentials import Ticket
from generator.runtime.errors import NetServerError, SessionClosed
from generator.runtime.options import RequestOptions

ALFA = {"ContactId": 3, "Name": "Alfa"}
both = pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)


# ------------------------------------------------------------------------------- current


def test_agents_take_the_current_session():
    with Session(
        ROOT, transport=httpx2.MockTransport(Server(as_json(ALFA)))
    ) as session:
        with session.as_current() as current:
            assert current is session is Session.current()
            assert ContactAgent().get_contact_entity(3)
        with pytest.raises(RuntimeError, match="no current Session"):
            ContactAgent()


def test_each_task_has_a_current_session_of_its_own():
    async def name(text: str) -> str | None:
        answer = as_json({"ContactId": 3, "Name": text})
        session = AsyncSession(ROOT, transport=httpx2.MockTransport(Server(answer)))
        async with session:
            with session.as_current():
                await asyncio.sleep(0)
                contact = await AsyncContactAgent().get_contact_entity(3)
                assert AsyncSession.current() is session
        return contact and contact.name

    async def main() -> list[str | None]:
        return await asyncio.gather(*(name(text) for text in "abcdef"))

    assert asyncio.run(main()) == list("abcdef")


def test_current_sessions_nest_and_threads_do_not_share_them():
    outer, inner = Session(ROOT), Session(ROOT)
    seen: list[bool] = []

    def look() -> None:
        with pytest.raises(RuntimeError):
            Session.current()
        seen.append(True)

    with outer.as_current():
        with inner.as_current():
            assert Session.current() is inner
        assert Session.current() is outer
        thread = threading.Thread(target=contextvars.Context().run, args=(look,))
        thread.start()
        thread.join()
    assert seen == [True]


def test_an_asynchronous_agent_does_not_take_a_session_that_waits():
    with (
        Session(ROOT) as session,
        session.as_current(),
        pytest.raises(RuntimeError, match="AsyncSession"),
    ):
        AsyncContactAgent()


# ------------------------------------------------------------------------------- closed


@both
def test_a_closed_session_makes_no_more_calls_and_forgets_what_let_it_in(kind: Waiting):
    server = Server(as_json(ALFA))
    session = kind.open(server, credentials=Ticket("7T:hushhush"), app_token="hush-app")
    kind.run(session.contact.get_contact_entity(3))

    kind.run(session.close()) if kind.kind is Session else kind.run(session.aclose())

    assert session.closed
    with pytest.raises(SessionClosed):
        kind.run(session.contact.get_contact_entity(3))
    assert len(server.requests) == 1
    assert session._core.sign_in.secrets() == []
    assert session._core.app_token is None


def test_a_session_whose_client_is_the_users_is_closed_too():
    client = httpx2.Client(transport=httpx2.MockTransport(Server(as_json(ALFA))))
    session = Session(ROOT, client=client)
    session.close()

    with pytest.raises(SessionClosed):
        session.contact.get_contact_entity(3)
    assert not client.is_closed


# ------------------------------------------------------------------------------- raw


@both
@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_a_raw_answer_is_the_value_and_what_came_over_the_wire(
    kind: Waiting, binding: str
):
    body = "<GetContactEntityResponse><Response><ContactId>3</ContactId></Response></GetContactEntityResponse>"
    answer = as_json(ALFA) if binding == "agents" else as_soap(body)
    answer.headers["X-Trace"] = "t-1"
    session = kind.open(Server(answer), binding=binding)

    raw = kind.run(session.raw(session.contact.get_contact_entity, 3))

    assert isinstance(raw.value, ContactEntity)
    assert raw.value.contact_id == 3
    assert (raw.status, raw.headers["x-trace"]) == (200, "t-1")
    assert raw.content == answer.content
    assert "Alfa" not in repr(raw.headers)


@both
def test_a_raw_answer_that_is_refused_is_an_error(kind: Waiting):
    session = kind.open(Server(as_json({"Error": True, "ErrorMessage": "no"}, 500)))

    with pytest.raises(NetServerError, match="no"):
        kind.run(session.raw(session.contact.get_contact_entity, 3))


def test_raw_wants_a_method_of_an_agent_of_this_session():
    with Session(ROOT) as session, Session(ROOT) as other:
        with pytest.raises(TypeError, match="method of an agent"):
            session.raw(len, [])
        with pytest.raises(ValueError, match="another session"):
            session.raw(other.contact.get_contact_entity, 3)


# ------------------------------------------------------------------------------- select


@pytest.mark.parametrize(
    ("select", "sent"),
    [
        ("name", "Name"),
        ("Name", "Name"),
        ("NAME", "Name"),
        ("name,contact_id", "Name,ContactId"),
        (("name", "contact_id"), "Name,ContactId"),
        ("name , contact_id", "Name,ContactId"),
        ("FromANewerServer/Whatever", "FromANewerServer/Whatever"),
    ],
)
def test_select_takes_attributes_and_names_of_the_wire(select: str, sent: str):
    server = Server(as_json(ALFA))
    with Session(ROOT, transport=httpx2.MockTransport(server)) as session:
        session.contact.get_contact_entity(3, options=RequestOptions(select=select))

    assert server.asked.url.params["$select"] == sent


def test_select_tells_what_was_meant_and_sends_nothing():
    server = Server(as_json(ALFA))
    options = RequestOptions(select="contct_id")
    with (
        Session(ROOT, transport=httpx2.MockTransport(server)) as session,
        pytest.raises(ValueError, match="did you mean 'contact_id'") as told,
    ):
        session.contact.get_contact_entity(3, options=options)
    assert "ContactEntity" in str(told.value)
    assert server.requests == []


# ------------------------------------------------------------------------------- large answers


@both
@pytest.mark.parametrize("nil", [False, True])
def test_soap_reads_a_document_that_is_larger_than_libxml_takes(
    kind: Waiting, nil: bool
):
    content = bytes(range(256)) * 40_000  # 10 MB, 13.6 MB as base64
    text = base64.b64encode(content).decode()
    inside = '<Response i:nil="true"/>' if nil else f"<Response>{text}</Response>"
    answer = as_soap(f"<GetDocumentStreamResponse>{inside}</GetDocumentStreamResponse>")
    session = kind.open(Server(answer), binding="soap")

    found = kind.run(session.document.get_document_stream(17))

    assert found == (None if nil else content)


@both
@pytest.mark.parametrize("size", [1, 7, 65536, 10**6])
def test_soap_hands_a_document_out_while_it_arrives(kind: Waiting, size: int):
    content = bytes(range(256)) * 50
    text = base64.b64encode(content).decode()
    answer = as_soap(
        f"<GetDocumentStreamResponse><Response>{text}</Response></GetDocumentStreamResponse>"
    )
    session = kind.open(Server(answer), binding="soap")

    _, chunks = kind.download(
        session, session.document.get_document_stream, 17, size=size
    )

    assert b"".join(chunks) == content
    assert {len(chunk) for chunk in chunks[:-1]} <= {size}


@both
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            as_soap("<GetDocumentStreamResponse><Response>AAA", succeeded=None),
            "cannot be read|broken",
        ),
        (
            as_soap(
                "<GetDocumentStreamResponse><Response>AAAA</Response></GetDocumentStreamResponse>",
                succeeded=False,
                info="<Message>no such document</Message>",
            ),
            "no such document",
        ),
        (
            httpx2.Response(
                200, headers={"Content-Type": "application/pdf"}, content=b"%PDF"
            ),
            "expected XML, got application/pdf",
        ),
        (
            httpx2.Response(200, headers={"Content-Type": "text/xml"}, content=b"<a/>"),
            "cannot be read",
        ),
        (
            httpx2.Response(
                503, headers={"Content-Type": "text/plain"}, content=b"busy"
            ),
            "503",
        ),
    ],
)
def test_a_document_that_does_not_come_is_an_error(
    kind: Waiting, answer: httpx2.Response, says: str
):
    session = kind.open(
        Server(answer), binding="soap", options=RequestOptions(retries=0)
    )

    with pytest.raises(NetServerError, match=says):
        kind.download(session, session.document.get_document_stream, 17)
