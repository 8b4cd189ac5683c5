"""WSDL 1.1 of agents, made from their rows and the classes of carriers.

One document holds all: as NetServer and WCF write it, document/literal wrapped, bound to SOAP
1.1 over HTTP, with the header blocks of each operation and the schemas of all types that its messages
may hold, subtypes included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from importlib import import_module

from netserver._runtime.codecs.kinds import Kind, Typed, resolve
from netserver._runtime.codecs.rows import header_type, row_of
from netserver._runtime.names import names_of
from netserver._runtime.operations import Operation
from . import soap_blocks
from .catalogue import Catalogue
from .markup import quoted, tag
from .xsd import Name, Schemas

__all__ = ["wsdl"]

_WSDL = "http://schemas.xmlsoap.org/wsdl/"
_SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
_HTTP = "http://schemas.xmlsoap.org/soap/http"
_ADDRESS = (
    "{address}"  # stands last in a document until it is known where that is served
)

_BLOCKS: Mapping[str, str] = {
    "ApplicationToken": "str | None",
    "Credentials": "SoCredentials | None",
    "TimeZone": "SoTimeZone | None",
    "ExceptionInfo": "SoExceptionInfo | None",
    "ExtraInfo": "SoExtraInfo | None",
    "Succeeded": "bool",
}
"""The types of the header blocks that rows say nothing about, because every operation may have them."""


def wsdl(catalogue: Catalogue, agent: str, address: str) -> bytes:
    """The WSDL of an agent that is served at `address`; KeyError for an agent that is not there."""
    rows = [row for row in catalogue.agents[agent].values() if row.soap]
    kept = rows[0].compiled if rows else {}
    around: tuple[bytes, bytes] | None = kept.get("wsdl")
    if around is None:
        namespace = rows[0].namespace if rows else catalogue.release.namespace
        document = _Document(catalogue, agent, namespace)
        for row in rows:
            document.add(row)
        around = kept["wsdl"] = document.around_address()
    head, tail = around
    return head + quoted(address).encode() + tail


class _Document:
    """One WSDL while operations are added to it."""

    def __init__(self, catalogue: Catalogue, agent: str, namespace: str) -> None:
        self._agent = agent
        self._namespace = namespace
        self._schemas = Schemas(
            namespace,
            _dictionary_names(catalogue),
            lambda name: catalogue.carrier(name) is not None,
        )
        self._messages: list[str] = []
        self._offered: list[str] = []
        self._bound: list[str] = [tag("soap:binding", transport=_HTTP)]

    def _own(self, name: str) -> str:
        return self._schemas.qualified(Name(self._namespace, name))

    def add(self, row: Operation) -> None:
        """Describe an operation: its elements, its messages, that it is offered, how it is bound."""
        types = row_of(row)
        sides = [("input", "Request", row.request, types.takes, row.request_headers)]
        if row.response:
            sides.append(
                ("output", "Response", row.response, types.gives, row.response_headers)
            )
        offered: list[str] = []
        bound = [tag("soap:operation", soapAction=row.action, style="document")]
        for side, word, wrapper, members, headers in sides:
            message = f"{row.name}{word}"
            blocks = f"{message}_Headers"
            self._add_body(row, message, wrapper, members)
            if headers:
                self._add_blocks(row, blocks, headers)
            offered.append(
                tag(f"wsdl:{side}", name=message, message=self._own(message))
            )
            parts = [
                tag("soap:header", message=self._own(blocks), part=each, use="literal")
                for each in headers
            ]
            body = tag("soap:body", use="literal")
            bound.append(tag(f"wsdl:{side}", *parts, body, name=message))
        self._offered.append(tag("wsdl:operation", *offered, name=row.name))
        self._bound.append(tag("wsdl:operation", *bound, name=row.name))

    def _add_body(
        self,
        row: Operation,
        message: str,
        wrapper: str,
        members: Iterable[tuple[str, Typed]],
    ) -> None:
        named = (
            (Name(row.namespace_of(name), row.soap_name(name)), typed)
            for name, typed in members
        )
        element = self._schemas.wrapper(Name(row.namespace, wrapper), named)
        self._add_message(message, [("parameters", element)])

    def _add_blocks(self, row: Operation, message: str, headers: Iterable[str]) -> None:
        self._add_message(
            message,
            [
                (
                    header,
                    self._schemas.block(
                        Name(row.namespace_of(header), header),
                        partial(_block_type, row, header),
                    ),
                )
                for header in headers
            ],
        )

    def _add_message(self, name: str, parts: Iterable[tuple[str, Name]]) -> None:
        written = [
            tag("wsdl:part", name=part, element=self._schemas.qualified(element))
            for part, element in parts
        ]
        self._messages.append(tag("wsdl:message", *written, name=name))

    def around_address(self) -> tuple[bytes, bytes]:
        """The document up to the address and from there on, in UTF-8."""
        service = f"Wcf{self._agent}Service"
        binding = f"BasicHttpBinding_{self._agent}"
        port = tag(
            "wsdl:port",
            tag("soap:address", location=_ADDRESS),
            name=binding,
            binding=self._own(binding),
        )
        parts = [
            tag("wsdl:types", self._schemas.written()),
            *self._messages,
            tag("wsdl:portType", *self._offered, name=self._agent),
            tag(
                "wsdl:binding",
                *self._bound,
                name=binding,
                type=self._own(self._agent),
            ),
            tag("wsdl:service", port, name=service),
        ]
        declared = {
            f"xmlns:{prefix}": namespace
            for namespace, prefix in self._schemas.prefixes.items()
        }
        root = tag(
            "wsdl:definitions",
            *parts,
            **{"xmlns:wsdl": _WSDL, "xmlns:soap": _SOAP, **declared},
            name=service,
            targetNamespace=self._namespace or None,
        )
        head, _, tail = root.rpartition(_ADDRESS)
        return f'<?xml version="1.0" encoding="utf-8"?>{head}'.encode(), tail.encode()


def _block_type(row: Operation, header: str) -> Typed:
    """The type of a header block: what the row says, else NetServer's, else a text."""
    typed = header_type(row, header)
    if typed is not None:
        return typed
    text = _BLOCKS.get(header, "str | None")
    try:
        return resolve(names_of(row.module).evaluate(text))
    except NameError:
        return resolve(names_of(soap_blocks.__name__).evaluate(text))


def _dictionary_names(catalogue: Catalogue) -> Mapping[Kind, str]:
    """The names of the dictionary types of a release, by what they are."""
    found: dict[Kind, str] = {}
    module = f"{catalogue.release.package}.carriers.dictionaries"
    try:
        aliases = vars(import_module(module))
    except ModuleNotFoundError:
        aliases = {}
    names = names_of(module)
    for name, text in aliases.items():
        if isinstance(text, str) and not name.startswith("_"):
            found.setdefault(resolve(names.evaluate(text)).kind, name)
    for name in ("SoExtraInfo", "SoExceptionInfoParameters"):
        found.setdefault(resolve(getattr(soap_blocks, name)).kind, name)
    return found
