"""Requests that schemathesis makes up from what the stand-in says of itself, group by group.

For each operation it walks through the edges of what the description allows and what it forbids; for each group of
operations (an agent, a resource) Hypothesis mixes requests besides. The same requests are made each time; PROXYSMITH_FUZZING=4
makes four times as many of them.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    status_code_conformance,
)

TIMES = int(os.environ.get("PROXYSMITH_FUZZING") or 1)
"""How many times as much is asked as in every run."""
EDGES = 3 * TIMES
"""Requests at the edges of an operation, good or bad ones, at most."""
MOST = 100 * TIMES
"""Requests at the edges of all operations of a group, unless it has more operations: then one for each."""
MIXED = 5 * TIMES
"""Requests that Hypothesis makes up for a group, good or bad ones."""
LOOKED_AT = 12 * TIMES
"""Edges of an operation that these are chosen among: large carriers have thousands, which are alike."""

_DATES = "netserver-date-time"
"""Dates of NetServer have no offset, which "date-time" asks for."""
_GOOD = [not_a_server_error, status_code_conformance, content_type_conformance]
_BAD = [not_a_server_error]

Wrong = dict[str, str]
"""What was wrong with an answer, by its operation."""


class Fuzzed:
    """The operations of one description, in groups."""

    def __init__(self, address: str, root: str, ticket: str) -> None:
        text = requests.get(address, timeout=60).text
        self._schema = _loaded(text)
        lenient = _loaded(text.replace('"date-time"', f'"{_DATES}"'))
        self._answers = {each.label: each for each in _operations(lenient)}
        self._root = root
        self._session = requests.Session()
        self._session.trust_env = False  # no proxies to this machine
        self._session.headers["Authorization"] = f"SOTicket {ticket}"
        self.statuses: dict[str, Counter[int]] = {}
        """What has been answered to good requests, by the operation."""
        self.groups: dict[str, list[Any]] = {}
        for operation in _operations(self._schema):
            self.groups.setdefault(_group(operation), []).append(operation)

    def asked(self, group: str, *, good: bool) -> tuple[int, Wrong]:
        """How many good or bad requests were made of the group, and what was wrong with the answers."""
        mode = GenerationMode.POSITIVE if good else GenerationMode.NEGATIVE
        wrong: Wrong = {}
        made = 0
        for case in chain(self._edges(group, mode), self._mixed(group, mode)):
            made += 1
            if case.operation.label not in wrong:
                self._check(case, mode, wrong)
        return made, wrong

    def _edges(self, group: str, mode: GenerationMode) -> Iterator[Any]:
        """Some edges of each operation: others than those of the operations before and after, which are much like it."""
        operations = self.groups[group]
        wanted = max(1, min(EDGES, MOST // len(operations)))
        for number, operation in enumerate(operations):
            cases = self._schema.iter_coverage_cases(
                operation, generation_modes=[mode], generation_config=GenerationConfig()
            )
            verb = operation.method.upper()
            found = [each for each in islice(cases, LOOKED_AT) if each.method == verb]
            step = max(1, len(found) // wanted)
            yield from found[number % step :: step][:wanted]

    def _mixed(self, group: str, mode: GenerationMode) -> list[Any]:
        """What Hypothesis makes up of all operations of a group."""
        operations = st.sampled_from(self.groups[group])
        return _drawn(
            operations.flatmap(lambda each: each.as_strategy(generation_mode=mode))
        )

    def _check(self, case: Any, mode: GenerationMode, wrong: Wrong) -> None:
        name = case.operation.label
        checks: Sequence[Any] = _GOOD if mode is GenerationMode.POSITIVE else _BAD
        try:
            answer = case.call(base_url=self._root, session=self._session, timeout=20)
            case.validate_response(answer, checks=list(checks))
            if mode is GenerationMode.POSITIVE:
                self.statuses.setdefault(name, Counter())[answer.status_code] += 1
                self._answers[name].validate_response(answer)
        except (Exception, FailureGroup) as error:
            told = [str(each) for each in getattr(error, "exceptions", (error,))]
            wrong[name] = "\n".join([case.as_curl_command(), *told])[:4000]


def _drawn(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """What Hypothesis makes of a strategy; always the same. Nothing where all is allowed, so that none is bad."""
    found: list[Any] = []

    @settings(
        max_examples=MIXED,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(case: Any) -> None:
        found.append(case)

    with suppress(Unsatisfiable):
        draw()
    return found


def _loaded(text: str) -> Any:
    described = _without_headers(json.loads(text))
    return schemathesis.openapi.from_dict(described, config=SchemathesisConfig())


def _operations(schema: Any) -> list[Any]:
    return [each.ok() for each in schema.get_all_operations()]


def _group(operation: Any) -> str:
    """The agent or the resource: "/api/v1/Agents/Contact/..." is of Contact."""
    below = operation.path.partition("/api/v1/")[2].removeprefix("Agents/")
    return below.partition("/")[0]


def _without_headers(described: Any) -> Any:
    """The description without the headers that each operation has: they would be most of what is made up."""
    for item in described["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
            operation["parameters"] = [
                each
                for each in operation.get("parameters", ())
                if "$ref" not in each and each["in"] != "header"
            ]
    described.pop("security", None)
    return described
