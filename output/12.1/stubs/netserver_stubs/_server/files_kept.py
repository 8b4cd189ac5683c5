"""Files that are kept beside records: documents, images, BLOBs, attachments.

The kind of a file is what it belongs to, "Document", with what else it is behind that: "PersonImage", "ProductThumbnail".
Its number is that of what it belongs to. Where the stand-in keeps such entities, only one that is there can have a file.
Which operation of an agent means which file: `file_operations`.
"""

from __future__ import annotations

from mimetypes import MimeTypes
from typing import Any

import msgspec

from netserver._runtime.codecs import json as codec
from netserver._runtime.errors import Fault, NotFound
from netserver._runtime.operations import Operation
from .calls import Handler
from .catalogue import Catalogue
from .families import Families, Family
from .file_operations import file_handler
from .file_parts import FileKind
from .references import References
from .store import Records, Store, StoredFile

__all__ = ["KeptFiles"]

_UNTYPED = StoredFile(b"").media_type
_TYPES = MimeTypes()  # what Python knows by itself, which is the same on every machine
_BEGINNINGS = {
    b"\x89PNG\r\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
}


class KeptFiles:
    """Answers agents where they are asked for files, and keeps these."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self.families = Families(catalogue)
        self._references = References(self.families)
        self._store = store

    def handler(self, operation: Operation) -> Handler | None:
        """What answers an operation about a file; None for any other."""
        return file_handler(self, operation)

    # --- by kind and number

    def get(self, kind: str, number: int) -> StoredFile | None:
        """The file of a kind ("Document") and number; None where there is none."""
        with self._store.reading() as records:
            return records.file(kind, number)

    def put(self, kind: str, number: int, file: StoredFile) -> None:
        """Store a file in place of the one that is there."""
        with self._store.writing() as records:
            records.put_file(kind, number, file)

    def delete(self, kind: str, number: int) -> bool:
        """Remove a file; whether there was one."""
        with self._store.writing() as records:
            return records.delete_file(kind, number)

    # --- of what is there

    def read(self, kind: FileKind, number: int) -> StoredFile | None:
        """The file of something; None where it has none, or is not there itself."""
        with self._store.reading() as records:
            family = self.families.about(kind.owner)
            if family is not None and records.get(family.name, number) is None:
                return None
            return records.file(kind.name, number)

    def write(
        self, kind: FileKind, number: int, file: StoredFile, *, overwrite: bool = True
    ) -> None:
        """Store the file of something; its name and type, where nobody says them, are those that it had or must have.

        Raises:
            NotFound: There is nothing that it could belong to.
            Fault: There is one that may not be overwritten.
        """
        with self._store.writing() as records:
            before = records.file(kind.name, number)
            if before is not None and before.content and not overwrite:
                raise Fault(f"The {kind.owner} {number} has a file already.")
            self._put(records, kind, number, file, before)

    def add(self, kind: FileKind, number: int, position: int, content: bytes) -> None:
        """Write into the file of something, from a position that is in it or at its end."""
        with self._store.writing() as records:
            before = records.file(kind.name, number)
            held = before.content if before is not None else b""
            if not 0 <= position <= len(held):
                raise Fault(
                    f"The file ends at {len(held)}, before the position {position}.",
                    error_type="System.ArgumentOutOfRangeException",
                )
            whole = held[:position] + content + held[position + len(content) :]
            self._put(records, kind, number, StoredFile(whole), before)

    def remove(self, kind: FileKind, number: int) -> None:
        """Remove the file of something.

        Raises:
            NotFound: There is none.
        """
        if not self.delete(kind.name, number):
            raise NotFound(f"The {kind.owner} {number} has no {kind.what or 'file'}.")

    def entity(self, family: Family, number: int) -> Any:
        """The entity that a file belongs to; None where there is none."""
        with self._store.reading() as records:
            body = records.get(family.name, number)
            if body is None:
                return None
            carrier = codec.decode(body, family.carrier)
            return self._references.refreshed(records, carrier)

    def _put(
        self,
        records: Records,
        kind: FileKind,
        number: int,
        file: StoredFile,
        before: StoredFile | None,
    ) -> None:
        owner = self._owner(records, kind.owner, number)
        name = file.name or (before.name if before is not None else "")
        if not kind.what:
            name = name or owner.get("Name") or ""
        made = StoredFile(file.content, name, _typed(file, name))
        records.put_file(kind.name, number, made)

    def _owner(self, records: Records, owner: str, number: int) -> dict[str, Any]:
        """The JSON of what a file belongs to; nothing where the stand-in does not keep such things."""
        family = self.families.about(owner)
        if family is None:
            return {}
        body = records.get(family.name, number)
        if body is None:
            raise NotFound(f"There is no {owner} with the number {number}.")
        return msgspec.json.decode(body)

    # --- for a while

    def put_for_a_while(self, name: str, content: bytes) -> str:
        """Store bytes under a name that nothing has yet, and give that name."""
        stem, dot, ending = name.rpartition(".")
        with self._store.writing() as records:
            number, free = 1, name
            while records.setting(f"{_PASSING}{free}") is not None:
                number += 1
                free = f"{stem}-{number}{dot}{ending}" if stem else f"{name}-{number}"
            records.put_setting(f"{_PASSING}{free}", content)
        return free

    def got_for_a_while(self, name: str) -> bytes | None:
        """What is stored under such a name; None where nothing is."""
        with self._store.reading() as records:
            return records.setting(f"{_PASSING}{name}")

    def forget(self, name: str) -> None:
        """Remove what is stored under such a name."""
        with self._store.writing() as records:
            records.delete_setting(f"{_PASSING}{name}")


_PASSING = "temporary file:"


def _typed(file: StoredFile, name: str) -> str:
    """What kind of file it is: as its sender says, by how it begins, or by its name."""
    if file.media_type != _UNTYPED:
        return file.media_type
    for start, kind in _BEGINNINGS.items():
        if file.content.startswith(start):
            return kind
    return _TYPES.guess_type(name)[0] or _UNTYPED
