"""Seeds: what is taken, what is refused and how, and what is read back."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.unit.runtime.server.conftest import Pair


class Seeding:
    """A store of one release, and what seeds do with it."""

    def __init__(self, pair: Pair) -> None:
        self.catalogue = pair.catalogue
        self._seed = pair.server("seed")
        self.store = pair.server("store").Store()

    def load(self, seed: Mapping[str, Any]) -> None:
        """Take up a seed."""
        with self.store.writing() as records:
            self._seed.load_seed(records, seed, self.catalogue)

    def state(self) -> dict[str, Any]:
        """What is stored, as a seed."""
        with self.store.reading() as records:
            return self._seed.state_of(records, self.catalogue)

    def content(self) -> tuple[Any, Any]:
        """All records and files, byte for byte."""
        with self.store.reading() as records:
            bodies = [
                (kind, number, body)
                for kind in records.kinds()
                for number, body in records.every(kind)
            ]
            return bodies, list(records.files())

    def record(self, kind: str, number: int) -> Any:
        """The JSON of one record."""
        with self.store.reading() as records:
            return msgspec.json.decode(records.get(kind, number))

    def default(self) -> dict[str, Any]:
        """The made-up company."""
        return self._seed.default_seed(self.catalogue)

    def read(self, seed: Any) -> Any:
        """A seed as it is given."""
        return self._seed.read_seed(seed)

    def refusal(self, seed: Mapping[str, Any]) -> str:
        """Why a seed is not taken; nothing of it is stored then."""
        before = self.content()
        with pytest.raises(ValueError) as caught:
            self.load(seed)
        assert self.content() == before
        return str(caught.value)


@pytest.fixture
def seeding(pair: Pair) -> Iterator[Seeding]:
    made = Seeding(pair)
    yield made
    made.store.close()


def contacts(*found: Any) -> dict[str, Any]:
    return {"records": {"ContactEntity": list(found)}}


# ------------------------------------------------------------------------------ entities


def test_what_is_left_out_is_stored_as_null_or_zero(seeding: Seeding) -> None:
    seeding.load(contacts({"ContactId": 4, "Name": "Anvil"}))

    stored = seeding.record("ContactEntity", 4)

    assert (stored["Name"], stored["Department"], stored["Xstop"]) == (
        "Anvil",
        None,
        False,
    )
    assert stored["UpdatedDate"] == "0001-01-01T00:00:00"


def test_what_is_null_or_zero_is_left_out_of_the_state(seeding: Seeding) -> None:
    seeding.load(
        contacts(
            {"ContactId": 4, "Name": "", "Department": None, "Xstop": False},
            {"ContactId": 5, "Category": {"Id": 1, "Value": None}, "Emails": []},
        )
    )

    assert seeding.state()["records"] == {
        "ContactEntity": [
            {"ContactId": 4, "Name": ""},
            {"ContactId": 5, "Category": {"Id": 1}, "Emails": []},
        ]
    }


def test_an_entity_without_a_number_gets_the_next_one(seeding: Seeding) -> None:
    seeding.load(contacts({"Name": "New"}, {"ContactId": 7, "Name": "Seven"}))

    assert seeding.state()["records"]["ContactEntity"] == [
        {"ContactId": 7, "Name": "Seven"},
        {"ContactId": 8, "Name": "New"},
    ]


def test_a_second_seed_replaces_what_has_the_same_number(seeding: Seeding) -> None:
    seeding.load(contacts({"ContactId": 4, "Name": "Old"}, {"ContactId": 5}))
    seeding.load(contacts({"ContactId": 4, "Department": "New"}))

    assert seeding.state()["records"]["ContactEntity"] == [
        {"ContactId": 4, "Department": "New"},
        {"ContactId": 5},
    ]


def test_subtypes_come_back_as_what_they_are(seeding: Seeding) -> None:
    step = {"WorkflowStepId": 3, "Subject": "Hello"}
    seeding.load({"records": {"WorkflowStepBase": [step]}})
    before = seeding.content()

    seeding.load(seeding.state())

    assert seeding.content() == before
    assert seeding.record("WorkflowStepBase", 3)["Subject"] == "Hello"


def test_members_that_the_release_does_not_know_are_left_out_of_the_state(
    seeding: Seeding,
) -> None:
    with seeding.store.writing() as records:
        records.put("ContactEntity", 4, b'{"ContactId": 4, "Name": "A", "Later": 1}')
        records.put("LaterEntity", 1, b"{}")

    assert seeding.state() == contacts({"ContactId": 4, "Name": "A"})


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (
            {"record": {}},
            "the seed: there is no 'record' in one; did you mean 'records'?",
        ),
        (
            {"records": {"ContactEntty": []}},
            "records.ContactEntty: this release has no entity 'ContactEntty'; did you mean 'ContactEntity'?",
        ),
        (
            contacts({"ContactId": 1}, {"ContactID": 4}),
            "records.ContactEntity[1]: ContactEntity has no 'ContactID'; did you mean 'ContactId'?",
        ),
        (
            contacts({"Category": {"id": 4}}),
            "records.ContactEntity[0].Category: Category has no 'id'; did you mean 'Id'?",
        ),
        (
            contacts({"Name": 5}),
            "records.ContactEntity[0].Name: expected a text, got a number",
        ),
        (
            contacts({"Xstop": 1}),
            "records.ContactEntity[0].Xstop: expected true or false, got a number",
        ),
        (
            contacts({"ActiveErpLinks": 2**31}),
            "records.ContactEntity[0].ActiveErpLinks: expected a whole number from -2147483648 to 2147483647, got a number",
        ),
        (
            contacts({"UpdatedDate": "yesterday"}),
            "records.ContactEntity[0].UpdatedDate: expected a date and time like 2026-01-31T09:00:00, got a text",
        ),
        (
            contacts({"Emails": [{"Value": "a"}, {"Value": []}]}),
            "records.ContactEntity[0].Emails[1].Value: expected a text, got a list",
        ),
        (
            contacts({"CustomFields": {"x_a": 1}}),
            "records.ContactEntity[0].CustomFields.x_a: expected a text, got a number",
        ),
        (
            {"records": {"PersonEntity": [{"Gender": "Femal"}]}},
            "records.PersonEntity[0].Gender: Gender has no 'Femal'; did you mean 'Female'?",
        ),
        (
            contacts({"ContactId": 4}, {"ContactId": 4}),
            "records.ContactEntity[1].ContactId: there are two of ContactEntity 4",
        ),
        (
            contacts({"ContactId": -4}),
            "records.ContactEntity[0].ContactId: -4 is no number for one",
        ),
        (contacts("Anvil"), "records.ContactEntity[0]: expected an object, got a text"),
        ({"records": {"ContactEntity": {}}}, "records.ContactEntity: expected a list"),
        ({"records": []}, "records: expected an object, got a list"),
        ({"users": [{"nam": "kari"}]}, None),
        (
            {"lists": {"business": [{"Id": 1, "Nme": "Retail"}]}},
            "lists.business[0]: an item has no 'Nme'; did you mean 'Name'?",
        ),
        (
            {"lists": {"business": [{"Id": "1"}]}},
            "lists.business[0].Id: expected a whole number",
        ),
        (
            {"lists": {"business": [{"Id": 1}, {"Id": 1}]}},
            "lists.business[1].Id: there are two of list:business 1",
        ),
        (
            {"files": {"Document": {"x": {"content": ""}}}},
            "files.Document.x: 'x' is no number of a file",
        ),
        (
            {"files": {"Document": {"1": {"content": "!"}}}},
            "files.Document.1.content: expected base64",
        ),
        (
            {"files": {"Document": {"1": {"nam": ""}}}},
            "files.Document.1: a file has no 'nam'; did you mean 'name'?",
        ),
        (
            {"files": {"Document": {"1": {}, "01": {}}}},
            "files.Document.01: there are two of Document 1",
        ),
    ],
)
def test_a_slip_is_refused_with_its_place_and_what_may_be_meant(
    seeding: Seeding, seed: dict[str, Any], message: str | None
) -> None:
    said = seeding.refusal(seed)

    assert message is None or said == message


def test_what_is_nested_too_deeply_is_refused(seeding: Seeding) -> None:
    deep: Any = {}
    for _ in range(5000):
        deep = {"Persons": [deep]}

    assert "has no 'Persons'" in seeding.refusal(contacts(deep))


# ------------------------------------------------------------------------ lists and files


def test_items_of_lists_come_back_without_what_is_zero(seeding: Seeding) -> None:
    items = [{"Id": 2, "Name": "Retail", "Rank": 1}, {"Id": 3, "Deleted": True}]
    seeding.load({"lists": {"Business": items}})

    assert seeding.state() == {"lists": {"business": items}}


def test_items_of_a_list_of_entities_are_these(seeding: Seeding) -> None:
    seeding.load({"lists": {"associate": [{"Id": 3, "Name": "kari"}]}})

    assert seeding.state() == {
        "records": {"User": [{"AssociateId": 3, "UserName": "kari"}]}
    }


def test_an_item_and_the_entity_that_it_is_are_two_of_one(seeding: Seeding) -> None:
    said = seeding.refusal(
        {
            "records": {"User": [{"AssociateId": 3}]},
            "lists": {"associate": [{"Id": 3}]},
        }
    )

    assert said == "lists.associate[0].AssociateId: there are two of User 3"


def test_files_come_back_as_base64(seeding: Seeding) -> None:
    file = {
        "name": "a.txt",
        "media_type": "text/plain",
        "content": b64encode(b"\0hello\xff").decode(),
    }
    seeding.load({"files": {"Document": {"17": file}}})

    assert seeding.state() == {"files": {"Document": {"17": file}}}


# ----------------------------------------------------------------------- what is in a file


def test_a_seed_that_is_no_path_is_taken_as_it_is(seeding: Seeding) -> None:
    assert seeding.read({"tenant": "Cust1"}) == {"tenant": "Cust1"}


def test_a_path_is_read_as_json(seeding: Seeding, tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text("\ufeff" + json.dumps({"tenant": "Cust1"}), "utf-8")

    assert seeding.read(str(path)) == {"tenant": "Cust1"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{\n  "tenant": "a",\n  oops\n}', ":3:3: expected JSON: Expecting property name enclosed in double quotes"),
        (b'{\n"a": "\xff"}', ":2: the text is not UTF-8"),
        (b'{"lists": {}, "lists": {}}', ": 'lists' stands twice in one object"),
        (b'{"lists": NaN}', ": NaN is no number of JSON"),
        (b"[1]", ":1: expected an object with the keys of a seed"),
        (b"[" * 100_000, ": is nested too deeply"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_seed_is_refused_with_its_line(
    seeding: Seeding, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "seed.json"
    path.write_bytes(content)

    with pytest.raises(ValueError) as caught:
        seeding.read(path)

    assert str(caught.value) == f"{path}{message}"


# ------------------------------------------------------------------------ the made-up company


def test_the_made_up_company_fits_the_release(seeding: Seeding) -> None:
    seeding.load(seeding.default())
    state = seeding.state()

    names = [each["Name"] for each in state["records"]["ContactEntity"]]
    assert (len(names), names[3]) == (8, "Anvil")
    person = state["records"]["PersonEntity"][6]
    assert (person["PersonId"], person["Firstname"]) == (7, "Kari")
    assert person["Contact"] == {"ContactId": 4, "Name": "Anvil"}
    assert sorted(state["files"]) == ["Document", "PersonImage"]
    assert state["lists"]["udlist108"][0] == {"Id": 1, "Name": "Red", "Rank": 1}


def test_the_state_stores_the_same_again(pair: Pair, seeding: Seeding) -> None:
    seeding.load(seeding.default())
    other = Seeding(pair)

    other.load(seeding.state())

    assert other.content() == seeding.content()
    assert other.state() == seeding.state()


def test_the_state_is_json(seeding: Seeding) -> None:
    seeding.load(seeding.default())

    assert json.loads(json.dumps(seeding.state())) == seeding.state()


@pytest.mark.slow
def test_the_made_up_company_fits_the_newest_release(whole_pair: Pair) -> None:
    seeding, other = Seeding(whole_pair), Seeding(whole_pair)
    seeding.load(seeding.default())
    state = seeding.state()
    other.load(state)

    assert other.content() == seeding.content()
    numbers = {name: len(found) for name, found in state["records"].items()}
    assert numbers["SaleEntity"] == 5
    assert numbers["TicketEntity"] == 3
    assert numbers["CategoryEntity"] == 4
    assert numbers["User"] == 2
    assert state["records"]["User"][0]["Person"]["PersonId"] == 7
