"""What the words of a user name, and where one address may lead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import httpx2

from generator.runtime.roots import checked_root, rebased

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_SERVICES = re.compile(r"/remote/services([0-9]{1,9})(?=/|\Z)", re.IGNORECASE)
_DOCUMENTS = (".zip", ".json", ".wsdl", ".xml", ".yaml", ".yml")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Installation:
    """A running NetServer: its root, and the service version that the address named ("Services86"), else empty."""

    root: str
    services: str = ""


@dataclass(frozen=True, slots=True)
class Remote:
    """A document at an address. What stands in its query may be a secret."""

    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """The last part of its path, made a plain name of a file."""
        last = httpx2.URL(self.url).path.rpartition("/")[2]
        return re.sub(r"[^A-Za-z0-9._\-]", "_", last).strip("._")[:100] or "document"


@dataclass(frozen=True, slots=True)
class Local:
    """A file, or a folder, on this machine."""

    path: Path


Place = Installation | Remote | Local


def place_of(word: str) -> Place:
    """What a word of the command line names.

    An address whose path ends as a document's does is that of a document; what it holds decides
    later. Every other address is an installation's.

    Raises:
        ValueError: It is no address that is asked; the text says why, and quotes no secret.
    """
    scheme = _SCHEME.match(word)
    if not scheme:
        return Local(Path(word))
    if scheme[1].lower() not in _PORTS:
        raise ValueError(f"{scheme[1]}:// is not asked, only https:// and http://")
    if "@" in re.split(r"[/?#\\]", word[scheme.end() :], maxsplit=1)[0]:
        raise ValueError(
            "an address holds no name and no password; the environment does "
            "(PROXYSMITH_USER and PROXYSMITH_PASSWORD)"
        )
    path = re.split(r"[?#]", word, maxsplit=1)[0]
    if path.lower().endswith(_DOCUMENTS):
        try:
            url = httpx2.URL(word).copy_with(fragment=None)
        except httpx2.InvalidURL:
            raise ValueError("this is no address") from None
        if not url.host:
            raise ValueError("this is no address")
        return Remote(str(url))
    found = _SERVICES.search(path)
    return Installation(checked_root(word), f"Services{found[1]}" if found else "")


def shown(url: str) -> str:
    """An address for people and for records: without user, query and fragment."""
    try:
        bare = httpx2.URL(url).copy_with(userinfo=b"", query=None, fragment=None)
    except (httpx2.InvalidURL, TypeError, ValueError):
        return "another address"
    return str(bare)


def next_hop(url: str, location: str) -> str:
    """Where a redirect leads: to the same host, by the same scheme or from http to https.

    Raises:
        ValueError: It leads elsewhere; the text names the place.
    """
    try:
        start, there = httpx2.URL(url), httpx2.URL(urljoin(url, location.strip()))
    except (httpx2.InvalidURL, ValueError):
        raise ValueError("is redirected to what is no address") from None
    safer = (start.scheme, there.scheme) == ("http", "https")
    same = (start.scheme, _port(start)) == (there.scheme, _port(there))
    if start.host != there.host or not (safer or same) or there.userinfo:
        raise ValueError(f"is redirected to {shown(str(there))}, which is not asked")
    return str(there.copy_with(fragment=None))


def part_of(root: str, url: str, location: str) -> str:
    """The address of a document that one at `url` refers to, on the host of the installation.

    NetServer writes such addresses with the host that it takes itself to be on, so that only the
    path counts.

    Raises:
        ValueError: It is none of the installation's.
    """
    return rebased(urljoin(url, location.strip()), root)


def is_private(url: str) -> bool:
    """Whether nobody between here and there reads along: https, or this machine."""
    parsed = httpx2.URL(url)
    return parsed.scheme == "https" or parsed.host in ("localhost", "127.0.0.1", "::1")


def _port(url: httpx2.URL) -> int | None:
    return url.port if url.port is not None else _PORTS.get(url.scheme)
