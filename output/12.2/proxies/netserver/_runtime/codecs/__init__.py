"""Values to bytes and back, one module a wire; `schema.py` is what both read."""

from __future__ import annotations

from typing import Any

__all__ = ["DecodeError", "EncodeError", "ErrorBody"]


class DecodeError(ValueError):
    """The bytes are not an answer of the expected kind; says why in one line."""


class EncodeError(ValueError):
    """A value that the wire cannot hold; names the field."""


class ErrorBody(DecodeError):
    """The JSON answer is an object about an error, in place of the expected one."""

    def __init__(self, body: dict[str, Any]) -> None:
        text = body.get("ErrorMessage") or body.get("Message") or "no message"
        super().__init__(str(text))
        self.body = body
