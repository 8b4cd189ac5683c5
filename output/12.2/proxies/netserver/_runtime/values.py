"""Values that NetServer writes as texts (`CultureDataFormatter`), and the custom fields that hold them.

    [I:123]  [D:11/30/2011]  [DT:04/28/2024 20:28:37]  [T:14:52]  [TS:500]  [F:1.5]  [M:1.50]  [A:3,4]  [B:AQI=]

Custom fields, columns of archives and cells of mass operations hold them.
"""

from __future__ import annotations

import base64
import builtins
import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

__all__ = [
    "Encoded",
    "parse_encoded",
    "encode",
    "CustomFields",
]

_Number: TypeAlias = bool | int | float | Decimal
_Moment: TypeAlias = dt.date | dt.datetime | dt.time | dt.timedelta
Encoded: TypeAlias = str | _Number | _Moment | tuple[int, ...] | bytes
"""What an encoded text can stand for. A flag is written as 1 or 0, and reads back as that number."""

_T = TypeVar("_T")

_MOST_DIGITS = 640
"""Of whole numbers: the lowest limit that Python can be told to have for them."""

_SECOND = dt.timedelta(seconds=1)

_MARKED = re.compile(r"\[(I|DT?|TS?|F|M|A|B):(.*)\]", re.DOTALL)
_INT = re.compile(rf"-?[0-9]{{1,{_MOST_DIGITS}}}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"([0-9]{1,2})([/.])([0-9]{1,2})\2([0-9]{4})(?: (.+))?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,7}))?)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.,+Z-]+)?")


def _fitting(pattern: re.Pattern[str], payload: str) -> re.Match[str]:
    match = pattern.fullmatch(payload)
    if match is None:
        raise ValueError("the payload does not fit")
    return match


def _int(payload: str) -> int:
    return int(_fitting(_INT, payload)[0])


def _ints(payload: str) -> tuple[int, ...]:
    return tuple(_int(each) for each in payload.split(",")) if payload else ()


def _bool(payload: str) -> bool:
    return {"0": False, "1": True, "false": False, "true": True}[payload.lower()]


def _float(payload: str) -> float:
    if math.isinf(value := float(_fitting(_NUMBER, payload)[0])):
        raise ValueError("the number is too large")
    return value


def _decimal(payload: str) -> Decimal:
    return Decimal(_fitting(_NUMBER, payload)[0])


def _time(payload: str) -> dt.time:
    hour, minute, second, fraction = _fitting(_CLOCK, payload).groups()
    microsecond = ((fraction or "") + "000000")[:6]
    return dt.time(int(hour), int(minute), int(second or 0), int(microsecond))


def _datetime(payload: str) -> dt.datetime:
    first, separator, second, year, clock = _fitting(_DAY, payload).groups()
    # Slashes are .NET's invariant culture: month first. NetServer's page on encoded values shows
    # one date with dots beside 11/09/2017, as 09.11.2017: day first, as wherever dots are used.
    month, day = (second, first) if separator == "." else (first, second)
    if int(month) > 12:
        month, day = day, month
    date = dt.date(int(year), int(month), int(day))
    return dt.datetime.combine(date, _time(clock) if clock else dt.time.min)


def _date(payload: str) -> dt.date:
    return _datetime(payload).date()


def _timedelta(payload: str) -> dt.timedelta:
    return dt.timedelta(seconds=_int(payload))


def _bytes(payload: str) -> bytes:
    return base64.b64decode(payload, validate=True)


def _iso_datetime(payload: str) -> dt.datetime:
    return dt.datetime.fromisoformat(_fitting(_ISO, payload)[0])


def _iso_date(payload: str) -> dt.date:
    return _iso_datetime(payload).date()


# KeyError: no such word of a flag. ArithmeticError: outside what the Python type can hold.
_UNFIT = (ValueError, KeyError, ArithmeticError)

_READERS: Mapping[str, Callable[[str], Encoded]] = {
    "": str,
    "I": _int,
    "D": _date,
    "DT": _datetime,
    "T": _time,
    "TS": _timedelta,
    "F": _float,
    "M": _decimal,
    "A": _ints,
    "B": _bytes,
}


def _parts(text: str) -> tuple[str, str]:
    """Marker and payload; a text without marker is all payload."""
    match = _MARKED.fullmatch(text)
    return (match[1], match[2]) if match else ("", text)


def parse_encoded(text: str) -> Encoded:
    """The value in a text such as "[I:123]"; never raises.

    A text with another marker, or with a payload that does not fit its marker, is a string and comes back
    unchanged, and so do numbers that are not finite. Whole numbers may have 640 digits.

    Dates with slashes have the month first, dates with dots the day; where that cannot be,
    the other order is taken. A time of day behind a `D` is left out, the seventh decimal of a second too.
    Dates are naive: their zone is that of the request. NetServer's empty date 01/01/0001 is
    `date.min` or `datetime.min`, as in carriers.
    """
    marker, payload = _parts(text)
    try:
        return _READERS[marker](payload)
    except _UNFIT:
        return text


def encode(value: Encoded | Sequence[int]) -> str:
    """The text that stands for a value; `parse_encoded` makes an equal value of it.

    Strings stay as they are, so one that looks encoded is taken for what it looks like.

    Raises:
        TypeError: No marker is for values of that type.
        ValueError: The marker cannot say it: an aware date or time, parts of a second in a
            timedelta, a number that is not finite or has hundreds of digits.
    """
    match value:
        case str():
            return str.__str__(value)  # of a str enumeration: its value
        case int():
            return f"[I:{_digits(value)}]"
        case dt.datetime():
            return f"[DT:{_month_first(value)} {_seconds(value)}]"
        case dt.date():
            return f"[D:{_month_first(value)}]"
        case dt.time():
            return f"[T:{_seconds(value).removesuffix(':00')}]"
        case dt.timedelta():
            if value % _SECOND:
                raise ValueError("a timedelta is encoded in whole seconds")
            return f"[TS:{value // _SECOND}]"
        case float():
            return f"[F:{_plain(Decimal(repr(float(value))))}]"
        case Decimal():
            return f"[M:{_plain(value)}]"
        case bytes() | bytearray() | memoryview():
            return f"[B:{base64.b64encode(value).decode('ascii')}]"
        case Sequence():
            return f"[A:{','.join(_digits(each) for each in value)}]"
        case _:
            raise TypeError(f"nothing encodes values of type {type(value).__name__}")


def _digits(value: object) -> str:
    if not isinstance(value, int):
        raise TypeError(f"an array is encoded of int, not {type(value).__name__}")
    if abs(value) >= 10**_MOST_DIGITS:
        raise ValueError(f"the number has more than {_MOST_DIGITS} digits")
    return str(int(value))


def _plain(value: Decimal) -> str:
    """All digits and no exponent, which decimal.Parse of .NET does not take."""
    if not value.is_finite():
        raise ValueError("the number is not finite")
    if abs(value.adjusted()) >= _MOST_DIGITS:
        raise ValueError(f"the number has more than {_MOST_DIGITS} digits")
    return format(value, "f")


def _month_first(value: dt.date) -> str:
    return f"{value.month:02}/{value.day:02}/{value.year:04}"


def _seconds(value: dt.time | dt.datetime) -> str:
    if value.tzinfo is not None:
        raise ValueError(
            "encoded dates and times have no zone: make it naive, in the zone of the request"
        )
    text = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return f"{text}.{value.microsecond:06}0" if value.microsecond else text


class HasCustomFields(Protocol):
    """An entity carrier."""

    custom_fields: dict[str, str | None] | None


_DERIVED = frozenset({"DisplayText", "DisplayTooltip", "org"})


def _is_derived(key: str, raw: Mapping[str, object]) -> bool:
    """Whether NetServer wrote the entry to explain another one."""
    base, _, last = key.rpartition(":")
    return last in _DERIVED and base in raw


class CustomFields(MutableMapping[str, Encoded | None]):
    """Custom fields of a carrier as Python values.

        fields = CustomFields(contact)
        fields["SuperOffice:1"] = date(2026, 1, 31)
        fields.int("x_rank")

    A view: what is read and written is the dictionary of strings that goes over the wire. A carrier
    that has none gets one with the first value written. `None` stands for null.

    Entries that NetServer derives ("SuperOffice:1:DisplayText") are no items here. They are read by methods,
    stay as received when their field is written, and go when it is deleted.

    `int`, `date` and the like give None where the field is missing, null or empty, take plain
    texts ("42", "True", "2026-01-31") too, and raise ValueError for a value of another kind.
    They also read derived entries, by their full key.
    """

    __slots__ = ("_source",)

    def __init__(self, source: HasCustomFields | dict[str, str | None]) -> None:
        if not isinstance(source, dict) and not hasattr(source, "custom_fields"):
            kind = type(source).__name__
            raise TypeError(f"{kind} has no custom_fields, and is no dict")
        self._source = source

    def _raw(self) -> dict[str, str | None]:
        if isinstance(self._source, dict):
            return self._source
        held = self._source.custom_fields
        return {} if held is None else held

    def __getitem__(self, key: str) -> Encoded | None:
        raw = self._raw()
        if _is_derived(key, raw):
            raise KeyError(key)
        return None if (text := raw[key]) is None else parse_encoded(text)

    def __setitem__(self, key: str, value: Encoded | Sequence[int] | None) -> None:
        text = None if value is None else encode(value)
        raw = self._raw()
        if _is_derived(key, raw):
            raise ValueError(f"{key} is derived by NetServer and cannot be set")
        if not isinstance(self._source, dict) and self._source.custom_fields is None:
            self._source.custom_fields = {key: text}
        else:
            raw[key] = text

    def __delitem__(self, key: str) -> None:
        raw = self._raw()
        if _is_derived(key, raw):
            raise KeyError(key)
        gone = [key]
        for each in gone:  # what is derived of it would pass for a field without it
            del raw[each]
            derived = (f"{each}:{last}" for last in _DERIVED)
            gone += [other for other in derived if other in raw]

    def __iter__(self) -> Iterator[str]:
        raw = self._raw()
        return (key for key in raw if not _is_derived(key, raw))

    def __len__(self) -> builtins.int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        # Values are customers' data and stay out of logs.
        more = len(self) - 5
        names = ", ".join(islice(self, 5)) + (f" and {more} more" if more > 0 else "")
        return f"<CustomFields: {names}>"

    def _read(
        self, key: str, wanted: str, readers: Mapping[str, Callable[[str], _T]]
    ) -> _T | None:
        text = self._raw().get(key)
        if not text:
            return None
        marker, payload = _parts(text)
        if marker in readers:
            try:
                return readers[marker](payload)
            except _UNFIT:
                pass
        found = type(parse_encoded(text)).__name__
        raise ValueError(f"custom field {key!r}: not readable as {wanted}, is {found}")

    def text(self, key: str) -> str | None:
        """A string; null and the empty one are both None."""
        text = self._raw().get(key)
        if text and isinstance(parse_encoded(text), str):
            return text
        return self._read(key, "str", {})

    def int(self, key: str) -> builtins.int | None:
        return self._read(key, "int", {"I": _int, "": _int})

    def bool(self, key: str) -> builtins.bool | None:
        """A checkbox: 0 or 1, or "False" or "True" as deprecated dictionaries have it."""
        return self._read(key, "bool", {"I": _bool, "": _bool})

    def float(self, key: str) -> builtins.float | None:
        return self._read(key, "float", dict.fromkeys(("F", "M", "I", ""), _float))

    def decimal(self, key: str) -> Decimal | None:
        """A number with all the digits that were sent."""
        return self._read(key, "Decimal", dict.fromkeys(("F", "M", "I", ""), _decimal))

    def date(self, key: str) -> dt.date | None:
        """A date; a time of day behind it is left out. Plain texts must be ISO."""
        return self._read(key, "date", {"D": _date, "DT": _date, "": _iso_date})

    def datetime(self, key: str) -> dt.datetime | None:
        """A date and time, midnight where there is no time; aware only if plain, with an offset."""
        readers = {"D": _datetime, "DT": _datetime, "": _iso_datetime}
        return self._read(key, "datetime", readers)

    def time(self, key: str) -> dt.time | None:
        return self._read(key, "time", {"T": _time, "": _time})

    def timedelta(self, key: str) -> dt.timedelta | None:
        """A length of time; a plain number counts seconds."""
        return self._read(key, "timedelta", {"TS": _timedelta, "": _timedelta})

    def ints(self, key: str) -> tuple[builtins.int, ...] | None:
        return self._read(key, "tuple", {"A": _ints, "": _ints})

    def display_text(self, key: str) -> str | None:
        """What NetServer shows for the value, such as the name of a list item."""
        return self._raw().get(f"{key}:DisplayText")

    def tooltip(self, key: str) -> str | None:
        """What NetServer shows beside the value."""
        return self._raw().get(f"{key}:DisplayTooltip")

    def original(self, key: str) -> Encoded | None:
        """The value that NetServer had before changes."""
        text = self._raw().get(f"{key}:org")
        return None if text is None else parse_encoded(text)
