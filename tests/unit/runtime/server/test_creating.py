"""`create_app`: from stubs, from the stand-in, or from both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import Caller, Served, soap_header


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


def person(caller: Caller, **words: Any) -> Any:
    return caller.webapi("GET", "Person/7", **words)


def test_without_a_word_it_is_the_stand_in(served: Served) -> None:
    caller = served()
    assert person(caller).json()["Firstname"] == "Kari"
    assert caller.app.tenant == "Cust12345"
    assert caller.app.hint == (
        "Without a seed of your own, sign in by Ticket('7T:...'), "
        "or as kari with the password secret."
    )


def test_the_stand_in_lets_nobody_in_whom_it_does_not_know(served: Served) -> None:
    stranger = {"Authorization": "SOTicket 7T:stranger"}
    assert person(served(), headers=stranger).status_code == 401


def test_with_stubs_alone_anybody_may_come_in_and_nothing_is_stored(
    served: Served, C: Any
) -> None:
    caller = served(
        served.stub("Contact", create_default_contact_entity=C.ContactEntity)
    )
    for authorization in ("SOTicket 7T:stranger", "Bearer x", "Basic YTpi"):
        headers = {"Authorization": authorization}
        answer = caller.agents("Contact/CreateDefaultContactEntity", headers=headers)
        assert answer.status_code == 200
    assert person(caller).status_code == 501
    assert caller.app.hint == (
        "Anybody may sign in, by any name and password, ticket or token."
    )
    with pytest.raises(ValueError):
        caller.app.control.state()


def test_the_stand_in_says_of_what_it_does_not_do_that_the_caller_is_wrong(
    served: Served,
) -> None:
    """Nothing is broken: monitors and fuzzers shall not think so."""
    answer = served().agents("Contact/Merge", {})
    assert (answer.status_code, answer.json()["ErrorType"]) == (
        400,
        "System.NotImplementedException",
    )


@pytest.mark.parametrize("words", [{"store": ":memory:"}, {"seed": {}}])
def test_a_store_or_a_seed_stands_in_beside_stubs(
    served: Served, C: Any, words: dict[str, Any]
) -> None:
    stub = served.stub("Contact", get_contact_entity=lambda number: C.ContactEntity())
    assert served(stub, **words).app.control.state() is not None


def test_a_store_in_a_file_keeps_what_was_saved(served: Served, tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    saved = served(store=path).webapi("POST", "Contact", {"Name": "Beta"}).json()
    again = served(store=str(path)).webapi("GET", f"Contact/{saved['ContactId']}")
    assert again.json()["Name"] == "Beta"


def test_two_stores_in_memory_are_two(served: Served) -> None:
    one, two = served(store=":memory:"), served(store=":memory:")
    number = one.webapi("POST", "Contact", {"Name": "Beta"}).json()["ContactId"]
    assert two.webapi("GET", f"Contact/{number}").status_code == 404


def test_a_seed_is_what_there_is_in_the_beginning(
    served: Served, tmp_path: Path
) -> None:
    seed = {
        "users": [{"name": "anna", "password": "x", "associate_id": 5}],
        "tickets": {"7T:anna": "anna"},
        "records": {"ContactEntity": [{"ContactId": 3, "Name": "Alfa"}]},
    }
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(seed))
    for each in (seed, file):
        answer = served(seed=each).webapi(
            "GET", "Contact/3", headers={"Authorization": "SOTicket 7T:anna"}
        )
        assert answer.json()["Name"] == "Alfa"


def test_a_seed_does_not_change_a_store_that_has_one(
    served: Served, tmp_path: Path
) -> None:
    path = tmp_path / "crm.sqlite"
    number = served(store=path).webapi("POST", "Contact", {"Name": "Beta"}).json()["ContactId"]  # fmt: skip
    again = served(
        store=path,
        seed={"records": {"ContactEntity": [{"ContactId": number, "Name": "x"}]}},
    )
    assert again.webapi("GET", f"Contact/{number}").json()["Name"] == "Beta"


@pytest.mark.parametrize(("faults", "status"), [(False, 200), (True, 500)])
def test_exceptions_are_faults_where_that_is_wanted(
    served: Served, C: Any, faults: bool, status: int
) -> None:
    stub = served.stub("Contact", get_contact_entity=lambda number: C.ContactEntity())
    answer = served(stub, faults=faults).soap("Contact/SaveContactEntity")
    assert answer.status_code == status


@pytest.mark.parametrize(("control", "status"), [(False, 404), (True, 200)])
def test_what_tests_need_is_only_offered_where_that_is_wanted(
    served: Served, control: bool, status: int
) -> None:
    host = {"Host": "127.0.0.1"}
    answer = served(control=control).send("GET", "/_control/calls", headers=host)
    assert answer.status_code == status


def test_bodies_are_no_larger_than_that(served: Served) -> None:
    caller = served(most_bytes=1000)
    small, large = b'"' + b"x" * 990 + b'"', b'"' + b"x" * 1000 + b'"'
    for send in (
        lambda body: caller.agents("Contact/SaveContactEntity", body),
        lambda body: caller.webapi("POST", "Contact", body),
        lambda body: caller.send("POST", "/Remote/Services88/Contact.svc", body),
        lambda body: caller.send("POST", "/nowhere", body),
        lambda body: caller.send("POST", "/api/v1/Contact", chunks(body)),
    ):
        assert send(small).status_code in (400, 404, 415)
        answer = send(large)
        assert (answer.status_code, answer.json()) == (
            413,
            {
                "Message": "The request is too large.",
                "MessageDetail": "the body has more than the 1000 bytes that this server takes",
            },
        )


def chunks(body: bytes) -> Any:
    """The body in pieces, of which nobody knows how many there are."""
    return (body[at : at + 100] for at in range(0, len(body), 100))


def test_an_application_is_for_one_release(pair: Any, served: Served) -> None:
    assert served.create_app.catalogue is pair.catalogue


def test_stubs_and_store_answer_together_over_soap(served: Served, C: Any) -> None:
    stub = served.stub("Contact", get_contact_entity=lambda number: C.ContactEntity())
    caller = served(stub, store=":memory:")
    answers = [
        caller.soap("Contact/GetContactEntity"),
        caller.soap("Person/GetPersonEntity", "<PersonEntityId>7</PersonEntityId>"),
    ]
    assert ["<Succeeded>true</Succeeded>" in soap_header(each) for each in answers] == [
        True,
        True,
    ]
    assert "<Firstname>Kari</Firstname>" in answers[1].text
