"""What a rule is: an id, the differences that it knows, and its judgement of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from generator.diff.both import Both
from generator.diff.changes import Verdict
from generator.diff.differences import Difference

Judge: TypeAlias = Callable[[Difference, Both], Verdict | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the catalogue.

    `kinds` are the differences that it judges (`Difference.kind`). `title` is one sentence, `why` tells whom such a change
    harms and what to do; `proxysmith diff --explain ID` prints both. `in_python` says that the generated package
    shows it, so that a change of the package there has its reason here.
    """

    id: str
    kinds: tuple[str, ...]
    title: str
    why: str
    judge: Judge
    in_python: bool = False
