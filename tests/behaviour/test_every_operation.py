"""Every operation goes out and comes back over each wire that has it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import httpx2
import pytest
from lxml import etree

from generator.model.bindings import Shape
from generator.model.release import Agent, Operation
from generator.model.types import ListOf, MapOf
from tests.behaviour.filling import Filled, Filler, Seeded, new_element
from tests.behaviour.generated import ROOT, Generated
from tests.behaviour.server import as_bytes, as_json, as_soap


class _Turn:
    """One call: its arguments, the answer that a server gives, and what it must come to."""

    def __init__(self, crm: Generated, agent: Agent, operation: Operation, wire: str):
        filler = Filler(
            generated=crm,
            chooser=Seeded(f"{agent.name}.{operation.name} {wire}"),
            depth=1,
            described=wire == "soap",
        )
        self.wire = wire
        self.agent = agent
        self.operation = operation
        self.taken = [
            filler.value(each.type, nillable=each.nillable)
            for each in operation.parameters
        ]
        self.given = [
            filler.value(each.type, nillable=each.nillable)
            for each in operation.results
        ]

    # -------------------------------------------------------------------- what is asked

    def is_asked(self, request: httpx2.Request) -> None:
        binding = self.operation.soap if self.wire == "soap" else self.operation.agents
        assert binding is not None
        assert request.method == "POST"
        assert str(request.url).partition("?")[0] == ROOT + binding.path
        if self.wire == "soap":
            assert self.operation.soap is not None
            action = f'"{self.operation.soap.action}"'
            assert request.headers["SOAPAction"] == action
        else:
            self._is_asked_as_json(request)

    def _is_asked_as_json(self, request: httpx2.Request) -> None:
        agents = self.operation.agents
        assert agents is not None
        spelled = dict(agents.spellings)
        names = [
            spelled.get(each.name, agents.by_rule(each.name))
            for each in self.operation.parameters
        ]
        body: Any = None
        query: dict[str, str] = {}
        match agents.shape:
            case Shape.QUERY:
                query = {
                    name: str(value.json)
                    for name, value in zip(names, self.taken, strict=True)
                }
            case Shape.BARE:
                (body,) = [value.json for value in self.taken]
            case Shape.WRAPPER:
                body = {n: v.json for n, v in zip(names, self.taken, strict=True)}
            case Shape.NONE:
                assert names == []
        assert dict(request.url.params) == query
        if agents.shape in (Shape.QUERY, Shape.NONE):
            assert request.content == b""
        else:
            assert json.loads(request.content) == body

    # ----------------------------------------------------------------- what is answered

    @property
    def answer(self) -> httpx2.Response:
        return self._soap() if self.wire == "soap" else self._agents()

    def _soap(self) -> httpx2.Response:
        soap = self.operation.soap
        assert soap is not None
        spelled = dict(soap.spellings)
        body = new_element(soap.namespace, soap.response)
        for result, value in zip(self.operation.results, self.given, strict=True):
            name = spelled.get(result.name, result.name)
            value.xml(etree.SubElement(body, f"{{{soap.namespace}}}{name}"))
        return as_soap(etree.tostring(body, encoding="unicode"))

    def _agents(self) -> httpx2.Response:
        assert self.operation.agents is not None
        if not self.given:
            return httpx2.Response(204)
        (value,) = self.given
        if self.operation.agents.gives_stream and value.python is not None:
            return as_bytes(value.python)
        return as_json(value.json)

    # ------------------------------------------------------------------ what is expected

    def is_answered(self, found: Any) -> None:
        results = self.operation.results
        if not results:
            assert found is None
        elif len(results) == 1:
            assert found == self._presented(0)
        else:
            assert list(found.__struct_encode_fields__) == [
                each.name for each in results
            ]
            for at, attribute in enumerate(found.__struct_fields__):
                assert getattr(found, attribute) == self._plain(self.given[at])

    def _presented(self, at: int) -> Any:
        value = self._plain(self.given[at])
        if value is None:
            match self.operation.results[at].type:
                case ListOf():
                    return []
                case MapOf():
                    return {}
                case _:
                    return None
        return value

    def _plain(self, value: Filled) -> Any:
        return value.python

    @property
    def arguments(self) -> Sequence[Any]:
        return [each.python for each in self.taken]


def _turns(crm: Generated, wire: str, every: int = 1) -> list[_Turn]:
    turns = [
        _Turn(crm, agent, operation, wire)
        for agent, operation in crm.operations()
        if wire in operation.bindings
    ]
    return turns[::every]


def _run(crm: Generated, turns: list[_Turn], wire: str) -> Counter[str]:
    done: Counter[str] = Counter()
    current: list[_Turn] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        current[0].is_asked(request)
        return current[0].answer

    with crm.session(httpx2.MockTransport(answer), binding=wire) as session:
        for turn in turns:
            current[:] = [turn]
            try:
                method = crm.method(session, turn.agent.name, turn.operation.name)
                turn.is_answered(method(*turn.arguments))
            except BaseException as error:
                error.add_note(f"{turn.agent.name}.{turn.operation.name} over {wire}")
                raise
            done[turn.agent.name] += 1
    return done


async def _await(crm: Generated, turns: list[_Turn], wire: str) -> Counter[str]:
    done: Counter[str] = Counter()
    current: list[_Turn] = []

    async def answer(request: httpx2.Request) -> httpx2.Response:
        current[0].is_asked(request)
        return current[0].answer

    transport = httpx2.MockTransport(answer)
    async with crm.async_session(transport, binding=wire) as session:
        for turn in turns:
            current[:] = [turn]
            try:
                method = crm.method(session, turn.agent.name, turn.operation.name)
                turn.is_answered(await method(*turn.arguments))
            except BaseException as error:
                error.add_note(f"{turn.agent.name}.{turn.operation.name} over {wire}")
                raise
            done[turn.agent.name] += 1
    return done


def _offered(crm: Generated, wire: str) -> Counter[str]:
    return Counter(a.name for a, each in crm.operations() if wire in each.bindings)


@pytest.mark.parametrize("wire", ["soap", "agents"])
def test_every_operation_goes_out_and_comes_back(crm: Generated, wire: str):
    turns = _turns(crm, wire)

    assert _run(crm, turns, wire) == _offered(crm, wire)
    assert asyncio.run(_await(crm, turns, wire)) == _offered(crm, wire)


@pytest.mark.slow
@pytest.mark.parametrize(("wire", "operations"), [("soap", 2029), ("agents", 1903)])
def test_every_operation_of_a_whole_release_goes_out_and_comes_back(
    whole: Generated, wire: str, operations: int
):
    done = _run(whole, _turns(whole, wire), wire)

    assert done == _offered(whole, wire)
    assert done.total() == operations


@pytest.mark.slow
@pytest.mark.parametrize(("wire", "operations"), [("soap", 677), ("agents", 635)])
def test_every_third_operation_of_a_whole_release_is_awaited(
    whole: Generated, wire: str, operations: int
):
    done = asyncio.run(_await(whole, _turns(whole, wire, 3), wire))

    assert done.total() == operations
