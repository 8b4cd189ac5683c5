"""spelling-changed: what an operation takes or gives is spelled otherwise on one wire, its name in the operation being the same."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import listed, wire_words
from generator.model.bindings import AgentsBinding
from generator.model.release import Operation


def _judge(fact: Difference, both: Both) -> Verdict | None:
    wire = fact.aspect.partition(".")[0]
    before, now = (_spelled(each, wire) for each in both.operations(fact.subject))
    # What one of the two releases does not have has come or gone, or has another name: that is told of itself.
    changed = [name for name in now if before.get(name, now[name]) != now[name]]
    if not changed:
        return verdict(
            f"{fact.subject} spells its names as before over {wire_words(wire)}",
            wire=Impact.SAFE,
        )
    capitals = all(now[each].casefold() == before[each].casefold() for each in changed)
    said = listed(f"{each} as {now[each]} (it was {before[each]})" for each in changed)
    return verdict(
        f"{fact.subject} spells {said} over {wire_words(wire)}",
        # JSON services read a name whatever its capitals, as a rule; XML does not.
        wire=Impact.RISKY if capitals and wire == "agents" else Impact.BREAKING,
    )


def _spelled(operation: Operation, wire: str) -> dict[str, str]:
    """The names of an operation, and what each is on a wire."""
    binding = operation.agents if wire == "agents" else operation.soap
    if binding is None:
        return {}
    taken = {
        each.name: (
            binding.by_rule(each.name)
            if isinstance(binding, AgentsBinding)
            else each.name
        )
        for each in operation.parameters
    }
    given = {each.name: each.name for each in operation.results}
    return {**given, **taken, **dict(binding.spellings)}


SPELLING_CHANGED = Rule(
    id="spelling-changed",
    kinds=(
        "operation.soap.spellings",
        "operation.agents.spellings",
    ),
    title="What an operation takes or gives is spelled otherwise on one wire, its name in the operation being the same.",
    why="What is sent by the old spelling is not read. A generated package knows the spelling, so its users do not "
    "see this.",
    judge=_judge,
)
