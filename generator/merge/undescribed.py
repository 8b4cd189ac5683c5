"""What NetServer's WebApi answers to although its description leaves it out.

Every published description lists PATCH for each entity that can be read and replaced by its number,
but the one of 2026-04, which lost them all; none lists the POST of long archive queries, which the
vendor's guide tells of (netserver.md 4.3). Where a description has any PATCH, it is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.diagnostics import Diagnostics, quoted
from generator.model.release import (
    Answer,
    Release,
    Resource,
    ResourceOperation,
)
from generator.model.types import ANY, CarrierRef, ListOf, Scalar

_ENTITY = re.compile(r"/api/v\d+/\w+/\{\w+\}", re.IGNORECASE)
_ARCHIVE = re.compile(r"/api/v\d+/Archive/\{\w+\}", re.IGNORECASE)
_PATCH_STATUSES = ("404", "409", "412")
_LINKS = "_Links"


def with_undescribed(release: Release, diagnostics: Diagnostics) -> Release:
    """The release with the operations that its description forgot."""
    if not _is_netserver(release):
        return release
    resources = tuple(map(_with_forms, release.resources))
    if not any(
        operation.verb == "PATCH"
        for resource in resources
        for operation in resource.operations
    ):
        resources = tuple(
            _with_patches(each, release, diagnostics) for each in resources
        )
    return replace(release, resources=resources)


def _is_netserver(release: Release) -> bool:
    """Whether entities come with links, as those of NetServer's WebApi do."""
    return any(
        field.name == _LINKS for carrier in release.carriers for field in carrier.fields
    )


def _with_forms(resource: Resource) -> Resource:
    posts = {each.path for each in resource.operations if each.verb == "POST"}
    return replace(
        resource,
        operations=tuple(
            (
                replace(each, by_form=True)
                if each.verb == "GET"
                and _ARCHIVE.fullmatch(each.path)
                and each.path not in posts
                else each
            )
            for each in resource.operations
        ),
    )


def _with_patches(
    resource: Resource, release: Release, diagnostics: Diagnostics
) -> Resource:
    patches = tuple(_patches(resource, release))
    for each in patches:
        diagnostics.note(
            "patch-not-described",
            f"{each.verb} {quoted(each.path)} is not described, nor is any other PATCH",
            each.origins[0] if each.origins else None,
            hint="NetServer has it for every entity that it reads and replaces by number, "
            "so the package has it, too",
        )
    return replace(resource, operations=(*resource.operations, *patches))


def _patches(resource: Resource, release: Release) -> Iterator[ResourceOperation]:
    reads = {each.path: each for each in resource.operations if each.verb == "GET"}
    for update in resource.operations:
        read = reads.get(update.path)
        if update.verb != "PUT" or read is None or not _ENTITY.fullmatch(update.path):
            continue
        given, sent = read.gives, update.body
        if not isinstance(given, CarrierRef) or not isinstance(sent, CarrierRef):
            continue
        if sent.name not in (given.name, release.carrier(given.name).base):
            continue
        path = tuple(each for each in read.parameters if each.place == "path")
        if [each.type for each in path] != [Scalar("int")]:
            continue
        prefix = update.name.partition("_")[0]
        links = f"{sent.name}WithLinks"
        has_links = any(each.name == links for each in release.carriers)
        select = tuple(each for each in read.parameters if each.name == "$select")
        yield ResourceOperation(
            name=f"{prefix}_Patch{sent.name}",
            verb="PATCH",
            path=update.path,
            parameters=(*path, *select),
            body=ListOf(ANY),
            body_required=True,
            body_media_types=("application/json",),
            answers=(
                Answer(
                    status="200",
                    type=CarrierRef(links) if has_links else given,
                    media_types=("application/json",),
                ),
                *(Answer(status=status) for status in _PATCH_STATUSES),
            ),
            described=False,
            doc=f"Change some members of one {sent.name}.",
            origins=update.origins,
        )
