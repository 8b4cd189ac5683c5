"""Answers that are read piece by piece."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import httpx2

from .codecs import DecodeError
from .errors import ResponseError
from .transport import PIECE, Opened


class _Arriving:
    """What both kinds of download know before anything is read."""

    def __init__(self, source: Opened | bytes) -> None:
        self._source = source
        self.content_type = ""
        self.name = ""
        self.length: int | None = None
        if isinstance(source, bytes):
            self.length = len(source)
            return
        if source.unfolding is not None:
            return  # what the headers say is about the envelope
        headers = source.response.headers
        self.content_type = headers.get("Content-Type", "")
        self.name = file_name(headers.get("Content-Disposition", ""))
        declared = headers.get("Content-Length", "")
        if declared.isdecimal() and "Content-Encoding" not in headers:
            self.length = int(declared)

    def _wholly(self, whole: bytes, size: int) -> Iterator[bytes]:
        for start in range(0, len(whole), size):
            yield whole[start : start + size]

    def _unfolded(self, opened: Opened, piece: bytes) -> bytes:
        """The bytes in a piece of the answer; after the last one, without a piece, those left."""
        if opened.unfolding is None:
            return piece
        try:
            if piece:
                return opened.unfolding.feed(piece)
            return opened.unfolding.close()
        except DecodeError as error:
            reason = opened.call.conceal(str(error))
            raise ResponseError(
                f"the answer cannot be read ({reason})", **opened.call.names
            ) from None


def file_name(disposition: str) -> str:
    """The name of the file in a Content-Disposition (RFC 6266), as one that can be used here."""
    if not disposition:
        return ""
    from email.message import Message

    message = Message()
    message["Content-Disposition"] = disposition
    name = message.get_filename() or ""
    name = re.split(r"[/\\]", name)[-1].strip()
    return "" if name in (".", "..") or not name.isprintable() else name


class _Chunks:
    """Bytes as they come, handed out in chunks of one size."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept = bytearray()

    def taken(self, found: bytes) -> Iterator[bytes]:
        self._kept += found
        end = len(self._kept) - len(self._kept) % self._size
        for start in range(0, end, self._size):
            yield bytes(self._kept[start : start + self._size])
        del self._kept[:end]

    def rest(self) -> Iterator[bytes]:
        if self._kept:
            yield bytes(self._kept)
            self._kept.clear()


def _checked(size: int) -> int:
    if size <= 0:
        raise ValueError(f"chunk_size must be above 0, not {size}")
    return size


class Download(_Arriving):
    """The bytes of an answer, while they arrive.

    Attributes:
        content_type: As the server says it; empty where it does not, and over SOAP.
        name: Of the file, as the server says it, without any folder; empty where it does not.
        length: Bytes in all, or None when that is not known beforehand.
    """

    def iter_bytes(self, chunk_size: int = PIECE) -> Iterator[bytes]:
        """The bytes in chunks of `chunk_size`, the last one perhaps shorter; can be had once."""
        _checked(chunk_size)
        opened = self._source
        if isinstance(opened, bytes):
            yield from self._wholly(opened, chunk_size)
            return
        if opened.pieces is None:
            opened.pieces = opened.response.iter_bytes(PIECE)
        chunks = _Chunks(chunk_size)
        yield from chunks.taken(opened.first)
        try:
            for piece in opened.pieces:
                yield from chunks.taken(self._unfolded(opened, piece))
        except httpx2.RequestError as error:
            raise opened.call.trouble(error) from error
        yield from chunks.taken(self._unfolded(opened, b""))
        yield from chunks.rest()

    def read(self) -> bytes:
        """All that has not been read yet."""
        return b"".join(self.iter_bytes())


class AsyncDownload(_Arriving):
    """The bytes of an answer, while they arrive.

    Attributes:
        content_type: As the server says it; empty where it does not, and over SOAP.
        name: Of the file, as the server says it, without any folder; empty where it does not.
        length: Bytes in all, or None when that is not known beforehand.
    """

    async def iter_bytes(self, chunk_size: int = PIECE) -> AsyncIterator[bytes]:
        """The bytes in chunks of `chunk_size`, the last one perhaps shorter; can be had once."""
        _checked(chunk_size)
        opened = self._source
        if isinstance(opened, bytes):
            for chunk in self._wholly(opened, chunk_size):
                yield chunk
            return
        if opened.pieces is None:
            opened.pieces = opened.response.aiter_bytes(PIECE)
        chunks = _Chunks(chunk_size)
        for chunk in chunks.taken(opened.first):
            yield chunk
        try:
            async for piece in opened.pieces:
                for chunk in chunks.taken(self._unfolded(opened, piece)):
                    yield chunk
        except httpx2.RequestError as error:
            raise opened.call.trouble(error) from error
        for chunk in chunks.taken(self._unfolded(opened, b"")):
            yield chunk
        for chunk in chunks.rest():
            yield chunk

    async def read(self) -> bytes:
        """All that has not been read yet."""
        return b"".join([chunk async for chunk in self.iter_bytes()])
