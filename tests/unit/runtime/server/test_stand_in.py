"""What is kept in a store, and what answers from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def made(pair: Any) -> Any:
    """A stand-in over a store, and the store."""

    def make(path: Path | None = None, seed: Any = None) -> Any:
        store = pair.server("store").Store(path)
        clock = pair.server("clock").Clock()
        stand_in = pair.server("stand_in").StandIn
        return stand_in(pair.catalogue, store, clock, seed), store

    return make


def names(stand_in: Any) -> list[str]:
    """The names of the contacts that it has."""
    records = stand_in.state().get("records", {}).get("ContactEntity", [])
    return [each["Name"] for each in records]


ONE = {"records": {"ContactEntity": [{"ContactId": 3, "Name": "Alfa"}]}}
TWO = {"records": {"ContactEntity": [{"ContactId": 5, "Name": "Beta"}]}}


def test_a_new_store_gets_the_seed(made: Any) -> None:
    assert names(made(seed=ONE)[0]) == ["Alfa"]


def test_a_new_store_without_a_seed_gets_a_small_company(pair: Any, made: Any) -> None:
    stand_in, _ = made()
    assert "Anvil" in names(stand_in)
    assert pair.server("seed").default_seed(pair.catalogue)["tickets"] == {"7T:...": "kari"}  # fmt: skip


def test_a_store_is_seeded_once(made: Any, tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    made(path, ONE)
    assert names(made(path, TWO)[0]) == ["Alfa"]


def test_a_store_that_was_emptied_stays_so(made: Any, tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    stand_in, _ = made(path, ONE)
    stand_in.load({}, replace=True)
    assert names(made(path, TWO)[0]) == []


def test_a_state_is_taken_up_beside_what_is_there_or_in_its_place(made: Any) -> None:
    stand_in, _ = made(seed=ONE)
    stand_in.load(TWO, replace=False)
    assert names(stand_in) == ["Alfa", "Beta"]
    stand_in.load(TWO, replace=True)
    assert names(stand_in) == ["Beta"]


def test_a_state_can_be_taken_up_elsewhere(made: Any) -> None:
    one, two = made()[0], made(seed={})[0]
    two.load(one.state(), replace=True)
    assert two.state() == one.state()


def test_of_a_seed_that_is_wrong_nothing_is_kept(made: Any) -> None:
    stand_in, _ = made(seed=ONE)
    wrong = {"records": {**TWO["records"], "Nonsense": [{}]}}
    with pytest.raises(ValueError):
        stand_in.load(wrong, replace=True)
    assert names(stand_in) == ["Alfa"]


def test_a_store_whose_first_seed_was_wrong_is_still_new(
    made: Any, tmp_path: Path
) -> None:
    path = tmp_path / "crm.sqlite"
    with pytest.raises(ValueError):
        made(path, {"records": {"Nonsense": [{}]}})
    assert names(made(path, ONE)[0]) == ["Alfa"]


def test_it_says_how_to_sign_in(made: Any) -> None:
    assert made(seed=ONE)[0].hint == (
        "Without a seed of your own, sign in by Ticket('7T:...'), "
        "or as kari with the password secret."
    )


def test_every_operation_that_it_answers_has_one_service(pair: Any, made: Any) -> None:
    """What two of them want to answer, the order decides; none of them may take another's by chance."""
    stand_in, _ = made()
    taken = {
        f"{row.agent}/{row.name}": [
            type(each).__name__
            for each in stand_in.services
            if each.handler(row) is not None
        ]
        for row in pair.catalogue.operations()
    }
    assert {name: each for name, each in taken.items() if len(each) > 1} == {}
    assert taken["Contact/GetContactEntity"] == ["Entities"]
    assert taken["MDO/GetList"] == ["Lists"]
    assert taken["Archive/GetArchiveListByColumns"] == ["Archives"]
    assert taken["Document/GetDocumentStream"] == ["KeptFiles"]
