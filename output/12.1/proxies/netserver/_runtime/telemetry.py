"""Spans of OpenTelemetry, where the program around us uses it; without it, nothing is imported.

Names and attributes follow its conventions for HTTP clients and remote procedure calls.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from .hooks import RequestEvent

_SYSTEMS = {"soap": "soap", "agents": "netserver_agents"}


def begun(event: RequestEvent) -> Any:
    """A span for an attempt; None where nobody would look at it."""
    api: Any = sys.modules.get("opentelemetry.trace")
    if api is None:  # whoever has set it up has imported it
        return None
    from urllib.parse import urlsplit

    where = urlsplit(event.url)
    attributes: dict[str, Any] = {
        "rpc.system": _SYSTEMS.get(event.wire, event.wire),
        "rpc.service": event.agent,
        "rpc.method": event.operation,
        "http.request.method": event.method,
        "server.address": where.hostname or "",
        "server.port": where.port or (443 if where.scheme == "https" else 80),
        "url.full": event.url,
    }
    if event.attempt > 1:
        attributes["http.request.resend_count"] = event.attempt - 1
    tracer = api.get_tracer("proxysmith")
    return tracer.start_span(
        f"{event.agent}/{event.operation}",
        kind=api.SpanKind.CLIENT,
        attributes=attributes,
    )


def headers(span: Any) -> dict[str, str]:
    """What tells the server which span the request belongs to (W3C Trace Context)."""
    if span is None:
        return {}
    trace: Any = import_module("opentelemetry.trace")
    propagate: Any = import_module("opentelemetry.propagate")
    carrier: dict[str, str] = {}
    propagate.inject(carrier, context=trace.set_span_in_context(span))
    return carrier


def ended(span: Any, status: int | None, error: BaseException | None) -> None:
    """Close the span of an attempt, which no more will be said about."""
    if span is None:
        return
    trace: Any = import_module("opentelemetry.trace")
    if status is not None:
        span.set_attribute("http.response.status_code", status)
    if error is not None:
        span.set_attribute("error.type", type(error).__name__)
        span.set_status(trace.Status(trace.StatusCode.ERROR, str(error)))
    span.end()
