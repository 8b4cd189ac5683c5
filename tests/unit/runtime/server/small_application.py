"""An application of a few lines, for what stands in front of the real one: it answers one contact on both wires."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class Kept:
    """What keeps a state as it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def load(self, seed: Any, *, replace: bool) -> None:
        if replace:
            self.kept = {}
        if seed is None:
            seed = {"Contact": ["Alfa"]}
        elif isinstance(seed, Path):
            seed = {"file": seed.name}
        self.kept.update(seed)

    def state(self) -> dict[str, Any]:
        return dict(self.kept)


class SmallApplication:
    """Knows "Contact/GetContactEntity" at /Cust12345, over SOAP and the agents wire."""

    tenant = "Cust12345"

    def __init__(self, pair: Any, seed: Any = None) -> None:
        self._pair = pair
        self._operation = pair.catalogue.agents["Contact"]["GetContactEntity"]
        control = pair.server("control")
        self.control = control.Control(
            pair.catalogue,
            keeping=Kept(),
            seed=seed,
            tickets=lambda user: f"7T:{user or 'first'}",
        )
        self.control.reset()

    def about(self, scope: Any) -> Any:
        path: str = scope["path"]
        wire = "soap" if path.endswith(".svc") else "agents" if "/Agents/" in path else ""  # fmt: skip
        agent, operation = ("Contact", "GetContactEntity") if wire else ("", "")
        return self._pair.server("faults").About(
            agent=agent,
            operation=operation,
            wire=wire,
            method=scope["method"],
            path=path,
            root=f"{scope['scheme']}://{dict(scope['headers'])[b'host'].decode()}/Cust12345",
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        about = self.about(scope)
        namespace = self.control.release.namespace
        await self.control.watched(
            self._answered, scope, receive, send, about, namespace
        )

    async def _answered(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        answer = self._pair.server("messages").Answer
        contact = self._pair.proxies("carriers").ContactEntity(
            contact_id=4, name="Alfa"
        )
        self._pair.server("journal").note(user="anna", arguments={"ContactEntityId": 4})
        wire = self.about(scope).wire
        if wire == "soap":
            soap = self._pair.server("soap_server")
            request = soap.request_in(body, self.control.release.namespace)
            content = soap.soap_result(self._operation, contact, request)
            await answer(body=content, content_type=soap.CONTENT_TYPE).send(send)
        elif wire == "agents":
            content = self._pair.server("json_server").json_result(
                self._operation, contact
            )
            await answer(body=content, content_type="application/json").send(send)
        else:
            await answer(status=404).send(send)
