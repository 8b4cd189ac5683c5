"""The definitions that a WSDL holds or imports, indexed by name."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from generator.diagnostics import Diagnostics, Origin, metadata_error, quoted
from generator.readers.kinds import WSDL_NAMESPACE
from generator.readers.xml import Element, Scope, children, nearest, parse_xml, split
from generator.readers.xs import SCHEMA
from generator.readers.xsd_index import Schemas
from generator.sources import Source

W = f"{{{WSDL_NAMESPACE}}}"


@dataclass(slots=True, eq=False)
class Definition:
    """A message, port type, binding or service, and the document in which it stands."""

    element: Element
    source: Source
    namespace: str
    scope: Scope

    def key(self, element: Element, name: str | None) -> str | None:
        """What `name`, standing in `element`, means; None where its prefix is unknown."""
        return self.scope.qualified(element, (name or "").strip(), self.namespace)

    def origin(self, element: Element | None = None) -> Origin:
        line = (self.element if element is None else element).sourceline
        return Origin(self.source.file, str(line or ""))


class UnknownName(Exception):
    """A name leads nowhere; the error has been put into the diagnostics."""


class Definitions:
    """One document, and those that it imports."""

    def __init__(self, source: Source, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics
        self.schemas = Schemas(diagnostics)
        self.messages: dict[str, Definition] = {}
        self.port_types: dict[str, Definition] = {}
        self.bindings: dict[str, Definition] = {}
        self.services: list[Definition] = []
        self.namespace = ""
        self._load(source)

    def find(
        self,
        table: Mapping[str, Definition],
        kind: str,
        name: str | None,
        element: Element,
        holder: Definition,
    ) -> Definition:
        """What the name stands for; an error and UnknownName where that is nothing."""
        key = holder.key(element, name)
        found = table.get(key or "")
        if found is None and name and ":" not in name:
            # Many write the name alone where WSDL is the default namespace.
            space = holder.namespace
            found = table.get(f"{{{space}}}{name}" if space else name)
        if found is not None:
            return found
        self.diagnostics.error(
            f"unknown-{kind.replace(' ', '-')}",
            f"{named(holder.element)} refers to the {kind} {quoted(name or '')}",
            holder.origin(element),
            expected=f"a {kind} this document declares or imports",
            hint=nearest(
                (name or "").rpartition(":")[2], [split(each)[1] for each in table]
            ),
        )
        raise UnknownName

    def _load(self, source: Source) -> None:
        root = parse_xml(source.read(), source.file)
        if root.tag != f"{W}definitions":
            raise metadata_error(
                "not-a-wsdl",
                f"the root element is {quoted(str(root.tag))}",
                Origin(source.file, str(root.sourceline or "")),
                expected="definitions of WSDL 1.1",
            )
        self.namespace = root.get("targetNamespace") or ""
        read = {source.file}
        waiting = deque([(root, source)])
        while waiting:
            definitions, document = waiting.popleft()
            self._index(definitions, document)
            for reference in children(definitions, f"{W}import"):
                found = self._imported(reference, document, read)
                if found is not None:
                    waiting.append(found)

    def _index(self, definitions: Element, source: Source) -> None:
        namespace = definitions.get("targetNamespace") or ""
        prefix = f"{{{namespace}}}" if namespace else ""
        scope = Scope(definitions, apart_from=f"{W}types")
        tables = {
            f"{W}message": self.messages,
            f"{W}portType": self.port_types,
            f"{W}binding": self.bindings,
        }
        for child in definitions:
            table = tables.get(child.tag)
            if table is not None:
                key = prefix + (child.get("name") or "")
                while key in table:  # names are unique, says WSDL 1.1, section 2.1.1
                    first = table[key]
                    if table is not self.bindings:
                        self.diagnostics.error(
                            "duplicate-definition",
                            f"{quoted(child.get('name') or '')} is defined twice",
                            Origin(source.file, str(child.sourceline or "")),
                            expected=f"one, as at {first.origin()}",
                        )
                    key += "'"
                table[key] = Definition(child, source, namespace, scope)
            elif child.tag == f"{W}service":
                self.services.append(Definition(child, source, namespace, scope))
            elif child.tag == f"{W}types":
                for schema in children(child, SCHEMA):
                    self.schemas.add(schema, source)

    def _imported(
        self, reference: Element, source: Source, read: set[str]
    ) -> tuple[Element, Source] | None:
        place = str(reference.sourceline or "")
        location = reference.get("location")
        if location is None or not location.strip():
            raise metadata_error(
                "missing-reference",
                f"the import of {quoted(reference.get('namespace') or '')} has no location",
                Origin(source.file, place),
            )
        found = source.open(location, place)
        if found.file in read:
            return None
        read.add(found.file)
        root = parse_xml(found.read(), found.file)
        if root.tag == SCHEMA:
            self.schemas.add(root, found)
            return None
        if root.tag != f"{W}definitions":
            raise metadata_error(
                "not-a-wsdl",
                f"the reference {quoted(location)} leads to {quoted(str(root.tag))}",
                Origin(source.file, place),
                expected="definitions of WSDL 1.1",
            )
        return root, found


def named(element: Element) -> str:
    """An element of a WSDL in messages: what it is and its name."""
    kind = {"portType": "port type"}.get(local := split(element.tag)[1], local)
    return f"{kind} {quoted(element.get('name') or '')}"
