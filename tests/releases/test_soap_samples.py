"""The vendor's sample messages go out, come back, and say the same when they are written again.

The samples are printed by a program from the schema; no server has sent them. Four things about all of them
are faults of that program: the envelope is that of SOAP 1.2, requests have no `Header` around their
header elements, answers lack the header elements that the WSDL declares, and `xsi:type` stands on nearly
every element. They get an envelope of SOAP 1.1 here, and `xsi:type` is not compared. What is wrong with
some of them is mended by `_MENDED`, and counted.
"""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from lxml import etree

from generator.model.release import Operation
from generator.model.types import Scalar
from tests.behaviour.generated import Generated, generated, published
from tests.behaviour.server import SOAP, Server, as_xml

pytestmark = pytest.mark.slow

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
SOAP_12 = "{http://www.w3.org/2003/05/soap-envelope}"

_WITHOUT_OPERATION = [
    "BLOB.GetChatImageWithSizeAsStream",
    "BLOB.GetContactImageAsStream",
    "BLOB.GetContactImageWithSizeAsStream",
    "BLOB.GetPersonImageAsStream",
    "BLOB.GetPersonImageWithSizeAsStream",
    "BLOB.GetProductImageAsStream",
    "BLOB.GetProductThumbnailAsStream",
    "BLOB.GetProjectImageAsStream",
    "BLOB.GetProjectImageWithSizeAsStream",
    "BLOB.GetQuoteLineImageAsStream",
    "BLOB.SaveImageStreamFromStream",
    "BLOB.SaveProjectImageFromStream",
    "BLOB.SetContactImageFromStream",
    "BLOB.SetPersonImageFromStream",
    "BLOB.SetProductImageFromStream",
    "BLOB.SetProductThumbnailFromStream",
    "BLOB.SetProjectImageFromStream",
    "Person.GetPersonImageAsStream",
    "Person.SetPersonImageFromStream",
]
"""Samples of operations that the WSDLs of the same month do not have."""


@pytest.fixture(scope="session")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The package of the newest release in the corpus."""
    folder = tmp_path_factory.mktemp("crmwhole")
    return generated("crmwhole", folder, *published(corpus))


# -------------------------------------------------------------------------------- mending


def _typed(element: Any) -> str:
    return element.get(f"{XSI}type", "").rpartition(":")[2]


def _drop_null_values(crm: Generated, body: Any) -> bool:
    """Null for a number, a date or the like: its schema does not allow it, so it is not written."""
    dropped = False
    for element in list(body.iter()):
        parent = element.getparent()
        if element.get(f"{XSI}nil") != "true" or _typed(parent) not in crm.carriers:
            continue
        carrier = crm.release.carrier(_typed(parent))
        name = etree.QName(element).localname
        (field,) = (e for e in crm.release.all_fields(carrier) if e.name == name)
        if not field.nillable:
            assert isinstance(field.type, Scalar) or "Enumeration" in repr(field.type)
            parent.remove(element)
            dropped = True
    return dropped


def _fill(kind: str, text: str) -> Callable[[Generated, Any], bool]:
    def fill(crm: Generated, body: Any) -> bool:
        empty = [e for e in body.iter() if _typed(e) == kind and not len(e) and not e.text]  # fmt: skip
        for each in empty:
            each.text = text
        return bool(empty)

    return fill


_MENDED: dict[str, Callable[[Generated, Any], bool]] = {
    "null where the schema allows none": _drop_null_values,
    "a duration without text": _fill("duration", "PT0S"),
    "a dateTime without text": _fill("dateTime", "0001-01-01T00:00:00"),
}


# -------------------------------------------------------------------------------- samples


def _samples(corpus: Path) -> Iterator[tuple[str, str, Any, Any]]:
    """Agent, operation, and the roots of the request and the response."""
    archive = corpus / "netserver" / "soap-samples" / "Services88.zip"
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        for name in names:
            _, agent, file = name.split("/")
            operation, _, rest = file.partition(".")
            if rest != "request.xml":
                assert name.replace(".response.", ".request.") in names
                continue
            response = name.replace(".request.", ".response.")
            yield (
                agent,
                operation,
                etree.fromstring(opened.read(name)),
                etree.fromstring(opened.read(response)),
            )


def _said(element: Any) -> Any:
    """What an element says, without types and without the spaces of its printing."""
    attributes = {k: v for k, v in element.attrib.items() if k != f"{XSI}type"}
    text = "" if len(element) else element.text or ""
    children = [_said(each) for each in element]
    return (element.tag, attributes, text if text.strip() else "", children)


def _body_of(root: Any) -> Any:
    (body,) = root.findall(f"{SOAP_12}Body")
    (message,) = body
    return message


def _enveloped(message: Any) -> bytes:
    envelope = etree.Element(f"{{{SOAP}}}Envelope")
    etree.SubElement(envelope, f"{{{SOAP}}}Body").append(message)
    return etree.tostring(envelope)


class _Codec:
    """Single values, by the type that the operation's own row gives them."""

    def __init__(self, crm: Generated, method: Any, operation: Operation) -> None:
        module = sys.modules[type(method.__self__).__module__]
        cls = crm.module("_runtime.operations").Operation
        rows = [e for e in vars(module).values() if isinstance(e, cls)]
        (self.row,) = (each for each in rows if each.name == operation.name)
        self.names = crm.module("_runtime.names").names_of(module.__name__)
        self.soap = crm.module("_runtime.codecs.soap")

    def arguments(self, message: Any) -> list[Any]:
        elements = {etree.QName(each).localname: each for each in message}
        taken: list[Any] = []
        for name, type in self.row.takes.items():
            element = elements.pop(self.row.soap_name(name), None)
            expected = self.names.evaluate(type)
            taken.append(
                None
                if element is None
                else self.soap.decode(etree.tostring(element), expected)
            )
        assert not elements
        return taken

    def results(self, value: Any) -> list[Any]:
        gives = self.row.gives
        values = [value]
        if self.row.result:
            values = [getattr(value, name) for name in value.__struct_fields__]
        elif not gives:
            assert value is None
            values = []
        return [
            etree.fromstring(
                self.soap.encode(
                    each, self.names.evaluate(type), name, self.row.namespace
                )
            )
            for (name, type), each in zip(gives.items(), values, strict=True)
        ]


def _check(
    crm: Generated,
    session: Any,
    server: Server,
    agent: str,
    operation: Operation,
    asked: Any,
    told: Any,
) -> None:
    request, response = _body_of(asked), _body_of(told)
    loose = [_said(each) for each in asked if each.tag != f"{SOAP_12}Body"]
    expected, expected_back = _said(request), [_said(each) for each in response]
    server.requests.clear()
    server.answers = [as_xml(_enveloped(response))]
    method = crm.method(session, agent, operation.name)
    codec = _Codec(crm, method, operation)
    found = method(*codec.arguments(request))

    sent = etree.fromstring(server.asked.content)
    assert [_said(each) for each in sent[0]] == loose
    assert _said(server.body) == expected
    assert [_said(each) for each in codec.results(found)] == expected_back


def test_every_sample_is_understood_and_written_again(whole: Generated, corpus: Path):
    server = Server()
    session = whole.session(
        httpx2.MockTransport(server),
        credentials=whole.module("credentials").Ticket("7T:1234abcxyzExample=="),
        app_token="1234567-1234-9876",
        binding="soap",
    )
    operations = {(a.name, each.name): each for a, each in whole.operations()}
    checked: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    without: list[str] = []
    for agent, name, asked, told in _samples(corpus):
        operation = operations.get((agent, name))
        if operation is None:
            without.append(f"{agent}.{name}")
            continue
        for kind, root in (("request", asked), ("response", told)):
            for reason, mend in _MENDED.items():
                mended[f"{kind}: {reason}"] += mend(whole, _body_of(root))
        try:
            _check(whole, session, server, agent, operation, asked, told)
        except BaseException as error:
            error.add_note(f"sample: {agent}.{name}")
            raise
        checked[agent] += 1

    assert sorted(without) == sorted(_WITHOUT_OPERATION)
    assert checked.total() == 1208 - len(_WITHOUT_OPERATION)
    assert len(checked) == 31
    assert mended == {
        "request: null where the schema allows none": 24,
        "response: null where the schema allows none": 54,
        "request: a duration without text": 4,
        "response: a duration without text": 2,
        "request: a dateTime without text": 2,
        "response: a dateTime without text": 1,
    }
