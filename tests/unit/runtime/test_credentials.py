"""Who is calling: what goes onto each wire, and what people get to see."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from generator.runtime.credentials import (
    AccessToken,
    Credentials,
    Ticket,
    UsernamePassword,
)


def test_a_ticket_goes_verbatim_onto_both_wires():
    ticket = Ticket("7T:abc+/==")

    for wire in ("soap", "agents"):
        grant = ticket.at_hand(wire)
        assert grant and grant.authorization == "SOTicket 7T:abc+/=="
        assert grant.text == "7T:abc+/=="


def test_an_access_token_is_a_bearer_token_and_over_soap_a_ticket():
    token = AccessToken("8A:Cust12345.abc")

    for wire in ("soap", "agents"):
        grant = token.at_hand(wire)
        assert grant and grant.authorization == "Bearer 8A:Cust12345.abc"
        assert grant.text == "8A:Cust12345.abc"


def test_a_name_and_a_password_are_basic_in_utf8_and_no_ticket_yet():
    user = UsernamePassword("tom", "hemmelig-ø:x")

    grant = user.at_hand("agents")
    assert grant
    scheme, pair = grant.authorization.split()
    assert scheme == "Basic"
    assert base64.b64decode(pair).decode() == "tom:hemmelig-ø:x"
    assert user.at_hand("soap") is None


def test_a_colon_in_the_name_is_good_for_soap_alone():
    user = UsernamePassword("DOMAIN:tom", "hush")

    assert user.at_hand("soap") is None
    with pytest.raises(ValueError, match="colon"):
        user.at_hand("agents")


@pytest.mark.parametrize(
    ("credentials", "shown"),
    [
        (Ticket("7T:hushhush"), "Ticket(***)"),
        (AccessToken("8A:hushhush"), "AccessToken(***)"),
        (UsernamePassword("tom", "hushhush"), "UsernamePassword('tom', ***)"),
    ],
)
def test_no_secret_is_shown(credentials: Credentials, shown: str):
    assert repr(credentials) == str(credentials) == f"{credentials}" == shown
    assert repr([credentials]) == f"[{shown}]"


@pytest.mark.parametrize("kind", [Ticket, AccessToken])
@pytest.mark.parametrize(
    "secret", ["", "7T:hush hush", "7T:hush\r\nX-Evil: 1", "7T:hush\n", "7T:høsh"]
)
def test_what_cannot_stand_in_a_header_is_refused_and_not_repeated(
    kind: Callable[[str], Credentials], secret: str
):
    with pytest.raises(ValueError) as refused:
        kind(secret)

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Ticket(b"7T:hush"),  # type: ignore[arg-type]
        lambda: AccessToken(None),  # type: ignore[arg-type]
        lambda: UsernamePassword("tom", None),  # type: ignore[arg-type]
        lambda: UsernamePassword(1, "hush"),  # type: ignore[arg-type]
    ],
)
def test_another_type_is_refused_and_not_repeated(wrong: Callable[[], Any]):
    with pytest.raises(TypeError) as refused:
        wrong()

    assert "hush" not in str(refused.value)


def test_a_name_there_must_be():
    with pytest.raises(ValueError, match="username"):
        UsernamePassword("", "hush")


def test_credentials_do_not_change_and_are_equal_by_value():
    assert Ticket("7T:a") == Ticket("7T:a")
    assert Ticket("7T:a") != AccessToken("7T:a")
    assert len({Ticket("7T:a"), Ticket("7T:a")}) == 1
    with pytest.raises(AttributeError):
        Ticket("7T:a").ticket = "7T:b"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(Ticket("7T:a"))) == Ticket("7T:a")
