"""The SOAP wire: envelopes of SOAP 1.1, document/literal."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from ..operations import REQUEST_HEADERS, Operation
from . import DecodeError, EncodeError
from .kinds import Typed, resolve
from .namespaces import SOAP, is_nil, local_name
from .rows import header_type, held, presented, row_of
from .soap_reader import Read, element_reader
from .soap_texts import attribute, checked, escaped
from .soap_writer import ROOT, Write, element_writer, nil_element

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

__all__ = [
    "ExceptionInfo",
    "SoapFault",
    "SoapReply",
    "SoapTimeZone",
    "decode",
    "decode_response",
    "encode",
    "encode_request",
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
        parser = _local.parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
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


def parse(content: bytes) -> Element:
    """The root of a document without a DTD."""
    if not content or content.isspace():
        raise DecodeError("the answer is empty")
    try:
        root = etree.fromstring(content, _parser())
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


# ------------------------------------------------------------------------- single values


def encode(value: object, type: Any, element: str, namespace: str) -> bytes:
    """The XML of one value: an element of that name, in that namespace."""
    typed = resolve(type)
    inner = held(typed, value, element)
    start = f"<{element} {ROOT.format(attribute(namespace))}"
    if inner is None:
        return f'{start} i:nil="true"/>'.encode()
    parts: list[str] = []
    module = getattr(typed.kind.python, "__module__", "")
    _guarded(
        element_writer(typed.kind, element, namespace, namespace, module),
        inner,
        parts,
        element,
    )
    # The element is written like any other and gets the declarations afterwards.
    parts[0] = start + parts[0][len(element) + 1 :]
    return checked(parts, (element, inner))


def decode(content: bytes, type: Any) -> Any:
    """The value of that type in a document's outermost element; nil is None."""
    typed = resolve(type)
    module = getattr(typed.kind.python, "__module__", "")
    try:
        value = element_reader(typed.kind, module)(parse(content))
    except RecursionError:
        raise DecodeError("the answer is nested too deeply") from None
    return None if value is None else presented(typed, value)


def _guarded(write: Write, value: object, parts: list[str], name: str) -> None:
    try:
        write(value, parts.append)
    except EncodeError:
        raise
    except RecursionError:
        raise EncodeError(f"{name}: nested too deeply, or holds itself") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise EncodeError(f"{name}: {error}") from None


# ------------------------------------------------------------------------------ requests


def encode_request(
    operation: Operation, arguments: Sequence[object], headers: Mapping[str, object]
) -> bytes:
    """The envelope of a call, in UTF-8.

    Headers are texts, carriers or mappings from element name to text; those that every
    operation may have are left out where this one does not take them.
    """
    row = row_of(operation)
    if len(arguments) != len(row.takes):
        raise TypeError(
            f"{operation.name} takes {len(row.takes)} arguments, got {len(arguments)}"
        )
    parts = _opened(operation)
    written = [
        (name, value)
        for name, value in headers.items()
        if value is not None
        and (name in operation.request_headers or name not in REQUEST_HEADERS)
    ]
    if written:
        parts.append("<s:Header>")
        for name, value in written:
            _write_header(operation, name, value, parts)
        parts.append("</s:Header>")
    element = (
        operation.request if operation.default_namespace else f"n:{operation.request}"
    )
    parts.append(f"<s:Body><{element}>")
    named: list[tuple[str, object]] = list(written)
    for (name, typed, write, nil), value in zip(
        _writers(operation), arguments, strict=True
    ):
        inner = held(typed, value, name)
        if inner is not None:
            _guarded(write, inner, parts, name)
            named.append((name, inner))
        elif nil:
            parts.append(nil)
    parts.append(f"</{element}></s:Body></s:Envelope>")
    return checked(parts, *named)


def _opened(operation: Operation) -> list[str]:
    head = operation.compiled.get("soap head")
    if head is None:
        declared = ROOT.format(attribute(operation.namespace))
        if not operation.default_namespace:
            declared = declared[declared.index("xmlns:n=") :]
        head = f'<s:Envelope xmlns:s="{SOAP}" {declared}>'
        operation.compiled["soap head"] = head
    return [head]


def _writers(operation: Operation) -> list[tuple[str, Typed, Write, str]]:
    """For each parameter: name, type, what writes it, and what is written for null."""
    found: list[tuple[str, Typed, Write, str]] | None
    found = operation.compiled.get("soap writers")
    if found is None:
        default = operation.default_namespace
        found = []
        for name, typed in row_of(operation).takes:
            wire = operation.soap_name(name)
            namespace = operation.namespace_of(name)
            write = element_writer(
                typed.kind, wire, namespace, default, operation.module
            )
            nil = nil_element(wire, namespace, default) if typed.nullable else ""
            found.append((name, typed, write, nil))
        operation.compiled["soap writers"] = found
    return found


def _write_header(
    operation: Operation, name: str, value: object, parts: list[str]
) -> None:
    typed = header_type(operation, name)
    if typed is None and isinstance(value, Mapping):
        prefix = "" if operation.default_namespace else "n:"
        name = f"{prefix}{name}"
        parts.append(f"<{name}>")
        for inner, part in cast("Mapping[str, object]", value).items():
            if part is not None:
                _write_header(operation, inner, part, parts)
        parts.append(f"</{name}>")
        return
    if typed is None and isinstance(value, (str, int)) and not isinstance(value, bool):
        parts.append(f"<{name}>{escaped(str(value))}</{name}>")
        return
    if typed is None:
        typed = resolve(type(value))
    write = element_writer(
        typed.kind,
        name,
        operation.namespace_of(name),
        operation.default_namespace,
        operation.module,
    )
    _guarded(write, held(typed, value, name), parts, name)


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
