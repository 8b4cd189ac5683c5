"""`--accept FILE`: the changes that somebody lives with, each with the reason why."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from generator.diagnostics import (
    Diagnostics,
    Origin,
    did_you_mean,
    metadata_error,
    quoted,
)
from generator.diff.catalogue import BY_ID
from generator.diff.changes import Change, Impact
from generator.diff.compare import UNJUDGED
from generator.diff.wording import spoken

_KEYS = ("rule", "subject", "reason", "impact")
_NEEDED = ("rule", "subject", "reason")
_EVERY = "*"
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*accept[ \t]*\]\]", re.MULTILINE)
_IMPACTS = {each.word: each for each in Impact}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One entry: changes under a rule ("*" for any), of subjects with that name, up to an impact.

    In a name, `*` stands for any text.
    """

    rule: str
    subject: str
    reason: str
    impact: Impact = Impact.BREAKING
    origin: Origin

    def covers(self, change: Change) -> bool:
        """Whether it speaks of that change."""
        if self.rule not in (_EVERY, change.rule) or change.impact > self.impact:
            return False
        parts = map(re.escape, self.subject.split("*"))
        name = spoken(change.subject)
        return re.fullmatch(".*".join(parts), name, re.DOTALL) is not None


def parse_acceptances(content: bytes, file: str) -> tuple[Acceptance, ...]:
    """The entries of the file; MetadataError, with all that is wrong in it, where one cannot be used."""
    try:
        text = content.decode("utf-8-sig")
        document: dict[str, object] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise metadata_error(
            "accept-file",
            f"not readable as TOML: {error}",
            Origin(file, line[1] if line else ""),
            expected="tables [[accept]] with " + ", ".join(_NEEDED),
        ) from None
    for word in document:
        if word != "accept":
            raise metadata_error(
                "accept-file",
                f"there is {quoted(word)}",
                Origin(file),
                expected="tables [[accept]] and nothing else",
                hint=did_you_mean(word, ["accept"]),
            )
    rows = document.get("accept", [])
    if not isinstance(rows, list):
        raise metadata_error(
            "accept-file",
            "accept is no list of tables",
            Origin(file),
            expected="tables [[accept]]",
            hint="write the name with two brackets on each side",
        )
    rows = cast("list[object]", rows)
    origins = _origins(text, file, len(rows))
    faults = Diagnostics()
    found = [_entry(row, at, faults) for row, at in zip(rows, origins, strict=True)]
    faults.stop()
    return tuple(each for each in found if each is not None)


def accept(
    changes: Iterable[Change], entries: Sequence[Acceptance]
) -> tuple[tuple[Change, ...], frozenset[Acceptance]]:
    """The changes, each with the reason of the first entry that covers it; and the entries that did."""
    made: list[Change] = []
    met: set[Acceptance] = set()
    for change in changes:
        covering = [each for each in entries if each.covers(change)]
        met.update(covering)
        made.append(
            replace(change, accepted=covering[0].reason) if covering else change
        )
    return tuple(made), frozenset(met)


def complain(
    entries: Iterable[Acceptance],
    met: frozenset[Acceptance],
    changes: Iterable[Change],
    diagnostics: Diagnostics,
) -> None:
    """A warning for each entry that speaks of no change."""
    changes = tuple(changes)
    for entry in entries:
        if entry not in met:
            diagnostics.warning(
                "accept-unused",
                f"no change is accepted by rule {quoted(entry.rule)} for {quoted(entry.subject)}",
                entry.origin,
                expected="an entry that a change meets",
                hint=_nearest(entry, changes) or "remove it",
            )


def _nearest(entry: Acceptance, changes: Iterable[Change]) -> str:
    """What the entry may have meant: a change of that name under another rule, or worse; else a name alike."""
    anything = replace(entry, rule=_EVERY, impact=Impact.BREAKING)
    for change in changes:
        if anything.covers(change) and "*" not in entry.subject:
            return f"that name has a change under {change.rule}, which is {change.impact.word}"
    names = {spoken(each.subject) for each in changes if each.rule == entry.rule}
    return did_you_mean(entry.subject, names)


def _origins(text: str, file: str, count: int) -> list[Origin]:
    """Where each table begins; the file alone where that cannot be told."""
    lines = [text.count("\n", 0, each.start()) + 1 for each in _HEADER.finditer(text)]
    if len(lines) != count:
        return [Origin(file)] * count
    return [Origin(file, str(line)) for line in lines]


def _entry(row: object, origin: Origin, faults: Diagnostics) -> Acceptance | None:
    """The entry in one table; None, and what is wrong with it among the faults, where it is none."""
    if not isinstance(row, Mapping):
        faults.error(
            "accept-file",
            f"an entry is {quoted(repr(row))}",
            origin,
            expected="a table [[accept]]",
        )
        return None
    table = cast("Mapping[str, Any]", row)
    count = len(faults.items)
    for key in table:
        if key not in _KEYS:
            faults.error(
                "accept-file",
                f"an entry has {quoted(key)}",
                origin,
                expected="one of " + ", ".join(_KEYS),
                hint=did_you_mean(key, _KEYS),
            )
    for key in _NEEDED:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            had = quoted(str(value)) if key in table else "nothing"
            faults.error(
                "accept-file",
                f"the {key} of an entry is {had}",
                origin,
                expected="a text with something in it",
                hint=_HINTS[key],
            )
    rule = table.get("rule", _EVERY)
    if isinstance(rule, str) and rule.strip() and not _is_rule(rule):
        faults.error(
            "accept-file",
            f"there is no rule {quoted(rule)}",
            origin,
            expected="the id of a rule, or *",
            hint=did_you_mean(rule, BY_ID)
            or "`proxysmith diff --explain list` lists them",
        )
    impact = table.get("impact", Impact.BREAKING.word)
    if not isinstance(impact, str) or impact not in _IMPACTS:
        faults.error(
            "accept-file",
            f"the impact of an entry is {quoted(str(impact))}",
            origin,
            expected="one of " + ", ".join(_IMPACTS),
            hint=did_you_mean(str(impact), _IMPACTS),
        )
    if len(faults.items) > count:
        return None
    return Acceptance(
        rule=rule,
        subject=table["subject"],
        reason=table["reason"].strip(),
        impact=_IMPACTS[impact],
        origin=origin,
    )


def _is_rule(id: str) -> bool:
    return id in BY_ID or id in (_EVERY, UNJUDGED)


_HINTS = {
    "rule": "`proxysmith diff --explain list` lists the rules; * stands for all",
    "subject": "the name as reports have it (PersonEntity.Salutation); * stands for any text",
    "reason": "say why this change harms nobody here",
}
