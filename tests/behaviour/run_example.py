"""Run an example against answers from a file; print what it sends and prints, as JSON.

    python run_example.py PROJECT EXAMPLE ANSWERS

ANSWERS is a list of [part of the path, content type, text, status]; the first that fits is given.
"""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path

import httpx2


def main(project: str, example: str, answers: str) -> None:
    sys.path.insert(0, project)
    known = json.loads(Path(answers).read_text("utf-8"))
    asked: list[list[str]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append([request.url.raw_path.decode(), request.content.decode()])
        for part, content_type, text, status in known:
            if part in asked[-1][0]:
                return httpx2.Response(
                    status, text=text, headers={"Content-Type": content_type}
                )
        raise AssertionError(f"no answer to {asked[-1]}")

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        transport = httpx2.MockTransport(answer)
        runpy.run_path(example)["main"](transport)
    print(json.dumps({"asked": asked, "printed": printed.getvalue().splitlines()}))


main(*sys.argv[1:])
