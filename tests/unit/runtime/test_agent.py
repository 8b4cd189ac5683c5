"""Agents: names on the wire, calls handed to a session, and calls that are only recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from minicrm.agents import AGENTS, AsyncContactAgent, ContactAgent
from minicrm.session import AsyncSession, Session

from generator.runtime.agent import Wanted, recording
from generator.runtime.operations import Operation
from generator.runtime.options import RequestOptions


class FakeSession:
    """All that an agent needs, for users' own tests too."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[object], RequestOptions | None]] = []

    def call(
        self,
        operation: Operation,
        arguments: Sequence[object],
        options: RequestOptions | None,
    ) -> Any:
        self.calls.append((operation.name, list(arguments), options))
        return ["Alfa"]


def test_a_method_hands_its_call_to_the_session_and_gives_the_answer():
    session = FakeSession()
    options = RequestOptions(language="en")

    answer = ContactAgent(session).get_names("A", 3, options=options)

    assert answer == ["Alfa"]
    assert session.calls == [("GetNames", ["A", 3], options)]


def test_an_asynchronous_method_awaits_the_session():
    class FakeAsyncSession(FakeSession):
        async def call(self, *call: Any) -> Any:
            return super().call(*call)

    answer = asyncio.run(AsyncContactAgent(FakeAsyncSession()).get_names("A", 3))

    assert answer == ["Alfa"]


def test_an_agent_refuses_a_session_of_the_other_kind():
    with pytest.raises(TypeError, match="ContactAgent needs a session that waits"):
        ContactAgent(AsyncSession("https://host/Cust1"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="AsyncContactAgent needs an asynchronous"):
        AsyncContactAgent(Session("https://host/Cust1"))  # type: ignore[arg-type]


def test_a_session_hands_out_one_agent_of_a_kind():
    session = Session("https://host/Cust1")

    assert type(session.contact) is ContactAgent
    assert session.contact is session.contact
    assert type(AsyncSession("https://host/Cust1").contact) is AsyncContactAgent


def test_operations_lead_from_wire_names_to_methods():
    agent, session = AGENTS["Contact"], FakeSession()

    assert agent.NAME == "Contact"
    for name, method in agent.OPERATIONS.items():
        wanted = recording(getattr(agent(session), method), session)
        assert callable(wanted), name


def test_a_recorded_method_calls_nobody():
    session = FakeSession()
    agent = ContactAgent(session)

    wanted = recording(agent.get_names, session)("A", most=3)

    assert isinstance(wanted, Wanted)
    assert wanted.operation.name == "GetNames"
    assert list(wanted.arguments) == ["A", 3]
    assert session.calls == []
    assert agent.get_names("A", 3) == ["Alfa"]  # the agent itself still calls


def test_the_arguments_of_a_recorded_call_are_not_shown():
    session = FakeSession()

    wanted = recording(ContactAgent(session).get_names, session)("hush", 3)

    assert "hush" not in repr(wanted)


@pytest.mark.parametrize("method", [len, "x", None, ContactAgent.get_names, lambda: 1])
def test_only_a_method_of_an_agent_can_be_recorded(method: object):
    with pytest.raises(TypeError, match="a method of an agent"):
        recording(method, None)


def test_a_method_of_another_sessions_agent_is_refused():
    with pytest.raises(ValueError, match="another session"):
        recording(ContactAgent(FakeSession()).get_names, FakeSession())
