"""The agents wire: JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..operations import Operation


class JsonRequest(NamedTuple):
    """The query parameters and the body of one request."""

    params: dict[str, str]
    content: bytes | None


def encode_request(operation: Operation, arguments: Sequence[object]) -> JsonRequest:
    raise NotImplementedError


def decode_response(operation: Operation, content: bytes) -> Any:
    raise NotImplementedError
