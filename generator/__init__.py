"""Proxysmith: typed Python packages from the published metadata of a service."""

__version__ = "0.1.0"
