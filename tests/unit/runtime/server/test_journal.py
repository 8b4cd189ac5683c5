"""The record of calls: what stands in it, and what must not."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def module(pair: Any) -> Any:
    return pair.server("journal")


def test_calls_are_found_by_agent_and_by_operation(module: Any) -> None:
    calls = module.CallRecords()
    get = module.CallRecord(agent="Contact", operation="GetContact", wire="soap")
    save = module.CallRecord(agent="Contact", operation="SaveContact", wire="agents")
    sign_in = module.CallRecord(method="POST", path="/login/common/oauth/tokens")
    for each in (get, save, sign_in):
        calls.append(each)
    assert calls.of("Contact") == [get, save]
    assert calls.of("contact/savecontact") == [save]
    assert calls.names == [
        "Contact/GetContact",
        "Contact/SaveContact",
        "POST /login/common/oauth/tokens",
    ]
    assert (calls[-1], calls[:2], len(calls)) == (sign_in, [get, save], 3)


def test_the_oldest_calls_are_forgotten(module: Any) -> None:
    calls = module.CallRecords(kept=2)
    for name in "abc":
        calls.append(module.CallRecord(agent=name))
    assert calls.names == ["b", "c"]
    calls.clear()
    assert not calls


def test_a_call_reads_as_one_line(module: Any) -> None:
    call = module.CallRecord(
        agent="Contact",
        operation="GetContact",
        wire="soap",
        status=500,
        user="anna",
        seconds=0.0123,
        error="KeyError: 4",
    )
    assert str(call) == (
        "soap    Contact/GetContact  500  12.3 ms  user anna  KeyError: 4"
    )


def test_headers_do_not_tell_what_lets_somebody_in(module: Any) -> None:
    raw = [
        (b"Authorization", b"SOTicket 7T:abcdefgh=="),
        (b"Cookie", b"session=abc"),
        (b"SO-AppToken", b"very secret"),
        (b"X-XSRF-TOKEN", b"abc"),
        (b"X-Api-Key", b"abc"),
        (b"X-Forwarded-For", b"7T:abcdefgh=="),
        (b"SO-Language", b"en"),
        (b"SOAPAction", b'"http://x/Contact/GetContact"'),
    ]
    assert module.headers_told(raw) == {
        "authorization": "SOTicket ***",
        "cookie": "***",
        "so-apptoken": "***",
        "x-xsrf-token": "***",
        "x-api-key": "***",
        "x-forwarded-for": "***",
        "so-language": "en",
        "soapaction": '"http://x/Contact/GetContact"',
    }


def test_carriers_are_told_by_the_names_of_the_wire(pair: Any, module: Any) -> None:
    carriers = pair.proxies("carriers")
    contact = carriers.ContactEntity(
        contact_id=4,
        name="Alfa",
        category=carriers.Category(id=2),
        custom_fields={"x_flag": "[I:1]"},
    )
    assert module.told({"ContactEntity": contact, "Ids": [1, 2], "Note": None}) == {
        "ContactEntity": {
            "ContactId": 4,
            "Name": "Alfa",
            "Category": {"Id": 2},
            "CustomFields": {"x_flag": "[I:1]"},
        },
        "Ids": [1, 2],
        "Note": None,
    }


def test_arguments_do_not_tell_secrets(module: Any) -> None:
    said = module.told(
        {
            "UserName": "anna",
            "Password": "secret",
            "AccessToken": "abc",
            "AuthenticationData": {"password": "secret", "user": "anna"},
            "Credentials": {"Value": ["secret"]},
            "Ticket": "7T",
            "TicketEntityId": 17,
            "Note": "his ticket is 7T:abcdefgh==, so there",
            "Tokens": 3,
            "Stream": b"12345",
            "ClientSecret": b"12345",
        }
    )
    assert said == {
        "UserName": "anna",
        "Password": "***",
        "AccessToken": "***",
        "AuthenticationData": {"password": "***", "user": "anna"},
        "Credentials": {"Value": ["***"]},
        "Ticket": "***",
        "TicketEntityId": 17,
        "Note": "his ticket is ***, so there",
        "Tokens": 3,
        "Stream": "<5 bytes>",
        "ClientSecret": "***",
    }


def test_what_is_large_or_deep_is_cut_short(module: Any) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    long = module.told({"Text": "x" * 10_000, "Deep": deep, "Many": [0] * 1_000_000})
    assert len(long["Text"]) == 2003
    assert str(long["Deep"]).endswith(f"'...'{']' * 41}")
    assert len(long["Many"]) < 6000


def test_nothing_is_noted_where_nobody_wants_to_know(module: Any) -> None:
    module.note(user="anna", error=KeyError("x"))


def test_what_answers_a_call_notes_what_it_knows(pair: Any, module: Any) -> None:
    about = pair.server("faults").About(agent="Contact", operation="GetContact")
    with module.noting(module.Note(about=pair.server("faults").About())) as noted:
        module.note(about=about, arguments={"Password": "x"})
        module.note(user="anna", error=ValueError("no 7T:abcdefgh== here"))
    assert noted == module.Note(
        about=about,
        user="anna",
        arguments={"Password": "***"},
        error="ValueError: no *** here",
    )
