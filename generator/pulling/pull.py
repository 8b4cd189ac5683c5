"""`proxysmith pull`, step by step: understand, ask or unpack, record, write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import anyio
import httpx2

from generator.diagnostics import Diagnostics, Origin, metadata_error
from generator.labels import Labels
from generator.progress import Progress
from generator.pulling.addresses import (
    Installation,
    Local,
    Place,
    Remote,
    is_private,
    shown,
)
from generator.pulling.archives import download, unpack
from generator.pulling.asking import Asking, Credentials
from generator.pulling.documents import PARTS, Pulled
from generator.pulling.fetching import Bounds, Fetcher
from generator.pulling.installation import read_installation
from generator.pulling.keeping import Kept, moment
from generator.pulling.record import Record, record_of
from generator.pulling.writing import opened, write
from generator.runtime.clock import Clock
from generator.runtime.concealing import concealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a user asks of one run of `pull`; empty texts mean "as the installation says"."""

    places: tuple[Place, ...]
    out: Path
    services: str = ""
    agents: tuple[str, ...] = ()
    label: str = ""
    bounds: Bounds = field(default_factory=Bounds)
    credentials: Credentials = field(default_factory=Credentials, repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    """What stands in the folder now, and whether it was different before."""

    record: Record
    changed: bool

    def __str__(self) -> str:
        counts = {
            part: sum(each.file.startswith(f"{part}/") for each in self.record.files)
            for part in PARTS
        }
        named = ", ".join(filter(None, (self.record.label, self.record.services)))
        told = ", ".join(f"{part} {count}" for part, count in counts.items() if count)
        state = "" if self.changed else "; unchanged"
        return f"{named or 'no label'}: {told}{state}"


def services_named(word: str) -> str:
    """ "Services87" for 87 or Services87; ValueError for other words."""
    number = re.fullmatch(r"(?:Services)?([0-9]{1,9})", word, re.IGNORECASE)
    if word and not number:
        raise ValueError(f"{word!r} is no service version, such as 87 or Services87.")
    return f"Services{int(number[1])}" if number else ""


def pull(
    wish: Wish, diagnostics: Diagnostics, progress: Progress, clock: Clock | None = None
) -> Done:
    """Bring the folder up to date with what the installation, or the vendor, publishes.

    Raises:
        MetadataError: There is nothing that can be used, or it did not arrive; the folder is as it was.
    """
    clock = clock or Clock()
    _check(wish)
    with opened(wish.out, diagnostics) as folder:
        asked = partial(_asked, wish, folder.kept, diagnostics, progress, clock)
        pulled = anyio.run(asked)
        record = record_of(
            pulled.documents,
            Labels(
                label=wish.label or pulled.label,
                services=pulled.services,
                package=folder.record.package if folder.record else "",
            ),
            tuple(_whence(each) for each in wish.places),
            moment(clock.now()),
        )
        changed = write(folder, pulled.documents, record)
        kept = record if changed or folder.record is None else folder.record
        return Done(kept, changed)


def _check(wish: Wish) -> None:
    """Refuse what cannot be done, before anything is asked."""
    for place in wish.places:
        match place:
            case Installation(root) if wish.credentials.headers and not is_private(
                root
            ):
                raise metadata_error(
                    "insecure",
                    "credentials are not sent over http, where others can read them",
                    Origin(root),
                    expected="an address that begins with https://",
                    hint="leave the variables PROXYSMITH_... unset to ask without credentials",
                )
            case Local(path) if not path.exists():
                raise metadata_error(
                    "unreadable",
                    "there is no such file",
                    Origin(path.as_posix()),
                    expected="an address that begins with https:// or http://, or a file",
                )
            case _:
                pass


async def _asked(
    wish: Wish,
    kept: Kept,
    diagnostics: Diagnostics,
    progress: Progress,
    clock: Clock,
) -> Pulled:
    """The documents of all places, those of the installation first."""
    conceal = partial(concealed, secrets=_secrets(wish))
    async with httpx2.AsyncClient() as client:
        fetcher = Fetcher(client, wish.bounds, clock, conceal)
        pulled = Pulled()
        for place in wish.places:
            if isinstance(place, Installation):
                pulled = await read_installation(
                    place,
                    wish.services,
                    wish.agents,
                    Asking(fetcher, wish.credentials.headers, kept, clock),
                    wish.bounds.concurrency,
                    diagnostics,
                    progress,
                )
        without = Asking(fetcher, {}, kept, clock)
        files: dict[Path, str] = {}
        for place in wish.places:
            if isinstance(place, Remote):
                files[await download(place, without)] = _whence(place)
            elif isinstance(place, Local):
                files[place.path] = _whence(place)
    if not files:
        return pulled
    return unpack(
        files,
        pulled,
        moment(clock.now()),
        wish.services or pulled.services,
        wish.agents,
        diagnostics,
        progress,
    )


def _secrets(wish: Wish) -> tuple[str, ...]:
    queries = (
        httpx2.URL(place.url).query.decode("ascii", "replace")
        for place in wish.places
        if isinstance(place, Remote)
    )
    return (*wish.credentials.secrets, *filter(None, queries))


def _whence(place: Place) -> str:
    """How the record calls a place: nothing in it is secret, or about this machine."""
    match place:
        case Installation(root):
            return root
        case Remote(url):
            return shown(url)
        case Local(path):
            return path.resolve().name
