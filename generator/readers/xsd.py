"""XML Schema -> carriers, enumerations and dictionaries.

A complex type becomes a carrier, unless it is an array (named `ArrayOf...`, with one repeated
element and nothing else: a list wherever it is used) or carries the annotation `IsDictionary`
of the .NET serializer. A simple type that lists names becomes an enumeration, an xs:list of one
becomes flags; any other stands for its base. Types without a name are called after the
type and the element in which they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostics, quoted
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from generator.readers.schemas import SOAP_ENCODING, XS, Context, Definition, Schemas
from generator.readers.xml import (
    XML_NAMESPACE,
    Element,
    nearest,
    split,
    text_of,
)

SERIALIZATION = "http://schemas.microsoft.com/2003/10/Serialization/"
_ASMX_TYPES = "http://microsoft.com/wsdl/types/"

_ANNOTATION = f"{XS}annotation"
_SEQUENCE = f"{XS}sequence"
_ALL = f"{XS}all"
_CHOICE = f"{XS}choice"
_ELEMENT = f"{XS}element"
_GROUP = f"{XS}group"
_ANY = f"{XS}any"
_ATTRIBUTE = f"{XS}attribute"
_ATTRIBUTE_GROUP = f"{XS}attributeGroup"
_ANY_ATTRIBUTE = f"{XS}anyAttribute"
_COMPLEX_TYPE = f"{XS}complexType"
_SIMPLE_TYPE = f"{XS}simpleType"
_COMPLEX_CONTENT = f"{XS}complexContent"
_SIMPLE_CONTENT = f"{XS}simpleContent"
_RESTRICTION = f"{XS}restriction"
_EXTENSION = f"{XS}extension"
_LIST = f"{XS}list"
_UNION = f"{XS}union"
_ENUMERATION = f"{XS}enumeration"
_DOCUMENTATION = f"{XS}documentation"
_APPINFO = f"{XS}appinfo"
_IS_DICTIONARY = f"{{{SERIALIZATION}}}IsDictionary"
_ENUMERATION_VALUE = f"{{{SERIALIZATION}}}EnumerationValue"
_ACTUAL_TYPE = f"{{{SERIALIZATION}}}ActualType"

_NUMBER = re.compile(r"-?[0-9]{1,20}")
_INTEGERS = frozenset(
    {
        *("byte", "unsignedByte", "short", "unsignedShort"),
        *("int", "unsignedInt", "long", "unsignedLong"),
    }
)
_MOST_FLAGS = 64  # bits of the largest integer behind an enumeration
_DEEPEST_BASE = 100


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
        for prefix in (XS, f"{{{SOAP_ENCODING}}}")
    }
    for namespace in (SERIALIZATION, _ASMX_TYPES):
        scalars[f"{{{namespace}}}char"] = Scalar("int")  # the number of a code point
        scalars[f"{{{namespace}}}guid"] = Scalar("guid")
    scalars[f"{{{SERIALIZATION}}}duration"] = Scalar("duration")
    scalars[f"{{{SOAP_ENCODING}}}base64"] = Scalar("base64Binary")
    return scalars


_SCALARS = _scalars()


@dataclass(slots=True, eq=False)
class _Owner:
    """The carrier whose members are being read, or the element that stands for one."""

    name: str
    namespace: str
    what: str = "carrier"
    attributes: bool = False  # some were found
    wildcard: bool = False  # has been reported

    def __str__(self) -> str:
        return f"{self.what} {quoted(self.name)}"


@dataclass(slots=True, eq=False)
class Types:
    """The model's view of schemas. `read` fills the three tables, by wire name."""

    schemas: Schemas
    diagnostics: Diagnostics
    carriers: dict[str, Carrier] = field(default_factory=dict[str, Carrier])
    enumerations: dict[str, Enumeration] = field(default_factory=dict[str, Enumeration])
    dictionaries: dict[str, Dictionary] = field(default_factory=dict[str, Dictionary])
    _refs: dict[str, TypeRef] = field(default_factory=dict[str, TypeRef])
    _underway: set[str] = field(default_factory=set[str])
    _anonymous: dict[Element, TypeRef] = field(default_factory=dict[Element, TypeRef])
    _names: dict[str, str] = field(default_factory=dict[str, str])  # name -> type
    _reserved: frozenset[str] = frozenset()

    def read(self) -> None:
        """Read every named type of the schemas, reachable or not: a subtype never is."""
        self._reserved = frozenset(split(name)[1] for name in self.schemas.types)
        for name, definition in self.schemas.types.items():
            ref = self._named(name)
            if isinstance(ref, CarrierRef) and definition.element.tag == _COMPLEX_TYPE:
                self._add_carrier(ref.name, definition.element, definition.context)

    # References

    def type_of(self, element: Element, context: Context, owner: str = "") -> TypeRef:
        """The type of the xs:element or xs:attribute `element`, a member of `owner`."""
        name = element.get("type")
        if name is not None:
            return self._referred(name, element, context, owner)
        for child in element:
            if child.tag in (_COMPLEX_TYPE, _SIMPLE_TYPE):
                ref = self._anonymous.get(child)
                if ref is None:
                    called = self._free_name(owner + (element.get("name") or ""))
                    ref = self._read_anonymous(child, context, called)
                return ref
        head = element.get("substitutionGroup")
        if head is not None and element.tag == _ELEMENT:
            definition = self.schemas.elements.get(context.key(element, head) or "")
            if definition and definition.element.get("type") is not None:
                return self.type_of(definition.element, definition.context)
        return STRING if element.tag == _ATTRIBUTE else ANY

    def members_of(self, definition: Definition) -> tuple[Field, ...] | None:
        """What stands in the global element, bases first; None where it holds a bare value."""
        element, context = definition.element, definition.context
        name = element.get("name") or ""
        owner = _Owner(name, context.namespace, "element")
        body: Element | None = None
        if element.get("type") is not None:
            target = self.schemas.types.get(
                context.key(element, element.get("type", "")) or ""
            )
            if target and target.element.tag == _COMPLEX_TYPE:
                body, context = target.element, target.context
        else:
            body = next((each for each in element if each.tag == _COMPLEX_TYPE), None)
        if body is None or any(child.tag == _SIMPLE_CONTENT for child in body):
            return None
        fields = self._all_fields(body, context, owner, 0)
        if owner.attributes:
            self.diagnostics.warning(
                "unsupported-attribute",
                f"the attributes of {owner} are left out",
                context.origin(element),
            )
        return tuple(each for each in fields if not each.attribute)

    def _referred(
        self, name: str, element: Element, context: Context, owner: str
    ) -> TypeRef:
        key = context.key(element, name)
        ref = self._refs.get(key or "")
        if ref is None and key is not None:
            ref = _SCALARS.get(key)
            if ref is None and key in self.schemas.types:
                ref = self._named(key)
            elif ref is None and key.startswith(f"{{{SOAP_ENCODING}}}"):
                self.diagnostics.note(
                    "soap-encoding",
                    f"{quoted(name)} is of SOAP encoding: any value is allowed",
                    context.origin(element),
                )
                ref = ANY
            if ref is not None:
                self._refs[key] = ref
        if ref is not None:
            return ref
        kind = {_ELEMENT: "field", _ATTRIBUTE: "attribute"}.get(element.tag, "")
        what = f"{kind} {quoted(element.get('name', ''))}" if kind else "a type"
        if owner:
            what += f" of {quoted(owner)}"
        self.diagnostics.error(
            "unknown-type",
            (
                f"{what} has type {quoted(name)}"
                if kind
                else f"{what} refers to {quoted(name)}"
            ),
            context.origin(element),
            expected="a type this document declares or imports",
            hint=self._guess(name, key),
        )
        return ANY

    def _guess(self, name: str, key: str | None) -> str:
        prefix, colon, _ = name.rpartition(":")
        if key is None:
            return f"declare the prefix {quoted(prefix)}"
        namespace, _ = split(key)
        known = (split(each) for each in (*self.schemas.types, *_SCALARS))
        names = [each for space, each in known if space == namespace]
        return nearest(name, [f"{prefix}{colon}{each}" for each in names])

    def _named(self, key: str) -> TypeRef:
        """What a named type stands for."""
        ref = self._refs.get(key) or _SCALARS.get(key)
        if ref is not None:
            return ref
        definition = self.schemas.types[key]
        element, context = definition.element, definition.context
        if key in self._underway:
            self.diagnostics.error(
                "recursive-type",
                f"the type {quoted(split(key)[1])} is made of itself",
                context.origin(element),
                expected="a list, a dictionary or a simple type made of other types",
            )
            return ANY
        self._underway.add(key)
        if element.tag == _SIMPLE_TYPE:
            ref = self._simple(element, context, key, split(key)[1])
        else:
            ref = self._complex(element, context, key)
        self._underway.discard(key)
        self._refs[key] = ref
        return ref

    # Names

    def _claimed(self, key: str, element: Element, context: Context) -> str:
        """The wire name under which the named type `key` goes into the release."""
        namespace, local = split(key)
        name, number = local, 1
        while self._names.setdefault(name, key) != key:
            number += 1
            name = f"{local}{number}"
        if name != local:
            self.diagnostics.warning(
                "ambiguous-name",
                f"the type {quoted(local)} of {quoted(namespace)} is called {quoted(name)}, "
                "because another namespace has a type of that name",
                context.origin(element),
            )
        return name

    def _free_name(self, wanted: str) -> str:
        """A name for a type that has none."""
        name, number = wanted or "Anonymous", 1
        while name in self._reserved or name in self._names:
            number += 1
            name = f"{wanted}{number}"
        self._names[name] = ""
        return name

    # Complex types

    def _complex(self, element: Element, context: Context, key: str) -> TypeRef:
        local = split(key)[1]
        if _is_dictionary(element):
            ref = self._dictionary(element, context, key)
            if ref is not None:
                return ref
        if local.startswith("ArrayOf"):
            item = _only_element(element)
            if item is not None and _is_many(item):
                return self._list(item, context, local)
        simple = self._simple_content(element, context, local)
        if simple is not None:
            return simple
        return CarrierRef(self._claimed(key, element, context))

    def _list(
        self, item: Element, context: Context, owner: str, flat: bool = False
    ) -> ListOf:
        target, home = self._declared(item, context, owner)
        return ListOf(
            item=self.type_of(target, home, owner if target is item else ""),
            element=target.get("name") or "",
            namespace=(
                context.namespace_of(item) if target is item else home.namespace
            ),
            nillable=target.get("nillable") in ("true", "1"),
            flat=flat,
        )

    def _dictionary(self, element: Element, context: Context, key: str) -> MapOf | None:
        """The dictionary that the type is annotated to be; None where it is not built like one."""
        pair = _only_element(element)
        if pair is not None and _is_many(pair):
            body = next((each for each in pair if each.tag == _COMPLEX_TYPE), None)
            home = context
            target = self.schemas.types.get(
                context.key(pair, pair.get("type") or "") or ""
            )
            if target:
                body, home = target.element, target.context
            if body is not None:
                name = split(key)[1]
                owner = _Owner(name, context.namespace, "dictionary")
                fields = self._own_fields(body, home, owner)
                if len(fields) == 2 and not owner.attributes:
                    name = self._claimed(key, element, context)
                    key_field, value_field = fields
                    self.dictionaries[name] = Dictionary(
                        name=name,
                        key=key_field.type,
                        value=value_field.type,
                        pair=pair.get("name") or "",
                        key_element=key_field.name,
                        value_element=value_field.name,
                        value_nillable=value_field.nillable,
                        namespace=context.namespace,
                        origins=(context.origin(element),),
                    )
                    return MapOf(key_field.type, value_field.type, name)
        self.diagnostics.warning(
            "odd-dictionary",
            f"{quoted(split(key)[1])} is annotated as a dictionary, and read as a carrier",
            context.origin(element),
            expected="one repeated element with a key and a value in it",
        )
        return None

    def _simple_content(
        self, element: Element, context: Context, owner: str
    ) -> TypeRef | None:
        """What a type holds that is a bare value without attributes; None for all others."""
        for content in element:
            if content.tag != _SIMPLE_CONTENT:
                continue
            for derivation in content:
                if derivation.tag not in (_EXTENSION, _RESTRICTION):
                    continue
                if any(
                    each.tag in (_ATTRIBUTE, _ATTRIBUTE_GROUP) for each in derivation
                ):
                    self.diagnostics.warning(
                        "unsupported-content",
                        f"{quoted(owner)} has text beside attributes: the text is left out",
                        context.origin(element),
                    )
                    return None
                base = derivation.get("base") or ""
                return self._referred(base, derivation, context, owner)
        return None

    def _read_anonymous(self, element: Element, context: Context, name: str) -> TypeRef:
        if element.tag == _SIMPLE_TYPE:
            ref = self._simple(element, context, "", name)
            self._anonymous[element] = ref
            return ref
        ref = self._simple_content(element, context, name) or CarrierRef(name)
        self._anonymous[element] = ref
        if ref == CarrierRef(name):
            self._add_carrier(name, element, context)
        return ref

    def _add_carrier(self, name: str, element: Element, context: Context) -> None:
        owner = _Owner(name, context.namespace)
        if element.get("mixed") in ("true", "1"):
            self.diagnostics.warning(
                "unsupported-content",
                f"{owner} has text between its elements, which is left out",
                context.origin(element),
            )
        body, base_key, is_restriction = self._derivation(element, context)
        base: str | None = None
        inherited: tuple[Field, ...] = ()
        if base_key is not None:
            ref = self._named(base_key)
            definition = self.schemas.types[base_key]
            if isinstance(ref, CarrierRef):
                base = ref.name
            elif definition.element.tag == _COMPLEX_TYPE:
                # Derived from an array or a dictionary: its items stand in this one.
                inherited = self._all_fields(
                    definition.element, definition.context, owner, 0
                )
        fields = self._own_fields(body, context, owner)
        if is_restriction and base_key is not None:
            definition = self.schemas.types[base_key]
            known = {
                each.name
                for each in self._all_fields(
                    definition.element,
                    definition.context,
                    _Owner(name, context.namespace, wildcard=True),
                    0,
                )
            }
            fields = tuple(each for each in fields if each.name not in known)
        self.carriers[name] = Carrier(
            name=name,
            fields=self._unique(inherited + fields, element, context, owner),
            base=base,
            namespace=context.namespace,
            abstract=element.get("abstract") in ("true", "1"),
            doc=_doc(element),
            origins=(context.origin(element),),
        )

    def _derivation(
        self, element: Element, context: Context
    ) -> tuple[Element, str | None, bool]:
        """The element with the type's own members, its base, and whether it restricts that."""
        for content in element:
            if content.tag in (_COMPLEX_CONTENT, _SIMPLE_CONTENT):
                for derivation in content:
                    if derivation.tag not in (_EXTENSION, _RESTRICTION):
                        continue
                    name = derivation.get("base") or ""
                    key = context.key(derivation, name)
                    if key in self.schemas.types:
                        return derivation, key, derivation.tag == _RESTRICTION
                    self._referred(name, derivation, context, element.get("name") or "")
                    return derivation, None, False
        return element, None, False

    # Members

    def _all_fields(
        self, element: Element, context: Context, owner: _Owner, depth: int
    ) -> tuple[Field, ...]:
        """The members of a complex type with those of its bases, which come first."""
        body, base_key, is_restriction = self._derivation(element, context)
        own = self._own_fields(body, context, owner)
        base = self.schemas.types.get(base_key or "")
        if base is None or base.element.tag != _COMPLEX_TYPE or depth > _DEEPEST_BASE:
            return own
        inherited = self._all_fields(base.element, base.context, owner, depth + 1)
        if is_restriction:
            known = {each.name for each in inherited}
            own = tuple(each for each in own if each.name not in known)
        return inherited + own

    def _own_fields(
        self, body: Element, context: Context, owner: _Owner
    ) -> tuple[Field, ...]:
        fields: list[Field] = []
        self._members(body, context, owner, fields, False, False, ())
        return tuple(fields)

    def _members(
        self,
        parent: Element,
        context: Context,
        owner: _Owner,
        fields: list[Field],
        optional: bool,
        many: bool,
        groups: tuple[Element, ...],
    ) -> None:
        """Append what stands in a sequence, a choice, a group or a type."""
        for child in parent:
            tag = child.tag
            if tag == _ELEMENT:
                if child.get("maxOccurs") != "0":
                    fields.append(self._field(child, context, owner, optional, many))
            elif tag in (_SEQUENCE, _ALL, _CHOICE):
                self._members(
                    child,
                    context,
                    owner,
                    fields,
                    optional or tag == _CHOICE or child.get("minOccurs") == "0",
                    many or _is_many(child),
                    groups,
                )
            elif tag in (_GROUP, _ATTRIBUTE_GROUP):
                table = (
                    self.schemas.groups
                    if tag == _GROUP
                    else self.schemas.attribute_groups
                )
                group = self._found(table, "group", child, context, owner)
                if group is None or group.element in groups:
                    continue
                self._members(
                    group.element,
                    group.context,
                    owner,
                    fields,
                    optional or child.get("minOccurs") == "0",
                    many or _is_many(child),
                    (*groups, group.element),
                )
            elif tag == _ATTRIBUTE:
                owner.attributes = True
                if child.get("use") != "prohibited":
                    attribute = self._attribute(child, context, owner)
                    fields += [attribute] if attribute else []
            elif tag in (_ANY, _ANY_ATTRIBUTE) and not owner.wildcard:
                owner.wildcard = True
                self.diagnostics.note(
                    "wildcard",
                    f"{owner} allows anything besides what it names",
                    context.origin(child),
                )

    def _field(
        self,
        element: Element,
        context: Context,
        owner: _Owner,
        optional: bool,
        many: bool,
    ) -> Field:
        optional = optional or element.get("minOccurs") == "0"
        if many or _is_many(element):
            type: TypeRef = self._list(element, context, owner.name, flat=True)
            name, namespace, nillable = type.element, type.namespace, False
            target = element
        elif element.get("ref") is None:
            target = element
            name = element.get("name") or ""
            namespace = context.namespace_of(element)
            type = self.type_of(element, context, owner.name)
            nillable = element.get("nillable") in ("true", "1")
        else:
            target, home = self._declared(element, context, str(owner))
            name = target.get("name") or ""
            namespace = home.namespace
            type = self.type_of(target, home)
            nillable = target.get("nillable") in ("true", "1")
        if not name:
            self.diagnostics.error(
                "nameless",
                f"an element in {owner} has no name",
                context.origin(element),
            )
        return Field(
            name=name,
            type=type,
            optional=optional,
            nillable=nillable,
            namespace=None if namespace == owner.namespace else namespace,
            doc=_doc(element) or _doc(target),
            origins=(context.origin(element),),
        )

    def _attribute(
        self, element: Element, context: Context, owner: _Owner
    ) -> Field | None:
        reference = element.get("ref")
        if reference is None:
            name = element.get("name") or ""
            form = element.get("form")
            is_qualified = form == "qualified" if form else context.attributes_qualified
            namespace = context.namespace if is_qualified else None
            type = self.type_of(element, context, owner.name)
        else:
            key = context.key(element, reference)
            space, name = split(key or "")
            namespace = space or None
            if space in (XML_NAMESPACE, SOAP_ENCODING):
                type = STRING
            else:
                target = self._found(
                    self.schemas.attributes, "attribute", element, context, owner
                )
                if target is None:
                    return None
                type = self.type_of(target.element, target.context)
        return Field(
            name=name,
            type=type,
            optional=element.get("use") != "required",
            namespace=namespace,
            attribute=True,
            doc=_doc(element),
            origins=(context.origin(element),),
        )

    def _declared(
        self, element: Element, context: Context, owner: object
    ) -> tuple[Element, Context]:
        """`element`, or the global one that it refers to."""
        if element.get("ref") is None:
            return element, context
        found = self._found(self.schemas.elements, "element", element, context, owner)
        return (found.element, found.context) if found else (element, context)

    def _found(
        self,
        table: dict[str, Definition],
        kind: str,
        element: Element,
        context: Context,
        owner: object,
    ) -> Definition | None:
        name = element.get("ref") or ""
        key = context.key(element, name)
        found = table.get(key or "")
        if found is None:
            self.diagnostics.error(
                f"unknown-{kind}",
                f"{owner} refers to the {kind} {quoted(name)}",
                context.origin(element),
                expected=(
                    f"an {kind} this document declares or imports"
                    if kind[0] in "ae"
                    else f"a {kind} this document declares or imports"
                ),
                hint=nearest(split(key or name)[1], [split(each)[1] for each in table]),
            )
        return found

    def _unique(
        self,
        fields: tuple[Field, ...],
        element: Element,
        context: Context,
        owner: _Owner,
    ) -> tuple[Field, ...]:
        """`fields`, each name once: the branches of a choice may share one."""
        unique: dict[str, Field] = {}
        for each in fields:
            first = unique.setdefault(each.name, each)
            if first is not each and first.type != each.type:
                self.diagnostics.warning(
                    "repeated-field",
                    f"{owner} has {quoted(each.name)} twice: the first stands",
                    context.origin(element),
                )
        return fields if len(unique) == len(fields) else tuple(unique.values())

    # Simple types

    def _simple(
        self, element: Element, context: Context, key: str, name: str
    ) -> TypeRef:
        """What a simple type stands for; `name` is its own, or the one made for it."""
        for child in element:
            if child.tag == _RESTRICTION:
                base = self._item(child, "base", context, name)
                is_listed = any(each.tag == _ENUMERATION for each in child)
                if is_listed and (base == STRING or isinstance(base, EnumerationRef)):
                    return self._add_enumeration(element, child, context, key, name)
                return base
            if child.tag == _LIST:
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
            if child.tag == _UNION:
                refs = [
                    self._referred(each, child, context, name)
                    for each in (child.get("memberTypes") or "").split()
                ]
                refs += [
                    self._simple(each, context, "", self._free_name(name))
                    for each in child
                    if each.tag == _SIMPLE_TYPE
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
            return self._referred(base, element, context, name)
        inner = next((each for each in element if each.tag == _SIMPLE_TYPE), None)
        return STRING if inner is None else self._simple(inner, context, "", name)

    def _listed(self, listing: Element, context: Context) -> Element | None:
        """The restriction that lists the names of which an xs:list is made, if there is one."""
        inner = next((each for each in listing if each.tag == _SIMPLE_TYPE), None)
        if inner is None:
            target = self.schemas.types.get(
                context.key(listing, listing.get("itemType") or "") or ""
            )
            if target is None:
                self._item(listing, "itemType", context, "")
                return None
            inner = target.element
        for restriction in inner:
            if restriction.tag == _RESTRICTION and any(
                each.tag == _ENUMERATION for each in restriction
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
            name = self._claimed(key, element, context)
        members: dict[str, Member] = {}
        for each in restriction:
            if each.tag != _ENUMERATION:
                continue
            position = len(members)
            value = each.get("value") or ""
            number = 2**position if flags and position < _MOST_FLAGS else None
            annotation = _appinfo(each, _ENUMERATION_VALUE)
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
            members[value] = Member(name=value, number=number, doc=_doc(each))
        actual = _appinfo(element, _ACTUAL_TYPE)
        storage = actual.get("Name") or "" if actual is not None else ""
        self.enumerations[name] = Enumeration(
            name=name,
            members=tuple(members.values()),
            flags=flags,
            namespace=context.namespace,
            storage=storage if storage in _INTEGERS else "",
            doc=_doc(element),
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


def _is_many(element: Element) -> bool:
    return element.get("maxOccurs") not in (None, "1", "0")


def _is_dictionary(element: Element) -> bool:
    mark = _appinfo(element, _IS_DICTIONARY)
    return mark is not None and (mark.text or "").strip() in ("true", "1")


def _only_element(element: Element) -> Element | None:
    """The one element that a complex type holds, where it holds nothing else."""
    content = [child for child in element if child.tag != _ANNOTATION]
    if len(content) != 1 or content[0].tag not in (_SEQUENCE, _ALL, _CHOICE):
        return None
    if _is_many(content[0]):
        return None
    members = [child for child in content[0] if child.tag != _ANNOTATION]
    return members[0] if len(members) == 1 and members[0].tag == _ELEMENT else None


def _appinfo(element: Element, tag: str) -> Element | None:
    """The element of that name in the annotation of `element`, for programs."""
    for annotation in element:
        if annotation.tag != _ANNOTATION:
            continue
        for info in annotation:
            if info.tag == _APPINFO:
                for each in info:
                    if each.tag == tag:
                        return each
    return None


def _doc(element: Element) -> str:
    """The annotation of `element` for people."""
    for annotation in element:
        if annotation.tag == _ANNOTATION:
            texts = [text_of(each) for each in annotation if each.tag == _DOCUMENTATION]
            return "\n".join(text for text in texts if text)
    return ""
