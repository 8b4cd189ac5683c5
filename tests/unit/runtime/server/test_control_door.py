"""The control over HTTP: for this machine alone, and never half of what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from tests.unit.runtime.server.small_application import SmallApplication

TOP = "http://127.0.0.1/_control"


@pytest.fixture
def control(pair: Any) -> Any:
    return SmallApplication(pair).control


def client_of(pair: Any, control: Any, *, host: str = "127.0.0.1") -> httpx2.Client:
    app = Starlette(routes=pair.server("control_door").control_routes(control))
    transport = pair.server("in_process").SyncTransport(app)
    return httpx2.Client(transport=transport, base_url=f"http://{host}/_control")


@pytest.fixture
def client(pair: Any, control: Any) -> Iterator[httpx2.Client]:
    with client_of(pair, control) as client:
        yield client


def test_a_server_says_what_it_is(client: httpx2.Client, control: Any) -> None:
    said = client.get(TOP).json()
    assert said.pop("now") <= control.now().isoformat().replace("+00:00", "Z")
    assert said == {
        "release": "12.2",
        "services": "Services88",
        "package": control.release.package,
        "calls": 0,
        "faults": 0,
        "moved_to": "",
    }


def test_calls_are_read_and_forgotten(
    pair: Any, client: httpx2.Client, control: Any
) -> None:
    record = pair.server("control").CallRecord
    fault = control.fail(status=503)
    control.calls.append(record(agent="Contact", operation="GetContact", fault=fault))
    control.calls.append(record(agent="Person", operation="GetPerson", status=200))
    (call,) = client.get("/calls", params={"of": "Contact"}).json()
    assert (call["name"], call["status"]) == ("Contact/GetContact", None)
    assert call["fault"]["status"] == 503
    assert len(client.get("/calls").json()) == 2
    assert client.delete("/calls").status_code == 204
    assert client.get("/calls").json() == []


def test_faults_are_added_read_and_forgotten(
    pair: Any, client: httpx2.Client, control: Any
) -> None:
    Trouble = pair.server("faults").Trouble
    said = [{"on": "Contact", "status": 503, "times": None}, {"drop": True, "delay": 1}]
    assert client.post("/faults", json=said).status_code == 200
    assert client.post("/faults", json={"expired": True}).status_code == 200
    assert list(control.faults) == [
        Trouble(on="Contact", status=503, times=None),
        Trouble(drop=True, delay=1.0),
        Trouble(expired=True),
    ]
    assert [each["on"] for each in client.get("/faults").json()] == ["Contact", "", ""]
    assert client.delete("/faults").status_code == 204
    assert list(control.faults) == []


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/faults", b'[{"drop":true},{"status":1}]', 400, "a status of trouble"),
        ("/faults", b'{"stauts":503}', 400, "unknown: stauts; known: delay, drop"),
        ("/faults", b'{"on":"Kontact","drop":true}', 400, "there is no 'Kontact'"),
        ("/faults", b'{"drop":"yes"}', 400, "Expected `bool`"),
        ("/faults", b"[" * 100_000, 400, "nested too deeply"),
        ("/faults", b"\xff", 400, "malformed"),
        ("/faults", b"3", 400, "Expected `object`"),
        ("/clock", b'{"years":1}', 400, "unknown: years"),
        ("/clock", b'{"hours":-1}', 400, "goes forward only"),
        ("/clock", b'{"days":1e300}', 400, "too far"),
        ("/state", b"[]", 400, "expected a JSON object"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    client: httpx2.Client, control: Any, path: str, body: bytes, status: int, said: str
) -> None:
    answer = client.post(path, content=body)
    assert answer.status_code == status
    assert said in answer.text
    assert (len(control.faults), control.state()) == (0, {"Contact": ["Alfa"]})
    assert control.clock.ahead.total_seconds() == 0


def test_state_is_read_added_to_and_replaced(client: httpx2.Client) -> None:
    assert client.get("/state").json() == {"Contact": ["Alfa"]}
    client.post("/state", json={"Person": []})
    assert client.get("/state").json() == {"Contact": ["Alfa"], "Person": []}
    client.put("/state", json={"Sale": []})
    assert client.get("/state").json() == {"Sale": []}
    assert client.post("/reset").status_code == 204
    assert client.get("/state").json() == {"Contact": ["Alfa"]}


def test_the_clock_is_put_forward(client: httpx2.Client, control: Any) -> None:
    now = client.post("/clock", json={"hours": 7}).json()["now"]
    assert control.clock.ahead.total_seconds() == 7 * 3600
    assert client.get("/clock").json()["now"] >= now


def test_a_file_of_this_machine_is_nothing_that_a_caller_may_name(
    client: httpx2.Client,
) -> None:
    assert client.put("/state", json="/etc/passwd").status_code == 400


def test_nobody_else_is_let_in(pair: Any, control: Any) -> None:
    with client_of(pair, control) as near:
        page = near.get(TOP, headers={"Origin": "http://127.0.0.1"})
        rebound = near.get(TOP, headers={"Host": "evil.example"})
        by_name = near.get(TOP, headers={"Host": "localhost:8000"})
    statuses = [each.status_code for each in (page, rebound, by_name)]
    assert statuses == [403, 403, 200]


@pytest.mark.parametrize(
    ("client", "status"),
    [
        (("127.0.0.1", 1), 200),
        (("::1", 1), 200),
        (("10.0.0.7", 1), 403),
        (("", 1), 403),
        (None, 403),
    ],
)
@pytest.mark.anyio
async def test_callers_on_other_machines_are_let_in_only_when_that_is_wanted(
    pair: Any, control: Any, client: Any, status: int
) -> None:
    for anybody, expected in ((False, status), (True, 200)):
        routes = pair.server("control_door").control_routes(control, anybody=anybody)
        app = Starlette(routes=routes)

        async def calling(scope: Any, receive: Any, send: Any, app: Any = app) -> None:
            await app({**scope, "client": client}, receive, send)

        transport = httpx2.ASGITransport(app=calling)
        async with httpx2.AsyncClient(transport=transport) as asking:
            answer = await asking.get("http://127.0.0.1/_control/state")
        assert answer.status_code == expected


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
