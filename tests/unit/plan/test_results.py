"""Answers with several parts get a carrier."""

from __future__ import annotations

from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.release import Operation, Release
from generator.model.types import STRING, Scalar
from generator.plan.results import with_result_carriers
from tests.unit.plan.planned import NAMESPACE, agent, soap, values

INT = Scalar("int")
PARTS = values(FileName=STRING, Length=INT)
FIELDS = (Field(name="FileName", type=STRING), Field(name="Length", type=INT))


def read(place: str, parts=PARTS, response: str = "ReadResponse") -> Operation:
    return Operation(
        name="Read", results=parts, soap=soap(place, "Read", response=response)
    )


def test_an_answer_of_one_part_or_none_needs_no_carrier():
    release = Release(
        agents=(
            agent("File", Operation(name="A"), Operation(name="B", results=PARTS[:1])),
        )
    )

    assert with_result_carriers(release) == (release, {})


def test_the_carrier_is_called_as_the_response_element():
    release = Release(agents=(agent("File", read("File")),))

    found, names = with_result_carriers(release)

    assert found.carriers == (
        Carrier(name="ReadResponse", fields=FIELDS, namespace=NAMESPACE),
    )
    assert names == {("File", "Read"): "ReadResponse"}


def test_operations_may_share_a_response_element():
    """The four Authenticate operations of SoPrincipal do."""
    one = Operation(
        name="A", results=PARTS, soap=soap("P", "A", response="AuthenticateResponse")
    )
    two = Operation(
        name="B", results=PARTS, soap=soap("P", "B", response="AuthenticateResponse")
    )

    found, names = with_result_carriers(Release(agents=(agent("P", one, two),)))

    assert [each.name for each in found.carriers] == ["AuthenticateResponse"]
    assert set(names.values()) == {"AuthenticateResponse"}


def test_where_the_name_means_something_else_the_agents_stands_before_it():
    other = values(FileName=STRING)[:1] + values(Size=INT)
    release = Release(
        agents=(agent("File", read("File")), agent("Blob", read("Blob", other)))
    )

    _, names = with_result_carriers(release)

    assert names == {
        ("File", "Read"): "ReadResponse",
        ("Blob", "Read"): "BlobReadResponse",
    }


def test_a_name_that_the_release_has_is_not_given_again():
    release = Release(
        agents=(agent("File", read("File")),),
        carriers=(Carrier(name="ReadResponse"),),
        enumerations=(Enumeration(name="FileReadResponse"),),
    )

    assert with_result_carriers(release)[1] == {("File", "Read"): "FileReadResponse3"}


def test_an_agent_without_a_name_comes_to_an_end_as_well():
    release = Release(
        agents=(agent("", read("")),), carriers=(Carrier(name="ReadResponse"),)
    )

    assert with_result_carriers(release)[1] == {("", "Read"): "ReadResponse3"}


def test_without_soap_the_carrier_is_called_as_the_operation():
    release = Release(agents=(agent("File", Operation(name="Read", results=PARTS)),))

    assert with_result_carriers(release)[1] == {("File", "Read"): "ReadResult"}
