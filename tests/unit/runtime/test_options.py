"""What a caller may ask for, and what is refused before anything is sent."""

from __future__ import annotations

import math
import pickle
from typing import Any

import pytest

from generator.runtime.options import RequestOptions


def test_what_is_said_stands_over_what_the_defaults_say():
    defaults = RequestOptions(language="en", time_zone=261, timeout=10)

    merged = RequestOptions(language="nb-NO", select=["Name"]).merged_over(defaults)

    assert merged == RequestOptions(
        language="nb-NO", time_zone=261, timeout=10, select=("Name",)
    )


def test_false_and_empty_mappings_are_said_too():
    defaults = RequestOptions(include_offset=True, headers={"X-A": "1"})

    merged = RequestOptions(include_offset=False, headers={}).merged_over(defaults)

    assert merged.include_offset is False
    assert merged.headers == {}


def test_headers_are_merged_whatever_the_case_of_their_names():
    defaults = RequestOptions(headers={"X-Trace": "1", "Accept": "text/html"})

    merged = RequestOptions(headers={"x-trace": "2"}).merged_over(defaults)

    assert merged.headers == {"Accept": "text/html", "x-trace": "2"}


def test_soap_headers_are_merged_by_name():
    defaults = RequestOptions(soap_headers={"A": 1, "B": 2})

    merged = RequestOptions(soap_headers={"B": 3}).merged_over(defaults)

    assert merged.soap_headers == {"A": 1, "B": 3}


def test_saying_nothing_gives_the_defaults_themselves():
    defaults = RequestOptions(language="en")

    assert RequestOptions().merged_over(defaults) is defaults


def test_later_changes_of_a_mapping_do_not_reach_the_options():
    headers = {"X-A": "1"}
    options = RequestOptions(headers=headers)

    headers["X-A"] = "1\r\nX-B: 2"

    assert options.headers == {"X-A": "1"}


def test_options_can_be_pickled():
    options = RequestOptions(language="en", headers={"X-A": "1"}, timeout=math.inf)

    assert pickle.loads(pickle.dumps(options)) == options


@pytest.mark.parametrize(
    "said",
    [
        {"language": ""},
        {"language": "en\r\nX-Evil: 1"},
        {"language": "nørsk"},
        {"language": " en"},
        {"culture": "nb\nNO"},
        {"time_zone": ""},
        {"time_zone": "NO\r\n"},
        {"time_zone": "NO, includeTZOffset"},
        {"time_zone": 0},
        {"time_zone": -1},
        {"time_zone": 2**31},
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": math.nan},
        {"headers": {"X-A": "1\r\nX-B: 2"}},
        {"headers": {"X-A": "1\x00"}},
        {"headers": {"X A": "1"}},
        {"headers": {"X-A\r\nX-B": "1"}},
        {"headers": {"": "1"}},
        {"headers": {"X-A": ""}},
        {"headers": {"X-A": "1", "x-a": "2"}},
        {"headers": {"Content-Length": "1"}},
        {"headers": {"transfer-encoding": "chunked"}},
        {"select": ""},
        {"select": []},
        {"select": ["Name", "a\nb"]},
    ],
)
def test_a_value_that_cannot_be_right_is_refused(said: dict[str, Any]):
    with pytest.raises(ValueError, match=next(iter(said))):
        RequestOptions(**said)


@pytest.mark.parametrize(
    "said",
    [
        {"language": 1},
        {"culture": b"nb"},
        {"time_zone": True},
        {"time_zone": 1.5},
        {"include_offset": "yes"},
        {"timeout": "10"},
        {"timeout": True},
        {"headers": [("X-A", "1")]},
        {"headers": {"X-A": 1}},
        {"headers": {1: "X"}},
        {"select": 5},
        {"select": [5]},
        {"soap_headers": ["A"]},
        {"soap_headers": {1: "A"}},
    ],
)
def test_a_value_of_another_type_is_refused(said: dict[str, Any]):
    with pytest.raises(TypeError, match=next(iter(said))):
        RequestOptions(**said)


def test_options_are_given_by_name_and_do_not_change():
    with pytest.raises(TypeError):
        RequestOptions("en")  # type: ignore[misc]
    with pytest.raises(AttributeError):
        RequestOptions().language = "en"  # type: ignore[misc]


def test_a_refused_header_is_named_and_its_text_is_not_repeated():
    with pytest.raises(ValueError) as refused:
        RequestOptions(headers={"Authorization": "SOTicket 7T:hush\n"})

    assert "Authorization" in str(refused.value)
    assert "hush" not in str(refused.value)
