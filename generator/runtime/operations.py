"""Operations as data: what a generated agent states about each of its methods.

A row says what its pattern does not: the rest (action, element and path names) is
derived here. Types stand as source text and are resolved on first use.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from . import repeating

__all__ = ["Facade", "Operation", "Shape", "methods_of"]

Shape = Literal["", "none", "query", "wrapper", "bare"]

REQUEST_HEADERS = ("ApplicationToken", "Credentials", "TimeZone")
RESPONSE_HEADERS = ("ExceptionInfo", "ExtraInfo", "Succeeded", "TimeZone")
_NOTHING: Mapping[str, str] = {}
_NOT_SPELLED: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Facade:
    """One agent: where its operations live on each wire."""

    name: str
    soap: str = field(default="", kw_only=True)
    agents: str = field(default="", kw_only=True)
    namespace: str = field(default="", kw_only=True)
    module: str = field(default="", kw_only=True)
    """The module whose names the rows' types are written in; the caller's, if empty."""

    def operation(
        self,
        name: str,
        takes: Mapping[str, str] = _NOTHING,
        gives: Mapping[str, str] | str = _NOTHING,
        *,
        result: str = "",
        shape: Shape = "",
        select: bool | None = None,
        stream: bool = False,
        soap: bool = True,
        agents: bool = True,
        action: str | None = None,
        request: str = "",
        response: str | None = None,
        request_headers: tuple[str, ...] = REQUEST_HEADERS,
        response_headers: tuple[str, ...] = RESPONSE_HEADERS,
        header_types: Mapping[str, str] = _NOTHING,
        path: str = "",
        spelled: Mapping[str, Mapping[str, str]] = _NOT_SPELLED,
        namespaces: Mapping[str, str] = _NOTHING,
    ) -> Operation:
        """One row of this agent; see `Operation` for what the words mean.

        What is left out follows the pattern: a type alone is that of the result
        "Response", parameters travel in a wrapper, and answers can be selected from.
        """
        if isinstance(gives, str):
            gives = {"Response": gives}
        if agents and not shape:
            shape = "wrapper" if takes else "none"
        caller = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
        module = self.module or str(caller.f_globals.get("__name__", ""))
        return Operation(
            facade=self,
            name=name,
            takes=takes,
            gives=gives,
            result=result,
            shape=shape if agents else "",
            select=agents and bool(gives) if select is None else select,
            stream=stream,
            soap=soap and bool(self.soap),
            action=(
                f"{self.namespace}/{self.name}/{name}" if action is None else action
            ),
            request=request or name,
            response=name + "Response" if response is None else response,
            request_headers=request_headers,
            response_headers=response_headers,
            header_types=header_types,
            agents_path=path or f"{self.agents}/{name}",
            spelled=spelled,
            namespaces=namespaces,
            module=module,
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Operation:
    """One operation of an agent, for both wires and both directions."""

    facade: Facade
    name: str
    takes: Mapping[str, str]
    """Wire name of each parameter -> its type, in wire order."""
    gives: Mapping[str, str]
    """Wire name of each result -> its type, in wire order; empty for nothing."""
    result: str
    """The carrier that holds the results where there are several."""
    shape: Shape
    """How the agents wire sends the parameters; empty: it lacks the operation."""
    select: bool
    stream: bool
    """The agents wire answers with the bytes themselves."""
    soap: bool
    action: str
    request: str
    response: str
    """The element that answers; empty: nothing answers."""
    request_headers: tuple[str, ...]
    response_headers: tuple[str, ...]
    header_types: Mapping[str, str]
    agents_path: str
    spelled: Mapping[str, Mapping[str, str]]
    """Names that differ on a wire: {"soap", "agents" or "query": {parameter: name}}."""
    namespaces: Mapping[str, str]
    """Where the element of a parameter, a result or a header block is not in `namespace`."""
    module: str
    compiled: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """What the codecs have worked out about this operation so far."""

    @property
    def namespace(self) -> str:
        """The XML namespace of the request and the response."""
        return self.facade.namespace

    @property
    def default_namespace(self) -> str:
        """The namespace that its documents declare as the default one, so that most elements
        need no prefix; none where some of its elements are in no namespace at all."""
        return "" if "" in self.namespaces.values() else self.namespace

    def namespace_of(self, element: str) -> str:
        """The namespace of a parameter, a result or a header block."""
        return self.namespaces.get(element, self.namespace)

    @property
    def agent(self) -> str:
        """The wire name of its agent."""
        return self.facade.name

    @property
    def soap_path(self) -> str:
        """Where the SOAP wire takes it, below the root of the installation."""
        return self.facade.soap

    @property
    def on_agents(self) -> bool:
        """Whether the agents wire has it."""
        return bool(self.shape)

    @property
    def reads(self) -> bool:
        """Whether it changes nothing, by its name, so that it may be made twice."""
        return repeating.reads(self.name)

    @property
    def gives_bytes(self) -> bool:
        """Whether it gives bytes, and nothing else."""
        kinds = list(self.gives.values())
        return len(kinds) == 1 and kinds[0].partition("|")[0].strip() == "bytes"

    def agents_name(self, parameter: str) -> str:
        """A parameter's name inside the JSON body."""
        return self.spelled.get("agents", _NOTHING).get(parameter, parameter)

    def soap_name(self, parameter: str) -> str:
        """The element of a parameter or a result."""
        return self.spelled.get("soap", _NOTHING).get(parameter, parameter)

    def query_name(self, parameter: str) -> str:
        """A parameter's name in the query: its first letter lowered."""
        spelled = self.spelled.get("query", _NOTHING).get(parameter)
        return spelled or parameter[:1].lower() + parameter[1:]


def methods_of(module: str) -> Mapping[str, str]:
    """The methods that the rows of a module stand for, by their operations' names.

    A row is called as its method, in capitals where those lead back to it: `_GET_CONTACT_ENTITY`.
    """
    return {
        row.name: name[1:].lower()
        for name, row in vars(sys.modules[module]).items()
        if hasattr(row, "compiled")
    }
