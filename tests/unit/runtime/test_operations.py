"""Rows of operations: what is derived, and what a row says instead."""

from __future__ import annotations

from family import FIND, GET, NAMESPACE, TOUCH

from generator.runtime.operations import Facade


def test_what_follows_the_pattern_is_derived():
    assert GET.agent == "Family"
    assert GET.namespace == NAMESPACE
    assert GET.action == "urn:family/Family/Get"
    assert (GET.request, GET.response) == ("Get", "GetResponse")
    assert GET.soap_path == "Remote/Family.svc"
    assert GET.agents_path == "api/Family/Get"
    assert GET.query_name("EMail") == "eMail"
    assert GET.request_headers == ("ApplicationToken", "Credentials", "TimeZone")
    assert GET.soap and GET.on_agents and not GET.stream
    assert GET.module == "family"


def test_a_row_may_say_otherwise():
    row = Facade("Family", namespace="urn:n", module="m").operation(
        "Get",
        action="urn:a",
        request="Req",
        response="Res",
        path="p/q",
        spelled={"soap": {"A": "B"}, "agents": {"A": "C"}, "query": {"A": "d"}},
    )
    assert (row.action, row.request, row.response) == ("urn:a", "Req", "Res")
    assert row.agents_path == "p/q"
    assert (row.soap_name("A"), row.agents_name("A"), row.query_name("A")) == (
        "B",
        "C",
        "d",
    )
    assert row.soap_name("Z") == row.agents_name("Z") == "Z"
    assert row.module == "m"


def test_the_shape_follows_from_the_parameters():
    facade = Facade("Family", namespace="urn:n")
    assert facade.operation("A").shape == "none"
    assert facade.operation("A", takes={"B": "str"}).shape == "wrapper"
    assert facade.operation("A", takes={"B": "str"}, shape="bare").shape == "bare"
    assert not facade.operation("A", agents=False).on_agents


def test_one_result_is_called_response():
    row = Facade("Family", namespace="urn:n").operation("A", gives="Leaf | None")
    assert row.gives == {"Response": "Leaf | None"}
    assert row.select


def test_rows_are_told_apart_by_identity():
    assert GET != TOUCH
    assert len({GET, TOUCH, FIND}) == 3
