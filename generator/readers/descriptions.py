"""The loaded documents of one OpenAPI description: typed looks into them, and their references.

A look at a value of the wrong JSON type is an error with its place and gives an empty value, so
that reading goes on and finds the rest.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from generator.diagnostics import Diagnostics, MetadataError, Origin, quoted
from generator.readers.documents import parse_document
from generator.readers.values import JSON, Object, step
from generator.sources import Source

_MOST_HOPS = 64  # of references that stand for references
_DEFINITION = re.compile(r"/(?:definitions|components/schemas)/([^/]+)")
_MOST_HINTS = 20  # comparing names is slow; nobody reads more


@dataclass(slots=True, eq=False)
class Description:
    """One parsed document."""

    source: Source
    root: JSON
    file: str


class Place(NamedTuple):
    """A value, the document it stands in, and its JSON pointer there ("#/paths")."""

    value: JSON
    document: Description
    pointer: str

    @property
    def origin(self) -> Origin:
        return Origin(self.document.file, self.pointer)

    @property
    def key(self) -> tuple[str, str]:
        """What tells this place from all others of the description."""
        return (self.document.file, self.pointer)


_KINDS: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


@dataclass(slots=True)
class Library:
    """Every document that one description is made of, loaded when first referred to."""

    diagnostics: Diagnostics
    _loaded: dict[str, Description] = field(default_factory=dict[str, Description])
    _opened: dict[tuple[str, str], Description | None] = field(
        default_factory=dict[tuple[str, str], Description | None]
    )
    _resolved: dict[tuple[str, str], Place | None] = field(
        default_factory=dict[tuple[str, str], Place | None]
    )
    missing: dict[tuple[str, str], str] = field(
        default_factory=dict[tuple[str, str], str]
    )
    """The names of definitions that are referred to and that other documents may have."""
    _hints: int = 0

    def load(self, source: Source) -> Description:
        """The parsed document; raises MetadataError where it cannot be parsed."""
        known = self._loaded.get(source.file)
        if known is None:
            root = parse_document(source.read(), source.file)
            known = self._loaded[source.file] = Description(source, root, source.file)
        return known

    # --- references

    def follow(self, place: Place) -> Place | None:
        """`place`, or what it refers to if it is a reference; None after an error."""
        seen: set[tuple[str, str]] = set()
        while isinstance(place.value, dict):
            reference = place.value.get("$ref")
            if not isinstance(reference, str):
                return place
            if place.key in seen or len(seen) > _MOST_HOPS:
                self.cyclic(place, reference)
                return None
            seen.add(place.key)
            target = self.resolve(reference, place)
            if target is None:
                return None
            place = target
        return place

    def cyclic(self, place: Place, reference: str) -> None:
        self.diagnostics.error(
            "cyclic-reference",
            f"the reference {quoted(reference)} leads back to itself",
            place.origin,
            expected="a reference that ends at a definition",
        )

    def resolve(self, reference: str, place: Place) -> Place | None:
        """What `reference`, which stands at `place`, names; None after an error."""
        key = (place.document.file, reference)
        try:
            return self._resolved[key]
        except KeyError:
            found = self._resolved[key] = self._resolve(reference, place)
            return found

    def _resolve(self, reference: str, place: Place) -> Place | None:
        location, _, fragment = reference.partition("#")
        document = self._open(location, place) if location else place.document
        if document is None:
            return None
        value = document.root
        pointer = "#"
        tokens = unquote(fragment).split("/") if fragment else [""]
        known = tokens[0] == ""
        for token in tokens[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and name in value:
                value = value[name]
            elif isinstance(value, list) and name.isdecimal() and len(name) < 9:
                if int(name) >= len(value):
                    known = False
                    break
                value = value[int(name)]
            else:
                known = False
                break
            pointer += step(name)
        if known:
            return Place(value, document, pointer)
        self._unknown(reference, fragment, document, value, place)
        return None

    def _unknown(
        self,
        reference: str,
        fragment: str,
        document: Description,
        among: JSON,
        place: Place,
    ) -> None:
        """Say that a reference names nothing.

        The vendor splits one description into many documents and forgets a definition now and
        then; another document of the release usually has it. So that is a warning, the name
        stands, and the check of the whole release tells where nothing has it.
        """
        inside = "this document" if document is place.document else document.file
        fragment = unquote(fragment)
        hint = ""
        if isinstance(among, dict) and self._hints < _MOST_HINTS and len(among) < 5000:
            self._hints += 1
            prefix, _, wanted = fragment.rpartition("/")
            wanted = wanted.replace("~1", "/").replace("~0", "~")
            close = difflib.get_close_matches(wanted[:200], list(among), n=1)
            if close:
                path = f"{reference.partition('#')[0]}#{prefix}{step(close[0])}"
                hint = f"did you mean {quoted(path, limit=200)}?"
        definition = _DEFINITION.fullmatch(fragment)
        if definition and document is place.document:
            name = definition[1].replace("~1", "/").replace("~0", "~")
            self.missing[place.document.file, reference] = name
            self.diagnostics.warning(
                "undefined-reference",
                f"{inside} does not define {quoted(reference, limit=200)}; "
                "another source has to",
                place.origin,
                expected=f"something that {inside} defines",
                hint=hint,
            )
            return
        self.diagnostics.error(
            "unknown-type",
            f"the reference {quoted(reference, limit=200)} names nothing",
            place.origin,
            expected=f"something that {inside} defines",
            hint=hint,
        )

    def _open(self, location: str, place: Place) -> Description | None:
        key = (place.document.file, location)
        if key not in self._opened:
            self._opened[key] = None
            try:
                self._opened[key] = self.load(
                    place.document.source.open(location, place.pointer)
                )
            except MetadataError as error:
                self.diagnostics.items.extend(error.diagnostics)
        return self._opened[key]

    # --- typed looks; null counts as absent

    def wrong(self, place: Place, expected: str) -> None:
        found = _KINDS[type(place.value)]
        shown = f" {quoted(place.value)}" if isinstance(place.value, str) else ""
        self.diagnostics.error(
            "unexpected-shape",
            f"{found}{shown} stands where {expected} is due",
            place.origin,
            expected=expected,
        )

    def object(self, place: Place) -> Object:
        """The object at `place`; an error and an empty one if it is something else."""
        if isinstance(place.value, dict):
            return place.value
        if place.value is not None:
            self.wrong(place, "an object")
        return {}

    def object_in(self, parent: Object, key: str, place: Place) -> Object:
        """The object under `key` of `parent`, which stands at `place`."""
        value = parent.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong(child(place, key, value), "an object")
        return {}

    def list_in(self, parent: Object, key: str, place: Place) -> list[JSON]:
        value = parent.get(key)
        if isinstance(value, list):
            return value
        if value is not None:
            self.wrong(child(place, key, value), "a list")
        return []

    def text_in(self, parent: Object, key: str, place: Place) -> str:
        value = parent.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            self.wrong(child(place, key, value), "a text")
        return ""

    def flag_in(self, parent: Object, key: str, place: Place) -> bool:
        value = parent.get(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.wrong(child(place, key, value), "true or false")
        return False

    def texts_in(self, parent: Object, key: str, place: Place) -> tuple[str, ...]:
        """The texts of a list; what is none is an error and left out."""
        found: list[str] = []
        for i, item in enumerate(self.list_in(parent, key, place)):
            if isinstance(item, str):
                found.append(item)
            else:
                at = Place(item, place.document, f"{place.pointer}{step(key)}/{i}")
                self.wrong(at, "a text")
        return tuple(found)

    def prose_in(self, parent: Object, key: str, place: Place) -> str:
        """A text with each line ended by a line feed, otherwise as published."""
        text = self.text_in(parent, key, place)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def description(self, place: Place) -> str:
        """The description of the object at `place`, if it has one."""
        value = place.value
        if not isinstance(value, dict) or "description" not in value:
            return ""
        return self.prose_in(value, "description", place)


def child(place: Place, key: str, value: JSON) -> Place:
    """The place of `value`, which stands under `key` of the object at `place`."""
    return Place(value, place.document, place.pointer + step(key))
