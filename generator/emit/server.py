"""The server's runtime in a stubs package: our own modules, with the way to the proxies' runtime in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from generator.plan.text import LINE_LENGTH

SERVER = Path(__file__).parent.parent / "runtime" / "server"
_ABOVE = re.compile(r"^( *)from \.\.([\w.]*) import ([^\n]*)", re.MULTILINE)


def server_modules(package: str) -> Iterator[tuple[str, str]]:
    """Each module of the server by its name, for a package of stubs beside the proxies `package`.

    There the runtime is not the folder above, but in another package; nothing else is changed.
    """
    for path in sorted(SERVER.glob("*.py")):
        yield path.name, redirected(path.read_text("utf-8"), package)


def redirected(text: str, package: str) -> str:
    """The text of a module with `from ..codecs import` made `from <package>._runtime.codecs import`.

    An import that becomes too long for its line is laid out as black would, which is slow in finding that out.
    """

    def there(match: re.Match[str]) -> str:
        margin, module, names = match[1], match[2], match[3]
        source = f"{margin}from {package}._runtime{'.' if module else ''}{module}"
        line = f"{source} import {names}"
        if len(line) <= LINE_LENGTH or names.startswith("("):
            return line
        each = "".join(f"{margin}    {name.strip()},\n" for name in names.split(","))
        return f"{source} import (\n{each}{margin})"

    return _ABOVE.sub(there, text)


def server_digest() -> str:
    """The digest of the server's modules as we have them, by which a copy can be told."""
    whole = hashlib.sha256()
    for path in sorted(SERVER.glob("*.py")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
