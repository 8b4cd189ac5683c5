"""From an operation and its arguments to what its handler gives back."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

import pytest


@pytest.fixture(scope="module")
def answering(pair: Any) -> Any:
    return pair.server("answering")


@pytest.fixture(scope="module")
def operation(pair: Any) -> Any:
    return pair.catalogue.agents["Contact"]["GetContactEntity"]


@pytest.fixture
def call(pair: Any, operation: Any) -> Any:
    return pair.server("calls").Call(
        operation=operation, wire="agents", root="http://x"
    )


class Service:
    """Has a handler for the operations of those names, and counts how often it was asked."""

    def __init__(self, **handlers: Any) -> None:
        self.handlers = handlers
        self.asked = 0

    def handler(self, operation: Any) -> Any:
        self.asked += 1
        return self.handlers.get(operation.name)


def test_the_first_service_that_has_a_handler_answers(
    answering: Any, operation: Any, call: Any
) -> None:
    services = [
        Service(Other=None),
        Service(GetContactEntity=lambda number: ("second", number)),
        Service(GetContactEntity=lambda number: ("third", number)),
    ]
    handlers = answering.Handlers(services)
    assert asyncio.run(handlers.result(call, operation, [4])) == ("second", 4)


@pytest.mark.parametrize("handler", [None, lambda number: number])
def test_services_are_asked_once_for_an_operation(
    answering: Any, operation: Any, handler: Any
) -> None:
    service = Service(GetContactEntity=handler)
    handlers = answering.Handlers([service])
    assert [handlers.handler(operation) for _ in range(3)] == [handler] * 3
    assert service.asked == 1


def test_what_nobody_answers_is_not_implemented(
    answering: Any, operation: Any, call: Any
) -> None:
    with pytest.raises(NotImplementedError):
        asyncio.run(answering.Handlers([Service()]).result(call, operation, [4]))


def run(answering: Any, call: Any, handler: Any) -> Any:
    """What a handler gives back, and whether it ran in the thread of the event loop."""

    async def both() -> Any:
        return await answering.run(call, handler, 4), threading.get_ident()

    (seen, thread, number), loop = asyncio.run(both())
    return seen, thread == loop, number


def test_each_kind_of_handler_is_called_in_its_own_way(
    pair: Any, answering: Any, call: Any
) -> None:
    calls = pair.server("calls")

    def plain(number: int) -> Any:
        return calls.current_call(), threading.get_ident(), number

    async def coroutine(number: int) -> Any:
        return plain(number)

    class Called:
        async def __call__(self, number: int) -> Any:
            return plain(number)

    assert run(answering, call, plain) == (call, False, 4)
    assert run(answering, call, coroutine) == (call, True, 4)
    assert run(answering, call, calls.quick(lambda number: plain(number))) == (
        call,
        True,
        4,
    )
    assert run(answering, call, lambda number: coroutine(number)) == (call, True, 4)
    assert run(answering, call, Called()) == (call, True, 4)


def test_a_call_is_current_only_while_it_is_answered(
    pair: Any, answering: Any, call: Any
) -> None:
    async def broken(number: int) -> Any:
        raise ZeroDivisionError

    async def after() -> Any:
        with pytest.raises(ZeroDivisionError):
            await answering.run(call, broken, 4)
        with pytest.raises(LookupError):
            pair.server("calls").current_call()

    asyncio.run(after())


@pytest.mark.parametrize("kind", ["plain", "coroutine", "quick"])
def test_a_handler_that_finds_nothing_next_does_not_hang(
    pair: Any, answering: Any, call: Any, kind: str
) -> None:
    def plain(number: int) -> Any:
        return next(iter(()))

    async def coroutine(number: int) -> Any:
        return next(iter(()))

    handler = {"coroutine": coroutine, "plain": plain}.get(
        kind, pair.server("calls").quick(lambda number: plain(number))
    )

    async def answered() -> Any:
        return await asyncio.wait_for(answering.run(call, handler, 4), 5)

    with pytest.raises(RuntimeError):
        asyncio.run(answered())


def test_an_unforeseen_error_is_logged_with_its_trace_and_told_by_kind_alone(
    pair: Any, answering: Any, caplog: pytest.LogCaptureFixture
) -> None:
    error = KeyError("the password is secret")
    with caplog.at_level(logging.ERROR):
        refusal = answering.told(error, "Contact/GetContactEntity")
    errors = pair.proxies("errors")
    assert refusal == pair.server("refusals").Refusal(
        status=500,
        info=errors.ExceptionInfo(
            message="An error has occurred.", error_type="KeyException"
        ),
    )
    (record,) = caplog.records
    assert record.name == f"{pair.package}_stubs"
    assert record.getMessage() == "Contact/GetContactEntity failed"
    assert record.exc_info is not None and record.exc_info[1] is error


def test_an_error_of_another_server_is_unforeseen(
    pair: Any, answering: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A stub that asks another NetServer, which is down."""
    error = pair.proxies("errors").ConnectError("10.0.0.7 refused")
    refusal = answering.told(error, "Contact/GetContactEntity")
    assert (refusal.status, refusal.info.message) == (500, "An error has occurred.")
    assert [each.getMessage() for each in caplog.records] == [
        "Contact/GetContactEntity failed"
    ]


def test_what_a_stub_means_to_raise_is_not_logged(
    pair: Any, answering: Any, caplog: pytest.LogCaptureFixture
) -> None:
    errors = pair.proxies("errors")
    for error in (
        errors.Fault("no", status=500),
        errors.NotFound("no"),
        errors.NotModified("no"),
        NotImplementedError(),
        pair.server("refusals").Malformed("no"),
    ):
        answering.told(error, "Contact/GetContactEntity")
    assert caplog.records == []


def test_an_error_and_the_arguments_stand_in_the_record_of_the_call(
    pair: Any, answering: Any, operation: Any, call: Any
) -> None:
    journal = pair.server("journal")

    async def answered() -> Any:
        note = journal.Note(pair.server("faults").About())
        with journal.noting(note):
            handlers = answering.Handlers([Service()])
            try:
                await handlers.result(call, operation, [4])
            except NotImplementedError as error:
                answering.told(error, "Contact/GetContactEntity")
            return note

    note = asyncio.run(answered())
    assert note.arguments == {"ContactEntityId": 4}
    assert note.error == "NotImplementedError: "
