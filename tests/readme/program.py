"""Runs a Python block of a README: `python program.py BLOCK`, with the package on PYTHONPATH.

No request leaves the process: what the block sends is answered here. A block that needs one is given an
open `session`, by the word "session" behind the file's name. What is said to superoffice.com goes to the identity
service of the tests, which checks signatures; a browser is whoever answers `input`.
"""

from __future__ import annotations

import builtins
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import httpx2

ROOT = Path(__file__).parents[2]
CONTACT = {"ContactId": 4, "Name": "Anvil", "TableRight": {"Mask": "Select, Update"}}

# What the service answers, by operation, as JSON; over SOAP the same.
ANSWERS: dict[str, Any] = {
    "GetContactEntity": CONTACT,
    "SaveContactEntity": CONTACT,
    "GetList": [{"Id": 1, "Name": "Kunde"}],
    "GetDocumentStream": b"%PDF-1.7 ...",
    "SetDocumentStream": {"DocumentId": 17},
    "GetDocumentEntity": {"DocumentId": 17, "Header": "Offer"},
    "GetProviderNames": ["FindContact"],
    "Greet": "Hello, Kari",
}
PRINCIPAL = {
    "Associate": "kari",
    "FullName": "Kari Nordmann",
    "ContactId": 2,
    "GroupId": 3,
    "RoleName": "User level 0",
    "FunctionRights": ["admin-all"],
    "Licenses": [{"OwnerName": "SuperOffice", "Name": "maintenance"}],
}
ROW = {
    "PrimaryKey": "7",
    "EntityName": "person",
    "fullName": "Kari O'Neil",
    "TableRight": {"Mask": 15},
    "Column": {"fullName": {"RawValue": "Kari O'Neil", "DisplayValue": "O'Neil, Kari"}},
}
REFUSED = {"DeleteContactEntity": "You may not delete contact 1."}
TICKET = "<Credentials><Ticket>7T:new</Ticket></Credentials><AuthenticationSucceeded>true</AuthenticationSucceeded>"


def answer(request: httpx2.Request) -> httpx2.Response:
    """What NetServer might answer."""
    content = request.read()
    if request.url.host.endswith(".superoffice.com"):
        return identity_service(request)
    if request.url.path.endswith("/currentPrincipal"):
        return httpx2.Response(200, json=PRINCIPAL)
    if b":Envelope" in content:
        return over_soap(content.decode())
    if "/Agents/" not in request.url.path and "/api/" in request.url.path:
        return of_a_resource(request)
    operation = request.url.path.rpartition("/")[2]
    if operation in REFUSED:
        body = {
            "Error": True,
            "ErrorType": "Refused",
            "ErrorMessage": REFUSED[operation],
        }
        return httpx2.Response(500, json=body)
    found = ANSWERS[operation]
    if isinstance(found, bytes):
        return httpx2.Response(
            200, headers={"Content-Type": "application/pdf"}, content=found
        )
    return httpx2.Response(200, json=found)


def of_a_resource(request: httpx2.Request) -> httpx2.Response:
    """What the WebApi might answer."""
    path = request.url.path.partition("/api/v1/")[2]
    if path.endswith("/Image"):
        if request.method == "GET":
            return httpx2.Response(
                200, content=b"PNG", headers={"Content-Type": "image/png"}
            )
        assert b"Content-Type: image/" in request.content
        return httpx2.Response(200, json=5)
    if path.endswith("/Persons") or path.startswith("Archive/"):
        return httpx2.Response(200, json={"odata.metadata": "", "value": [ROW]})
    if request.method == "DELETE":
        return httpx2.Response(412)
    return httpx2.Response(200, json={**CONTACT, "_Links": {"Self": "https://..."}})


@cache
def _identity() -> Any:
    """The identity service, which knows the application of the README."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit" / "runtime")]
    import identity

    identity.CLIENT_ID = "my-app"
    identity.CLIENT_SECRET = identity.APP_TOKEN = "my-secret"
    identity.SYSTEM_TOKEN = "My App-abcdefghij"
    service = identity.IdentityServer(time.time)
    service.origin = "https://sod.superoffice.com"
    service.root = "https://sod2.superoffice.com/Cust12345"
    Path("my-app.pem").write_text(identity.pem(identity.rsa_key("partner")))
    return identity, service


def identity_service(request: httpx2.Request) -> httpx2.Response:
    """What CRM Online answers: SuperId, and a tenant behind it."""
    identity, service = _identity()
    reply = service.answer(
        identity.Request(
            method=request.method,
            path=request.url.path,
            query=request.url.query.decode(),
            headers={name.lower(): text for name, text in request.headers.items()},
            body=request.read(),
            peer=("127.0.0.1", 1),
        )
    )
    headers = {"Content-Type": reply.kind, **dict(reply.headers)}
    return httpx2.Response(reply.status, headers=headers, content=reply.body)


def browser(prompt: str = "") -> str:
    """Where a user ends up who opens the address in the text, and agrees."""
    address = next(word for word in prompt.split() if word.startswith("https:"))
    answered = identity_service(httpx2.Request("GET", address))
    assert answered.status_code == 302, answered.text
    return answered.headers["Location"]


def over_soap(request: str) -> httpx2.Response:
    """The same as an envelope."""
    operation = request.partition("<s:Body><")[2].partition(">")[0].partition("/")[0]
    namespace = request.partition(' xmlns="')[2].partition('"')[0]
    if operation.startswith("Authenticate"):
        operation, inside = "Authenticate", TICKET
    elif operation == "Greet":
        assert "<Token>...</Token>" in request
        inside = f"<Greeting>{ANSWERS[operation]}</Greeting>"
    else:
        inside = element("Response", ANSWERS[operation])
    body = f'<{operation}Response xmlns="{namespace}">{inside}</{operation}Response>'
    return httpx2.Response(
        200,
        headers={"Content-Type": "text/xml; charset=utf-8"},
        content=(
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        ).encode(),
    )


def element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inside = "".join(element(*each) for each in sorted(value.items(), key=_first))
    elif name == "Mask":
        inside = str(value).replace(",", "")
    else:
        inside = escape(str(value))
    return f"<{name}>{inside}</{name}>"


def _first(item: tuple[str, Any]) -> bool:
    return item[0] != "TableRight"  # members of the base class come first


class Answering(httpx2.HTTPTransport):
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return answer(request)


class AsyncAnswering(httpx2.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return answer(request)


def main() -> None:
    block = Path(sys.argv[1])
    httpx2.HTTPTransport.handle_request = Answering.handle_request
    httpx2.AsyncHTTPTransport.handle_async_request = AsyncAnswering.handle_async_request
    builtins.input = browser
    if "my-app.pem" in block.read_text("utf-8"):
        _identity()
    program = compile(block.read_text("utf-8"), block.name, "exec")
    given: dict[str, Any] = {"__name__": "__main__"}
    if "session" not in sys.argv[2:]:
        exec(program, given)
        return
    from netserver import Session

    with Session("https://crm.example.com") as session:
        exec(program, {**given, "session": session})


main()
