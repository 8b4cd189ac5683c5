"""The record of calls that tests look at: what was asked and what came of it, without what lets anybody in."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, overload

import msgspec
from msgspec import UNSET

from netserver._runtime.carriers import BaseCarrier
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.concealing import concealed

if TYPE_CHECKING:
    from .faults import About, Trouble

__all__ = ["MASK", "CallRecord", "CallRecords", "Note", "headers_told", "note", "noting", "told"]  # fmt: skip

MASK = "***"
_KEPT = 1000
_LONGEST = 2000
"""Characters of one text."""
_LONGEST_NAME = 100
"""Characters of a name that are looked at."""
_MOST = 5000
"""Values in the arguments of one call."""
_DEEPEST = 40
_SECRET = re.compile(
    r"password|passwd|passphrase|secret|token|credential|authoriz|api-?_?key|private-?_?key"
    r"|^ticket$|^assertion$|^code_?verifier$",
    re.IGNORECASE,
)
_SECRET_HEADER = re.compile(
    rf"{_SECRET.pattern}|auth|cookie|ticket|session|signature|key", re.IGNORECASE
)
_MAY_BE_TOKEN = re.compile(r"\d[A-Z]:|eyJ")
"""What is found at once in everything that looks like a token."""


def _nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One request that was answered, or was not."""

    agent: str = ""
    """Empty, as are `operation` and `wire`, for what is no call of NetServer, such as signing in."""
    operation: str = ""
    wire: str = ""
    method: str = ""
    path: str = ""
    """Without the query."""
    status: int | None = None
    """HTTP's; None where nothing was answered."""
    user: str = ""
    """The name of who is signed in."""
    arguments: Mapping[str, Any] = field(default_factory=_nothing, hash=False)
    """By the names of the wire, as JSON has them; secrets are starred, what is very long is cut short."""
    seconds: float = 0.0
    at: datetime | None = None
    """When it came, by the server's clock."""
    headers: Mapping[str, str] = field(default_factory=_nothing, hash=False, repr=False)
    """The request's, names in lower case; of secret ones the value is starred."""
    error: str = ""
    """What went wrong while it was answered."""
    fault: Trouble | None = None
    """What a test had go wrong with it."""

    @property
    def name(self) -> str:
        """ "Contact/GetContactEntity"; the method and the path of what is no call of NetServer."""
        called = "/".join(filter(None, (self.agent, self.operation)))
        return called or f"{self.method} {self.path}"

    def __str__(self) -> str:
        parts = [
            f"{self.wire or 'http':<6}",
            self.name,
            "no answer" if self.status is None else str(self.status),
            f"{self.seconds * 1000:.1f} ms",
            self.user and f"user {self.user}",
            self.error,
            "" if self.fault is None else "(as the test wanted)",
        ]
        return "  ".join(filter(None, parts))


class CallRecords:
    """The newest calls, the last one at the end. Any thread may use it."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._records: deque[CallRecord] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self.arguments = True
        """Whether the arguments of calls are put down."""

    def append(self, record: CallRecord) -> None:
        """Put down a call, and forget the oldest one where there are too many."""
        with self._lock:
            self._records.append(record)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._records.clear()

    def _every(self) -> list[CallRecord]:
        with self._lock:
            return list(self._records)

    def of(self, name: str) -> list[CallRecord]:
        """The calls of an agent ("Contact") or of one operation ("Contact/GetContactEntity")."""
        wanted = name.casefold()
        return [
            each
            for each in self._every()
            if each.name.casefold() == wanted or each.agent.casefold() == wanted
        ]

    @property
    def names(self) -> list[str]:
        """What was called, in order: ["Contact/GetContactEntity"]."""
        return [each.name for each in self._every()]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[CallRecord]:
        return iter(self._every())

    @overload
    def __getitem__(self, index: int) -> CallRecord: ...
    @overload
    def __getitem__(self, index: slice) -> list[CallRecord]: ...
    def __getitem__(self, index: int | slice) -> CallRecord | list[CallRecord]:
        return self._every()[index]

    def __str__(self) -> str:
        return "\n".join(map(str, self._every()))

    def __repr__(self) -> str:
        return f"<CallRecords: {', '.join(self.names) or 'none'}>"


# ------------------------------------------------------- what is noted while a call is answered


@dataclass(slots=True)
class Note:
    """What those who answer a call have found out about it."""

    about: About
    user: str = ""
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    error: str = ""
    wants_arguments: bool = True


_note: ContextVar[Note | None] = ContextVar("note", default=None)


@contextmanager
def noting(note: Note) -> Generator[Note]:
    """Let `note` write there, within the block."""
    before = _note.set(note)
    try:
        yield note
    finally:
        _note.reset(before)


def note(
    *,
    about: About | None = None,
    user: str = "",
    arguments: Mapping[str, object] | None = None,
    error: BaseException | str = "",
) -> None:
    """Put down something of the call that is being answered; nothing where nobody wants to know.

    `about` is for what an address does not tell: the operation that a SOAP action stands for.
    """
    found = _note.get()
    if found is None:
        return
    if about is not None:
        found.about = about
    if user:
        found.user = user
    if arguments is not None and found.wants_arguments:
        found.arguments = told(arguments)
    if error:
        kind = "" if isinstance(error, str) else f"{type(error).__name__}: "
        found.error = _text(kind + str(error))


def headers_told(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers of ASGI by name in lower case, with stars for what is secret in them."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        if key == "authorization":
            text = f"{text.partition(' ')[0]} {MASK}" if " " in text else MASK
        elif _is_secret_header(key[:_LONGEST_NAME]):
            text = MASK
        found[key] = _text(text)
    return found


def told(arguments: Mapping[str, object]) -> dict[str, Any]:
    """Arguments as JSON has them, by the names of the wire; secrets are starred, what is long is cut short."""
    teller = _Teller()
    return {
        name: teller.told(value, name, secret=False, depth=0)
        for name, value in arguments.items()
    }


class _Teller:
    """What may be said of values, as long as it is not too much."""

    def __init__(self) -> None:
        self._left = _MOST

    def told(self, value: object, name: str, *, secret: bool, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return "..."
        secret = secret or _is_secret(name[:_LONGEST_NAME])
        if isinstance(value, str):
            return MASK if secret and value else _plain(value)
        if value is None or isinstance(value, (bool, int, float)):
            return _plain(value)
        if isinstance(value, BaseCarrier):
            fields = schema_of(type(value)).fields
            held = msgspec.structs.astuple(value)[: len(fields)]
            members = {
                each.wire: slot for each, slot in zip(fields, held, strict=False)
            }
            return self._members(members, secret, depth)
        if isinstance(value, dict):
            return self._members(cast("dict[object, object]", value), secret, depth)
        if isinstance(value, (list, tuple)):
            return self._items(cast("Iterable[object]", value), secret, depth)
        if isinstance(value, (bytes, bytearray)):
            return MASK if secret else f"<{len(value)} bytes>"
        return _plain(value)

    def _items(self, items: Iterable[object], secret: bool, depth: int) -> list[Any]:
        made: list[Any] = []
        for each in items:
            made.append(self.told(each, "", secret=secret, depth=depth + 1))
            if self._left <= 0:
                made.append("...")
                break
        return made

    def _members(
        self, members: Mapping[Any, object], secret: bool, depth: int
    ) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in members.items():
            if value is UNSET:
                continue
            if self._left <= 0:
                made["..."] = "..."
                break
            name = _text(str(key))
            made[name] = self.told(value, str(key), secret=secret, depth=depth + 1)
        return made


def _plain(value: object) -> Any:
    """One value that holds no others, as JSON has it."""
    if isinstance(value, Enum):
        return value.name if isinstance(value.value, int) else value.value
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return _text(value if isinstance(value, str) else str(value))


@lru_cache(4096)
def _is_secret(name: str) -> bool:
    return _SECRET.search(name) is not None


@lru_cache(1024)
def _is_secret_header(name: str) -> bool:
    return _SECRET_HEADER.search(name) is not None


def _text(text: str) -> str:
    text = text[: _LONGEST + 1]
    if _MAY_BE_TOKEN.search(text):
        text = concealed(text, ())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
