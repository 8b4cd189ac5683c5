"""Users, tickets and tokens: who is let in, for how long, and what the store knows of it."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HOURS = timedelta(hours=1)
KARI = {"name": "kari", "password": "secret", "associate_id": 1, "full_name": "Kari N."}


def basic(name: str, password: str, encoding: str = "utf-8") -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode(encoding)).decode()


class Entrance:
    """A sign-in with its store and its clock."""

    def __init__(self, pair: Any, path: Path | None, strict: bool, seed: Any) -> None:
        self.clock = pair.server("clock").Clock()
        self.store = pair.server("store").Store(path)
        self.accounts = pair.server("accounts")
        self.load(**seed)
        self.door = pair.server("sign_in").SignIn(self.store, self.clock, strict=strict)

    def load(self, **seed: Any) -> None:
        with self.store.writing() as records:
            self.accounts.load_sign_in(records, seed)

    def settings(self) -> dict[str, bytes]:
        with self.store.reading() as records:
            return dict(records.settings(""))


@pytest.fixture
def opened(pair: Any) -> Callable[..., Entrance]:
    def opened(
        path: Path | None = None, *, strict: bool = True, **seed: Any
    ) -> Entrance:
        return Entrance(pair, path, strict, seed)

    return opened


@pytest.fixture
def fault(pair: Any) -> Any:
    return pair.proxies("errors").AuthenticationFault


@pytest.fixture
def unread(pair: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was read is believed for any time."""
    monkeypatch.setattr(pair.server("sign_in"), "FRESH", -1.0)


# ---------------------------------------------------------------------------- schemes


@pytest.mark.parametrize("scheme", ["SOTicket", "SOTICKET", "soticket"])
def test_a_ticket_lets_its_user_in_whatever_the_case_of_the_scheme(
    opened: Any, scheme: str
) -> None:
    entrance = opened(users=[KARI], tickets={"7T:abc==": "kari"})
    user = entrance.door.authorized(f"{scheme} 7T:abc==")
    assert (user.name, user.associate_id, user.full_name) == ("kari", 1, "Kari N.")


@pytest.mark.parametrize("name", ["kari", "KARI"])
@pytest.mark.parametrize("password", ["secret", "med:kolon", "blåbær"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_name_and_password_are_taken_as_utf_8_and_as_latin_1(
    opened: Any, name: str, password: str, encoding: str
) -> None:
    entrance = opened(users=[{**KARI, "password": password}])
    assert entrance.door.authorized(basic(name, password, encoding)).name == "kari"


def test_soap_takes_tickets_and_access_tokens_alike(opened: Any) -> None:
    entrance = opened(
        users=[KARI], tickets={"7T:...": "kari"}, tokens={"8A:Cust12345.abc": "kari"}
    )
    found = [entrance.door.by_ticket(each) for each in ("7T:...", "8A:Cust12345.abc")]
    assert [each.name for each in found] == ["kari", "kari"]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "",
            "The scheme of the header Authorization must be Basic, SOTicket or Bearer.",
        ),
        (
            "7T:s3cret",
            "The scheme of the header Authorization must be Basic, SOTicket or Bearer.",
        ),
        (
            "Negotiate s3cret",
            "The scheme of the header Authorization must be Basic, SOTicket or Bearer.",
        ),
        ("SOTicket", "There is no ticket in the request."),
        ("Bearer ", "There is no access token in the request."),
        ("SOTicket 7T:s3cret", "The ticket is not known."),
        ("Bearer 8A:s3cret", "The access token is not known."),
        (
            "Bearer 7T:s3cret",
            "The access token is not known. A ticket goes with the scheme SOTicket.",
        ),
        (
            "SOTicket 8A:s3cret",
            "The ticket is not known. An access token goes with the scheme Bearer.",
        ),
        ("Basic s3cret!", "What goes with the scheme Basic is no base64."),
        ("Basic blåbær", "What goes with the scheme Basic is no base64."),
        (
            "Basic czNjcmV0",
            "What goes with the scheme Basic holds no name and password.",
        ),
        (basic("", "s3cret"), "There is no user's name in the request."),
        (basic("kari", "s3cret"), "The user name or the password is wrong."),
        (basic("ola", "s3cret"), "The user name or the password is wrong."),
        (basic("nobody", ""), "The user name or the password is wrong."),
    ],
)
def test_a_refusal_says_what_is_wrong_and_no_secret(
    opened: Any, fault: Any, pair: Any, header: str, message: str
) -> None:
    entrance = opened(users=[KARI, {"name": "nobody"}])
    with pytest.raises(fault) as raised:
        entrance.door.authorized(header)
    refusal = pair.server("refusals").refusal_of(raised.value)
    assert (refusal.status, refusal.info.message) == (401, message)
    refers = pair.proxies("_runtime.transport").refers_to_sign_in
    assert refers(refusal.info)
    assert "s3cret" not in repr(raised.value)


def test_a_user_without_a_password_is_not_let_in_by_an_empty_one(
    opened: Any, fault: Any
) -> None:
    entrance = opened(users=[{"name": "ola"}, {"name": "eva", "password": ""}])
    assert entrance.door.authorized(basic("eva", "")).name == "eva"
    with pytest.raises(fault):
        entrance.door.authorized(basic("ola", ""))


@given(
    scheme=st.sampled_from(["Basic", "SOTicket", "bearer", "", "Negotiate"]),
    text=st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: base64.b64encode(raw).decode()),
    strict=st.booleans(),
)  # fmt: skip
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_is_said_lets_a_user_in_or_is_refused(
    pair: Any, scheme: str, text: str, strict: bool
) -> None:
    clock = pair.server("clock").Clock()
    door = pair.server("sign_in").SignIn(None, clock, strict=strict)
    for look, said in (
        (door.authorized, f"{scheme} {text}"),
        (door.by_ticket, text),
    ):
        try:
            user = look(said)
        except pair.proxies("errors").AuthenticationFault:
            continue
        assert not strict and user.name


# --------------------------------------------------------------------- what tickets live


def test_each_use_of_a_ticket_begins_its_six_hours_anew(
    opened: Any, fault: Any
) -> None:
    entrance = opened(users=[KARI])
    ticket = entrance.door.issue(entrance.door.user("kari"))
    assert ticket.startswith("7T:")
    for _ in range(3):
        entrance.clock.advance(5.9 * HOURS)
        assert entrance.door.authorized(f"SOTicket {ticket}").name == "kari"
    entrance.clock.advance(6 * HOURS)
    for _ in range(2):
        with pytest.raises(fault, match=r"The ticket has expired\."):
            entrance.door.by_ticket(ticket)


def test_uses_over_either_wire_extend_the_same_ticket(opened: Any) -> None:
    entrance = opened(users=[KARI])
    ticket = entrance.door.issue(entrance.door.user("kari"))
    for look in (
        lambda: entrance.door.by_ticket(ticket),
        lambda: entrance.door.authorized(f"SOTicket {ticket}"),
    ) * 2:
        entrance.clock.advance(5 * HOURS)
        assert look().name == "kari"


def test_an_access_token_lives_an_hour_however_much_it_is_used(
    opened: Any, fault: Any
) -> None:
    entrance = opened(users=[KARI], tenant="Cust7")
    token = entrance.door.issue_token(entrance.door.user("kari"))
    assert token.startswith("8A:Cust7.")
    entrance.clock.advance(0.9 * HOURS)
    assert entrance.door.authorized(f"Bearer {token}").name == "kari"
    entrance.clock.advance(0.1 * HOURS)
    with pytest.raises(fault, match=r"The access token has expired\."):
        entrance.door.authorized(f"Bearer {token}")


def test_tickets_and_tokens_of_the_seed_never_expire(opened: Any) -> None:
    entrance = opened(
        users=[KARI], tickets={"7T:...": "kari"}, tokens={"8A:x.y": "kari"}
    )
    entrance.clock.advance(10_000 * HOURS)
    assert entrance.door.by_ticket("7T:...").name == "kari"
    assert entrance.door.by_ticket("8A:x.y").name == "kari"


@pytest.mark.parametrize("strict", [True, False])
def test_a_revoked_ticket_lets_nobody_in_at_once(
    opened: Any, fault: Any, strict: bool
) -> None:
    entrance = opened(users=[KARI], tickets={"7T:...": "kari"}, strict=strict)
    issued = entrance.door.issue(entrance.door.user("kari"))
    entrance.clock.advance(5.995 * HOURS)
    for ticket in ("7T:...", issued):
        assert entrance.door.by_ticket(ticket).name == "kari"
        entrance.door.revoke(ticket)
        with pytest.raises(fault, match="expired"):
            entrance.door.by_ticket(ticket)


def test_a_ticket_of_a_user_whom_there_is_no_more_lets_nobody_in(
    opened: Any, fault: Any
) -> None:
    entrance = opened(users=[KARI], tickets={"7T:...": "ola"})
    with pytest.raises(fault, match="a user whom there is no more"):
        entrance.door.by_ticket("7T:...")


def test_two_tickets_are_never_the_same(opened: Any) -> None:
    entrance = opened(users=[KARI])
    kari = entrance.door.user("kari")
    assert len({entrance.door.issue(kari) for _ in range(50)}) == 50


# ---------------------------------------------------------------------------- the store


def test_no_secret_is_stored_in_clear(opened: Any, tmp_path: Path) -> None:
    entrance = opened(
        tmp_path / "crm.sqlite",
        users=[{**KARI, "password": "p4ssw0rd"}],
        tickets={"7T:fixed": "kari"},
        apps=[{"client_id": "a", "client_secret": "s3cret"}],
    )
    ticket = entrance.door.issue(entrance.door.user("kari"))
    kept = repr(entrance.settings())
    entrance.store.close()
    kept += repr([each.read_bytes() for each in tmp_path.iterdir()])
    for secret in ("p4ssw0rd", "7T:fixed", "s3cret", ticket):
        assert secret not in kept


def test_a_renewal_is_written_once_a_minute_at_most(opened: Any) -> None:
    entrance = opened(users=[KARI])
    ticket = entrance.door.issue(entrance.door.user("kari"))
    written: list[dict[str, bytes]] = [entrance.settings()]
    for _ in range(13):  # two minutes and ten seconds
        entrance.clock.advance(timedelta(seconds=10))
        entrance.door.by_ticket(ticket)
        if entrance.settings() != written[-1]:
            written.append(entrance.settings())
    assert len(written) - 1 == 2


def test_a_ticket_survives_its_server(opened: Any, tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    first = opened(path, users=[KARI])
    ticket = first.door.issue(first.door.user("kari"))
    first.clock.advance(5 * HOURS)
    assert first.door.by_ticket(ticket).name == "kari"
    second = opened(path)  # the first was not closed: it was killed
    second.clock.advance(10.9 * HOURS)
    assert second.door.by_ticket(ticket).name == "kari"


def test_two_processes_on_one_file_agree(
    opened: Any, fault: Any, tmp_path: Path, unread: None
) -> None:
    path = tmp_path / "crm.sqlite"
    one, other = opened(path, users=[KARI]), opened(path)
    ticket = one.door.issue(one.door.user("kari"))
    assert other.door.by_ticket(ticket).name == "kari"
    for entrance in (one, other):
        entrance.clock.advance(5 * HOURS)
    assert other.door.by_ticket(ticket).name == "kari"
    for entrance in (one, other):
        entrance.clock.advance(5 * HOURS)
    assert one.door.by_ticket(ticket).name == "kari"  # since the other has extended it
    other.load(users=[{**KARI, "password": "new"}])
    with pytest.raises(fault):
        one.door.authorized(basic("kari", "secret"))
    assert one.door.authorized(basic("kari", "new")).name == "kari"
    other.door.revoke(ticket)
    with pytest.raises(fault):
        one.door.by_ticket(ticket)


def test_what_was_read_is_believed_until_it_is_to_be_forgotten(opened: Any) -> None:
    entrance = opened(users=[KARI])
    header = basic("kari", "secret")
    assert entrance.door.authorized(header).full_name == "Kari N."
    entrance.load(users=[{**KARI, "full_name": "Kari Nordmann"}])
    assert entrance.door.authorized(header).full_name == "Kari N."
    entrance.door.forget()
    assert entrance.door.authorized(header).full_name == "Kari Nordmann"


def test_a_password_is_hashed_once_and_looked_up_after_that(
    opened: Any, pair: Any, unread: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance = opened(users=[KARI])
    module = pair.server("sign_in")
    hashed: list[str] = []

    def counted(password: str, stored: str) -> bool:
        hashed.append(password)
        return pair.server("passwords").is_password(password, stored)

    monkeypatch.setattr(module, "is_password", counted)
    for _ in range(3):
        entrance.door.authorized(basic("kari", "secret"))
    assert hashed == ["secret"]


def test_a_store_that_is_busy_does_not_keep_anybody_out(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance = opened(users=[KARI])
    ticket = entrance.door.issue(entrance.door.user("kari"))
    entrance.clock.advance(5 * HOURS)

    def busy() -> None:
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(entrance.store, "writing", busy)
        assert entrance.door.by_ticket(ticket).name == "kari"
    assert entrance.door.by_ticket(ticket).name == "kari"
    entrance.door.forget()
    entrance.clock.advance(5 * HOURS)
    assert entrance.door.by_ticket(ticket).name == "kari"


def test_tickets_that_are_long_over_are_forgotten(
    opened: Any, pair: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair.server("sign_in"), "_PRUNED_EVERY", 1)
    entrance = opened(users=[KARI], tickets={"7T:...": "kari"})
    kari = entrance.door.user("kari")
    for _ in range(3):
        entrance.door.issue(kari)
    entrance.clock.advance(13 * HOURS)
    entrance.door.issue(kari)
    kept = [name for name in entrance.settings() if name.startswith("ticket:")]
    assert len(kept) == 2


def test_of_too_many_tickets_those_go_first_that_end_first(
    opened: Any, pair: Any, fault: Any
) -> None:
    passes = pair.server("passes")
    entrance = opened(users=[KARI])
    kari = entrance.door.user("kari")
    tickets = []
    for _ in range(4):
        tickets.append(entrance.door.issue(kari))
        entrance.clock.advance(timedelta(seconds=1))
    with entrance.store.writing() as records:
        few = passes.TICKET._replace(most=2)
        passes.prune(records, few, entrance.clock.now().timestamp(), 0.0)
    for ticket in tickets[:2]:
        with pytest.raises(fault):
            entrance.door.by_ticket(ticket)
    assert [entrance.door.by_ticket(each).name for each in tickets[2:]] == ["kari"] * 2


def test_callers_cannot_fill_the_memory(opened: Any, pair: Any) -> None:
    entrance = opened(strict=False)
    for number in range(6_000):
        entrance.door.by_ticket(f"7T:{number}")
    assert len(entrance.door._known) <= 5_000


# ---------------------------------------------------------------------- open to everybody


def test_whoever_says_a_name_and_a_password_is_let_in_where_nobody_is_known(
    opened: Any, pair: Any
) -> None:
    door = opened(strict=False).door
    assert door.authorized(basic("ola", "x")) == pair.server("calls").User(name="ola")


def test_users_that_are_known_keep_their_numbers_where_everybody_is_let_in(
    opened: Any,
) -> None:
    door = opened(strict=False, users=[KARI]).door
    assert door.authorized(basic("Kari", "whatever")).associate_id == 1


@pytest.mark.parametrize("header", ["SOTicket 7T:s3cret", "Bearer 8A:s3cret"])
def test_tickets_of_strangers_make_users_whose_names_tell_no_secret(
    opened: Any, header: str
) -> None:
    door = opened(strict=False).door
    user = door.authorized(header)
    assert user.name.startswith("caller ") and "s3cret" not in repr(user)
    assert door.authorized(header) == user
    assert door.by_ticket(header.partition(" ")[2]) == user
    assert door.authorized(header + "2") != user


@pytest.mark.parametrize("header", ["SOTicket ", "Bearer", basic("ola", ""), basic("", "x"), ""])  # fmt: skip
def test_nobody_is_let_in_for_nothing(opened: Any, fault: Any, header: str) -> None:
    with pytest.raises(fault):
        opened(strict=False).door.authorized(header)


def test_a_stranger_gets_a_ticket_that_lets_him_in_as_himself(
    opened: Any, fault: Any
) -> None:
    entrance = opened(strict=False)
    ola = entrance.door.authorized(basic("ola", "x"))
    ticket = entrance.door.issue(ola)
    assert entrance.door.by_ticket(ticket) == ola
    entrance.clock.advance(6 * HOURS)
    with pytest.raises(fault):
        entrance.door.by_ticket(ticket)


def test_a_sign_in_without_a_store_keeps_everything_in_memory(pair: Any) -> None:
    door = pair.server("sign_in").SignIn(None, pair.server("clock").Clock(), strict=False)  # fmt: skip
    assert door.by_ticket(door.ticket_for("ola")).name == "ola"


# ------------------------------------------------------------------------- for tests' use


def test_a_ticket_for_a_user_or_the_first_one(opened: Any) -> None:
    entrance = opened(users=[KARI, {"name": "Ola"}])
    found = [entrance.door.ticket_for(each) for each in ("", "ola")]
    assert [entrance.door.by_ticket(each).name for each in found] == ["kari", "Ola"]
    with pytest.raises(ValueError, match="there is no user 'eva'"):
        entrance.door.ticket_for("eva")
