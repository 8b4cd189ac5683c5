"""How errors are answered, whatever the wire."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def refusals(pair: Any) -> Any:
    return pair.server("refusals")


@pytest.fixture(scope="module")
def errors(pair: Any) -> Any:
    return pair.proxies("errors")


def test_a_fault_tells_all_that_it_holds(refusals: Any, errors: Any) -> None:
    inner = errors.ExceptionInfo(message="cause")
    fault = errors.Fault(
        "no room",
        friendly_text="Try later.",
        error_type="SuperOffice.Full",
        source="Contact",
        inner=inner,
        parameters={"Room": "4"},
        status=503,
    )
    assert refusals.refusal_of(fault) == refusals.Refusal(
        status=503,
        info=errors.ExceptionInfo(
            message="no room",
            friendly_text="Try later.",
            error_type="SuperOffice.Full",
            source="Contact",
            parameters={"Room": "4"},
            inner=inner,
        ),
    )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Fault", 400),
        ("NotFound", 404),
        ("Conflict", 409),
        ("PreconditionFailed", 412),
        ("AuthenticationFault", 401),
    ],
)
def test_each_kind_of_fault_has_its_status_and_type(
    refusals: Any, errors: Any, name: str, status: int
) -> None:
    refusal = refusals.refusal_of(getattr(errors, name)("no"))
    assert (refusal.status, refusal.info) == (
        status,
        errors.ExceptionInfo(message="no", error_type=f"SuperOffice.{name}"),
    )


@pytest.mark.parametrize("status", [200, 302, 600, 1000, -1, 0, None])
def test_a_fault_is_answered_with_a_status_of_errors_alone(
    refusals: Any, errors: Any, status: int | None
) -> None:
    """One that came from another NetServer says 200, for example."""
    assert refusals.refusal_of(errors.Fault("no", status=status)).status == 400


def test_who_is_not_let_in_is_told_how_to_come_in(refusals: Any, errors: Any) -> None:
    refusal = refusals.refusal_of(errors.AuthenticationFault("no"))
    assert refusal.headers == {
        "WWW-Authenticate": 'Basic realm="SuperOffice", SOTicket, Bearer'
    }


def test_nothing_is_wrong_with_what_was_not_modified(
    refusals: Any, errors: Any
) -> None:
    refusal = refusals.refusal_of(errors.NotModified("still so"))
    assert refusal == refusals.Refusal(
        status=304, info=errors.ExceptionInfo(message="still so")
    )


def test_malformed_requests_tell_where(refusals: Any, errors: Any) -> None:
    error = refusals.Malformed("The request is invalid.", "Page: no", status=415)
    assert refusals.refusal_of(error) == refusals.Refusal(
        status=415,
        info=errors.ExceptionInfo(
            message="The request is invalid.", error_type="System.ArgumentException"
        ),
        detail="Page: no",
    )


def test_what_nobody_has_written_is_not_implemented(refusals: Any, errors: Any) -> None:
    assert refusals.refusal_of(NotImplementedError("a secret")) == refusals.Refusal(
        status=501,
        info=errors.ExceptionInfo(
            message="The method or operation is not implemented.",
            error_type="System.NotImplementedException",
        ),
    )


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ValueError("a secret"), "ValueException"),
        (TimeoutError("a secret"), "TimeoutException"),
        (Exception("a secret"), "Exception"),
        (StopIteration("a secret"), "StopIteration"),
    ],
)
def test_of_unforeseen_errors_only_the_kind_is_told(
    refusals: Any, errors: Any, error: Exception, kind: str
) -> None:
    assert refusals.refusal_of(error) == refusals.Refusal(
        status=500,
        info=errors.ExceptionInfo(message="An error has occurred.", error_type=kind),
    )
