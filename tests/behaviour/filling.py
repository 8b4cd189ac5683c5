"""Values made up from a release, each in the three forms that it has.

The forms follow from what the metadata and the wires' own rules say. Nothing here asks the runtime, so
what it makes of a value can be compared with them.
"""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st
from lxml import etree

from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from tests.behaviour.generated import Generated

T = TypeVar("T")
Fill = Callable[[Any], None]

XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"


class Chooser(Protocol):
    """Who decides what a value is."""

    def among(self, options: Sequence[T]) -> T: ...

    def number(self, low: int, high: int) -> int: ...

    def text(self) -> str: ...

    def real(self) -> float: ...


_ODD = ("", " ", "<&>\"'", "]]>", "a\tb\nc\rd", "\u00e6\u00f8\u00e5 \u0416 \u4e2d", "\U0001f600", "\u2028\ufffd", "null", "[I:42]", 'US:"A";NO:"B"')  # fmt: skip


class Seeded:
    """Decides by a seed: quick, and always the same."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def among(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def number(self, low: int, high: int) -> int:
        return self._random.choice((low, high, self._random.randint(low, high)))

    def text(self) -> str:
        if self._random.random() < 0.3:
            return self._random.choice(_ODD)
        letters = self._random.choices(string.ascii_letters, k=6)
        return "".join(letters)

    def real(self) -> float:
        return self._random.choice((0.0, -1.5, 1e16, 1e-7, 0.1, float("inf")))


_texts = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        exclude_characters="\ufffe\uffff",
        include_characters="\t\n\r",
    ),
    max_size=12,
)
_reals = st.floats(allow_nan=False)


class Drawn:
    """Leaves the decisions to hypothesis."""

    def __init__(self, data: st.DataObject) -> None:
        self._draw = data.draw

    def among(self, options: Sequence[T]) -> T:
        return options[self._draw(st.integers(0, len(options) - 1))]

    def number(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def text(self) -> str:
        return self._draw(_texts)

    def real(self) -> float:
        return self._draw(_reals)


@dataclass(frozen=True)
class Filled:
    """One value: in Python, as JSON decodes to, and as what is put into an XML element."""

    python: Any
    json: Any
    xml: Fill


def _nil(element: Any) -> None:
    element.set(f"{{{XSI}}}nil", "true")


NULL = Filled(None, None, _nil)


def _written(python: Any, json: Any, text: str) -> Filled:
    def fill(element: Any) -> None:
        element.text = text

    return Filled(python, json, fill)


_RANGES = {
    "byte": (-(2**7), 2**7 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "short": (-(2**15), 2**15 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "int": (-(2**31), 2**31 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "integer": (-(10**18), 10**18),
}
_ZONES = (
    (None, ""),
    (UTC, "Z"),
    (timezone(timedelta(hours=2)), "+02:00"),
    (timezone(timedelta(hours=-3, minutes=-30)), "-03:30"),
)


@dataclass(frozen=True, kw_only=True)
class Filler:
    """Makes values of a release's types.

    `depth` is how many carriers stand inside each other, `full` sets every field, `unknown` lets
    enumerations have names that the release lacks, `described` leaves out fields that no WSDL knows.
    """

    generated: Generated
    chooser: Chooser
    depth: int = 2
    full: bool = False
    unknown: bool = True
    described: bool = False

    def value(self, type: TypeRef, *, nillable: bool = False) -> Filled:
        """A value of that type."""
        if nillable and not self.full and self.chooser.number(0, 5) == 0:
            return NULL
        match type:
            case Scalar():
                return self._scalar(type.name)
            case EnumerationRef():
                return self._enumeration(self.generated.release.enumeration(type.name))
            case CarrierRef():
                return self._referred(self.generated.release.carrier(type.name))
            case ListOf():
                return self._list(type)
            case MapOf():
                return self._map(type)

    def _inside(self) -> Filler:
        return replace(self, depth=self.depth - 1)

    # ------------------------------------------------------------------------- scalars

    def _scalar(self, name: str) -> Filled:
        choose = self.chooser
        if name in _RANGES:
            number = choose.number(*_RANGES[name])
            return _written(number, number, str(number))
        match name:
            case "string":
                text = choose.text()
                return _written(text, text, text)
            case "boolean":
                truth = choose.among((True, False))
                return _written(truth, truth, "true" if truth else "false")
            case "double" | "float":
                return self._real(choose.real())
            case "decimal":
                number = Decimal(choose.number(-(10**9), 10**9)) / 100
                return _written(number, float(number), format(number, "f"))
            case "guid":
                text = f"{choose.number(0, 2**32 - 1):08x}-12ab-34cd-56ef-0123456789ab"
                return _written(text, text, text)
            case "base64Binary" | "stream":
                content = bytes(choose.number(0, 255) for _ in range(choose.number(0, 5)))  # fmt: skip
                text = base64.b64encode(content).decode()
                return _written(content, text, text)
            case "duration":
                return self._duration()
            case "any":
                return self._any()
            case _:
                return self._moment(name)

    def _real(self, number: float) -> Filled:
        if number in (float("inf"), float("-inf")):
            sign = "-" if number < 0 else ""
            return _written(number, f"{sign}Infinity", f"{sign}INF")
        return _written(number, number, repr(number))

    def _moment(self, name: str) -> Filled:
        choose = self.chooser
        day = date(choose.number(1, 9999), choose.number(1, 12), choose.number(1, 28))
        micro = choose.among((0, 1, 123456, 999999, 500000))
        hour = time(choose.number(0, 23), choose.number(0, 59), choose.number(0, 59), micro)  # fmt: skip
        days = f"{day.year:04}-{day.month:02}-{day.day:02}"
        hours = f"{hour.hour:02}:{hour.minute:02}:{hour.second:02}"
        hours += f".{micro:06}" if micro else ""
        if name == "date":
            return _written(day, days, days)
        if name == "time":
            return _written(hour, hours, hours)
        assert name == "dateTime", name
        zone, suffix = choose.among(_ZONES)
        text = f"{days}T{hours}{suffix}"
        return _written(datetime.combine(day, hour, zone), text, text)

    def _duration(self) -> Filled:
        choose = self.chooser
        days, hours = choose.number(0, 400), choose.number(0, 23)
        minutes, seconds = choose.number(0, 59), choose.number(0, 59)
        micro = choose.among((0, 250000, 1))
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)  # fmt: skip
        negative = bool(length) and choose.among((False, False, True))
        sign = "-" if negative else ""
        net = f"{sign}{f'{days}.' if days else ''}{hours:02}:{minutes:02}:{seconds:02}"
        net += f".{micro * 10:07}" if micro else ""
        fraction = f".{micro:06}".rstrip("0") if micro else ""
        iso = f"{sign}P{f'{days}D' if days else ''}"
        clock = f"{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
        clock += f"{seconds}{fraction}S" if seconds or micro else ""
        iso += f"T{clock}" if clock else "" if days else "T0S"
        return _written(-length if negative else length, net, iso)

    def _any(self) -> Filled:
        name = self.chooser.among(("string", "int", "long", "boolean", "double"))
        found = self._scalar(name)
        if name == "long" and -(2**31) <= found.python < 2**31:
            name = "int"
        if name == "double" and isinstance(found.json, str):
            return self._any()  # JSON has no word for infinity that says it is a number

        def fill(element: Any) -> None:
            found.xml(element)
            _say_type(element, XSD, name)

        return replace(found, xml=fill)

    def _enumeration(self, enumeration: Enumeration) -> Filled:
        cls = self.generated.enumerations[enumeration.name]
        choose = self.chooser
        odd = self.unknown and choose.number(0, 9) == 0
        if not enumeration.flags:
            name = choose.among([each.name for each in enumeration.members])
            name = "BrandNew" if odd else name
            return _written(cls(name), name, name)
        names: dict[int, str] = {}
        zero = ""
        for member in enumeration.members:
            number = member.number
            if number == 0:
                zero = zero or member.name
            elif number and number > 0 and not number & (number - 1):
                names.setdefault(number, member.name)
        taken = [bit for bit in sorted(names) if choose.among((True, False))]
        words = [names[bit] for bit in taken] + ["BrandNew"] * odd
        text = ", ".join(words) or zero
        python = cls.parse(text) if odd else cls(sum(taken))
        return _written(python, text, " ".join(words))

    # -------------------------------------------------------------------- lists and maps

    def _length(self, item: TypeRef) -> int:
        if self.depth <= 0 and not isinstance(item, Scalar | EnumerationRef):
            return 0
        return self.chooser.number(1 if self.full else 0, 1 if self.depth <= 1 else 2)

    def _list(self, type: ListOf) -> Filled:
        assert not type.flat
        items = [
            self.value(type.item, nillable=type.nillable)
            for _ in range(self._length(type.item))
        ]

        def fill(element: Any) -> None:
            for item in items:
                item.xml(_child(element, type.namespace, type.element))

        return Filled([i.python for i in items], [i.json for i in items], fill)

    def _map(self, type: MapOf) -> Filled:
        named = self.generated.release.dictionary(type.name) if type.name else None
        nillable = named is None or named.value_nillable
        pairs: dict[Any, tuple[str, Filled, Filled]] = {}
        for _ in range(self._length(type.value)):
            key = self.value(type.key)
            value = self.value(type.value, nillable=nillable)
            text = key.json if isinstance(key.json, str) else str(key.json)
            if not any(key.python == other or text == said for other, (said, _, _) in pairs.items()):  # fmt: skip
                pairs[key.python] = (text, key, value)

        def fill(element: Any) -> None:
            assert named is not None, "a map without a name has no form over SOAP"
            for _, key, value in pairs.values():
                pair = _child(element, named.namespace, named.pair)
                key.xml(_child(pair, named.namespace, named.key_element))
                value.xml(_child(pair, named.namespace, named.value_element))

        return Filled(
            {key: value.python for key, (_, _, value) in pairs.items()},
            {text: value.json for text, _, value in pairs.values()},
            fill,
        )

    # -------------------------------------------------------------------------- carriers

    def _referred(self, declared: Carrier) -> Filled:
        """A carrier where one is declared: of that class, or of one below it."""
        value = declared.discriminator and self.chooser.among(
            (None, *declared.discriminator.carriers)
        )
        if not value:
            return self.carrier(declared)
        word, name = value
        actual = self.generated.release.carrier(name)
        assert declared.discriminator is not None
        found = self.carrier(actual, {declared.discriminator.field: word})
        if actual.name == declared.name:
            return found

        def fill(element: Any) -> None:
            _say_type(element, actual.namespace, actual.name)
            found.xml(element)

        return replace(found, xml=fill)

    def carrier(self, carrier: Carrier, said: dict[str, str] | None = None) -> Filled:
        """A carrier of exactly that class; `said` are fields that tell it from others."""
        release = self.generated.release
        cls = self.generated.carriers[carrier.name]
        owners = [carrier, *release.bases(carrier)][::-1]
        telling = {
            each.discriminator.field for each in owners if each.discriminator
        }  # of the class itself: another word would make another class of it
        found: list[tuple[str, Field, Filled]] = []
        for owner in owners:
            for each in owner.fields:
                value = self._field(each, telling, said or {})
                if value is not None:
                    namespace = each.namespace
                    namespace = owner.namespace if namespace is None else namespace
                    found.append((namespace, each, value))

        def fill(element: Any) -> None:
            for namespace, each, value in found:
                assert not each.attribute
                value.xml(_child(element, namespace, each.name))

        attribute = self.generated.attribute
        values = {attribute(carrier.name, f.name): v.python for _, f, v in found}
        return Filled(cls(**values), {f.name: v.json for _, f, v in found}, fill)

    def _field(
        self, field: Field, telling: set[str], said: dict[str, str]
    ) -> Filled | None:
        if field.name in said:
            word = said[field.name]
            python: Any = word
            if isinstance(field.type, EnumerationRef):
                python = self.generated.enumerations[field.type.name](word)
            return _written(python, word, word)
        if field.name in telling or not field.soap:  # that wire could not carry it
            return None
        if field.optional and not self.full and self.chooser.number(0, 3):
            return None
        if self.depth <= 0 and _holds_carriers(field.type):
            return (NULL if field.nillable else None) if not field.optional else None
        return self._inside().value(field.type, nillable=field.nillable)


def only_json_has(field: Field) -> bool:
    """Whether no WSDL knows the field."""
    return not any(each.file.endswith((".wsdl", ".xml")) for each in field.origins)


def _holds_carriers(type: TypeRef) -> bool:
    match type:
        case CarrierRef():
            return True
        case ListOf():
            return _holds_carriers(type.item)
        case MapOf():
            return _holds_carriers(type.value)
        case _:
            return False


def goes_over_soap(generated: Generated, carrier: Carrier) -> bool:
    """Whether the carrier, with all it may hold, has a form in XML."""
    seen: set[str] = set()

    def goes(type: TypeRef) -> bool:
        match type:
            case CarrierRef():
                return type.name in seen or described(generated.release.carrier(type.name))  # fmt: skip
            case EnumerationRef():
                return bool(generated.release.enumeration(type.name).namespace)
            case ListOf():
                return bool(type.element) and goes(type.item)
            case MapOf():
                return bool(type.name) and goes(type.value)
            case _:
                return True

    def described(carrier: Carrier) -> bool:
        seen.add(carrier.name)
        fields = generated.release.all_fields(carrier)
        return bool(carrier.namespace) and all(goes(each.type) for each in fields)

    return described(carrier)


# ---------------------------------------------------------------------------------- XML


def _child(element: Any, namespace: str, name: str) -> Any:
    return etree.SubElement(element, f"{{{namespace}}}{name}" if namespace else name)


def _say_type(element: Any, namespace: str, name: str) -> None:
    prefix = next(p for p, uri in element.nsmap.items() if p and uri == namespace)
    element.set(f"{{{XSI}}}type", f"{prefix}:{name}")


def new_element(namespace: str, name: str) -> Any:
    """An element whose prefixes serve for all that is put into it."""
    prefixes = {"i": XSI, "x": XSD, "n": namespace}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)


def tree(element: Any) -> Any:
    """What an element says, apart from prefixes and from spaces between elements."""
    said: dict[str, Any] = dict(element.attrib)
    for name, text in said.items():
        if name == f"{{{XSI}}}type":
            prefix, _, local = text.rpartition(":")
            said[name] = (element.nsmap.get(prefix or None), local)
    text = "" if len(element) else element.text or ""
    return (element.tag, said, text, [tree(each) for each in element])
