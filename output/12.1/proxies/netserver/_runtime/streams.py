"""Answers that are read piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx2

from .transport import Opened

_CHUNK = 64 * 1024


class _Arriving:
    """What both kinds of download know before anything is read."""

    def __init__(self, source: Opened | bytes) -> None:
        self._source = source
        self.content_type = ""
        self.length: int | None = None
        if isinstance(source, bytes):
            self.length = len(source)
            return
        headers = source.response.headers
        self.content_type = headers.get("Content-Type", "")
        declared = headers.get("Content-Length", "")
        if declared.isdecimal() and "Content-Encoding" not in headers:
            self.length = int(declared)

    def _chunks(self, whole: bytes, size: int) -> Iterator[bytes]:
        for start in range(0, len(whole), size):
            yield whole[start : start + size]


def _checked(size: int) -> int:
    if size <= 0:
        raise ValueError(f"chunk_size must be above 0, not {size}")
    return size


class Download(_Arriving):
    """The bytes of an answer, while they arrive.

    Attributes:
        content_type: As the server says it; empty where it does not, and over SOAP.
        length: Bytes in all, or None when that is not known beforehand.
    """

    def iter_bytes(self, chunk_size: int = _CHUNK) -> Iterator[bytes]:
        """The bytes in chunks of `chunk_size`, the last one perhaps shorter; can be had once."""
        _checked(chunk_size)
        if isinstance(self._source, bytes):
            yield from self._chunks(self._source, chunk_size)
            return
        try:
            yield from self._source.response.iter_bytes(chunk_size)
        except httpx2.RequestError as error:
            raise self._source.call.trouble(error) from error

    def read(self) -> bytes:
        """All that has not been read yet."""
        return b"".join(self.iter_bytes())


class AsyncDownload(_Arriving):
    """The bytes of an answer, while they arrive.

    Attributes:
        content_type: As the server says it; empty where it does not, and over SOAP.
        length: Bytes in all, or None when that is not known beforehand.
    """

    async def iter_bytes(self, chunk_size: int = _CHUNK) -> AsyncIterator[bytes]:
        """The bytes in chunks of `chunk_size`, the last one perhaps shorter; can be had once."""
        _checked(chunk_size)
        if isinstance(self._source, bytes):
            for chunk in self._chunks(self._source, chunk_size):
                yield chunk
            return
        try:
            async for chunk in self._source.response.aiter_bytes(chunk_size):
                yield chunk
        except httpx2.RequestError as error:
            raise self._source.call.trouble(error) from error

    async def read(self) -> bytes:
        """All that has not been read yet."""
        return b"".join([chunk async for chunk in self.iter_bytes()])
