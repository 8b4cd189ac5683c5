"""The vendor's zips, and files like those in them: unpacked into documents, each where it belongs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generator.diagnostics import (
    Diagnostics,
    MetadataError,
    Origin,
    metadata_error,
    quoted,
)
from generator.progress import Progress
from generator.pulling.addresses import Remote, shown
from generator.pulling.asking import Absent, Asking
from generator.pulling.documents import (
    EXPECTED,
    Described,
    Document,
    Pulled,
    described,
    path_of,
)
from generator.pulling.fetching import Unreachable
from generator.pulling.references import references
from generator.readers.kinds import DESCRIPTIONS, Kind, kind_of
from generator.sources import Source, find_sources, newest_services


async def download(place: Remote, asking: Asking) -> Path:
    """The file that keeps what is at that address: a zip, or a description.

    Raises:
        MetadataError: There is no such thing.
    """
    origin = Origin(shown(place.url))
    try:
        received = await asking.document(place.url, "*/*", _judge, place.name)
    except Absent as absent:
        raise metadata_error(
            "no-metadata",
            str(absent),
            origin,
            expected=f"a zip of descriptions, or one: {EXPECTED}",
            hint="give the address that the file itself is at, in the end",
        ) from None
    except Unreachable as failure:
        raise metadata_error(
            "unreachable",
            str(failure),
            origin,
            expected="a whole document",
            hint="run the same command again",
        ) from None
    return received.file


def unpack(
    files: Mapping[Path, str],
    beside: Pulled,
    when: datetime,
    services: str,
    agents: Collection[str],
    diagnostics: Diagnostics,
    progress: Progress,
) -> Pulled:
    """What was got already, and the documents of the files, zips and folders beside it.

    Each file is called in the record as `files` says. `services` is the version that is taken, the newest
    where it is empty; `agents` are those that are wanted, all where it is empty.
    """
    found = [
        (source, _called(source, name))
        for file, name in files.items()
        for source in find_sources([file], diagnostics)
        if source.kind in DESCRIPTIONS
    ]
    every = [source for source, _ in found]
    wanted = services if any(each.services for each in every) else ""
    taken = frozenset(newest_services(every, wanted or None, diagnostics))
    made = {each.path: each for each in beside.documents}
    version = beside.services
    with progress.stage("unpacking", len(found)) as step:
        for source, name in found:
            step(1)
            if source not in taken:
                continue
            content = source.read()
            what = described(content, source.file)
            if not _is_wanted(what, agents) or _leads_elsewhere(
                what, content, source, diagnostics
            ):
                continue
            version = version or what.services
            path = path_of(what)
            document = Document(path=path, content=content, whence=name, when=when)
            _place(document, made, diagnostics)
    if not made:
        raise metadata_error(
            "no-metadata",
            f"describes none of {', '.join(agents)}" if agents else "describes nothing",
            Origin(", ".join(files.values())),
            expected=f"descriptions of agents: {EXPECTED}",
        )
    return replace(beside, services=version, documents=tuple(made.values()))


def _called(source: Source, name: str) -> str:
    """A document for the record: how its file is called, and where it lies in that."""
    inside = source.file.partition("/")[2]
    return f"{name}/{inside}" if inside else name


def _judge(content: bytes) -> None:
    kind, _ = kind_of(lambda size: content if size < 0 else content[:size])
    if kind is not Kind.ZIP:
        described(content, "document")


def _is_wanted(what: Described, agents: Collection[str]) -> bool:
    return not (agents and what.agents) or any(each in agents for each in what.agents)


def _leads_elsewhere(
    what: Described, content: bytes, source: Source, diagnostics: Diagnostics
) -> bool:
    """Whether a document refers to others, which would be lost here; a warning says so."""
    try:
        leads = what.leads_elsewhere or (
            what.kind is Kind.WSDL and bool(references(content, source.file))
        )
    except MetadataError:
        return False
    if leads:
        diagnostics.warning(
            "missing-metadata",
            "refers to other documents: left out",
            Origin(source.file),
            expected="documents that stand alone, as the vendor publishes them",
            hint="`inspect` and `generate` read it where it is",
        )
    return leads


def _place(
    document: Document, made: dict[str, Document], diagnostics: Diagnostics
) -> None:
    """Add it to those that are made, beside one of the same name."""
    taken = {path.casefold(): path for path in made}
    path = document.path
    stem, _, ending = path.rpartition(".")
    number = 2
    while path.casefold() in taken:
        other = made[taken[path.casefold()]]
        if other.content == document.content:
            return
        if ending == "wsdl":
            diagnostics.warning(
                "described-twice",
                f"is another WSDL of what {quoted(other.whence)} describes: left out",
                Origin(document.whence),
                hint="give one of them",
            )
            return
        path = f"{stem}-{number}.{ending}"
        number += 1
    made[path] = replace(document, path=path)
