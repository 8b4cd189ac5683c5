"""Carriers filled at random survive both wires, and are equal across them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.model.carriers import Carrier
from tests.behaviour.filling import (
    Drawn,
    Filled,
    Filler,
    Seeded,
    goes_over_soap,
    new_element,
    tree,
)
from tests.behaviour.generated import Generated


def _survives_json(generated: Generated, carrier: Carrier, filled: Filled) -> Any:
    as_json = generated.module("_runtime.codecs.json")
    cls = generated.carriers[carrier.name]

    assert json.loads(as_json.encode(filled.python)) == filled.json
    from_json = as_json.decode(json.dumps(filled.json).encode(), cls)
    assert from_json == filled.python
    return from_json


def _survives(generated: Generated, carrier: Carrier, filler: Filler) -> None:
    """The value's three forms are one to both codecs, in both directions."""
    _survives_json(generated, carrier, filler.carrier(carrier))
    if not goes_over_soap(generated, carrier):
        return
    filled = replace(filler, described=True).carrier(carrier)
    from_json = _survives_json(generated, carrier, filled)
    as_soap = generated.module("_runtime.codecs.soap")
    cls = generated.carriers[carrier.name]
    expected = new_element(carrier.namespace, "Value")
    filled.xml(expected)
    written = as_soap.encode(filled.python, cls, "Value", carrier.namespace)
    assert tree(etree.fromstring(written)) == tree(expected)
    from_soap = as_soap.decode(etree.tostring(expected), cls)
    assert type(from_soap) is type(from_json)
    assert from_soap == from_json


def _each(generated: Generated, check: Callable[[Carrier], None]) -> int:
    """Check every carrier of the package that the release names; gives how many."""
    checked = 0
    for carrier in generated.release.carriers:
        if carrier.name not in generated.carriers:
            continue  # a page of rows or a patch, which are the runtime's own
        try:
            check(carrier)
        except BaseException as error:
            error.add_note(f"carrier: {carrier.name}")
            raise
        checked += 1
    return checked


def _drawn(generated: Generated, examples: int) -> int:
    def check(carrier: Carrier) -> None:
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def survives(data: st.DataObject) -> None:
            filler = Filler(generated=generated, chooser=Drawn(data))
            _survives(generated, carrier, filler)

        survives()

    return _each(generated, check)


def _full(generated: Generated) -> int:
    def check(carrier: Carrier) -> None:
        for seed in range(3):
            chooser: Any = Seeded(f"{carrier.name} {seed}")
            filler = Filler(generated=generated, chooser=chooser, full=True, depth=3)
            _survives(generated, carrier, filler)

    return _each(generated, check)


def test_any_carrier_survives(crm: Generated):
    assert _drawn(crm, 6) == 76


def test_any_carrier_with_all_its_fields_survives(crm: Generated):
    assert _full(crm) == 76


@pytest.mark.slow
def test_any_carrier_of_a_whole_release_survives(whole: Generated):
    assert _drawn(whole, 8) == 521


@pytest.mark.slow
def test_any_carrier_of_a_whole_release_with_all_its_fields_survives(whole: Generated):
    assert _full(whole) == 521
