"""Asking one installation: whatever has arrived is judged, kept, and not asked for again."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.diagnostics import MetadataError
from generator.pulling.addresses import shown
from generator.pulling.fetching import Answer, Fetcher, Refused, Unreachable
from generator.pulling.keeping import Kept, Received, moment
from generator.readers.kinds import DESCRIPTIONS, kind_of
from generator.runtime.clock import Clock

_HEADER = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?\Z")
_VARIABLES = (
    "PROXYSMITH_AUTHORIZATION",
    "PROXYSMITH_USER",
    "PROXYSMITH_PASSWORD",
    "PROXYSMITH_APP_TOKEN",
)
_BROKEN = frozenset({"bad-encoding", "bad-json", "not-xml"})
MOST_FAILURES = 3  # documents that do not arrive, until no more are asked for


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an installation is told of who asks, and what of it nobody else may read."""

    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


def credentials_in(environment: Mapping[str, str]) -> Credentials:
    """What the environment says: PROXYSMITH_AUTHORIZATION is a whole header, or PROXYSMITH_USER and
    PROXYSMITH_PASSWORD; PROXYSMITH_APP_TOKEN goes beside either.

    Raises:
        ValueError: A variable holds what cannot be sent; the text names it, and not what it holds.
    """
    said = {name: environment.get(name, "") for name in _VARIABLES}
    whole, user, password, token = said.values()
    for name in ("PROXYSMITH_AUTHORIZATION", "PROXYSMITH_APP_TOKEN"):
        if said[name] and not _HEADER.match(said[name]):
            raise ValueError(f"{name} is no header: printable ASCII on one line")
    if ":" in user:
        raise ValueError("PROXYSMITH_USER has a colon, which no user's name can have")
    if password and not user:
        raise ValueError("PROXYSMITH_PASSWORD needs PROXYSMITH_USER beside it")
    basic = b64encode(f"{user}:{password}".encode()).decode() if user else ""
    headers: dict[str, str] = {}
    if whole or user:
        headers["Authorization"] = whole or f"Basic {basic}"
    if token:
        headers["SO-AppToken"] = token
    secrets = (whole, whole.partition(" ")[2], password, token, basic)
    return Credentials(headers, tuple(each for each in secrets if each))


class Absent(Exception):
    """There is no such document, for the reason given."""

    def __init__(self, why: str, *, barred: bool = False) -> None:
        super().__init__(why)
        self.barred = barred


class Asking:
    """What is asked of one installation in one run.

    `failures` are the documents that did not arrive although they may be there.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        headers: Mapping[str, str],
        kept: Kept,
        clock: Clock,
    ) -> None:
        self.failures: dict[str, str] = {}
        self.of = ""
        self._fetcher = fetcher
        self._headers = headers
        self._kept = kept
        self._clock = clock

    async def answer(self, url: str, accept: str) -> Answer:
        """What the server says there; nothing of it is kept."""
        return await self._fetcher.get(url, {**self._headers, "Accept": accept})

    async def document(
        self,
        url: str,
        accept: str,
        judge: Callable[[bytes], object],
        name: str = "document",
    ) -> Received:
        """The document at that address, from an earlier run where that has it.

        `judge` raises MetadataError for what is none; `name` is what the file is called that keeps it.

        Raises:
            Absent: It is not there.
            Unreachable: Nothing arrived; or too many others have not, and it was not asked for.
        """
        now = moment(self._clock.now())
        if found := self._kept.get(url, self.of, now):
            return found
        if len(self.failures) >= MOST_FAILURES:
            raise Unreachable("was not asked for, since others did not arrive")
        try:
            answer = await self.answer(url, accept)
        except Refused as refusal:
            raise Absent(str(refusal)) from None
        except Unreachable as failure:
            self.failures[shown(url)] = str(failure)
            raise
        if answer.status != 200:
            raise Absent(f"HTTP {answer.status}", barred=answer.status in (401, 403))
        if answer.is_html:
            raise Absent("a page for people came instead")
        try:
            judge(answer.content)
        except MetadataError as error:
            raise self._unusable(url, answer, error) from None
        now = moment(self._clock.now())
        address = shown(answer.url)
        return self._kept.put(url, self.of, answer.content, address, now, name)

    def excerpt(self, answer: Answer) -> str:
        """How an answer begins, for people."""
        return self._fetcher.excerpt(answer)

    def _unusable(
        self, url: str, answer: Answer, error: MetadataError
    ) -> Absent | Unreachable:
        """The error for what was judged to be no description: a whole one may come another time."""
        found = error.diagnostics[0]
        message = self._fetcher.conceal(found.message)
        kind, _ = kind_of(lambda size: answer.content[: size if size >= 0 else None])
        if kind in DESCRIPTIONS and found.id in _BROKEN:
            self.failures[shown(url)] = f"arrived damaged or cut off: {message}"
            return Unreachable(self.failures[shown(url)])
        return Absent(f"what came {_sentence(message)}")


def _sentence(message: str) -> str:
    return message if message.startswith(("is ", "has ")) else f"is unusable: {message}"
