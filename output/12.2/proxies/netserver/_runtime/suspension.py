"""Sessions as text: sealed under a key, and opened with it in another process, months later.

What is sealed lets its reader in, so nothing but the key protects it: AES-256 in Galois mode, under a key
that scrypt derives from the caller's.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import msgspec

from .credentials import (
    AccessToken,
    Credentials,
    Grant,
    Identity,
    Implicit,
    OAuth,
    SystemUser,
    Ticket,
    UsernamePassword,
)
from .errors import ResumeError
from .options import RequestOptions
from .place import Tenant

if TYPE_CHECKING:
    from .core import Core

_MARK = b"PS1"
_SALT, _NONCE = 16, 12  # bytes
_SHORTEST_KEY = 8
_KINDS: dict[str, type[Credentials]] = {
    kind.__name__: kind
    for kind in (AccessToken, Implicit, OAuth, SystemUser, Ticket, UsernamePassword)
}


def suspended(core: Core, key: str | bytes) -> str:
    """All that the session needs to go on, sealed."""
    if core.closed:
        raise ValueError("the session was closed: there is nothing to suspend")
    state: dict[str, Any] = {
        "root": core.place.root,
        "tenant": core.place.tenant and dataclasses.asdict(core.place.tenant),
        "binding": core.binding,
        "app_token": core.app_token,
        "credentials": _told(core.sign_in.credentials),
        "grant": _grant(core.sign_in.grant),
        "used_at": core.sign_in.used_at,
        "options": _said(core.options),
        "calls_per_second": core.calls_per_second,
        "principal": core.principal and core.principal.carrier,
    }
    try:
        content = msgspec.msgpack.encode(state)
        kept = RequestOptions(**msgspec.msgpack.decode(content)["options"])
    except (TypeError, ValueError, RecursionError):
        content, kept = b"", None
    if kept != core.options:  # a carrier would come back as a dict, a set as a list
        raise ValueError(
            "the session's options hold something that cannot be written into a text"
        )
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = _cipher(key, salt).encrypt(nonce, content, _MARK)
    return _as_text(_MARK + salt + nonce + sealed)


def _as_text(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode()


def opened(text: str, key: str | bytes) -> dict[str, Any]:
    """What `suspended` has sealed.

    Raises:
        ResumeError: The key is another one, or the text is not as it was.
    """
    from cryptography.exceptions import InvalidTag

    trouble = ResumeError(
        "the text cannot be opened: the key is not the one that it was suspended "
        "under, or the text was changed or cut off"
    )
    if not isinstance(cast(object, text), str):
        raise TypeError(f"the text must be a str, not {type(text).__name__}")
    try:
        whole = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise trouble from None
    mark, rest = whole[: len(_MARK)], whole[len(_MARK) :]
    salt, nonce = rest[:_SALT], rest[_SALT : _SALT + _NONCE]
    # One text alone stands for the bytes: base64 can be written in more than one way.
    if mark != _MARK or len(nonce) != _NONCE or _as_text(whole) != text:
        raise trouble
    cipher = _cipher(key, salt)
    try:
        content = cipher.decrypt(nonce, rest[_SALT + _NONCE :], _MARK)
    except (InvalidTag, ValueError):
        raise trouble from None
    return cast("dict[str, Any]", msgspec.msgpack.decode(content))


def said(state: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a session is to be given by name, as far as nobody gives something else."""
    options = RequestOptions(**state["options"])
    if "timeout" in given:
        options = dataclasses.replace(options, timeout=None)
    return {
        "credentials": _credentials(state["credentials"]),
        "app_token": state["app_token"],
        "binding": state["binding"],
        "options": options,
        "calls_per_second": state["calls_per_second"],
    }


def place(state: Mapping[str, Any]) -> Tenant | str:
    """Where the session was; a tenant is asked for anew."""
    tenant = state["tenant"]
    return state["root"] if tenant is None else Tenant(**tenant)


def go_on(core: Core, state: Mapping[str, Any]) -> None:
    """Let a session be who the suspended one was."""
    grant = state["grant"]
    core.resume(
        None if grant is None else Grant(**grant),
        state["used_at"],
        state["principal"],
    )


def _credentials(told: Mapping[str, Any] | None) -> Credentials | None:
    if told is None:
        return None
    said = dict(told["said"])
    if said.get("identity") is not None:
        said["identity"] = Identity(**said["identity"])
    return _KINDS[told["kind"]](**said)


def _told(credentials: Credentials | None) -> dict[str, Any] | None:
    if credentials is None:
        return None
    kind = type(credentials).__name__
    if _KINDS.get(kind) is not type(credentials):
        raise ValueError(f"{kind} are credentials of your own, and cannot be suspended")
    said: dict[str, Any] = {}
    for spec in dataclasses.fields(cast(Any, credentials)):
        value = getattr(credentials, spec.name)
        if spec.name == "renew_with":
            continue
        if isinstance(value, Identity):
            value = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        said[spec.name] = value
    return {"kind": kind, "said": said}


def _grant(grant: Grant | None) -> dict[str, Any] | None:
    if grant is None:
        return None
    return {
        "scheme": grant.scheme,
        "text": grant.text,
        "expires_at": grant.expires_at,
        "idle": grant.idle,
    }


def _said(options: RequestOptions) -> dict[str, Any]:
    names = [spec.name for spec in dataclasses.fields(options)]
    values = {name: getattr(options, name) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _cipher(key: object, salt: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    if isinstance(key, str):
        key = key.encode()
    if not isinstance(key, bytes):
        raise TypeError(f"the key must be a str or bytes, not {type(key).__name__}")
    if len(key) < _SHORTEST_KEY:
        raise ValueError(f"the key must be of {_SHORTEST_KEY} bytes or more")
    derived = Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(key)
    return AESGCM(derived)
