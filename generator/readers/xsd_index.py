"""The XML Schemas that a document holds or refers to, indexed by name."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostics, Origin, metadata_error, quoted
from generator.readers.kinds import XSD_NAMESPACE
from generator.readers.xml import XML_NAMESPACE, Element, Scope, parse_xml
from generator.readers.xs import SCHEMA, SOAP_ENCODING, XS
from generator.sources import Source

# Schemas that need no document: importing them, whatever location is given, reads nothing.
BUILT_IN = frozenset({XML_NAMESPACE, XSD_NAMESPACE, SOAP_ENCODING})

_QNAMES = frozenset({"type", "ref", "base", "itemType", "substitutionGroup"})


@dataclass(slots=True, eq=False)
class Context:
    """What the declarations in one schema element have in common."""

    source: Source
    namespace: str
    elements_qualified: bool
    attributes_qualified: bool
    scope: Scope
    _origins: dict[int, Origin] = field(default_factory=dict[int, Origin])

    def origin(self, element: Element) -> Origin:
        """Where `element` stands."""
        line = element.sourceline or 0
        origin = self._origins.get(line)
        if origin is None:
            origin = Origin(self.source.file, str(line) if line else "")
            self._origins[line] = origin
        return origin

    def key(self, element: Element, name: str) -> str | None:
        """What `name`, standing in `element`, means; None where its prefix is unknown."""
        return self.scope.qualified(element, name.strip(), self.namespace)

    def namespace_of(self, element: Element) -> str:
        """The namespace of the local xs:element `element`."""
        form = element.get("form")
        is_qualified = form == "qualified" if form else self.elements_qualified
        return self.namespace if is_qualified else ""


@dataclass(slots=True, eq=False)
class Definition:
    """A global declaration and the schema in which it stands."""

    element: Element
    context: Context


@dataclass(slots=True)
class Schemas:
    """Global declarations by kind and by name ("{namespace}local"), in the order of the documents."""

    diagnostics: Diagnostics
    types: dict[str, Definition] = field(default_factory=dict[str, Definition])
    elements: dict[str, Definition] = field(default_factory=dict[str, Definition])
    attributes: dict[str, Definition] = field(default_factory=dict[str, Definition])
    groups: dict[str, Definition] = field(default_factory=dict[str, Definition])
    attribute_groups: dict[str, Definition] = field(
        default_factory=dict[str, Definition]
    )
    _read: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def add(self, schema: Element, source: Source) -> None:
        """Take over the xs:schema `schema` and all schemas that it imports or includes."""
        waiting = deque([(schema, source, schema.get("targetNamespace") or "")])
        while waiting:
            waiting.extend(self._taken(*waiting.popleft()))

    def _taken(
        self, schema: Element, source: Source, namespace: str
    ) -> Iterator[tuple[Element, Source, str]]:
        """Index `schema` as one of `namespace`; gives the schemas it refers to."""
        context = Context(
            source=source,
            namespace=namespace,
            elements_qualified=schema.get("elementFormDefault") == "qualified",
            attributes_qualified=schema.get("attributeFormDefault") == "qualified",
            scope=Scope(schema),
        )
        prefix = f"{{{namespace}}}" if namespace else ""
        tables = {
            f"{XS}complexType": self.types,
            f"{XS}simpleType": self.types,
            f"{XS}element": self.elements,
            f"{XS}attribute": self.attributes,
            f"{XS}group": self.groups,
            f"{XS}attributeGroup": self.attribute_groups,
        }
        for child in schema:
            tag = child.tag
            table = tables.get(tag)
            if table is not None:
                name = child.get("name")
                if name is None:
                    self._nameless(child, context)
                    continue
                key = prefix + name
                if key in table:
                    self._repeated(table[key], child, context)
                else:
                    table[key] = Definition(child, context)
            elif tag == f"{XS}import":
                wanted = child.get("namespace") or ""
                if wanted not in BUILT_IN:
                    yield from self._followed(child, context, wanted)
            elif tag in (f"{XS}include", f"{XS}redefine", f"{XS}override"):
                if tag != f"{XS}include":
                    self.diagnostics.warning(
                        "unsupported-redefinition",
                        "what the schema redefines is taken as it was before",
                        context.origin(child),
                    )
                yield from self._followed(child, context, namespace, chameleon=True)

    def _followed(
        self, reference: Element, context: Context, wanted: str, chameleon: bool = False
    ) -> Iterator[tuple[Element, Source, str]]:
        location = reference.get("schemaLocation")
        if location is None or not location.strip():
            return  # the namespace is in this document, or its types are unknown
        origin = context.origin(reference)
        source = context.source.open(location, origin.place)
        if (source.file, wanted) in self._read:
            return
        self._read.add((source.file, wanted))
        schema = parse_xml(source.read(), source.file)
        if schema.tag != SCHEMA:
            raise metadata_error(
                "not-a-schema",
                f"the reference {quoted(location)} leads to {quoted(str(schema.tag))}",
                origin,
                expected="an XML Schema",
            )
        actual = schema.get("targetNamespace") or ""
        if actual != wanted and not (chameleon and not actual):
            self.diagnostics.error(
                "wrong-namespace",
                f"the schema {quoted(location)} is of the namespace {quoted(actual)}",
                origin,
                expected=quoted(wanted),
            )
            return
        yield schema, source, wanted

    def _nameless(self, element: Element, context: Context) -> None:
        self.diagnostics.error(
            "nameless",
            f"a global {_local(element)} of the schema has no name",
            context.origin(element),
        )

    def _repeated(self, first: Definition, again: Element, context: Context) -> None:
        second = Definition(again, context)
        if _same(first, second):
            return
        kind = _local(again)
        self.diagnostics.error(
            "duplicate-element" if kind == "element" else "duplicate-type",
            f"{kind} {quoted(again.get('name') or '')} is defined twice, in two ways",
            context.origin(again),
            expected=f"the same as in {first.context.origin(first.element)}",
        )


def _same(first: Definition, second: Definition) -> bool:
    """Whether two declarations say the same thing, whatever their prefixes and descriptions."""
    if first.element.tag != second.element.tag or _meant(first) != _meant(second):
        return False
    one = [Definition(each, first.context) for each in _told(first.element)]
    two = [Definition(each, second.context) for each in _told(second.element)]
    return len(one) == len(two) and all(map(_same, one, two))


def _meant(definition: Definition) -> tuple[dict[str, str | None], str]:
    element, context = definition.element, definition.context
    attributes = {
        str(name): (context.key(element, str(value)) if name in _QNAMES else str(value))
        for name, value in element.attrib.items()
    }
    return attributes, (element.text or "").strip()


def _told(element: Element) -> list[Element]:
    """The children, apart from what merely describes."""
    return [
        child
        for child in element
        if child.tag != f"{XS}documentation"
        and not (child.tag == f"{XS}annotation" and not _told(child))
    ]


def _local(element: Element) -> str:
    return str(element.tag).removeprefix(XS)
