"""The SOAP wire: envelopes of SOAP 1.1, document/literal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..operations import REQUEST_HEADERS, Operation
from . import DecodeError, EncodeError
from .kinds import Typed, resolve
from .namespaces import SOAP
from .rows import header_type, held, presented, row_of
from .soap_answers import (
    ExceptionInfo,
    SoapFault,
    SoapReply,
    SoapTimeZone,
    decode_response,
    parse,
)
from .soap_reader import element_reader
from .soap_texts import attribute, checked, escaped
from .soap_writer import ROOT, Write, element_writer, nil_element

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
