"""What a running installation tells without a call: its release, its descriptions and its WSDLs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import anyio

from generator.diagnostics import (
    Diagnostics,
    MetadataError,
    Origin,
    metadata_error,
)
from generator.progress import Progress
from generator.pulling.addresses import Installation
from generator.pulling.agents import KNOWN, SOAP_ONLY
from generator.pulling.asking import Absent, Asking
from generator.pulling.documents import (
    AGENTS,
    EXPECTED,
    WEBAPI,
    Described,
    Document,
    Pulled,
    agents_in,
    described,
    path_of,
)
from generator.pulling.fetching import Answer, Refused, Unreachable
from generator.pulling.keeping import about
from generator.pulling.wsdls import wsdl_of
from generator.readers.documents import parse_json
from generator.readers.kinds import Kind

_JSON = "application/json"
_DESCRIPTIONS = ("v1-Agents", "v1-REST")
_LINK = re.compile(r"\bswagger/(?:docs/[\w.\-]+|[\w.\-]+/swagger\.json)", re.IGNORECASE)
_SERVICES = re.compile(r"Services[0-9]{1,9}")
_MOST_LINKS = 12
_MOST_AGENTS = 500
_KINDS = {AGENTS: "the Agents endpoint", WEBAPI: "the WebApi"}
_SIGN_IN = (
    "where metadata is for users alone, the environment says who asks: PROXYSMITH_AUTHORIZATION, "
    "or PROXYSMITH_USER and PROXYSMITH_PASSWORD"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an installation calls its release ("11.10.721.0") and its newest services ("Services88")."""

    label: str = ""
    services: str = ""


@dataclass(slots=True)
class _Missing:
    """What is not there, by reason; and what was found at each place that was asked."""

    reasons: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    found: list[str] = field(default_factory=list[str])
    barred: bool = False

    def add(self, what: str, why: Absent) -> None:
        self.reasons.setdefault(str(why), []).append(what)
        self.barred = self.barred or why.barred


def about_of(content: bytes) -> About | None:
    """What the answer of `/api` says; None where it is none of NetServer's."""
    try:
        said = parse_json(content, "api")
    except MetadataError:
        return None
    if not isinstance(said, dict):
        return None
    services = ""
    for key in ("ServicesCurrent", "Services"):
        value = said.get(key)
        if not services and isinstance(value, str) and _SERVICES.fullmatch(value):
            services = value
    label = said.get("NetServerVersion") or said.get("Version")
    if not isinstance(label, str) or not re.fullmatch(r"[ -~]{1,100}", label.strip()):
        label = ""
    found = About(label=label.strip(), services=services)
    return found if found != About() else None


async def read_installation(
    place: Installation,
    services: str,
    agents: tuple[str, ...],
    asking: Asking,
    workers: int,
    diagnostics: Diagnostics,
    progress: Progress,
) -> Pulled:
    """What the installation describes, in its newest service version or that of `services` ("Services87").

    `agents` names those whose WSDLs are wanted, all where it is empty. What is not there is a
    warning.

    Raises:
        MetadataError: Nobody answers, or nothing is there, or something did not arrive that is.
    """
    reading = _Reading(place.root, asking, diagnostics)
    with progress.stage("asking", 2) as step:
        release = await reading.release()
        step(1)
        version = services or place.services or release.services
        asking.of = about(place.root, release.label, release.services, version)
        described_in = await reading.descriptions()
        step(1)
    names = agents or await reading.agents(described_in)
    if version:
        wsdls = await reading.wsdls(version, names, workers, progress)
    else:
        wsdls = ()
        diagnostics.warning(
            "missing-metadata",
            "no WSDL was asked for: /api does not say which services there are",
            Origin(place.root),
            hint="say --services NN",
        )
    documents = (*(each for each, _ in described_in), *wsdls)
    reading.conclude(documents)
    return Pulled(
        label=release.label, services=version if wsdls else "", documents=documents
    )


class _Reading:
    """One installation while it is read."""

    def __init__(self, root: str, asking: Asking, diagnostics: Diagnostics) -> None:
        self._root = root
        self._asking = asking
        self._diagnostics = diagnostics
        self._missing = _Missing()

    async def release(self) -> About:
        url = f"{self._root}/api"
        try:
            answer = await self._asking.answer(url, _JSON)
        except Refused as refusal:
            self._missing.found.append(f"/api {refusal}")
            return About()
        except Unreachable as failure:
            raise metadata_error(
                "unreachable",
                str(failure),
                Origin(url),
                expected="the root of a running NetServer, such as https://host/Cust12345",
                hint="check the address, and that it can be reached from here",
            ) from None
        found = about_of(answer.content) if answer.status == 200 else None
        self._missing.barred |= answer.status in (401, 403)
        if found is None:
            self._missing.found.append(f"/api {self._told(answer)}")
            self._diagnostics.warning(
                "missing-metadata",
                f"no release number: /api {self._told(answer)}",
                Origin(self._root),
                expected="JSON with NetServerVersion and ServicesCurrent",
                hint="say --release LABEL and --services NN",
            )
        return found or About()

    async def descriptions(self) -> list[tuple[Document, Described]]:
        """The descriptions of the Agents endpoint and of the WebApi, as far as there are any."""
        found: list[tuple[Document, Described]] = []
        why: Absent | None = None
        tried: set[str] = set()

        async def ask(paths: Iterable[str]) -> None:
            nonlocal why
            for path in paths:
                if path.lower() in tried or len(found) == len(_KINDS):
                    continue
                tried.add(path.lower())
                try:
                    found.append(await self._description(path, [d for d, _ in found]))
                except Absent as absent:
                    why = why or absent
                    if absent.barred:
                        return
                except Unreachable:
                    pass  # which the end of the run tells of

        await ask(f"swagger/docs/{name}" for name in _DESCRIPTIONS)
        if len(found) < len(_KINDS) and not self._asking.failures:
            if why is None or not why.barred:
                await ask(await self._links())
                await ask(f"swagger/{name}/swagger.json" for name in _DESCRIPTIONS)
            there = {document.path.split("/")[0] for document, _ in found}
            for part, name in _KINDS.items():
                if part not in there and why is not None:
                    self._missing.add(f"no description of {name}", why)
        return found

    async def _description(
        self, path: str, others: list[Document]
    ) -> tuple[Document, Described]:
        url = f"{self._root}/{path}"

        what: Described | None = None

        def judge(content: bytes) -> None:
            nonlocal what
            what = described(content, path)
            if what.kind is Kind.WSDL or what.leads_elsewhere:
                raise metadata_error(
                    "no-description", "is no Swagger description that stands alone"
                )

        received = await self._asking.document(url, _JSON, judge)
        what = what or described(received.content, path)
        document = Document(
            path=path_of(what),
            content=received.content,
            whence=received.url,
            when=received.when,
        )
        part = document.path.split("/")[0]
        if any(each.path.startswith(f"{part}/") for each in others):
            raise Absent(f"what came is about {_KINDS[part]}")
        return document, what

    async def _links(self) -> list[str]:
        """The addresses of descriptions that stand on the page about them."""
        try:
            page = await self._asking.answer(f"{self._root}/swagger", "text/html")
        except (Refused, Unreachable):
            return []
        if page.status != 200:
            return []
        text = page.content.decode("utf-8", "replace")
        return list(dict.fromkeys(_LINK.findall(text)))[:_MOST_LINKS]

    async def agents(
        self, descriptions: list[tuple[Document, Described]]
    ) -> tuple[str, ...]:
        """The agents that there are, or may be."""
        names = tuple(name for _, what in descriptions for name in what.agents)
        if not names and not self._missing.barred:
            names = await self._listed()
        if not names:
            names = tuple(KNOWN)
            self._diagnostics.note(
                "unlisted-agents",
                "nothing says which agents there are: those that NetServer is known to have are tried",
                Origin(self._root),
                hint="--agents names others",
            )
        if len(names) > _MOST_AGENTS:
            raise metadata_error(
                "too-large",
                f"tells of {len(names)} agents",
                Origin(self._root),
                expected=f"at most {_MOST_AGENTS}",
            )
        there = {name.lower() for name in names}
        return (*names, *(each for each in SOAP_ONLY if each.lower() not in there))

    async def _listed(self) -> tuple[str, ...]:
        try:
            answer = await self._asking.answer(f"{self._root}/api/v1", _JSON)
            said = (
                parse_json(answer.content, "api/v1") if answer.status == 200 else None
            )
        except (Refused, Unreachable, MetadataError):
            return ()
        addresses = said if isinstance(said, dict) else {}
        return agents_in(address.partition("?")[0] for address in addresses)

    async def wsdls(
        self, services: str, agents: tuple[str, ...], workers: int, progress: Progress
    ) -> tuple[Document, ...]:
        """The WSDL of each agent, and the documents that it refers to."""
        found: dict[str, list[Document]] = {}
        missing: dict[str, Absent] = {}
        left = iter(agents)
        barred: Absent | None = None
        failed: Exception | None = None

        async def ask_on(
            step: Callable[[int], None], everybody: anyio.CancelScope
        ) -> None:
            nonlocal barred, failed
            for agent in left:
                try:
                    if barred is not None:
                        raise barred
                    found[agent] = await wsdl_of(
                        agent, services, self._root, self._asking
                    )
                except Absent as absent:
                    missing[agent] = absent
                    barred = absent if absent.barred else barred
                except Unreachable:
                    pass  # which the end of the run tells of
                except (MetadataError, OSError) as error:
                    failed = error
                    everybody.cancel()
                step(1)

        with progress.stage("WSDLs", len(agents)) as step:
            async with anyio.create_task_group() as group:
                for _ in range(workers):
                    group.start_soon(ask_on, step, group.cancel_scope)
        if failed is not None:
            raise failed
        for agent in agents:  # they end in any order
            if agent in missing:
                self._missing.add(f"no WSDL of {agent}", missing[agent])
        return tuple(each for agent in agents for each in found.get(agent, ()))

    def conclude(self, documents: tuple[Document, ...]) -> None:
        """Say what is missing, as warnings; as an error where nothing is left, or may yet come."""
        origin = Origin(self._root)
        for address, why in self._asking.failures.items():
            self._diagnostics.error(
                "not-received",
                why,
                Origin(address),
                expected="a whole document",
                hint="run the same command again: what has arrived is kept for a day, "
                "and is not asked for again",
            )
        self._diagnostics.stop()
        reasons = self._missing.reasons
        if not documents:
            told = [f"{_listing(what)}: {why}" for why, what in reasons.items()]
            raise metadata_error(
                "no-metadata",
                "nothing there describes a service: "
                + "; ".join([*self._missing.found, *told]),
                origin,
                expected=f"{EXPECTED}, at /swagger/docs/v1-Agents and /v1-REST, and at "
                "/Remote/ServicesNN/AGENT.svc?singleWsdl",
                hint=self._advice(),
            )
        for why, what in reasons.items():
            self._diagnostics.warning(
                "missing-metadata",
                f"{_listing(what)}: {why}",
                origin,
                hint=_SIGN_IN if why in ("HTTP 401", "HTTP 403") else "",
            )

    def _advice(self) -> str:
        if self._missing.barred:
            return _SIGN_IN
        if any("HTTP 421" in each for each in self._missing.found):
            return (
                "the tenant is at another host: https://ENVIRONMENT.superoffice.com/api/state/TENANT "
                "says which"
            )
        return (
            "check that this is the root of an installation, and that it publishes its metadata "
            "(Documentation of the WebApi, serviceMetadata of WCF); the vendor's zips will do, too"
        )

    def _told(self, answer: Answer) -> str:
        """What an answer is that was to be something else."""
        if answer.status != 200:
            return f"answers HTTP {answer.status}"
        what = "a page for people" if answer.is_html else "something else"
        begins = self._asking.excerpt(answer)
        return f"is {what}" + (f', which begins "{begins}"' if begins else "")


def _listing(what: list[str]) -> str:
    """ "no WSDL of A, B, C" for "no WSDL of A", "no WSDL of B" and so on."""
    grouped: dict[str, list[str]] = {}
    for each in what:
        start, _, name = each.rpartition(" of ")
        grouped.setdefault(start, []).append(name)
    return " and ".join(
        f"{start} of {', '.join(names)}" for start, names in grouped.items()
    )
