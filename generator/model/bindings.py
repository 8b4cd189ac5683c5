"""How one operation is spelled on one wire."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from generator.model.types import TypeRef


@dataclass(frozen=True, slots=True)
class Header:
    """A SOAP header block: its element, and the type of what stands in it."""

    name: str
    type: TypeRef
    namespace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapBinding:
    """Document/literal wrapped over SOAP 1.1.

    `request` and `response` are the local names of the two body elements, both in `namespace`;
    `path` is the endpoint's, relative to the root of the installation ("/Remote/Services88/Contact.svc").
    `spellings` holds (name in the operation, name on this wire) where the two differ.
    `namespaces` holds (name, namespace) of each parameter or result whose element is not in
    `namespace`; empty where the schema is qualified, as NetServer's is.
    """

    action: str
    request: str
    response: str
    namespace: str
    path: str
    request_headers: tuple[Header, ...] = ()
    response_headers: tuple[Header, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    namespaces: tuple[tuple[str, str], ...] = ()


class Shape(Enum):
    """Where the parameters of an Agents operation go."""

    NONE = "none"  # there are none: POST with an empty body
    QUERY = "query"  # into the query string
    WRAPPER = "wrapper"  # one JSON object with a property for each
    BARE = "bare"  # the one parameter is the whole body


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentsBinding:
    """One POST on the Agents REST endpoint, `path` being relative to the root ("/api/v1/Agents/...").

    `gives_stream` says that the answer is raw bytes, asked for as application/octet-stream.
    `select` says that the operation declares `$select`.
    """

    path: str
    shape: Shape
    select: bool = False
    gives_stream: bool = False
    headers: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()

    def by_rule(self, parameter: str) -> str:
        """The name of a parameter on this wire where `spellings` has no other."""
        if self.shape is Shape.QUERY:
            return parameter[:1].lower() + parameter[1:]
        return parameter


Binding: TypeAlias = SoapBinding | AgentsBinding
