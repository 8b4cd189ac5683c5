"""What an OpenAPI description says of each verb on each path, with the dialects' differences settled.

Schemas stay places here: what they mean is for `schema` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.diagnostics import Diagnostics, quoted
from generator.readers.descriptions import Library, Place, child
from generator.readers.values import JSON, Object, step

VERBS = frozenset(
    ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
)
STANDARD_HEADERS = frozenset(
    ("accept-language", "so-language", "so-culture", "so-timezone", "so-apptoken")
)

_PLACES = frozenset(("path", "query", "header", "formData", "body", "cookie"))
_MEDIA_TYPE = re.compile(r"[\w.+*!#$&^-]+/[\w.+*!#$&^-]+(\s*;.*)?")
_FORMS = ("application/x-www-form-urlencoded", "multipart/")


class Value(NamedTuple):
    """A parameter: "path", "query", "header" or "form" is where it goes."""

    name: str
    where: str
    place: Place
    schema: Place
    required: bool
    exploded: bool


class Body(NamedTuple):
    """A request body; `name` is empty where the dialect has none."""

    name: str
    place: Place
    schema: Place | None
    required: bool
    media_types: tuple[str, ...]
    form: bool = False


class Reply(NamedTuple):
    """What is declared for one status; `raw` says that bytes without a schema are its body."""

    status: str
    place: Place
    schema: Place | None
    media_types: tuple[str, ...]
    raw: bool = False


@dataclass(slots=True)
class Call:
    """One verb on one path."""

    verb: str  # in lower case, as published
    path: str
    place: Place
    operation: Object
    values: list[Value] = field(default_factory=list[Value])
    headers: tuple[str, ...] = ()
    body: Body | None = None
    replies: list[Reply] = field(default_factory=list[Reply])
    media_types: tuple[str, ...] = ()  # of the body or the form

    def doc(self, library: Library) -> str:
        """Summary and description, as published but for their line ends."""
        texts = (
            library.prose_in(self.operation, key, self.place)
            for key in ("summary", "description")
        )
        return "\n\n".join(text for text in texts if text)

    @property
    def form(self) -> bool:
        return any(value.where == "form" for value in self.values)


@dataclass(slots=True)
class Calls:
    """Reads the calls of one description."""

    library: Library
    diagnostics: Diagnostics
    root: Place
    swagger: bool  # 2.0; else OpenAPI 3
    _media_types: set[str] = field(default_factory=set[str])

    def all(self) -> Iterator[Call]:
        root = self.library.object(self.root)
        paths = self.library.object_in(root, "paths", self.root)
        at = child(self.root, "paths", paths)
        for path, value in paths.items():
            if path.startswith("x-"):
                continue
            place = self.library.follow(child(at, path, value))
            item = self.library.object(place) if place else {}
            if not place:
                continue
            shared = self.library.list_in(item, "parameters", place)
            for verb, operation in item.items():
                if verb in VERBS:
                    yield self._call(
                        verb, path, child(place, verb, operation), place, shared
                    )
            if "additionalOperations" in item:
                self._left_out("additionalOperations", "verbs of its own", place)

    def _left_out(self, key: str, what: str, place: Place) -> None:
        self.diagnostics.warning(
            "unsupported-feature",
            f'{what} ("{key}") are not supported and are left out',
            Place(None, place.document, place.pointer + step(key)).origin,
        )

    def _call(
        self, verb: str, path: str, place: Place, item: Place, shared: list[JSON]
    ) -> Call:
        operation = self.library.object(place)
        call = Call(verb, path, place, operation)
        own = self.library.list_in(operation, "parameters", place)
        start = place.pointer + "/parameters/"
        places = [
            Place(value, place.document, start + str(i)) for i, value in enumerate(own)
        ]
        if shared:
            start = item.pointer + "/parameters/"
            inherited = [
                Place(value, item.document, start + str(i))
                for i, value in enumerate(shared)
            ]
            places = self._overridden(inherited, places)
        self._parameters(call, places)
        if self.swagger:
            if call.body or call.form:
                media_types = self._media(operation, "consumes", place)
                # A form is sent as a form, whatever else "consumes" lists.
                forms = tuple(each for each in media_types if is_form(each))
                call.media_types = forms if call.form and forms else media_types
        elif operation.get("requestBody") is not None:
            self._request_body(call, operation["requestBody"])
        self._replies(call)
        if operation.get("callbacks"):
            self._left_out("callbacks", "calls from the server", place)
        return call

    # --- parameters

    def _overridden(self, inherited: list[Place], own: list[Place]) -> list[Place]:
        """The parameters of the path that the operation does not give itself, and its own."""

        def identity(place: Place) -> tuple[str, str] | None:
            found = self.library.follow(place)
            if not found or not isinstance(found.value, dict):
                return None
            return (str(found.value.get("name")), str(found.value.get("in")))

        given = {identity(place) for place in own}
        return [place for place in inherited if identity(place) not in given] + own

    def _parameters(self, call: Call, places: list[Place]) -> None:
        headers: list[str] = []
        known: set[tuple[str, str]] = set()
        for place in places:
            value = place.value
            if not isinstance(value, dict) or "$ref" in value:
                found = self.library.follow(place)
                if found is None:
                    continue
                place = found
                value = self.library.object(place)
            name = value.get("name")
            where = value.get("in")
            if (
                not isinstance(name, str)
                or not isinstance(where, str)
                or where not in _PLACES
            ):
                self._nameless(value, place)
                continue
            if where == "header":
                headers.append(name)
                if name.lower() in STANDARD_HEADERS:
                    continue
            if (name, where) in known:
                self.diagnostics.warning(
                    "repeated-parameter",
                    f"the {where} parameter {quoted(name)} is declared twice",
                    place.origin,
                    expected="each parameter once",
                )
                continue
            known.add((name, where))
            if where == "cookie":
                self.diagnostics.warning(
                    "unsupported-feature",
                    f"the cookie parameter {quoted(name)} is left out",
                    place.origin,
                )
            elif where == "body":
                schema = child(place, "schema", value.get("schema"))
                required = self.library.flag_in(value, "required", place)
                call.body = Body(name, place, schema, required, ())
            else:
                where = "form" if where == "formData" else where
                call.values.append(self._value(name, where, value, place))
        call.headers = tuple(headers)

    def _nameless(self, parameter: Object, place: Place) -> None:
        name = self.library.text_in(parameter, "name", place)
        where = self.library.text_in(parameter, "in", place)
        found = f'"in": {quoted(where)}' if where else 'without "in"'
        self.diagnostics.error(
            "unexpected-shape",
            f"a parameter {found}" if name else "a parameter without a name",
            place.origin,
            expected='"name", and "in" as one of path, query, header, body, formData, cookie',
        )

    def _value(self, name: str, where: str, parameter: Object, place: Place) -> Value:
        required = self.library.flag_in(parameter, "required", place)
        if self.swagger:
            style = self.library.text_in(parameter, "collectionFormat", place) or "csv"
            exploded = style == "multi"
            plain = style in ("csv", "multi")
            schema = place
        else:
            usual = "form" if where == "query" else "simple"
            style = self.library.text_in(parameter, "style", place) or usual
            exploded = (
                self.library.flag_in(parameter, "explode", place)
                if parameter.get("explode") is not None
                else style == "form"
            )
            plain = style in ("form", "simple") or exploded
            plain = plain and style != "deepObject"
            schema = child(place, "schema", parameter.get("schema"))
            if schema.value is None and parameter.get("content"):
                schema, _ = self._content(parameter, place)
                schema = schema or place
        if not plain:
            self.diagnostics.warning(
                "unsupported-style",
                f"the parameter {quoted(name)} is written in the style {quoted(style)}, "
                "which is not supported; its items are joined by commas",
                place.origin,
            )
        return Value(name, where, place, schema, required, exploded)

    # --- bodies

    def _request_body(self, call: Call, value: JSON) -> None:
        place = self.library.follow(child(call.place, "requestBody", value))
        if place is None:
            return
        body = self.library.object(place)
        name = ""
        for key in ("x-body-name", "x-bodyName", "x-codegen-request-body-name"):
            for holder in (body, call.operation):
                given = holder.get(key)
                name = name or (given if isinstance(given, str) else "")
        schema, media_types = self._content(body, place)
        call.media_types = media_types
        form = bool(media_types) and all(map(is_form, media_types))
        required = self.library.flag_in(body, "required", place)
        call.body = Body(name, place, schema, required, media_types, form)

    def _content(
        self, holder: Object, place: Place
    ) -> tuple[Place | None, tuple[str, ...]]:
        """The schema of the best of several media types (JSON, else no form, else the first)."""
        content = self.library.object_in(holder, "content", place)
        at = child(place, "content", content)
        media_types = tuple(content)
        self._check_media_types(media_types, at)
        best = next(
            (media for media in media_types if "json" in media.lower()),
            next(
                (media for media in media_types if not is_form(media)),
                media_types[0] if media_types else None,
            ),
        )
        if best is None:
            return None, ()
        chosen = self.library.follow(child(at, best, content[best]))
        if chosen is None:
            return None, media_types
        media = self.library.object(chosen)
        schema = media.get("schema")
        if schema is None:
            return None, media_types
        return child(chosen, "schema", schema), media_types

    def _media(self, operation: Object, key: str, place: Place) -> tuple[str, ...]:
        """The media types of Swagger 2.0, which stand at the operation or at the top."""
        if operation.get(key) is None:
            root = self.root.value
            if not isinstance(root, dict) or root.get(key) is None:
                return ()
            operation, place = root, self.root
        found = self.library.texts_in(operation, key, place)
        self._check_media_types(found, place)
        return found

    def _check_media_types(self, media_types: tuple[str, ...], place: Place) -> None:
        for media in media_types:
            if media not in self._media_types:
                self._media_types.add(media)
                if not _MEDIA_TYPE.fullmatch(media):
                    self.diagnostics.warning(
                        "unknown-media-type",
                        f"{quoted(media)} is no media type",
                        place.origin,
                        expected='a type and a subtype, such as "application/json"',
                    )

    # --- answers

    def _replies(self, call: Call) -> None:
        responses = self.library.object_in(call.operation, "responses", call.place)
        if not responses:
            return
        at = child(call.place, "responses", responses)
        # Documents of one release list them in different orders, which means nothing.
        for status, value in sorted(responses.items()):
            if status.startswith("x-"):
                continue
            place = child(at, status, value)
            if not isinstance(value, dict) or "$ref" in value:
                found = self.library.follow(place)
                if found is None:
                    continue
                place = found
            response = self.library.object(place)
            if self.swagger:
                schema = response.get("schema")
                if schema is None:
                    call.replies.append(Reply(status, place, None, ()))
                else:
                    media_types = self._media(call.operation, "produces", call.place)
                    call.replies.append(
                        Reply(
                            status, place, child(place, "schema", schema), media_types
                        )
                    )
            else:
                found_schema, media_types = self._content(response, place)
                raw = bool(media_types) and found_schema is None
                call.replies.append(
                    Reply(status, place, found_schema, media_types, raw)
                )


def is_form(media_type: str) -> bool:
    """Whether a body of that type is a form."""
    return media_type.lower().startswith(_FORMS)


def succeeds(reply: Reply) -> bool:
    """Whether it is an answer that gives something."""
    return reply.status[:1] == "2" and reply.status != "204"
