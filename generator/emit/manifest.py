"""`manifest.json`: what an output folder was made of, and every file in it that is ours.

It says neither when nor where it was made, so equal input gives equal bytes.
"""

from __future__ import annotations

import errno
import hashlib
import json
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import cast

import generator
from generator.diagnostics import MetadataError, Origin, metadata_error, quoted
from generator.emit.environment import templates_folder

NAME = "manifest.json"
STAGE_PREFIX = ".proxysmith-"

_RIGHTS = "give yourself the right to write there, or choose another --out"
_HINTS = {
    errno.ENOSPC: "make room on the disk, then run again",
    errno.EDQUOT: "make room in your quota, then run again",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "choose a folder with --out that can be written to",
    errno.ENAMETOOLONG: "choose a shorter path with --out",
}

# What cannot change a generated package, so that its fingerprint stays when these change.
_SHAPES_NOTHING = frozenset({"cli.py", "pulling", "serving.py"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that decides what the files of an output folder are.

    `options` holds those that shape the output, as JSON has it; `sources` and `files` of a
    manifest hold sha256 by name; `generator` is the fingerprint of the code that ran.
    `planned`, a digest of the plan, follows from all that: it is written down for the next
    run, and takes no part in comparing.
    """

    options: Mapping[str, object]
    sources: Mapping[str, str]
    version: str = generator.__version__
    generator: str = field(default_factory=lambda: generator_fingerprint())
    planned: str = field(default="", compare=False)

    def manifest(self, files: Mapping[str, bytes]) -> bytes:
        """The content of `manifest.json` for these files."""
        whole = {
            **self._head(),
            **({"planned": self.planned} if self.planned else {}),
            "files": {path: sha256(content) for path, content in files.items()},
        }
        text = json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False)
        return (text + "\n").encode()

    def made(self, manifest: Manifest) -> bool:
        """Whether that manifest was written for an equal recipe."""
        return json.loads(json.dumps(self._head())) == manifest.head

    def _head(self) -> dict[str, object]:
        return {
            "generator": self.generator,
            "options": dict(self.options),
            "proxysmith": self.version,
            "sources": dict(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was read: sha256 by path, the digest of the plan, and the rest of it."""

    files: Mapping[str, str] = field(default_factory=dict[str, str])
    head: Mapping[str, object] = field(default_factory=dict[str, object])
    planned: object = ""


class Drift(Enum):
    """How a file on disk is not what would be written."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A file, and how it differs from what would be written."""

    path: str
    drift: Drift = field(compare=False)

    def __str__(self) -> str:
        return f"{self.drift.value}: {self.path}"


def differences(
    out: Path, files: Mapping[str, bytes], recipe: Recipe
) -> list[Difference]:
    """What `write_tree` would change in `out`, by path; touches nothing."""
    check_paths(files, out)
    old = read_manifest(out)
    found: list[Difference] = []
    for path, content in {**files, NAME: recipe.manifest(files)}.items():
        there = content_of(out / path)
        if there is None:
            found.append(Difference(path, Drift.MISSING))
        elif there != content:
            found.append(Difference(path, Drift.CHANGED))
    for path in old.files.keys() - files.keys():
        if content_of(out / path) is not None:
            found.append(Difference(path, Drift.EXTRA))
    return sorted(found)


def unchanged(out: Path, recipe: Recipe) -> bool:
    """Whether `out` holds what this recipe once made, all of it as it was written.

    Then generating again would change nothing, so that none of it need be done.
    """
    try:
        manifest = read_manifest(out)
        left_over = any(out.glob(STAGE_PREFIX + "*"))
    except (MetadataError, OSError):
        return False
    return (
        recipe.made(manifest)
        and not left_over
        and all(
            (content := content_of(out / path)) is not None
            and sha256(content) == expected
            for path, expected in manifest.files.items()
        )
    )


def read_manifest(out: Path) -> Manifest:
    """The manifest in `out`, or an empty one where there is none."""
    place = out / NAME
    try:
        content = place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Manifest()
    except OSError as problem:
        raise cannot("read", place, problem) from problem
    try:
        whole = json.loads(content)
        files, planned = whole.pop("files"), whole.pop("planned", "")
        if "proxysmith" not in whole or not all(
            isinstance(path, str) and isinstance(digest, str)
            for path, digest in files.items()
        ):
            raise ValueError("another program's file")
        check_paths(files, out)
    except (
        ValueError,
        AttributeError,
        TypeError,
        LookupError,
        MetadataError,
    ) as problem:
        raise metadata_error(
            "output-foreign",
            "this is no manifest of proxysmith",
            Origin(place.as_posix()),
            expected="a folder that proxysmith wrote, or one without manifest.json",
            hint="choose another folder with --out, or move this file away",
        ) from problem
    return Manifest(
        cast("dict[str, str]", files), cast("dict[str, object]", whole), planned
    )


def generator_fingerprint() -> str:
    """A sha256 of the code and the templates that are running."""
    package = Path(generator.__file__).parent
    templates = templates_folder()
    parts = {
        f"generator/{name}": digest
        for name, digest in _digests(package).items()
        if name.split("/")[0] not in {*_SHAPES_NOTHING, "templates"}
    }
    parts |= {f"templates/{name}": it for name, it in _digests(templates).items()}
    return sha256(json.dumps(parts, sort_keys=True).encode())


def folder_digest(folder: Path) -> str:
    """A sha256 of the names and contents of all files in a folder."""
    return sha256(json.dumps(_digests(folder), sort_keys=True).encode())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def content_of(place: Path) -> bytes | None:
    """The content of the regular file at `place`, or None where there is none."""
    try:
        regular = stat.S_ISREG(place.lstat().st_mode)  # a pipe would be waited for
        return place.read_bytes() if regular else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise cannot("read", place, problem) from problem


def check_paths(paths: Iterable[str], out: Path) -> None:
    """Make sure that each path stays inside the folder and is a plain one everywhere."""
    seen: dict[str, tuple[str, bool]] = {}
    for path in paths:
        parts = path.split("/")
        if len(parts) < 2 or not all(map(_plain, parts)):
            raise metadata_error(
                "output-path",
                f"{quoted(path)} is no path for a file of the output",
                Origin(out.as_posix()),
                expected="a folder and a file in it, named with plain characters",
            )
        for end in range(1, len(parts) + 1):
            # Some systems take names for equal that differ in case alone.
            start = "/".join(parts[:end])
            this = (start, end == len(parts))
            other = seen.setdefault(start.casefold(), this)
            if other != this:
                raise metadata_error(
                    "output-path",
                    f"{quoted(path)} and {quoted(other[0])} cannot both be written",
                    Origin(out.as_posix()),
                    expected="paths that differ in more than case",
                )


def folders(paths: Iterable[str]) -> list[str]:
    """Every folder that these paths lie in, outer ones before inner ones."""
    return sorted(
        {path[:end] for path in paths for end, char in enumerate(path) if char == "/"}
    )


def cannot(verb: str, place: Path, problem: OSError) -> MetadataError:
    """The message for a disk that does not do what it was asked to."""
    return metadata_error(
        "output",
        f"cannot {verb} this: {problem.strerror or problem}",
        Origin(place.as_posix()),
        expected=f"a place that can be {'read' if verb == 'read' else 'written to'}",
        hint=_HINTS.get(problem.errno or 0, "choose another folder with --out"),
    )


def _plain(part: str) -> bool:
    return (
        part not in {"", ".", ".."}
        and not part.startswith(STAGE_PREFIX)
        and not part.endswith((" ", "."))
        and part.isprintable()
        and not any(char in '\\:*?"<>|' for char in part)
        and unicodedata.normalize("NFC", part) == part
        and len(part.encode()) <= 255
    )


def _digests(folder: Path) -> dict[str, str]:
    """The sha256 of each file by its name, the same on systems that end lines otherwise."""
    return {
        path.relative_to(folder).as_posix(): sha256(
            path.read_bytes().replace(b"\r\n", b"\n")
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
