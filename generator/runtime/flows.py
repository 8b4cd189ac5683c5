"""What a call does, step by step, written once for sessions that wait and for those that await.

A *flow* is a generator: it yields a step, is given what came of it, and returns its value. Nothing in a
flow waits; `driver.py` takes the steps, and that alone differs between `Session` and `AsyncSession`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from .transport import UNLIMITED, Call, Limits, Opened

T = TypeVar("T")


class Alone(msgspec.Struct, frozen=True):
    """A flow that one caller at a time runs, for each of the things it may be about."""

    flow: Flow[Any]
    about: Literal["sign-in", "place", "principal"]
    limits: Limits = UNLIMITED
    """Of the call that waits for its turn."""


class Piece(msgspec.Struct, frozen=True):
    """The next piece of an open answer; no bytes when it is over."""

    opened: Opened


class Shut(msgspec.Struct, frozen=True):
    """An open answer that nobody wants to read any more."""

    opened: Opened


class Wait(msgspec.Struct, frozen=True):
    """So many seconds in which nothing is sent."""

    seconds: float


class Ask(msgspec.Struct, frozen=True):
    """A function of the caller's; an asynchronous session awaits what it gives, where it can."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()


Step: TypeAlias = Call | Alone | Piece | Shut | Wait | Ask
Flow: TypeAlias = Generator[Step, Any, T]


def within(flow: Flow[T], limits: Limits) -> Flow[T]:
    """The flow as a part of a call with these limits: what it asks for ends with that call."""
    return flow if limits.deadline == math.inf else _within(flow, limits)


def _within(flow: Flow[T], limits: Limits) -> Flow[T]:
    advance: Callable[[], Step] = partial(next, flow)
    while True:
        try:
            step = advance()
        except StopIteration as done:
            return done.value
        finally:
            del advance  # it may hold a ticket, which a traceback would show
        if isinstance(step, Call):
            step = msgspec.structs.replace(step, limits=step.limits.within(limits))
        try:
            advance = partial(flow.send, (yield step))
        except GeneratorExit:
            flow.close()
            raise
        except BaseException as error:
            advance = partial(flow.throw, error)
