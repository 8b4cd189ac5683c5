"""What all pages have: a frame, the way back, and a twin in the other form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import LiteralString

from generator.plan.deprecations import leaving
from generator.plan.doctext import doc_blocks, plain_text
from generator.plan.layout import FileJob
from generator.plan.package import PackagePlan
from generator.plan.reference.examples import Exchange
from generator.plan.reference.places import (
    AGENTS,
    CARRIERS,
    CHANGES,
    ENUMERATIONS,
    HOME,
    RESOURCES,
    Place,
    Places,
    guide,
)
from generator.plan.reference.uses import Named, Uses, uses_in
from generator.plan.reference.writers import (
    Html,
    Markdown,
    Text,
    Writer,
    is_said,
)

Context = Mapping[str, object]
WIRES: Mapping[str, LiteralString] = {
    "soap": "SOAP",
    "agents": "Agents REST",
    "webapi": "WebApi",
}
GUIDES: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("sign-in", "Signing in"),
    ("wires", "Wires"),
    ("sessions", "Sessions"),
    ("errors", "Errors"),
    ("paging", "Paging"),
    ("custom-fields", "Custom fields"),
    ("testing", "Testing"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; nowhere where there is no such page."""

    href: Text | None
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of an index: what it leads to, its other name, and what it is."""

    href: Text
    name: Text
    wire_name: Text | None
    says: Text
    wires: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the search knows of one thing: `text` is all that a page says of it, `wires` those that have it."""

    place: Place
    name: str
    python: str
    kind: str
    group: str
    says: str
    wires: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Site:
    """All that pages are planned from."""

    plan: PackagePlan
    places: Places
    uses: Mapping[Named, Uses]
    exchanges: Mapping[str, Mapping[str, Exchange]]
    guides: tuple[tuple[LiteralString, LiteralString], ...] = ()
    changes: bool = False
    entries: list[Entry] = field(default_factory=list[Entry])

    @classmethod
    def of(
        cls,
        plan: PackagePlan,
        exchanges: Mapping[str, Mapping[str, Exchange]],
        guides: tuple[tuple[LiteralString, LiteralString], ...],
        *,
        changes: bool,
    ) -> Site:
        """A site for that package; `changes` says that it tells of the releases before, too."""
        return cls(
            plan=plan,
            places=Places(plan.release, plan.scope),
            uses=uses_in(plan.release, plan.scope),
            exchanges=exchanges,
            guides=guides,
            changes=changes,
        )

    def page(
        self,
        place: Place,
        template: LiteralString,
        *,
        title: str,
        kind: LiteralString,
        group: str,
        trail: Iterable[tuple[Place, str]],
        build: Callable[[Writer], Context],
    ) -> Iterator[FileJob]:
        """Both forms of one page: what `build` makes of a writer is there beside the frame."""
        html = Html(place, self.places.classes, self.places.meant)
        markdown = Markdown(place, self.places.meant)
        trail = tuple(trail)
        for writer in (html, markdown):
            yield FileJob(
                path=f"docs/{place.path}{writer.suffix}",
                template=f"docs/{template}{writer.suffix}.jinja",
                context={
                    **self._frame(writer, place, title, kind, group, trail),
                    **build(writer),
                },
            )

    def _frame(
        self,
        writer: Writer,
        place: Place,
        title: str,
        kind: LiteralString,
        group: str,
        trail: tuple[tuple[Place, str], ...],
    ) -> Context:
        plan = self.plan
        release = plan.release
        said = [release.services]
        if release.label and release.label != release.services:
            said.append(release.label)
        top = place.path.partition("/")[0]
        return {
            "title": writer.text(title),
            "kind": writer.text(kind),
            "group": writer.text(group),
            "here": writer.text(f"{place.path}.html"),
            "up": writer.up,
            "package": plan.name,
            "label": writer.text(" · ".join(filter(None, said))),
            "home": writer.href(HOME),
            "twin": writer.twin,
            "trail": tuple(
                Link(writer.href(there), writer.text(name)) for there, name in trail
            ),
            "sections": tuple(
                (
                    writer.href(there),
                    writer.text(name),
                    there.path.partition("/")[0] == top,
                )
                for there, name in self._sections()
            ),
        }

    def _sections(self) -> Iterator[tuple[Place, LiteralString]]:
        release = self.plan.release
        if release.agents:
            yield AGENTS, "Agents"
        if self.plan.scope.resources:
            yield RESOURCES, "Resources"
        if release.carriers:
            yield CARRIERS, "Carriers"
        if release.enumerations:
            yield ENUMERATIONS, "Enumerations"
        if self.guides:
            yield guide("index"), "Guides"
        if self.changes:
            yield CHANGES, "Changes"

    def link(self, writer: Writer, place: Place, name: str) -> Link:
        """A link to a place, called by that name."""
        return Link(writer.href(place), writer.text(name))

    def error(self, writer: Writer, name: str) -> Link:
        """An error of the package, which a guide tells of."""
        told = any(each == "errors" for each, _ in self.guides)
        href = writer.href(guide("errors")) if told else None
        return Link(href, writer.text(name))

    def marked(
        self, writer: Writer, kind: str, *path: str
    ) -> tuple[tuple[Text, Text], ...]:
        """What other releases tell of a thing: a kind of mark, and its words."""
        known = self.plan.release.history.of(kind, *path)
        changed = ", ".join(known.changed)
        return tuple(
            (writer.text(mark), writer.text(words))
            for mark, words in (
                ("since", known.since and f"since {known.since}"),
                ("changed", changed and f"changed in {changed}"),
                ("deprecated", leaving(known)),
            )
            if words
        )


def described(writer: Writer, raw: str) -> Text | None:
    """A description that stands in a table; None where there is none."""
    blocks = doc_blocks(raw)
    return writer.remark(blocks) if is_said(blocks) else None


def wire_names(writer: Writer, wires: Iterable[str]) -> tuple[Text, ...]:
    """What the wires are called on pages."""
    return tuple(writer.text(WIRES[wire]) for wire in wires)


def searched(*texts: str) -> str:
    """What the search reads: plain text of descriptions."""
    return " ".join(filter(None, map(plain_text, texts)))
