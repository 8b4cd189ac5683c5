"""What NetServer answers to although its description leaves it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.merge.undescribed import with_undescribed
from generator.model.carriers import Carrier, Field
from generator.model.release import (
    Answer,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import STRING, CarrierRef, ListOf, Scalar, TypeRef
from generator.pipeline import read_release

ENTITY = "/api/v1/Contact/{id}"


def operation(verb: str, path: str, gives: TypeRef, body: TypeRef | None = None, key: str = "int") -> ResourceOperation:  # fmt: skip
    parameter = ResourceParameter(name="id", place="path", type=Scalar(key))
    return ResourceOperation(
        name=f"v1ContactEntity_{verb.capitalize()}ContactEntity",
        verb=verb,
        path=path,
        parameters=(parameter,) if "{" in path else (),
        body=body,
        answers=(Answer(status="200", type=gives),),
    )


def release(*operations: ResourceOperation, links: str = "_Links") -> Release:
    return Release(
        resources=(Resource(name="Contact", operations=operations),),
        carriers=(
            Carrier(name="ContactEntity"),
            Carrier(
                name="ContactEntityWithLinks",
                base="ContactEntity",
                fields=(Field(name=links, type=STRING),),
            ),
        ),
    )


PLAIN, LINKED = CarrierRef("ContactEntity"), CarrierRef("ContactEntityWithLinks")
READ = operation("GET", ENTITY, LINKED)
REPLACE = operation("PUT", ENTITY, LINKED, PLAIN)


def added(found: Release) -> list[ResourceOperation]:
    return [
        each
        for resource in found.resources
        for each in resource.operations
        if not each.described
    ]


def test_what_is_read_and_replaced_by_number_can_be_patched():
    diagnostics = Diagnostics()
    (patch,) = added(with_undescribed(release(READ, REPLACE), diagnostics))

    assert (patch.name, patch.verb, patch.path) == (
        "v1ContactEntity_PatchContactEntity",
        "PATCH",
        ENTITY,
    )
    assert patch.body == ListOf(Scalar("any")) and patch.gives == LINKED
    assert patch.statuses == {"200", "404", "409", "412"}
    assert [each.id for each in diagnostics] == ["patch-not-described"]


@pytest.mark.parametrize(
    "operations",
    [
        (READ,),
        (REPLACE,),
        (READ, replace(REPLACE, path=f"{ENTITY}/Image")),
        (READ, replace(REPLACE, body=STRING)),
        (operation("GET", ENTITY, LINKED, key="string"), REPLACE),
        (READ, REPLACE, operation("PATCH", "/api/v1/Sale/{id}", LINKED)),
    ],
)
def test_nothing_else_can(operations: tuple[ResourceOperation, ...]):
    assert added(with_undescribed(release(*operations), Diagnostics())) == []


def test_services_of_others_get_nothing():
    found = with_undescribed(release(READ, REPLACE, links="Links"), Diagnostics())

    assert added(found) == []


def test_archives_can_be_asked_by_a_form():
    path = "/api/v1/Archive/{archiveProviderName}"
    archive = operation("GET", path, PLAIN)
    found = with_undescribed(release(archive, READ), Diagnostics())

    assert [each.by_form for each in found.resources[0].operations] == [True, False]
    told = operation("POST", path, PLAIN)
    found = with_undescribed(release(archive, told), Diagnostics())
    assert not any(each.by_form for each in found.resources[0].operations)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"), [("2021-03/Swagger-v1-REST.zip", 31), ("2024-04", 37)]
)
def test_the_rule_gives_back_what_a_description_has(
    corpus: Path, name: str, count: int
):
    config = Config(sources=(corpus / "netserver" / name,))
    whole = read_release(config, Diagnostics()).release
    patches = {
        (resource.name, each.path, each.gives)
        for resource in whole.resources
        for each in resource.operations
        if each.verb == "PATCH"
    }
    without = replace(
        whole,
        resources=tuple(
            replace(
                resource,
                operations=tuple(
                    each for each in resource.operations if each.verb != "PATCH"
                ),
            )
            for resource in whole.resources
        ),
    )

    found = with_undescribed(without, Diagnostics())
    again = {
        (resource.name, each.path, each.gives)
        for resource in found.resources
        for each in resource.operations
        if each.verb == "PATCH"
    }
    assert again == patches
    assert len(patches) == count
