"""The application: takes a request to the door that it is for, and sends what is answered there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from netserver._runtime.codecs.json import encode_held
from netserver._runtime.endpoints import ResourceOperation
from netserver._runtime.errors import AuthenticationFault
from netserver._runtime.operations import Operation
from .agents_door import AgentsDoor, refused
from .answering import told
from .calls import Call, User
from .catalogue import Catalogue
from .control import Control
from .control_door import CONTROL
from .faults import About
from .filling import filled
from .forms import FORM
from .journal import note
from .messages import JSON, Answer, Receive, Received, Scope, Send, address_of, received
from .principals import SoPrincipal
from .refusals import Malformed, Refusal, refusal_of
from .routes import AgentAt, OperationAt, ResourceAt, Routes, rooted
from .sign_in import SignIn
from .soap_door import SoapDoor
from .soap_door import checked_content_type as checked_soap
from .soap_server import (
    CONTENT_TYPE,
    SoapRequest,
    UnknownAction,
    operation_of,
    request_in,
    soap_fault,
)
from .webapi_door import WebApiDoor
from .webapi_requests import as_query
from .welcome import Welcome

__all__ = ["Application", "Doors"]

_PLACE = "netserver.place"
_PRINCIPAL = "api/v1/user/currentprincipal"
_NO_RESOURCE = "No HTTP resource was found that matches the request."
_NO_CREDENTIALS = "Authentication is needed: the request has no credentials."


@dataclass(frozen=True, slots=True)
class _Place:
    """What a request is for, as its address tells, and where the caller takes the installation to be."""

    found: AgentAt | OperationAt | ResourceAt | None
    root: str
    tenant: str


class Doors:
    """The three doors of NetServer and what hangs beside them, as one ASGI application."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        sign_in: SignIn,
        principals: SoPrincipal,
        agents: AgentsDoor,
        soap: SoapDoor,
        webapi: WebApiDoor,
        most_bytes: int,
        not_implemented: int = 501,
    ) -> None:
        self.routes = Routes(catalogue)
        self._catalogue = catalogue
        self._sign_in = sign_in
        self._principals = principals
        self._agents = agents
        self._soap = soap
        self._webapi = webapi
        self._welcome = Welcome(catalogue)
        self._most_bytes = most_bytes
        self._not_implemented = not_implemented
        self._actions: dict[str, dict[str, tuple[str, str]]] = {}
        """For each agent whose SOAP was used: by action the operation's name and its namespace."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        try:
            answer = await self._answer(self.place(scope), scope, receive)
        except Exception as error:
            answer = refused(self._told(error, scope["path"]))
        await answer.send(send, head=scope["method"] == "HEAD")

    def about(self, scope: Scope) -> tuple[About, str]:
        """What a request is for, as far as its address and headers tell, and its namespace if that is SOAP."""
        place = self.place(scope)
        agent = name = wire = namespace = ""
        match place.found:
            case OperationAt(operation):
                agent, name, wire = operation.agent, operation.name, "agents"
            case AgentAt(agent):
                wire = "soap"
                name, namespace = self._named_by_action(agent, scope)
            case ResourceAt(operations):
                found = operations.get(_verb(scope["method"], operations))
                if found is not None:
                    agent, name = found[0].facade.name, found[0].name
                    wire = "webapi"
            case None:
                pass
        about = About(
            agent=agent,
            operation=name,
            wire=wire,
            method=scope["method"],
            path=scope["path"],
            root=place.root,
        )
        return about, namespace

    def _named_by_action(self, agent: str, scope: Scope) -> tuple[str, str]:
        headers = dict(scope["headers"])
        action = headers.get(b"soapaction", b"").decode("latin-1").strip(' "')
        known = self._actions.get(agent)
        if known is None:
            rows = self._catalogue.agents[agent].values()
            known = self._actions[agent] = {
                "": ("", next(each.namespace for each in rows)),
                **{each.action: (each.name, each.namespace) for each in rows},
            }
        return known.get(action, known[""])

    async def _answer(self, place: _Place, scope: Scope, receive: Receive) -> Answer:
        try:
            got = await received(scope, receive, self._most_bytes)
        except Malformed as error:
            return refused(refusal_of(error))
        if _asks_who(got):
            return await self._who(got, place)
        match place.found:
            case OperationAt(operation):
                return await self._to_agents(got, operation, place)
            case AgentAt(agent):
                return await self._to_soap(got, agent, place)
            case ResourceAt(operations):
                return await self._to_webapi(got, operations, place)
            case _:
                return self._elsewhere(got)

    def place(self, scope: Scope) -> _Place:
        """What the request of a scope is for; found once, and then kept in the scope."""
        known: _Place | None = scope.get(_PLACE)
        if known is not None:
            return known
        found = self.routes.at(scope["path"])
        below = "" if found is None else found.root
        place = scope[_PLACE] = _Place(
            found, f"{address_of(scope)}{below}", below.strip("/")
        )
        return place

    # ------------------------------------------------------------------- one door each

    async def _to_agents(
        self, got: Received, operation: Operation, place: _Place
    ) -> Answer:
        if got.method in ("GET", "HEAD"):
            return self._agents.description(operation, place.root)
        if got.method != "POST":
            return _not_allowed("GET, POST")
        try:
            call = self._call(got, operation, "agents", place)
            return await self._agents.answer(got, operation, call)
        except Exception as error:
            return refused(self._told(error, f"{operation.agent}/{operation.name}"))

    async def _to_webapi(
        self,
        got: Received,
        operations: Mapping[str, tuple[ResourceOperation, Mapping[str, str]]],
        place: _Place,
    ) -> Answer:
        verb = _verb(got.method, operations)
        if got.method == "POST" and verb == "GET":
            if got.content_type != FORM:
                return _not_allowed(", ".join(sorted(operations)))
            got = as_query(got)
        if verb not in operations:
            return _not_allowed(", ".join(sorted(operations)))
        operation, filled = operations[verb]
        try:
            call = self._call(got, operation, "webapi", place)
            return await self._webapi.answer(got, operation, filled, call)
        except Exception as error:
            return refused(self._told(error, f"{operation.verb} {operation.path}"))

    async def _to_soap(self, got: Received, agent: str, place: _Place) -> Answer:
        if got.method in ("GET", "HEAD"):
            return self._welcome.wsdl(agent, place.root, got.query)
        if got.method != "POST":
            return _not_allowed("GET, POST")
        operations = self._catalogue.agents[agent]
        namespace = next(each.namespace for each in operations.values())
        operation: Operation | None = None
        try:
            checked_soap(got)
            request = request_in(got.body, namespace)
            operation = operation_of(
                operations, got.headers.get("soapaction", ""), request
            )
            note(
                about=About(
                    agent=agent,
                    operation=operation.name,
                    wire="soap",
                    path=got.path,
                    root=place.root,
                )
            )
            call = self._soap_call(got, request, operation, place)
            return await self._soap.answer(request, operation, call)
        except UnknownAction as unknown:
            return _unknown_action(agent, str(unknown))
        except Exception as error:
            name = operation.name if operation else ""
            refusal = self._told(error, f"{agent}/{name}")
            return self._soap.refused(refusal, namespace, operation)

    async def _who(self, got: Received, place: _Place) -> Answer:
        """Who is signed in, also in releases whose description forgets to say that it can be asked."""
        try:
            authorization = got.headers.get("authorization", "")
            if not authorization:
                raise AuthenticationFault(_NO_CREDENTIALS)
            user = self._sign_in.authorized(authorization)
            note(user=user.name)
            found = self._principals.principal(user)
        except Exception as error:
            return refused(self._told(error, got.path))
        if found is None:
            return self._elsewhere(got)
        return Answer(body=encode_held(filled(found)), content_type=JSON)

    def _elsewhere(self, got: Received) -> Answer:
        answer = self._welcome.answer(got)
        if answer is not None:
            return answer
        return refused(
            Refusal(
                status=404,
                info=refusal_of(Malformed(_NO_RESOURCE)).info,
                detail=f"{got.method} {got.path[:200]}",
            )
        )

    def _told(self, error: Exception, about: str) -> Refusal:
        refusal = told(error, about)
        if refusal.status == 501:
            return replace(refusal, status=self._not_implemented)
        return refusal

    # ------------------------------------------------------------------------- callers

    def _call(
        self,
        got: Received,
        operation: Operation | ResourceOperation,
        wire: str,
        place: _Place,
    ) -> Call:
        """What is known of a call over REST; AuthenticationFault where nobody may make it."""
        headers = got.headers
        authorization = headers.get("authorization", "")
        if not authorization:
            raise AuthenticationFault(_NO_CREDENTIALS)
        user = self._sign_in.authorized(authorization)
        note(user=user.name)
        zone = headers.get("so-timezone", "").partition(",")[0].strip()
        return Call(
            operation=operation,
            wire=wire,
            root=place.root,
            tenant=place.tenant,
            user=user,
            headers=headers,
            language=headers.get("so-language", headers.get("accept-language", "")),
            culture=headers.get("so-culture", ""),
            time_zone=zone,
            app_token=headers.get("so-apptoken", ""),
        )

    def _soap_call(
        self, got: Received, request: SoapRequest, operation: Operation, place: _Place
    ) -> Call:
        user: User | None = None
        if "Credentials" in operation.request_headers:
            if not request.ticket:
                raise AuthenticationFault(_NO_CREDENTIALS)
            user = self._sign_in.by_ticket(request.ticket)
            note(user=user.name)
        return Call(
            operation=operation,
            wire="soap",
            root=place.root,
            tenant=place.tenant,
            user=user,
            headers=got.headers,
            language=got.headers.get("accept-language", ""),
            time_zone=request.time_zone,
            app_token=request.app_token,
        )


def _asks_who(got: Received) -> bool:
    return got.method == "GET" and any(
        below.lower() == _PRINCIPAL for _, below in rooted(got.path)
    )


def _verb(
    method: str,
    operations: Mapping[str, tuple[ResourceOperation, Mapping[str, str]]],
) -> str:
    """The verb of the operation that a request is for: a list that may be asked by a form is a GET."""
    if method == "HEAD":
        return "GET"
    if method == "POST" and "POST" not in operations and "GET" in operations:
        return "GET" if operations["GET"][0].by_form else method
    return method


def _not_allowed(allowed: str) -> Answer:
    error = Malformed(
        "The requested resource does not support this HTTP method.",
        f"it supports {allowed}",
        status=405,
    )
    answer = refused(refusal_of(error))
    return Answer(
        status=405,
        body=answer.body,
        content_type=answer.content_type,
        headers={"Allow": allowed},
    )


def _unknown_action(agent: str, action: str) -> Answer:
    text = (
        f"The message with the action or element {action[:200]!r} cannot be processed: "
        f"the agent {agent} has no such operation."
    )
    return Answer(
        status=500,
        body=soap_fault("ActionNotSupported", text),
        content_type=CONTENT_TYPE,
    )


class Application(Starlette):
    """One ASGI application for SOAP, Agents REST, the WebApi and signing in.

    `control` is what tests have of it, `tenant` the last part of its root, and `hint` says in words how to sign in.
    """

    def __init__(
        self,
        doors: Doors,
        routes: Sequence[BaseRoute],
        control: Control,
        tenant: str,
        hint: str,
    ) -> None:
        super().__init__(routes=routes)
        # No route: that of starlette for all paths has none for those with a line feed in them.
        self.router.default = doors
        self.router.redirect_slashes = False
        self.doors = doors
        self.control = control
        self.tenant = tenant
        self.hint = hint

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await super().__call__(scope, receive, send)
            return
        about, namespace = self.doors.about(scope)
        await self.control.watched(
            super().__call__, scope, receive, send, about, namespace
        )
