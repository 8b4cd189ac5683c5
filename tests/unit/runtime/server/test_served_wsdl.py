"""The WSDL that is served says the same as the one that the package was generated from.

Both are read by the generator's reader, which knows nothing of the writer. Compared are the agent with its
operations, and all types that can stand in its messages, subtypes included. What classes and rows do not
keep is left out of the comparison; `_kept` lists it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from lxml import etree

from generator.diagnostics import Diagnostics
from generator.model.carriers import Field
from generator.model.reach import reached
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import EnumerationRef, ListOf, Scalar, TypeRef
from generator.readers.kinds import Kind
from generator.readers.wsdl import read_wsdl
from generator.runtime.operations import Facade
from generator.runtime.release import ReleaseInfo
from generator.runtime.server.catalogue import Catalogue
from generator.runtime.server.wsdl import wsdl
from generator.sources import Source, find_sources, memory_source, newest_services
from tests.behaviour.generated import SPECS
from tests.behaviour.wsdl import Described
from tests.unit.runtime.server.conftest import Pair, make_pair
from tests.unit.runtime.server.odd_service import ODD

ROOT = "https://crm.example.com"
GREETER = Path(__file__).parents[3] / "readme" / "Greeter.wsdl"
_Member = TypeVar("_Member", Field, Parameter)
_REFERENCES = ("string", "base64Binary", "any", "guid")


@pytest.fixture(scope="module")
def earlier_pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp("earliercrm")
    return make_pair("earliercrm", folder, SPECS / "12.1")


@pytest.fixture(scope="module")
def odd_pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp("oddcrm")
    source = folder / "Odd.wsdl"
    source.write_text(ODD)
    return make_pair("oddcrm", folder / "out", source)


@pytest.fixture(scope="module")
def greeter_pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair("greetercrm", tmp_path_factory.mktemp("greetercrm"), GREETER)


@pytest.fixture(scope="session")
def soap_pair(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """What is generated where the WSDL of the newest release is all there is."""
    folder = tmp_path_factory.mktemp("soapcrm")
    return make_pair("soapcrm", folder, _archive(corpus))


def _archive(corpus: Path) -> Path:
    return corpus / "netserver" / "2026-04" / "wsdl.zip"


def served(pair: Pair, agent: str) -> bytes:
    rows = pair.catalogue.agents[agent].values()
    path = next(row.soap_path for row in rows if row.soap)
    return pair.server("wsdl").wsdl(pair.catalogue, agent, f"{ROOT}/{path}")


def soap_agents(pair: Pair) -> list[str]:
    return [
        agent
        for agent, rows in pair.catalogue.agents.items()
        if any(row.soap for row in rows.values())
    ]


# ---------------------------------------------------------------------------- comparing


def _kept(release: Release) -> dict[str, object]:
    """What a package of proxies keeps of a release with one agent, as far as its messages reach.

    Left out is whether references (texts, bytes, carriers, lists) may be null, since Python's are always
    "or None", whether a carrier is abstract, the integer type behind an enumeration, and the order of types.
    """
    release = reached(release, keep_namespaces=False)
    (agent,) = release.agents
    found: dict[str, object] = {f"agent {agent.name}": [o.name for o in agent.operations]}  # fmt: skip
    for operation in agent.operations:
        found[f"operation {operation.name}"] = _operation(operation)
    for carrier in release.carriers:
        fields = tuple(map(_member, carrier.fields))
        found[f"carrier {carrier.name}"] = replace(
            carrier, abstract=False, fields=fields
        )
    for enumeration in release.enumerations:
        found[f"enumeration {enumeration.name}"] = replace(enumeration, storage="")
    for dictionary in release.dictionaries:
        found[f"dictionary {dictionary.name}"] = dictionary
    return found


def _operation(operation: Operation) -> Operation:
    return replace(
        operation,
        parameters=tuple(map(_member, operation.parameters)),
        results=tuple(map(_member, operation.results)),
    )


def _member(member: _Member) -> _Member:
    if _is_value(member.type):
        return member
    return replace(member, nillable=True)


def _is_value(type: TypeRef) -> bool:
    match type:
        case Scalar(name=name):
            return name not in _REFERENCES
        case ListOf(flat=flat):
            return flat
        case _:
            return isinstance(type, EnumerationRef)


def _read(source: Source) -> Release:
    diagnostics = Diagnostics()
    release = read_wsdl(source, diagnostics)
    diagnostics.stop()
    return release


def _agents_in(*paths: Path) -> Iterator[tuple[Agent, Release]]:
    """Each agent that the newest descriptions in those places have, and its release without the others."""
    sources = [
        each for each in find_sources(paths, Diagnostics()) if each.kind is Kind.WSDL
    ]
    for source in newest_services(tuple(sources), None, Diagnostics()):
        release = _read(source)
        for agent in release.agents:
            yield agent, replace(release, agents=(agent,))


def _assert_alike(pair: Pair, *paths: Path) -> int:
    """Compare the WSDL of every agent; gives the number of things that were compared."""
    compared = 0
    seen: list[str] = []
    for agent, original in _agents_in(*paths):
        expected = _kept(original)
        got = _kept(_read(memory_source(served(pair, agent.name), agent.name)))
        assert got.keys() == expected.keys(), agent.name
        for name, each in expected.items():
            assert got[name] == each, f"{agent.name}: {name}"
        compared += len(expected)
        seen.append(agent.name)
    assert sorted(seen) == sorted(soap_agents(pair))
    return compared


# ----------------------------------------------------------------------- the round trip


def test_every_agent_is_described_as_it_was_published(pair: Pair):
    assert _assert_alike(pair, SPECS / "12.2" / "soap") > 300


def test_every_agent_of_an_earlier_release_is_described_as_it_was_published(
    earlier_pair: Pair,
):
    assert _assert_alike(earlier_pair, SPECS / "12.1" / "soap") > 100


def test_services_of_others_are_described_as_they_were(greeter_pair: Pair):
    _assert_alike(greeter_pair, GREETER)


def test_what_netserver_never_does_is_described_too(odd_pair: Pair):
    original = _kept(_read(memory_source(ODD)))

    assert _kept(_read(memory_source(served(odd_pair, "Odd")))) == original


@pytest.mark.slow
def test_all_agents_of_a_whole_release_are_described_as_they_were_published(
    soap_pair: Pair, corpus: Path
):
    assert _assert_alike(soap_pair, _archive(corpus)) > 3000
    assert len(soap_agents(soap_pair)) == 60


@pytest.mark.slow
def test_what_only_json_has_is_not_in_the_wsdl(whole_pair: Pair, corpus: Path):
    """A package that knows both descriptions serves the WSDL of the one that knows WSDL alone."""
    assert _assert_alike(whole_pair, _archive(corpus)) > 3000


def test_the_comparison_sees_a_difference(pair: Pair):
    """As a proof that it compares: one element of one carrier is called otherwise."""
    right = served(pair, "Contact")
    wrong = right.replace(b'name="OrgNr"', b'name="OrgNo"')

    assert wrong != right
    assert _kept(_read(memory_source(wrong))) != _kept(_read(memory_source(right)))


# ---------------------------------------------------------------------------- documents


def test_documents_are_the_same_each_time(pair: Pair):
    for agent in soap_agents(pair):
        first = served(pair, agent)
        for row in pair.catalogue.agents[agent].values():
            row.compiled.pop("wsdl", None)

        assert served(pair, agent) == first


def test_the_address_is_the_one_that_was_asked(pair: Pair):
    write = pair.server("wsdl").wsdl
    nasty = 'https://x/"/><evil a="&\x00\ud800{address}'

    first = etree.fromstring(write(pair.catalogue, "Contact", "https://a.example/1"))
    second = etree.fromstring(write(pair.catalogue, "Contact", nasty))

    assert _address(first) == "https://a.example/1"
    assert _address(second) == 'https://x/"/><evil a="&\ufffd\ufffd{address}'


def _address(root: Any) -> str:
    (address,) = root.iter("{http://schemas.xmlsoap.org/wsdl/soap/}address")
    return address.get("location")


def test_an_agent_that_is_not_there_has_no_wsdl(pair: Pair):
    with pytest.raises(KeyError):
        pair.server("wsdl").wsdl(pair.catalogue, "Nobody", ROOT)


def test_the_schemas_of_every_agent_can_be_compiled(pair: Pair, odd_pair: Pair):
    for each in (pair, odd_pair):
        for agent in soap_agents(each):
            root = etree.fromstring(served(each, agent))

            assert Described(agent, root).schema is not None


@pytest.mark.slow
def test_the_schemas_of_a_whole_release_can_be_compiled(whole_pair: Pair):
    for agent in soap_agents(whole_pair):
        root = etree.fromstring(served(whole_pair, agent))

        assert Described(agent, root).schema is not None


def test_a_package_without_the_carriers_of_headers_has_netservers():
    agent = Facade("Lone", soap="Lone.svc", namespace="urn:lone", module=__name__)
    row = agent.operation("Ping", agents=False)
    catalogue = _catalogue(Lone={"Ping": row})

    release = _read(memory_source(wsdl(catalogue, "Lone", ROOT)))

    carriers = {
        each.name: [field.name for field in each.fields] for each in release.carriers
    }
    assert carriers == {
        "SoCredentials": ["Ticket"],
        "SoTimeZone": ["SoTimeZoneId", "SoTimeZoneLocationCode"],
        "SoExceptionInfo": [
            "Message",
            "StackTrace",
            "FriendlyText",
            "ExceptionType",
            "Source",
            "InnerException",
            "Parameters",
        ],
    }
    assert {each.name: each.pair for each in release.dictionaries} == {
        "SoExtraInfo": "ExtraInfoNameValuePair",
        "SoExceptionInfoParameters": "SoExceptionInfoParametersKeyValuePair",
    }


def test_an_agent_that_only_json_has_is_described_without_operations():
    agent = Facade("Silent", agents="api/v1/Agents/Silent", module=__name__)
    catalogue = _catalogue(Silent={"Ping": agent.operation("Ping", soap=False)})

    root = etree.fromstring(wsdl(catalogue, "Silent", ROOT))

    (port_type,) = root.findall("{http://schemas.xmlsoap.org/wsdl/}portType")
    assert (port_type.get("name"), len(port_type)) == ("Silent", 0)


def _catalogue(**agents: Any) -> Catalogue:
    catalogue = Catalogue(release=ReleaseInfo(package="nowhere"))
    vars(catalogue)["agents"] = agents
    return catalogue


# -------------------------------------------------------------------- other people's eyes


_XML_SCHEMA = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:string"/></xs:schema>"""


def _loaded_by_zeep(pair: Pair, agent: str, folder: Path) -> set[str]:
    """The operations that zeep offers; it resolves every type on the way."""
    zeep = pytest.importorskip("zeep")
    place = folder / f"{agent}.wsdl"
    place.write_bytes(served(pair, agent))

    class Here(zeep.Transport):
        def load(self, url: str) -> bytes:
            # zeep fetches this one, wherever a document declares the namespace.
            if url == "https://www.w3.org/2001/xml.xsd":
                return _XML_SCHEMA
            assert url == str(place), f"{url} is not in the WSDL"
            return place.read_bytes()

    client = zeep.Client(str(place), transport=Here())
    (service,) = client.wsdl.services.values()
    (port,) = service.ports.values()
    for each in port.binding.all().values():
        assert each.input.signature() is not None
    for each in client.wsdl.types.types:
        assert str(each.signature(schema=client.wsdl.types))
    return set(port.binding.all())


@pytest.mark.slow
def test_zeep_loads_every_agent(whole_pair: Pair, tmp_path: Path):
    for agent in soap_agents(whole_pair):
        rows = whole_pair.catalogue.agents[agent].values()

        assert _loaded_by_zeep(whole_pair, agent, tmp_path) == {
            row.name for row in rows if row.soap
        }


def test_zeep_loads_services_of_others(
    odd_pair: Pair, greeter_pair: Pair, tmp_path: Path
):
    assert _loaded_by_zeep(odd_pair, "Odd", tmp_path) == {"Find", "Tell"}
    assert _loaded_by_zeep(greeter_pair, "Greeter", tmp_path) == {"Greet"}


# --------------------------------------------------------------------- what is answered


def test_answers_are_what_the_served_wsdl_allows(pair: Pair):
    soap = pair.server("soap_server")
    checked = 0
    for agent in soap_agents(pair):
        schema = Described(agent, etree.fromstring(served(pair, agent))).schema
        for row in pair.catalogue.agents[agent].values():
            if not row.soap:
                continue
            request = soap.SoapRequest(etree.Element(row.request))
            answer = etree.fromstring(
                soap.soap_result(row, _result(pair, row), request)
            )
            for part in answer:
                for each in part:
                    schema.assertValid(etree.fromstring(etree.tostring(each)))
                    checked += 1
    assert checked > 100


def _result(pair: Pair, row: Any) -> Any:
    """A result in which as much is there as can be without knowing more than the row."""
    rows = pair.proxies("_runtime.codecs.rows")
    found = rows.row_of(row)
    if found.result is not None:
        return found.result.python()
    if not found.gives:
        return None
    ((_, typed),) = found.gives
    return _value(rows, typed)


def _value(rows: Any, typed: Any) -> Any:
    kind = typed.kind
    if kind.name == "carrier":
        return kind.python()
    if kind.name == "list":
        return [_value(rows, typed._replace(kind=kind.item, nullable=False))]
    if kind.name == "text":
        return "x"
    return rows.zero(typed)
