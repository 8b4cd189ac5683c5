"""Which methods of whose stubs answer which operations."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import Caller, Served, soap_body

WIRES = ("agents", "soap")


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def stubs(pair: Any) -> Any:
    return import_module(f"{pair.package}_stubs")


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


def name(caller: Caller, wire: str) -> str:
    """The name of the contact that an application has, over that wire."""
    if wire == "agents":
        query = "contactEntityId=4"
        return caller.agents("Contact/GetContactEntity", query=query).json()["Name"]
    parameters = "<ContactEntityId>4</ContactEntityId>"
    found = soap_body(caller.soap("Contact/GetContactEntity", parameters))
    return found.partition("<Name>")[2].partition("</Name>")[0]


@pytest.mark.parametrize("wire", WIRES)
def test_methods_may_be_coroutines_or_plain(
    served: Served, stubs: Any, C: Any, wire: str
) -> None:
    class Contacts(stubs.ContactAgentStub):
        async def get_contact_entity(self, contact_entity_id: int) -> Any:
            return C.ContactEntity(name=f"{self.prefix}{contact_entity_id}")

        prefix = "async "

    class Plain(stubs.ContactAgentStub):
        def get_contact_entity(self, contact_entity_id: int) -> Any:
            return C.ContactEntity(name=f"plain {contact_entity_id}")

    assert name(served(Contacts()), wire) == "async 4"
    assert name(served(Plain()), wire) == "plain 4"


@pytest.mark.parametrize("wire", WIRES)
def test_of_two_stubs_for_one_agent_the_later_is_asked_first(
    served: Served, C: Any, wire: str
) -> None:
    def contacts(name: str, **others: Any) -> Any:
        entity = C.ContactEntity(name=name)
        return served.stub(
            "Contact", get_contact_entity=lambda number: entity, **others
        )

    first = contacts("first", get_contact_list=lambda numbers: [])
    caller = served(first, contacts("second"))
    assert name(caller, wire) == "second"
    assert caller.agents("Contact/GetContactList", [1]).json() == []


def test_a_subclass_of_a_subclass_has_the_methods_of_both(
    served: Served, stubs: Any, C: Any
) -> None:
    class Contacts(stubs.ContactAgentStub):
        def get_contact_entity(self, contact_entity_id: int) -> Any:
            return C.ContactEntity(name="first")

        def get_contact_list(self, contact_ids: Any) -> Any:
            return []

    class Mixed:
        def validate_contact_entity(self, contact_entity: Any) -> Any:
            return {"a": "b"}

    class More(Mixed, Contacts):
        def get_contact_entity(self, contact_entity_id: int) -> Any:
            found = super().get_contact_entity(contact_entity_id)
            found.department = "second"
            return found

    caller = served(More())
    found = caller.agents("Contact/GetContactEntity").json()
    assert (found["Name"], found["Department"]) == ("first", "second")
    assert caller.agents("Contact/GetContactList", [1]).json() == []
    assert caller.agents("Contact/ValidateContactEntity", {}).json() == {"a": "b"}
    assert caller.agents("Contact/SaveContactEntity", {}).status_code == 501


def test_a_method_that_asks_the_one_it_overrides_is_not_implemented(
    served: Served, stubs: Any
) -> None:
    class Contacts(stubs.ContactAgentStub):
        async def get_contact_entity(self, contact_entity_id: int) -> Any:
            return await super().get_contact_entity(contact_entity_id)

    caller = served(Contacts())
    assert caller.agents("Contact/GetContactEntity").status_code == 501


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["coroutine", "plain"])
def test_a_method_knows_the_call_that_it_answers(
    pair: Any, served: Served, C: Any, wire: str, kind: str
) -> None:
    calls = pair.server("calls")
    seen: list[Any] = []

    def plain(number: int) -> Any:
        call = calls.current_call()
        seen.append((call, threading.current_thread() is threading.main_thread()))
        return C.ContactEntity(name=call.user.name)

    async def coroutine(number: int) -> Any:
        return plain(number)

    handler = plain if kind == "plain" else coroutine
    caller = served(served.stub("Contact", get_contact_entity=handler))
    headers = {
        "Authorization": "Basic a2FyaTp4",
        "SO-Language": "nb",
        "Accept-Language": "en",
        "SO-Culture": "nb-NO",
        "SO-TimeZone": "261, includeTZOffset",
        "SO-AppToken": "token",
    }
    if wire == "agents":
        path = "/Cust1/api/v1/Agents/Contact/GetContactEntity"
        caller.send("POST", path, headers=headers)
    else:
        header = (
            "<ApplicationToken>token</ApplicationToken>"
            "<TimeZone><SoTimeZoneId>261</SoTimeZoneId></TimeZone>"
        )
        content = caller.envelope("<GetContactEntity/>", header=header)
        kind = {"Content-Type": "text/xml", "Accept-Language": "en"}
        caller.send("POST", "/Cust1/Remote/Services88/Contact.svc", content, kind)
    ((call, in_main),) = seen
    assert not in_main
    assert (call.operation.name, call.wire, call.root, call.tenant) == (
        "GetContactEntity",
        wire,
        "http://crm.test/Cust1",
        "Cust1",
    )
    assert (call.time_zone, call.app_token) == ("261", "token")
    told = (call.user.name, call.language, call.culture)
    assert told == (("kari", "nb", "nb-NO") if wire == "agents" else ("kari", "en", ""))
    assert "token" not in repr(call)


def test_calls_do_not_wait_for_each_other(served: Served, C: Any) -> None:
    """Two plain methods that each wait for the other to have begun."""
    both = threading.Barrier(2, timeout=10)

    def get(number: int) -> Any:
        both.wait()
        return C.ContactEntity(name=str(number))

    caller = served(served.stub("Contact", get_contact_entity=get))
    found: list[str] = []

    def ask() -> None:
        found.append(name(caller, "agents"))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert found == ["4", "4"]


def test_a_stub_for_an_agent_that_only_soap_has(served: Served, C: Any) -> None:
    def read_file(number: int) -> Any:
        return C.ReadFileResponse(file_name="a.txt", length=3, response="YWJj")

    answer = served(served.stub("FileManager", read_file=read_file)).soap(
        "FileManager/ReadFile", "<DocumentId>4</DocumentId>"
    )
    assert soap_body(answer) == (
        "<ReadFileResponse><FileName>a.txt</FileName><Length>3</Length>"
        "<Response>YWJj</Response></ReadFileResponse>"
    )


def test_a_stub_may_sign_in_by_itself(served: Served, C: Any) -> None:
    """The agent of principals needs nobody to be signed in; a stub for it comes before ours."""
    info = C.SoSystemInfoCarrier(database_version=99)
    caller = served(served.stub("SoPrincipal", get_system_info=lambda: info))
    answer = caller.soap("SoPrincipal/GetSystemInfo", ticket="")
    assert "<DatabaseVersion>99</DatabaseVersion>" in soap_body(answer)


@pytest.mark.parametrize("thing", [None, 5, "Contact", object(), {}])
def test_what_is_no_stub_is_refused(served: Served, thing: object) -> None:
    with pytest.raises(TypeError) as refused:
        served.create_app(thing)
    assert str(refused.value) == (
        f"expected instances of stubs such as ContactAgentStub, got {thing!r}"
    )


def test_a_class_is_no_stub(served: Served, stubs: Any) -> None:
    """The brackets are easily forgotten."""
    with pytest.raises(TypeError) as refused:
        served.create_app(stubs.ContactAgentStub)
    assert "got <class" in str(refused.value)


def test_a_stub_of_no_agent_is_refused(pair: Any, served: Served) -> None:
    base = pair.server("stub").AgentStub
    nothing = type("Nothing", (base,), {})()
    other = type("Other", (base,), {"NAME": "Nonsense"})()
    for each in (nothing, other):
        with pytest.raises(TypeError) as refused:
            served.create_app(each)
        assert (
            str(refused.value) == f"{type(each).__name__} extends the stub of no agent"
        )


def test_a_stub_that_nobody_has_filled_in_answers_nothing(
    pair: Any, stubs: Any
) -> None:
    own = pair.server("stub").Stubs([stubs.ContactAgentStub()], pair.catalogue)
    assert [each for each in pair.catalogue.operations() if own.handler(each)] == []
