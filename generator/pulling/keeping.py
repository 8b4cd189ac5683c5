"""What a run has received, kept until it is done: a run that is broken off goes on where it was.

DIR/.pulling/       hidden, so that nobody reads it for sources; goes when the run is done
  received.jsonl    a line for each document: address, where it came from in the end, size, sha256, when
  <sha256>/NAME     the document
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from generator.pulling.documents import digest

STATE = ".pulling"
_FRESH = 24 * 60 * 60.0  # seconds, after which a document is asked for again


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the journal. `of` says what the run was about that received it."""

    of: str
    address: str
    url: str
    name: str
    size: int
    sha256: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A document as it arrived, and the file that keeps it."""

    content: bytes
    url: str
    when: datetime
    file: Path


class Kept:
    """The documents that this run, or one like it before, has received.

    Addresses may hold secrets, so that the journal knows them by their digest.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journal = folder / "received.jsonl"
        self._entries = {(each.of, each.address): each for each in self._read()}

    def get(self, address: str, of: str, now: datetime) -> Received | None:
        """What was received from there and is still as it was; None where it has to be asked for."""
        entry = self._entries.get((of, _key(address)))
        if entry is None or not 0 <= (now - entry.when).total_seconds() < _FRESH:
            return None
        file = self._place(entry)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        if len(content) != entry.size or digest(content) != entry.sha256:
            return None
        return Received(content, entry.url, entry.when, file)

    def put(
        self,
        address: str,
        of: str,
        content: bytes,
        url: str,
        when: datetime,
        name: str = "document",
    ) -> Received:
        """Keep what was received just now; `url`, where it came from, holds no secret."""
        entry = Entry(
            of=of,
            address=_key(address),
            url=url,
            name=name,
            size=len(content),
            sha256=digest(content),
            when=when,
        )
        file = self._place(entry)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        with self._journal.open("ab") as journal:
            # A line before it may have been cut off.
            journal.write(b"\n" + msgspec.json.encode(entry))
        self._entries[of, entry.address] = entry
        return Received(content, url, when, file)

    def clear(self) -> None:
        """Forget everything."""
        for folder in self._folder.iterdir():
            with suppress(OSError):
                shutil.rmtree(folder) if folder.is_dir() else folder.unlink()

    def __len__(self) -> int:
        return len(self._entries)

    def _place(self, entry: Entry) -> Path:
        return self._folder / entry.sha256 / entry.name

    def _read(self) -> list[Entry]:
        try:
            lines = self._journal.read_bytes().splitlines()
        except OSError:
            return []
        found: list[Entry] = []
        for line in lines:
            with suppress(msgspec.MsgspecError):
                entry = msgspec.json.decode(line, type=Entry)
                if _is_plain(entry.name) and _is_plain(entry.sha256):
                    found.append(entry)
        return found


def about(*said: str) -> str:
    """What stands for those words in a journal."""
    return digest(json.dumps(said).encode())


def moment(seconds: float) -> datetime:
    """That many seconds since 1970 as a time in UTC, without fractions."""
    return datetime.fromtimestamp(int(seconds), UTC)


def _key(address: str) -> str:
    return digest(address.encode())


def _is_plain(name: str) -> bool:
    return name not in ("", ".", "..") and "/" not in name and "\\" not in name
