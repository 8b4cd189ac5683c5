"""Sources of which one operation is described otherwise, for what a change costs."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def one_operation_changed(sources: Sequence[Path], folder: Path) -> list[Path]:
    """Copies of the sources in `folder`; one operation, of the first agent described in JSON, is told anew."""
    folder.mkdir()
    copies = [_copied(source, folder) for source in sources]
    for copy in copies:
        for path in [copy] if copy.is_file() else sorted(copy.rglob("*.json")):
            if _changed(path):
                return copies
    raise SystemExit("no operation is described in JSON")


def _copied(source: Path, folder: Path) -> Path:
    if source.is_dir():
        return Path(shutil.copytree(source, folder / source.name))
    return Path(shutil.copyfile(source, folder / source.name))


def _changed(path: Path) -> bool:
    """Whether an operation of an agent is told anew in this file now."""
    if not zipfile.is_zipfile(path):
        content = _told_anew(path.read_bytes())
        if content:
            path.write_bytes(content)
        return bool(content)
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    for name in sorted(files):
        if name.endswith(".json") and (content := _told_anew(files[name])):
            files[name] = content
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
                for each, written in files.items():
                    new.writestr(each, written)
            return True
    return False


def _told_anew(content: bytes) -> bytes:
    whole: dict[str, Any] = json.loads(content.decode("utf-8-sig"))
    for path, operations in whole.get("paths", {}).items():
        for operation in operations.values():
            if "/Agents/" in path and "description" in operation:
                operation["description"] += " Told anew."
                return json.dumps(whole).encode()
    return b""
