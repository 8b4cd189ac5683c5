"""The last touch of black, where our templates cannot foresee what it would do.

black formats some 2,600 lines a second, and a full package has 90,000. Templates and plan
therefore print code that black leaves alone, and black sees a file only when a user's own
template had a part in it, or when a line of code in it is longer than black allows: what
becomes of such a line depends on all of the statement.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from concurrent.futures import ProcessPoolExecutor

from generator.diagnostics import Diagnostics, Origin
from generator.plan.text import LINE_LENGTH, width

# Lines in which black finds no place to break: prose, and one string, be it in a table.
_PROSE = re.compile(
    r'\s*(#.*|"""(?!")([^"\\]|"(?!""))*(?<!")"""|"[^"\\]*"(: "[^"\\]*")?,)'
)
_WORTH_A_PROCESS = 3000  # lines


def formatted(
    files: Mapping[str, str], from_users: Collection[str], diagnostics: Diagnostics
) -> dict[str, str]:
    """The files, those formatted by black that need it.

    `from_users` names the files in which a user's own template had a part.
    """
    made = dict(files)
    wanted = {
        path: text
        for path, text in files.items()
        if path.endswith((".py", ".pyi")) and (path in from_users or is_for_black(text))
    }
    for path, (text, problem) in _formatted(wanted).items():
        made[path] = text
        if problem:
            diagnostics.error(
                "template",
                f"black cannot format this: {problem}",
                Origin(path),
                expected="Python source",
                hint="a template printed it",
            )
    return made


def is_for_black(text: str) -> bool:
    """Whether black would do something with it, or might: a line is too wide that could be broken."""
    return any(
        len(line) > LINE_LENGTH // 2  # wide characters take two columns
        and width(line) > LINE_LENGTH
        and not _PROSE.fullmatch(line)
        for line in text.split("\n")
    )


def _formatted(wanted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    lines = sum(text.count("\n") for text in wanted.values())
    workers = min(os.cpu_count() or 1, lines // _WORTH_A_PROCESS)
    if workers < 2:
        return {path: format_source(path, text) for path, text in wanted.items()}
    with ProcessPoolExecutor(workers) as pool:
        made = pool.map(format_source, wanted.keys(), wanted.values(), chunksize=8)
        return dict(zip(wanted, made, strict=True))


def format_source(path: str, text: str) -> tuple[str, str]:
    """The text as `black` prints it, and what is wrong with it."""
    import black  # takes a tenth of a second, and is seldom needed

    mode = black.Mode(is_pyi=path.endswith(".pyi"))
    try:
        return black.format_str(text, mode=mode), ""
    except Exception as problem:
        return text, str(problem).split("\n")[0]
