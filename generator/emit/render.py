"""From templates and the values of the plan to texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.emit.environment import Templates
from generator.plan.layout import FileJob


@dataclass(frozen=True, slots=True)
class Rendered:
    """The texts by path, and which of them a user's own template had a part in."""

    files: dict[str, str]
    from_users: frozenset[str] = frozenset()


def render(
    jobs: Iterable[FileJob],
    templates: Templates,
    progress: Callable[[int], object] | None = None,
) -> Rendered:
    """The text of every job. `progress` is called with the number of texts made so far."""
    files: dict[str, str] = {}
    from_users: set[str] = set()
    for job in jobs:
        if job.path in files:
            raise ValueError(f"{job.path} is rendered twice")
        template = templates.template(job.template)
        try:
            files[job.path] = template.render(job.context)
        except Exception as problem:
            raise templates.explained(problem) from problem
        if templates.from_users(job.template):
            from_users.add(job.path)
        if progress is not None:
            progress(len(files))
    return Rendered(files, frozenset(from_users))
