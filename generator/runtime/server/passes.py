"""What lets somebody in for a while: tickets, access tokens, codes.

The store knows them by their hash alone.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from .calls import User
from .store import Records

__all__ = [
    "CODE",
    "HASHED",
    "REFRESH",
    "TICKET",
    "TOKEN",
    "Pass",
    "PassKind",
    "hash_of",
    "keep_pass",
    "kept_pass",
    "prune",
    "stored_name",
]

HASHED = "sha256:"
"""What the hash of a pass begins with, where a seed gives it in place of the text."""


class PassKind(NamedTuple):
    """One kind of pass: the word its settings begin with, what it is called, how many are kept at most."""

    word: str
    called: str
    most: int


TICKET = PassKind("ticket", "ticket", 50_000)
TOKEN = PassKind("token", "access token", 50_000)
CODE = PassKind("code", "code", 1_000)
REFRESH = PassKind("refresh", "refresh token", 10_000)


class Pass(msgspec.Struct, omit_defaults=True, kw_only=True, frozen=True):
    """Whom it lets in, and until when: seconds since 1970, None for always."""

    user: str
    expires: float | None = None
    ended: bool = False
    """Whether somebody has ended it before its time."""
    made: User | None = None
    """The user, where the store has none of that name."""
    client: str = ""
    """Of codes and refresh tokens: the application that they were given to."""
    redirect_uri: str = ""
    nonce: str = ""
    challenge: str = ""
    method: str = ""


_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Pass)


def hash_of(text: str) -> str:
    """ "sha256:..." for a ticket or a token, which has too much chance in it to be guessed from that."""
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace"))
    return HASHED + digest.hexdigest()


def stored_name(kind: PassKind, text: str) -> str:
    """The name of the setting that a pass is kept under."""
    return f"{kind.word}:{hash_of(text)}"


def kept_pass(records: Records, name: str) -> Pass | None:
    """The pass that is kept under a name; None where there is none, or none that can be read."""
    body = records.setting(name)
    if body is None:
        return None
    try:
        return _decoder.decode(body)
    except msgspec.MsgspecError:
        return None


def keep_pass(records: Records, name: str, kept: Pass) -> None:
    """Keep a pass under a name, in place of what is there."""
    records.put_setting(name, _encode(kept))


def prune(records: Records, kind: PassKind, now: float, remembered: float) -> None:
    """Forget those that ended `remembered` seconds ago, and of too many those that end first."""
    ending: list[tuple[float, str]] = []
    for name, _ in records.settings(f"{kind.word}:"):
        kept = kept_pass(records, name)
        if kept is None:
            ending.append((0.0, name))
        elif kept.expires is not None:
            ending.append((kept.expires, name))
    ending.sort()
    surplus = len(ending) - kind.most
    for number, (expires, name) in enumerate(ending):
        if number < surplus or expires + remembered <= now:
            records.delete_setting(name)
