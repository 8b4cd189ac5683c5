"""Passwords and the secrets of applications as they are stored: hashed by scrypt."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re

__all__ = ["checked_hash", "hashed_password", "is_password"]

_COST, _BLOCK, _PARALLEL = 2048, 8, 1
"""Small, as befits a server for tests: some milliseconds, and two megabytes."""
_FORM = re.compile(r"scrypt\$(\d{1,5})\$(\d{1,2})\$(\d)\$([\w+/=]{4,88})\$([\w+/=]{4,128})")  # fmt: skip


def hashed_password(password: str) -> str:
    """The password as it is stored: another text each time."""
    salt = os.urandom(16)
    digest = _scrypt(password, salt, _COST, _BLOCK, _PARALLEL)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${_text(salt)}${_text(digest)}"


def checked_hash(text: str) -> str:
    """The text, where `hashed_password` may have made it; ValueError otherwise."""
    if not _FORM.fullmatch(text):
        raise ValueError(
            "a hash of a password must be one that this server has written: scrypt$..."
        )
    return text


def is_password(password: str, stored: str) -> bool:
    """Whether that is the password, told in a time that does not depend on how nearly."""
    found = _FORM.fullmatch(stored)
    if found is None:
        return False
    cost, block, parallel, salt, digest = found.groups()
    try:
        made = _scrypt(
            password, base64.b64decode(salt), int(cost), int(block), int(parallel)
        )
        return hmac.compare_digest(made, base64.b64decode(digest))
    except ValueError:  # numbers that scrypt refuses, or no base64
        return False


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    secret = password.encode("utf-8", "backslashreplace")
    return hashlib.scrypt(secret, salt=salt, n=cost, r=block, p=parallel)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
