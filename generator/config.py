"""What a user asks of one run, after the command line has been understood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EMITS = ("proxies", "stubs", "docs", "models")
MODELS = ("pydantic", "dataclass", "typeddict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One run. Empty texts and None mean "as the sources say, else the default"."""

    sources: tuple[Path, ...]
    out: Path = Path()
    package: str = ""
    release: str = ""
    emit: tuple[str, ...] = ("proxies",)
    agents: tuple[str, ...] = ()
    services: str = ""
    overlay: Path | None = None
    history: Path | None = None
    templates: Path | None = None
    models: str = "pydantic"
    check: bool = False
