"""Answers of the SOAP wire: envelopes of SOAP 1.1 into what stands in them."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree

from ..operations import Operation
from . import DecodeError
from .kinds import Typed
from .namespaces import SOAP, is_nil, local_name
from .rows import presented, row_of
from .soap_reader import Read, element_reader

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

__all__ = [
    "ExceptionInfo",
    "SoapFault",
    "SoapReply",
    "SoapTimeZone",
    "bared",
    "decode_response",
    "parse",
]

_DEEPEST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionInfo:
    """What a server says about an exception; texts it does not give are empty."""

    message: str = ""
    stack_trace: str = ""
    friendly_text: str = ""
    exception_type: str = ""
    source: str = ""
    inner: ExceptionInfo | None = None
    parameters: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapFault:
    """A fault in place of an answer."""

    code: str = ""
    """Without its prefix: "Client", "Server", "InternalServiceFault"."""
    text: str = ""
    actor: str = ""
    detail: ExceptionInfo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapTimeZone:
    """The zone that the dates in an answer are in."""

    id: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapReply:
    """What stands in an answer's envelope; the value is read only if nothing went wrong."""

    value: Any = None
    succeeded: bool | None = None
    exception: ExceptionInfo | None = None
    extra_info: dict[str, str] = field(default_factory=dict[str, str])
    time_zone: SoapTimeZone | None = None
    fault: SoapFault | None = None


# ------------------------------------------------------------------------------- parsing

_local = threading.local()


def _parser() -> etree.XMLParser:
    """This thread's parser: lxml lets one thread at a time use one."""
    parser: etree.XMLParser | None = getattr(_local, "parser", None)
    if parser is None:
        # Never collect_ids=False: libxml2 then reads the DTD of a document, whatever load_dtd says.
        parser = _local.parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    return parser


_BARED_WITHIN = 65536
_NAME = re.compile(rb"<[A-Za-z_][\w.-]*\Z")


def bared(content: bytes, namespace: str) -> bytes:
    """The document with the service's elements in no namespace, where that is safe to do.

    lxml puts a tag together each time it is asked for one, and that is quicker by far for an
    element without a namespace: a tenth of all the time. So the declarations of the service's
    namespace as the default one, which stand on the outermost elements, are taken out; all
    readers take names without a namespace for the service's. A document that starts
    in another way than WCF's is left as it is.
    """
    declaration = f' xmlns="{namespace}"'.encode()
    start = content[:_BARED_WITHIN]
    parts: list[bytes | memoryview] = []
    done = 0
    while (at := start.find(declaration, done)) >= 0:
        # Nothing but a start tag begins like this, as there was no comment and no CDATA so far.
        if b"<!" in start[done:at] or not _NAME.search(
            start, start.rfind(b"<", 0, at), at
        ):
            break
        if b" xmlns=" in start[done:at]:
            break
        parts.append(start[done:at])
        done = at + len(declaration)
    if not done:
        return content
    parts.append(memoryview(content)[done:])
    return b"".join(parts)


def parse(content: bytes, parser: etree.XMLParser | None = None) -> Element:
    """The root of a document without a DTD."""
    if not content or content.isspace():
        raise DecodeError("the answer is empty")
    try:
        root = etree.fromstring(content, parser or _parser())
    except etree.XMLSyntaxError as error:
        if content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
            raise DecodeError("expected XML, got a page of HTML") from None
        raise DecodeError(f"not XML: {_brief(error)}") from None
    except (ValueError, LookupError) as error:
        raise DecodeError(f"not XML: {error}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DecodeError("an answer with a document type is refused")
    return root


def _brief(error: etree.XMLSyntaxError) -> str:
    return (error.msg or "it cannot be parsed").split(", line")[0][:120]


# ------------------------------------------------------------------------------- answers


def decode_response(operation: Operation, content: bytes) -> SoapReply:
    """What an answer's envelope holds; DecodeError when it is no envelope for this operation."""
    try:
        return _decoded(operation, parse(bared(content, operation.namespace)))
    except RecursionError:
        raise DecodeError("the answer is nested too deeply") from None


def _decoded(operation: Operation, root: Element) -> SoapReply:
    if root.tag != f"{{{SOAP}}}Envelope":
        raise DecodeError(_no_envelope(root))
    header = root.find(f"{{{SOAP}}}Header")
    body = root.find(f"{{{SOAP}}}Body")
    if body is None:
        raise DecodeError("the envelope has no Body")
    succeeded, exception, extra, zone = _headers(operation, header)
    answer = body[0] if len(body) else None
    if answer is not None and answer.tag == f"{{{SOAP}}}Fault":
        return SoapReply(
            succeeded=succeeded,
            exception=exception,
            extra_info=extra,
            time_zone=zone,
            fault=_fault(answer),
        )
    value: Any = None
    if succeeded is not False and exception is None:
        value = _value(operation, answer)
    return SoapReply(
        value=value,
        succeeded=succeeded,
        exception=exception,
        extra_info=extra,
        time_zone=zone,
    )


def _no_envelope(root: Element) -> str:
    name = local_name(root.tag)
    if name.lower() == "html":
        return "expected an envelope, got a page of HTML"
    if name == "Envelope":
        return "expected an envelope of SOAP 1.1, got one of another version"
    return f"expected an envelope, got {name[:40]!r}"


def _headers(
    operation: Operation, header: Element | None
) -> tuple[bool | None, ExceptionInfo | None, dict[str, str], SoapTimeZone | None]:
    succeeded: bool | None = None
    exception: ExceptionInfo | None = None
    extra: dict[str, str] = {}
    zone: SoapTimeZone | None = None
    if header is None:
        return succeeded, exception, extra, zone
    for block in header:
        namespace, _, name = block.tag.rpartition("}")
        if namespace not in ("", f"{{{operation.namespace}") or is_nil(block):
            continue
        match name:
            case "Succeeded":
                word = (block.text or "").strip()
                if word in ("true", "1", "false", "0"):
                    succeeded = word in ("true", "1")
            case "ExceptionInfo":
                if len(block):
                    exception = _exception(block, _DEEPEST)
            case "ExtraInfo":
                extra = _pairs(block)
            case "TimeZone":
                found = {local_name(each.tag): each.text or "" for each in block}
                number = found.get("SoTimeZoneId", "").strip()
                zone = SoapTimeZone(
                    id=int(number) if number.isdecimal() else 0,
                    code=found.get("SoTimeZoneLocationCode", ""),
                )
            case _:
                pass
    return succeeded, exception, extra, zone


def _pairs(element: Element) -> dict[str, str]:
    """A dictionary of texts, whatever its pairs are called."""
    found: dict[str, str] = {}
    for pair in element:
        if len(pair) >= 2:
            found[pair[0].text or ""] = pair[1].text or ""
    return found


def _exception(element: Element, depth: int) -> ExceptionInfo:
    """NetServer's SoExceptionInfo, or WCF's ExceptionDetail."""
    texts: dict[str, str] = {}
    inner: ExceptionInfo | None = None
    parameters: dict[str, str] = {}
    for each in element:
        name = local_name(each.tag)
        if name == "InnerException" and len(each) and depth:
            inner = _exception(each, depth - 1)
        elif name == "Parameters":
            parameters = _pairs(each)
        else:
            texts[name] = each.text or ""
    return ExceptionInfo(
        message=texts.get("Message", ""),
        stack_trace=texts.get("StackTrace", ""),
        friendly_text=texts.get("FriendlyText", ""),
        exception_type=texts.get("ExceptionType") or texts.get("Type", ""),
        source=texts.get("Source", ""),
        inner=inner,
        parameters=parameters,
    )


def _fault(element: Element) -> SoapFault:
    found = {local_name(each.tag): each for each in element}
    texts = {name: (each.text or "").strip() for name, each in found.items()}
    detail: ExceptionInfo | None = None
    for each in found.get("detail", ()):
        if len(each):
            detail = _exception(each, _DEEPEST)
            break
    return SoapFault(
        code=texts.get("faultcode", "").rpartition(":")[2],
        text=texts.get("faultstring", ""),
        actor=texts.get("faultactor", ""),
        detail=detail,
    )


def _value(operation: Operation, answer: Element | None) -> Any:
    expected = f"{{{operation.namespace}}}{operation.response}"
    if answer is None:
        if not operation.response:
            return None
        raise DecodeError(f"the Body is empty, expected {operation.response}")
    if answer.tag not in (expected, operation.response):
        name = local_name(answer.tag)[:40]
        raise DecodeError(f"expected {operation.response} in the Body, got {name!r}")
    row = row_of(operation)
    if not row.gives:
        return None
    if row.result is not None:
        value = element_reader(row.result, operation.module)(answer)
        return row.result.python() if value is None else value
    tags, typed, read = _result_reader(operation)
    for child in answer:
        if child.tag in tags:
            return presented(typed, read(child))
    return presented(typed, None)


def _result_reader(operation: Operation) -> tuple[tuple[str, str], Typed, Read]:
    found: tuple[tuple[str, str], Typed, Read] | None
    found = operation.compiled.get("soap reader")
    if found is None:
        name, typed = row_of(operation).gives[0]
        wire = operation.soap_name(name)
        read = element_reader(typed.kind, operation.module)
        found = (f"{{{operation.namespace}}}{wire}", wire), typed, read
        operation.compiled["soap reader"] = found
    return found
