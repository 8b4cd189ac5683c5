"""What a WSDL says by itself: addresses, actions, and the schema that messages must satisfy.

Read with lxml alone, so that it is a second opinion about what the generator has read.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
XSD = "{http://www.w3.org/2001/XMLSchema}"


@dataclass(frozen=True)
class Described:
    """One WSDL of one agent."""

    name: str
    root: Any

    @property
    def agent(self) -> str:
        """The name of its only port type."""
        (port_type,) = self.root.findall(f"{WSDL}portType")
        return port_type.get("name")

    @property
    def path(self) -> str:
        """Where its only port is, from "/Remote" on."""
        (address,) = self.root.iter(f"{SOAP}address")
        place = address.get("location")
        return place[place.index("/Remote/") :]

    @cached_property
    def actions(self) -> dict[str, str]:
        """The SOAPAction of each operation."""
        (binding,) = self.root.findall(f"{WSDL}binding")
        return {
            each.get("name"): each.find(f"{SOAP}operation").get("soapAction")
            for each in binding.findall(f"{WSDL}operation")
        }

    @cached_property
    def headers(self) -> dict[str, list[str]]:
        """The header blocks that each operation's request may have, by part."""
        (binding,) = self.root.findall(f"{WSDL}binding")
        return {
            each.get("name"): [
                header.get("part")
                for header in each.find(f"{WSDL}input").iter(f"{SOAP}header")
            ]
            for each in binding.findall(f"{WSDL}operation")
        }

    @cached_property
    def schema(self) -> etree.XMLSchema:
        """All its schemas as one; their imports need no address, for they are all here."""
        documents: dict[str, Any] = {}
        for schema in self.root.iter(f"{XSD}schema"):
            namespace = schema.get("targetNamespace")
            # Written and read again, it keeps prefixes that only its texts use.
            document = etree.fromstring(etree.tostring(schema, with_tail=False))
            if namespace in documents:  # a namespace is imported once
                place = f"{namespace}#{len(documents)}"
                include = etree.Element(f"{XSD}include", schemaLocation=f"mem:{place}")
                documents[namespace].insert(0, include)
                documents[place] = document
            else:
                documents[namespace] = document
        for document in documents.values():
            for each in document.findall(f"{XSD}import"):
                assert each.get("namespace") in documents
                each.set("schemaLocation", f"mem:{each.get('namespace')}")
        texts = {f"mem:{k}": etree.tostring(v) for k, v in documents.items()}

        class Here(etree.Resolver):
            def resolve(self, url: str, public: Any, context: Any) -> Any:
                assert url in texts, f"{url} is not in the WSDL"
                return self.resolve_string(texts[url], context, base_url=url)

        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(Here())
        imports = "".join(
            f'<xs:import namespace="{namespace}" schemaLocation="mem:{namespace}"/>'
            for namespace in documents
            if "#" not in namespace
        )
        every = f'<xs:schema xmlns:xs="{XSD[1:-1]}">{imports}</xs:schema>'
        return etree.XMLSchema(etree.fromstring(every, parser))


def described_in(folder: Path) -> list[Described]:
    """The WSDLs of a folder."""
    files = sorted(folder.glob("*.wsdl"))
    return [Described(each.name, etree.parse(each).getroot()) for each in files]


def published_in(archive: Path, services: str) -> list[Described]:
    """The WSDLs of one service version in an archive."""
    with zipfile.ZipFile(archive) as opened:
        names = [each for each in opened.namelist() if f"-{services}-" in each]
        return [Described(n, etree.fromstring(opened.read(n))) for n in names]
