"""The stand-in for a tenant: what is kept in a store, and what answers from it."""

from __future__ import annotations

from typing import Any

from .accounts import DEFAULT_SIGN_IN
from .archives import Archives
from .calls import Service
from .catalogue import Catalogue
from .clock import Clock
from .control import Seed
from .entities import Entities
from .files_kept import KeptFiles
from .lists import Lists
from .other_resources import (
    ArchiveNames,
    CallerResources,
    FileResources,
    ListResources,
    RowResources,
)
from .seed import default_seed, load_seed, read_seed, state_of
from .store import Store
from .webapi_door import ResourceService

__all__ = ["StandIn"]

_SEEDED = "seeded"


class StandIn:
    """Entities, lists, archives and files over one store, which gets the seed where it is new."""

    def __init__(
        self, catalogue: Catalogue, store: Store, clock: Clock, seed: Seed | None
    ) -> None:
        self._catalogue = catalogue
        self._store = store
        self.entities = Entities(catalogue, store, clock)
        lists = Lists(catalogue, store)
        files = KeptFiles(catalogue, store)
        archives = Archives(catalogue, store, clock)
        self.services: list[Service] = [files, lists, self.entities, archives]
        self.resources: list[ResourceService] = [
            CallerResources(self.entities.associates),
            RowResources(archives),
            ArchiveNames(archives),
            FileResources(files),
            ListResources(lists),
        ]
        with store.reading() as records:
            new = records.setting(_SEEDED) is None
        if new:
            self._take_up(seed, replace=False, once=True)

    @property
    def hint(self) -> str:
        """How to sign in, in words; empty where the seed's own users are not known to all."""
        users, tickets = DEFAULT_SIGN_IN["users"], DEFAULT_SIGN_IN["tickets"]
        ticket = next(iter(tickets))
        return (
            f"Without a seed of your own, sign in by Ticket({ticket!r}), or as "
            f"{users[0]['name']} with the password {users[0]['password']}."
        )

    def load(self, seed: Seed | None, *, replace: bool) -> None:
        """Take up a state, beside what is there or in its place; None is the small made-up company."""
        self._take_up(seed, replace=replace)

    def state(self) -> dict[str, Any]:
        """All that is stored, in a form that `load` takes."""
        with self._store.reading() as records:
            return state_of(records, self._catalogue)

    def _take_up(self, seed: Seed | None, *, replace: bool, once: bool = False) -> None:
        said = default_seed(self._catalogue) if seed is None else read_seed(seed)
        with self._store.writing() as records:
            if once and records.setting(_SEEDED) is not None:
                return  # another process was quicker
            if replace:
                records.clear()
            load_seed(records, said, self._catalogue)
            records.put_setting(_SEEDED, b"1")
