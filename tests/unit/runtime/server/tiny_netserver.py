"""A NetServer of one contact behind the real sign-in: SoPrincipal and Contact over SOAP, Contact and the principal over REST."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount

ADDRESS = "https://sod.superoffice.com"
ROOT = f"{ADDRESS}/Cust12345"


@cache
def identity_key() -> bytes:
    """The key of all servers here, which would each take a moment to make their own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


class TinyNetServer:
    """Its clock, its store and its sign-in; `app` is the ASGI application."""

    def __init__(
        self,
        pair: Any,
        path: Path | None = None,
        *,
        key: bool = True,
        **seed: Any,
    ) -> None:
        self.pair = pair
        accounts = pair.server("accounts")
        self.clock = pair.server("clock").Clock()
        self.store = pair.server("store").Store(path)
        with self.store.writing() as records:
            if accounts.text_of(records, "tenant") == "":
                accounts.load_sign_in(records, {**accounts.DEFAULT_SIGN_IN, **seed})
            if key:
                records.put_setting("identity_key", identity_key())
        self.sign_in = pair.server("sign_in").SignIn(
            self.store, self.clock, strict=True
        )
        self.service = pair.server("principals").SoPrincipal(
            self.sign_in, pair.catalogue
        )
        self.requests: list[str] = []
        routes = pair.server("identity").identity_routes(
            self.sign_in, pair.catalogue.release
        )
        self.app = Starlette(routes=[*routes, Mount("/Cust12345", app=self._netserver)])

    async def _netserver(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        self.requests.append(request.url.path)
        body = await request.body()
        try:
            answer = self._answer(request, body)
        except self.pair.proxies("errors").AuthenticationFault as fault:
            refusal = self.pair.server("refusals").refusal_of(fault)
            if request.url.path.endswith(".svc"):
                soap = self.pair.server("soap_server")
                namespace = self.pair.catalogue.release.namespace
                content = soap.soap_refusal(refusal, namespace, as_fault=True)
                answer = Response(content, refusal.status, media_type="text/xml")
            else:
                content = self.pair.server("json_server").json_refusal(refusal)
                answer = Response(
                    content, refusal.status, media_type="application/json"
                )
        await answer(scope, receive, send)

    def _answer(self, request: Request, body: bytes) -> Response:
        path = request.url.path.removeprefix("/Cust12345/")
        if path.endswith(".svc"):
            return self._soap(
                path.rpartition("/")[2].removesuffix(".svc"), request, body
            )
        user = self.sign_in.authorized(request.headers.get("authorization", ""))
        if path == "api/v1/User/currentPrincipal":
            value = self.service.principal(user)
        else:
            assert path == "api/v1/Agents/Contact/GetContactEntity"
            value = self._contact(user)
        encoded = self.pair.proxies("_runtime.codecs.json").encode(value)
        return Response(encoded, media_type="application/json")

    def _soap(self, agent: str, request: Request, body: bytes) -> Response:
        soap = self.pair.server("soap_server")
        operations = self.pair.catalogue.agents[agent]
        got = soap.request_in(body, self.pair.catalogue.release.namespace)
        operation = soap.operation_of(operations, request.headers["soapaction"], got)
        if agent == "SoPrincipal":
            arguments = soap.arguments_in(operation, got)
            value = self.service.handler(operation)(*arguments)
        else:
            value = self._contact(self.sign_in.by_ticket(got.ticket))
        return Response(soap.soap_result(operation, value, got), media_type="text/xml")

    def _contact(self, user: Any) -> Any:
        return self.pair.proxies("carriers").ContactEntity(
            contact_id=4, name=f"Alfa, for {user.name}"
        )

    # ------------------------------------------------------------------ what tests call

    def transport(self) -> Any:
        """A transport that calls it in this process."""
        return self.pair.server("in_process").SyncTransport(self.app)

    def session(self, credentials: Any, root: str = ROOT, **words: Any) -> Any:
        """A session of the generated client."""
        return self.pair.proxies().Session(
            root, credentials=credentials, transport=self.transport(), **words
        )
