"""Resources that are one kind of entity, answered by a user's stubs and by the stand-in."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import Caller, Served

CHANGED = datetime(2026, 1, 5, 8, 10, 0, 999_999)
AT = "Mon, 05 Jan 2026 08:10:00 GMT"
BEFORE = "Mon, 05 Jan 2026 08:09:59 GMT"
NOT_THERE = {
    "Error": True,
    "ErrorType": "SuperOffice.NotFound",
    "ErrorMessage": "There is no such thing.",
    "ErrorSource": "",
}
NOT_IMPLEMENTED = {
    "Error": True,
    "ErrorType": "System.NotImplementedException",
    "ErrorMessage": "The method or operation is not implemented.",
    "ErrorSource": "",
}


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


class Contacts:
    """What a user's stub does with contacts, and what it was asked."""

    def __init__(self, served: Served, C: Any) -> None:
        self.asked: list[Any] = []
        self.caller: Caller = served(
            served.stub(
                "Contact",
                get_contact_entity=self.get,
                save_contact_entity=self.save,
                delete_contact_entity=self.delete,
                create_default_contact_entity=lambda: C.ContactEntity(name="new"),
                validate_contact_entity=self.validate,
            )
        )
        self.C = C

    def get(self, number: int) -> Any:
        if number > 99:
            return None
        return self.C.ContactEntity(
            contact_id=number, name="Alfa", updated_date=CHANGED
        )

    async def save(self, entity: Any) -> Any:
        self.asked.append(("save", entity.contact_id, entity.name, type(entity)))
        saved = entity.__copy__()
        saved.contact_id = entity.contact_id or 17
        return saved

    async def delete(self, number: int) -> None:
        self.asked.append(("delete", number))

    def validate(self, entity: Any) -> Any:
        return {"Name": f"{entity.name} is no name"}


@pytest.fixture(scope="module")
def made(served: Served, C: Any) -> Contacts:
    return Contacts(served, C)


@pytest.fixture
def contacts(made: Contacts) -> Contacts:
    made.asked.clear()
    return made


def some(answer: Any) -> dict[str, Any]:
    """What is neither null nor zero of the entity in an answer."""
    assert answer.status_code == 200, answer.text
    empty = (None, 0, False, "0001-01-01T00:00:00")
    return {name: each for name, each in answer.json().items() if each not in empty}


# ------------------------------------------------------------------------- a user's stubs


def test_the_default_is_asked_of_the_agent(contacts: Contacts) -> None:
    assert some(contacts.caller.webapi("GET", "Contact/default")) == {"Name": "new"}


def test_an_entity_is_read_with_links_and_the_time_of_its_change(
    contacts: Contacts,
) -> None:
    answer = contacts.caller.webapi("GET", "Contact/4")
    assert some(answer) == {
        "ContactId": 4,
        "Name": "Alfa",
        "UpdatedDate": "2026-01-05T08:10:00.999999",
        "_Links": {"Self": "http://crm.test/api/v1/Contact/4"},
    }
    assert answer.headers["last-modified"] == AT


def test_the_head_of_an_entity_is_that_of_reading_it(contacts: Contacts) -> None:
    answer = contacts.caller.webapi("GET", "Contact/4")
    head = contacts.caller.webapi("HEAD", "Contact/4")
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(answer.headers)


@pytest.mark.parametrize("verb", ["GET", "PUT", "PATCH"])
def test_an_unknown_number_is_not_found(contacts: Contacts, verb: str) -> None:
    body = None if verb == "GET" else {}
    answer = contacts.caller.webapi(verb, "Contact/400", body)
    assert (answer.status_code, answer.json()) == (404, NOT_THERE)
    assert contacts.asked == []


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (AT, 304),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 304),
        (BEFORE, 200),
        ("Mon, 05 Jan 2026 08:10:00 +0100", 200),
        ("Mon, 05 Jan 2026 09:10:00 +0100", 304),
        ("yesterday", 200),
        ("0" * 500, 200),
        ("Mon, 05 Jan 99999999999 08:10:00 GMT", 200),
    ],
)
def test_what_was_not_changed_since_is_not_sent(
    contacts: Contacts, since: str, status: int
) -> None:
    answer = contacts.caller.webapi(
        "GET", "Contact/4", headers={"If-Modified-Since": since}
    )
    assert answer.status_code == status
    assert bool(answer.content) == (status == 200)


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("since", "changes"), [(AT, True), (BEFORE, False), ("yesterday", True)]
)
def test_what_somebody_has_changed_since_is_not_changed(
    contacts: Contacts, verb: str, since: str, changes: bool
) -> None:
    body = None if verb == "DELETE" else {"Name": "Beta"}
    answer = contacts.caller.webapi(
        verb, "Contact/4", body, headers={"If-Unmodified-Since": since}
    )
    assert bool(contacts.asked) == changes
    if not changes:
        assert answer.status_code == 412
        assert answer.json() == {
            "Error": True,
            "ErrorType": "SuperOffice.PreconditionFailed",
            "ErrorMessage": "Somebody has changed it since then.",
            "ErrorSource": "",
        }


def test_a_new_entity_gets_its_number_from_the_agent_and_a_link_below(
    contacts: Contacts, C: Any
) -> None:
    answer = contacts.caller.webapi("POST", "Contact", {"ContactId": 4, "Name": "Beta"})
    assert some(answer) == {
        "ContactId": 17,
        "Name": "Beta",
        "_Links": {"Self": "http://crm.test/api/v1/Contact/17"},
    }
    assert contacts.asked == [("save", 0, "Beta", C.ContactEntity)]


def test_an_entity_is_replaced_at_the_number_in_its_address(
    contacts: Contacts, C: Any
) -> None:
    answer = contacts.caller.webapi(
        "PUT", "Contact/4", {"ContactId": 5, "Name": "Beta", "_Links": {"Self": "x"}}
    )
    assert some(answer)["Name"] == "Beta"
    assert contacts.asked == [("save", 4, "Beta", C.ContactEntity)]


@pytest.mark.parametrize(
    "changes",
    [
        [{"op": "replace", "path": "/name", "value": "Beta"}],
        [
            {"op": "test", "path": "ContactId", "value": 4},
            {"op": "replace", "path": "/ContactId", "value": 5},
            {"op": "add", "path": "/Name", "value": "Beta"},
        ],
        {"name": "Beta", "contactId": 5},
    ],
)
def test_an_entity_is_changed_by_a_patch(
    contacts: Contacts, C: Any, changes: Any
) -> None:
    answer = contacts.caller.webapi("PATCH", "Contact/4", changes)
    assert some(answer) == {
        "ContactId": 4,
        "Name": "Beta",
        "UpdatedDate": "2026-01-05T08:10:00.999999",
        "_Links": {"Self": "http://crm.test/api/v1/Contact/4"},
    }
    assert contacts.asked == [("save", 4, "Beta", C.ContactEntity)]


def test_a_test_that_fails_changes_nothing(contacts: Contacts) -> None:
    changes = [
        {"op": "replace", "path": "/Department", "value": "x"},
        {"op": "test", "path": "/Name", "value": "Beta"},
    ]
    answer = contacts.caller.webapi("PATCH", "Contact/4", changes)
    assert answer.status_code == 409
    assert answer.json() == {
        "Error": True,
        "ErrorType": "SuperOffice.Conflict",
        "ErrorMessage": "'/Name' is not what it is expected to be; nothing was changed",
        "ErrorSource": "",
    }
    assert contacts.asked == []


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"5", b"true", b'"x"', b"{", b"[[]]", b'[{"op":"move"}]'),
        *(b"[" * 100_000, b'{"Category":5}', b'{"Deleted":99999}'),
        b'{"Category":' * 500 + b"1" + b"}" * 500,
        b'[{"op":"replace","path":"/Persons/99","value":1}]',
        b'[{"op":"replace","path":"/UpdatedDate","value":"soon"}]',
    ],
)
def test_a_patch_that_is_none_is_refused(contacts: Contacts, body: bytes) -> None:
    answer = contacts.caller.webapi("PATCH", "Contact/4", body)
    assert answer.status_code == 400
    assert contacts.asked == []


@pytest.mark.parametrize(("verb", "path"), [("PUT", "Contact/4"), ("POST", "Contact")])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the body is missing"),
        (b" \n", "the body is missing"),
        (b"null", "the body is null, expected an object"),
        (b"5", "the body: ContactEntity: expected an object, got a number"),
        (b"[]", "the body: ContactEntity: expected an object, got a list"),
        (b"{", "the body: not JSON: Input data was truncated"),
        (b"[" * 100_000, "the body: the value is nested too deeply"),
    ],
)
def test_a_body_that_is_no_entity_is_refused(
    contacts: Contacts, verb: str, path: str, body: bytes, said: str
) -> None:
    answer = contacts.caller.webapi(verb, path, body)
    assert (answer.status_code, answer.json()) == (
        400,
        {"Message": "The request is invalid.", "MessageDetail": said},
    )
    assert contacts.asked == []


def test_a_body_of_another_type_is_refused(contacts: Contacts) -> None:
    answer = contacts.caller.webapi(
        "PUT", "Contact/4", b"<a/>", headers={"Content-Type": "application/xml"}
    )
    assert (answer.status_code, answer.json()["MessageDetail"]) == (
        415,
        "expected application/json, got application/xml",
    )


def test_an_entity_is_deleted(contacts: Contacts) -> None:
    answer = contacts.caller.webapi("DELETE", "Contact/4")
    assert (answer.status_code, answer.content) == (204, b"")
    assert contacts.asked == [("delete", 4)]


def test_an_entity_is_validated(contacts: Contacts) -> None:
    answer = contacts.caller.webapi("POST", "Contact/Validate", {"Name": "Beta"})
    assert answer.json() == {"Name": "Beta is no name"}


def test_of_an_entity_what_is_not_selected_is_null(contacts: Contacts) -> None:
    answer = contacts.caller.webapi("GET", "Contact/4?$select=NAME,nonsense")
    assert some(answer) == {"Name": "Alfa"}
    assert len(answer.json()) == 26


def test_a_wrong_value_in_the_query_is_refused_by_its_name(contacts: Contacts) -> None:
    answer = contacts.caller.webapi("GET", "Contact/4?fk=maybe")
    assert (answer.status_code, answer.json()["MessageDetail"]) == (
        400,
        "fk: expected true or false",
    )


def test_a_number_that_is_too_large_is_refused(contacts: Contacts) -> None:
    answer = contacts.caller.webapi("GET", "Contact/99999999999")
    assert (answer.status_code, answer.json()["MessageDetail"]) == (
        400,
        "id: int: expected a number from -2147483648 to 2147483647, got a number",
    )


def test_what_was_read_can_be_sent_back_links_and_all(contacts: Contacts) -> None:
    read = contacts.caller.webapi("GET", "Contact/4").json()
    changed = {**read, "Name": "Beta", "Shiny": [1]}
    answer = contacts.caller.webapi("PUT", "Contact/4", changed).json()
    assert answer == {
        **read,
        "Name": "Beta",
        "_Links": {"Self": "http://crm.test/api/v1/Contact/4"},
        "Shiny": [1],
    }


# ------------------------------------------------------------- stubs that do less, or wrong


def test_what_a_stub_leaves_is_not_implemented(served: Served, C: Any) -> None:
    caller = served(served.stub("Contact", get_contact_entity=lambda number: None))
    answers = [
        caller.webapi("PUT", "Contact/4", {}),
        caller.webapi("POST", "Contact", {}),
        caller.webapi("DELETE", "Contact/4"),
        caller.webapi("GET", "Contact/default"),
        caller.webapi("GET", "Contact/4/Simple"),
        caller.webapi("GET", "Contact"),
        caller.webapi("POST", "Contact/Validate", {}),
    ]
    # What is not there is looked for before it is replaced.
    assert answers[0].json() == NOT_THERE
    assert [(each.status_code, each.json()) for each in answers[1:]] == [
        (501, NOT_IMPLEMENTED)
    ] * 6


def test_a_stub_that_only_saves_can_create_and_replace(served: Served) -> None:
    caller = served(served.stub("Contact", save_contact_entity=lambda entity: entity))
    assert some(caller.webapi("PUT", "Contact/4", {"Name": "Beta"})) == {
        "ContactId": 4,
        "Name": "Beta",
        "_Links": {"Self": "http://crm.test/api/v1/Contact/4"},
    }
    assert some(caller.webapi("POST", "Contact", {"Name": "Beta"}))["Name"] == "Beta"
    assert caller.webapi("PATCH", "Contact/4", {"Name": "Beta"}).status_code == 501


def test_a_stub_that_only_deletes_knows_no_times(served: Served) -> None:
    caller = served(served.stub("Contact", delete_contact_entity=lambda number: None))
    answer = caller.webapi(
        "DELETE", "Contact/4", headers={"If-Unmodified-Since": BEFORE}
    )
    assert answer.status_code == 204


def test_a_stub_that_saves_and_gives_nothing_back_answers_null(served: Served) -> None:
    caller = served(served.stub("Contact", save_contact_entity=lambda entity: None))
    answer = caller.webapi("POST", "Contact", {"Name": "Beta"})
    assert (answer.status_code, answer.content) == (200, b"null")


@pytest.mark.parametrize(("verb", "body"), [("GET", None), ("PATCH", {"Name": "x"})])
def test_a_stub_that_gives_another_type_is_told_of_in_the_log(
    served: Served, C: Any, caplog: pytest.LogCaptureFixture, verb: str, body: Any
) -> None:
    stub = served.stub(
        "Contact",
        get_contact_entity=lambda number: C.Contact(),
        save_contact_entity=lambda entity: entity,
    )
    with caplog.at_level(logging.ERROR):
        answer = served(stub).webapi(verb, "Contact/4", body)
    assert (answer.status_code, answer.json()["ErrorMessage"]) == (
        500,
        "An error has occurred.",
    )
    (record,) = caplog.records
    assert record.exc_info is not None
    assert (record.getMessage(), str(record.exc_info[1])) == (
        f"{verb} api/v1/Contact/{{id}} failed",
        "what GetContactEntity gave back cannot be sent: expected ContactEntity, got Contact",
    )


def test_errors_of_stubs_are_told_as_by_the_agent(served: Served, pair: Any) -> None:
    errors = pair.proxies("errors")

    def get(number: int) -> Any:
        raise {
            1: errors.Fault("no room", error_type="SuperOffice.Full"),
            2: errors.NotFound("gone"),
            3: errors.AuthenticationFault("not you"),
            4: KeyError("secret"),
        }[number]

    caller = served(served.stub("Contact", get_contact_entity=get))
    answers = [caller.webapi("GET", f"Contact/{number}") for number in range(1, 5)]
    assert [
        (each.status_code, each.json()["ErrorType"], each.json()["ErrorMessage"])
        for each in answers
    ] == [
        (400, "SuperOffice.Full", "no room"),
        (404, "SuperOffice.NotFound", "gone"),
        (401, "SuperOffice.AuthenticationFault", "not you"),
        (500, "KeyException", "An error has occurred."),
    ]


# -------------------------------------------------------------------- a stub and the stand-in


@pytest.fixture
def both(served: Served, C: Any) -> Caller:
    """Contacts are read from a stub, and saved by the stand-in."""
    stub = served.stub(
        "Contact",
        get_contact_entity=lambda number: C.ContactEntity(
            contact_id=number, name="mine"
        ),
    )
    return served(stub, store=":memory:")


def test_what_a_stub_has_comes_before_what_is_stored(both: Caller) -> None:
    assert some(both.webapi("GET", "Contact/400"))["Name"] == "mine"
    assert both.agents("Contact/GetContactEntity", query="contactEntityId=5").json()["Name"] == "mine"  # fmt: skip
    assert both.webapi("GET", "Person/7").json()["Firstname"] == "Kari"


def test_what_a_stub_leaves_is_done_by_the_stand_in(both: Caller) -> None:
    saved = both.webapi("POST", "Contact", {"Name": "Beta"}).json()
    number = saved["ContactId"]
    assert saved["Name"] == "Beta" and number > 0
    assert any(
        each["ContactId"] == number
        for each in both.agents("Contact/GetContactList", [number]).json()
    )
    assert some(both.webapi("PATCH", f"Contact/{number}", {"OrgNr": "9"}))["Name"] == "mine"  # fmt: skip
    assert both.webapi("DELETE", f"Contact/{number}").status_code == 204


# --------------------------------------------------------------------------- the stand-in


@pytest.fixture(scope="module")
def stand_in(served: Served) -> Caller:
    return served()


def created(caller: Caller) -> dict[str, Any]:
    answer = caller.webapi("POST", "Contact", {"ContactId": 4, "Name": "Beta"})
    assert answer.status_code == 200
    return answer.json()


def test_a_created_entity_is_read_changed_and_deleted(stand_in: Caller) -> None:
    number = created(stand_in)["ContactId"]
    path = f"Contact/{number}"
    assert number != 4
    read = stand_in.webapi("GET", path)
    assert (read.json()["Name"], read.json()["_Links"]) == (
        "Beta",
        {"Self": f"http://crm.test/api/v1/{path}"},
    )
    assert stand_in.webapi("PUT", path, {"Name": "Gamma"}).json()["Name"] == "Gamma"
    patched = stand_in.webapi("PATCH", path, {"Department": "IT"}).json()
    assert (patched["Name"], patched["Department"]) == ("Gamma", "IT")
    assert stand_in.webapi("DELETE", path).status_code == 204
    for verb, body in (("GET", None), ("PUT", {}), ("PATCH", {})):
        assert stand_in.webapi(verb, path, body).status_code == 404


def test_links_are_not_stored(stand_in: Caller) -> None:
    number = created(stand_in)["ContactId"]
    entity = {"ContactId": number, "Name": "x", "_Links": {"Self": "y"}, "Shiny": 1}
    stand_in.webapi("PUT", f"Contact/{number}", entity)
    query = f"contactEntityId={number}"
    stored = stand_in.agents("Contact/GetContactEntity", query=query).json()
    assert ("_Links" in stored, stored["Shiny"]) == (False, 1)
    # Whoever sends them to the agent has made them members of his own; there they are no links.
    stand_in.agents("Contact/SaveContactEntity", entity)
    assert stand_in.webapi("GET", f"Contact/{number}").json()["_Links"] == {
        "Self": f"http://crm.test/api/v1/Contact/{number}"
    }


def test_a_read_change_save_of_another_meanwhile_is_refused(stand_in: Caller) -> None:
    path = f"Contact/{created(stand_in)['ContactId']}"
    read = stand_in.webapi("GET", path).headers["last-modified"]
    stand_in.app.control.clock.advance(timedelta(seconds=2))
    unchanged = {"If-Unmodified-Since": read}
    first = stand_in.webapi("PUT", path, {"Name": "first"}, headers=unchanged)
    second = [
        stand_in.webapi(verb, path, body, headers=unchanged).status_code
        for verb, body in (("PUT", {"Name": "b"}), ("PATCH", {"Name": "c"}), ("DELETE", None))  # fmt: skip
    ]
    assert (first.status_code, second) == (200, [412] * 3)
    assert stand_in.webapi("GET", path).json()["Name"] == "first"
    again = {"If-Modified-Since": read}
    assert stand_in.webapi("GET", path, headers=again).status_code == 200
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert stand_in.webapi("GET", path, headers=since).status_code == 304


def test_a_failed_test_leaves_what_is_stored(stand_in: Caller) -> None:
    path = f"Contact/{created(stand_in)['ContactId']}"
    changes = [
        {"op": "replace", "path": "/Name", "value": "x"},
        {"op": "test", "path": "/Name", "value": "Beta"},
    ]
    assert stand_in.webapi("PATCH", path, changes).status_code == 409
    assert stand_in.webapi("GET", path).json()["Name"] == "Beta"


def test_the_simple_form_is_that_of_the_agent(stand_in: Caller) -> None:
    """This release has no operation for it; the stand-in says so rather than to make one up."""
    answer = stand_in.webapi("GET", "Contact/4/Simple")
    assert (answer.status_code, answer.json()) == (400, NOT_IMPLEMENTED)


def test_the_simple_form_is_asked_by_its_number(pair: Any, C: Any) -> None:
    """As in releases that have an operation for it."""
    from dataclasses import replace

    row = pair.catalogue.agents["User"]["GetUser"]
    simple = next(
        each for each in pair.catalogue.resources if each.path.endswith("{id}/Simple")
    )
    get = replace(
        row, name="GetContact", gives={"Response": "Contact | None"}, compiled={},
        module=pair.catalogue.agents["Contact"]["GetContactList"].module,
    )  # fmt: skip

    class Catalogue:
        resources = pair.catalogue.resources

        def operations(self) -> Any:
            yield get

        def called(self, operation: Any) -> Any:
            return None

    class Service:
        def handler(self, operation: Any) -> Any:
            return lambda number: C.Contact(name="Alfa") if number == 4 else None

    import asyncio

    handlers = pair.server("answering").Handlers([Service()])
    resources = pair.server("entity_resources").EntityResources(
        Catalogue(), handlers, None, Service()
    )
    handler = resources.handler(simple)
    call = pair.server("calls").Call(operation=simple, wire="webapi", root="http://x")
    asked = pair.server("webapi_door").Asked
    found = asyncio.run(handler(asked(call=call, operation=simple, values={"id": 4})))
    assert found.name == "Alfa"
    with pytest.raises(pair.proxies("errors").NotFound):
        asyncio.run(handler(asked(call=call, operation=simple, values={"id": 5})))


def test_times_without_a_zone_are_utc(pair: Any, C: Any) -> None:
    changed_at = pair.server("entity_resources")._changed_at
    moment = datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert changed_at(C.ContactEntity(updated_date=datetime(2026, 1, 5, 8))) == moment
    assert changed_at(C.ContactEntity(updated_date=moment)) == moment
    assert changed_at(C.ContactEntity()) is None
    assert changed_at(C.Category()) is None


def test_json_is_what_a_patch_changes(contacts: Contacts) -> None:
    """So that what is selected from an answer can be tested for in a patch."""
    read = contacts.caller.webapi("GET", "Contact/4").json()
    changes = [
        {"op": "test", "path": f"/{name}", "value": value}
        for name, value in read.items()
        if name != "_Links"
    ]
    answer = contacts.caller.webapi("PATCH", "Contact/4", json.dumps(changes))
    assert answer.status_code == 200
