"""Bodies of requests that hold files, sent in constant memory.

Agents take bytes as base64 text on both wires, so a codec never has to see a file: it encodes a marker in its
place, random bytes whose base64 is known, and the body is sent as what stands before that
text, the file as base64, and what stands after it.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, cast

if TYPE_CHECKING:
    from .operations import Operation

_PIECE = 48 * 1024  # bytes read at once; base64 makes 64 KiB of them


class BinaryFile(Protocol):
    """A file opened for reading bytes, or anything else with such a `read`."""

    def read(self, size: int, /) -> bytes: ...


def is_file(value: object) -> TypeGuard[BinaryFile]:
    return callable(getattr(value, "read", None))


class FilePart:
    """What is left to read of a file, from where it stands; closing it is its owner's business.

    It is sent as `base64`, or as it is.
    """

    def __init__(self, file: BinaryFile, *, base64: bool = True) -> None:
        if isinstance(file, io.TextIOBase):
            raise TypeError("the file gives text, not bytes: open it with mode 'rb'")
        self._file = file
        self._base64 = base64
        self._start: int | None = None
        self._size: int | None = None
        self.marker = os.urandom(24).hex()  # hexadecimal digits are base64 too
        seekable: Any = file
        try:
            start = seekable.tell()
            size = seekable.seek(0, io.SEEK_END) - start
            seekable.seek(start)
        except (AttributeError, OSError):
            return  # a pipe or the like
        self._start, self._size = start, max(size, 0)

    @property
    def placeholder(self) -> bytes:
        """The bytes that a codec is given, and writes as `marker`."""
        return base64.b64decode(self.marker)

    @property
    def repeatable(self) -> bool:
        """Whether the file can be read from the same place again."""
        return self._start is not None

    @property
    def length(self) -> int | None:
        """Bytes to be sent; None when the file cannot tell."""
        if self._size is None or not self._base64:
            return self._size
        return (self._size + 2) // 3 * 4

    def __iter__(self) -> Iterator[bytes]:
        if not self._base64:
            yield from self._pieces()
            return
        rest = b""
        for read in self._pieces():
            rest += read
            whole = len(rest) - len(rest) % 3
            yield binascii.b2a_base64(rest[:whole], newline=False)
            rest = rest[whole:]
        yield binascii.b2a_base64(rest, newline=False)

    def _pieces(self) -> Iterator[bytes]:
        if self._start is not None:
            seekable: Any = self._file
            seekable.seek(self._start)  # so that a body can be sent again
        missing = self._size
        while missing is None or missing > 0:
            wanted = _PIECE if missing is None else min(_PIECE, missing)
            read = cast(object, self._file.read(wanted))
            if not isinstance(read, bytes):
                kind = type(read).__name__
                raise TypeError(f"the file must give bytes, not {kind}")
            if not read:
                break
            if missing is not None:
                missing -= len(read)
            yield read
        if missing:
            raise EOFError("the file ended before the size that it had")


class Upload:
    """A body of texts and files, in the order in which they are sent."""

    def __init__(self, parts: Sequence[bytes | FilePart]) -> None:
        self._parts = parts

    @classmethod
    def filled_in(cls, content: bytes, files: Sequence[FilePart]) -> Upload:
        """The body with files in the places that their markers hold."""
        parts: list[bytes | FilePart] = []
        found = sorted((content.index(file.marker.encode()), file) for file in files)
        end = 0
        for start, file in found:
            parts += (content[end:start], file)
            end = start + len(file.marker)
        parts.append(content[end:])
        return cls(parts)

    @property
    def repeatable(self) -> bool:
        """Whether the body can be sent a second time."""
        return all(isinstance(part, bytes) or part.repeatable for part in self._parts)

    @property
    def length(self) -> int | None:
        """Bytes of the whole body; None when a file cannot tell."""
        total = 0
        for part in self._parts:
            size = len(part) if isinstance(part, bytes) else part.length
            if size is None:
                return None
            total += size
        return total

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part


class AsyncUpload:
    """The same body for an event loop: files are read in a thread."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from anyio import to_thread

        pieces = iter(self._upload)
        while (piece := await to_thread.run_sync(next, pieces, None)) is not None:
            yield piece


def take_files(
    arguments: Sequence[object], operation: Operation
) -> tuple[Sequence[object], list[FilePart]]:
    """The arguments with placeholders for files, where a parameter is bytes, and the files."""
    files: list[FilePart] = []
    if not any(map(is_file, arguments)):
        return arguments, files
    taken: list[object] = []
    for value, expected in zip(arguments, operation.takes.values(), strict=True):
        if expected.startswith("bytes") and is_file(value):
            files.append(FilePart(value))
            value = files[-1].placeholder
        taken.append(value)
    return taken, files
