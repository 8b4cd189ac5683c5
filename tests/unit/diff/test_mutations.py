"""Nothing that matters on a wire can differ without a change being told, whatever it is.

Releases with one random mutation each: of the model, member by member, so that a member of a later model is mutated,
too; and of the documents. What matters is what takes part in equality; the order of what stands side by side does not.
"""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import etree

from generator.config import Config
from generator.diagnostics import Diagnostics, MetadataError
from generator.diff.changes import Change, Victim
from generator.diff.compare import UNJUDGED, compare
from generator.diff.differences import LEFT_OUT, NOTED
from generator.model import bindings, carriers, release, types
from generator.model.reach import reached
from generator.model.release import Release
from generator.pipeline import read_release
from generator.plan.resource_methods import needed_types
from tests.unit.diff.mutating import Mutations, Spot, settled

SPECS = Path(__file__).parents[3] / "specs" / "12.2"
XS = "{http://www.w3.org/2001/XMLSchema}"
FEW, MANY = 250, 2000
# Every class that a release is made of.
CLASSES = {
    each
    for module in (bindings, carriers, release, types)
    for each in vars(module).values()
    if isinstance(each, type) and dataclasses.is_dataclass(each)
    if each.__module__ == module.__name__
}
MEMBERS = {
    f"{owner.__name__}.{member.name}"
    for owner in CLASSES
    for member in dataclasses.fields(owner)
    if member.name not in LEFT_OUT and (member.compare or member.name in NOTED)
}
FEW_DOCUMENTS, MANY_DOCUMENTS = 40, 300


def read(folder: Path) -> Release:
    return read_release(Config(sources=(folder,)), Diagnostics()).release


@pytest.fixture(scope="module")
def small() -> Release:
    """Two agents, two resources, what these reach, and types that nothing uses."""
    whole = read(SPECS)
    some = replace(
        whole,
        agents=tuple(
            each for each in whole.agents if each.name in ("Workflow", "User")
        ),
        resources=tuple(
            each for each in whole.resources if each.name in ("List", "User")
        ),
    )
    some = reached(some, keep_namespaces=False, also=needed_types(some))
    text = types.STRING
    lone = carriers.Dictionary(name="Lone", key=text, value=text, pair="Pair")
    return replace(
        some,
        carriers=(*some.carriers, carriers.Carrier(name="Alone")),
        enumerations=(*some.enumerations, carriers.Enumeration(name="Lonely")),
        dictionaries=(*some.dictionaries, lone),
    )


def told(changes: tuple[Change, ...]) -> list[Change]:
    """The changes of what goes over a wire, and no mere consequences."""
    return [
        each
        for each in changes
        if each.rule not in ("documentation-changed", "python-source-changed")
    ]


def assert_told(spot: Spot, old: Release, new: Release) -> None:
    changes = compare(old, new).changes
    rules = {each.rule for each in changes}
    assert UNJUDGED not in rules, spot
    assert all(each.says and each.impacts for each in changes), spot
    if spot.is_text:
        assert rules == {"documentation-changed"}, spot
        assert all(each.victims == (Victim.READERS,) for each in changes), spot
    else:
        assert told(changes), spot


def check(small: Release, seed: int, count: int) -> None:
    mutations = Mutations(small, seed)
    before = settled(small)
    mutated: Counter[str] = Counter()
    for spot, new in mutations.each(count):
        mutated[f"{spot.owner.__name__}.{spot.member}"] += 1
        assert (before == settled(new)) == spot.is_text, spot
        assert_told(spot, small, new)
    assert set(mutated) >= MEMBERS


def test_no_mutation_of_the_model_passes_untold(small: Release):
    check(small, 1, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_none_of_thousands_of_mutations_passes_untold(small: Release, seed: int):
    check(small, seed, MANY // 4)


def test_what_is_settled_alone_is_no_change(small: Release):
    turned = replace(
        small,
        agents=small.agents[::-1],
        carriers=small.carriers[::-1],
        enumerations=small.enumerations[::-1],
    )

    assert compare(small, turned).changes == ()
    assert settled(small) == settled(turned) != turned


# ---------------------------------------------------------------------------------------- documents

DOCUMENTS = ("soap/User.wsdl", "agents/User.json", "webapi/User.json")
TYPES = ("xs:string", "xs:int", "xs:long", "xs:boolean", "xs:dateTime")
JSON_TYPES = ("string", "integer", "boolean", "number", "array", "object")


def with_other_element(text: bytes, chance: random.Random) -> bytes:
    """A WSDL with one element less, or one attribute otherwise."""
    root = etree.fromstring(text)
    elements = [each for each in root.iter(etree.Element) if each is not root]
    element = chance.choice(elements)
    parent = element.getparent()
    assert parent is not None
    match chance.choice(("drop", "again", "attribute", "type", "required", "null")):
        case "drop":
            parent.remove(element)
        case "again":
            parent.append(element)  # moves it to the end
        case "attribute" if element.attrib:
            name = chance.choice(list(element.attrib))
            element.set(name, f"{element.get(name)}X")
        case "type" if element.tag == f"{XS}element":
            element.set("type", chance.choice(TYPES))
        case "required" if element.tag == f"{XS}element":
            element.set("minOccurs", chance.choice("01"))
        case "null" if element.tag == f"{XS}element":
            element.set("nillable", chance.choice(("true", "false")))
        case _:
            for name in element.keys()[:1]:
                del element.attrib[name]
    return etree.tostring(root)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document that holds something."""
    if isinstance(value, dict) and value:
        yield cast("dict[str, Any]", value)
        for each in cast("dict[str, Any]", value).values():
            yield from objects(each)
    if isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from objects(each)


def with_other_node(text: bytes, chance: random.Random) -> bytes:
    """A description in JSON with one value less, or otherwise."""
    whole = json.loads(text)
    node = chance.choice(list(objects(whole)))
    key = chance.choice(list(node))
    match node[key], chance.choice(("drop", "other", "rename")):
        case _, "drop":
            del node[key]
        case bool(value), _:
            node[key] = not value
        case str(), "other" if key == "type":
            node[key] = chance.choice(JSON_TYPES)
        case str(value), "other":
            node[key] = f"{value}X"
        case [*values], "other" if values:
            node[key] = chance.choice((values[1:], values[::-1]))
        case value, _:
            del node[key]
            node[f"{key}X"] = value
    return json.dumps(whole).encode()


def check_documents(folder: Path, seed: int, count: int) -> None:
    for name in (*DOCUMENTS, "overlay.toml", "release.toml"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(SPECS / name, folder / name)
    old = read(folder)
    chance = random.Random(seed)
    before = settled(old)
    outcomes: Counter[str] = Counter()
    while outcomes.total() < count:
        name = chance.choice(DOCUMENTS)
        path = folder / name
        text = path.read_bytes()
        other = with_other_element if path.suffix == ".wsdl" else with_other_node
        mutated = other(text, chance)
        path.write_bytes(mutated)
        try:
            new = read(folder)
        except MetadataError:
            outcomes["refused"] += 1
            continue
        finally:
            path.write_bytes(text)
        changes = compare(old, new).changes
        differs = before != settled(new)
        outcomes["differs" if differs else "equal"] += 1
        assert UNJUDGED not in {each.rule for each in changes}, (name, mutated)
        assert bool(told(changes)) == differs, (seed, outcomes.total(), name)
    assert min(outcomes["refused"], outcomes["differs"], outcomes["equal"]) > 0


def test_no_edit_of_a_document_passes_untold(tmp_path: Path):
    check_documents(tmp_path / "12.2", 1, FEW_DOCUMENTS)


@pytest.mark.slow
def test_none_of_hundreds_of_edits_passes_untold(tmp_path: Path):
    check_documents(tmp_path / "12.2", 2, MANY_DOCUMENTS)
