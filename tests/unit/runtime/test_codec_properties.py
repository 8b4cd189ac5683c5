"""Carriers filled at random survive both wires, and are equal whichever they came by."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from family import (
    NAMESPACE,
    Circle,
    Colour,
    Cube,
    Everything,
    Leaf,
    MailStep,
    Odd,
    Right,
    Shape,
    Square,
    Step,
    WaitStep,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.runtime.codecs import DecodeError, json, soap

CASES = Path(__file__).parents[2] / "cases" / "codecs"
SCHEMA = etree.XMLSchema(etree.parse(CASES / "family.xsd"))

settings.register_profile(
    "codecs",
    derandomize=True,
    max_examples=150,
)

# XML holds neither control characters nor surrogates; a text with a lone \r keeps it.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r&<>\"'"),
    max_size=12,
)
INTS = st.integers(-(2**31), 2**31 - 1)
DATES = st.datetimes() | st.datetimes(timezones=st.just(UTC))
SPANS = st.timedeltas(timedelta(days=-(10**6)), timedelta(days=10**6))
RIGHTS = st.integers(0, 15).map(Right)
FLOATS = st.floats(allow_nan=False)


def filled(cls: type[Any], fields: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Carriers of that class; each field unset, null or with a value."""
    return st.fixed_dictionaries({}, optional=fields).map(lambda chosen: cls(**chosen))


def or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def lists(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return or_none(st.lists(values, max_size=3))


def maps(keys: st.SearchStrategy[Any], values: st.SearchStrategy[Any]) -> Any:
    return or_none(st.dictionaries(keys, values, max_size=3))


LEAVES = filled(Leaf, {"mask": RIGHTS, "reason": or_none(TEXTS)})
STEP_FIELDS = {"rights": or_none(LEAVES)}
STEPS = st.one_of(
    filled(Step, STEP_FIELDS),
    filled(WaitStep, {**STEP_FIELDS, "until": or_none(TEXTS)}).map(
        lambda step: step.__replace__(kind="Wait")
    ),
    filled(MailStep, {**STEP_FIELDS, "subject": or_none(TEXTS)}).map(
        lambda step: step.__replace__(kind="Mail")
    ),
)
SHAPES = st.one_of(
    filled(Shape, {"name": or_none(TEXTS)}),
    INTS.map(lambda n: Circle(radius=n)),
    INTS.map(lambda n: Square(name="", side=n)),
    INTS.map(lambda n: Cube(weight=n)),
)
ANYTHING = TEXTS | INTS | st.booleans() | st.none() | FLOATS
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "rights": or_none(LEAVES),
    "text": or_none(TEXTS),
    "e_mail": or_none(TEXTS),
    "small": st.integers(-(2**15), 2**15 - 1),
    "number": INTS,
    "big": st.integers(-(2**63), 2**63 - 1),
    "unsigned": st.integers(0, 2**32 - 1),
    "flag": st.booleans(),
    "real": st.floats(),
    "amount": st.decimals(allow_nan=False, allow_infinity=False, places=4),
    "moment": DATES,
    "day": st.dates(),
    "hour": st.times(),
    "span": SPANS,
    "blob": or_none(st.binary(max_size=12)),
    "colour": st.sampled_from(Colour),
    "right": RIGHTS,
    "leaf": or_none(LEAVES),
    "texts": lists(or_none(TEXTS)),
    "numbers": lists(INTS),
    "moments": lists(DATES),
    "colours": lists(st.sampled_from(Colour)),
    "right_list": lists(RIGHTS),
    "spans": lists(SPANS),
    "leaves": lists(or_none(LEAVES)),
    "table": lists(lists(TEXTS)),
    "grid": lists(lists(LEAVES)),
    "strings": maps(TEXTS, or_none(TEXTS)),
    "by_number": maps(INTS, or_none(TEXTS)),
    "by_date": maps(st.datetimes(), LEAVES),
    "things": maps(TEXTS, ANYTHING),
    "step": or_none(STEPS),
    "steps": lists(STEPS),
    "shape": or_none(SHAPES),
}
EVERYTHING = filled(
    Everything, {**FIELDS, "inner": or_none(filled(Everything, FIELDS))}
)
UNKNOWN_NAMES = filled(
    Everything,
    {
        "colour": TEXTS.map(str.strip).filter(bool).map(Colour),
        "right": st.sampled_from(["Novel", "Select, Novel", "Fresh"]).map(Right.parse),
        "colours": lists(st.sampled_from(["Green", "Pink"]).map(Colour)),
    },
)


def by_soap(carrier: Any) -> Any:
    return soap.decode(
        soap.encode(carrier, type(carrier), "Root", NAMESPACE), type(carrier)
    )


def by_json(carrier: Any) -> Any:
    return json.decode(json.encode(carrier), type(carrier))


@settings(settings.get_profile("codecs"))
@given(EVERYTHING | UNKNOWN_NAMES)
def test_carriers_survive_both_wires(carrier: Everything):
    assert by_json(carrier) == carrier
    assert by_soap(carrier) == carrier
    assert by_soap(by_json(carrier)) == by_json(by_soap(carrier)) == carrier


@settings(settings.get_profile("codecs"))
@given(EVERYTHING)
def test_what_is_written_is_what_the_schema_says(carrier: Everything):
    document = etree.fromstring(
        soap.encode(carrier, Everything, "Everything", NAMESPACE)
    )
    SCHEMA.assertValid(document)


@settings(settings.get_profile("codecs"))
@given(EVERYTHING)
def test_msgspec_alone_writes_the_same_but_for_decimals(carrier: Everything):
    plain: Any = msgspec.json.decode(msgspec.json.encode(carrier))
    ours: Any = msgspec.json.decode(json.encode(carrier))

    def with_numbers(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: float(v) if k == "Amount" else with_numbers(v)
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [with_numbers(each) for each in value]
        return value

    assert with_numbers(plain) == with_numbers(ours)


@settings(settings.get_profile("codecs"))
@given(EVERYTHING)
def test_copies_are_equal(carrier: Everything):
    assert copy.deepcopy(carrier) == carrier
    assert pickle.loads(pickle.dumps(carrier)) == carrier
    assert copy.copy(carrier) == carrier


@settings(settings.get_profile("codecs"))
@given(EVERYTHING)
def test_attributes_read_back_what_was_put_in(carrier: Everything):
    twin = Everything()
    for name in Everything.__struct_fields__:
        value = getattr(carrier, name)
        if value is not None:
            setattr(twin, name, value)
            again = getattr(twin, name)
            assert again == value or (again != again and value != value)


NOVEL = st.recursive(
    TEXTS | INTS | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


@settings(settings.get_profile("codecs"))
@given(EVERYTHING, st.dictionaries(st.sampled_from(["New", "odata.x", "_y"]), NOVEL))
def test_unknown_members_survive_json(carrier: Everything, unknown: dict[str, Any]):
    # Decimals have more digits than a float holds.
    exact = msgspec.json.Decoder(float_hook=Decimal)
    sent: dict[str, Any] = exact.decode(json.encode(carrier))
    sent |= unknown
    content = msgspec.json.Encoder(decimal_format="number").encode(sent)
    decoded = json.decode(content, Everything)
    assert exact.decode(json.encode(decoded)) == sent
    assert by_soap(carrier) == carrier
    if unknown:
        assert decoded != carrier
        assert by_soap(decoded) == by_soap(carrier)


ODDS = filled(
    Odd,
    {
        "key": TEXTS,
        "size": INTS,
        "always": or_none(TEXTS),
        "count": INTS,
        "foreign": or_none(TEXTS),
        "marks": st.lists(INTS, min_size=1, max_size=3),
        "lines": lists(or_none(TEXTS)),
    },
)


@settings(settings.get_profile("codecs"))
@given(ODDS, lists(or_none(ODDS)))
def test_what_follows_no_pattern_survives(carrier: Odd, odds: Any):
    for each in (carrier, *(odd for odd in odds or () if odd is not None)):
        each.always = each.always  # SOAP writes these in any case
        each.count = each.count
    carrier.odds = odds
    assert by_soap(carrier) == carrier == by_json(carrier)
    SCHEMA.assertValid(etree.fromstring(soap.encode(carrier, Odd, "OddOne", NAMESPACE)))


@settings(settings.get_profile("codecs"))
@given(st.binary(max_size=60) | TEXTS.map(str.encode))
def test_garbage_is_refused_in_one_way(content: bytes):
    for decode in (json.decode, soap.decode):
        try:
            decode(content, Everything)
        except DecodeError as error:
            assert "\n" not in str(error)
