"""Dates, durations and numbers between their texts and Python."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from generator.runtime.codecs import texts

HOUR = timezone(timedelta(hours=1))
WEST = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-01-05T08:10:00", datetime(2026, 1, 5, 8, 10)),
        ("2026-01-05T08:10:00.5", datetime(2026, 1, 5, 8, 10, 0, 500000)),
        ("2026-01-05T08:10:00.1234567", datetime(2026, 1, 5, 8, 10, 0, 123456)),
        ("2026-01-05T08:10:00.123456789", datetime(2026, 1, 5, 8, 10, 0, 123456)),
        ("2026-01-05T08:10:00Z", datetime(2026, 1, 5, 8, 10, tzinfo=UTC)),
        ("2026-01-05T08:10:00+01:00", datetime(2026, 1, 5, 8, 10, tzinfo=HOUR)),
        ("2026-01-05T08:10:00-0500", datetime(2026, 1, 5, 8, 10, tzinfo=WEST)),
        ("0001-01-01T00:00:00", datetime.min),
        ("0001-01-01T00:00:00Z", datetime.min.replace(tzinfo=UTC)),
        ("9999-12-31T23:59:59.9999999", datetime.max),
        (" 2026-01-05 ", datetime(2026, 1, 5)),
    ],
)
def test_dates_are_read_tolerantly(text: str, value: datetime):
    assert texts.read_datetime(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 1, 5, 8, 10), "2026-01-05T08:10:00"),
        (datetime(2026, 1, 5, 8, 10, 0, 1000), "2026-01-05T08:10:00.001000"),
        (datetime(2026, 1, 5, tzinfo=UTC), "2026-01-05T00:00:00Z"),
        (datetime(2026, 1, 5, tzinfo=timezone(timedelta(0))), "2026-01-05T00:00:00Z"),
        (datetime(2026, 1, 5, tzinfo=WEST), "2026-01-05T00:00:00-05:00"),
        (datetime.min, "0001-01-01T00:00:00"),
    ],
)
def test_dates_are_written_as_iso(value: datetime, text: str):
    assert texts.write_datetime(value) == text


def test_times_of_day():
    assert texts.read_time("08:10:00") == time(8, 10)
    assert texts.read_time("2026-01-05T08:10:00Z") == time(8, 10, tzinfo=UTC)
    assert texts.write_time(time(8, 10, tzinfo=UTC)) == "08:10:00Z"


@pytest.mark.parametrize(
    ("net", "iso", "value"),
    [
        ("00:30:00", "PT30M", timedelta(minutes=30)),
        ("00:00:00", "PT0S", timedelta()),
        ("1.00:00:00", "P1D", timedelta(days=1)),
        ("-1.02:00:00", "-P1DT2H", timedelta(days=-1, hours=-2)),
        ("-00:00:01", "-PT1S", timedelta(seconds=-1)),
        ("00:00:00.5000000", "PT0.5S", timedelta(milliseconds=500)),
        (
            "10675199.02:48:05.4775807",
            "P10675199DT2H48M5.4775807S",
            timedelta(
                days=10675199, hours=2, minutes=48, seconds=5, microseconds=477580
            ),
        ),
    ],
)
def test_durations_have_a_form_on_each_wire(net: str, iso: str, value: timedelta):
    assert texts.read_duration(net) == texts.read_duration(iso) == value
    assert texts.duration_from_iso(iso) == net
    assert texts.duration_to_iso(net) == iso
    if not net.endswith("7"):
        assert texts.write_duration(value) == net


def test_other_forms_of_durations_are_understood():
    assert texts.read_duration("08:30") == timedelta(hours=8, minutes=30)
    assert texts.read_duration("5") == timedelta(days=5)
    assert texts.read_duration("P1Y2M1W") == timedelta(days=365 + 60 + 7)
    assert texts.read_duration("PT36H") == timedelta(hours=36)


@pytest.mark.parametrize("text", ["", "P", "PT", "soon", "1:2:3:4", "P1H", "٣:٠٠:٠٠"])
def test_what_is_no_duration_stays_a_text(text: str):
    with pytest.raises(ValueError):
        texts.read_duration(text)
    assert texts.duration_from_iso(text) == texts.duration_to_iso(text) == text


def test_numbers_that_are_not_finite():
    infinity = float("inf")
    assert texts.float_from_xml(" INF ") == texts.write_float(infinity) == "Infinity"
    assert texts.float_to_xml("-Infinity") == texts.float_to_xml(-infinity) == "-INF"
    assert texts.float_to_xml("NaN") == texts.float_to_xml(float("nan")) == "NaN"
    assert texts.float_to_xml(1) == "1"
    assert texts.float_to_xml(1e300) == "1e+300"
    assert texts.read_float("Infinity") == infinity
