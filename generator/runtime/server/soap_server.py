"""The SOAP wire as a server has it: envelopes into arguments, results and refusals into envelopes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from ..codecs import DecodeError, EncodeError
from ..codecs.kinds import Typed
from ..codecs.namespaces import SOAP, is_nil, local_name
from ..codecs.rows import held, presented, row_of
from ..codecs.schema import schema_of
from ..codecs.soap_answers import bared, parse
from ..codecs.soap_reader import element_reader
from ..codecs.soap_texts import attribute, checked, escaped
from ..codecs.soap_writer import ROOT, CarrierWriter, element_writer, nil_element
from ..errors import ExceptionInfo
from ..operations import Operation
from .filling import filled, unset_form
from .refusals import Malformed, Refusal
from .sound_values import sound

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

__all__ = [
    "SoapRequest",
    "UnknownAction",
    "arguments_in",
    "operation_of",
    "request_in",
    "soap_fault",
    "soap_refusal",
    "soap_result",
]

CONTENT_TYPE = "text/xml; charset=utf-8"
_MALFORMED = "The message cannot be read."
_DISPATCHER = (
    "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
)
_ADDRESSING = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
_LARGE = (
    8_000_000  # bytes; libxml2 refuses texts of ten million unless it is told not to
)
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """What stands in an envelope: the element of the body, and the header blocks that NetServer knows."""

    element: Element
    ticket: str = ""
    app_token: str = ""
    time_zone_id: str = ""
    time_zone_code: str = ""

    @property
    def time_zone(self) -> str:
        """The zone that the caller wants times in, as a number or a code."""
        return self.time_zone_id or self.time_zone_code


class UnknownAction(Exception):
    """No operation of the agent has the action, or the element, that a message names."""


# ------------------------------------------------------------------------------ requests


def request_in(content: bytes, namespace: str) -> SoapRequest:
    """What an envelope of SOAP 1.1 holds; Malformed where it is none."""
    try:
        root = _parsed(bared(content, namespace))
    except DecodeError as error:
        # The codecs speak of answers, since it is clients that read them.
        said = str(error).replace("an answer", "a message").replace("answer", "message")
        raise Malformed(_MALFORMED, said) from None
    if root.tag != f"{{{SOAP}}}Envelope":
        raise Malformed(_MALFORMED, f"expected an envelope of SOAP 1.1, got {local_name(root.tag)[:40]!r}")  # fmt: skip
    body = root.find(f"{{{SOAP}}}Body")
    if body is None or not len(body):
        raise Malformed(_MALFORMED, "the envelope has no Body with an element in it")
    blocks: dict[str, Element] = {}
    header = root.find(f"{{{SOAP}}}Header")
    for block in () if header is None else header:
        if not is_nil(block):
            blocks[local_name(block.tag)] = block
    zone = {local_name(each.tag): each for each in blocks.get("TimeZone", ())}
    credentials = blocks.get("Credentials", ())
    tickets = [each for each in credentials if local_name(each.tag) == "Ticket"]
    return SoapRequest(
        element=body[0],
        ticket=_text(tickets[0] if tickets else None),
        app_token=_text(blocks.get("ApplicationToken")),
        time_zone_id=_text(zone.get("SoTimeZoneId")),
        time_zone_code=_text(zone.get("SoTimeZoneLocationCode")),
    )


def _text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()


def _parsed(content: bytes) -> Element:
    if len(content) < _LARGE:
        return parse(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    return parse(content, parser)


def operation_of(
    operations: Mapping[str, Operation], action: str, request: SoapRequest
) -> Operation:
    """The operation that a message is for: by its action, or without one by the element of its body."""
    action = action.strip().strip('"')
    name = local_name(request.element.tag)
    for operation in operations.values():
        if not operation.soap:
            continue
        if operation.action == action if action else operation.request == name:
            return operation
    raise UnknownAction(action or name)


def arguments_in(operation: Operation, request: SoapRequest) -> list[object]:
    """The arguments in a message, as Python has them, in whatever order they come.

    What is left out is null, or zero. Malformed says which parameter is wrong, and why.
    """
    element = request.element
    if local_name(element.tag) != operation.request:
        raise Malformed(_MALFORMED, f"expected {operation.request} in the Body, got {local_name(element.tag)[:40]!r}")  # fmt: skip
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(local_name(child.tag), []).append(child)
    try:
        return [
            each.argument(found.get(each.element, [])) for each in _readers(operation)
        ]
    except RecursionError:
        raise Malformed(_MALFORMED, "the message is nested too deeply") from None
    except DecodeError as error:
        raise Malformed(_MALFORMED, str(error)) from None


class _Parameter(NamedTuple):
    """How one parameter is read: its element, its type, and what reads one element."""

    element: str
    typed: Typed
    read: Callable[[Any], Any]
    flat: bool

    def argument(self, elements: list[Element]) -> object:
        value: Any
        if self.flat:
            value = [self.read(each) for each in elements]
        else:
            value = self.read(elements[0]) if elements else None
        if value is None and self.typed.nullable:
            return None
        return presented(self.typed, sound(self.typed.kind, value, self.element))


def _readers(operation: Operation) -> list[_Parameter]:
    found: list[_Parameter] | None = operation.compiled.get("server reader")
    if found is None:
        found = []
        for name, typed in row_of(operation).takes:
            kind = typed.kind
            flat = kind.items is not None and kind.items.flat
            if flat and kind.items is not None and kind.item is not None:
                wire = kind.items.element
                read = element_reader(kind.item, operation.module, item=True)
            else:
                wire = operation.soap_name(name)
                read = element_reader(kind, operation.module)
            found.append(_Parameter(wire, typed, read, flat))
        operation.compiled["server reader"] = found
    return found


# ------------------------------------------------------------------------------- answers


def soap_result(operation: Operation, value: object, request: SoapRequest) -> bytes:
    """The envelope around a handler's result, with every member; EncodeError for what is none."""
    row = row_of(operation)
    parts = [_head(operation)]
    blocks = {
        "ExceptionInfo": '<ExceptionInfo i:nil="true"/>',
        "ExtraInfo": "<ExtraInfo/>",
        "Succeeded": "<Succeeded>true</Succeeded>",
        "TimeZone": _zone_block(request),
    }
    parts += _headers(operation, blocks)
    element = _qualified(operation, operation.response)
    parts.append(f"<s:Body><{element}>")
    written: list[tuple[str, object]] = []
    try:
        if row.result is not None:
            inner = filled(held(Typed(row.result, nullable=False), value, "the result"))
            if inner is not None:
                schema = schema_of(row.result.python)
                writer = CarrierWriter.of(schema, operation.default_namespace)
                writer.write(inner, parts.append)
                written.append(("the result", inner))
        elif row.gives:
            name, typed = row.gives[0]
            inner = filled(held(typed, value, "the result"))
            if inner is None and not typed.nullable:
                inner = unset_form(typed)
            write, nil = _writer(operation)
            if inner is not None:
                write(inner, parts.append)
                written.append((name, inner))
            else:
                parts.append(nil)
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise EncodeError(
            f"what {operation.name} gave back cannot be sent: {error}"
        ) from None
    parts.append(f"</{element}></s:Body></s:Envelope>")
    return checked(parts, *written)


def _head(operation: Operation) -> str:
    declared = ROOT.format(attribute(operation.namespace))
    if not operation.default_namespace:
        declared = declared[declared.index("xmlns:n=") :]
    return f'<s:Envelope xmlns:s="{SOAP}" {declared}>'


def _qualified(operation: Operation, element: str) -> str:
    return element if operation.default_namespace else f"n:{element}"


def _headers(operation: Operation, blocks: Mapping[str, str]) -> list[str]:
    """The header of an answer: of the blocks, those that the operation declares."""
    if not operation.default_namespace:
        return []
    wanted = [blocks[name] for name in operation.response_headers if blocks.get(name)]
    return ["<s:Header>", *wanted, "</s:Header>"] if wanted else []


def _zone_block(request: SoapRequest | None) -> str:
    if request is None or not request.time_zone:
        return '<TimeZone i:nil="true"/>'
    number = request.time_zone_id if request.time_zone_id.isdecimal() else "0"
    code = (
        f"<SoTimeZoneLocationCode>{escaped(request.time_zone_code)}</SoTimeZoneLocationCode>"
        if request.time_zone_code
        else '<SoTimeZoneLocationCode i:nil="true"/>'
    )
    return f"<TimeZone><SoTimeZoneId>{number}</SoTimeZoneId>{code}</TimeZone>"


def _writer(operation: Operation) -> tuple[Callable[..., None], str]:
    found: tuple[Callable[..., None], str] | None
    found = operation.compiled.get("server writer")
    if found is None:
        name, typed = row_of(operation).gives[0]
        default = operation.default_namespace
        wire, namespace = operation.soap_name(name), operation.namespace_of(name)
        found = (
            element_writer(typed.kind, wire, namespace, default, operation.module),
            nil_element(wire, namespace, default) if typed.nullable else "",
        )
        operation.compiled["server writer"] = found
    return found


# ------------------------------------------------------------------------------ refusals


def soap_refusal(
    refusal: Refusal, namespace: str, *, as_fault: bool = False, response: str = ""
) -> bytes:
    """The envelope that tells of an exception: wrapped, with `Succeeded` false, or as a fault.

    `response` is the element that a wrapped answer still has in its Body, empty.
    """
    text = escaped(_clean(_message(refusal)))
    own = ROOT.format(attribute(namespace))
    if as_fault:
        # What stands in a fault is in no namespace (SOAP 1.1, section 4.4): there is no default one around it.
        detail = _exception(refusal.info, "ExceptionDetail", text)
        return (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode '
            f'xmlns:d="{_DISPATCHER}">d:InternalServiceFault</faultcode>'
            f'<faultstring xml:lang="en-US">{text}</faultstring><detail>'
            f"{detail.replace('>', f' {own}>', 1)}"
            "</detail></s:Fault></s:Body></s:Envelope>"
        ).encode()
    body = f"<{response}/>" if response else ""
    return (
        f'<s:Envelope xmlns:s="{SOAP}" {own}><s:Header>'
        f"{_exception(refusal.info, 'ExceptionInfo', text)}"
        '<ExtraInfo i:nil="true"/><Succeeded>false</Succeeded>'
        f'<TimeZone i:nil="true"/></s:Header><s:Body>{body}</s:Body></s:Envelope>'
    ).encode()


def soap_fault(code: str, text: str) -> bytes:
    """The envelope of a fault that is not about an exception: "Client", "ActionNotSupported"."""
    prefix = "s" if code in ("Client", "Server", "VersionMismatch") else "a"
    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode '
        f'xmlns:a="{_ADDRESSING}">{prefix}:{code}</faultcode>'
        f'<faultstring xml:lang="en-US">{escaped(_clean(text))}</faultstring>'
        "</s:Fault></s:Body></s:Envelope>"
    ).encode()


def _message(refusal: Refusal) -> str:
    return " ".join(filter(None, (refusal.info.message, refusal.detail)))


def _exception(
    info: ExceptionInfo, element: str, message: str, depth: int = _DEEPEST
) -> str:
    """SoExceptionInfo, its members in the order of the schema."""
    inner = '<InnerException i:nil="true"/>'
    if info.inner is not None and depth:
        said = escaped(_clean(info.inner.message))
        inner = _exception(info.inner, "InnerException", said, depth - 1)
    pairs = "".join(
        f"<SoExceptionInfoParametersKeyValuePair><Key>{escaped(_clean(key))}</Key>"
        f"<Value>{escaped(_clean(value))}</Value></SoExceptionInfoParametersKeyValuePair>"
        for key, value in info.parameters.items()
    )
    texts = (
        ("StackTrace", info.stack_trace),
        ("FriendlyText", info.friendly_text),
        ("ExceptionType", info.error_type),
        ("Source", info.source),
    )
    members = "".join(
        f"<{name}>{escaped(_clean(text))}</{name}>" if text else f"<{name}/>"
        for name, text in texts
    )
    return (
        f"<{element}><Message>{message}</Message>{members}{inner}"
        f"<Parameters>{pairs}</Parameters></{element}>"
    )


def _clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r"
        or (
            (char >= "\x20" and not "\ud800" <= char <= "\udfff")
            and char not in "\ufffe\uffff"
        )
    )
