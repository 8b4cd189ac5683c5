"""What tests have of a server: its state, its clock, the record of its calls, and what goes wrong with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypedDict

from .clock import Clock
from .disturbing import App, Watched, disturbed
from .faults import About, Faults, Trouble
from .journal import CallRecord, CallRecords, Note, headers_told, note, noting
from .messages import Receive, Scope, Send

if TYPE_CHECKING:
    from typing import Unpack

    from netserver._runtime.release import ReleaseInfo
    from .catalogue import Catalogue

__all__ = ["CallRecord", "Control", "Keeping", "Seed", "TroubleWords", "note"]

Seed: TypeAlias = "Mapping[str, Any] | str | PathLike[str]"
"""What a server knows from the start: the state itself, or the file that holds it."""

_MOST_AHEAD = timedelta(days=36525)
"""How far a clock may be put; dates end with the year 9999."""


class Keeping(Protocol):
    """What keeps the state of a server."""

    def load(self, seed: Seed | None, *, replace: bool) -> None:
        """Take up a state beside what is there, or in its place; None is the one that servers have by themselves."""
        ...

    def state(self) -> dict[str, Any]:
        """What is there, in a form that `load` takes."""
        ...


class TroubleWords(TypedDict, total=False):
    """What can be said of trouble; `Trouble` tells what the words mean."""

    wire: str
    path: str
    method: str
    times: int | None
    delay: float
    status: int | None
    retry_after: int | None
    succeeded: bool
    message: str
    error_type: str
    soap_fault: str
    moved_to: str
    expired: bool
    drop: bool
    truncate: int | None
    html: bool


class Control:
    """What tests have of one server. Any thread may use it.

    `on_change` holds what else is to be done when the state was changed from here: to forget what was read of it.
    `tickets` gives a ticket for the user of a name, the first user's for none.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        clock: Clock | None = None,
        keeping: Keeping | None = None,
        tickets: Callable[[str], str] | None = None,
        seed: Seed | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.calls = CallRecords()
        self.faults = Faults()
        self.on_change: list[Callable[[], None]] = []
        self._catalogue = catalogue
        self._keeping = keeping
        self._tickets = tickets
        self.beginning = seed
        """What `reset` goes back to; None for the state that servers have by themselves."""

    def __repr__(self) -> str:
        return f"<Control of {self.release.package}: {len(self.calls)} calls, {len(self.faults)} faults to come>"

    @property
    def release(self) -> ReleaseInfo:
        """The release that the server speaks for."""
        return self._catalogue.release

    @property
    def moved_to(self) -> str:
        """The root where the tenant is, since a caller was told that it has moved; empty before."""
        return self.faults.moved_to

    # ---------------------------------------------------------------------------- faults

    def fail(self, on: str = "", **words: Unpack[TroubleWords]) -> Trouble:
        """Let something go wrong with the next call, or with the next one of `on`; gives what was understood.

            control.fail(status=503)
            control.fail("Contact/GetContactEntity", succeeded=False, message="No!", times=None)

        Args:
            on: An agent ("Contact") or one of its operations ("Contact/GetContactEntity").
            words: What goes wrong and how often, as `Trouble` has it.

        Raises:
            ValueError: The words contradict each other, or there is no such operation.
        """
        return self.faults.add(self.checked(Trouble(on=on, **words)))

    def checked(self, trouble: Trouble) -> Trouble:
        """The trouble, where this release has what it is about; ValueError otherwise."""
        if trouble.on and trouble.on.casefold() not in self._names:
            near = get_close_matches(trouble.on.casefold(), self._names, n=1)
            hint = f"; did you mean {self._names[near[0]]!r}?" if near else ""
            raise ValueError(f"there is no {trouble.on!r} in this release{hint}")
        return trouble

    @cached_property
    def _names(self) -> dict[str, str]:
        """The agents and resources, and their operations, by their names in lower case."""
        names: dict[str, str] = {}
        for operation in self._catalogue.operations():
            names.setdefault(operation.agent.casefold(), operation.agent)
            name = f"{operation.agent}/{operation.name}"
            names[name.casefold()] = name
        for row in self._catalogue.resources:
            names.setdefault(row.facade.name.casefold(), row.facade.name)
            for short in (row.name, row.name.rpartition("_")[2]):
                name = f"{row.facade.name}/{short}"
                names.setdefault(name.casefold(), name)
        return names

    # ----------------------------------------------------------------------------- state

    def seed(self, seed: Seed, *, replace: bool = False) -> None:
        """Take up a state, or the one in a file: beside what is there, or in its place."""
        self._load(seed, replace=replace)

    def state(self) -> dict[str, Any]:
        """All that the server has stored, in a form that `seed` takes."""
        return self._kept().state()

    def reset(self) -> None:
        """Start again: with the state of the `beginning`, no faults, no calls, and the clock set right."""
        self.faults.clear()
        self.calls.clear()
        self.clock.ahead = timedelta()
        if self._keeping is not None or self.beginning is not None:
            self._load(self.beginning, replace=True)

    def _load(self, seed: Seed | None, *, replace: bool) -> None:
        try:
            self._kept().load(seed, replace=replace)
        finally:
            for each in self.on_change:
                each()

    def _kept(self) -> Keeping:
        if self._keeping is None:
            raise ValueError(
                "this server stores nothing: make the application with a store"
            )
        return self._keeping

    # ----------------------------------------------------------------------------- clock

    def now(self) -> datetime:
        """The time that it is for the server, in UTC."""
        return self.clock.now()

    def advance(
        self,
        *,
        days: float = 0.0,
        hours: float = 0.0,
        minutes: float = 0.0,
        seconds: float = 0.0,
    ) -> None:
        """Put the server's clock forward; tickets and tokens grow older by that."""
        try:
            by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        except OverflowError:
            by = _MOST_AHEAD
        if by < timedelta():
            raise ValueError("the clock goes forward only; reset sets it right")
        if self.clock.ahead + by >= _MOST_AHEAD:
            raise ValueError("the clock would be put too far")
        self.clock.advance(by)

    # ------------------------------------------------------------------ who may call, calls

    def ticket(self, user: str = "") -> str:
        """A ticket that lets the user of that name in; without a name the first one."""
        if self._tickets is None:
            raise ValueError("this server knows no users")
        return self._tickets(user)

    async def watched(
        self,
        app: App,
        scope: Scope,
        receive: Receive,
        send: Send,
        about: About,
        namespace: str = "",
    ) -> None:
        """Answer one request with `app`, or as a fault has it, and put it down among the calls.

        `namespace` is that of the SOAP endpoint that was asked, where it was one.
        """
        taken = Note(about=about, wants_arguments=self.calls.arguments)
        at, began = self.clock.now(), time.perf_counter()
        fault = self.faults.taken(about)

        def ended(status: int | None) -> None:
            self.calls.append(
                CallRecord(
                    agent=taken.about.agent,
                    operation=taken.about.operation,
                    wire=taken.about.wire,
                    method=about.method,
                    path=about.path,
                    status=status,
                    user=taken.user,
                    arguments=taken.arguments,
                    seconds=time.perf_counter() - began,
                    at=at,
                    headers=headers_told(scope.get("headers", ())),
                    error=taken.error,
                    fault=fault,
                )
            )

        watched = Watched(send, ended)
        with noting(taken):
            try:
                if fault is None:
                    await app(scope, receive, watched)
                else:
                    await disturbed(
                        app,
                        scope,
                        receive,
                        watched,
                        fault,
                        wire=about.wire,
                        namespace=namespace,
                    )
            finally:
                watched.end()
