"""The server's runtime in a stubs package: our own modules, with the way to the proxies' runtime in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

SERVER = Path(__file__).parent.parent / "runtime" / "server"
_ABOVE = re.compile(r"^( *from )\.\.(?=[\w. ])", re.MULTILINE)


def server_modules(package: str) -> Iterator[tuple[str, str]]:
    """Each module of the server by its name, for a package of stubs beside the proxies `package`.

    There the runtime is not the folder above, but in another package; nothing else is changed.
    """
    for path in sorted(SERVER.glob("*.py")):
        yield path.name, redirected(path.read_text("utf-8"), package)


def redirected(text: str, package: str) -> str:
    """The text of a module with `from ..codecs import` made `from <package>._runtime.codecs import`."""

    def there(match: re.Match[str]) -> str:
        rest = text[match.end() : match.end() + 1]
        return f"{match[1]}{package}._runtime" + ("" if rest == " " else ".")

    return _ABOVE.sub(there, text)


def digest(modules: Iterator[tuple[str, str]]) -> str:
    """The digest by which a copy of the server can be told."""
    whole = hashlib.sha256()
    for name, text in modules:
        whole.update(name.encode() + b"\0" + text.encode())
    return whole.hexdigest()
