"""Roots: where an installation is, and links that say so wrongly."""

from __future__ import annotations

import re

import httpx2

_TAIL = re.compile(
    r"(/api(/v1(/agents)?)?|/remote(/services\d+(/\w+\.svc)?)?)?/*\Z", re.IGNORECASE
)
_DOTS = re.compile(r"/(\.|%2e){1,2}(?=[/?]|\Z)", re.IGNORECASE)
_BELOW = re.compile(r"/(api|remote)(?=/|\Z)", re.IGNORECASE)


def checked_root(root: object) -> str:
    """The root of the installation, without what hangs below it and without a slash."""
    if not isinstance(root, str):
        raise TypeError(f"the root must be a str, not {type(root).__name__}")
    what = "the root must be an address such as https://host/Cust12345"
    if not re.fullmatch(r"[\x21-\x7e]+", root) or "\\" in root:
        raise ValueError(f"{what}: printable ASCII without spaces")
    try:
        url = httpx2.URL(root)
    except httpx2.InvalidURL:
        raise ValueError(what) from None
    if url.userinfo or "@" in root.partition("//")[2].partition("/")[0]:
        raise ValueError(f"{what}: credentials go into credentials=")
    if url.scheme not in ("https", "http") or not url.host:
        raise ValueError(what)
    if "?" in root or "#" in root:
        raise ValueError(f"{what}: without a query and a fragment")
    if url.port is not None and not 0 < url.port < 2**16:
        raise ValueError(f"{what}: the port must be below 65536")
    if any(part in (".", "..") for part in root.split("/")):
        raise ValueError(f"{what}: without dots as folders")
    return _TAIL.sub("", str(url), count=1)


def rebased(link: str, root: str) -> str:
    """A link as the service gave it, with this root in place of the one that it names.

    NetServer writes links with the host that it takes itself to be on.

    Raises:
        ValueError: It is no link into an installation: neither `/api` nor `/Remote` is in its path.
    """
    try:
        url = httpx2.URL(link)
    except httpx2.InvalidURL:
        url = httpx2.URL("")
    path = url.raw_path.decode("ascii")
    own = httpx2.URL(root).raw_path.decode("ascii").rstrip("/")
    start = len(own) if path.lower().startswith(own.lower() + "/") else 0
    found = _BELOW.search(path.partition("?")[0], start)
    if found is None or url.scheme not in ("", "http", "https") or _DOTS.search(path):
        raise ValueError("the link leads nowhere below /api or /Remote of NetServer")
    return root + path[found.start() :] + "".join(str(url).partition("#")[1:])
