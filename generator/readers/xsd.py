"""XML Schema -> carriers, enumerations and dictionaries.

A complex type becomes a carrier, unless it is an array (named `ArrayOf...`, with one repeated
element and nothing else: a list wherever it is used) or carries the annotation `IsDictionary`
of the .NET serializer. A simple type that lists names becomes an enumeration, an xs:list of one
becomes flags; any other stands for its base. Types without a name are called after the
type and the element in which they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.diagnostics import Diagnostics, quoted
from generator.model.carriers import Carrier, Dictionary, Field
from generator.model.types import (
    ANY,
    STRING,
    CarrierRef,
    ListOf,
    MapOf,
    TypeRef,
)
from generator.readers import xs
from generator.readers.xml import XML_NAMESPACE, Element, nearest, split
from generator.readers.xsd_index import Context, Definition, Schemas
from generator.readers.xsd_simple import SCALARS, SimpleTypes

_DEEPEST_BASE = 100


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
    """The model's view of schemas.

    `read` fills `carriers`, `dictionaries` and `simple.enumerations`, by wire name; what is asked
    for afterwards may still add types that have no name.
    """

    schemas: Schemas
    diagnostics: Diagnostics
    carriers: dict[str, Carrier] = field(default_factory=dict[str, Carrier])
    simple: SimpleTypes = field(init=False)
    dictionaries: dict[str, Dictionary] = field(default_factory=dict[str, Dictionary])
    _refs: dict[str, TypeRef] = field(default_factory=dict[str, TypeRef])
    _underway: set[str] = field(default_factory=set[str])
    _anonymous: dict[Element, TypeRef] = field(default_factory=dict[Element, TypeRef])
    _names: dict[str, str] = field(default_factory=dict[str, str])  # name -> type
    _reserved: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.simple = SimpleTypes(self, self.schemas.types, self.diagnostics)

    def read(self) -> None:
        """Read every named type of the schemas, reachable or not: a subtype never is."""
        self._reserved = frozenset(split(name)[1] for name in self.schemas.types)
        for name, definition in self.schemas.types.items():
            ref = self._named(name)
            if (
                isinstance(ref, CarrierRef)
                and definition.element.tag == xs.COMPLEX_TYPE
            ):
                self._add_carrier(ref.name, definition.element, definition.context)

    # References

    def type_of(self, element: Element, context: Context, owner: str = "") -> TypeRef:
        """The type of the xs:element or xs:attribute `element`, a member of `owner`."""
        name = element.get("type")
        if name is not None:
            return self.referred(name, element, context, owner)
        for child in element:
            if child.tag in (xs.COMPLEX_TYPE, xs.SIMPLE_TYPE):
                ref = self._anonymous.get(child)
                if ref is None:
                    called = self.free_name(owner + (element.get("name") or ""))
                    ref = self._read_anonymous(child, context, called)
                return ref
        head = element.get("substitutionGroup")
        if head is not None and element.tag == xs.ELEMENT:
            definition = self.schemas.elements.get(context.key(element, head) or "")
            if definition and definition.element.get("type") is not None:
                return self.type_of(definition.element, definition.context)
        return STRING if element.tag == xs.ATTRIBUTE else ANY

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
            if target and target.element.tag == xs.COMPLEX_TYPE:
                body, context = target.element, target.context
        else:
            body = next((each for each in element if each.tag == xs.COMPLEX_TYPE), None)
        if body is None or any(child.tag == xs.SIMPLE_CONTENT for child in body):
            return None
        fields = self._all_fields(body, context, owner, 0)
        if owner.attributes:
            self.diagnostics.warning(
                "unsupported-attribute",
                f"the attributes of {owner} are left out",
                context.origin(element),
            )
        return tuple(each for each in fields if not each.attribute)

    def referred(
        self, name: str, element: Element, context: Context, owner: str
    ) -> TypeRef:
        """The type that `name`, standing in `element` of `owner`, refers to."""
        key = context.key(element, name)
        ref = self._refs.get(key or "")
        if ref is None and key is not None:
            ref = SCALARS.get(key)
            if ref is None and key in self.schemas.types:
                ref = self._named(key)
            elif ref is None and key.startswith(f"{{{xs.SOAP_ENCODING}}}"):
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
        kind = {xs.ELEMENT: "field", xs.ATTRIBUTE: "attribute"}.get(element.tag, "")
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
        known = (split(each) for each in (*self.schemas.types, *SCALARS))
        names = [each for space, each in known if space == namespace]
        return nearest(name, [f"{prefix}{colon}{each}" for each in names])

    def _named(self, key: str) -> TypeRef:
        """What a named type stands for."""
        ref = self._refs.get(key) or SCALARS.get(key)
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
        if element.tag == xs.SIMPLE_TYPE:
            ref = self.simple.read(element, context, key, split(key)[1])
        else:
            ref = self._complex(element, context, key)
        self._underway.discard(key)
        self._refs[key] = ref
        return ref

    # Names

    def claimed(self, key: str, element: Element, context: Context) -> str:
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

    def free_name(self, wanted: str) -> str:
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
        if xs.is_dictionary(element):
            ref = self._dictionary(element, context, key)
            if ref is not None:
                return ref
        if local.startswith("ArrayOf"):
            item = xs.only_element(element)
            if item is not None and xs.is_many(item):
                return self._list(item, context, local)
        simple = self._simple_content(element, context, local)
        if simple is not None:
            return simple
        return CarrierRef(self.claimed(key, element, context))

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
        pair = xs.only_element(element)
        if pair is not None and xs.is_many(pair):
            body = next((each for each in pair if each.tag == xs.COMPLEX_TYPE), None)
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
                    name = self.claimed(key, element, context)
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
            if content.tag != xs.SIMPLE_CONTENT:
                continue
            for derivation in content:
                if derivation.tag not in (xs.EXTENSION, xs.RESTRICTION):
                    continue
                if any(
                    each.tag in (xs.ATTRIBUTE, xs.ATTRIBUTE_GROUP)
                    for each in derivation
                ):
                    self.diagnostics.warning(
                        "unsupported-content",
                        f"{quoted(owner)} has text beside attributes: the text is left out",
                        context.origin(element),
                    )
                    return None
                base = derivation.get("base") or ""
                return self.referred(base, derivation, context, owner)
        return None

    def _read_anonymous(self, element: Element, context: Context, name: str) -> TypeRef:
        if element.tag == xs.SIMPLE_TYPE:
            ref = self.simple.read(element, context, "", name)
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
            elif definition.element.tag == xs.COMPLEX_TYPE:
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
            doc=xs.doc(element),
            origins=(context.origin(element),),
        )

    def _derivation(
        self, element: Element, context: Context
    ) -> tuple[Element, str | None, bool]:
        """The element with the type's own members, its base, and whether it restricts that."""
        for content in element:
            if content.tag in (xs.COMPLEX_CONTENT, xs.SIMPLE_CONTENT):
                for derivation in content:
                    if derivation.tag not in (xs.EXTENSION, xs.RESTRICTION):
                        continue
                    name = derivation.get("base") or ""
                    key = context.key(derivation, name)
                    if key in self.schemas.types:
                        return derivation, key, derivation.tag == xs.RESTRICTION
                    self.referred(name, derivation, context, element.get("name") or "")
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
        if base is None or base.element.tag != xs.COMPLEX_TYPE or depth > _DEEPEST_BASE:
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
            if tag == xs.ELEMENT:
                if child.get("maxOccurs") != "0":
                    fields.append(self._field(child, context, owner, optional, many))
            elif tag in (xs.SEQUENCE, xs.ALL, xs.CHOICE):
                self._members(
                    child,
                    context,
                    owner,
                    fields,
                    optional or tag == xs.CHOICE or child.get("minOccurs") == "0",
                    many or xs.is_many(child),
                    groups,
                )
            elif tag in (xs.GROUP, xs.ATTRIBUTE_GROUP):
                table = (
                    self.schemas.groups
                    if tag == xs.GROUP
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
                    many or xs.is_many(child),
                    (*groups, group.element),
                )
            elif tag == xs.ATTRIBUTE:
                owner.attributes = True
                if child.get("use") != "prohibited":
                    attribute = self._attribute(child, context, owner)
                    fields += [attribute] if attribute else []
            elif tag in (xs.WILDCARD, xs.ANY_ATTRIBUTE) and not owner.wildcard:
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
        if many or xs.is_many(element):
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
        if not name and element.get("ref") is None:
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
            doc=xs.doc(element) or xs.doc(target),
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
            if space in (XML_NAMESPACE, xs.SOAP_ENCODING):
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
            doc=xs.doc(element),
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
