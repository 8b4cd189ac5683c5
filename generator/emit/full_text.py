"""The index in which a reader searches the whole documentation: Pagefind's, with the same bytes every time.

Pagefind is told each page, in the way of its own packages for Node and Python. Its command
line would read a folder, and number the pages in the order in which the file system lists
it; every list in the index goes by those numbers. What is told is plain text besides, so no
markup in it can set a filter or hide the rest.

Only the filters are then left to chance, which come in the order of a hash table with another
seed in every run. They are sorted, and the files that name them are written anew.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
import subprocess
import tempfile
import zlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, TypeVar

import cbor2
import msgspec

from generator.diagnostics import MetadataError, metadata_error
from generator.plan.names import words

_VERSION = "1.5"
_ENTRY = "pagefind-entry.json"
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")

# Pagefind would reduce English words to their stems, those of a query too: of "getcontacte",
# on the way to GetContactEntity, it would leave "getcontact", and find GetContactList first.
# Without a language it takes words as they are.
_LANGUAGE = "unknown"

_SIGNATURE = b"pagefind_dcd"  # before everything that Pagefind's script loads
_MARK = re.compile(r"___(?=(?:END_)?PAGEFIND_)")  # in a text, Pagefind obeys these
_WEIGHTY = "___PAGEFIND_WEIGHT___10 {} ___END_PAGEFIND_WEIGHT___"  # 10 is the most
_NAME = re.compile(r"\w+")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """What the search knows of one page.

    `title` and `text` are plain text of any content. Names in the title are found in the
    spelling of Python as well. Without a word in either, a page is not found at all; of two
    pages with one path, the second is.
    """

    path: str  # below the site's root, "agents/contact/get_contact_entity.html"
    title: str
    text: str
    filters: tuple[tuple[str, str], ...] = ()  # ("wire", "soap"), ("wire", "agents")


def full_text(pages: Sequence[TextPage]) -> dict[str, bytes]:
    """The files of the index by their path below the site's root ("pagefind/pagefind.js").

    The same pages in the same order give the same bytes. They are what Pagefind's script
    needs and no more; its own user interfaces are left out. What an excerpt is taken from
    begins with the title and the names in it, and " — " behind them.

    The nearest title comes first when the script is given
    `ranking: {metaWeights: {title: 0}, termFrequency: 0, pageLength: 0, termSaturation: 2}`.
    By itself it counts "contact" twice in ContactSummary, as a part and as the beginning of
    the whole, and once in Contact.

    Raises MetadataError where Pagefind is missing or fails, and where its index is not that
    of the version we know.
    """
    try:
        files = _settled(_indexed(pages))
    except _UNEXPECTED as problem:
        raise _failure(
            f"Pagefind made an index of another kind: {problem}"
        ) from problem
    return {f"pagefind/{path}": files[path] for path in sorted(files)}


# --- What Pagefind is told ------------------------------------------------------------


def _record(page: TextPage) -> dict[str, object]:
    title = _plain(page.title)
    lead = _WEIGHTY.format(" ".join((title, *_names(title))))
    filters: dict[str, list[str]] = {}
    for name, value in dict.fromkeys(page.filters):
        filters.setdefault(_plain(name), []).append(_plain(value))
    return {
        "url": page.path,
        "language": _LANGUAGE,
        "content": f"{lead} \N{EM DASH} {_plain(page.text)}",
        "meta": {"title": title},
        "filters": filters,
    }


def _names(title: str) -> list[str]:
    """What else names in a title are: Contact.GetContactEntity is one word, found by its beginning only."""
    names = _NAME.findall(title)
    spelled = ["_".join(words(name)).lower() for name in names]
    seen = {word.lower() for word in title.split()}
    return [
        name
        for name in (*names, *spelled)
        if name.lower() not in seen and not seen.add(name.lower())
    ]


def _plain(text: str) -> str:
    """The text without what cannot be sent or seen, and without Pagefind's marks."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return _MARK.sub("__ _", text)


# --- What Pagefind answers ------------------------------------------------------------


class _File(msgspec.Struct):
    path: str
    content: bytes


class _Payload(msgspec.Struct):
    type: str
    index_id: int = 0
    files: list[_File] = []
    message: str = ""


class _Answer(msgspec.Struct):
    payload: _Payload


def _indexed(pages: Iterable[TextPage]) -> dict[str, bytes]:
    """Every file of the index as Pagefind makes it, by its path in the index's folder."""
    with _service() as (to, back):
        index = _asked(to, back, type="NewIndex").index_id
        for page in pages:
            _asked(to, back, type="AddRecord", index_id=index, **_record(page))
        files = _asked(to, back, type="GetFiles", index_id=index).files
    return {file.path.replace("\\", "/"): file.content for file in files}


@contextmanager
def _service() -> Generator[tuple[IO[bytes], IO[bytes]]]:
    """The pipes to and from a Pagefind that waits for requests, and ends with this context."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("PAGEFIND_")
    }
    with (
        tempfile.TemporaryFile() as complaints,
        tempfile.TemporaryDirectory() as empty,  # it would read a pagefind.toml
    ):
        try:
            with subprocess.Popen(  # noqa: S603 - a program that came with a package
                [_program(), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                cwd=empty,
                env=environment,
            ) as program:
                assert program.stdin and program.stdout  # noqa: S101 - pipes, both
                try:
                    yield program.stdin, program.stdout
                finally:
                    program.kill()
        except (OSError, ImportError, EOFError) as problem:
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace").split("\n")
            last = [line for line in said if line.strip() and line[:5] != "note:"][-1:]
            raise _failure(
                f"Pagefind failed: {last[0].strip() if last else problem}"
            ) from problem


def _program() -> str:
    # seldom needed; it has types, but does not say so
    from pagefind_bin import get_executable  # pyright: ignore[reportMissingTypeStubs]

    return str(get_executable())


def _asked(to: IO[bytes], back: IO[bytes], **request: object) -> _Payload:
    """What Pagefind answers; both ways JSON goes as base64, with a comma behind it."""
    message = msgspec.json.encode({"message_id": 0, "payload": request})
    to.write(base64.b64encode(message) + b",")
    to.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        more = os.read(back.fileno(), 1 << 20)
        if not more:
            raise EOFError("it ended without an answer")
        answer += more
    answered = msgspec.json.decode(base64.b64decode(answer[:-1]), type=_Answer).payload
    if answered.type == "Error":
        raise _failure(f"Pagefind failed: {answered.message}")
    return answered


# --- The same bytes every time --------------------------------------------------------

_Filter = tuple[str, list[tuple[str, list[int]]]]  # name; each value, its pages
_Meta = tuple[
    str,  # version
    list[tuple[str, int]],  # each page: its fragment, its words
    list[tuple[str, str, str]],  # each part of the index: first word, last word, file
    list[tuple[str, str]],  # each filter: name, file
    list[Any],  # orders to sort by: we have none
    list[str],  # what is known of a page besides its text
]


class _Language(msgspec.Struct, forbid_unknown_fields=True):
    hash: str
    wasm: str | None
    page_count: int


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    version: str
    languages: dict[str, _Language]
    include_characters: list[str]


_UNEXPECTED = (
    msgspec.MsgspecError,
    cbor2.CBORDecodeError,
    LookupError,
    ValueError,
    EOFError,
    gzip.BadGzipFile,
    zlib.error,
)


def _settled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that a site needs, with the filters in order.

    What is written anew is not compressed, which Pagefind's script does not mind: what
    zlib makes of the same bytes differs from one machine to another.
    """
    entry = msgspec.json.decode(files[_ENTRY], type=_Entry)
    if not entry.version.startswith(f"{_VERSION}."):
        raise ValueError(f"version {entry.version}")
    settled = {path: files[path] for path in _SCRIPTS}
    for language in entry.languages.values():
        wasm = f"wasm.{language.wasm or 'unknown'}.pagefind"
        settled[wasm] = files[wasm]
        version, pages, parts, filters, orders, known = _read(
            files[f"pagefind.{language.hash}.pf_meta"], _Meta
        )
        for folder, names in (
            ("fragment", [name for name, _ in pages]),
            ("index", [name for *_, name in parts]),
        ):
            for name in names:
                path = f"{folder}/{name}.pf_{folder}"
                settled[path] = files[path]
        named: list[tuple[str, str]] = []
        for name, old in sorted(filters):
            _, values = _read(files[f"filter/{old}.pf_filter"], _Filter)
            written, new = _written((name, sorted(values)))
            settled[f"filter/{new}.pf_filter"] = written
            named.append((name, new))
        written, language.hash = _written((version, pages, parts, named, orders, known))
        settled[f"pagefind.{language.hash}.pf_meta"] = written
    settled[_ENTRY] = msgspec.json.encode(entry)
    return settled


def _read(raw: bytes, type: type[_T]) -> _T:
    """What a file of the index holds, when we would write it as Pagefind did."""
    content = gzip.decompress(raw)
    value = cbor2.loads(content.removeprefix(_SIGNATURE))
    if _SIGNATURE + cbor2.dumps(value) != content:
        raise ValueError("a file that we would write differently")
    return msgspec.convert(value, type)


def _written(value: object) -> tuple[bytes, str]:
    """A file of the index, and the name that Pagefind gives to one: its language and digest."""
    content = cbor2.dumps(value)
    return (
        _SIGNATURE + content,
        f"{_LANGUAGE}_{hashlib.sha256(content).hexdigest()[:10]}",
    )


def _failure(message: str) -> MetadataError:
    return metadata_error(
        "full-text",
        message,
        expected=f"Pagefind {_VERSION}",
        hint="install the pagefind that proxysmith asks for",
    )
