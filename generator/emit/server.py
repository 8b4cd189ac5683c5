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

    What black has laid out stays so: a line that is too long now is broken as black would break it.
    """

    def there(match: re.Match[str]) -> str:
        indent, module, names = match.groups()
        head = f"{indent}from {package}._runtime{module and f'.{module}'} import"
        line = f"{head} {names}"
        if len(line) <= LINE_LENGTH or names.startswith("("):
            return line
        inner = "".join(f"{indent}    {each},\n" for each in names.split(", "))
        return f"{head} (\n{inner}{indent})"

    return _ABOVE.sub(there, text)


def server_digest() -> str:
    """The digest of the server's modules as we have them, by which a copy can be told."""
    whole = hashlib.sha256()
    for path in sorted(SERVER.glob("*.py")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
