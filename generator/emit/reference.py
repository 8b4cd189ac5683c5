"""The reference: its pages from the plan, what its search reads, and the files that every page shares."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from generator.diagnostics import Diagnostics
from generator.diff.history import PastStep
from generator.emit.audit_pages import audit_pages
from generator.emit.before import Before
from generator.emit.environment import Templates, templates_folder
from generator.emit.exchanges import exchanged, record, recorded
from generator.emit.full_text import TextPage, full_text
from generator.emit.grounds import grounds
from generator.emit.guides import guide_html
from generator.emit.render import Rendered, render
from generator.plan.outline import ModuleOutline
from generator.plan.package import PackagePlan
from generator.plan.reference.pages import WIRES, Entry
from generator.plan.reference.site import SitePlan, plan_examples, plan_site
from generator.progress import Progress

_ROOT = "docs/"
_RECORD = "exchanges.json"
_ASSETS = ("site.css", "site.js", "theme.js")
_KINDS = ("agent", "operation", "carrier", "enumeration", "resource", "method", "guide")
_WIRES = tuple(WIRES)


def reference(
    plan: PackagePlan,
    outlines: Mapping[str, ModuleOutline],
    package: Mapping[str, bytes],
    past: Sequence[PastStep],
    users: Path | None,
    last: Before,
    diagnostics: Diagnostics,
    progress: Progress,
) -> dict[str, bytes]:
    """The files of `docs/`.

    `package` holds those of the proxies and the stubs that were made of the plan and its outlines; the examples
    are called there. `past` are the steps that led to the release; `users` is a folder of a user's own templates.
    """
    examples = plan_examples(plan)
    rests = grounds(examples.values(), outlines)
    exchanges = recorded(last.content(_ROOT + _RECORD), rests)
    missing = tuple(each for each in examples.values() if each.key not in exchanges)
    exchanges |= exchanged(package, plan.name, missing, diagnostics, progress)
    site = plan_site(plan, examples, exchanges, past)
    others = dict(_assets(users))
    others["assets/names.js"] = _names(site.entries)
    with ThreadPoolExecutor(1) as beside:  # Pagefind is a process of its own
        searched = beside.submit(full_text, [*map(_text_page, site.entries)])
        rendered = _rendered(site, Templates(users), progress)
        pages = {
            path.removeprefix(_ROOT): text for path, text in rendered.files.items()
        }
        ours = {path.removeprefix(_ROOT) for path in rendered.from_users}
        audited = last.audited_pages(_ROOT, pages, others)
        audit_pages(pages, others, ours, diagnostics, audited)
        with progress.stage("searching", 1) as step:
            others |= searched.result()
            step(1)
    others[_RECORD] = record(exchanges, rests, examples)
    files = {path: text.encode() for path, text in pages.items()} | others
    return {_ROOT + path: content for path, content in files.items()}


def _rendered(site: SitePlan, templates: Templates, progress: Progress) -> Rendered:
    """Every page; a guide's HTML is made of its Markdown."""
    with progress.stage("pages", len(site.files) + 2 * len(site.guides)) as step:
        bodies = render((each.body for each in site.guides), templates)
        guides = (
            replace(
                each.page,
                context={
                    **each.page.context,
                    "body": guide_html(bodies.files[each.body.path]),
                },
            )
            for each in site.guides
        )
        jobs = (*site.files, *guides, *(each.markdown for each in site.guides))
        rendered = render(jobs, templates, lambda _: step(1))
    return Rendered(rendered.files, rendered.from_users | bodies.from_users)


def _assets(users: Path | None) -> Iterator[tuple[str, bytes]]:
    """What every page loads, a user's own where there is one."""
    for name in _ASSETS:
        places = [
            folder / "docs" / "assets" / name
            for folder in (users, templates_folder())
            if folder is not None
        ]
        place = next(each for each in places if each.is_file())
        yield f"assets/{name}", place.read_bytes()


def _names(entries: Iterable[Entry]) -> bytes:
    """A script that holds every name, so that it is there in pages that are opened from a disk as well."""
    entries = tuple(entries)
    groups = {"": 0}
    for each in entries:
        groups.setdefault(each.group, len(groups))
    items = [
        [
            each.name,
            each.python,
            _KINDS.index(each.kind),
            groups[each.group],
            sum(1 << _WIRES.index(wire) for wire in each.wires),
            _address(each),
            each.says,
        ]
        for each in entries
    ]
    told = {"kinds": _KINDS, "groups": list(groups), "wires": _WIRES, "items": items}
    # In ASCII, so that it means the same whatever a server says of its encoding.
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    return f"window.NAMES={text};\n".encode()


def _address(entry: Entry) -> str:
    anchor = f"#{entry.place.anchor}" if entry.place.anchor else ""
    return f"{entry.place.path}.html{anchor}"


def _text_page(entry: Entry) -> TextPage:
    filters = [("kind", entry.kind)]
    if entry.group:
        filters.append(("agent", entry.group))
    filters += [("wire", wire) for wire in entry.wires]
    return TextPage(
        path=_address(entry),
        title=entry.name,
        text=f"{entry.python} {entry.text or entry.says}",
        filters=tuple(filters),
    )
