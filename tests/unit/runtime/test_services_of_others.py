"""What other services of SOAP 1.1 do otherwise than NetServer."""

import httpx2
import pytest

from generator.runtime.agent import Agent
from generator.runtime.errors import Fault, ResponseError
from generator.runtime.operations import Facade
from generator.runtime.session import Session

_AGENT = Facade("Greeter", soap="Greeter", namespace="urn:greeter", module=__name__)


def _operation(name: str, **more: object):
    return _AGENT.operation(
        name, agents=False, request_headers=(), response_headers=(), **more
    )


_HELLO = _operation("hello", gives="str | None", action="")
_NOTIFY = _operation("notify", action="", response="")


class GreeterAgent(Agent):
    def hello(self):
        return self._call(_HELLO)

    def notify(self):
        return self._call(_NOTIFY)


def envelope(body: str) -> str:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    )


def answering(status: int, text: str = "", seen: list[httpx2.Request] | None = None):
    def answer(request: httpx2.Request) -> httpx2.Response:
        if seen is not None:
            seen.append(request)
        headers = {"Content-Type": "text/xml"} if text else {}
        return httpx2.Response(status, headers=headers, content=text.encode())

    session = Session(
        "https://host", binding="soap", transport=httpx2.MockTransport(answer)
    )
    return GreeterAgent(session)


def test_an_action_that_is_declared_as_empty_is_sent_as_empty():
    seen: list[httpx2.Request] = []
    answer = (
        '<helloResponse xmlns="urn:greeter"><Response>hi</Response></helloResponse>'
    )

    assert answering(200, envelope(answer), seen).hello() == "hi"
    assert seen[0].headers["SOAPAction"] == '""'


@pytest.mark.parametrize(
    ("status", "text"),
    [(202, ""), (200, ""), (200, envelope("")), (202, envelope(""))],
)
def test_what_nothing_answers_to_is_done_when_it_was_taken(status: int, text: str):
    assert answering(status, text).notify() is None


def test_what_nothing_answers_to_can_still_fail():
    fault = "<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>"

    with pytest.raises(Fault, match="no"):
        answering(500, envelope(fault)).notify()
    with pytest.raises(ResponseError, match="HTTP 500"):
        answering(500).notify()


def test_an_operation_that_answers_must_answer():
    with pytest.raises(ResponseError, match="the answer is empty"):
        answering(202).hello()
