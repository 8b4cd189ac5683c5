"""What every OpenAPI description of an installation has: headers, credentials, errors, what rows are asked by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from netserver._runtime.release import ReleaseInfo
from .openapi_schemas import Json, Schemas

__all__ = ["JSON", "OCTETS", "Components", "document"]

JSON = "application/json"
OCTETS = "application/octet-stream"

_HEADERS = {
    "SO-AppToken": "The secret of the application that calls; needed online beside a ticket.",
    "Accept-Language": "The language that texts of several languages and resource names are translated into; "
    "without one they come as they are stored.",
    "SO-Language": "Comes before Accept-Language; * asks for texts as they are stored.",
    "SO-Culture": "How numbers and dates within texts are written; only together with a language.",
    "SO-TimeZone": "The zone of times that name none, by number or code (261, NO); "
    "followed by ', includeTZOffset', times are answered with their offset.",
}
_SELECT = (
    "Members that the caller wants, with commas between and slashes for members of "
    "members (name,category/id); the others are null."
)
_CONDITIONS = {
    "If-Modified-Since": "Answer only if it has changed since then; a date of HTTP, as Last-Modified has it.",
    "If-Unmodified-Since": "Change it only if nobody has since then; a date of HTTP, as Last-Modified has it.",
}
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "format": "int32", "minimum": 0}
_ROWS: Mapping[str, tuple[str, Json]] = {
    "$select": ("Names of columns, with commas between.", _TEXT),
    "$filter": ("What rows must fulfil: name begins 'foo' and category gt 1", _TEXT),
    "$orderby": ("Columns, with commas between, each may be followed by desc.", _TEXT),
    "$entities": ("Kinds of things that rows are about, with commas between.", _TEXT),
    "$top": ("How many rows come at most.", _COUNT),
    "$skip": ("How many rows are passed over.", _COUNT),
    "$mode": (
        "Full brings what is shown, links and hints beside each value.",
        {"type": "string", "enum": ["Slim", "Wide", "Full"]},
    ),
    "$options": ("Options of the provider: GrandTotal=true", _TEXT),
    "$context": ("A word for the provider about what rows are for.", _TEXT),
    "$format": ("The form of the answer; JSON without it.", _TEXT),
    "$metadata": ("Whether the answer says where its columns are described.", _TEXT),
    "$inlinecount": ("Whether the answer says how many rows there are.", _TEXT),
    "$jsonsafe": (
        "Put _ for what cannot stand in a name in the names of columns.",
        {"type": "boolean"},
    ),
    "$output": (
        "Values as they are stored or as they are shown.",
        {"type": "string", "enum": ["Logical", "Display"]},
    ),
}
"""What lists of rows are asked by, in lower case."""

_STATUSES = {
    "304": "It has not changed since then.",
    "404": "There is no such thing.",
    "409": "A test in the patch found another value; nothing is changed.",
    "412": "It has changed since then; nothing is changed now.",
    "default": "The call is refused: malformed (400), without credentials that are accepted (401), or for "
    "another reason that the error tells.",
}
_NO_BODY = ("304",)

_TICKET = "A ticket, as it is: SOTicket 7T:..."
_SECURITY: Mapping[str, Json] = {
    "Password": {
        "type": "http",
        "scheme": "basic",
        "description": "Name and password of a user; not online.",
    },
    "Bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token, 8A:...",
    },
    "SOTicket": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": _TICKET,
    },
}
_ERROR: Json = {
    "type": "object",
    "description": "Why a call was refused. What is malformed is told by Message and MessageDetail, all else by the others.",
    "properties": {
        "Error": {"type": "boolean"},
        "ErrorType": {"type": "string", "nullable": True},
        "ErrorMessage": {"type": "string", "nullable": True},
        "ErrorSource": {"type": "string", "nullable": True},
        "Message": {"type": "string", "nullable": True},
        "MessageDetail": {"type": "string", "nullable": True},
    },
}
_PAGE: Json = {
    "type": "object",
    "description": "Some rows of a list, and the address of the next ones where there are more.",
    "properties": {
        "odata.metadata": {"type": "string", "nullable": True},
        "odata.nextLink": {"type": "string", "nullable": True},
        "value": {
            "type": "array",
            "items": {"type": "object", "additionalProperties": {}},
        },
    },
}
_CHANGE: Json = {
    "type": "object",
    "description": "One operation of a JSON Patch.",
    "required": ["op", "path"],
    "properties": {
        "op": {"type": "string", "enum": ["add", "replace", "remove", "test"]},
        "path": {"type": "string"},
        "value": {},
    },
}


@dataclass(frozen=True, slots=True)
class Components:
    """The components of one description: whatever was referred to so far."""

    schemas: Schemas = field(default_factory=Schemas)
    parameters: dict[str, Json] = field(default_factory=dict[str, Json])
    responses: dict[str, Json] = field(default_factory=dict[str, Json])

    # ------------------------------------------------------------------------- parameters

    def headers(self) -> list[Json]:
        """The headers that every call may have."""
        return [self._header(name, text) for name, text in _HEADERS.items()]

    def condition(self, name: str) -> Json:
        """A header that makes a call depend on the time of the last change."""
        return self._header(name, _CONDITIONS.get(name, ""))

    def select(self) -> Json:
        """`$select` of what gives carriers."""
        return self._parameter("Select", "$select", "query", _SELECT, _TEXT)

    def rows(self, name: str) -> Json:
        """What a list of rows may be asked by."""
        text, schema = _ROWS.get(name.lower(), ("", _TEXT))
        return self._parameter(f"Rows.{name.lstrip('$')}", name, "query", text, schema)

    def _header(self, name: str, text: str) -> Json:
        return self._parameter(name, name, "header", text, _TEXT)

    def _parameter(
        self, key: str, name: str, place: str, text: str, schema: Json
    ) -> Json:
        if key not in self.parameters:
            told = {"description": text} if text else {}
            made: Json = {"name": name, "in": place, **told, "schema": schema}
            self.parameters[key] = made
        return {"$ref": f"#/components/parameters/{key}"}

    # -------------------------------------------------------------------------- responses

    def refusals(self, *statuses: str) -> dict[str, Json]:
        """The answers to calls that are refused: those of the statuses, and all others as "default"."""
        return {status: self._refusal(status) for status in (*statuses, "default")}

    def _refusal(self, status: str) -> Json:
        key = "Refused" if status == "default" else f"Refused{status}"
        if key not in self.responses:
            made: Json = {"description": _STATUSES[status]}
            if status not in _NO_BODY:
                error = self.schemas.named("ErrorObject", _ERROR)
                made["content"] = {JSON: {"schema": error}}
            self.responses[key] = made
        return {"$ref": f"#/components/responses/{key}"}

    def page(self) -> Json:
        """The schema of a list of rows."""
        return self.schemas.named("RowsPage", _PAGE)

    def changes(self) -> Json:
        """The schema of a JSON Patch."""
        change = self.schemas.named("PatchOperation", _CHANGE)
        return {"type": "array", "items": change}


def document(
    release: ReleaseInfo,
    root: str,
    *,
    title: str,
    tags: Iterable[Json],
    paths: Json,
    components: Components,
) -> dict[str, Any]:
    """The OpenAPI 3.0.3 document of those paths, below that root."""
    server = root.rstrip("/").replace("{", "%7B").replace("}", "%7D")
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "version": release.label or "1",
            "description": "Times are as NetServer writes them: those without an offset are in the zone of the header "
            "SO-TimeZone, and 0001-01-01T00:00:00 is none at all.",
        },
        "servers": [{"url": server or "/"}],
        "security": [{name: []} for name in _SECURITY],
        "tags": list(tags),
        "paths": paths,
        "components": {
            "schemas": components.schemas.components,
            "parameters": dict(sorted(components.parameters.items())),
            "responses": dict(sorted(components.responses.items())),
            "securitySchemes": {name: dict(each) for name, each in _SECURITY.items()},
        },
    }
