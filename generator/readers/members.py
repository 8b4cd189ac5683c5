"""Which schemas are objects with members, and what their members are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostics
from generator.readers.descriptions import Library, Place
from generator.readers.naming import segments
from generator.readers.values import Object, step

MOST_DEEP = 64  # lists of lists of ..., references between definitions included

Key = tuple[str, str]


@dataclass(slots=True)
class Members:
    """What `allOf` and `properties` of one schema say together."""

    properties: dict[str, Place] = field(default_factory=dict[str, Place])
    required: set[str] = field(default_factory=set[str])
    bases: list[Place] = field(default_factory=list[Place])
    missing: list[str] = field(default_factory=list[str])  # bases known by name alone


@dataclass(slots=True)
class Structures:
    """The objects of one description. `same` holds what stands for equal definitions."""

    library: Library
    diagnostics: Diagnostics
    same: dict[Key, Place] = field(default_factory=dict[Key, Place])
    _known: dict[Key, bool] = field(default_factory=dict[Key, bool])
    _collected: dict[Key, Members] = field(default_factory=dict[Key, Members])
    _noted: set[tuple[str, Key]] = field(default_factory=set[tuple[str, Key]])

    def is_structure(self, place: Place, depth: int) -> bool:
        """Whether a schema describes an object with members of its own, and is no dictionary."""
        known = self._known.get(place.key)
        if known is not None:
            return known
        self._known[place.key] = False
        found = self._known[place.key] = self._looks_structured(place, depth)
        return found

    def _looks_structured(self, place: Place, depth: int) -> bool:
        value = place.value
        if not isinstance(value, dict) or depth > MOST_DEEP:
            return False
        reference = value.get("$ref")
        if isinstance(reference, str):
            target = self.library.resolve(reference, place)
            return target is not None and self.is_structure(target, depth + 1)
        if value.get("properties"):
            return True
        if "allOf" in value:
            parts = list(self.parts(value, "allOf", place))
            return any(
                isinstance(part.value, dict) and part.value.get("properties")
                for part in parts
            ) or any(self.is_structure(part, depth + 1) for part in parts)
        if "oneOf" in value or "anyOf" in value or "enum" in value:
            return False
        kind = value.get("type")
        return (kind == "object" or (isinstance(kind, list) and "object" in kind)) and (
            value.get("additionalProperties") in (None, False)
        )

    def parts(self, schema: Object, key: str, place: Place) -> Iterator[Place]:
        """The schemas listed under `key`, such as "allOf"."""
        if key in schema:
            base = place.pointer + step(key)
            for i, part in enumerate(self.library.list_in(schema, key, place)):
                yield Place(part, place.document, f"{base}/{i}")

    def own(self, place: Place, depth: int) -> Members:
        """The members of a schema without those of the definitions that it extends."""
        members = Members()
        self._collect(place, members, depth)
        return members

    def _collect(self, place: Place, members: Members, depth: int) -> None:
        schema = self.library.object(place)
        if depth > MOST_DEEP:
            return
        for part in self.parts(schema, "allOf", place):
            if isinstance(part.value, dict) and "$ref" in part.value:
                target = self.library.follow(part)
                if target is None:
                    name = self.missing_name(str(part.value["$ref"]), part)
                    members.missing += [name] if name else []
                    continue
                target = self.same.get(target.key, target)
                if self.is_structure(target, 0):
                    members.bases.append(target)
                else:
                    self.once("union", "a base that is no object", part)
            else:
                self._collect(part, members, depth + 1)
        if "properties" in schema:
            properties = self.library.object_in(schema, "properties", place)
            document, start = place.document, place.pointer + "/properties"
            for name, value in properties.items():
                members.properties[name] = Place(value, document, start + step(name))
        if "required" in schema:
            if isinstance(schema["required"], bool):
                self.diagnostics.warning(
                    "misplaced-required",
                    '"required" is true or false here, and is not read',
                    place.origin,
                    expected="a list of names in the schema of the object",
                )
            else:
                members.required.update(
                    self.library.texts_in(schema, "required", place)
                )

    def everything(self, place: Place, depth: int = 0) -> Members:
        """The members of a schema and of everything that it extends."""
        known = self._collected.get(place.key)
        if known is not None:
            return known
        whole = self._collected[place.key] = Members()
        if depth > MOST_DEEP:
            return whole
        own = self.own(place, 0)
        for part in (*(self.everything(base, depth + 1) for base in own.bases), own):
            whole.properties.update(part.properties)
            whole.required.update(part.required)
        return whole

    def missing_name(self, reference: str, place: Place) -> str | None:
        """The name of a definition that another document may have."""
        title = self.library.missing.get((place.document.file, reference))
        return segments(title)[-1] if title else None

    def once(self, id: str, what: str, place: Place) -> None:
        """Note, once for each place, that any value is taken there."""
        if (id, place.key) not in self._noted:
            self._noted.add((id, place.key))
            self.diagnostics.note(
                id, f"{what} stands here and is taken as any value", place.origin
            )
