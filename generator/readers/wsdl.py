"""WSDL 1.1 -> Release: an agent for each port type that is bound to SOAP 1.1 over HTTP.

Operations are read as document/literal wrapped: the members of the request element are the
parameters, those of the response element the results. What is bound in another way is
left out with a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.diagnostics import Diagnostics, quoted
from generator.model.bindings import Header, SoapBinding
from generator.model.carriers import Field
from generator.model.release import Agent, Operation, Parameter, Release
from generator.readers.wsdl_index import (
    Definition,
    Definitions,
    UnknownName,
    W,
    named,
)
from generator.readers.xml import Element, children, nearest, split, text_of
from generator.readers.xsd import Types
from generator.sources import Source, services_of

_SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
_HTTP_TRANSPORT = "http://schemas.xmlsoap.org/soap/http"
_BINDINGS = {
    "{http://schemas.xmlsoap.org/wsdl/soap12/}binding": "SOAP 1.2",
    "{http://schemas.xmlsoap.org/wsdl/http/}binding": "plain HTTP",
}


def read_wsdl(source: Source, diagnostics: Diagnostics) -> Release:
    """What the document says; MetadataError where it, or one that it refers to, cannot be read."""
    return _Wsdl(source, diagnostics).release()


@dataclass(frozen=True, slots=True)
class _Side:
    """The request or the response of an operation."""

    name: str = ""
    namespace: str = ""
    members: tuple[Field, ...] = ()
    headers: tuple[Header, ...] = ()


class _LeftOut(Exception):
    """An operation cannot be offered, for the reason given."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Wsdl:
    """One document, and those that it imports."""

    def __init__(self, source: Source, diagnostics: Diagnostics) -> None:
        self._diagnostics = diagnostics
        self._definitions = Definitions(source, diagnostics)
        self._types = Types(self._definitions.schemas, diagnostics)
        self._headers: dict[str, Header] = {}

    def release(self) -> Release:
        self._types.read()
        agents = self._agents()
        return Release(
            services=services_of(self._definitions.namespace),
            namespace=self._definitions.namespace,
            agents=agents,
            carriers=tuple(self._types.carriers.values()),
            enumerations=tuple(self._types.simple.enumerations.values()),
            dictionaries=tuple(self._types.dictionaries.values()),
        )

    # Agents

    def _agents(self) -> tuple[Agent, ...]:
        bound: dict[int, tuple[Definition, Definition]] = {}
        others: list[tuple[Definition, str, Definition]] = []
        for binding in self._definitions.bindings.values():
            how = _unsupported(binding.element)
            try:
                port_type = self._definitions.find(
                    self._definitions.port_types,
                    "port type",
                    binding.element.get("type"),
                    binding.element,
                    binding,
                )
            except UnknownName:
                continue
            if how:
                others.append((binding, how, port_type))
            else:
                bound.setdefault(id(port_type), (port_type, binding))
        for binding, how, port_type in others:
            if id(port_type) not in bound:
                self._diagnostics.warning(
                    "unsupported-binding",
                    f"{named(binding.element)} is bound to {how}: left out",
                    binding.origin(),
                    expected="SOAP 1.1 over HTTP, document/literal",
                )
        tried = {id(port_type) for _, _, port_type in others}
        paths = self._paths()
        agents: dict[str, Agent] = {}
        for port_type in self._definitions.port_types.values():
            if id(port_type) not in bound:
                if id(port_type) not in tried:
                    self._diagnostics.note(
                        "unbound-port-type",
                        f"{named(port_type.element)} has no binding here: left out",
                        port_type.origin(),
                    )
                continue
            agent = self._agent(*bound[id(port_type)], paths)
            if not agent.operations and children(port_type.element, f"{W}operation"):
                continue  # warnings have said why there is nothing left of it
            if agent.name in agents:
                self._diagnostics.error(
                    "duplicate-agent",
                    f"two port types are named {quoted(agent.name)}",
                    port_type.origin(),
                )
            agents.setdefault(agent.name, agent)
        return tuple(agents.values())

    def _paths(self) -> dict[int, str]:
        """Where each binding is served, by the first port that serves it."""
        paths: dict[int, str] = {}
        for service in self._definitions.services:
            for port in children(service.element, f"{W}port"):
                try:
                    name = port.get("binding")
                    binding = self._definitions.find(
                        self._definitions.bindings, "binding", name, port, service
                    )
                except UnknownName:
                    continue
                for address in children(port, f"{_SOAP}address"):
                    path = _path(address.get("location") or "")
                    paths.setdefault(id(binding), path)
        return paths

    def _agent(
        self, port_type: Definition, binding: Definition, paths: dict[int, str]
    ) -> Agent:
        soap = children(binding.element, f"{_SOAP}binding")[0]
        style = soap.get("style") or "document"
        path = paths.get(id(binding), "")
        bound: dict[str, Element] = {}
        for each in children(binding.element, f"{W}operation"):
            bound.setdefault(each.get("name") or "", each)
        operations: dict[str, Operation] = {}
        for each in children(port_type.element, f"{W}operation"):
            name = each.get("name") or ""
            try:
                if name in operations:
                    raise _LeftOut("is overloaded")
                if name not in bound:
                    raise _LeftOut("is not in the binding")
                operation = self._operation(
                    each, bound[name], port_type, binding, style, path
                )
                operations[name] = operation
            except UnknownName:
                continue
            except _LeftOut as left_out:
                self._diagnostics.warning(
                    "unsupported-binding",
                    f"{named(each)} of {named(port_type.element)} "
                    f"{left_out.reason}: left out",
                    port_type.origin(each),
                    expected="SOAP 1.1 over HTTP, document/literal wrapped",
                )
        known = {
            each.get("name") or ""
            for each in children(port_type.element, f"{W}operation")
        }
        for name, each in bound.items():
            if name not in known:
                self._diagnostics.error(
                    "unknown-operation",
                    f"{named(binding.element)} binds the operation {quoted(name)}",
                    binding.origin(each),
                    expected=f"an operation of {named(port_type.element)}",
                    hint=nearest(name, known),
                )
        return Agent(
            name=port_type.element.get("name") or "",
            operations=tuple(operations.values()),
            doc=_doc(port_type.element),
            origins=(port_type.origin(),),
        )

    # Operations

    def _operation(
        self,
        offered: Element,
        bound: Element,
        port_type: Definition,
        binding: Definition,
        style: str,
        path: str,
    ) -> Operation:
        soap = next(iter(children(bound, f"{_SOAP}operation")), None)
        if soap is not None:
            style = soap.get("style") or style
        if style != "document":
            raise _LeftOut("is of rpc style")
        given = next(iter(children(offered, f"{W}input")), None)
        answered = next(iter(children(offered, f"{W}output")), None)
        if given is None:
            raise _LeftOut("takes no message")
        if answered is not None and list(offered).index(answered) < list(offered).index(
            given
        ):
            raise _LeftOut("begins with the service")
        if children(offered, f"{W}fault"):
            self._diagnostics.note(
                "declared-faults",
                f"{named(offered)} declares faults, which are raised like any other",
                port_type.origin(offered),
            )
        request = self._side(given, f"{W}input", bound, port_type, binding)
        response = (
            _Side(namespace=request.namespace)
            if answered is None
            else self._side(answered, f"{W}output", bound, port_type, binding)
        )
        if response.namespace != request.namespace:
            raise _LeftOut("answers in another namespace")
        return Operation(
            name=offered.get("name") or "",
            parameters=tuple(map(_parameter, request.members)),
            results=tuple(map(_parameter, response.members)),
            soap=SoapBinding(
                action=(soap.get("soapAction") or "") if soap is not None else "",
                request=request.name,
                response=response.name,
                namespace=request.namespace,
                path=path,
                request_headers=request.headers,
                response_headers=response.headers,
                namespaces=_namespaces(request, response),
            ),
            doc=_doc(offered) or _doc(bound),
            origins=(port_type.origin(offered),),
        )

    def _side(
        self,
        offered: Element,
        tag: str,
        bound: Element,
        port_type: Definition,
        binding: Definition,
    ) -> _Side:
        message = self._definitions.find(
            self._definitions.messages,
            "message",
            offered.get("message"),
            offered,
            port_type,
        )
        side = next(iter(children(bound, tag)), None)
        if side is None:
            raise _LeftOut("is bound in part")
        headers: list[Header] = []
        in_headers: set[str | None] = set()
        body: Element | None = None
        for each in side:
            if each.tag == f"{_SOAP}header":
                holder = self._definitions.find(
                    self._definitions.messages,
                    "message",
                    each.get("message"),
                    each,
                    binding,
                )
                header = self._header(each, holder, binding)
                headers += [header] if header else []
                if holder is message:
                    in_headers.add(each.get("part"))
            elif each.tag == f"{_SOAP}body":
                body = each
        if body is None:
            raise _LeftOut("is not a SOAP body")
        if body.get("use", "literal") != "literal":
            raise _LeftOut("is encoded")
        parts = children(message.element, f"{W}part")
        named = body.get("parts")
        if named is not None:
            parts = [part for part in parts if part.get("name") in named.split()]
        elif len(parts) > 1:
            parts = [part for part in parts if part.get("name") not in in_headers]
        if len(parts) != 1 or parts[0].get("element") is None:
            raise _LeftOut("does not have one element as its body")
        return self._wrapper(parts[0], message, tuple(headers))

    def _wrapper(
        self, part: Element, message: Definition, headers: tuple[Header, ...]
    ) -> _Side:
        key = self._element_key(part, message)
        members = self._types.members_of(self._definitions.schemas.elements[key])
        if members is None:
            raise _LeftOut("has a bare value as its body")
        namespace, name = split(key)
        return _Side(name, namespace, members, headers)

    def _header(
        self, element: Element, message: Definition, binding: Definition
    ) -> Header | None:
        wanted = element.get("part")
        for part in children(message.element, f"{W}part"):
            if part.get("name") != wanted:
                continue
            if part.get("element") is None:
                self._diagnostics.warning(
                    "unsupported-header",
                    f"the header {quoted(wanted or '')} is no element: left out",
                    message.origin(part),
                )
                return None
            key = self._element_key(part, message)
            header = self._headers.get(key)
            if header is None:
                namespace, name = split(key)
                definition = self._definitions.schemas.elements[key]
                type = self._types.type_of(definition.element, definition.context)
                header = self._headers[key] = Header(name, type, namespace)
            return header
        self._diagnostics.error(
            "unknown-part",
            f"a header refers to the part {quoted(wanted or '')} "
            f"of {named(message.element)}",
            binding.origin(element),
            expected="a part of that message",
        )
        raise UnknownName

    def _element_key(self, part: Element, message: Definition) -> str:
        name = part.get("element") or ""
        key = message.key(part, name)
        if key is not None and key in self._definitions.schemas.elements:
            return key
        local = name.rpartition(":")[2]
        self._diagnostics.error(
            "unknown-element",
            f"{named(message.element)} refers to the element {quoted(name)}",
            message.origin(part),
            expected="an element this document declares or imports",
            hint=nearest(
                local, [split(each)[1] for each in self._definitions.schemas.elements]
            ),
        )
        raise UnknownName


def _unsupported(binding: Element) -> str:
    """What the binding is bound to, empty where it is SOAP 1.1 over HTTP."""
    for child in binding:
        if child.tag == f"{_SOAP}binding":
            transport = child.get("transport") or _HTTP_TRANSPORT
            return (
                "" if transport == _HTTP_TRANSPORT else f"SOAP over {quoted(transport)}"
            )
        if child.tag in _BINDINGS:
            return _BINDINGS[child.tag]
    return "something other than SOAP"


def _parameter(member: Field) -> Parameter:
    return Parameter(
        name=member.name,
        type=member.type,
        optional=member.optional,
        nillable=member.nillable,
        doc=member.doc,
        origins=member.origins,
    )


def _namespaces(request: _Side, response: _Side) -> tuple[tuple[str, str], ...]:
    """The members that do not stand in the namespace of their wrapper, each with its own."""
    return tuple(
        dict.fromkeys(
            (member.name, member.namespace)
            for member in (*request.members, *response.members)
            if member.namespace is not None
        )
    )


def _path(location: str) -> str:
    """The path below the root of an installation: from "/Remote/" on, else all of it."""
    try:
        path = urlsplit(location.strip()).path
    except ValueError:  # such as brackets that enclose no address
        return ""
    start = path.find("/Remote/")
    return path[start:] if start >= 0 else path


def _doc(element: Element) -> str:
    texts = [text_of(each) for each in children(element, f"{W}documentation")]
    return "\n".join(text for text in texts if text)
