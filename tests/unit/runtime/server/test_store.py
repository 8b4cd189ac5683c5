"""The store: numbers, transactions, several processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, pair: Any, tmp_path: Path) -> Any:
    path = tmp_path / "crm.sqlite" if request.param == "file" else None
    return pair.server("store").Store(path)


def test_a_number_is_never_given_twice(store: Any) -> None:
    with store.writing() as records:
        first = records.next_number("Contact")
        records.put("Contact", first, b"{}")
        assert records.delete("Contact", first)
    with store.writing() as records:
        assert records.next_number("Contact") > first
        records.put("Contact", 40, b"{}")
        assert records.next_number("Contact") == 41


def test_a_block_that_raises_changes_nothing(store: Any) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as records:
        records.put("Contact", 1, b"{}")
        raise ZeroDivisionError
    with store.reading() as records:
        assert records.get("Contact", 1) is None
