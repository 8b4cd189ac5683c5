"""The system user of a tenant: programs that sign in as nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

import httpx2
import msgspec

from ..concealing import concealed
from ..errors import AuthenticationFault
from ..options import header_text
from ..superid import (
    CLAIMS,
    asked,
    claims_of,
    json_object,
    origin_of,
    read_json,
    short_claims,
    skew,
)
from .base import IDLE, MASK, Credentials, Grant, is_token

if TYPE_CHECKING:
    from ..flows import Flow
    from ..superid import Surroundings

_ISSUER = "SuperOffice AS"


@dataclass(frozen=True, slots=True)
class SystemUser(Credentials):
    """The system user of a tenant, for programs that run without anybody at the screen.

    Needs the session's `app_token`, which is the application's secret.

    Args:
        system_token: "App Name-xxxxxxxxxx", from the claim `system_token` of an administrator's sign-in
            (`OAuth`, `Identity.system_token`); the same for as long as the tenant lets the application in.
        private_key: The application's RSA key, as PEM or as the RSAXML that the vendor hands out.
        tenant: "Cust12345"; where it is not given, that of `Session.for_tenant`, or the end of the root.
        environment: "online", "qaonline" or "sod"; or the address of another identity service.
        over: How the identity service is asked: by REST or by SOAP.
    """

    system_token: str = field(repr=False)
    private_key: str = field(repr=False)
    tenant: str = field(default="", kw_only=True)
    environment: str = field(default="online", kw_only=True)
    over: Literal["rest", "soap"] = field(default="rest", kw_only=True)

    def __post_init__(self) -> None:
        header_text("system_token", self.system_token)
        origin_of(self.environment)
        if isinstance(cast(object, self.private_key), bytes):
            text = cast(bytes, self.private_key).decode("utf-8-sig", "replace")
            object.__setattr__(self, "private_key", text)
        if not isinstance(cast(object, self.private_key), str):
            raise TypeError("private_key must be a str or bytes: PEM or RSAXML")
        if "RSAKeyValue" not in self.private_key and "KEY---" not in self.private_key:
            raise ValueError("private_key must be an RSA key as PEM or RSAXML")
        if self.over not in ("rest", "soap"):
            raise ValueError(f"over must be 'rest' or 'soap', not {self.over!r}")

    def __repr__(self) -> str:
        return f"SystemUser({MASK}, tenant={self.tenant!r}, environment={self.environment!r})"

    def secrets(self) -> tuple[str, ...]:
        return (self.system_token, self.private_key)

    def obtain(self, around: Surroundings) -> Flow[Grant]:
        origin = origin_of(self.environment)
        now = around.clock.now()
        response = yield from self._exchange(around, origin, now)
        token, refusal = self._token(response, around)
        ahead = skew(response, now)
        if refusal is not None and _minute(now + ahead) != _minute(now):
            # The identity service takes a signature of this minute alone; its own clock tells which.
            response = yield from self._exchange(around, origin, now + ahead)
            token, refusal = self._token(response, around)
        if refusal is not None:
            raise refusal
        expected = {"iss": _ISSUER}
        claims = short_claims(
            (yield from claims_of(around, origin, token, expected, ahead))
        )
        serial, audience = claims.get("serial"), cast(object, claims.get("aud"))
        audiences = (
            cast("list[object]", audience) if isinstance(audience, list) else [audience]
        )
        if not serial or f"spn:{serial}" not in audiences:
            raise _refused("the token of the identity service is meant for another one")
        ticket = claims.get("ticket")
        if not is_token(ticket):
            raise _refused(f"the token of the identity service lacks {CLAIMS}ticket")
        return Grant(scheme="SOTicket", text=ticket, idle=IDLE)

    # ---------------------------------------------------------------------- asking

    def _exchange(
        self, around: Surroundings, origin: str, now: float
    ) -> Flow[httpx2.Response]:
        from ..jose import signed_text

        if around.app_token is None:
            raise ValueError("SystemUser needs the app_token of the session")
        tenant = self.tenant or around.tenant_name
        if not tenant:
            raise ValueError("SystemUser needs to know the tenant: tenant='Cust12345'")
        signed = signed_text(f"{self.system_token}.{_minute(now)}", self.private_key)
        if self.over == "soap":
            from .. import partner_soap

            url = f"{origin}/login/services/PartnerSystemUserService.svc"
            headers = partner_soap.HEADERS
            content = partner_soap.request(signed, around.app_token, tenant)
        else:
            url = f"{origin}/Login/api/PartnerSystemUser/Authenticate"
            headers = {"Content-Type": "application/json"}
            content = msgspec.json.encode(
                {
                    "SignedSystemToken": signed,
                    "ApplicationToken": around.app_token,
                    "ContextIdentifier": tenant,
                    "ReturnTokenType": "JWT",
                }
            )
        hidden = (signed, *self.secrets())
        return (
            yield from asked(
                around,
                "PartnerSystemUser",
                "POST",
                url,
                headers=headers,
                content=content,
                secrets=hidden,
            )
        )

    def _token(
        self, response: httpx2.Response, around: Surroundings
    ) -> tuple[str, AuthenticationFault | None]:
        """The token in an answer, or why there is none."""
        hidden = (*self.secrets(), around.app_token)
        conceal = partial(concealed, secrets=hidden)
        told: dict[str, Any] | None
        if self.over == "soap":
            from .. import partner_soap

            told = partner_soap.answer(response, conceal)
        else:
            told = json_object(response)
            if told is None or "IsSuccessful" not in told:
                told = read_json(response, "PartnerSystemUser", hidden)
        token = told.get("Token")
        if told.get("IsSuccessful") is True and isinstance(token, str) and token:
            return token, None
        reason = told.get("ErrorMessage")
        text = reason if isinstance(reason, str) and reason else "no reason is given"
        return "", _refused(conceal(text))


def _minute(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y%m%d%H%M")


def _refused(why: str) -> AuthenticationFault:
    return AuthenticationFault(
        f"the system user is not let in: {why}",
        agent="SuperId",
        operation="PartnerSystemUser",
        wire="https",
    )
