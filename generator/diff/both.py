"""The two releases that are compared, and what rules ask about them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from generator.diff.changes import Impact
from generator.diff.differences import ABSENT, Difference, Subject, called_now
from generator.diff.flows import Flow, Flows
from generator.diff.terms import Terms
from generator.model.carriers import Carrier, Field
from generator.model.release import Operation, Release
from generator.model.rewrite import replaced
from generator.model.types import CarrierRef, EnumerationRef, MapOf, TypeRef

TYPES = ("carrier", "enumeration", "dictionary")


class Both:
    """Two releases with their flows, and what was renamed between them."""

    def __init__(
        self, old: Release, new: Release, facts: Iterable[Difference] = ()
    ) -> None:
        self.old = old
        self.new = new
        self._flows: dict[Subject, Flow] = {}
        self._terms = Terms(old, new)
        self.renamed: dict[Subject, Subject] = {}
        """What a thing of the old release is called in the new one."""
        for each in facts:
            if key := _new_key(each):
                subject, holder = each.subject, each.subject.holder
                within = self.renamed.get(holder, holder).path
                path = (key,) if holder == subject else (*within, key)
                self.renamed[subject] = Subject(subject.kind, path)

    @cached_property
    def _before(self) -> Flows:
        return Flows(self.old)

    @cached_property
    def _after(self) -> Flows:
        return Flows(self.new)

    def flow(self, subject: Subject) -> Flow:
        """The operations that send the carrier, enumeration or dictionary that a fact is about, and those that
        answer with it: of the old release, where it has it, and of the new one."""
        subject = subject.top
        if subject.kind not in TYPES:
            return Flow()
        if subject not in self._flows:
            self._flows[subject] = self._flow(subject)
        return self._flows[subject]

    def _flow(self, subject: Subject) -> Flow:
        name = subject.path[0]
        there = self.renamed.get(subject, subject).path[0]
        ours = self._before.of(subject.kind, name)
        theirs = self._after.of(subject.kind, there)
        return Flow(
            tuple(dict.fromkeys((*ours.sent, *theirs.sent))),
            tuple(dict.fromkeys((*ours.answered, *theirs.answered))),
        )

    def stands_in_for(self, carrier: Carrier) -> bool:
        """Whether operations that the old release has may answer with a new carrier in place of its base."""
        if not carrier.base or carrier.is_view:
            return False
        return bool(self._before.referred(carrier.base).answered)

    def stood_in_for(self, carrier: Carrier) -> bool:
        """Whether operations that the new release has could be sent a carrier that is gone in place of its base."""
        if not carrier.base or carrier.is_view:
            return False
        return bool(self._after.referred(carrier.base).sent)

    def inherited(self, fact: Difference) -> tuple[Field, Carrier] | None:
        """The field that a carrier has from a base in the one release, and of its own in the other."""
        release = self.old if fact.old is ABSENT else self.new
        carrier = Subject("carrier", fact.subject.path[:1])
        if release is self.new:
            carrier = self.renamed.get(carrier, carrier)
        for base in release.bases(release.carrier(carrier.path[0])):
            for field in base.fields:
                if field.name == fact.subject.path[1]:
                    return field, base
        return None

    def reordered(self, carrier: Subject) -> bool:
        """Whether the fields that both releases have in a carrier, those of its bases included, come in another order."""
        there = self.renamed.get(carrier, carrier)
        ours, theirs = (
            [each.name for each in release.all_fields(release.carrier(it.path[0]))]
            for release, it in ((self.old, carrier), (self.new, there))
        )
        return [each for each in ours if each in theirs] != [
            each for each in theirs if each in ours
        ]

    def sent(self, fact: Difference) -> bool:
        """Whether a caller sends what the fact is about."""
        match fact.subject.kind:
            case "parameter" | "argument" | "method":
                return True
            case "result" | "answer":
                return False
            case _:
                return bool(self.flow(fact.subject).sent)

    def answered(self, fact: Difference) -> bool:
        """Whether a caller receives what the fact is about."""
        match fact.subject.kind:
            case "parameter" | "argument":
                return False
            case "result" | "answer":
                return True
            case _:
                return bool(self.flow(fact.subject).answered)

    def operations(self, subject: Subject) -> tuple[Operation, Operation]:
        """The operation that a subject is, or is in, of the old release and of the new one."""
        operation = Subject("operation", subject.path[:2])
        there = called_now(operation, self.renamed)
        return self.old.operation(*operation.path), self.new.operation(*there.path)

    def by_flow(
        self, fact: Difference, *, sent: Impact, answered: Impact
    ) -> Impact | None:
        """The worse of both for what goes both ways; None for what no operation uses."""
        found = [
            bad
            for bad, goes in (
                (sent, self.sent(fact)),
                (answered, self.answered(fact)),
            )
            if goes
        ]
        return max(found) if found else None

    def same(self, old: object, new: object) -> bool:
        """Whether two values say the same, apart from what their names have of the release."""
        return self._terms.same(old, new)

    def same_but_renamed(self, old: TypeRef, new: TypeRef) -> bool:
        """Whether two types differ in nothing but the names of things that were renamed."""

        def name(type: TypeRef) -> TypeRef:
            match type:
                case CarrierRef(name=name):
                    subject = Subject("carrier", (name,))
                    return CarrierRef(self.renamed.get(subject, subject).path[0])
                case EnumerationRef(name=name):
                    subject = Subject("enumeration", (name,))
                    return EnumerationRef(self.renamed.get(subject, subject).path[0])
                case MapOf(name=name) if name:
                    subject = Subject("dictionary", (name,))
                    return MapOf(
                        type.key, type.value, self.renamed.get(subject, subject).path[0]
                    )
                case _:
                    return type

        return self.same(replaced(old, name), new)

    def group(self, fact: Difference) -> str:
        """The agent or resource that the fact belongs to; empty for what several of them share.

        A type belongs to the one agent that uses it, whatever resources do so, too.
        """
        if fact.subject.kind == "release":
            return ""
        top = fact.subject.top
        if top.kind in ("agent", "resource"):
            return top.path[0]
        flow = self.flow(top)
        groups = flow.agents or flow.groups
        return groups[0] if len(groups) == 1 else ""


def _new_key(fact: Difference) -> str:
    """What tells a renamed thing from its like in the new release; empty where it was not renamed."""
    key = fact.subject.path[-1] if fact.subject.path else ""
    match fact.subject.kind, fact.aspect:
        case "method", "path":
            return f"{key.partition(' ')[0]} {fact.new}"
        case "method", "verb":
            return f"{fact.new} {key.partition(' ')[2]}"
        case "method", _:
            return ""
        case "argument", "name":
            return f"{key.partition(' ')[0]} {fact.new}"
        case _, "name":
            return str(fact.new)
        case _:
            return ""


def thing(fact: Difference) -> object:
    """What was added or removed."""
    return fact.new if fact.old is ABSENT else fact.old
