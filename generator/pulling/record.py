"""`release.toml` as `pull` writes it: what `labels.py` reads, and whence every file is.

    label = "12.2"
    services = "Services88"
    provenance = "..."

    [pulled]
    by = "proxysmith"
    whence = ["https://crm.example.com/Cust12345"]
    when = 2026-11-28T10:00:00Z

    [[pulled.documents]]
    file = "soap/Contact.wsdl"
    whence = "https://crm.example.com/Cust12345/Remote/Services88/Contact.svc"
    when = 2026-11-28T10:00:00Z
    size = 334794
    sha256 = "..."

`received_sha256` stands beside it where a WSDL was spread over several documents, and refers to them by
other names now. No address has a user, a query or a fragment.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from generator.labels import Labels, parse_labels
from generator.pulling.documents import PARTS, Document

NAME = "release.toml"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that was pulled."""

    file: str
    whence: str
    when: datetime
    size: int
    sha256: str
    received: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was pulled, and what to call it; texts are empty where nothing is to be said."""

    label: str = ""
    services: str = ""
    package: str = ""
    whence: tuple[str, ...]
    when: datetime
    files: tuple[File, ...]

    @property
    def digests(self) -> dict[str, str]:
        """The sha256 of every file, by its path."""
        return {each.file: each.sha256 for each in self.files}

    def says_the_same(self, other: Record) -> bool:
        """Whether both name the same files and releases, whenever they were written."""
        mine, theirs = (
            (
                each.label,
                each.services,
                each.package,
                each.whence,
                [(file.file, file.whence, file.sha256) for file in each.files],
            )
            for each in (self, other)
        )
        return mine == theirs


def record_of(
    documents: Iterable[Document],
    labels: Labels,
    whence: tuple[str, ...],
    when: datetime,
) -> Record:
    """The record of these documents."""
    files = (
        File(
            file=each.path,
            whence=each.whence,
            when=each.when,
            size=len(each.content),
            sha256=each.sha256,
            received=each.received,
        )
        for each in documents
    )
    return Record(
        label=labels.label,
        services=labels.services,
        package=labels.package,
        whence=whence,
        when=when,
        files=tuple(sorted(files, key=lambda each: each.file)),
    )


def written(record: Record) -> bytes:
    """The record as TOML."""
    lines = [
        f"{key} = {_text(value)}"
        for key, value in (
            ("label", record.label),
            ("package", record.package),
            ("services", record.services),
        )
        if value
    ]
    told = f"Read by proxysmith pull from {', '.join(record.whence)}, {record.when:%Y-%m-%d %H:%M:%S} UTC."
    lines += [
        f"provenance = {_text(told)}",
        "",
        "[pulled]",
        'by = "proxysmith"',
        f"whence = [{', '.join(map(_text, record.whence))}]",
        f"when = {_moment(record.when)}",
    ]
    for each in record.files:
        lines += [
            "",
            "[[pulled.documents]]",
            f"file = {_text(each.file)}",
            f"whence = {_text(each.whence)}",
            f"when = {_moment(each.when)}",
            f"size = {each.size}",
            f'sha256 = "{each.sha256}"',
        ]
        if each.received:
            lines.append(f'received_sha256 = "{each.received}"')
    return ("\n".join(lines) + "\n").encode()


def read_record(content: bytes, file: str) -> Record | None:
    """The record in a release.toml; None where that is none of ours.

    Raises:
        MetadataError: It is no release.toml at all.
    """
    labels = parse_labels(content, file)
    try:
        pulled = tomllib.loads(content.decode("utf-8-sig"))["pulled"]
        whence = pulled["whence"]
        if pulled["by"] != "proxysmith" or not _are_texts(whence):
            return None
        return Record(
            label=labels.label,
            services=labels.services,
            package=labels.package,
            whence=tuple(whence),
            when=_utc(pulled["when"]),
            files=tuple(_file(each) for each in pulled["documents"]),
        )
    except (LookupError, TypeError, ValueError):
        return None


def _file(said: dict[str, object]) -> File:
    texts = [
        said["file"],
        said["whence"],
        said["sha256"],
        said.get("received_sha256", ""),
    ]
    if not _are_texts(texts):
        raise ValueError("a text is none")
    path, whence, sha256, received = cast("list[str]", texts)
    part, _, name = path.partition("/")
    if part not in PARTS or not name or "/" in name or not _SHA256.fullmatch(sha256):
        raise ValueError("no file of ours")
    return File(
        file=path,
        whence=whence,
        when=_utc(said["when"]),
        size=int(cast(int, said["size"])),
        sha256=sha256,
        received=received,
    )


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(
        isinstance(each, str) for each in cast("list[object]", values)
    )


def _utc(said: object) -> datetime:
    if not isinstance(said, datetime):
        raise TypeError("no time")
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _text(value: str) -> str:
    """A basic string of TOML, which is one of JSON but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
