"""Simple types: scalars, enumerations and flags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from generator.diagnostics import Diagnostics, quoted
from generator.model.carriers import Enumeration, Member
from generator.model.types import STRING, EnumerationRef, Scalar, TypeRef
from generator.readers import xs
from generator.readers.xml import Element
from generator.readers.xsd_index import Context, Definition

_ASMX_TYPES = "http://microsoft.com/wsdl/types/"
_NUMBER = re.compile(r"-?[0-9]{1,20}")
_INTEGERS = frozenset(
    {
        *("byte", "unsignedByte", "short", "unsignedShort"),
        *("int", "unsignedInt", "long", "unsignedLong"),
    }
)
_MOST_FLAGS = 64  # bits of the largest integer behind an enumeration


def _scalars() -> dict[str, TypeRef]:
    same = (
        "string boolean byte unsignedByte short unsignedShort int unsignedInt long unsignedLong "
        "integer float double decimal dateTime date time duration base64Binary"
    )
    others = {
        "string": "normalizedString token language Name NCName NMTOKEN NMTOKENS ID IDREF IDREFS "
        "ENTITY ENTITIES QName NOTATION anyURI hexBinary gYear gYearMonth gMonth gMonthDay gDay",
        "integer": "nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger",
        "any": "anyType anySimpleType anyAtomicType",
        "dateTime": "dateTimeStamp",
        "duration": "dayTimeDuration yearMonthDuration",
    }
    names = {name: name for name in same.split()}
    for scalar, synonyms in others.items():
        names.update(dict.fromkeys(synonyms.split(), scalar))
    scalars: dict[str, TypeRef] = {
        prefix + name: Scalar(scalar)
        for name, scalar in names.items()
        for prefix in (xs.XS, f"{{{xs.SOAP_ENCODING}}}")
    }
    for namespace in (xs.SERIALIZATION, _ASMX_TYPES):
        scalars[f"{{{namespace}}}char"] = Scalar("int")  # the number of a code point
        scalars[f"{{{namespace}}}guid"] = Scalar("guid")
    scalars[f"{{{xs.SERIALIZATION}}}duration"] = Scalar("duration")
    scalars[f"{{{xs.SOAP_ENCODING}}}base64"] = Scalar("base64Binary")
    return scalars


SCALARS = _scalars()


class Names(Protocol):
    """What simple types need to know of all types."""

    def referred(
        self, name: str, element: Element, context: Context, owner: str
    ) -> TypeRef:
        """The type that `name`, standing in `element`, refers to."""
        ...

    def claimed(self, key: str, element: Element, context: Context) -> str:
        """The wire name for the named type `key`."""
        ...

    def free_name(self, wanted: str) -> str:
        """A name for a type that has none."""
        ...


@dataclass(slots=True, eq=False)
class SimpleTypes:
    """Reads simple types. `enumerations` are those met so far, by wire name."""

    names: Names
    types: Mapping[str, Definition]
    diagnostics: Diagnostics
    enumerations: dict[str, Enumeration] = field(default_factory=dict[str, Enumeration])

    def read(self, element: Element, context: Context, key: str, name: str) -> TypeRef:
        """What a simple type stands for; `name` is its own, or the one made for it."""
        for child in element:
            if child.tag == xs.RESTRICTION:
                base = self._item(child, "base", context, name)
                is_listed = any(each.tag == xs.ENUMERATION for each in child)
                if is_listed and (base == STRING or isinstance(base, EnumerationRef)):
                    return self._add_enumeration(element, child, context, key, name)
                return base
            if child.tag == xs.LIST:
                restriction = self._listed(child, context)
                if restriction is not None:
                    return self._add_enumeration(
                        element, restriction, context, key, name, flags=True
                    )
                self.diagnostics.note(
                    "list-as-text",
                    f"{quoted(name)} is a list in one text, and read as a string",
                    context.origin(element),
                )
                return STRING
            if child.tag == xs.UNION:
                refs = [
                    self.names.referred(each, child, context, name)
                    for each in (child.get("memberTypes") or "").split()
                ]
                refs += [
                    self.read(each, context, "", self.names.free_name(name))
                    for each in child
                    if each.tag == xs.SIMPLE_TYPE
                ]
                same = len(set(refs)) == 1 and isinstance(refs[0], Scalar)
                return refs[0] if same else STRING
        return STRING

    def _item(
        self, element: Element, attribute: str, context: Context, name: str
    ) -> TypeRef:
        """What a restriction restricts: a type that it names or holds."""
        base = element.get(attribute)
        if base is not None:
            return self.names.referred(base, element, context, name)
        inner = next((each for each in element if each.tag == xs.SIMPLE_TYPE), None)
        return STRING if inner is None else self.read(inner, context, "", name)

    def _listed(self, listing: Element, context: Context) -> Element | None:
        """The restriction that lists the names of which an xs:list is made, if there is one."""
        inner = next((each for each in listing if each.tag == xs.SIMPLE_TYPE), None)
        if inner is None:
            target = self.types.get(
                context.key(listing, listing.get("itemType") or "") or ""
            )
            if target is None:
                self._item(listing, "itemType", context, "")
                return None
            inner = target.element
        for restriction in inner:
            if restriction.tag == xs.RESTRICTION and any(
                each.tag == xs.ENUMERATION for each in restriction
            ):
                return restriction
        return None

    def _add_enumeration(
        self,
        element: Element,
        restriction: Element,
        context: Context,
        key: str,
        name: str,
        flags: bool = False,
    ) -> EnumerationRef:
        if key:
            name = self.names.claimed(key, element, context)
        members: dict[str, Member] = {}
        for each in restriction:
            if each.tag != xs.ENUMERATION:
                continue
            position = len(members)
            value = each.get("value") or ""
            number = 2**position if flags and position < _MOST_FLAGS else None
            annotation = xs.appinfo(each, xs.ENUMERATION_VALUE)
            if annotation is not None:
                number = self._number(annotation, value, name, context)
            elif not flags:
                number = position
            if value in members:
                self.diagnostics.warning(
                    "repeated-member",
                    f"enumeration {quoted(name)} has {quoted(value)} twice: the first stands",
                    context.origin(each),
                )
                continue
            members[value] = Member(name=value, number=number, doc=xs.doc(each))
        actual = xs.appinfo(element, xs.ACTUAL_TYPE)
        storage = actual.get("Name") or "" if actual is not None else ""
        self.enumerations[name] = Enumeration(
            name=name,
            members=tuple(members.values()),
            flags=flags,
            namespace=context.namespace,
            storage=storage if storage in _INTEGERS else "",
            doc=xs.doc(element),
            origins=(context.origin(element),),
        )
        return EnumerationRef(name)

    def _number(
        self, annotation: Element, value: str, name: str, context: Context
    ) -> int | None:
        text = (annotation.text or "").strip()
        if _NUMBER.fullmatch(text):
            return int(text)
        self.diagnostics.error(
            "bad-number",
            f"member {quoted(value)} of {quoted(name)} has the number {quoted(text)}",
            context.origin(annotation),
            expected="an integer",
        )
        return None
