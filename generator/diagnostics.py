"""Every message that a user sees about metadata: where, how bad, what, and what to do.

Steps that can find several faults put each into a `Diagnostics` and go on;
`Diagnostics.stop()` then ends the run with all of them. A step that cannot go on
raises `MetadataError` at once.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How bad a finding is: an error writes nothing, a warning leaves something out, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in a source: the file as the user named it, and a line or a JSON pointer in it.

    `file` is relative to what the user gave and uses forward slashes, also inside a zip
    ("wsdl.zip/WSDL/Contact.xml"). `place` is a line number as text ("412"), a JSON pointer
    ("#/paths/~1pets"), or empty where the whole file is meant.
    """

    file: str
    place: str = ""

    def __str__(self) -> str:
        if not self.place:
            return self.file
        return (
            self.file + self.place
            if self.place.startswith("#")
            else f"{self.file}:{self.place}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. `id` is stable and kebab-case; `message` says what was found."""

    id: str
    severity: Severity
    message: str
    origin: Origin | None = None
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.origin}: " if self.origin else ""
        lines = [f"{where}{self.severity.value}[{self.id}]: {self.message}"]
        if self.expected:
            lines.append(f"  expected: {self.expected}")
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(visible(line) for line in lines)


class MetadataError(Exception):
    """The metadata cannot be used; carries every diagnostic found until then."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(str(diagnostic) for diagnostic in diagnostics))
        self.diagnostics = diagnostics


def metadata_error(
    id: str,
    message: str,
    origin: Origin | None = None,
    *,
    expected: str = "",
    hint: str = "",
) -> MetadataError:
    """A `MetadataError` of one error diagnostic, to be raised by a step that cannot go on."""
    return MetadataError(
        Diagnostic(
            id=id,
            severity=Severity.ERROR,
            message=message,
            origin=origin,
            expected=expected,
            hint=hint,
        )
    )


@dataclass(slots=True)
class Diagnostics:
    """The findings of one run, in the order in which they were made."""

    items: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def error(
        self,
        id: str,
        message: str,
        origin: Origin | None = None,
        *,
        expected: str = "",
        hint: str = "",
    ) -> None:
        self._add(Severity.ERROR, id, message, origin, expected, hint)

    def warning(
        self,
        id: str,
        message: str,
        origin: Origin | None = None,
        *,
        expected: str = "",
        hint: str = "",
    ) -> None:
        self._add(Severity.WARNING, id, message, origin, expected, hint)

    def note(
        self,
        id: str,
        message: str,
        origin: Origin | None = None,
        *,
        expected: str = "",
        hint: str = "",
    ) -> None:
        self._add(Severity.NOTE, id, message, origin, expected, hint)

    def stop(self) -> None:
        """Raise `MetadataError` with every error so far; do nothing where there is none."""
        errors = [item for item in self.items if item.severity is Severity.ERROR]
        if errors:
            raise MetadataError(*errors)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def _add(
        self,
        severity: Severity,
        id: str,
        message: str,
        origin: Origin | None,
        expected: str,
        hint: str,
    ) -> None:
        self.items.append(
            Diagnostic(
                id=id,
                severity=severity,
                message=message,
                origin=origin,
                expected=expected,
                hint=hint,
            )
        )


def quoted(text: str, *, limit: int = 80) -> str:
    """`text` from a source, made safe to stand in a message: quoted, one line, shortened."""
    shown = text if len(text) <= limit else text[: limit - 3] + "..."
    return json.dumps(shown, ensure_ascii=False)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint that names the nearest of the words which would have been right; else empty."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"did you mean {quoted(close[0])}?" if close else ""


def visible(line: str) -> str:
    """`line` with every character that could move a cursor or reorder text made visible."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in line
    )
