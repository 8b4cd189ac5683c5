"""What a test lets go wrong, and with which calls."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

__all__ = ["About", "Faults", "Trouble"]

WIRES = ("soap", "agents", "webapi")
_LONGEST = 3600.0
"""Seconds of delay, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What one request is for, as far as its address and its headers tell."""

    agent: str = ""
    operation: str = ""
    wire: str = ""
    """"soap", "agents" or "webapi"; empty for what is no call of NetServer, such as signing in."""
    method: str = "POST"
    path: str = "/"
    root: str = ""
    """Where the caller takes the installation to be: "http://127.0.0.1:8000/Cust12345"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What goes wrong, and with which calls.

    With nothing said of which, it is the next call of NetServer; what is none, such as asking for a token, is named by its
    `path` alone. What goes wrong is one of `status`, `succeeded`, `soap_fault`,
    `moved_to`, `expired`, `drop`, `truncate` and `html`; `delay` goes with each of them, or stands alone. `status` may
    say under which one an error object (`succeeded`) or a page (`html`) is answered.
    """

    on: str = ""
    """An agent ("Contact") or one of its operations ("Contact/GetContactEntity"), over any wire."""
    wire: str = ""
    """"soap", "agents" or "webapi"; empty for any."""
    path: str = ""
    """A pattern as of a shell for the end of the path: "api/v1/Contact/*"; upper and lower case are alike."""
    method: str = ""
    times: int | None = 1
    """How many calls it befalls; None for all that come."""

    delay: float = 0.0
    """Seconds before anything is answered."""
    status: int | None = None
    """HTTP's status of a refusal, from 400 on."""
    retry_after: int | None = None
    """Seconds, as the header of that name has them."""
    succeeded: bool = True
    """False for an exception of NetServer's: wrapped in an answer of SOAP, an error object over REST."""
    message: str = ""
    error_type: str = ""
    """The class of NetServer's exception."""
    soap_fault: str = ""
    """The text of a fault of SOAP, HTTP 500; over REST of an error object."""
    moved_to: str = ""
    """The root where the tenant is from then on: HTTP 421, unless the call is made there."""
    expired: bool = False
    """The answer to a ticket that is over."""
    drop: bool = False
    """The connection is closed without an answer."""
    truncate: int | None = None
    """The call is carried out; of the body of its answer so many bytes arrive, then the connection is closed."""
    html: bool = False
    """A page in place of an answer, as proxies and firewalls send it."""

    def __post_init__(self) -> None:
        said = self._said()
        if len(said) > 1:
            raise ValueError(f"only one thing can go wrong, not {' and '.join(said)}")
        if not said and not self.delay:
            raise ValueError("nothing goes wrong: say what, for example status=503")
        if self.wire and self.wire not in WIRES:
            raise ValueError(f"a wire is one of {', '.join(WIRES)}, not {self.wire!r}")
        if self.times is not None and self.times < 1:
            raise ValueError("times must be 1 or more, or None")
        if not (math.isfinite(self.delay) and 0 <= self.delay <= _LONGEST):
            raise ValueError(f"a delay is of 0 to {_LONGEST:.0f} seconds")
        if self.status is not None and not self._may_answer(self.status):
            raise ValueError("a status of trouble is one from 400 to 599")
        if self.truncate is not None and self.truncate < 0:
            raise ValueError("truncate must be 0 or more")
        if self.retry_after is not None and (
            self.retry_after < 0 or self.status is None
        ):
            raise ValueError("retry_after goes with a status, and must be 0 or more")

    def _said(self) -> list[str]:
        """What goes wrong; a status belongs to an error object or a page where there is one."""
        said = {
            "status": self.status is not None and self.succeeded and not self.html,
            "succeeded": not self.succeeded,
            "soap_fault": bool(self.soap_fault),
            "moved_to": bool(self.moved_to),
            "expired": self.expired,
            "drop": self.drop,
            "truncate": self.truncate is not None,
            "html": self.html,
        }
        return [name for name, is_so in said.items() if is_so]

    def _may_answer(self, status: int) -> bool:
        good = status == 200 and (self.html or not self.succeeded)
        return good or 400 <= status <= 599

    @property
    def answers(self) -> bool:
        """Whether something is answered in place of what the application would."""
        return not self.drop and self.truncate is None and bool(self._said())

    def befalls(self, about: About) -> bool:
        """Whether that request is one of those that go wrong."""
        return (
            (self.wire == about.wire if self.wire else bool(about.wire or self.path))
            and self.method.upper() in ("", about.method.upper())
            and (not self.on or self._names(about))
            and (not self.path or self._matches(about.path))
            and not (self.moved_to and _same(self.moved_to, about.root))
        )

    def _names(self, about: About) -> bool:
        # Operations of resources are called "v1ContactEntity_GetContactEntity".
        names = {about.operation, about.operation.rpartition("_")[2]} - {""}
        called = {about.agent, *(f"{about.agent}/{name}" for name in names)}
        return self.on.casefold() in {name.casefold() for name in called}

    def _matches(self, path: str) -> bool:
        pattern, path = self.path.casefold(), path.casefold()
        return fnmatchcase(path, pattern) or fnmatchcase(path, f"*/{pattern}")


def _same(root: str, other: str) -> bool:
    return root.rstrip("/").casefold() == other.rstrip("/").casefold()


@dataclass(slots=True)
class _Pending:
    trouble: Trouble
    left: int | None


class Faults:
    """What is still to go wrong, in the order in which it was asked for. Any thread may use it."""

    def __init__(self) -> None:
        self._pending: list[_Pending] = []
        self._lock = threading.Lock()
        self.moved_to = ""
        """The root of the tenant since somebody was told that it has moved; empty until then."""

    def __iter__(self) -> Iterator[Trouble]:
        with self._lock:
            return iter([each.trouble for each in self._pending])

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, trouble: Trouble) -> Trouble:
        """Let it happen after all that was asked for before."""
        with self._lock:
            self._pending.append(_Pending(trouble, trouble.times))
        return trouble

    def taken(self, about: About) -> Trouble | None:
        """What befalls a request, which counts as one of its times; None for nothing."""
        if not self._pending:
            return None
        with self._lock:
            for each in self._pending:
                if each.trouble.befalls(about):
                    if each.left is not None:
                        each.left -= 1
                        if not each.left:
                            self._pending.remove(each)
                    self.moved_to = each.trouble.moved_to or self.moved_to
                    return each.trouble
        return None

    def clear(self) -> None:
        """Let nothing go wrong any more; a tenant that moved is back."""
        with self._lock:
            self._pending.clear()
            self.moved_to = ""
