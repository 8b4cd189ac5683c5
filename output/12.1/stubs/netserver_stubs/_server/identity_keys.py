"""The key that the identity service signs with, made when it is first needed and kept in the store."""

from __future__ import annotations

import threading
from typing import Any

from .refusals import Malformed
from .store import Store

__all__ = ["IdentityKeys"]

_SETTING = "identity_key"
_BITS = 2048


class IdentityKeys:
    """Signs tokens, and publishes the key that they can be checked by. Any thread may use it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._pem = b""
        self._key: Any = None

    def __repr__(self) -> str:
        return "<IdentityKeys>"

    def signed(self, claims: dict[str, Any]) -> str:
        """The claims as a JWT (RS256)."""
        from joserfc import jwt

        key = self._current()
        header = {"alg": "RS256", "typ": "JWT", "kid": key.thumbprint()}
        return jwt.encode(header, claims, key)

    def published(self) -> dict[str, Any]:
        """The set of keys (RFC 7517)."""
        key = self._current()
        parts = key.as_dict(private=False)
        return {
            "keys": [{**parts, "kid": key.thumbprint(), "use": "sig", "alg": "RS256"}]
        }

    def _current(self) -> Any:
        """The key in the store. Where somebody has emptied it, the one that was in use goes back into it."""
        try:
            from joserfc.jwk import RSAKey
        except ImportError:
            raise Malformed(
                "This server cannot sign tokens: joserfc is not installed.",
                "pip install joserfc",
                status=501,
            ) from None
        with self._lock:
            with self._store.reading() as records:
                pem = records.setting(_SETTING)
            if pem is None:
                made = self._pem or _new_key()
                with self._store.writing() as records:
                    pem = records.setting(
                        _SETTING
                    )  # another process may have been quicker
                    if pem is None:
                        records.put_setting(_SETTING, made)
                        pem = made
            if pem != self._pem:
                self._pem, self._key = pem, RSAKey.import_key(pem)
            return self._key


def _new_key() -> bytes:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
