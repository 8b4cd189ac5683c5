"""What there is to import from a generated package, and what importing it costs."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import httpx2
import pytest
from lxml import etree

from generator.model.types import CarrierRef, parts
from generator.plan.resource_methods import needed_types
from tests.behaviour.generated import Generated
from tests.behaviour.server import Server, as_json, as_soap, call


def test_every_agent_has_both_classes_and_an_attribute_of_both_sessions(
    crm: Generated,
):
    package, agents = crm.module(), crm.module("agents")
    names = [agent.name for agent in crm.release.agents]

    assert list(agents.AGENTS) == list(agents.ASYNC_AGENTS) == names
    for name in names:
        sync, awaited = agents.AGENTS[name], agents.ASYNC_AGENTS[name]
        assert sync is getattr(agents, f"{name}Agent")
        assert awaited is getattr(agents, f"Async{name}Agent")
        assert sync.NAME == awaited.NAME == name
        for session, cls in ((package.Session, sync), (package.AsyncSession, awaited)):
            made = session("https://crm.example.com/Cust1")
            given = [
                attribute
                for attribute, value in vars(session).items()
                if isinstance(value, property) and type(getattr(made, attribute)) is cls
            ]
            assert len(given) == 1, (name, session)


def test_every_operation_is_a_method_that_takes_its_parameters(crm: Generated):
    agents = crm.module("agents")
    for agent in crm.release.agents:
        names = [operation.name for operation in agent.operations]
        sync, awaited = agents.AGENTS[agent.name], agents.ASYNC_AGENTS[agent.name]
        assert list(sync.OPERATIONS) == list(awaited.OPERATIONS) == names
        assert len(set(sync.OPERATIONS.values())) == len(names)
        for operation in agent.operations:
            method = sync.OPERATIONS[operation.name]
            waiting, awaiting = getattr(sync, method), getattr(awaited, method)
            parameters = inspect.signature(waiting).parameters
            assert list(parameters) == list(inspect.signature(awaiting).parameters)
            assert list(parameters)[0] == "self"
            assert list(parameters)[-1] == "options"
            squeezed = [name.replace("_", "") for name in list(parameters)[1:-1]]
            assert squeezed == [each.name.lower() for each in operation.parameters]
            assert inspect.iscoroutinefunction(awaiting)
            assert not inspect.iscoroutinefunction(waiting)


def test_the_types_of_agents_and_resources_are_there_and_no_others(
    crm: Generated,
):
    described = {each.name for each in crm.release.carriers if each.namespace}
    resources = {
        part.name
        for type in needed_types(crm.release)
        for part in parts(type)
        if isinstance(part, CarrierRef)
    }
    several = {
        operation.soap.response
        for _, operation in crm.operations()
        if operation.soap and len(operation.results) > 1
    }

    assert set(crm.carriers) == described | several | resources
    assert "ContactEntityWithLinks" in crm.carriers
    assert "ODataSlimResponse" not in crm.carriers
    for name, cls in crm.enumerations.items():
        numbers = {m.name: m.number for m in crm.release.enumeration(name).members}
        if issubclass(cls, str):
            assert {each.value: each.number for each in cls} == numbers
        else:  # names whose bits nobody published are not known before they arrive
            known = {k: v for k, v in numbers.items() if v is not None}
            assert dict(cls.__names__) == known


def test_what_cannot_be_had_over_the_session_kind_is_refused_at_once(crm: Generated):
    agents, package = crm.module("agents"), crm.module()
    root = "https://crm.example.com"

    with pytest.raises(TypeError, match="needs a session that waits"):
        agents.ContactAgent(package.AsyncSession(root))
    with pytest.raises(TypeError, match="needs an asynchronous session"):
        agents.AsyncContactAgent(package.Session(root))


_LOADED = """
import json, sys
import httpx2, msgspec
before = set(sys.modules)
sys.path.insert(0, sys.argv[1])
import crm122
from crm122 import Session, AsyncSession
from crm122.agents import AGENTS
from crm122.carriers import __doc__ as first
imported = sorted(set(sys.modules) - before)
session = Session("https://crm.example.com/Cust1")
session.contact
from crm122.carriers import Category
used = sorted(set(sys.modules) - before)
print(json.dumps([imported, used]))
"""


def test_importing_loads_no_agent_no_carrier_and_no_xml(crm: Generated):
    ran = subprocess.run(
        [sys.executable, "-c", _LOADED, str(crm.project)],
        capture_output=True,
        check=True,
        text=True,
    )
    imported, used = json.loads(ran.stdout)

    def of(loaded: list[str], *folders: str) -> list[str]:
        return [
            each for each in loaded if each.startswith(tuple(f"crm122.{f}." for f in folders))  # fmt: skip
        ]

    assert "crm122" in imported
    assert of(imported, "agents", "carriers", "enumerations") == []
    assert [each for each in imported if each.partition(".")[0] == "lxml"] == []
    assert of(used, "agents") == ["crm122.agents.contact"]
    assert of(used, "carriers") == ["crm122.carriers.carrier", "crm122.carriers.category"]  # fmt: skip
    assert [each for each in used if each.partition(".")[0] == "lxml"] == []


def test_two_releases_live_in_one_process(crm: Generated, older: Generated):
    """`UserGroup.Deleted` was a short and is a boolean; both have to go on working."""
    assert crm.carriers["UserGroup"] is not older.carriers["UserGroup"]
    assert crm.module("errors").Fault is not older.module("errors").Fault
    user = {"UserGroup": {"Id": 2, "Deleted": 3}}
    user_now = {"UserGroup": {"Id": 2, "Deleted": True}}
    body = (
        "<GetUserResponse><Response><UserGroup><Deleted>{}</Deleted></UserGroup>"
        "</Response></GetUserResponse>"
    )
    services87 = body.format(3)
    old_soap = as_soap(services87)
    old_soap = httpx2.Response(
        200,
        content=old_soap.content.replace(b"Services88", b"Services87"),
        headers={"Content-Type": "text/xml"},
    )

    then = call(older, Server(as_json(user)), "User", "GetUser", 7)
    now = call(crm, Server(as_json(user_now)), "User", "GetUser", 7)
    soap = {"binding": "soap"}
    then_soap = call(older, Server(old_soap), "User", "GetUser", 7, **soap)
    now_soap = call(crm, Server(as_soap(body.format("true"))), "User", "GetUser", 7, **soap)  # fmt: skip

    assert then.user_group.deleted == then_soap.user_group.deleted == 3
    assert now.user_group.deleted is now_soap.user_group.deleted is True
    assert type(then) is older.carriers["User"]
    assert type(now) is crm.carriers["User"]
    assert crm.module().RELEASE.services == "Services88"
    assert older.module().RELEASE.services == "Services87"


def test_two_releases_spell_the_same_dictionary(crm: Generated, older: Generated):
    """`typing` gives one object for equal unions, whichever package has written them."""
    for each in (older, crm):
        cls = each.carriers["SoExceptionInfo"]
        codec = each.module("_runtime.codecs.soap")
        written = codec.encode(cls(parameters={"a": "b"}), cls, "Info", "urn:x")
        pair = etree.fromstring(written).find("{*}Parameters")[0]
        assert etree.QName(pair).localname == "SoExceptionInfoParametersKeyValuePair"
        assert [part.text for part in pair] == ["a", "b"]
