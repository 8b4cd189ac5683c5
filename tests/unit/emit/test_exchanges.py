"""What the examples of the reference send, and what happens where one cannot be called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.emit.before import Before
from generator.emit.exchanges import exchanged
from generator.emit.output import outlines_of, packages
from generator.model.bindings import AgentsBinding, Shape, SoapBinding
from generator.model.release import Agent, Operation, Parameter, Release
from generator.model.types import Scalar
from generator.plan.package import PackagePlan, plan_package
from generator.plan.reference.examples import Example
from generator.plan.reference.site import plan_examples
from generator.plan.text import code
from generator.progress import SILENT

NAMESPACE = "urn:shop"
RELEASE = Release(
    label="1",
    namespace=NAMESPACE,
    agents=(
        Agent(
            name="Shop",
            operations=(
                Operation(
                    name="Count",
                    parameters=(Parameter(name="OrderId", type=Scalar("int")),),
                    results=(Parameter(name="Response", type=Scalar("int")),),
                    soap=SoapBinding(
                        action=f"{NAMESPACE}/Shop/Count",
                        request="Count",
                        response="CountResponse",
                        namespace=NAMESPACE,
                        path="/Remote/Shop.svc",
                    ),
                    agents=AgentsBinding(
                        path="/api/v1/Agents/Shop/Count", shape=Shape.WRAPPER
                    ),
                ),
            ),
        ),
    ),
)


@pytest.fixture(scope="module")
def plan() -> PackagePlan:
    return plan_package(RELEASE, "shop", chosen=False, stubs=True)


@pytest.fixture(scope="module")
def files(plan: PackagePlan) -> Mapping[str, bytes]:
    outlines, config = outlines_of(plan), Config(sources=())
    return packages(plan, outlines, config, Before(), Diagnostics(), SILENT)


@pytest.fixture(scope="module")
def example(plan: PackagePlan) -> Example:
    (made,) = plan_examples(plan).values()
    return made


def test_what_goes_over_each_wire_is_written_down(
    files: Mapping[str, bytes], example: Example
):
    diagnostics = Diagnostics()

    found = exchanged(files, "shop", [example], diagnostics, SILENT)["Shop.Count"]

    assert list(diagnostics) == []
    assert list(found) == ["soap", "agents"]
    assert found["agents"].request == "\n".join(
        [
            "POST /Cust12345/api/v1/Agents/Shop/Count HTTP/1.1",
            "Host: crm.example.com",
            "Accept: application/json",
            "Content-Type: application/json",
            "Authorization: SOTicket 7T:...",
            "",
            "{",
            '  "OrderId": 4',
            "}",
        ]
    )
    assert found["agents"].answer.endswith("\n\n1")
    assert "<OrderId>4</OrderId>" in found["soap"].request
    assert "<Response>1</Response>" in found["soap"].answer


def test_a_call_that_cannot_be_made_is_a_warning(
    files: Mapping[str, bytes], example: Example
):
    diagnostics = Diagnostics()
    wrong = replace(example, call=code('session.shop.count("four")'))

    found = exchanged(files, "shop", [wrong], diagnostics, SILENT)

    assert found == {"Shop.Count": {}}
    assert [each.id for each in diagnostics] == ["example", "example"]
    assert "cannot be called over soap" in next(iter(diagnostics)).message


def test_a_package_that_cannot_be_imported_is_a_warning(
    files: Mapping[str, bytes], example: Example
):
    diagnostics = Diagnostics()
    broken = {**files, "proxies/shop/__init__.py": b"raise RuntimeError('no')\n"}

    found = exchanged(broken, "shop", [example], diagnostics, SILENT)

    assert found == {"Shop.Count": {}}
    assert [str(each) for each in diagnostics] == [
        "warning[examples]: the examples cannot be called: RuntimeError: no\n"
        "  hint: the reference has no messages; please report this"
    ]
