"""One call until it is answered: signed in, followed to where the tenant is, repeated where that is safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

import httpx2
import msgspec

from . import repeating, telemetry
from .errors import AuthenticationFault, ConnectError, NetServerError, SessionClosed
from .flows import Ask, Flow, Shut, Wait
from .hooks import Hooks, RequestEvent, ResponseEvent, RetryEvent
from .transport import Call, Limits, Opened, without_frames

if TYPE_CHECKING:
    from .ceiling import Ceiling
    from .credentials import Grant
    from .options import RequestOptions
    from .place import Place
    from .signing_in import SignIn
    from .superid import Surroundings

    class _Session(Surroundings, Protocol):
        """What a call needs of its session."""

        place: Place
        sign_in: SignIn
        hooks: Hooks
        ceiling: Ceiling | None
        closed: bool


_MOVED = 421


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a call gives, and the HTTP answer that it was read from."""

    value: Any
    response: httpx2.Response


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A call that somebody wants to be answered, however many attempts it takes."""

    name: str
    wire: str
    said: RequestOptions
    limits: Limits
    write: Callable[[Grant | None, Limits], Call]
    read: Callable[[Call, httpx2.Response], Any]
    signed: bool
    reads: bool
    opened: Callable[[Call, httpx2.Response], Flow[Any]] | None = None
    """Where an answer that is still open has to be read for a while before its bytes begin."""

    def __repr__(self) -> str:
        return f"<Asked {self.name} over {self.wire}>"

    @property
    def safe(self) -> bool:
        """Whether it may be made again although it may have been carried out."""
        said = self.said.idempotent
        return self.reads if said is None else said


class _Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that came to nothing; without a `call`, it never got as far as to be one."""

    error: NetServerError
    root: str = ""
    grant: Grant | None = None
    rounds: tuple[int, int] = (0, 0)
    """Of the place and of signing in, when it began."""
    call: Call | None = None
    response: httpx2.Response | None = None


def insisted(session: _Session, asked: Asked) -> Flow[Answer]:
    """The value of the call and the answer that it was read from."""
    attempt = repeats = 0
    renewed = moved = False
    while True:
        attempt += 1
        outcome = yield from _attempt(session, asked, attempt)
        if isinstance(outcome, Answer):
            if asked.signed:
                session.sign_in.used(session.clock.now())
            return outcome
        error = outcome.error
        wait, reason = None, "repeat"
        if not moved and _elsewhere(outcome):
            moved = True
            if (yield from _moved(session, asked, outcome)):
                wait, reason = 0.0, "moved"
        elif not renewed and outcome.grant and isinstance(error, AuthenticationFault):
            renewed = True
            if (yield from _renewed(session, asked, outcome.grant, outcome)):
                wait, reason = 0.0, "sign-in"
        if outcome.call is not None and not outcome.call.repeatable:
            raise error
        if wait is None and repeats < (asked.said.retries or 0):
            repeats += 1
            wait = _patience(session, asked, outcome, repeats)
        if wait is None:
            raise error
        if outcome.call is not None and session.hooks.on_retry is not None:
            event = _event(outcome.call, attempt)
            again = RetryEvent(**event, error=error, reason=reason, wait=wait)
            yield Ask(session.hooks.on_retry, (again,))
        if wait:
            yield Wait(wait)


def _elsewhere(failure: _Failure) -> bool:
    """Whether a tenant that moved would answer like that, or not at all."""
    if failure.call is None:
        return False
    status: int | None = getattr(failure.error, "status", None)
    return status == _MOVED or isinstance(failure.error, ConnectError)


def _moved(session: _Session, asked: Asked, failure: _Failure) -> Flow[bool]:
    begun, _ = failure.rounds
    flow = session.place.moved(session, failure.root, begun, asked.limits)
    try:
        return (yield from flow)
    except NetServerError as refusal:
        raise refusal from failure.error


def _renewed(
    session: _Session, asked: Asked, grant: Grant, failure: _Failure
) -> Flow[bool]:
    _, begun = failure.rounds
    try:
        return (
            yield from session.sign_in.renewed(
                session, asked.wire, grant, begun, asked.limits
            )
        )
    except NetServerError as refusal:
        raise refusal from failure.error


def _patience(
    session: _Session, asked: Asked, failure: _Failure, repeats: int
) -> float | None:
    """Seconds to wait before the call is repeated; None when it is not."""
    safe = asked.safe or failure.call is None  # signing in always is
    if not repeating.may_help(failure.error, safe=safe):
        return None
    said = failure.response
    after = said.headers.get("Retry-After", "") if said is not None else ""
    wait = repeating.wait(repeats, after, session.clock.now())
    if wait is None or wait >= asked.limits.left(session.clock.monotonic()):
        return None
    return wait


# ------------------------------------------------------------------------------- one attempt


def _attempt(session: _Session, asked: Asked, number: int) -> Flow[Answer | _Failure]:
    if session.closed:  # while the call waited
        raise SessionClosed("the session was closed")
    grant: Grant | None = None
    try:
        yield from session.place.known(session, asked.limits)
        if asked.signed:
            grant = yield from session.sign_in.granted(
                session, asked.wire, asked.limits
            )
    except NetServerError as error:
        return _Failure(error=error)
    root, rounds = session.place.root, (session.place.round, session.sign_in.round)
    call = asked.write(grant, asked.limits)
    if session.ceiling is not None:
        now = session.clock.monotonic()
        if (wait := session.ceiling.wait(now)) > 0:
            yield Wait(max(0.0, min(wait, asked.limits.left(now))))
    event = _event(call, number)
    if session.hooks.on_request is not None:
        yield Ask(session.hooks.on_request, (RequestEvent(**event),))
    span = telemetry.begun(RequestEvent(**event))
    if span is not None:
        call = msgspec.structs.replace(
            call, headers={**call.headers, **telemetry.headers(span)}
        )
    response: httpx2.Response | None = None
    failure: BaseException | None = None
    started = session.clock.monotonic()
    outcome: Answer | _Failure
    try:
        answer: httpx2.Response = yield call
        response = answer
        if asked.opened is None or answer.is_closed:
            value = asked.read(call, answer)
        else:
            value = yield from asked.opened(call, answer)
        outcome = Answer(value=value, response=answer)
    except NetServerError as error:
        without_frames(error)  # hooks may look at it
        failure = error
        outcome = _Failure(
            error=error,
            root=root,
            grant=grant,
            rounds=rounds,
            call=call,
            response=response,
        )
    except BaseException as error:
        failure = error
        raise
    finally:
        status = response.status_code if response is not None else None
        telemetry.ended(span, status, failure)
    if session.hooks.on_response is not None:
        seconds = session.clock.monotonic() - started
        error = outcome.error if isinstance(outcome, _Failure) else None
        over = ResponseEvent(**event, status=status, seconds=seconds, error=error)
        try:
            yield Ask(session.hooks.on_response, (over,))
        except Exception:
            if isinstance(outcome, Answer) and isinstance(outcome.value, Opened):
                yield Shut(outcome.value)
            raise
    return outcome


class _Event(TypedDict):
    agent: str
    operation: str
    wire: str
    method: str
    url: str
    attempt: int


def _event(call: Call, number: int) -> _Event:
    return _Event(
        agent=call.agent,
        operation=call.operation,
        wire=call.wire,
        method=call.method,
        url=call.url,
        attempt=number,
    )
