"""What a seed says of users and applications, and what is read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def accounts(pair: Any) -> Any:
    return pair.server("accounts")


@pytest.fixture
def records(pair: Any) -> Iterator[Any]:
    with pair.server("store").Store().writing() as records:
        yield records


def state_of(accounts: Any, records: Any) -> dict[str, Any]:
    found = {name: key.state(records) for name, key in accounts.SIGN_IN_KEYS.items()}
    return {name: value for name, value in found.items() if value is not None}


def test_the_default_names_what_the_examples_name(accounts: Any) -> None:
    default = accounts.DEFAULT_SIGN_IN
    assert [(u["name"], u["password"]) for u in default["users"]] == [
        ("kari", "secret")
    ]
    assert (default["tenant"], default["tickets"], default["tokens"]) == (
        "Cust12345",
        {"7T:...": "kari"},
        {"8A:Cust12345.abc": "kari"},
    )
    assert [(a["client_id"], a["client_secret"]) for a in default["apps"]] == [
        ("my-app", "my-secret")
    ]


def test_what_is_read_back_can_be_loaded_and_lets_the_same_people_in(
    accounts: Any, records: Any, pair: Any
) -> None:
    seed = {
        **accounts.DEFAULT_SIGN_IN,
        "implicit_user": "kari",
        "tenant_state": "Suspended",
        "licenses": ["ADWIZA/GANTT"],
    }
    accounts.load_sign_in(records, seed)
    state = state_of(accounts, records)
    for secret in ("secret", "7T:...", "8A:Cust12345.abc"):
        assert f"'{secret}'" not in repr(state)
    store = pair.server("store").Store()
    with store.writing() as other:
        accounts.load_sign_in(other, state)
        assert state_of(accounts, other) == state
    door = pair.server("sign_in").SignIn(
        store, pair.server("clock").Clock(), strict=True
    )
    assert door.by_password("kari", "secret").associate_id == 1
    assert door.authorized("SOTicket 7T:...").name == "kari"
    assert door.authorized("Bearer 8A:Cust12345.abc").name == "kari"
    assert door.implicit().name == "kari"
    assert door.licenses == ("ADWIZA/GANTT",)


def test_an_empty_store_has_no_state(accounts: Any, records: Any) -> None:
    assert state_of(accounts, records) == {}


def test_tickets_that_were_given_out_are_no_part_of_the_state(
    accounts: Any, pair: Any
) -> None:
    store = pair.server("store").Store()
    door = pair.server("sign_in").SignIn(
        store, pair.server("clock").Clock(), strict=False
    )
    door.ticket_for("ola")
    with store.reading() as records:
        assert state_of(accounts, records) == {}


def test_users_without_a_number_get_the_next_one(accounts: Any, records: Any) -> None:
    accounts.load_sign_in(
        records, {"users": [{"name": "b", "associate_id": 5}, {"name": "a"}]}
    )
    accounts.load_sign_in(records, {"users": [{"name": "c"}]})
    found = [(each.name, each.associate_id) for each in accounts.accounts_of(records)]
    assert found == [("b", 5), ("a", 6), ("c", 7)]


def test_a_user_of_the_same_name_takes_the_place_of_the_first(
    accounts: Any, records: Any
) -> None:
    accounts.load_sign_in(records, {"users": [{"name": "Kari", "associate_id": 1}]})
    accounts.load_sign_in(records, {"users": [{"name": "KARI", "associate_id": 2}]})
    assert [each.name for each in accounts.accounts_of(records)] == ["KARI"]


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (
            {"users": [{"name": "kari", "pasword": "x"}]},
            "users: Object contains unknown field `pasword` - at `$[0]`",
        ),
        ({"users": [{"password": "x"}]}, "users: Object missing required field `name` - at `$[0]`"),  # fmt: skip
        ({"users": [{"name": " "}]}, "users: a user needs a name"),
        ({"users": {}}, "users: Expected `array`, got `object`"),
        (
            {"users": [{"name": "kari", "password_hash": "x"}]},
            "a hash of a password must be one that this server has written: scrypt$...",
        ),
        ({"tickets": {" ": "kari"}}, "tickets: a ticket must not be empty"),
        ({"tokens": ["x"]}, "tokens: Expected `object`, got `array`"),
        ({"apps": [{"client_id": ""}]}, "apps: an application needs a client_id"),
        (
            {"apps": [{"client_id": "a", "public_key": "x"}]},
            "apps: the public_key of a must be PEM (BEGIN PUBLIC KEY)",
        ),
        ({"tenant": "a/b"}, "tenant: 'a/b' is no name for one"),
        ({"licenses": "all"}, "licenses: Expected `array`, got `str`"),
    ],
)
def test_a_seed_that_is_wrong_is_refused_with_the_place(
    accounts: Any, records: Any, seed: Any, message: str
) -> None:
    with pytest.raises(ValueError) as raised:
        accounts.load_sign_in(records, seed)
    assert str(raised.value) == message


@pytest.mark.parametrize("kind", ["Account", "App"])
def test_what_shows_them_shows_no_secret(accounts: Any, kind: str) -> None:
    made = (
        accounts.Account(name="kari", password="s3cret")
        if kind == "Account"
        else accounts.App(client_id="kari", client_secret="s3cret")
    )
    assert repr(made) == f"{kind}('kari')"


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "scrypt$2048$8$1$AAAA",
        "scrypt$3$8$1$AAAA$AAAA",
        "scrypt$65536$99$1$AAAA$AAAA",
        "scrypt$2048$8$1$A===$AAAA",
    ],
)
def test_a_hash_that_nobody_made_fits_no_password(pair: Any, stored: str) -> None:
    assert not pair.server("passwords").is_password("", stored)
