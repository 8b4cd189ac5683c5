"""Requests that schemathesis makes up from what the stand-in says of itself, group by group.

For each operation it walks through the edges of what the description allows and what it forbids; for each group of
operations (an agent, a resource) Hypothesis mixes requests besides. The same requests are made each time.
"""

from __future__ import annotations

import json
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
    response_schema_conformance,
    status_code_conformance,
)

EDGES = 6
"""Requests at the edges of each operation, for good and for bad ones."""
MIXED = 15
"""Requests that Hypothesis makes up for each group, for good and for bad ones."""
PASSED_BY = 10
"""Edges that are passed by where an operation has more of them: those of large carriers are alike."""

_DATES = "netserver-date-time"
"""Dates of NetServer have no offset, which "date-time" asks for."""
_GOOD = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]  # fmt: skip
_BAD = [not_a_server_error]

Wrong = dict[str, str]
"""What was wrong with an answer, by its operation."""


class Fuzzed:
    """The operations of one description, in groups."""

    def __init__(self, address: str, root: str, ticket: str) -> None:
        schemathesis.openapi.format(
            _DATES, st.datetimes().map(lambda date: date.isoformat())
        )
        text = requests.get(address, timeout=60).text
        described = _without_headers(
            json.loads(text.replace('"date-time"', f'"{_DATES}"'))
        )
        self._schema = schemathesis.openapi.from_dict(
            described, config=SchemathesisConfig()
        )
        self._root = root
        self._session = requests.Session()
        self._session.trust_env = False  # no proxies to this machine
        self._session.headers["Authorization"] = f"SOTicket {ticket}"
        self.groups: dict[str, list[Any]] = {}
        for found in self._schema.get_all_operations():
            operation = found.ok()
            self.groups.setdefault(_group(operation), []).append(operation)

    def edges(self, group: str) -> tuple[int, Wrong]:
        """How many requests at the edges were made, and what was wrong with the answers."""
        wrong: Wrong = {}
        made = 0
        for operation in self.groups[group]:
            for mode in GenerationMode:
                for case in self._edges(operation, mode):
                    made += 1
                    self._check(case, mode, wrong)
        return made, wrong

    def _edges(self, operation: Any, mode: GenerationMode) -> Iterator[Any]:
        cases = iter(
            self._schema.iter_coverage_cases(
                operation,
                generation_modes=[mode],
                generation_config=GenerationConfig(),
            )
        )
        first = islice(cases, EDGES // 2)
        rest = islice(cases, 0, PASSED_BY * (EDGES // 2), PASSED_BY)
        return chain(first, rest)

    def mixed(self, group: str) -> tuple[int, Wrong]:
        """The same for requests that Hypothesis makes up."""
        wrong: Wrong = {}
        made = 0
        for mode in GenerationMode:
            for case in _drawn(self._mixed(group, mode)):
                made += 1
                self._check(case, mode, wrong)
        return made, wrong

    def _mixed(self, group: str, mode: GenerationMode) -> st.SearchStrategy[Any]:
        operations = st.sampled_from(self.groups[group])
        return operations.flatmap(lambda each: each.as_strategy(generation_mode=mode))

    def _check(self, case: Any, mode: GenerationMode, wrong: Wrong) -> None:
        name = case.operation.label
        if name in wrong:
            return
        checks: Sequence[Any] = _GOOD if mode is GenerationMode.POSITIVE else _BAD
        try:
            answer = case.call(base_url=self._root, session=self._session, timeout=20)
            case.validate_response(answer, checks=list(checks))
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
