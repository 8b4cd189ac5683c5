"""What the run before left in the output folder, where this run may rely on it.

It may when the same code and the same templates ran, as its manifest says. Then a text that is the same again has
been audited, and what was recorded can be read again. No file on disk stands for one that a run makes, so the
output is the same with and without it. docs/decisions/rendering-again.md has the reasons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lxml import etree

from generator.diagnostics import MetadataError
from generator.emit.audit_pages import anchors_of
from generator.emit.manifest import (
    Manifest,
    Recipe,
    content_of,
    read_manifest,
    sha256,
)
from generator.plan.outline import ModuleOutline

_LED_TO = (".html", ".md", ".txt", ".css")


@dataclass(frozen=True, slots=True)
class Before:
    """The output of the run before; an empty one where nothing may be relied on."""

    out: Path = Path()
    manifest: Manifest = field(default_factory=Manifest)

    def wrote(self, path: str, content: bytes) -> bool:
        """Whether the run before made the same of that file."""
        return self.manifest.files.get(path) == sha256(content)

    def content(self, path: str) -> bytes | None:
        """The file as it was written; None where it is not, or is no longer."""
        expected = self.manifest.files.get(path)
        try:
            there = content_of(self.out / path) if expected else None
        except MetadataError:
            return None  # writing will say what is wrong there
        return there if there is not None and sha256(there) == expected else None

    def audited(self, files: Mapping[str, str], planned: str) -> set[str]:
        """Those of the packages' files that have passed the audit: the same texts of the same plan."""
        if self.manifest.planned != planned:
            return set()  # what a module may name depends on all the others
        return {path for path, text in files.items() if self.wrote(path, text.encode())}

    def audited_pages(
        self, root: str, pages: Mapping[str, str], others: Collection[str]
    ) -> set[str]:
        """Those of the pages, by their path below `root`, that have passed the audit and still would.

        What they lead to must be there still: none where a page is gone, or an anchor of a page.
        """
        then = {
            path.removeprefix(root)
            for path in self.manifest.files
            if path.startswith(root) and path.endswith(_LED_TO)
        }
        same = {
            path
            for path, text in pages.items()
            if self.wrote(root + path, text.encode())
        }
        if not then <= {*pages, *others}:
            return set()
        changed = [
            path for path in then & pages.keys() - same if path.endswith(".html")
        ]
        if any(self._lost_anchors(root + path, pages[path]) for path in changed):
            return set()
        return same

    def _lost_anchors(self, path: str, text: str) -> bool:
        """Whether the page had anchors that it no longer has, as far as can be told."""
        old = self.content(path)
        try:
            return old is None or not anchors_of(old.decode()) <= anchors_of(text)
        except (ValueError, etree.LxmlError):  # somebody put another thing there
            return True


def before(out: Path, recipe: Recipe) -> Before:
    """What may be relied on in `out` by a run of this recipe."""
    try:
        manifest = read_manifest(out)
    except MetadataError:
        return Before()  # writing will say what is wrong there
    head = manifest.head
    options = head.get("options")
    templates = (
        cast("Mapping[str, Any]", options).get("templates")
        if isinstance(options, dict)
        else None
    )
    if (head.get("generator"), head.get("proxysmith"), templates) != (
        recipe.generator,
        recipe.version,
        recipe.options["templates"],
    ):
        return Before()
    return Before(out, manifest)


def planned_digest(outlines: Mapping[str, ModuleOutline]) -> str:
    """A sha256 of all that the plan says of modules, apart from prose."""
    whole = hashlib.sha256()
    for path, outline in outlines.items():
        whole.update(f"{path}\0{outline!r}\0".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
