from __future__ import annotations

from typing import TYPE_CHECKING

from generator.runtime.lazy import LazyClasses, lazily

if TYPE_CHECKING:
    from .contact import AsyncContactAgent, ContactAgent
    from .document import AsyncDocumentAgent, DocumentAgent
    from .so_principal import AsyncSoPrincipalAgent, SoPrincipalAgent

__getattr__, __dir__ = lazily(
    __name__,
    {
        "ContactAgent": "contact",
        "AsyncContactAgent": "contact",
        "DocumentAgent": "document",
        "AsyncDocumentAgent": "document",
        "SoPrincipalAgent": "so_principal",
        "AsyncSoPrincipalAgent": "so_principal",
    },
)
AGENTS = LazyClasses(
    __name__,
    {
        "Contact": "ContactAgent",
        "Document": "DocumentAgent",
        "SoPrincipal": "SoPrincipalAgent",
    },
)

__all__ = [
    "AGENTS",
    "AsyncContactAgent",
    "AsyncDocumentAgent",
    "AsyncSoPrincipalAgent",
    "ContactAgent",
    "DocumentAgent",
    "SoPrincipalAgent",
]
