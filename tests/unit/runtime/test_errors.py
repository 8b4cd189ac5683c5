"""The tree of errors: what they hold, and how they read."""

from __future__ import annotations

import pickle

import pytest

from generator.runtime import errors
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    ExceptionInfo,
    Fault,
    NetServerError,
    RequestTimeout,
    ResponseError,
    TransportError,
    UnsupportedByBinding,
)

NAMES = {"agent": "Contact", "operation": "GetContact", "wire": "agents"}


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        (Fault, (NetServerError,)),
        (AuthenticationFault, (Fault,)),
        (TransportError, (NetServerError,)),
        (ConnectError, (TransportError,)),
        (RequestTimeout, (TransportError,)),
        (ResponseError, (TransportError,)),
        (UnsupportedByBinding, (NetServerError,)),
    ],
)
def test_the_tree_is_the_one_drawn_at_the_top(
    kind: type[Exception], bases: tuple[type[Exception], ...]
):
    assert kind.__bases__ == bases
    assert kind.__name__ in (errors.__doc__ or "")


def test_a_message_says_what_was_called_and_over_which_wire():
    error = TransportError("the connection broke", **NAMES)

    assert str(error) == "Contact/GetContact over agents: the connection broke"
    assert error.message == "the connection broke"
    assert (error.agent, error.operation, error.wire) == tuple(NAMES.values())


def test_an_error_without_a_call_reads_as_its_message():
    assert str(NetServerError("no")) == "no"


def test_a_fault_gives_netservers_text_type_and_status():
    fault = Fault(
        "No such thing", error_type="SoSecurityException", status=500, **NAMES
    )

    assert str(fault) == (
        "Contact/GetContact over agents: No such thing (SoSecurityException, HTTP 500)"
    )


def test_the_status_of_a_good_answer_is_not_worth_a_word():
    assert str(Fault("No", status=200)) == "No"


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault(friendly_text="Please ask Tom"), "Please ask Tom"),
        (Fault(), "NetServer gave no reason"),
    ],
)
def test_a_fault_without_a_message_still_says_something(fault: Fault, text: str):
    assert str(fault) == text


def test_a_fault_is_made_from_what_netserver_says():
    cause = ExceptionInfo(message="inner")
    info = ExceptionInfo(
        message="outer",
        friendly_text="Sorry",
        error_type="SoException",
        source="NetServer",
        stack_trace="at X",
        parameters={"Id": "4"},
        inner=cause,
    )

    fault = AuthenticationFault.from_info(info, message="unused", status=401, **NAMES)

    assert type(fault) is AuthenticationFault
    assert fault.message == "outer"
    assert fault.friendly_text == "Sorry"
    assert fault.error_type == "SoException"
    assert fault.source == "NetServer"
    assert fault.parameters == {"Id": "4"}
    assert fault.inner is cause
    assert fault.status == 401


def test_an_answer_that_is_none_is_shown_by_its_beginning():
    error = ResponseError("expected JSON, got text/html", excerpt="Sign in", **NAMES)

    assert str(error).endswith(": expected JSON, got text/html: 'Sign in'")


@pytest.mark.parametrize(
    "error",
    [
        NetServerError("a", **NAMES),
        Fault("a", friendly_text="b", parameters={"c": "d"}, status=200, **NAMES),
        AuthenticationFault(
            "a", inner=ExceptionInfo(message="b", parameters={"c": "d"})
        ),
        ResponseError("a", status=502, content_type="text/html", excerpt="b", **NAMES),
    ],
)
def test_errors_can_be_sent_to_another_process(error: NetServerError):
    again = pickle.loads(pickle.dumps(error))

    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)
