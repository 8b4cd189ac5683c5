"""The WSDL of one agent, with the documents that it is spread over."""

from __future__ import annotations

from collections import deque

from generator.diagnostics import metadata_error, quoted
from generator.pulling.addresses import part_of, shown
from generator.pulling.asking import Absent, Asking
from generator.pulling.documents import SOAP, Document, described, digest
from generator.pulling.keeping import Received
from generator.pulling.references import references, renamed
from generator.readers.kinds import Kind, kind_of

_XML = "text/xml, application/xml"
_MOST_PARTS = 50  # documents that one WSDL is spread over


async def wsdl_of(
    agent: str, services: str, root: str, asking: Asking
) -> list[Document]:
    """What an installation has at `?singleWsdl`, else at `?wsdl` with all that it refers to there.

    Raises:
        Absent: It has no such WSDL.
        Unreachable: It may have one, which did not arrive.
    """
    endpoint = f"{root}/Remote/{services}/{agent}.svc"

    def judge(content: bytes) -> None:
        what = described(content, f"{agent}.svc")
        if what.kind is not Kind.WSDL or what.services not in ("", services):
            other = what.services or what.kind.value
            raise metadata_error("no-description", f"is {other}, no WSDL of {services}")

    reasons: list[str] = []
    for query in ("singleWsdl", "wsdl"):
        url = f"{endpoint}?{query}"
        try:
            received = await asking.document(url, _XML, judge)
            return await _with_parts(agent, url, received, root, asking)
        except Absent as absent:
            if absent.barred:
                raise
            reasons.append(str(absent))
    raise Absent(", then ".join(dict.fromkeys(reasons)))


async def _with_parts(
    agent: str, url: str, received: Received, root: str, asking: Asking
) -> list[Document]:
    names = {url: f"{agent}.wsdl"}
    todo = deque([(names[url], received)])
    made: list[Document] = []
    while todo:
        name, part = todo.popleft()
        places: dict[str, str] = {}
        for location in references(part.content, name):
            try:
                address = part_of(root, part.url, location)
            except ValueError:
                elsewhere = quoted(shown(location))
                raise Absent(f"what came refers to {elsewhere}") from None
            if address not in names:
                if len(names) > _MOST_PARTS:
                    raise Absent(f"what came is spread over {len(names)} documents")
                more = await asking.document(address, _XML, _is_part)
                names[address] = f"{agent}.{len(names)}.{_ending(more.content)}"
                todo.append((names[address], more))
            places[location] = names[address]
        made.append(_named(name, part, places))
    return made


def _named(name: str, part: Received, places: dict[str, str]) -> Document:
    """The document under that name, referring to others by the names that they have beside it."""
    content = renamed(part.content, places)
    if set(references(content, name)) != set(places.values()):
        raise Absent("what came refers to others in an unknown way")
    return Document(
        path=f"{SOAP}/{name}",
        content=content,
        whence=part.url,
        when=part.when,
        received="" if content == part.content else digest(part.content),
    )


def _is_part(content: bytes) -> None:
    kind, _ = _kind(content)
    if kind not in (Kind.WSDL, Kind.XSD):
        raise metadata_error("no-description", f"is {kind.value}")
    references(content, "part")


def _ending(content: bytes) -> str:
    return "xsd" if _kind(content)[0] is Kind.XSD else "wsdl"


def _kind(content: bytes) -> tuple[Kind, str]:
    return kind_of(lambda size: content if size < 0 else content[:size])
