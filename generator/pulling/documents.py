"""What a document describes, told by what stands in it, and where it goes in the folder of a release."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from generator.diagnostics import Origin, metadata_error
from generator.readers.documents import parse_document
from generator.readers.kinds import DESCRIPTIONS, WSDL_NAMESPACE, Kind, kind_of
from generator.readers.xml import children, parse_xml
from generator.sources import services_of

SOAP, AGENTS, WEBAPI = "soap", "agents", "webapi"
PARTS = (AGENTS, SOAP, WEBAPI)
"""The folders of a release."""

_AGENT = re.compile(r"/Agents/([^/{}]+)/[^/{}]+/?\Z", re.IGNORECASE)
_RESOURCE = re.compile(r"(?:/api)?(?:/v\d+)?/([^/{}]+)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,99}\Z")
_ELSEWHERE = re.compile(rb"""["']?\$ref["']?\s*:\s*(["'])(?!#)[^"']""")
EXPECTED = "WSDL 1.1, Swagger 2.0, OpenAPI 3.0 or 3.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What one document is about: agents, or resources of the WebApi, by the names that it has for them."""

    kind: Kind
    agents: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    services: str = ""
    version: str = ""
    yaml: bool = False
    leads_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of the folder to be written: its path, its bytes, and where and when they are from.

    `received` is the sha256 of what arrived, where that is not what is written.
    """

    path: str
    content: bytes = field(repr=False)
    whence: str
    when: datetime
    received: str = ""

    @property
    def sha256(self) -> str:
        """Of the bytes that are written."""
        return digest(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What was got: a label, the service version of the WSDLs, and documents; texts may be empty."""

    label: str = ""
    services: str = ""
    documents: tuple[Document, ...] = ()


def digest(content: bytes) -> str:
    """The sha256 of it, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def described(content: bytes, file: str) -> Described:
    """What the document is about.

    Raises:
        MetadataError: It is no whole description, and does not become one by being asked for again.
    """
    kind, _ = kind_of(lambda size: content if size < 0 else content[:size])
    if kind is Kind.WSDL:
        root = parse_xml(content, file)
        ports = children(root, f"{{{WSDL_NAMESPACE}}}portType")
        names = tuple(dict.fromkeys(port.get("name") or "" for port in ports))
        namespace = root.get("targetNamespace") or ""
        return Described(kind=kind, agents=names, services=services_of(namespace))
    if kind not in DESCRIPTIONS:
        raise metadata_error(
            "no-description",
            f"is {kind.value}, no description of a service",
            Origin(file),
            expected=EXPECTED,
        )
    top = parse_document(content, file)
    document = top if isinstance(top, dict) else {}
    paths, info = document.get("paths"), document.get("info")
    agents, resources = _about(paths if isinstance(paths, dict) else {})
    version = info.get("version") if isinstance(info, dict) else ""
    return Described(
        kind=kind,
        agents=agents,
        resources=resources,
        version=version if isinstance(version, str) else "",
        yaml=not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"),
        leads_elsewhere=_ELSEWHERE.search(content) is not None,
    )


def path_of(what: Described, agent: str = "") -> str:
    """Where such a document goes, below the folder; `agent` is the one that was asked for."""
    ending = "yaml" if what.yaml else "json"
    if what.kind is Kind.WSDL:
        return f"{SOAP}/{agent or _name(what.agents, '', 'Service')}.wsdl"
    if what.agents:
        return f"{AGENTS}/{_name(what.agents, what.version, 'Agents')}.{ending}"
    return f"{WEBAPI}/{_name(what.resources, what.version, 'WebApi')}.{ending}"


def is_name(text: str) -> bool:
    """Whether it can name an agent, and then its file."""
    return _NAME.match(text) is not None and not text.endswith(".")


def agents_in(addresses: Iterable[str]) -> tuple[str, ...]:
    """The agents that have an operation at one of these addresses, as they are written first."""
    found: dict[str, str] = {}
    for address in addresses:
        match = _AGENT.search(address)
        if match and is_name(match[1]):
            found.setdefault(match[1].lower(), match[1])
    return tuple(found.values())


def _about(paths: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    addresses = [str(path) for path in cast("dict[object, object]", paths)]
    agents = agents_in(addresses)
    resources = (
        match[1]
        for address in addresses
        if not _AGENT.search(address) and (match := _RESOURCE.match(address))
    )
    return agents, tuple(dict.fromkeys(filter(is_name, resources)))


def _name(names: tuple[str, ...], version: str, default: str) -> str:
    """The one thing that it is about, else what it calls itself."""
    if len(names) == 1 and is_name(names[0]):
        return names[0]
    return version if is_name(version) else default
