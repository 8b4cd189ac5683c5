"""dictionary-renamed: a dictionary type has another name, and the same keys and values."""

from __future__ import annotations

from generator.diff.both import Both
from generator.diff.changes import Impact, Verdict, verdict
from generator.diff.differences import Difference
from generator.diff.rule import Rule
from generator.diff.wording import shown


def _judge(fact: Difference, both: Both) -> Verdict | None:
    return verdict(
        f"the dictionary {fact.subject} is called {shown(fact.new)}", wire=Impact.RISKY
    )


DICTIONARY_RENAMED = Rule(
    id="dictionary-renamed",
    kinds=("dictionary.name",),
    title="A dictionary type has another name, and the same keys and values.",
    why="SOAP writes its name where any type may stand.",
    judge=_judge,
    in_python=True,
)
