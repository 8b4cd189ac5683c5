"""Requests over SOAP are what the WSDL allows, and say what was to be said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
import pytest
from lxml import etree

from generator.model.release import Operation
from tests.behaviour.filling import (
    Filler,
    Seeded,
    new_element,
    only_json_has,
    tree,
)
from tests.behaviour.generated import ROOT, SPECS, Generated, published
from tests.behaviour.server import SOAP, Server, as_soap
from tests.behaviour.wsdl import Described, described_in, published_in


def _expected(operation: Operation, filled: Sequence[Any]) -> Any:
    soap = operation.soap
    assert soap is not None
    assert not soap.namespaces
    spelled = dict(soap.spellings)
    request = new_element(soap.namespace, soap.request)
    for parameter, value in zip(operation.parameters, filled, strict=True):
        if value.python is None and not parameter.nillable:
            continue
        name = spelled.get(parameter.name, parameter.name)
        value.xml(etree.SubElement(request, f"{{{soap.namespace}}}{name}"))
    return request


def _check(
    crm: Generated, described: Described, name: str, chooser: Seeded, full: bool
) -> None:
    operation = next(
        each
        for each in crm.release.agent(described.agent).operations
        if each.name == name
    )
    assert operation.soap is not None
    filler = Filler(generated=crm, chooser=chooser, full=full, unknown=False, described=True)  # fmt: skip
    filled = [
        filler.value(each.type, nillable=each.nillable) for each in operation.parameters
    ]
    server = Server(as_soap(f"<{operation.soap.response}/>"))
    credentials = crm.module("credentials").Ticket("7T:abc==")
    zone = crm.module("options").RequestOptions(time_zone=261)
    with crm.session(
        httpx2.MockTransport(server),
        credentials=credentials,
        app_token="secret",
        binding="soap",
        options=zone,
    ) as session:
        method = crm.method(session, described.agent, name)
        method(*(each.python for each in filled))

    asked = server.asked
    assert str(asked.url) == ROOT + described.path
    assert asked.headers["SOAPAction"] == f'"{described.actions[name]}"'
    assert tree(server.body) == tree(_expected(operation, filled))
    described.schema.assertValid(etree.fromstring(etree.tostring(server.body)))
    header = etree.fromstring(asked.content).find(f"{{{SOAP}}}Header")
    blocks = [] if header is None else list(header)
    names = [etree.QName(each).localname for each in blocks]
    assert sorted(names) == sorted(described.headers[name])
    for each in blocks:
        described.schema.assertValid(etree.fromstring(etree.tostring(each)))


def _check_all(
    crm: Generated, every: list[Described], seeds: int, missing: set[str]
) -> int:
    checked = 0
    for described in every:
        for name in described.actions:
            if f"{described.agent}.{name}" in missing:
                continue
            for seed in range(seeds):
                chooser = Seeded(f"{described.agent}.{name} {seed}")
                try:
                    _check(crm, described, name, chooser, full=not seed)
                except BaseException as error:
                    error.add_note(f"operation: {described.agent}.{name}, seed {seed}")
                    raise
            checked += 1
    return checked


def test_requests_are_what_the_wsdl_allows(crm: Generated):
    every = described_in(SPECS / "12.2" / "soap")

    assert _check_all(crm, every, 4, set()) == sum(
        1 for _, each in crm.operations() if each.soap
    )


def test_a_wrong_request_is_not_allowed():
    """The schema is no empty one: it sees what stands out of order."""
    (contact,) = (
        each
        for each in described_in(SPECS / "12.2" / "soap")
        if each.agent == "Contact"
    )
    namespace = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    request = new_element(namespace, "Merge")
    for name in ("DestinationContactId", "SourceContactId"):
        etree.SubElement(request, f"{{{namespace}}}{name}").text = "1"

    with pytest.raises(etree.DocumentInvalid, match="SourceContactId"):
        contact.schema.assertValid(etree.fromstring(etree.tostring(request)))


def _unknown_to_soap(crm: Generated) -> list[str]:
    return sorted(
        f"{carrier.name}.{field.name}"
        for carrier in crm.release.carriers
        if carrier.namespace
        for field in carrier.fields
        if only_json_has(field)
    )


def test_few_fields_are_unknown_to_every_wsdl(crm: Generated):
    assert _unknown_to_soap(crm) == ["LicenseInfo.ExtraInfo"]


def test_a_field_that_no_wsdl_knows_is_not_sent_over_soap(crm: Generated):
    cls = crm.carriers["LicenseInfo"]
    codec = crm.module("_runtime.codecs.soap")
    written = codec.encode(cls(extra_info="new"), cls, "LicenseInfo", "urn:x")

    assert len(etree.fromstring(written)) == 0


@pytest.mark.slow
def test_requests_of_a_whole_release_are_what_the_wsdl_allows(
    whole: Generated, corpus: Path
):
    every = published_in(published(corpus)[0], "Services88")

    assert len(every) == 60
    assert _unknown_to_soap(whole) == [
        "GrantedModuleLicense.ExtraInfo",
        "LicenseInfo.ExtraInfo",
        "SoPrincipalCarrier.UserName",
        "TemplateInfo.MimeType",
    ]
    assert _check_all(whole, every, 2, set()) == 2029
