"""What the names in annotations stand for."""

from __future__ import annotations

import sys
from datetime import datetime
from types import ModuleType

import family
import pytest

from generator.runtime.names import Names, names_of, package_of
from generator.runtime.spelling import Int32


def test_a_module_is_asked_first_then_the_spellings():
    names = names_of("family")
    assert names["Leaf"] is family.Leaf
    assert names["Int32"] is Int32
    assert names["datetime"] is datetime
    assert names.evaluate("list[Leaf] | None") == list[family.Leaf] | None


def test_aliases_that_are_text_are_resolved():
    alias = names_of("family")["DateMap"]
    assert alias.__origin__ == dict[datetime, family.Leaf]


def test_a_package_is_asked_last(monkeypatch: pytest.MonkeyPatch):
    carriers, enumerations = ModuleType("p.carriers"), ModuleType("p.enumerations")
    carriers.__dict__["Thing"] = family.Leaf
    enumerations.__dict__["Shade"] = family.Colour
    monkeypatch.setitem(sys.modules, "p", ModuleType("p"))
    monkeypatch.setitem(sys.modules, "p.carriers", carriers)
    monkeypatch.setitem(sys.modules, "p.enumerations", enumerations)
    names = Names("p")
    assert names["Thing"] is family.Leaf
    assert names["Shade"] is family.Colour
    assert names["Int32"] is Int32


@pytest.mark.parametrize("name", ["Nothing", "__import__", "open", "eval"])
def test_nothing_else_has_a_meaning(name: str):
    with pytest.raises(KeyError):
        names_of("family")[name]
    with pytest.raises((KeyError, NameError)):
        names_of("family").evaluate(f"{name}('os')")


def test_the_package_around_a_copy_of_the_runtime():
    assert package_of("netserver._runtime") == "netserver"
    assert package_of("a.b._runtime") == "a.b"
    assert package_of("generator.runtime") == ""
