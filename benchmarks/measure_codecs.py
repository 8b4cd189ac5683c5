"""Codecs: carriers to bytes and back, beside the quickest that know nothing of carriers."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import orjson
from lxml import etree

from benchmarks.contacts import every_second_inside, full
from benchmarks.figures import Figure, quickest

CONTACTS = 1000
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"


def envelope(package: str, element: str, content: bytes) -> bytes:
    """An answer of NetServer with the elements given as its result."""
    namespace = import_module(f"{package}._release").RELEASE.namespace
    inside = content.decode()
    return (
        f'<s:Envelope xmlns:s="{_SOAP}"><s:Header><h:Succeeded xmlns:h="{namespace}">true'
        f'</h:Succeeded></s:Header><s:Body><{element} xmlns="{namespace}">{inside}'
        f"</{element}></s:Body></s:Envelope>"
    ).encode()


def write_answers(package: str, folder: Path) -> None:
    """What a server answers to GetContactEntity, as files "soap" and "agents"."""
    values = full(package, "ContactEntity")
    contact = _decoded(package, [values])[0]
    folder.mkdir(exist_ok=True)
    (folder / "agents").write_bytes(msgspec.json.encode(values))
    soap = import_module(f"{package}._runtime.codecs.soap")
    namespace = import_module(f"{package}._release").RELEASE.namespace
    result: bytes = soap.encode(contact, type(contact), "Response", namespace)
    answer = envelope(package, "GetContactEntityResponse", result)
    (folder / "soap").write_bytes(answer)


def _decoded(package: str, values: list[dict[str, Any]]) -> list[Any]:
    json = import_module(f"{package}._runtime.codecs.json")
    carrier = import_module(f"{package}.carriers").ContactEntity
    return json.decode(msgspec.json.encode(values), list[carrier])


def measure(package: str, *, rounds: int) -> Iterator[Figure]:
    """All figures about codecs."""
    yield from _json(package, rounds)
    yield from _soap(package, rounds)


def _json(package: str, rounds: int) -> Iterator[Figure]:
    json = import_module(f"{package}._runtime.codecs.json")
    carriers = list[import_module(f"{package}.carriers").ContactEntity]
    content = msgspec.json.encode([full(package, "ContactEntity")] * CONTACTS)
    contacts = json.decode(content, carriers)
    plain = msgspec.json.decode(content)
    again = json.encode(contacts)
    if msgspec.json.decode(again) != plain:
        raise SystemExit("JSON: what is written is not what was read")
    ours, untyped, orjsons = quickest(
        lambda: json.decode(content, carriers),
        lambda: msgspec.json.decode(content),
        lambda: orjson.loads(content),
        rounds=rounds,
    )
    how = f"{CONTACTS} contacts, {len(content) / 1e6:.1f} MB"
    yield _ratio(
        "JSON decode / msgspec untyped", ours, untyped, 1.0, f"{how}, {_ms(ours)}"
    )
    yield _ratio("JSON decode / orjson", ours, orjsons, None, how)
    ours, untyped, orjsons = quickest(
        lambda: json.encode(contacts),
        lambda: msgspec.json.encode(plain),
        lambda: orjson.dumps(plain),
        rounds=rounds,
    )
    yield _ratio("JSON encode / orjson", ours, orjsons, 1.3, f"{how}, {_ms(ours)}")
    yield _ratio("JSON encode / msgspec untyped", ours, untyped, None, how)


def _soap(package: str, rounds: int) -> Iterator[Figure]:
    soap = import_module(f"{package}._runtime.codecs.soap")
    # A thousand full contacts have 11 MB; 6 MB where carriers inside them are filled by half.
    half = full(package, "ContactEntity", every_second_inside)
    whole = full(package, "ContactEntity")
    yield _soap_decoding(package, "SOAP decode / fromstring", half, rounds)
    yield _soap_decoding(package, "  of full contacts", whole, rounds)
    contact = _decoded(package, [full(package, "ContactEntity")])[0]
    save = import_module(f"{package}.agents.contact").ContactAgent
    operation = _row(package, save, "SaveContactEntity")
    headers = {"ApplicationToken": "secret", "Credentials": {"Ticket": "7T:abc"}}
    written: bytes = soap.encode_request(operation, [contact], headers)
    ours, parsed = quickest(
        lambda: [soap.encode_request(operation, [contact], headers) for _ in range(50)],
        lambda: [etree.fromstring(written) for _ in range(50)],
        rounds=3 * rounds,
    )
    how = f"SaveContactEntity, {len(written) / 1e3:.1f} kB, {_ms(ours / 50)}"
    yield _ratio("SOAP encode / fromstring", ours, parsed, 2.5, how)


def _soap_decoding(
    package: str, name: str, values: dict[str, Any], rounds: int
) -> Figure:
    soap = import_module(f"{package}._runtime.codecs.soap")
    namespace = import_module(f"{package}._release").RELEASE.namespace
    contacts = _decoded(package, [values]) * CONTACTS
    kind = list[type(contacts[0])]
    element: bytes = soap.encode(contacts, kind, "Response", namespace)
    content = envelope(package, "GetContactEntityListResponse", element)
    number = sum(1 for _ in etree.fromstring(content).iter())
    operation = _listing(package)
    if soap.decode_response(operation, content).value != contacts:
        raise SystemExit("SOAP: what is read is not what was written")
    ours, parsed = quickest(
        lambda: soap.decode_response(operation, content),
        lambda: etree.fromstring(content),
        rounds=rounds,
    )
    size = f"{len(content) / 1e6:.1f} MB, {number} elements"
    return _ratio(name, ours, parsed, 4.0, f"{CONTACTS} contacts, {size}, {_ms(ours)}")


def _listing(package: str) -> Any:
    """A row for an operation that gives a list of contacts."""
    namespace = import_module(f"{package}._release").RELEASE.namespace
    facade = import_module(f"{package}._runtime.operations").Facade(
        "Contact",
        soap="Contact.svc",
        namespace=namespace,
        module=f"{package}.agents.contact",
    )
    return facade.operation("GetContactEntityList", gives="list[ContactEntity]")


def _row(package: str, agent: Any, name: str) -> Any:
    """The row of an operation, by its wire name."""
    recording = import_module(f"{package}._runtime.agent").recording
    session = object()
    method = agent.OPERATIONS[name]
    return recording(getattr(agent(session), method), session)(None).operation


def _ratio(
    name: str, ours: float, floor: float, limit: float | None, detail: str
) -> Figure:
    return Figure(name=name, value=ours / floor, unit="x", limit=limit, detail=detail)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms" if seconds < 0.01 else f"{seconds * 1e3:.0f} ms"
