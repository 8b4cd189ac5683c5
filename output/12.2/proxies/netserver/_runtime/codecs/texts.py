"""Dates, durations and numbers as both wires write them, read tolerantly.

Carriers hold these texts in the form of the JSON wire; where SOAP has another form
(durations, infinity), it is converted here without loss.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

__all__ = [
    "read_datetime",
    "write_datetime",
    "read_date",
    "write_date",
    "read_time",
    "write_time",
    "read_duration",
    "write_duration",
    "duration_from_iso",
    "duration_to_iso",
    "read_float",
    "write_float",
    "float_from_xml",
    "float_to_xml",
    "decimal_to_xml",
]

_SECOND = 10_000_000  # ticks of .NET: 100 nanoseconds
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

_NET = re.compile(
    r"(-)?(?:(\d{1,9})\.)?(\d{1,4}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\Z", re.ASCII
)
_NET_DAYS = re.compile(r"(-)?(\d{1,9})\Z", re.ASCII)
_ISO = re.compile(
    r"([+-])?P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?=.)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:[.,](\d+))?S)?)?\Z",
    re.ASCII,
)


def read_datetime(text: str) -> datetime:
    """The date in a text; seconds may have any number of decimals, of which six are kept."""
    return datetime.fromisoformat(text.strip())


def write_datetime(value: datetime | date) -> str:
    """ISO: without a suffix when naive, Z for UTC, else with the offset."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    zone = value.tzinfo
    if zone is None:
        return value.isoformat()
    if zone is UTC or not value.utcoffset():
        return value.replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat()


def read_date(text: str) -> date:
    """A date; a time of day that stands behind it is left out."""
    return date.fromisoformat(text.strip()[:10])


def write_date(value: date) -> str:
    """The form 2026-01-31."""
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def read_time(text: str) -> time:
    """A time of day; a date that stands before it is left out."""
    return time.fromisoformat(text.strip().rpartition("T")[2])


def write_time(value: time) -> str:
    """ISO, with Z for UTC."""
    text = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _fraction(digits: str | None) -> int:
    return int((digits + "0000000")[:7]) if digits else 0


def _ticks(text: str) -> int:
    """The length of a time, in either spelling."""
    text = text.strip()
    if match := _NET.match(text):
        sign, days, hours, minutes, seconds, fraction = match.groups()
        ticks = int(days or 0) * _DAY + int(hours) * _HOUR + int(minutes) * _MINUTE
        ticks += int(seconds or 0) * _SECOND + _fraction(fraction)
        return -ticks if sign else ticks
    if match := _ISO.match(text):
        sign, *parts, fraction = match.groups()
        years, months, weeks, days, hours, minutes, seconds = (
            int(p or 0) for p in parts
        )
        # .NET counts a year as 365 days and a month as 30.
        days += years * 365 + months * 30 + weeks * 7
        ticks = days * _DAY + hours * _HOUR + minutes * _MINUTE + seconds * _SECOND
        ticks += _fraction(fraction)
        return -ticks if sign == "-" else ticks
    if match := _NET_DAYS.match(text):
        return int(text) * _DAY
    raise ValueError(f"not a length of time: {text[:40]!r}")


def _net(ticks: int) -> str:
    sign, ticks = ("-", -ticks) if ticks < 0 else ("", ticks)
    days, ticks = divmod(ticks, _DAY)
    hours, ticks = divmod(ticks, _HOUR)
    minutes, ticks = divmod(ticks, _MINUTE)
    seconds, ticks = divmod(ticks, _SECOND)
    text = f"{sign}{f'{days}.' if days else ''}{hours:02}:{minutes:02}:{seconds:02}"
    return f"{text}.{ticks:07}" if ticks else text


def _iso(ticks: int) -> str:
    sign, ticks = ("-", -ticks) if ticks < 0 else ("", ticks)
    days, ticks = divmod(ticks, _DAY)
    hours, ticks = divmod(ticks, _HOUR)
    minutes, ticks = divmod(ticks, _MINUTE)
    seconds, ticks = divmod(ticks, _SECOND)
    whole = f"{sign}P{f'{days}D' if days else ''}"
    clock = f"{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
    if seconds or ticks:
        fraction = f".{ticks:07}".rstrip("0") if ticks else ""
        clock += f"{seconds}{fraction}S"
    if clock:
        return f"{whole}T{clock}"
    return whole if days else "PT0S"


def read_duration(text: str) -> timedelta:
    """The length of time in a text: "1.02:30:00" or "P1DT2H30M"."""
    ticks = _ticks(text)
    sign = -1 if ticks < 0 else 1
    return sign * timedelta(microseconds=abs(ticks) // 10)


def write_duration(value: timedelta) -> str:
    """The form of .NET: "[-][d.]hh:mm:ss[.fffffff]"."""
    microseconds = value.days * 86_400_000_000 + value.seconds * 1_000_000
    return _net((microseconds + value.microseconds) * 10)


def duration_from_iso(text: str) -> str:
    """The text in the form of .NET; as it is when it cannot be read."""
    try:
        return _net(_ticks(text))
    except ValueError:
        return text


def duration_to_iso(text: str) -> str:
    """The text in the form of XML Schema; as it is when it cannot be read."""
    try:
        return _iso(_ticks(text))
    except ValueError:
        return text


_NOT_FINITE = {"INF": "Infinity", "+INF": "Infinity", "-INF": "-Infinity", "NaN": "NaN"}
_TO_XML = {"Infinity": "INF", "-Infinity": "-INF", "NaN": "NaN"}


def read_float(value: float | str) -> float:
    """The number in what a carrier holds: a number, or the name of one that is not finite."""
    return float(value)


def write_float(value: float) -> float | str:
    """What a carrier holds: JSON has no word for infinity, and .NET writes its name."""
    if value - value == 0:  # finite
        return value
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def float_from_xml(text: str) -> float | str:
    """The number in the text of an xs:double, as a carrier holds it."""
    text = text.strip()
    if text in _NOT_FINITE:
        return _NOT_FINITE[text]
    return write_float(float(text))


def float_to_xml(value: float | str) -> str:
    """The xs:double of what a carrier holds."""
    if isinstance(value, str):
        return _TO_XML.get(value, value)
    if isinstance(value, int):
        return str(value)
    text = repr(value)
    return {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(text, text)


def decimal_to_xml(value: Decimal) -> str:
    """The xs:decimal of a number: all its digits, no exponent."""
    return format(value, "f")
