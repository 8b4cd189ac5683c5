"""The proof after rendering: each module holds what the plan says, and nothing else.

The doors of `generator.plan.text` keep metadata from becoming code. This is the second
barrier, which knows nothing of the first: every rendered module is parsed, and

- its assignments, classes and methods are the outline's, in order, each with the source
  text that the plan wrote;
- every statement and expression is of the few kinds that generated code consists of;
- every import names a module of the package that is there, or one of a few of Python's;
- every name comes from somewhere, and what is called is the runtime's or an enumeration;
- what the runtime reads as a type although it is a string is a type.

A module that a user's own template had a part in holds what that user wants: there the
classes, methods and fields must be the outline's, and no name may come from nowhere.
"""

from __future__ import annotations

import ast
import re
import tokenize
import tomllib
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.emit.audit_module import AuditedModule
from generator.emit.audit_package import AuditedPackage
from generator.emit.audit_users import differences_in_users_module
from generator.plan.outline import ModuleOutline

# Characters that make an editor show a line in another order than Python reads it.
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def audit(
    files: Mapping[str, str],
    outlines: Mapping[str, ModuleOutline],
    from_users: Collection[str],
    diagnostics: Diagnostics,
    audited: Collection[str] = (),
) -> None:
    """Add an error for each file that is not what its outline says, at its first difference.

    `from_users` names the files in which a user's own template had a part, `audited` those of
    which it is known already that they are what these outlines say.
    """
    package = AuditedPackage(outlines)
    for path, text in files.items():
        if path in audited:
            continue
        users = path in from_users
        if path.endswith((".py", ".pyi")):
            found = _in_module(path, text, package, users)
        elif path.endswith(".toml"):
            found = _in_toml(text)
        else:
            continue
        for line, what in found:
            diagnostics.error(
                "audit",
                what,
                Origin(path, str(line)),
                expected="what was planned, and nothing else",
                hint=(
                    "compare the template with the one that ships with proxysmith"
                    if users
                    else "this is a fault of proxysmith, or the metadata was made to"
                    " cause it: please report it"
                ),
            )
            break
    for path in outlines.keys() - files.keys():
        diagnostics.error("audit", "this module is missing", Origin(path))


def _in_toml(text: str) -> Iterator[tuple[int, str]]:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        yield 1, f"this is no TOML: {problem}"


def _in_module(
    path: str, text: str, package: AuditedPackage, users: bool
) -> Iterator[tuple[int, str]]:
    outline = package.outlines.get(path)
    if outline is None:
        yield 1, "nobody planned this module"
        return
    try:
        # Python reads bytes, and a comment may say that they are no UTF-8.
        encoding, _ = tokenize.detect_encoding(BytesIO(text.encode()).readline)
        tree = ast.parse(text)
    except SyntaxError as problem:
        yield problem.lineno or 1, f"this is no Python: {problem.msg}"
        return
    except (ValueError, RecursionError, MemoryError) as problem:
        yield 1, f"this is no Python: {problem}"
        return
    if encoding != "utf-8":
        yield 1, f"the module says that its encoding is {quoted(encoding)}"
    if not text.isascii() and (odd := _REORDERING.search(text)):
        yield text.count("\n", 0, odd.start()) + 1, "a character reorders this line"
    if users:
        yield from differences_in_users_module(tree, text, outline)
    else:
        yield from AuditedModule(path, text, tree, package).differences(outline)
