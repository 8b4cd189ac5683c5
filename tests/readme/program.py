"""Runs a Python block of a README: `python program.py BLOCK`, with the packages on PYTHONPATH.

No request leaves the process: whatever its address, the stand-in of the stubs answers it. A block that needs one is given an
open `session`, by the word "session" behind the file's name. A browser is whoever answers `input`.
"""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import httpx2

GREETING = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GreetResponse
 xmlns="urn:greeter">{}</GreetResponse></s:Body></s:Envelope>"""


def server() -> tuple[httpx2.BaseTransport, httpx2.AsyncBaseTransport]:
    """What answers: the stand-in, or, for a package that has no stubs here, a greeting."""
    try:
        from netserver_stubs import create_app
        from netserver_stubs._server.in_process import AsyncTransport, SyncTransport
    except ModuleNotFoundError:
        return httpx2.MockTransport(greet), httpx2.MockTransport(greet)
    app = create_app()
    app.control.seed({"implicit_user": "kari"})
    return SyncTransport(app), AsyncTransport(app)


def greet(request: httpx2.Request) -> httpx2.Response:
    """The service of Greeter.wsdl, which wants a token."""
    text = request.read().decode()
    assert "<Token>...</Token>" in text
    namespace = text.partition(' xmlns="')[2].partition('"')[0]
    body = GREETING.replace("urn:greeter", namespace)
    return httpx2.Response(
        200,
        headers={"Content-Type": "text/xml; charset=utf-8"},
        content=body.format("<Greeting>Hello, Kari</Greeting>").encode(),
    )


def key() -> str:
    """A private key, as a partner has one."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def main() -> None:
    block = Path(sys.argv[1])
    answering, awaited = server()

    def browser(prompt: str = "") -> str:
        """Where a user ends up who opens the address in the text, and agrees."""
        address = next(word for word in prompt.split() if word.startswith("https:"))
        answered = answering.handle_request(httpx2.Request("GET", address))
        assert answered.status_code == 302, answered.read()
        return answered.headers["Location"]

    def handle(_: object, request: httpx2.Request) -> httpx2.Response:
        return answering.handle_request(request)

    async def handle_async(_: object, request: httpx2.Request) -> httpx2.Response:
        return await awaited.handle_async_request(request)

    httpx2.HTTPTransport.handle_request = handle
    httpx2.AsyncHTTPTransport.handle_async_request = handle_async
    builtins.input = browser
    text = block.read_text("utf-8")
    if "my-app.pem" in text:
        Path("my-app.pem").write_text(key())
    program = compile(text, block.name, "exec")
    given: dict[str, Any] = {"__name__": "__main__"}
    if "session" not in sys.argv[2:]:
        exec(program, given)
        return
    from netserver import Session
    from netserver.credentials import Ticket

    root = "https://crm.example.com/Cust12345"
    with Session(root, credentials=Ticket("7T:...")) as session:
        exec(program, {**given, "session": session})


main()
