"""System users: a ticket for an application that signs in as nobody in particular, by REST and by SOAP."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from ..codecs import DecodeError
from ..codecs.namespaces import SOAP, XSI, local_name
from ..codecs.soap_answers import parse
from ..codecs.soap_texts import escaped
from ..superid import CLAIMS
from .accounts import App, apps_of
from .calls import User
from .identity_keys import IdentityKeys
from .messages import JSON, Answer, Received
from .oauth_door import SERIAL
from .principals import SYSTEM
from .refusals import Malformed
from .sign_in import SignIn
from .soap_server import CONTENT_TYPE, soap_fault

if TYPE_CHECKING:
    from lxml.etree import _Element as Element  # pyright: ignore[reportPrivateUsage]

__all__ = ["SystemUserDoor"]

_OURS = "http://www.superoffice.com/superid/partnersystemuser/0.1"
_ACTION = f"{_OURS}/IPartnerSystemUserService/Authenticate"
_ISSUER = "SuperOffice AS"
_LIFE = 600
_MINUTE = 60.0
_SIGNED = re.compile(r"(?s)(.+)\.([0-9]{12})\.([A-Za-z0-9+/]+={0,2})")
_NAMES = ("SignedSystemToken", "ApplicationToken", "ContextIdentifier", "ReturnTokenType")  # fmt: skip
_MALFORMED = "The request is invalid."


class _Refused(Exception):
    """Why there is no token, by the word that the service has for it."""


class SystemUserDoor:
    """Exchanges signed system tokens for tokens that hold a ticket."""

    def __init__(self, sign_in: SignIn, keys: IdentityKeys) -> None:
        self._sign_in = sign_in
        self._keys = keys

    def rest(self, got: Received) -> Answer:
        """The answer to a request in JSON; what is refused is answered as well, and says why."""
        told: dict[str, Any] = {"IsSuccessful": True, "ErrorMessage": None}
        try:
            told["Token"] = self._token(_members(got.body))
        except _Refused as refused:
            told = {"IsSuccessful": False, "Token": None, "ErrorMessage": str(refused)}
        return Answer(body=msgspec.json.encode(told), content_type=JSON)

    def soap(self, got: Received) -> Answer:
        """The answer to an envelope of SOAP 1.1."""
        if got.content_type != "text/xml":
            raise Malformed(_MALFORMED, "expected text/xml", status=415)
        action = got.headers.get("soapaction", "").strip().strip('"')
        if action not in ("", _ACTION):
            return _fault("ActionNotSupported", "there is no such action here")
        try:
            said = _elements(got.body)
        except (DecodeError, RecursionError) as error:
            why = str(error).replace("answer", "message")  # the codecs read answers
            return _fault("Client", f"The message cannot be read: {why}")
        try:
            token, why = self._token(said), ""
        except _Refused as refused:
            token, why = "", str(refused)
        return Answer(body=_envelope(token, why), content_type=CONTENT_TYPE)

    # --------------------------------------------------------------------- what is asked

    def _token(self, said: Mapping[str, str]) -> str:
        signed = _SIGNED.fullmatch(said["SignedSystemToken"].strip())
        if signed is None:
            raise _Refused(
                "InvalidSignature: the SignedSystemToken must be the system token, the minute "
                "(yyyyMMddHHmm, UTC) and the signature in base64, with full stops between them"
            )
        app = self._app(signed[1])
        if not app.is_secret(said["ApplicationToken"]):
            raise _Refused("Denied: the ApplicationToken is not that of the application")  # fmt: skip
        tenant = self._sign_in.tenant
        if tenant and said["ContextIdentifier"].casefold() != tenant.casefold():
            raise _Refused("Denied: the application is not let in by this tenant")
        if said["ReturnTokenType"].casefold() != "jwt":
            raise _Refused("Denied: the ReturnTokenType must be Jwt")
        if app.public_key and not _is_signed(signed, app.public_key):
            raise _Refused("InvalidSignature: it was not made with the application's key")  # fmt: skip
        if not self._is_now(signed[2]):
            raise _Refused("InvalidTimestamp: the minute is not that of this server's clock")  # fmt: skip
        return self._keys.signed(self._claims(app))

    def _app(self, system_token: str) -> App:
        with self._sign_in.store.reading() as records:
            apps = apps_of(records)
        found = [each for each in apps if each.is_system_token(system_token)]
        if not found:
            raise _Refused("Revoked: no application has this system token")
        return found[0]

    def _is_now(self, minute: str) -> bool:
        try:
            begun = datetime.strptime(minute, "%Y%m%d%H%M").replace(tzinfo=UTC)
        except ValueError:
            return False
        clock = self._sign_in.clock
        now = clock.now()
        # Whoever has signed may not know that a test has put the clock forward.
        return any(
            -_MINUTE <= (moment - begun).total_seconds() < 2 * _MINUTE
            for moment in (now, now - clock.ahead)
        )

    def _claims(self, app: App) -> dict[str, Any]:
        user = User(
            name="system user", full_name=f"System user of {app.client_id}", role=SYSTEM
        )
        own = {
            "ticket": self._sign_in.issue(user),
            "serial": SERIAL,
            "ctx": self._sign_in.tenant,
        }
        now = self._sign_in.clock.now()
        # Whoever checks the token may not know that a test has put the clock forward.
        begun = int((now - self._sign_in.clock.ahead).timestamp())
        return {
            "iss": _ISSUER,
            "aud": f"spn:{SERIAL}",
            "iat": begun,
            "nbf": begun,
            "exp": int(now.timestamp()) + _LIFE,
            **{CLAIMS + name: value for name, value in own.items()},
        }


def _members(body: bytes) -> dict[str, str]:
    """What stands in the body by the names of the service, whatever their case."""
    try:
        found: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        raise Malformed(_MALFORMED, "the body is no JSON") from None
    if not isinstance(found, dict):
        raise Malformed(_MALFORMED, "the body must be a JSON object")
    members = cast("dict[str, object]", found)
    folded = {name.casefold(): value for name, value in members.items()}
    said: dict[str, str] = {}
    for name in _NAMES:
        value = folded.get(name.casefold())
        if not isinstance(value, str):
            raise Malformed(_MALFORMED, f"{name} must be a text")
        said[name] = value
    return said


def _elements(body: bytes) -> dict[str, str]:
    """What stands in the envelope: two blocks of the header, and two elements of the request."""
    root = parse(body)
    if root.tag != f"{{{SOAP}}}Envelope":
        raise DecodeError("expected an envelope of SOAP 1.1")
    asked = root.find(f"{{{SOAP}}}Body/{{{_OURS}}}AuthenticationRequest")
    if asked is None:
        raise DecodeError("the Body has no AuthenticationRequest")
    header = root.find(f"{{{SOAP}}}Header")
    elements: list[Element] = [*asked, *(() if header is None else header)]
    found = {local_name(each.tag): each.text or "" for each in elements}
    return {name: found.get(name, "") for name in _NAMES}


def _is_signed(signed: re.Match[str], public_key: str) -> bool:
    """Whether the signature is right: RSA, PKCS#1 v1.5, SHA-256, of the token and the minute."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(public_key.strip().encode())
        if not isinstance(key, RSAPublicKey):
            return False
        signature = base64.b64decode(signed[3], validate=True)
        said = f"{signed[1]}.{signed[2]}".encode()
        key.verify(signature, said, PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, UnsupportedAlgorithm, binascii.Error, ValueError):
        return False
    return True


def _envelope(token: str, why: str) -> bytes:
    def element(name: str, text: str) -> str:
        return (
            f"<{name}>{escaped(text)}</{name}>" if text else f'<{name} i:nil="true"/>'
        )

    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><AuthenticationResponse xmlns="{_OURS}" xmlns:i="{XSI}">'
        f"<IsSuccessful>{'false' if why else 'true'}</IsSuccessful>"
        f"{element('Token', token)}{element('ErrorMessage', why)}"
        "</AuthenticationResponse></s:Body></s:Envelope>"
    ).encode()


def _fault(code: str, text: str) -> Answer:
    return Answer(status=500, body=soap_fault(code, text), content_type=CONTENT_TYPE)
