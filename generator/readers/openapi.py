"""Swagger 2.0 and OpenAPI 3: NetServer's Agents endpoint, its REST WebApi, and any other service.

A POST on ".../Agents/<Agent>/<Operation>" is an operation of an agent; every other verb on a path
is an operation of a resource. What the description says of security is not read: credentials are
the session's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.model.release import Release
from generator.readers.agents import Agents
from generator.readers.calls import Call, Calls
from generator.readers.descriptions import Library, Place, child
from generator.readers.members import Structures
from generator.readers.resources import Resources
from generator.readers.schema import Schemas
from generator.readers.values import Object
from generator.sources import Source


def read_openapi(source: Source, diagnostics: Diagnostics) -> Release:
    """What the description says; raises MetadataError where it is no JSON or YAML document.

    Everything else that is wrong with it is an error in `diagnostics`, and reading goes on.
    """
    library = Library(diagnostics)
    document = library.load(source)
    root = Place(document.root, document, "#")
    swagger = _dialect(root, diagnostics)
    if swagger is None:
        return Release()
    calls = Calls(library, diagnostics, root, swagger)
    schemas = Schemas(library, diagnostics, Structures(library, diagnostics))
    return _Reading(library, diagnostics, root, swagger, calls, schemas).release()


def _dialect(root: Place, diagnostics: Diagnostics) -> bool | None:
    """True for Swagger 2.0, False for OpenAPI 3, None after an error."""
    top = root.value
    whole = Origin(root.document.file)
    expected = (
        'an object with "swagger": "2.0", or with "openapi": "3.0", "3.1" or "3.2"'
    )
    if not isinstance(top, dict):
        diagnostics.error(
            "unexpected-shape",
            "the document is no object",
            whole,
            expected=expected,
        )
        return None
    swagger = top.get("swagger") is not None
    for key, version in (("swagger", "2."), ("openapi", "3.")):
        value = top.get(key)
        if value is None:
            continue
        # An unquoted version is a number in YAML.
        if isinstance(value, str | float) and str(value).startswith(version):
            break
        diagnostics.error(
            "unsupported-version",
            f"{key} {quoted(str(value))} is not read",
            child(root, key, value).origin,
            expected=expected,
        )
        return None
    else:
        old = "swaggerVersion" in top
        diagnostics.error(
            "unexpected-shape",
            "the document does not say that it is a Swagger or OpenAPI description",
            whole,
            expected=expected,
            hint="Swagger 1 is not read; convert it to OpenAPI 3" if old else "",
        )
        return None
    others = (
        () if swagger or str(value).startswith("3.0") else ("webhooks", "components")
    )
    if "paths" not in top and not any(other in top for other in others):
        diagnostics.error(
            "unexpected-shape",
            'the description has no "paths"',
            whole,
            expected='"paths", an object with an entry for each path',
        )
        return None
    return swagger


@dataclass(slots=True)
class _Reading:
    library: Library
    diagnostics: Diagnostics
    root: Place
    swagger: bool
    calls: Calls
    schemas: Schemas

    def release(self) -> Release:
        top = self.library.object(self.root)
        calls = list(self.calls.all())
        self._check_operation_ids(calls)
        self._check_security(top, calls)
        if top.get("webhooks"):
            self.diagnostics.warning(
                "unsupported-feature",
                'calls from the server ("webhooks") are not supported and are left out',
                child(self.root, "webhooks", None).origin,
            )
        agents = Agents(self.library, self.diagnostics, self.schemas, self._prefix(top))
        resources = Resources(self.library, self.schemas)
        aside = {found.key for call in calls if (found := agents.wrapper(call))}
        self.schemas.define(self._definitions(top), aside)
        for call in calls:
            if not agents.add(call):
                resources.add(call)
        carriers, enumerations = self.schemas.finish()
        tags = self._tags(top)
        return Release(
            agents=agents.all(tags),
            resources=resources.all(tags),
            carriers=carriers,
            enumerations=enumerations,
        )

    # --- the document

    def _definitions(self, top: Object) -> Iterator[Place]:
        at, holder, key = self.root, top, "definitions"
        if not self.swagger:
            holder = self.library.object_in(top, "components", at)
            at, key = child(at, "components", holder), "schemas"
        schemas = self.library.object_in(holder, key, at)
        at = child(at, key, schemas)
        for name, schema in schemas.items():
            yield child(at, name, schema)

    def _prefix(self, top: Object) -> str:
        """What stands before every path, relative to the root of the host."""
        if self.swagger:
            base = self.library.text_in(top, "basePath", self.root)
        else:
            servers = self.library.list_in(top, "servers", self.root)
            first = servers[0] if servers else None
            url = first.get("url") if isinstance(first, dict) else None
            base = url if isinstance(url, str) and "{" not in url else ""
            try:
                base = urlsplit(base).path
            except ValueError:
                base = ""
        return base.rstrip("/")

    def _tags(self, top: Object) -> dict[str, str]:
        found: dict[str, str] = {}
        at = child(self.root, "tags", None)
        for i, value in enumerate(self.library.list_in(top, "tags", self.root)):
            place = child(at, str(i), value)
            tag = self.library.object(place)
            name = self.library.text_in(tag, "name", place)
            found[name] = self.library.prose_in(tag, "description", place)
        return found

    def _check_operation_ids(self, calls: list[Call]) -> None:
        seen: dict[str, Call] = {}
        for call in calls:
            name = self.library.text_in(call.operation, "operationId", call.place)
            if name and seen.setdefault(name, call) is not call:
                self.diagnostics.warning(
                    "repeated-operation-id",
                    f"the operationId {quoted(name)} is given twice",
                    child(call.place, "operationId", None).origin,
                    expected="an operationId of its own",
                    hint=f"the other one is that of {quoted(seen[name].path)}",
                )

    def _check_security(self, top: Object, calls: list[Call]) -> None:
        """Say once which names of security schemes stand for nothing; NetServer's never do."""
        if self.swagger:
            schemes = self.library.object_in(top, "securityDefinitions", self.root)
        else:
            components = self.library.object_in(top, "components", self.root)
            at = child(self.root, "components", components)
            schemes = self.library.object_in(components, "securitySchemes", at)
        unknown: dict[str, Place] = {}
        for call in calls:
            requirements = call.operation.get("security")
            if isinstance(requirements, list):
                for requirement in requirements:
                    if isinstance(requirement, dict):
                        for name in requirement:
                            if name not in schemes and name not in unknown:
                                unknown[name] = call.place
        if unknown:
            names = ", ".join(quoted(name) for name in list(unknown)[:5])
            place = next(iter(unknown.values()))
            self.diagnostics.note(
                "unknown-security",
                f"operations ask for security that is not defined: {names}",
                child(place, "security", None).origin,
                hint="nothing is lost: credentials are given to the session",
            )
