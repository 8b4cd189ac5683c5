from __future__ import annotations

from typing import TYPE_CHECKING

from generator.runtime import session as _session

from ._release import RELEASE

if TYPE_CHECKING:
    from .agents import (
        AsyncContactAgent,
        AsyncDocumentAgent,
        AsyncSoPrincipalAgent,
        ContactAgent,
        DocumentAgent,
        SoPrincipalAgent,
    )


class Session(_session.Session):
    RELEASE = RELEASE

    @property
    def contact(self) -> ContactAgent:
        return self._agent("ContactAgent")

    @property
    def document(self) -> DocumentAgent:
        return self._agent("DocumentAgent")

    @property
    def so_principal(self) -> SoPrincipalAgent:
        return self._agent("SoPrincipalAgent")


class AsyncSession(_session.AsyncSession):
    RELEASE = RELEASE

    @property
    def contact(self) -> AsyncContactAgent:
        return self._agent("AsyncContactAgent")

    @property
    def document(self) -> AsyncDocumentAgent:
        return self._agent("AsyncDocumentAgent")

    @property
    def so_principal(self) -> AsyncSoPrincipalAgent:
        return self._agent("AsyncSoPrincipalAgent")
