"""XML elements into what carriers hold.

A reader is compiled from a carrier's schema on first use. WCF writes the members of a class in
the same order every time, so a reader remembers the sequences of tags it has met with what to
do about each position; any order is understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec
from msgspec import UNSET

from ..carriers import KeptXml, keep_xml, kept_xml, maker
from . import DecodeError
from .kinds import Kind
from .namespaces import TYPE, is_nil, local_name, resolved_name, xml_of
from .schema import CarrierSchema, schema_of
from .soap_any import any_reader
from .soap_texts import empty, from_item_text, from_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

__all__ = ["CarrierReader", "element_reader"]

Read = Callable[[Any], Any]

_MOST_PLANS = 50
_MOST_UNKNOWN = 1000


# ------------------------------------------------------------------------------ elements


def element_reader(kind: Kind, module: str, *, item: bool = False) -> Read:
    """What makes of an element what a carrier holds; `item`: within a list or a dictionary."""
    match kind.name:
        case "carrier":
            return _carrier_reader(kind)
        case "list":
            return _list_reader(kind, module)
        case "dict":
            return _dict_reader(kind, module)
        case "any":
            return any_reader(module, _declared_reader)
        case _:
            return _leaf_reader(kind, item)


def _leaf_reader(kind: Kind, item: bool) -> Read:
    convert = from_item_text(kind) if item else from_text(kind)
    nothing = empty(kind)

    def read(element: Element) -> Any:
        text = element.text
        if text is None:
            return None if is_nil(element) else nothing
        try:
            return convert(text)
        except (ValueError, TypeError, OverflowError):
            raise _unfit(element, kind) from None

    return read


def _unfit(element: Element, kind: Kind) -> DecodeError:
    text = element.text or ""
    got = f"a text of {len(text)} characters" if len(text) > 20 else "another text"
    return DecodeError(f"{local_name(element.tag)}: expected {kind.xsd}, got {got}")


def _carrier_reader(kind: Kind) -> Read:
    read: Read | None = None

    def read_first(element: Element) -> Any:
        nonlocal read
        if read is None:  # compiled when met, so that types may contain themselves
            read = CarrierReader.of(schema_of(kind.python)).read
        return read(element)

    return read_first


def _list_reader(kind: Kind, module: str) -> Read:
    item = cast("Kind", kind.item)
    each: Read | None = None

    def read(element: Element) -> list[Any] | None:
        nonlocal each
        if not len(element):
            return None if is_nil(element) else []
        if each is None:
            if item.name == "carrier":
                each = CarrierReader.of(schema_of(item.python)).read
            else:
                each = element_reader(item, module, item=True)
        return [each(child) for child in element]

    return read


def _dict_reader(kind: Kind, module: str) -> Read:
    key_kind = cast("Kind", kind.key)
    key_of = element_reader(key_kind, module, item=True)
    value_of: Read | None = None
    names = (kind.pairs.key, kind.pairs.value) if kind.pairs else ("Key", "Value")
    tags: list[str] = (
        []
    )  # of a pair as most are; threads share it, so only ever of a good one

    def read(element: Any) -> dict[Any, Any] | None:
        nonlocal value_of, tags
        if not len(element):
            return None if is_nil(element) else {}
        if value_of is None:
            item = cast("Kind", kind.item)
            if item.name == "carrier":
                value_of = CarrierReader.of(schema_of(item.python)).read
            else:
                value_of = element_reader(item, module, item=True)
        found: dict[Any, Any] = {}
        for pair in element:
            parts: list[Element] = pair[:]
            found_tags = [part.tag for part in parts]
            if found_tags != tags or not tags:
                if tuple(map(local_name, found_tags)) == names:
                    tags = found_tags
                else:
                    parts = _pair(pair, names)
            found[key_of(parts[0])] = value_of(parts[1])
        return found

    return read


def _pair(pair: Element, names: tuple[str, str]) -> list[Element]:
    by_name = {local_name(child.tag): child for child in pair}
    try:
        return [by_name[name] for name in names]
    except KeyError as error:
        name = local_name(pair.tag)
        raise DecodeError(f"{name}: expected {error.args[0]} in every pair") from None


# ------------------------------------------------------------------------------ carriers


def _declared_reader(schema: CarrierSchema) -> Read:
    return CarrierReader.of(schema).read_declared


class _Plan(NamedTuple):
    """What to do with the children of a carrier's element whose tags are these."""

    tags: list[str]
    strings: tuple[int, ...]
    converted: tuple[tuple[int, Read], ...]
    nested: tuple[tuple[int, Read], ...]
    place: Callable[[list[Any]], tuple[Any, ...]] | None
    """Orders the children's values by field, given an UNSET behind them; None: they are."""
    repeated: tuple[tuple[int, tuple[int, ...], Read], ...]
    """(field, children, how an item is read) of lists without an element around them."""
    unknown: tuple[tuple[int, int], ...]
    """(child, field it stands behind) of those that no field is for."""


class CarrierReader:
    """Reads one class of carriers, and its subtypes where the element announces them."""

    def __init__(self, schema: CarrierSchema) -> None:
        self.schema = schema
        self.carrier = schema.carrier
        self.make = maker(schema.carrier)
        self.count = len(schema.fields)
        module = schema.module
        self.by_tag: dict[str, int] = {}
        self.flat: dict[int, Read] = {}
        self.readers: list[Read] = []
        self.attributes: list[tuple[int, str, Read]] = []
        for number, field in enumerate(schema.fields):
            kind, wire = field.kind, field.wire
            namespace = field.element_namespace(schema.namespace)
            if field.in_attribute:
                name = f"{{{field.namespace}}}{wire}" if field.typed.xml and field.typed.xml.namespace else wire  # fmt: skip
                self.attributes.append((number, name, from_text(kind)))
                self.readers.append(str)
                continue
            if kind.items is not None and kind.items.flat:
                wire = kind.items.element
                namespace = kind.items.namespace or namespace
                item = cast("Kind", kind.item)
                self.flat[number] = element_reader(item, module, item=True)
            if namespace:
                self.by_tag[f"{{{namespace}}}{wire}"] = number
            if namespace == schema.namespace:  # see `bared`
                self.by_tag.setdefault(wire, number)
            self.readers.append(element_reader(kind, module))
        self.subtypes: dict[tuple[str, str], CarrierSchema] = {}
        for each in map(schema_of, schema.subtypes):
            self.subtypes[each.namespace, each.name] = each
            self.subtypes["", each.name] = each
        self.plans: dict[tuple[str, ...], _Plan] = {}
        self.latest: dict[int, _Plan] = {}
        """The plan that was last of use for that many children."""
        self.read: Read = self._read_typed if schema.subtypes else self.read_declared

    @classmethod
    def of(cls, schema: CarrierSchema) -> CarrierReader:
        """The reader of a schema, made once."""
        reader = schema.codecs.get("soap reader")
        if reader is None:
            reader = schema.codecs["soap reader"] = cls(schema)
        return reader

    def _read_typed(self, element: Any) -> Any:
        named: str | None = element.get(TYPE) if element.keys() else None
        if named is None:
            return self.read_declared(element)
        found = self.subtypes.get(resolved_name(element, named))
        if found is not None:
            return CarrierReader.of(found).read_declared(element)
        carrier = self.read_declared(element)
        if carrier is None or kept_xml(carrier).type:
            return carrier
        return self._with_kept(carrier, element, ())

    def read_declared(self, element: Any) -> Any:
        """The carrier in an element, taken for one of the declared type."""
        children: list[Element] = element[:]
        count = len(children)
        if not count:
            return self._read_empty(element)
        tags: list[str] = []
        values: Any = []
        # Quicker than two comprehensions: most carriers are small.
        for child in children:
            tags.append(child.tag)
            values.append(child.text)
        plan = self.latest.get(count)
        if plan is None or plan.tags != tags:
            plan = self._plan_of(tags)
        try:
            for at in plan.strings:
                if values[at] is None and not is_nil(children[at]):
                    values[at] = ""
            for at, convert in plan.converted:
                values[at] = convert(values[at])
        except (TypeError, ValueError, OverflowError, KeyError, AttributeError):
            # Some text was not there or not what it should be: once more, one by one.
            for at, _ in plan.converted:
                values[at] = self.readers[self.by_tag[tags[at]]](children[at])
        for at, read in plan.nested:
            values[at] = read(children[at])
        if plan.place is not None:
            values.append(UNSET)
            values = plan.place(values)
        if plan.repeated or self.attributes:
            values = list(values)
            for slot, positions, read in plan.repeated:
                values[slot] = [read(children[at]) for at in positions]
            self._read_attributes(element, values)
        carrier = self.make(*values)
        if plan.unknown:
            unknown = [(children[at], behind) for at, behind in plan.unknown]
            return self._with_kept(carrier, element, unknown)
        return carrier

    def _read_empty(self, element: Element) -> Any:
        if is_nil(element):
            return None
        values: list[Any] = [UNSET] * self.count
        if self.attributes:
            self._read_attributes(element, values)
        return self.make(*values)

    def _read_attributes(self, element: Element, values: list[Any]) -> None:
        for number, name, convert in self.attributes:
            text = element.get(name)
            if text is not None:
                try:
                    values[number] = convert(text)
                except (ValueError, OverflowError):
                    raise DecodeError(f"{local_name(name)}: not a value") from None

    # ------------------------------------------------------------------ what is not known

    def _with_kept(
        self, carrier: Any, element: Element, unknown: Sequence[tuple[Element, int]]
    ) -> Any:
        """The carrier with elements that no field is for, and the name of an unknown type."""
        if len(unknown) > _MOST_UNKNOWN:
            raise DecodeError(
                f"{self.schema.name}: too many elements that are not known"
            )
        announced = ""
        named = element.get(TYPE)
        if named is not None:
            namespace, name = resolved_name(element, named)
            if name != self.schema.name or namespace not in ("", self.schema.namespace):
                announced = f"{{{namespace}}}{name}"
        if not unknown and not announced:
            return carrier
        kept = tuple(
            (behind, local_name(child.tag), xml_of(child)) for child, behind in unknown
        )
        values = list(msgspec.structs.astuple(carrier))
        return keep_xml(self.carrier, values, KeptXml(kept, announced))

    # -------------------------------------------------------------------------- the plans

    def _plan_of(self, tags: list[str]) -> _Plan:
        key = tuple(tags)
        plan = self.plans.get(key)
        if plan is None:
            plan = self._planned(tags)
            if len(self.plans) >= _MOST_PLANS:
                return plan
            self.plans[key] = plan
        self.latest[len(tags)] = plan
        return plan

    def _planned(self, tags: list[str]) -> _Plan:
        strings: list[int] = []
        converted: list[tuple[int, Read]] = []
        nested: list[tuple[int, Read]] = []
        slots: list[int] = []
        repeated: dict[int, list[int]] = {}
        unknown: list[tuple[int, int]] = []
        behind = -1
        for at, tag in enumerate(tags):
            number = self.by_tag.get(tag, -1)
            if number < 0:
                unknown.append((at, behind))
                slots.append(-1)
                continue
            behind = number
            if number in self.flat:
                repeated.setdefault(number, []).append(at)
                slots.append(-1)
                continue
            slots.append(number)
            kind = self.schema.fields[number].kind
            if kind.name == "text":
                strings.append(at)
            elif kind.name in ("carrier", "list", "dict", "any"):
                nested.append((at, self._nested_reader(number)))
            else:
                converted.append((at, from_text(kind)))
        return _Plan(
            tags,
            tuple(strings),
            tuple(converted),
            tuple(nested),
            self._placing(slots),
            tuple((n, tuple(at), self.flat[n]) for n, at in repeated.items()),
            tuple(unknown),
        )

    def _nested_reader(self, number: int) -> Read:
        kind = self.schema.fields[number].kind
        if kind.name == "carrier":
            return CarrierReader.of(schema_of(kind.python)).read
        return self.readers[number]

    def _placing(
        self, slots: list[int]
    ) -> Callable[[list[Any]], tuple[Any, ...]] | None:
        if slots == list(range(self.count)):
            return None
        wanted = [-1] * self.count  # the UNSET that stands behind the values
        for at, slot in enumerate(slots):
            if slot >= 0:
                wanted[slot] = at
        if len(wanted) > 1:
            return itemgetter(*wanted)
        return lambda values: tuple(values[at] for at in wanted)
