"""The one door for bytes: finds the documents of a release and follows the references between them.

Nothing else opens what a user names or a document refers to. A reference is followed inside its
SOURCE alone: inside the folder of a file given as SOURCE, inside the folder or the zip given.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from generator.containers import (
    Archive,
    Container,
    Folder,
    Memory,
    shown,
    unreadable,
)
from generator.diagnostics import (
    Diagnostics,
    MetadataError,
    Origin,
    metadata_error,
    quoted,
)
from generator.readers.kinds import DESCRIPTIONS, Kind, kind_of
from generator.readers.xml import parse_xml

__all__ = [
    "DESCRIPTIONS",
    "DESCRIPTION_SUFFIXES",
    "Kind",
    "Source",
    "digest",
    "file_source",
    "find_sources",
    "memory_source",
    "newest_services",
    "services_of",
]

_SERVICES = re.compile(r"(?:^|/)(Services[0-9]{1,9})/?\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_NAMED = {"release.toml": Kind.RELEASE, "overlay.toml": Kind.OVERLAY}
DESCRIPTION_SUFFIXES = (".json", ".wsdl", ".xml", ".xsd", ".yaml", ".yml")
_MOST_NOTES = 10  # for each SOURCE
_DEEPEST_ZIP = 1  # a zip in a zip is read, one inside that is not
_EXPECTED = "WSDL 1.1, Swagger 2.0, OpenAPI 3.0 or 3.1, or a zip or folder of them"


@dataclass(frozen=True, slots=True)
class Source:
    """One document. `file` is its name for users ("wsdl.zip/WSDL/Contact.xml").

    `services` is the service version that a WSDL's namespace ends with ("Services88"), else empty.
    """

    file: str
    kind: Kind
    services: str
    container: Container = field(repr=False, compare=False)
    entry: str = field(repr=False, compare=False)

    def read(self) -> bytes:
        """The document, read (and unpacked) now."""
        return self.container.read(self.entry)

    def open(self, location: str, place: str = "") -> Source:
        """The document that `location`, standing at `place` in this one, refers to.

        MetadataError "foreign-reference" where that is an address or outside of the SOURCE,
        "missing-reference" where nothing is there. An empty location means this document.
        """
        origin = Origin(self.file, place)
        entry = _entry_of(location.strip(), self.entry)
        if entry is None:
            raise _foreign(location, origin)
        try:
            found = self.container.has(entry)
        except MetadataError:
            raise _foreign(location, origin) from None
        if not found:
            raise metadata_error(
                "missing-reference",
                f"the reference {quoted(location)} leads to no file",
                origin,
                expected=f"a file {quoted(shown(self.container, entry))}",
                hint="give the folder or zip that holds all the documents",
            )
        self.container.followed.add(entry)
        return _source(self.container, entry)


def find_sources(paths: Sequence[Path], diagnostics: Diagnostics) -> tuple[Source, ...]:
    """The descriptions, release.toml and overlay.toml found in the SOURCEs, in their order.

    Folders are searched through in the order of their names, with the zips in them. What is
    no description is an error where it was given itself, else a note.
    """
    seen: set[Path] = set()
    found: list[Source] = []
    for path, label in zip(paths, source_labels(paths), strict=True):
        search = _Search(path, label, seen, diagnostics)
        sources = list(search.sources())
        if not any(source.kind in DESCRIPTIONS for source in sources) and not (
            search.repeats
        ):
            raise metadata_error(
                "no-description",
                "holds no description of a service",
                Origin(label),
                expected=_EXPECTED,
            )
        found += sources
    return tuple(found)


def file_source(path: Path, kind: Kind) -> Source:
    """The one file at `path`, known to be of that kind (a file that an option names)."""
    _mode(path, path.name)
    return Source(path.name, kind, "", Folder(path.parent, ""), path.name)


def memory_source(
    content: bytes | str, file: str = "memory", others: Mapping[str, bytes] = {}
) -> Source:
    """A document given as bytes, and the documents that it may refer to."""
    data = content.encode() if isinstance(content, str) else content
    return _source(Memory({**others, file: data}), file)


def digest(
    sources: Sequence[Source], also: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Name and sha256 of each file on disk that was used: zips as a whole, files one by one.

    Files that were followed to count from the moment they were opened, so ask after reading;
    before it, `also` names those that an earlier run followed to.
    """
    places = {
        (source.container, entry)
        for source in sources
        for entry in (source.entry, *source.container.followed)
    }
    for container in {source.container for source in sources}:
        start = shown(container, "")
        for name in also:
            entry = name.removeprefix(start)
            if name.startswith(start) and container.has(entry):
                places.add((container, entry))
    return tuple(sorted({container.digest(entry) for container, entry in places}))


def services_of(namespace: str) -> str:
    """The service version that a target namespace ends with ("Services88"), else empty."""
    match = _SERVICES.search(namespace)
    return match[1] if match else ""


def newest_services(
    sources: Sequence[Source], wanted: str | None, diagnostics: Diagnostics
) -> tuple[Source, ...]:
    """`sources` without the WSDLs of other service versions than `wanted`, or than the newest.

    `wanted` is "87" or "Services87". Sources that belong to no version stay.
    """
    versions = sorted({source.services for source in sources} - {""}, key=_number)
    if wanted is None:
        taken = versions[-1] if versions else ""
    else:
        number = re.fullmatch(r"(?:Services)?([0-9]{1,9})", wanted, re.IGNORECASE)
        same = [each for each in versions if number and _number(each) == int(number[1])]
        if not same:
            raise metadata_error(
                "unknown-services",
                f"there is no service version {quoted(wanted)} among the sources",
                expected=f"one of {', '.join(versions)}" if versions else "",
                hint="" if versions else "no source names a version: leave it out",
            )
        taken = same[0]
    left = [each for each in versions if each != taken]
    if left:
        diagnostics.note(
            "other-services",
            f"{taken} is taken; {', '.join(left)} left out",
            hint=f"--services {_number(left[-1])} takes another version",
        )
    return tuple(source for source in sources if source.services in ("", taken))


def _number(services: str) -> int:
    return int(services.removeprefix("Services"))


def _source(container: Container, entry: str) -> Source:
    kind, namespace = kind_of(lambda size: container.read(entry, size))
    services = services_of(namespace) if kind is Kind.WSDL else ""
    return Source(shown(container, entry), kind, services, container, entry)


def _entry_of(location: str, base: str) -> str | None:
    """The entry that `location` means, seen from the entry `base`; None where it leads outside."""
    decoded = unquote(location)
    for spelling in (location, decoded):
        path = spelling.replace("\\", "/")
        if path.startswith("/") or "\0" in path or _SCHEME.match(path.strip()):
            return None
    if not decoded:
        return base
    parts = base.split("/")[:-1]
    for part in decoded.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _foreign(location: str, origin: Origin) -> MetadataError:
    return metadata_error(
        "foreign-reference",
        f"the reference {quoted(location)} leaves the source",
        origin,
        expected="a relative path inside the source",
        hint="put the document beside this one, and name it by a relative path",
    )


def source_labels(paths: Sequence[Path]) -> list[str]:
    """How each SOURCE is called: its last component, or as many as tell it from the others."""
    full = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - keeps links
    labels: list[str] = []
    for path in full:
        rivals = [other.parts for other in full if other != path]
        length = 1
        while length < len(path.parts) and any(
            rival[-length:] == path.parts[-length:] for rival in rivals
        ):
            length += 1
        labels.append("/".join(path.parts[-length:]).lstrip("/"))
    return labels


def _mode(path: Path, label: str) -> int:
    try:
        return path.stat().st_mode
    except OSError as error:
        raise unreadable(label, error) from None
    except ValueError:
        raise metadata_error("unreadable", "is no path", Origin(label)) from None


class _Search:
    """The search through one SOURCE."""

    def __init__(
        self, path: Path, label: str, seen: set[Path], diagnostics: Diagnostics
    ) -> None:
        self._path = path
        self._label = label
        self._seen = seen  # files of this and earlier SOURCEs
        self._diagnostics = diagnostics
        self._skipped = 0
        self.repeats = False  # something was left out because an earlier SOURCE had it

    def sources(self) -> Iterator[Source]:
        mode = _mode(self._path, self._label)
        if stat.S_ISDIR(mode):
            yield from self._inside(Folder(self._path, self._label))
        elif stat.S_ISREG(mode):
            yield from self._single()
        else:
            raise metadata_error(
                "unreadable",
                "is neither a file nor a folder",
                Origin(self._label),
                expected=_EXPECTED,
            )
        if self._skipped > _MOST_NOTES:
            self._diagnostics.note(
                "not-a-description",
                f"{self._skipped - _MOST_NOTES} more files are no description: skipped",
                Origin(self._label),
            )

    def _single(self) -> Iterator[Source]:
        parent, _, name = self._label.rpartition("/")
        # The path as given, not what it links to: the folder is the one the user sees.
        folder = Folder(self._path.parent, parent)
        name = self._path.name or name
        if self._repeated(folder, name):
            return
        source = _source(folder, name)
        if source.kind is Kind.ZIP:
            yield from self._inside(Archive(source.read(), source.file))
        elif source.kind in DESCRIPTIONS:
            yield source
        else:
            raise _no_description(source)

    def _inside(self, container: Folder | Archive) -> Iterator[Source]:
        for entry in container.entries():
            if isinstance(container, Folder) and self._repeated(container, entry):
                continue
            file = shown(container, entry)
            known = _NAMED.get(entry.rpartition("/")[2])
            if known:
                yield Source(file, known, "", container, entry)
                continue
            source = _source(container, entry)
            if source.kind in DESCRIPTIONS:
                yield source
            elif source.kind is Kind.ZIP:
                outer = container if isinstance(container, Archive) else None
                if outer and outer.depth >= _DEEPEST_ZIP:
                    self._skip(source, "a zip inside a zip inside a zip")
                else:
                    inner = Archive(source.read(), file, outer, entry)
                    yield from self._inside(inner)
            else:
                self._judge(source)

    def _judge(self, source: Source) -> None:
        """Say what has to be said of a file that is skipped."""
        if source.kind in (Kind.XML, Kind.JSON):
            self._skip(source, source.kind.value)
        elif source.entry.lower().endswith(DESCRIPTION_SUFFIXES):
            if source.kind is Kind.EMPTY:
                self._diagnostics.warning(
                    "empty-file", "is empty: skipped", Origin(source.file)
                )
            elif source.kind is Kind.OTHER:
                self._skip(source, "no description")

    def _skip(self, source: Source, what: str) -> None:
        self._skipped += 1
        if self._skipped <= _MOST_NOTES:
            self._diagnostics.note(
                "not-a-description", f"is {what}: skipped", Origin(source.file)
            )

    def _repeated(self, folder: Folder, entry: str) -> bool:
        real = (folder.root / entry).resolve()
        if real in self._seen:
            self.repeats = True
            return True
        self._seen.add(real)
        return False


def _no_description(source: Source) -> MetadataError:
    """Why a file given as SOURCE is none."""
    if source.kind is Kind.EMPTY:
        return metadata_error(
            "empty-file", "is empty", Origin(source.file), expected=_EXPECTED
        )
    if source.kind is Kind.OTHER and source.read().lstrip()[:1] == b"<":
        try:
            parse_xml(source.read(), source.file)
        except MetadataError as error:
            return error
    hint = ""
    if source.kind is Kind.XSD:
        hint = "give the WSDL that refers to it; schemas are read where they are named"
    return metadata_error(
        "no-description",
        f"is {source.kind.value}, no description of a service",
        Origin(source.file),
        expected=_EXPECTED,
        hint=hint,
    )
