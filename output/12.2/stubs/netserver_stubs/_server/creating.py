"""`create_app`: one application from a user's stubs, from the stand-in, or from both."""

from __future__ import annotations

from os import PathLike

from starlette.routing import BaseRoute

from .accounts import DEFAULT_SIGN_IN, load_sign_in
from .agents_door import AgentsDoor
from .answering import Handlers
from .application import Application, Doors
from .called_operations import CalledOperations
from .calls import Service
from .catalogue import Catalogue
from .clock import Clock
from .control import Control, Seed
from .control_door import control_routes
from .entity_resources import EntityResources
from .identity import identity_routes
from .principals import SoPrincipal
from .sign_in import SignIn
from .soap_door import SoapDoor
from .stand_in import StandIn
from .store import Store
from .stub import AgentStub, Stubs
from .webapi_door import ResourceService, WebApiDoor

__all__ = ["MEMORY", "AppMaker"]

MEMORY = ":memory:"
MOST_BYTES = 64 * 1024 * 1024
_NOT_KEPT = 400
"""HTTP's status of what the stand-in does not do. Nothing is broken when a tenant is asked for more than it has, so it is
none of those that monitors, proxies and fuzzers take for a broken server."""
_EVERYBODY = "Anybody may sign in, by any name and password, ticket or token."


class AppMaker:
    """Makes applications that answer the operations of one release."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __call__(
        self,
        *stubs: AgentStub,
        store: str | PathLike[str] | None = None,
        seed: Seed | None = None,
        faults: bool = False,
        control: bool = False,
        most_bytes: int = MOST_BYTES,
    ) -> Application:
        """One ASGI application: SOAP, Agents REST and the WebApi.

        Args:
            stubs: What you have filled in; it comes before all else.
            store: Where the stand-in for a tenant keeps what is saved: a file of SQLite, or ":memory:". Where neither
                this nor a stub is given it is the memory; with stubs alone there is no stand-in, anybody may sign
                in, and what the stubs leave answers "not implemented".
            seed: What the stand-in begins with where its store is empty: the state, or a file of JSON that holds it.
                Without it a small made-up company.
            faults: Answer exceptions as SOAP faults rather than wrapped in a normal answer.
            control: Offer what tests need at /_control, to callers on this machine.
            most_bytes: The largest body that is taken.
        """
        catalogue, clock = self.catalogue, Clock()
        own = Stubs(stubs, catalogue)
        stands_in = store is not None or seed is not None or not stubs
        kept = Store(None if store in (None, MEMORY) else store)
        sign_in = SignIn(kept, clock, strict=stands_in)
        stand_in = StandIn(catalogue, kept, clock, seed) if stands_in else None
        if stand_in is None:
            with kept.writing() as records:
                load_sign_in(records, DEFAULT_SIGN_IN)
        principals = SoPrincipal(sign_in, catalogue)
        services: list[Service] = [own, principals]
        if stand_in is not None:
            services += stand_in.services
        handlers = Handlers(services)
        entities = stand_in.entities if stand_in is not None else None
        resources: list[ResourceService] = [
            EntityResources(catalogue, handlers, entities, own),
            *(stand_in.resources if stand_in is not None else ()),
            CalledOperations(catalogue, handlers),
        ]
        steering = Control(
            catalogue,
            clock=clock,
            keeping=stand_in,
            tickets=sign_in.ticket_for,
            seed=seed,
        )
        steering.on_change.append(sign_in.forget)
        doors = Doors(
            catalogue=catalogue,
            sign_in=sign_in,
            principals=principals,
            agents=AgentsDoor(handlers),
            soap=SoapDoor(handlers, faults=faults),
            webapi=WebApiDoor(resources),
            most_bytes=most_bytes,
            not_implemented=501 if stand_in is None else _NOT_KEPT,
        )
        routes: list[BaseRoute] = [
            *identity_routes(sign_in, catalogue.release, lambda: steering.moved_to)
        ]
        if control:
            routes += control_routes(steering)
        return Application(
            doors,
            routes,
            steering,
            tenant=sign_in.tenant or "Cust12345",
            hint=_EVERYBODY if stand_in is None else stand_in.hint,
        )
