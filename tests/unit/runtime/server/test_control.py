"""What tests have of a server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.unit.runtime.server.small_application import SmallApplication


@pytest.fixture
def application(pair: Any) -> SmallApplication:
    return SmallApplication(pair)


@pytest.fixture
def control(application: SmallApplication) -> Any:
    return application.control


def post(pair: Any, application: Any, path: str, **words: Any) -> httpx2.Response:
    transport = pair.server("in_process").SyncTransport(application)
    with httpx2.Client(transport=transport, base_url="http://x.test") as client:
        return client.post(path, **words)


GET_CONTACT = "/Cust12345/api/v1/Agents/Contact/GetContactEntity"


def test_a_call_is_put_down_with_what_is_known_of_it(
    pair: Any, application: SmallApplication, control: Any
) -> None:
    control.advance(hours=1)
    before = control.now()
    post(
        pair,
        application,
        f"{GET_CONTACT}?token=abc",
        headers={"Authorization": "SOTicket 7T:abcdefgh==", "SO-Language": "en"},
    )
    (call,) = control.calls
    assert (call.name, call.wire, call.method, call.path, call.status) == (
        "Contact/GetContactEntity",
        "agents",
        "POST",
        GET_CONTACT,
        200,
    )
    assert (call.user, call.arguments, call.fault) == (
        "anna",
        {"ContactEntityId": 4},
        None,
    )
    assert before <= call.at <= control.now()
    assert 0 < call.seconds < 60
    assert call.headers["so-language"] == "en"
    assert call.headers["authorization"] == "SOTicket ***"


def test_a_call_stands_in_the_record_before_its_answer_is_there(
    pair: Any, control: Any
) -> None:
    """Otherwise a test that looks at once would look too soon."""
    seen: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            seen.append(len(control.calls))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"1", "more_body": True})
        await send({"type": "http.response.body", "body": b"2"})

    about = pair.server("faults").About()
    coroutine = control.watched(app, {}, None, send, about)
    with pytest.raises(StopIteration):
        coroutine.send(None)
    assert seen == [0, 1]
    assert len(control.calls) == 1


def test_a_call_that_raises_is_put_down(pair: Any, control: Any) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError

    about = pair.server("faults").About(agent="Contact", operation="X", wire="soap")
    coroutine = control.watched(app, {}, None, None, about)
    with pytest.raises(ZeroDivisionError):
        coroutine.send(None)
    assert [(each.name, each.status) for each in control.calls] == [("Contact/X", None)]


def test_arguments_are_left_out_where_nobody_wants_them(
    pair: Any, application: SmallApplication, control: Any
) -> None:
    control.calls.arguments = False
    post(pair, application, GET_CONTACT)
    assert control.calls[-1].arguments == {}


def test_a_fault_tells_which_call_it_befell(
    pair: Any, application: SmallApplication, control: Any
) -> None:
    fault = control.fail("Contact/GetContactEntity", status=503)
    answers = [post(pair, application, GET_CONTACT).status_code for _ in range(2)]
    assert answers == [503, 200]
    assert [each.fault for each in control.calls] == [fault, None]


def test_trouble_for_what_the_release_lacks_is_refused(control: Any) -> None:
    with pytest.raises(ValueError) as refused:
        control.fail("Contact/GetContactEntitty", status=503)
    assert str(refused.value) == (
        "there is no 'Contact/GetContactEntitty' in this release; "
        "did you mean 'Contact/GetContactEntity'?"
    )
    assert len(control.faults) == 0


def test_state_is_added_to_or_replaced(control: Any) -> None:
    changed: list[int] = []
    control.on_change.append(lambda: changed.append(1))
    control.seed({"Person": ["Anna"]})
    assert control.state() == {"Contact": ["Alfa"], "Person": ["Anna"]}
    control.seed({"Sale": []}, replace=True)
    assert control.state() == {"Sale": []}
    assert len(changed) == 2


def test_a_reset_goes_back_to_the_beginning(
    pair: Any, application: SmallApplication, control: Any
) -> None:
    control.seed({"Person": ["Anna"]})
    control.advance(days=1)
    post(pair, application, GET_CONTACT)
    control.fail(moved_to="http://x.test/C", times=None)
    post(pair, application, GET_CONTACT)
    assert control.moved_to == "http://x.test/C"
    control.reset()
    assert control.state() == {"Contact": ["Alfa"]}
    assert (control.moved_to, list(control.faults), list(control.calls)) == ("", [], [])
    assert control.clock.ahead == timedelta()


def test_the_beginning_can_be_another_one(pair: Any) -> None:
    control = SmallApplication(pair, seed={"Sale": []}).control
    assert control.state() == {"Sale": []}
    control.beginning = {"Person": []}
    control.reset()
    assert control.state() == {"Person": []}


def test_a_server_that_stores_nothing_says_so(pair: Any) -> None:
    control = pair.server("control").Control(pair.catalogue)
    control.reset()
    for ask in (control.state, lambda: control.seed({}), control.ticket):
        with pytest.raises(ValueError):
            ask()


def test_the_clock_does_not_go_back(control: Any) -> None:
    with pytest.raises(ValueError):
        control.advance(hours=-1)


def test_the_release_is_that_of_the_catalogue(pair: Any, control: Any) -> None:
    assert control.release is pair.catalogue.release
