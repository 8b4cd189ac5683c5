"""What is told without signing in: which release this is, what there is, and how it is described."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from .catalogue import Catalogue
from .messages import JSON, Answer, Received, media_type
from .routes import rooted

__all__ = ["Welcome"]

_XML = "text/xml; charset=utf-8"
_HTML = "text/html; charset=utf-8"


class Welcome:
    """Answers /api, /api/v1, the Swagger descriptions and the WSDL."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._described = lru_cache(maxsize=4)(self._describe)

    def answer(self, got: Received) -> Answer | None:
        """The answer to a request that is for none of the doors; None where nothing is there."""
        for root, below in rooted(got.path):
            address = got.address + root
            match below.lower().split("/"):
                case ["api"]:
                    return self._release(got, address)
                case ["api", "v1"]:
                    return _json(self._addresses(address))
                case ["swagger", "docs", name]:
                    return self._description(name, address)
                case ["swagger"]:
                    return _page(
                        "Descriptions",
                        ["swagger/docs/v1-Agents", "swagger/docs/v1-REST"],
                        address,
                    )
                case _:
                    pass
        return None

    def wsdl(self, agent: str, root: str, query: Mapping[str, str]) -> Answer:
        """The answer to a GET of an agent's endpoint: its WSDL where that is asked for, else a page."""
        if "wsdl" in query or "singlewsdl" in query:
            return Answer(body=self._describe_agent(agent, root), content_type=_XML)
        path = next(iter(self._catalogue.agents[agent].values())).soap_path
        return _page(f"{agent} service", [f"{path}?singleWsdl", f"{path}?wsdl"], root)

    def _describe_agent(self, agent: str, root: str) -> bytes:
        from .wsdl import wsdl

        path = next(iter(self._catalogue.agents[agent].values())).soap_path
        return wsdl(self._catalogue, agent, f"{root}/{path.lstrip('/')}")

    def _release(self, got: Received, root: str) -> Answer:
        kinds = {media_type(each) for each in got.headers.get("accept", "").split(",")}
        if not kinds & {"application/json", "text/json"}:
            return _page("NetServer", ["api/v1", "swagger"], root)
        release = self._catalogue.release
        return _json(
            {
                "v1": f"{root}/api/v1",
                "NetServerVersion": release.label,
                "NetServerLabel": release.label,
                "NetServer": f"proxysmith {release.generator}",
                "Services": release.services,
                "ServicesCurrent": release.services,
                "Version": release.label,
            }
        )

    def _addresses(self, root: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for operation in self._catalogue.operations():
            if operation.on_agents:
                address = f"{root}/{operation.agents_path}"
                found[address] = {"POST": f"{operation.agent}.{operation.name}"}
        for each in self._catalogue.resources:
            found.setdefault(f"{root}/{each.path}", {})[each.verb] = each.name
        return found

    def _description(self, name: str, root: str) -> Answer | None:
        word = name.lower().removesuffix(".json")
        if word in ("v1-agents", "v1-rest"):
            return Answer(body=self._described(word, root), content_type=JSON)
        return None

    def _describe(self, name: str, root: str) -> bytes:
        from .openapi import agents_description, webapi_description

        describe = agents_description if name == "v1-agents" else webapi_description
        return msgspec.json.encode(describe(self._catalogue, root))


def _json(value: Any) -> Answer:
    return Answer(body=msgspec.json.encode(value), content_type=JSON)


def _page(title: str, paths: list[str], root: str) -> Answer:
    links = "".join(
        f'<li><a href="{html.escape(f"{root}/{path}")}">{html.escape(path)}</a>'
        for path in paths
    )
    text = (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{html.escape(title)}"
        f"</title><h1>{html.escape(title)}</h1><ul>{links}</ul>"
    )
    return Answer(body=text.encode(), content_type=_HTML)
