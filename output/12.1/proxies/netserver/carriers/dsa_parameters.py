"""The carrier DSAParameters of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class DSAParameters(BaseCarrier):
    """The carrier DSAParameters."""

    __namespace__ = (
        "http://schemas.datacontract.org/2004/07/System.Security.Cryptography"
    )
    __required__ = ("counter", "g", "j", "p", "q", "seed", "y")

    counter: Int32 = 0
    g: bytes | None = None
    j: bytes | None = None
    p: bytes | None = None
    q: bytes | None = None
    seed: bytes | None = None
    y: bytes | None = None
