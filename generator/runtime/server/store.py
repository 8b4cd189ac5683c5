"""What the stand-in keeps: records, files and settings in one SQLite file, or in memory.

Every change is one transaction, which is on the disk before it is acknowledged. Several processes
may have one file.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from typing import NamedTuple

__all__ = ["Records", "Store", "StoredFile"]

_WAIT_SECONDS = 30.0
_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL, id INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sequence (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (
    kind TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL,
    content BLOB NOT NULL, PRIMARY KEY (kind, id)
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


class StoredFile(NamedTuple):
    """A file's bytes, and what to call them."""

    content: bytes
    name: str = ""
    media_type: str = "application/octet-stream"


class Records:
    """The store within one transaction.

    `kind` is the wire name of a carrier ("ContactEntity") or a name of the stand-in's own; a body is
    JSON as the agents wire has it, with every member.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, kind: str, number: int) -> bytes | None:
        """The body of one record; None where there is none."""
        found = self._connection.execute(
            "SELECT body FROM record WHERE kind = ? AND id = ?", (kind, number)
        ).fetchone()
        return None if found is None else found[0]

    def every(self, kind: str) -> Iterator[tuple[int, bytes]]:
        """All records of a kind, by number."""
        yield from self._connection.execute(
            "SELECT id, body FROM record WHERE kind = ? ORDER BY id", (kind,)
        )

    def kinds(self) -> list[str]:
        """The kinds that there are records of, in the order of their names."""
        found = self._connection.execute("SELECT DISTINCT kind FROM record ORDER BY 1")
        return [kind for (kind,) in found]

    def put(self, kind: str, number: int, body: bytes) -> None:
        """Store a record under its number, in place of the one that is there."""
        self._connection.execute(
            "INSERT OR REPLACE INTO record VALUES (?, ?, ?)", (kind, number, body)
        )
        self._connection.execute(
            "INSERT INTO sequence VALUES (?, ?) "
            "ON CONFLICT (kind) DO UPDATE SET last = max(last, excluded.last)",
            (kind, number),
        )

    def delete(self, kind: str, number: int) -> bool:
        """Remove a record; whether there was one."""
        done = self._connection.execute(
            "DELETE FROM record WHERE kind = ? AND id = ?", (kind, number)
        )
        return done.rowcount > 0

    def next_number(self, kind: str) -> int:
        """A number that no record of the kind has or had."""
        return self._connection.execute(
            "INSERT INTO sequence VALUES (?, 1) "
            "ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last",
            (kind,),
        ).fetchone()[0]

    def file(self, kind: str, number: int) -> StoredFile | None:
        """The file of that kind ("Document") and number; None where there is none."""
        found = self._connection.execute(
            "SELECT content, name, media_type FROM file WHERE kind = ? AND id = ?",
            (kind, number),
        ).fetchone()
        return None if found is None else StoredFile(*found)

    def put_file(self, kind: str, number: int, file: StoredFile) -> None:
        """Store a file in place of the one that is there."""
        self._connection.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            (kind, number, file.name, file.media_type, file.content),
        )

    def delete_file(self, kind: str, number: int) -> bool:
        """Remove a file; whether there was one."""
        done = self._connection.execute(
            "DELETE FROM file WHERE kind = ? AND id = ?", (kind, number)
        )
        return done.rowcount > 0

    def files(self) -> Iterator[tuple[str, int, StoredFile]]:
        """All files, by kind and number."""
        for kind, number, *file in self._connection.execute(
            "SELECT kind, id, content, name, media_type FROM file ORDER BY kind, id"
        ):
            yield kind, number, StoredFile(*file)

    def setting(self, name: str) -> bytes | None:
        """What is kept under a name; None where nothing is."""
        found = self._connection.execute(
            "SELECT value FROM setting WHERE name = ?", (name,)
        ).fetchone()
        return None if found is None else found[0]

    def put_setting(self, name: str, value: bytes) -> None:
        """Keep something under a name."""
        self._connection.execute(
            "INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value)
        )

    def delete_setting(self, name: str) -> bool:
        """Forget what is kept under a name; whether anything was."""
        done = self._connection.execute("DELETE FROM setting WHERE name = ?", (name,))
        return done.rowcount > 0

    def settings(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """What is kept under names that begin so, by name."""
        yield from self._connection.execute(
            "SELECT name, value FROM setting WHERE substr(name, 1, ?) = ? ORDER BY name",
            (len(prefix), prefix),
        )

    def clear(self) -> None:
        """Forget everything."""
        for table in ("record", "sequence", "file", "setting"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608


class Store:
    """One SQLite file, or the memory where `path` is None. Any thread may use it."""

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        self.path = None if path is None else fspath(path)
        self._lock = threading.RLock()
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._writer = self._connect()
        with self._lock:
            self._prepare()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:",
            timeout=_WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        self._opened.append(connection)
        if self.path is not None:
            # In WAL mode FULL is what makes an acknowledged transaction survive a lost power.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _prepare(self) -> None:
        with self.writing() as records:
            connection = records._connection  # pyright: ignore[reportPrivateUsage]
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > _VERSION:
                raise ValueError(
                    f"{self.path} was written by a newer version: its format is {version}, "
                    f"this one reads up to {_VERSION}"
                )
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def writing(self) -> Generator[Records]:
        """Changes that are all made, and on the disk, when the block ends; none when it raises."""
        with self._lock:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield Records(self._writer)
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    @contextmanager
    def reading(self) -> Generator[Records]:
        """What has been acknowledged so far, unchanged while the block lasts."""
        if self.path is None:
            with self._lock:
                yield Records(self._writer)
            return
        connection: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if connection is None:
            connection = self._local.reader = self._connect()
        if connection.in_transaction:  # a block within a block
            yield Records(connection)
            return
        connection.execute("BEGIN")
        try:
            yield Records(connection)
        finally:
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file. What was acknowledged is in it already."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
