"""Two releases become a list of changes: facts first, then what rules say of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import Origin
from generator.diff.both import Both
from generator.diff.catalogue import RULES
from generator.diff.changes import Change, Impact, PythonSide, Verdict, Victim
from generator.diff.differences import ABSENT, Difference, Subject, differences
from generator.diff.rule import Rule
from generator.diff.rules.python_source_changed import python_impact
from generator.diff.symbols import symbols_changed
from generator.diff.wording import spoken
from generator.model.release import Release

UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases and every change between them, in the old release's order."""

    both: Both
    changes: tuple[Change, ...]

    @property
    def old(self) -> Release:
        """The release that was there before."""
        return self.both.old

    @property
    def new(self) -> Release:
        """The one that came."""
        return self.both.new

    @property
    def renamed(self) -> Mapping[Subject, Subject]:
        """What a thing of the old release is called in the new one."""
        return self.both.renamed


def compare(old: Release, new: Release, rules: Sequence[Rule] = RULES) -> Comparison:
    """What changes from one release to the other, and what that means."""
    facts = differences(old, new)
    both = Both(old, new, facts)
    known: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for kind in rule.kinds:
            known[kind].append(rule)
    changes = [judged(fact, known[fact.kind], both) for fact in facts]
    sides = {
        subject: PythonSide(ours, theirs)
        for subject, ours, theirs in symbols_changed(old, new, both.renamed)
    }
    return Comparison(both, tuple(_with_python(changes, sides, rules, both)))


def judged(fact: Difference, rules: Iterable[Rule], both: Both) -> Change:
    """The change that a fact is, as the first rule says that has an opinion."""
    for rule in rules:
        verdict = rule.judge(fact, both)
        if verdict is not None:
            return _change(fact, rule.id, verdict, both)
    what = f"differs in {fact.aspect}" if fact.aspect else "is there in one alone"
    says = f"{spoken(fact.subject) or 'the release'} {what}, which no rule judges"
    return _change(fact, UNJUDGED, Verdict(says, {Victim.WIRE: Impact.UNJUDGED}), both)


def _change(fact: Difference, rule: str, verdict: Verdict, both: Both) -> Change:
    return Change(
        rule=rule,
        subject=fact.subject,
        says=verdict.says,
        impacts=verdict.impacts,
        group=both.group(fact),
        fact=fact,
    )


def _with_python(
    changes: Iterable[Change],
    sides: Mapping[Subject, PythonSide],
    rules: Sequence[Rule],
    both: Both,
) -> Iterator[Change]:
    """The changes with what each does to the package; what no change explains there is one of its own."""
    shows = {rule.id for rule in rules if rule.in_python}
    told: set[Subject] = set()
    for change in changes:
        subject = change.subject.named
        side = sides.get(subject)
        if side is None or change.rule not in shows:
            yield change
            continue
        told.add(subject)
        impacts = {**change.impacts, Victim.PYTHON: python_impact(side)}
        yield replace(change, impacts=impacts, python=side)
    for subject, side in sides.items():
        if subject not in told:
            yield _of_python(subject, side, rules, both)


def _of_python(
    subject: Subject, side: PythonSide, rules: Sequence[Rule], both: Both
) -> Change:
    fact = Difference(
        subject=subject,
        aspect="python",
        old=ABSENT if side.old is None else side.old,
        new=ABSENT if side.new is None else side.new,
        before=_origins(both.old, subject),
        after=_origins(both.new, both.renamed.get(subject, subject)),
    )
    asked = [rule for rule in rules if "python" in rule.kinds]
    return replace(judged(fact, asked, both), python=side)


def _origins(release: Release, subject: Subject) -> tuple[Origin, ...]:
    """Where a release says what has a name of its own in Python."""
    top, *rest = subject.path
    match subject.kind:
        case "agent" | "operation":
            things = release.agents
        case "resource" | "method":
            things = release.resources
        case "carrier" | "field":
            things = release.carriers
        case "enumeration" | "member":
            things = release.enumerations
        case _:
            things = release.dictionaries
    for thing in things:
        if thing.name == top:
            inner = (
                each
                for each in (
                    *getattr(thing, "operations", ()),
                    *getattr(thing, "fields", ()),
                )
                if rest and each.name == rest[0]
            )
            own: tuple[Origin, ...] = getattr(thing, "origins", ())
            return next((each.origins for each in inner if each.origins), own)
    return ()
