"""Files on their way to the service, with a name and a type."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeAlias, cast

from .uploads import BinaryFile, FilePart, Upload, is_file

_UNKNOWN = "application/octet-stream"
_TEXT = {ord(char): f"%{ord(char):02X}" for char in '"\r\n'}  # as browsers do


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Bytes, or a file opened for reading them, with what the receiver shall know about them.

    Not given, the name is that of the opened file, and the type the one that names like it have.
    """

    content: bytes | BinaryFile = field(repr=False)
    name: str = ""
    content_type: str = ""

    def __post_init__(self) -> None:
        for what, text in (("name", self.name), ("content_type", self.content_type)):
            if not isinstance(cast(object, text), str) or any(c < " " for c in text):
                raise ValueError(f"{what} must be one line of text")
        if not self.content_type.isascii():
            raise ValueError("content_type must be like image/png")


FileContent: TypeAlias = bytes | BinaryFile | File
"""What a parameter that is a file takes."""


def described(value: FileContent) -> File:
    """The file with the name and the type that it has, or seems to have."""
    given = value if isinstance(value, File) else File(content=value)
    content: object = given.content
    if isinstance(content, (bytearray, memoryview)):
        content = bytes(cast("bytearray", content))
    if not isinstance(content, bytes) and not is_file(content):
        kind = type(content).__name__
        raise TypeError(f"expected bytes or a file opened for reading them, got {kind}")
    name = given.name
    if not name and isinstance(path := getattr(content, "name", None), str):
        name = PurePath(path).name
    guessed, _ = mimetypes.guess_type(name) if name else (None, None)
    return File(
        content=content,
        name=name if name.isprintable() else "",
        content_type=given.content_type or guessed or _UNKNOWN,
    )


def _part(file: File) -> bytes | FilePart:
    content = file.content
    return content if isinstance(content, bytes) else FilePart(content, base64=False)


def whole(file: File) -> bytes | Upload:
    """A body that is the file."""
    part = _part(file)
    return part if isinstance(part, bytes) else Upload([part])


def as_form(
    fields: Sequence[tuple[str, File | str]],
) -> tuple[str, bytes | Upload]:
    """The content type and the body of a form with files (RFC 7578)."""
    boundary = os.urandom(16).hex()
    parts: list[bytes | FilePart] = []
    for name, value in fields:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"'
        if isinstance(value, str):
            parts.append(f"{head}\r\n\r\n{value}\r\n".encode())
            continue
        head += f'; filename="{_quoted(value.name or name)}"'
        head += f"\r\nContent-Type: {value.content_type}\r\n\r\n"
        parts += (head.encode(), _part(value), b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    kind = f"multipart/form-data; boundary={boundary}"
    if all(isinstance(part, bytes) for part in parts):
        return kind, b"".join(cast("list[bytes]", parts))
    return kind, Upload(parts)


def _quoted(text: str) -> str:
    return text.translate(_TEXT)
