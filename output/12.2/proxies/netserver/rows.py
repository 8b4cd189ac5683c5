"""Rows of archives: what lists of resources give, and what they can be asked by."""

from ._runtime.rows import AsyncRows, Cell, Query, Row, Rows

__all__ = ["AsyncRows", "Cell", "Query", "Row", "Rows"]
