"""Signatures: made with the partner's RSA key, and checked with the keys that SuperId publishes.

Imported when somebody signs in by OAuth or as a system user, since it brings cryptography along.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from joserfc import jwt
from joserfc.errors import (
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
)
from joserfc.jwk import KeySet, RSAKey

if TYPE_CHECKING:
    from joserfc.jwt import ClaimsOption

LEEWAY = 300
"""Seconds by which the clocks of two machines may differ."""

_NUMERIC = ("exp", "nbf", "iat", "auth_time")  # SuperId writes some of them as text
_PARTS = ("Modulus", "Exponent", "P", "Q", "DP", "DQ", "InverseQ", "D")
_WANTED = "a private_key must be an RSA key as PEM or RSAXML (RSAKeyValue)"


class InvalidToken(Exception):
    """A token that nobody may trust; the text says why, and holds nothing of it."""


class UnknownKey(InvalidToken):
    """A token signed with a key that is not among those at hand."""


def private_key(text: str) -> rsa.RSAPrivateKey:
    """The key in PEM (PKCS#1 or PKCS#8, not encrypted) or in RSAXML, as the vendor hands it out.

    Raises:
        ValueError: It is neither, or half of a key.
    """
    if "RSAKeyValue" in text:
        return _from_xml(text)
    try:
        key = serialization.load_pem_private_key(text.strip().encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError(f"{_WANTED}, without a password") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError(_WANTED)
    return key


def _from_xml(text: str) -> rsa.RSAPrivateKey:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)  # its encoding is no longer so
        root = etree.fromstring(text.strip().encode(), parser)
        texts = (root.findtext(f"{{*}}{part}") or "" for part in _PARTS)
        n, e, p, q, dp, dq, iq, d = map(_number, texts)
        public = rsa.RSAPublicNumbers(e, n)
        return rsa.RSAPrivateNumbers(p, q, d, dp, dq, iq, public).private_key()
    except (etree.XMLSyntaxError, binascii.Error, ValueError, OverflowError):
        raise ValueError(f"{_WANTED}; this RSAXML holds no whole private key") from None


def _number(text: str) -> int:
    return int.from_bytes(base64.b64decode("".join(text.split()), validate=True))


def signed_text(text: str, key: str) -> str:
    """The text, a full stop, and its signature: RSA, PKCS#1 v1.5, SHA-256, as base64."""
    signature = private_key(key).sign(
        text.encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    return f"{text}.{base64.b64encode(signature).decode()}"


def verified_claims(
    token: str, keys: Mapping[str, Any], *, now: float, expected: Mapping[str, str]
) -> dict[str, Any]:
    """The claims of a JWT signed by RS256 with one of the keys, once all that is expected holds.

    It must not have expired at `now` (seconds since 1970), give or take LEEWAY.

    Raises:
        UnknownKey: None of the keys is named by the token.
        InvalidToken: The signature or a claim is not right.
    """
    try:
        read = jwt.decode(token, _usable(keys), algorithms=["RS256"])
    except InvalidKeyIdError:
        raise UnknownKey("it is signed with a key that is not published") from None
    except (
        JoseError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise InvalidToken(f"its signature does not hold ({_reason(error)})") from None
    claims = dict(read.claims)
    for name in _NUMERIC:
        if isinstance(text := claims.get(name), str) and text.isdecimal():
            claims[name] = int(text)
    wanted: dict[str, ClaimsOption] = {"exp": {"essential": True}}
    for name, value in expected.items():
        wanted[name] = {"essential": True, "value": value}
    checks = jwt.JWTClaimsRegistry(now=int(now), leeway=LEEWAY, **wanted)
    try:
        checks.validate(claims)
    except ExpiredTokenError:
        raise InvalidToken("it has expired; is this machine's clock right?") from None
    except JoseError as error:
        raise InvalidToken(f"a claim of it is not right ({_reason(error)})") from None
    return claims


def _usable(keys: Mapping[str, Any]) -> KeySet:
    """The RSA keys of a set; what else is in it, or is broken, is nobody's concern."""
    found: list[RSAKey] = []
    for key in keys["keys"]:
        try:
            if key["kty"] == "RSA":
                found.append(RSAKey.import_key(key))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return KeySet(list(found))


def _reason(error: Exception) -> str:
    """What kind of trouble it is; the text of the error may hold parts of the token."""
    claim = getattr(error, "claim", "")
    return f"{type(error).__name__}: {claim}" if claim else type(error).__name__
