"""Answers of the SOAP wire whose bytes are decoded while they arrive."""

from __future__ import annotations

import base64
import re
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import pytest
from family import NAMESPACE, giving
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.runtime.codecs import DecodeError, soap
from generator.runtime.codecs.namespaces import SOAP, XSI
from generator.runtime.codecs.soap_stream import StreamedAnswer
from generator.runtime.operations import Facade

MiB = 2**20
GIVE = giving("bytes | None")
DETAIL = (
    "<Message>No &lt;access&gt;</Message><ExceptionType>SoException</ExceptionType>"
)
CHECKED = settings(
    deadline=None,
    derandomize=True,
    max_examples=150,
)


def document(body: str, header: str = "<h:Succeeded>true</h:Succeeded>") -> str:
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:i="{XSI}">'
        f'<s:Header xmlns:h="{NAMESPACE}">{header}</s:Header>'
        f'<s:Body xmlns="{NAMESPACE}">{body}</s:Body></s:Envelope>'
    )


def answer(value: str, attributes: str = "") -> str:
    return f"<GiveResponse><Response{attributes}>{value}</Response></GiveResponse>"


def text(payload: bytes) -> str:
    return base64.b64encode(payload).decode()


def fed(chunks: Iterable[bytes], operation=GIVE) -> tuple[StreamedAnswer, bytes]:
    streamed = StreamedAnswer(operation)
    found = b"".join([streamed.feed(chunk) for chunk in chunks])
    return streamed, found + streamed.close()


def whole(content: str | bytes, operation=GIVE) -> tuple[StreamedAnswer, bytes]:
    """The answer in one chunk, and in one byte a chunk, which must not differ."""
    data = content.encode() if isinstance(content, str) else content
    streamed, found = fed([data], operation)
    other, again = fed((data[n : n + 1] for n in range(len(data))), operation)
    assert (found, streamed.begun, streamed.head) == (again, other.begun, other.head)
    return streamed, found


def refused(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    messages: set[str] = set()
    for size in (len(data) or 1, 1):
        with pytest.raises(DecodeError) as raised:
            fed(data[n : n + size] for n in range(0, len(data), size))
        messages.add(str(raised.value))
    assert len(messages) == 1
    return messages.pop()


# -------------------------------------------------------------------------------- what is


@CHECKED
@given(st.data(), st.binary(max_size=300))
def test_any_bytes_in_any_chunks(data: st.DataObject, payload: bytes):
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    content = document(answer(text(payload))).encode(encoding)
    cuts = data.draw(st.lists(st.integers(0, len(content)), max_size=20).map(sorted))
    edges = [0, *cuts, len(content)]

    streamed, found = fed(content[a:b] for a, b in pairwise(edges))

    assert found == payload
    assert streamed.begun
    reply = soap.decode_response(GIVE, streamed.head)
    assert (reply.value, reply.succeeded, reply.fault) == (b"", True, None)


@pytest.mark.parametrize(
    "content",
    [
        f'<Envelope xmlns="{SOAP}"><Body>'
        f'<GiveResponse xmlns="{NAMESPACE}"><Response>aGVq</Response></GiveResponse></Body></Envelope>',
        f'<a:Envelope xmlns:a="{SOAP}"><a:Body>'
        f'<b:GiveResponse xmlns:b="{NAMESPACE}"><b:Response>aGVq</b:Response></b:GiveResponse></a:Body></a:Envelope>',
        f'<_:Envelope xmlns:_="{SOAP}" xmlns:é="{NAMESPACE}"><_:Body>'
        "<é:GiveResponse><é:Response>aGVq</é:Response></é:GiveResponse></_:Body></_:Envelope>",
        # A prefix that means something else further in.
        f'<x:Envelope xmlns:x="{SOAP}"><x:Body><x:GiveResponse xmlns:x="{NAMESPACE}">'
        "<x:Response>aGVq</x:Response></x:GiveResponse></x:Body></x:Envelope>",
        # The service's elements in no namespace.
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{answer("aGVq")}</s:Body></s:Envelope>',
        f'<Envelope xmlns="{SOAP}"><Body><GiveResponse xmlns="">'
        "<Response>aGVq</Response></GiveResponse></Body></Envelope>",
        f"<?xml version='1.0' encoding='us-ascii'?><!-- a --><?b c?>\n {document(answer('aGVq'))}\n<!-- d -->\n",
        document(answer("aGVq", f' i:nil="false" i:type="t:b" xmlns:t="{NAMESPACE}"')),
        document("<GiveResponse><Other>1</Other>\n<Response>aGVq</Response><Last/></GiveResponse>"),
        document(answer("aGVq") + "<GiveResponse/>"),
    ],
)  # fmt: skip
def test_elements_are_known_by_namespace_and_name(content: str):
    assert soap.decode_response(GIVE, content.encode()).value == b"hej"

    streamed, found = whole(content)

    assert found == b"hej"
    assert soap.decode_response(GIVE, streamed.head).value == b""


@pytest.mark.parametrize(
    "value",
    [
        "<![CDATA[aGVq]]>",
        "a<![CDATA[G]]>V<![CDATA[]]>q",
        "aG<!-- x -->Vq",
        "a<?b c?>GVq",
        "&#97;G&#x56;q",
        " \r\n\ta GVq ",
        "a&#13;\nG\nVq\n",
    ],
)
def test_base64_in_all_ways_to_write_it(value: str):
    content = document(answer(value))
    assert soap.decode_response(GIVE, content.encode()).value == b"hej"
    assert whole(content)[1] == b"hej"


def test_lines_of_base64():
    payload = bytes(range(256)) * 1000
    content = document(answer(base64.encodebytes(payload).decode())).encode()
    for size in (7, 77, 65536, len(content)):
        chunks = (content[n : n + size] for n in range(0, len(content), size))
        assert fed(chunks)[1] == payload


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_encodings(encoding: str):
    declared = f"<?xml version='1.0' encoding='{encoding[:6]}'?>"
    header = "<h:ExtraInfo><h:P><h:K>é</h:K><h:V>å&lt;</h:V></h:P></h:ExtraInfo>"
    if encoding == "latin-1":
        declared = declared.replace("latin-", "iso-8859-1")
    content = (declared + document(answer("aGVq"), header)).encode(encoding)

    streamed, found = whole(content)

    assert found == b"hej"
    assert soap.decode_response(GIVE, streamed.head).extra_info == {"é": "å<"}


def test_the_element_may_be_spelled_otherwise():
    operation = Facade("Family", namespace=NAMESPACE, module=__name__).operation(
        "Give",
        gives={"Answer": "bytes"},
        response="Given",
        spelled={"soap": {"Answer": "answer"}},
    )
    content = document("<Given><answer>aGVq</answer></Given>")

    streamed, found = whole(content, operation)

    assert found == b"hej"
    assert soap.decode_response(operation, streamed.head).value == b""


def test_bytes_come_with_the_chunk_that_completes_them():
    before, after = document(answer("|")).split("|")
    streamed = StreamedAnswer(GIVE)

    assert streamed.feed(before[:-1].encode()) == b""
    assert not streamed.begun
    assert streamed.head == before[:-1].encode()
    assert streamed.feed(before[-1:].encode()) == b""
    assert streamed.begun
    head = streamed.head
    assert head.decode() == before + after
    assert streamed.feed(b"aGV") == b""
    assert streamed.feed(b"qaG") == b"hej"
    assert streamed.feed(b"Vq" + after.encode()) == b"hej"
    assert streamed.close() == b""
    assert streamed.head == head


# ------------------------------------------------------------------------ what went wrong


def test_head_says_what_the_headers_say():
    header = (
        f'<h:ExceptionInfo>{DETAIL.replace("<", "<h:").replace("<h:/", "</h:")}</h:ExceptionInfo>'
        '<h:Succeeded>false</h:Succeeded><h:Other a="&quot;&lt;&#10;&#9;">&#13;\n</h:Other>'
    )
    streamed, _ = whole(document(answer("aGVq"), header))

    assert streamed.begun
    reply = soap.decode_response(GIVE, streamed.head)
    assert reply.succeeded is False
    assert reply.exception is not None
    assert reply.exception.message == "No <access>"
    assert b'a="&quot;&lt;&#10;&#9;">&#13;\n</h:Other>' in streamed.head


FAULT = f"<s:Fault><faultcode>s:Server</faultcode><faultstring>No</faultstring><detail><e>{DETAIL}</e></detail></s:Fault>"


@pytest.mark.parametrize(
    "content",
    [
        document(FAULT),
        document(FAULT + answer("aGVq")),
        document(answer("", ' i:nil="true"')),
        document(answer("", ' i:nil=" 1 "') + answer("aGVq")),
        document('<GiveResponse><Response i:nil="true"/><Response>aGVq</Response></GiveResponse>'),
        document("<GiveResponse/>"),
        document("<GiveResponse/>" + answer("aGVq")),
        document("<GiveResponse><Other><Response>aGVq</Response></Other></GiveResponse>"),
        document('<GiveResponse><Response xmlns="urn:x">aGVq</Response></GiveResponse>'),
        document("", "<h:Succeeded>false</h:Succeeded>"),
        document('<GiveResponse><Response i:nil="true"/></GiveResponse>').replace(
            "</s:Envelope>", f"<s:Body>{answer('aGVq')}</s:Body></s:Envelope>"
        ),
    ],
)  # fmt: skip
def test_an_answer_without_a_value_is_left_to_the_codec(content: str):
    streamed, found = whole(content)

    assert (found, streamed.begun) == (b"", False)
    assert streamed.head == content.encode()
    reply = soap.decode_response(GIVE, streamed.head)
    assert reply.value is None
    assert reply.fault or reply.succeeded is not None


@pytest.mark.parametrize(
    "content",
    [
        "<a/>",
        document(answer("aGVq")).replace(SOAP, "http://www.w3.org/2003/05/soap-envelope"),
        document(answer("aGVq")).replace(NAMESPACE, "urn:other"),
        document("<OtherResponse/>" + answer("aGVq")),
        document(""),
        f"<r>{document(answer('aGVq'))}</r>",
    ],
)  # fmt: skip
def test_what_is_no_answer_the_codec_refuses(content: str):
    streamed, found = whole(content)

    assert (found, streamed.begun) == (b"", False)
    with pytest.raises(DecodeError):
        soap.decode_response(GIVE, streamed.head)


@pytest.mark.parametrize("value", ["", " \n", "<!-- a -->"])
def test_an_empty_value_has_begun(value: str):
    streamed, found = whole(document(answer(value)))
    assert (found, streamed.begun) == (b"", True)


def test_a_header_behind_the_value_is_refused():
    late = "<s:Header/></s:Envelope>"
    content = document(answer("aGVq")).replace("</s:Envelope>", late)
    assert refused(content) == "the envelope has its Header behind the Body"


# ------------------------------------------------------------------------- broken documents


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "body", [answer("aGVqIGhlag=="), answer("", ' i:nil="true"'), FAULT]
)
def test_an_answer_cut_off_anywhere_is_refused(body: str, encoding: str):
    content = document(body).encode(encoding)
    for end in range(len(content)):
        assert refused(content[:end]).startswith("the answer is cut off: ")
    fed([content])


@pytest.mark.parametrize(
    "value",
    ["a", "aG", "aGV", "aGVqa", "aGVq=", "aG=", "=", "==", "====", "a===", "=aGV", "aG=V", "aGVq====", "aG==aGVq",
     "aG== aG==", "aG==<!-- -->=", "aG==\n<!-- -->\naGVq", "aGV=\n=", "aGV*", "aG-_", "aGVqé", "aGVq\xa0", "aGVq&amp;",
     "aGVq;aGVq"],
)  # fmt: skip
def test_broken_base64(value: str):
    message = "Response: expected base64Binary, got another text"
    assert refused(document(answer(value))) == message


@CHECKED
@given(st.text("aQ=\n", max_size=14), st.integers(1, 5))
def test_base64_is_judged_the_same_in_pieces(value: str, size: int):
    bare = value.replace("\n", "")
    right = len(bare) % 4 == 0 and re.fullmatch("[aQ]*={0,2}", bare)
    content = document(answer(value)).encode()
    chunks = (content[n : n + size] for n in range(0, len(content), size))
    if right:
        assert fed(chunks)[1] == base64.b64decode(bare)
    else:
        with pytest.raises(DecodeError):
            fed(chunks)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the answer is cut off: no element found"),
        (b"hello", "not XML: syntax error"),
        ("<!DOCTYPE a><a/>", "an answer with a document type is refused"),
        ("<!DOCTYPE html><p>", "expected XML, got a page of HTML"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + document(answer("&b;")), "an answer with a document type is refused"),
        (document(answer("&b;")), "not XML: undefined entity"),
        (document(answer("aGVq")) + "x", "not XML: junk after document element"),
        (document(answer("aGVq")) + "<a/>", "not XML: junk after document element"),
        (document(answer("aGVq")).replace("</s:Body>", "</s:Bod>"), "not XML: mismatched tag"),
        (document(answer("aGVq") + "&"), "not XML: not well-formed (invalid token)"),
        (document(answer("aGVq") + "<q:a/>"), "not XML: unbound prefix"),
        (document(answer("aGVq") + "<a q:a=''/>"), "not XML: unbound prefix"),
        (document(answer("aGVq") + "<q:a xmlns:q=''/>"), "not XML: unbound prefix"),
        (document(answer("aGVq") + "<a b='' b=''/>"), "not XML: duplicate attribute"),
        (document(answer("aGVq") + "<!-- -- -->"), "not XML: not well-formed (invalid token)"),
        (document(answer("aGVq<a/>")), "Response: expected base64Binary, got elements"),
        (document(answer("<Response>aGVq</Response>")), "Response: expected base64Binary, got elements"),
        (document("<a>" * 99), "the answer is nested too deeply"),
        (document(answer("aGVq") + "<a>" * 99), "the answer is nested too deeply"),
        (b"<?xml version='1.0' encoding='secret'?><a/>", "not XML: in an encoding that is not known"),
        (b"<?xml version='1.0' encoding='shift_jis'?><a/>", "not XML: in an encoding that is not known"),
        (b"<?xml version='1.0' encoding='hex'?><a/>", "not XML: in an encoding that is not known"),
        (document(answer("aGVq")).encode() + b"<!--\xff-->", "not XML: not well-formed (invalid token)"),
    ],
)  # fmt: skip
def test_what_is_refused(content: str | bytes, message: str):
    assert refused(content) == message


def test_a_refusal_stays():
    streamed = StreamedAnswer(GIVE)
    with pytest.raises(DecodeError):
        streamed.feed(document(answer("aGVq<a/>")).encode())
    with pytest.raises(DecodeError, match="got elements"):
        streamed.feed(b" ")
    with pytest.raises(DecodeError, match="got elements"):
        streamed.close()


def test_nothing_comes_behind_the_end():
    streamed, _ = fed([document(answer("aGVq")).encode()])
    with pytest.raises(DecodeError, match="parsing finished"):
        streamed.feed(b" ")


# -------------------------------------------------------------------------------- memory


def pieces(start: str, filler: bytes, count: int) -> Iterator[bytes]:
    yield start.encode()
    for _ in range(count):
        yield filler


BEFORE, AFTER = document(answer("|")).split("|")


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        ("", b" "),
        ("<!--", b"x"),
        (BEFORE.partition("<h:")[0], b"<h:a>x</h:a>"),
        (BEFORE.partition("<s:Body")[0] + "<s:Body a='", b"x"),
        (f"{BEFORE}<!--", b"x"),
        (BEFORE, b"<!--x-->"),
        (f"{BEFORE}aGVq</Response>", b"<a></a>"),
        (f"{BEFORE}aGVq</Response><a a='", b"x"),
        (f"{BEFORE}aGVq{AFTER}", b" "),
        (f"{BEFORE}aGVq{AFTER}<!--", b"x"),
    ],
)
def test_what_is_not_the_value_cannot_fill_memory(start: str, unit: bytes):
    filler = unit * (64 * 1024 // len(unit))
    for size in (1, 40):  # in small chunks and at once
        with pytest.raises(DecodeError, match="too much XML around the value"):
            fed(pieces(start, filler * size, 4096))
    fed_so_far = StreamedAnswer(GIVE)
    for chunk in pieces(start, filler, 14):
        fed_so_far.feed(chunk)


def test_a_long_namespace_is_not_written_out_for_each_name():
    long = "u" * (400 * 1024)
    names = "".join(f"<p:a{n} p:b='' p:c=''/>" for n in range(5000))
    content = document(answer("aGVq"), f'<p:x xmlns:p="{long}">{names}</p:x>').encode()
    streamed = StreamedAnswer(GIVE)
    tracemalloc.start()
    try:
        assert streamed.feed(content) == b"hej"
        assert tracemalloc.get_traced_memory()[1] < 12 * MiB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("written", [base64.b64encode, base64.encodebytes])
def test_memory_stays_flat(written: Callable[[bytes], bytes]):
    payload = bytes(range(57)) * 840
    chunk = written(payload)  # close to 64 KiB
    streamed = StreamedAnswer(GIVE)
    given = 0
    count = 64 * MiB // len(chunk)
    tracemalloc.start()
    try:
        streamed.feed(BEFORE.encode())
        for _ in range(count):
            given += len(streamed.feed(chunk))
        streamed.feed(AFTER.encode())
        streamed.close()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert given == count * len(payload)
    assert peak < 2 * MiB
