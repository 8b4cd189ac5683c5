"""Requests and answers of the SOAP wire."""

from __future__ import annotations

import copy
import pickle
import threading
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from family import (
    FIND,
    GET,
    NAMESPACE,
    READ,
    SAVE,
    TOUCH,
    Answers,
    Everything,
    Leaf,
    Loose,
    Odd,
    Right,
    RushMailStep,
    Step,
    WaitStep,
    giving,
)
from lxml import etree

from generator.runtime.carriers import unknown_members
from generator.runtime.codecs import DecodeError, EncodeError, json, soap, soap_answers
from generator.runtime.codecs.soap import ExceptionInfo, SoapFault, SoapTimeZone
from generator.runtime.codecs.soap_writer import ROOT
from generator.runtime.operations import Facade

HEAD = f'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" {ROOT.format(NAMESPACE)}'


def envelope(body: str, header: str = "") -> bytes:
    return f"<s:Envelope {HEAD}>{header}<s:Body>{body}</s:Body></s:Envelope>".encode()


def root(inner: str, attributes: str = "") -> bytes:
    return f"<Root {ROOT.format(NAMESPACE)}{attributes}>{inner}</Root>".encode()


def written(carrier: object, kind: Any = None) -> str:
    """The inside of the element that holds a carrier."""
    text = soap.encode(carrier, kind or type(carrier), "Root", NAMESPACE).decode()
    return text.partition(">")[2].removesuffix("</Root>")


# ------------------------------------------------------------------------------ requests


def test_a_request_is_an_envelope_with_headers_and_parameters_in_order():
    content = soap.encode_request(
        GET,
        [5, "a", datetime(2026, 1, 5)],
        {
            "ApplicationToken": "secret & more",
            "Credentials": {"Ticket": "7T:x"},
            "TimeZone": {"SoTimeZoneId": 261},
        },
    )
    assert content.decode() == (
        f"<s:Envelope {HEAD}><s:Header>"
        "<ApplicationToken>secret &amp; more</ApplicationToken>"
        "<Credentials><Ticket>7T:x</Ticket></Credentials>"
        "<TimeZone><SoTimeZoneId>261</SoTimeZoneId></TimeZone></s:Header>"
        "<s:Body><Get><FamilyId>5</FamilyId><EMail>a</EMail>"
        "<Since>2026-01-05T00:00:00</Since></Get></s:Body></s:Envelope>"
    )


def test_no_header_no_parameters():
    content = soap.encode_request(TOUCH, [], {"ApplicationToken": None})
    assert content == envelope("<Touch></Touch>")


def test_headers_that_an_operation_does_not_take_are_left_out():
    bare = Facade("Family", namespace=NAMESPACE, module=__name__).operation(
        "Login", request_headers=("ApplicationToken",)
    )
    content = soap.encode_request(
        bare, [], {"ApplicationToken": "a", "TimeZone": {"X": 1}, "Own": "o"}
    )
    assert (
        b"<s:Header><ApplicationToken>a</ApplicationToken><Own>o</Own></s:Header>"
        in (content)
    )


def test_headers_may_be_carriers_of_the_package():
    content = soap.encode_request(TOUCH, [], {"TimeZone": Leaf(reason="r")})
    assert b"<s:Header><TimeZone><Reason>r</Reason></TimeZone></s:Header>" in content


def test_null_arguments_are_nil_or_left_out():
    content = soap.encode_request(FIND, [None, None, None, None, None, []], {})
    assert content == envelope(
        '<Find><Ids i:nil="true"/><Name i:nil="true"/><Steps/></Find>'
    )


def test_arguments_are_written_by_type():
    content = soap.encode_request(
        FIND,
        [[1], "<", Right.SELECT | Right.INSERT, datetime(2026, 1, 5, tzinfo=UTC), 3, [WaitStep(until="u"), RushMailStep(hurry=1)]],  # fmt: skip
        {},
    )
    assert content == envelope(
        "<Find><Ids><a:int>1</a:int></Ids><Name>&lt;</Name><Right>Select Insert</Right>"
        "<When>2026-01-05T00:00:00Z</When><Count>3</Count><Steps>"
        '<Step i:type="n:WaitStep"><Until>u</Until></Step>'
        '<Step i:type="n:RushMailStep"><Hurry>1</Hurry></Step></Steps></Find>'
    )
    etree.fromstring(content)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ([Leaf()], TypeError, "Everything: expected Everything, got Leaf"),
        ([], TypeError, "Save takes 1 arguments, got 0"),
        ([Everything(text="\0")], EncodeError, "Everything.text: XML cannot hold the character '\\x00'"),
        ([Everything(text="\ud800")], EncodeError, "Everything.text: XML cannot hold the character '\\ud800'"),
        ([Everything(text=5)], EncodeError, "Everything.text: cannot write int as string: *"),  # type: ignore[arg-type]
        ([Everything(number="5")], EncodeError, "Everything.number: cannot write str as int: *"),  # type: ignore[arg-type]
        ([Everything(leaf=Step())], EncodeError, "expected Leaf, got Step"),  # type: ignore[arg-type]
        ([Everything(inner=Everything(flag=[], leaf=Leaf(reason=b"")))], EncodeError, "Leaf.reason: cannot write bytes as string: *"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_named(
    arguments: list[Any], error: type[Exception], message: str
):
    from fnmatch import fnmatchcase

    with pytest.raises(error) as caught:
        soap.encode_request(SAVE, arguments, {})
    assert fnmatchcase(str(caught.value), message)


def test_a_carrier_that_holds_itself_is_refused():
    carrier = Everything()
    carrier.inner = carrier
    with pytest.raises(EncodeError, match="nested too deeply, or holds itself"):
        soap.encode_request(SAVE, [carrier], {})
    with pytest.raises((EncodeError, RecursionError)):
        json.encode_request(SAVE, [carrier])


def test_required_members_are_always_written():
    assert written(Odd()) == '<Always i:nil="true"/><Count>0</Count>'
    assert written(Odd(always="a")) == "<Always>a</Always><Count>0</Count>"


def test_null_of_a_value_type_is_left_out():
    carrier = json.decode(b'{"Number":null,"Moment":null,"Text":null}', Everything)
    assert written(carrier) == '<Text i:nil="true"/>'


def test_a_bool_in_a_number_is_a_number():
    assert written(Everything(number=True)) == "<Number>1</Number>"


# ------------------------------------------------------------------------------- answers


def test_an_answer_gives_its_value_and_headers():
    reply = soap.decode_response(
        SAVE,
        envelope(
            "<SaveResponse><Response><Number>3</Number></Response></SaveResponse>",
            '<s:Header><ExceptionInfo i:nil="true"/><ExtraInfo><P><Name>n</Name>'
            "<Value>v</Value></P></ExtraInfo><Succeeded>true</Succeeded><TimeZone>"
            "<SoTimeZoneId>261</SoTimeZoneId><SoTimeZoneLocationCode>NO"
            '</SoTimeZoneLocationCode></TimeZone><o:Succeeded xmlns:o="urn:o">false'
            "</o:Succeeded></s:Header>",
        ),
    )
    assert reply.value == Everything(number=3)
    assert reply.succeeded is True
    assert reply.exception is None
    assert reply.extra_info == {"n": "v"}
    assert reply.time_zone == SoapTimeZone(id=261, code="NO")


@pytest.mark.parametrize(
    "body",
    ["", "<SaveResponse/>", '<SaveResponse><Response i:nil="1"/></SaveResponse>'],
)
def test_an_exception_in_the_header_comes_instead_of_the_value(body: str):
    reply = soap.decode_response(
        SAVE,
        envelope(
            body,
            "<s:Header><ExceptionInfo><Message>m</Message><FriendlyText>f</FriendlyText>"
            "<ExceptionType>t</ExceptionType><Source>s</Source><StackTrace>at</StackTrace>"
            "<InnerException><Message>i</Message></InnerException><Parameters><P><Key>k"
            "</Key><Value>v</Value></P></Parameters></ExceptionInfo>"
            "<Succeeded>false</Succeeded></s:Header>",
        ),
    )
    assert reply.value is None
    assert reply.succeeded is False
    assert reply.exception == ExceptionInfo(
        message="m",
        friendly_text="f",
        exception_type="t",
        source="s",
        stack_trace="at",
        inner=ExceptionInfo(message="i"),
        parameters={"k": "v"},
    )


def test_a_fault_is_read_with_its_detail():
    reply = soap.decode_response(
        SAVE,
        envelope(
            '<s:Fault><faultcode xmlns:a="urn:a">a:InternalServiceFault</faultcode>'
            '<faultstring xml:lang="en">boom</faultstring><detail><ExceptionDetail '
            'xmlns="http://schemas.datacontract.org/2004/07/System.ServiceModel">'
            "<InnerException><Message>deep</Message></InnerException>"
            "<Message>boom</Message><StackTrace>at</StackTrace><Type>System.X</Type>"
            "</ExceptionDetail></detail></s:Fault>"
        ),
    )
    assert reply.fault == SoapFault(
        code="InternalServiceFault",
        text="boom",
        detail=ExceptionInfo(
            message="boom",
            stack_trace="at",
            exception_type="System.X",
            inner=ExceptionInfo(message="deep"),
        ),
    )
    assert soap.decode_response(SAVE, envelope("<s:Fault/>")).fault == SoapFault()


def test_results_are_python_values():
    def answer(type: str, inner: str) -> Any:
        content = envelope(f"<GiveResponse>{inner}</GiveResponse>")
        return soap.decode_response(giving(type), content).value

    assert answer("datetime", "<Response>2026-01-05T00:00:00Z</Response>") == datetime(
        2026, 1, 5, tzinfo=UTC
    )
    assert answer("timedelta", "<Response>PT1H</Response>") == timedelta(hours=1)
    assert answer("Right", "<Response>Select</Response>") == Right.SELECT
    assert answer("bytes | None", "<Response>AAE=</Response>") == b"\0\1"
    assert answer("str | None", "<Response/>") == ""
    assert answer("str | None", '<Response i:nil="true"/>') is None
    assert answer("list[str] | None", '<Response i:nil="true"/>') == []
    assert answer("Int32", "") == 0
    assert answer("list[Int32] | None", "<Response><a:int>4</a:int></Response>") == [4]


def test_several_results_are_a_carrier():
    reply = soap.decode_response(
        READ,
        envelope(
            "<ReadResponse><Response><Reason>r</Reason></Response><Length>3</Length>"
            "</ReadResponse>"
        ),
    )
    assert reply.value == Answers(response=Leaf(reason="r"), length=3)
    assert soap.decode_response(READ, envelope("<ReadResponse/>")).value == Answers()


def test_an_operation_that_gives_nothing():
    assert soap.decode_response(TOUCH, envelope("<TouchResponse/>")).value is None


def test_entities_are_never_resolved(tmp_path: Any):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    content = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f'<s:Envelope {HEAD}><s:Body><GiveResponse><Response>&x;</Response></GiveResponse></s:Body></s:Envelope>'  # fmt: skip
    )
    with pytest.raises(DecodeError, match="document type"):
        soap.decode_response(giving("str | None"), content.encode())


def test_a_document_that_explodes_is_refused():
    lines = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">'
        for n in range(10)
    )
    with pytest.raises(DecodeError):
        soap.decode(f"<!DOCTYPE r [{lines}]><r>&l9;</r>".encode(), Everything)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r SYSTEM "{}">',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "{}"> %x;]>',
    ],
)
def test_no_file_is_read_for_a_document_type(tmp_path: Any, doctype: str) -> None:
    """What stands in this one would be an error of another kind; /dev/zero would never end."""
    (tmp_path / "some.dtd").write_text("no DTD at all")
    said = doctype.format((tmp_path / "some.dtd").as_uri())
    with pytest.raises(DecodeError) as refused:
        soap.decode(f"{said}<r/>".encode(), Everything)
    assert str(refused.value) == "an answer with a document type is refused"


def test_threads_read_at_the_same_time():
    content = root("<Number>1</Number>" + "<Leaf><Reason>r</Reason></Leaf>")
    found: list[object] = []

    def read() -> None:
        found.extend(soap.decode(content, Everything) for _ in range(50))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Everything(number=1, leaf=Leaf(reason="r"))] * 200


# WCF declares the service's namespace as the default one of the answer, not of the envelope.
WCF = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<SaveResponse xmlns="urn:family" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
    "<Response>{}</Response></SaveResponse></s:Body></s:Envelope>"
)
ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"


@pytest.mark.parametrize(
    "inner",
    [
        "<Number>1</Number>",
        "<Leaf/><Texts/><Strings/>",
        f'<Texts xmlns:b="{ARRAYS}"><b:string>a</b:string></Texts>',
        '<Text>a xmlns="urn:family"</Text>',
        '<Text> xmlns="urn:family"</Text><Leaf xmlns="urn:family"><Reason>r</Reason></Leaf>',
        '<Text><![CDATA[<Text xmlns="urn:family">]]></Text>',
        '<!-- <Text xmlns="urn:family"> --><Number>1</Number>',
        '<Leaf xmlns="urn:family"><Reason>r</Reason></Leaf>',
        '<Step i:type="WaitStep"><Until>u</Until></Step>',
        '<Step xmlns:q="urn:family" i:type="q:WaitStep"><Until>u</Until></Step>',
        '<q:Leaf xmlns:q="urn:family"><q:Reason>r</q:Reason></q:Leaf>',
        '<Things><AnyPair><Key>k</Key><Value i:type="Leaf"><Reason>r</Reason></Value>'
        "</AnyPair></Things>",
    ],
)
def test_answers_as_wcf_writes_them(inner: str):
    content = WCF.format(inner).encode()
    plain = WCF.replace("xmlns=", "xmlns:z='urn:z' xmlns=").format(inner).encode()
    assert soap_answers.bared(content, NAMESPACE) != content
    assert soap_answers.bared(plain, NAMESPACE) == plain
    found = soap.decode_response(SAVE, content).value
    assert found == soap.decode_response(SAVE, plain).value
    assert found != Everything()


def test_unknown_elements_of_wcf_get_their_namespace_back():
    inner = '<New a="1"><Deep/></New><Step i:type="Novel"/>'
    found = soap.decode_response(SAVE, WCF.format(inner).encode()).value
    again = soap.encode(found, Everything, "Root", NAMESPACE)
    assert [each.tag for each in etree.fromstring(again).iter()] == [
        f"{{{NAMESPACE}}}{name}" for name in ("Root", "New", "Deep", "Step")
    ]
    assert b'<Step i:type="n:Novel"' in again


def test_a_default_namespace_that_comes_before_stays():
    content = (
        WCF.format("<Number>1</Number>")
        .replace("<s:Body>", '<s:Body xmlns="urn:other">')
        .encode()
    )
    assert soap_answers.bared(content, NAMESPACE) == content
    assert soap.decode_response(SAVE, content).value == Everything(number=1)
    other = content.replace(b'<SaveResponse xmlns="urn:family"', b"<SaveResponse")
    with pytest.raises(DecodeError, match="expected SaveResponse"):
        soap.decode_response(SAVE, other)


# ------------------------------------------------------------------------------ the unknown


STRANGE = (
    '<New0 b:x="1" xmlns:b="urn:b"><b:Deep/>t</New0>'
    "<Text>a</Text><New1/><New2>2</New2><Leaf><Reason>r</Reason><In>i</In></Leaf><End/>"
)


def names_in(xml: str) -> list[str]:
    document = etree.fromstring(root(xml))
    return [etree.QName(each).localname for each in document.iter("*")][1:]


def test_unknown_elements_go_back_to_where_they_stood():
    carrier = soap.decode(root(STRANGE), Everything)
    assert carrier.text == "a"
    assert list(unknown_members(carrier)) == ["New0", "New1", "New2", "End"]
    assert names_in(written(carrier)) == names_in(STRANGE)
    assert etree.canonicalize(written_document(carrier)) == etree.canonicalize(
        root(STRANGE).decode()
    )


def written_document(carrier: object) -> str:
    return soap.encode(carrier, Everything, "Root", NAMESPACE).decode()


def test_unknown_elements_keep_their_place_when_fields_change():
    carrier = soap.decode(root(STRANGE), Everything)
    carrier.text = None
    carrier.e_mail = "e"
    del carrier.leaf
    assert names_in(written(carrier)) == [
        *("New0", "Deep", "Text", "New1", "New2", "EMail", "End"),
    ]


def test_unknown_elements_stay_on_their_wire():
    carrier = soap.decode(root(STRANGE), Everything)
    assert json.encode(carrier) == b'{"Text":"a","Leaf":{"Reason":"r"}}'
    other = json.decode(b'{"Text":"a","New":1}', Everything)
    assert written(other) == "<Text>a</Text>"


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))]
)
def test_copies_keep_unknown_elements(copied: Any):
    carrier = soap.decode(root(STRANGE), Everything)
    assert copied(carrier) == carrier
    assert written(copied(carrier)) == written(carrier)
    assert soap.decode(root(STRANGE.replace("<End/>", "")), Everything) != carrier


def test_the_same_class_without_unknown_elements_is_plain():
    soap.decode(root(STRANGE), Everything)
    plain = soap.decode(root("<Text>a</Text>"), Everything)
    assert type(plain) is Everything
    assert plain == Everything(text="a")


def test_an_unknown_subtype_keeps_its_members_and_its_name():
    inner = (
        '<Step i:type="n:NovelStep"><Kind>k</Kind><Novelty>1</Novelty></Step>'
        '<Steps><Step i:type="n:NovelStep"><Kind>k</Kind></Step></Steps>'
    )
    carrier = soap.decode(root(inner), Everything)
    assert isinstance(carrier.step, Step)
    assert carrier.step.kind == "k"
    assert etree.canonicalize(written_document(carrier)) == etree.canonicalize(
        root(inner).decode()
    )
    assert carrier.step != Step(kind="k")


def test_an_unknown_subtype_of_another_namespace():
    inner = '<Step xmlns:q="urn:q" i:type="q:Far"/>'
    again = written(soap.decode(root(inner), Everything))
    step = etree.fromstring(root(again))[0]
    prefix, _, name = str(step.get("{http://www.w3.org/2001/XMLSchema-instance}type")).partition(":")  # fmt: skip
    assert (step.nsmap[prefix], name) == ("urn:q", "Far")


def test_sequences_of_tags_are_remembered_within_bounds():
    names = ["Text", "EMail", "Small", "Number", "Big", "Flag", "Leaf"]
    for number in range(2**7):
        chosen = [name for bit, name in enumerate(names) if number >> bit & 1]
        inner = "".join(
            f"<{name}>{'' if name == 'Leaf' else 1}</{name}>" for name in chosen
        )
        for text in (inner, inner + "<New/>"):
            carrier = soap.decode(root(text), Everything)
            assert json.encode(carrier).count(b":") == len(chosen)


def test_too_many_unknown_elements_are_refused():
    with pytest.raises(DecodeError, match="too many elements"):
        soap.decode(root("<New/>" * 2000), Everything)


# ------------------------------------------------------------------------------- anything


@pytest.mark.parametrize(
    "value",
    [
        "text & more",
        5,
        2**40,
        2**70,
        -1.5,
        True,
        Decimal("1.50"),
        datetime(2026, 1, 5, tzinfo=UTC),
        date(2026, 1, 5),
        time(8, 10),
        timedelta(hours=1),
        b"\0\1",
        UUID(int=5),
        ["a", None, "b"],
        [1, 2**40],
        [],
        Leaf(mask=Right.SELECT),
    ],
)
def test_anything_comes_back_as_what_it_was(value: object):
    carrier = Loose(anything=value)
    again = soap.decode(soap.encode(carrier, Loose, "Root", NAMESPACE), Loose)
    assert again.anything == value
    assert type(again.anything) is type(value)


@pytest.mark.parametrize(
    "inner",
    [
        '<Anything xmlns:q="urn:q" i:type="q:Unheard"><q:A>1</q:A></Anything>',
        "<Anything><B>1</B></Anything>",
        '<Anything xmlns:x="http://www.w3.org/2001/XMLSchema" i:type="x:int">five</Anything>',
    ],
)
def test_anything_that_is_not_understood_is_kept_as_it_is(inner: str):
    carrier = soap.decode(root(inner), Loose)
    again = soap.encode(carrier, Loose, "Root", NAMESPACE)
    assert etree.canonicalize(again.decode()) == etree.canonicalize(
        root(inner).decode()
    )


def test_untyped_text_is_a_text():
    assert soap.decode(root("<Anything>t</Anything>"), Loose).anything == "t"
    assert soap.decode(root("<Anything/>"), Loose).anything == ""
    assert soap.decode(root('<Anything i:nil="true"/>'), Loose).anything is None


def test_a_member_of_json_without_a_name_does_not_stand_in_the_way_of_elements():
    """The classes for what either wire has too much are made once, and are two."""
    first = json.decode(b'{"":1}', Everything)
    assert unknown_members(first) == {"": 1}
    second = soap.decode(b"<r><Novel>1</Novel></r>", Everything)
    assert unknown_members(second) == {"Novel": "<Novel>1</Novel>"}
    assert unknown_members(json.decode(b'{"":2}', Everything)) == {"": 2}


@pytest.mark.parametrize("before", ["", "<StringPair><Key>k</Key><Value>v</Value></StringPair>"])  # fmt: skip
@pytest.mark.parametrize("pair", ["", "<Key>k</Key>", "<Value>v</Value>", "text"])
def test_half_a_pair_is_refused(before: str, pair: str):
    content = f"<r><Strings>{before}<StringPair>{pair}</StringPair></Strings></r>"
    missing = "Value" if "Key" in pair else "Key"
    with pytest.raises(DecodeError) as refused:
        soap.decode(content.encode(), Everything)
    assert str(refused.value) == f"StringPair: expected {missing} in every pair"


def test_pairs_are_read_in_whatever_order_their_halves_are():
    pairs = (
        "<StringPair><Value>1</Value><Key>a</Key></StringPair>"
        "<StringPair><Key>b</Key><Value>2</Value></StringPair>"
        "<StringPair><Value>3</Value><Key>c</Key></StringPair>"
    )
    content = f"<r><Strings>{pairs}</Strings></r>".encode()
    assert soap.decode(content, Everything).strings == {"a": "1", "b": "2", "c": "3"}
