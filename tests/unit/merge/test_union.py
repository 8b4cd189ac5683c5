"""What several documents of one wire say together."""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Diagnostics, Origin, Severity
from generator.merge.union import union
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.release import (
    Agent,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
)
from generator.model.types import STRING, Scalar

INT = Scalar("int")
A, B = Origin("a.wsdl", "1"), Origin("b.wsdl", "2")


def united(*releases: Release) -> tuple[Release, list[Diagnostic]]:
    found = Diagnostics()
    return union(releases, found), found.items


def differs(what: str) -> Diagnostic:
    return Diagnostic(
        id="described-twice",
        severity=Severity.WARNING,
        message=f"{what} is described differently in b.wsdl:2",
        origin=A,
        expected="descriptions of one release that agree",
        hint="the first description stands, with what only the other one adds",
    )


def test_nothing_gives_an_empty_release():
    assert united() == (Release(), [])


def test_the_first_document_with_a_version_names_it():
    release, _ = united(
        Release(), Release(services="Services88", namespace="urn:88"), Release()
    )

    assert release == Release(services="Services88", namespace="urn:88")


def test_what_is_described_twice_and_alike_is_taken_once():
    release = Release(
        agents=(Agent(name="Contact", operations=(Operation(name="Get"),)),),
        resources=(
            Resource(
                name="Contact",
                operations=(ResourceOperation(name="x", verb="get", path="/c"),),
            ),
        ),
        carriers=(Carrier(name="Contact"),),
        enumerations=(Enumeration(name="Kind"),),
        dictionaries=(Dictionary(name="D", key=STRING, value=STRING, pair="P"),),
    )

    assert united(release, release) == (release, [])


def test_an_agent_in_two_documents_has_the_operations_of_both():
    first = Agent(name="Contact", operations=(Operation(name="Get"),), origins=(A,))
    other = Agent(
        name="Contact",
        operations=(Operation(name="Get"), Operation(name="Save")),
        doc="Companies.",
        origins=(B,),
    )

    release, found = united(Release(agents=(first,)), Release(agents=(other,)))

    (agent,) = release.agents
    assert agent == Agent(
        name="Contact", operations=(Operation(name="Get"), Operation(name="Save"))
    )
    assert (agent.doc, agent.origins) == ("Companies.", (A, B))
    assert found == []


def test_of_two_operations_that_differ_the_first_stands():
    get = Operation(name="Get", origins=(A,))
    other = Operation(
        name="Get", parameters=(Parameter(name="Id", type=INT),), origins=(B,)
    )

    release, found = united(
        Release(agents=(Agent(name="Contact", operations=(get,)),)),
        Release(agents=(Agent(name="Contact", operations=(other,)),)),
    )

    assert release.agents == (Agent(name="Contact", operations=(get,)),)
    assert found == [differs('operation of agent Contact "Get"')]


def test_of_two_carriers_that_differ_the_first_takes_over_the_fields_of_the_other():
    name = Field(name="Name", type=STRING)
    first = Carrier(name="Contact", fields=(name,), origins=(A,))
    other = Carrier(
        name="Contact",
        base="Carrier",
        fields=(Field(name="Name", type=INT), Field(name="Id", type=INT)),
        origins=(B,),
    )

    release, found = united(Release(carriers=(first,)), Release(carriers=(other,)))

    assert release.carriers == (
        Carrier(
            name="Contact", base="Carrier", fields=(name, Field(name="Id", type=INT))
        ),
    )
    assert found == [differs('carrier "Contact"')]


def test_a_text_that_only_the_second_carrier_has_is_taken():
    release, found = united(
        Release(carriers=(Carrier(name="Contact"),)),
        Release(carriers=(Carrier(name="Contact", doc="A company."),)),
    )

    assert [each.doc for each in release.carriers] == ["A company."]
    assert found == []


def test_of_two_enumerations_that_differ_the_first_takes_over_the_members_of_the_other():
    first = Enumeration(
        name="Kind", members=(Member(name="A", number=0),), origins=(A,)
    )
    other = Enumeration(
        name="Kind",
        members=(Member(name="A", number=1), Member(name="B", number=2)),
        origins=(B,),
    )

    release, found = united(
        Release(enumerations=(first,)), Release(enumerations=(other,))
    )

    assert release.enumerations == (
        Enumeration(
            name="Kind",
            members=(Member(name="A", number=0), Member(name="B", number=2)),
        ),
    )
    assert found == [differs('enumeration "Kind"')]


def test_of_two_dictionaries_that_differ_the_first_stands():
    first = Dictionary(name="D", key=STRING, value=STRING, pair="P", origins=(A,))
    other = Dictionary(name="D", key=STRING, value=INT, pair="P", origins=(B,))

    release, found = united(
        Release(dictionaries=(first,)), Release(dictionaries=(other,))
    )

    assert release.dictionaries == (first,)
    assert found == [differs('dictionary "D"')]


def test_a_resource_operation_is_known_by_verb_and_path():
    get = ResourceOperation(name="GetContact", verb="get", path="/c", origins=(A,))
    other = ResourceOperation(name="Get", verb="get", path="/c", origins=(B,))
    put = ResourceOperation(name="Put", verb="put", path="/c")

    release, found = united(
        Release(resources=(Resource(name="Contact", operations=(get,)),)),
        Release(resources=(Resource(name="Contact", operations=(other, put)),)),
    )

    assert release.resources == (Resource(name="Contact", operations=(get, put)),)
    assert found == [differs('operation "GET /c"')]


def test_agents_keep_the_order_in_which_they_first_came():
    def agents(*names: str) -> Release:
        return Release(agents=tuple(Agent(name=name) for name in names))

    release, _ = united(agents("User", "Contact"), agents("Archive", "User"))

    assert release == agents("User", "Contact", "Archive")
