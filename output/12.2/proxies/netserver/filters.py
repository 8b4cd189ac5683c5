"""Filters for lists of rows, in the operators that NetServer has."""

from ._runtime.filters import Column, Filter, Period, column, raw

__all__ = ["Column", "Filter", "Period", "column", "raw"]
