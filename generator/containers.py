"""What documents are read from: folders, zips read in place, and memory; each read within bounds.

An entry is named by its path inside the container, with forward slashes and without `.` or `..`.
Nothing outside a container can be named, and reading raises `MetadataError` alone.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from generator.diagnostics import MetadataError, Origin, metadata_error, quoted

LARGEST_FILE = 256 * 1024 * 1024  # bytes; the largest published description has 12 MB
LARGEST_ARCHIVE = 1024 * 1024 * 1024  # bytes, all entries decompressed
MOST_ENTRIES = 100_000
STEEPEST_RATIO = 200  # decompressed to compressed; descriptions reach 25
HARMLESS_SIZE = 1024 * 1024  # bytes; below this no ratio is a danger

_DRIVE = re.compile(r"[A-Za-z]:")


class Container(Protocol):
    """A set of named entries. `name` is how users see it; empty where the entry alone is shown."""

    @property
    def name(self) -> str: ...
    @property
    def followed(self) -> set[str]:
        """The entries that other documents referred to, as far as they have been opened."""
        ...

    def entries(self) -> Iterator[str]:
        """The entries to search through, sorted, hidden ones left out."""
        ...

    def has(self, entry: str) -> bool:
        """Whether there is such an entry; MetadataError where a link leads out of the container."""
        ...

    def read(self, entry: str, size: int = -1) -> bytes:
        """The first `size` bytes of the entry, or all of them."""
        ...

    def digest(self, entry: str) -> tuple[str, str]:
        """Name and sha256 of the file on disk that holds the entry: the zip, or the file itself."""
        ...


def shown(container: Container, entry: str) -> str:
    """The name of `entry` in messages and manifests."""
    return f"{container.name}/{entry}" if container.name else entry


class Folder:
    """The files below a folder. Links that leave it are not followed."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root.resolve()
        self.name = name
        self.followed = set[str]()

    def entries(self) -> Iterator[str]:
        found: list[tuple[str, ...]] = []
        for place, folders, files in os.walk(self.root, onerror=self._unreadable):
            folders[:] = [folder for folder in folders if not folder.startswith(".")]
            here = Path(place).relative_to(self.root).parts
            found += [(*here, file) for file in files if not file.startswith(".")]
        for parts in sorted(found):
            path = self.root.joinpath(*parts)
            if path.is_file() and path.resolve().is_relative_to(self.root):
                yield "/".join(parts)

    def has(self, entry: str) -> bool:
        path = self.root / entry
        try:
            inside = path.resolve().is_relative_to(self.root)
            found = path.is_file()
        except (OSError, RuntimeError, ValueError):  # a loop of links, a name too long
            return False
        if not inside:
            raise metadata_error(
                "foreign-reference",
                f"{quoted(entry)} is a link that leaves the source",
                Origin(shown(self, entry)),
                expected="a file inside the folder of the source",
            )
        return found

    def read(self, entry: str, size: int = -1) -> bytes:
        try:
            with (self.root / entry).open("rb") as stream:
                length = os.fstat(stream.fileno()).st_size
                if length > LARGEST_FILE:
                    raise too_large(shown(self, entry), length)
                return stream.read(size)
        except OSError as error:
            raise unreadable(shown(self, entry), error) from None

    def digest(self, entry: str) -> tuple[str, str]:
        return shown(self, entry), hashlib.sha256(self.read(entry)).hexdigest()

    def _unreadable(self, error: OSError) -> None:
        raise unreadable(self.name, error)


class Memory:
    """Documents given as bytes."""

    def __init__(self, files: Mapping[str, bytes], name: str = "") -> None:
        self.name = name
        self.followed = set[str]()
        self._files = dict(files)

    def entries(self) -> Iterator[str]:
        yield from sorted(self._files)

    def has(self, entry: str) -> bool:
        return entry in self._files

    def read(self, entry: str, size: int = -1) -> bytes:
        content = self._files[entry]
        return content if size < 0 else content[:size]

    def digest(self, entry: str) -> tuple[str, str]:
        return shown(self, entry), hashlib.sha256(self._files[entry]).hexdigest()


class Archive:
    """The entries of a zip, read in place. Backslashes in names separate folders, as vendors ship them."""

    def __init__(
        self,
        content: bytes,
        name: str,
        outer: Archive | None = None,
        place: str = "",
    ) -> None:
        self.name = name
        self.followed = set[str]()
        self.depth = outer.depth + 1 if outer else 0
        # The file on disk is the outermost zip.
        self._digest = (
            outer.digest(place)
            if outer
            else (name, hashlib.sha256(content).hexdigest())
        )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise self._broken(name, error) from None
        self._entries = self._named(self._zip.infolist())

    def entries(self) -> Iterator[str]:
        for entry in sorted(self._entries, key=lambda entry: entry.split("/")):
            parts = entry.split("/")
            if not any(part.startswith(".") or part == "__MACOSX" for part in parts):
                yield entry

    def has(self, entry: str) -> bool:
        return entry in self._entries

    def read(self, entry: str, size: int = -1) -> bytes:
        info = self._entries[entry]
        file = shown(self, entry)
        if info.flag_bits & 0x1:
            raise metadata_error(
                "encrypted-zip",
                "the zip is encrypted",
                Origin(file),
                hint="unpack it, and give the folder",
            )
        if info.file_size > LARGEST_FILE:
            raise too_large(file, info.file_size)
        if (
            info.file_size > HARMLESS_SIZE
            and info.file_size > STEEPEST_RATIO * info.compress_size
        ):
            raise metadata_error(
                "zip-bomb",
                f"{info.compress_size} bytes unpack to {info.file_size}",
                Origin(file),
                expected=f"at most {STEEPEST_RATIO} times as much",
            )
        try:
            with self._zip.open(info) as stream:
                return stream.read(size)
        except _BROKEN as error:
            raise self._broken(file, error) from None

    def digest(self, entry: str) -> tuple[str, str]:
        return self._digest

    def _named(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        size = sum(info.file_size for info in infos)
        if size > LARGEST_ARCHIVE or len(infos) > MOST_ENTRIES:
            raise metadata_error(
                "zip-bomb",
                f"{len(infos)} entries unpack to {size} bytes",
                Origin(self.name),
                expected=f"at most {MOST_ENTRIES} entries and {LARGEST_ARCHIVE} bytes",
            )
        named: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            # The name as stored: ZipInfo cuts at a NUL, and what stands behind it is never shown.
            path = info.orig_filename.replace("\\", "/")
            parts = [part for part in path.split("/") if part not in ("", ".")]
            if (
                path.startswith("/")
                or ".." in parts
                or "\0" in path
                or _DRIVE.match(path)
            ):
                raise metadata_error(
                    "unsafe-name",
                    f"the zip has an entry named {quoted(info.orig_filename)}",
                    Origin(self.name),
                    expected="names inside the zip, without '..', drive or leading slash",
                )
            if path.endswith("/") or not parts:
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                continue  # its content is a path, and leads wherever it says
            entry = "/".join(parts)
            if entry in named:
                raise metadata_error(
                    "unsafe-name",
                    f"the zip has two entries named {quoted(entry)}",
                    Origin(self.name),
                )
            named[entry] = info
        return named

    def _broken(self, file: str, error: Exception) -> MetadataError:
        return metadata_error(
            "unreadable-zip",
            f"the zip cannot be read: {quoted(str(error))}",
            Origin(file),
            expected="a whole zip, stored or deflated",
            hint="download it again",
        )


_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    IndexError,
    KeyError,
)
"""What zipfile raises for zips that are cut off, damaged, or packed in a way it does not know."""


def unreadable(file: str, error: OSError) -> MetadataError:
    """The error for a file or folder which the system does not let us read."""
    return metadata_error(
        "unreadable",
        f"cannot be read: {error.strerror or type(error).__name__}",
        Origin(file),
        hint="check that it exists and that you may read it",
    )


def too_large(file: str, size: int) -> MetadataError:
    """The error for a file that is larger than any description."""
    return metadata_error(
        "too-large",
        f"has {size} bytes",
        Origin(file),
        expected=f"at most {LARGEST_FILE} bytes",
    )
