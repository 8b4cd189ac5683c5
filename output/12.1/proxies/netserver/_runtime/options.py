"""What a caller may ask for beside the arguments of an operation."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PRINTABLE = re.compile(r"[\x20-\x7e]+")
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_FRAMING = frozenset({"connection", "content-length", "transfer-encoding"})


def header_text(what: str, text: object, *, spaces: bool = True) -> str:
    """The text, when it can stand in an HTTP header; the error does not repeat it."""
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a str, not {type(text).__name__}")
    fits = (_PRINTABLE if spaces else _VISIBLE).fullmatch(text) and text == text.strip()
    if not fits:
        del text, fits  # a traceback that shows variables would repeat it
        raise ValueError(
            f"{what} must be printable ASCII, not empty, and without "
            + (
                "line breaks or spaces around it"
                if spaces
                else "line breaks and spaces"
            )
        )
    return text


def waiting_time(what: str, seconds: object) -> float:
    """Seconds above 0; `math.inf` waits for ever."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"{what} must be seconds, not {type(seconds).__name__}")
    if math.isnan(seconds) or seconds <= 0:
        raise ValueError(f"{what} must be above 0 seconds, not {seconds}")
    return float(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOptions:
    """What to ask of one call, or, given to a session, of all its calls.

    None means "not said": what the session says holds then, and after that what NetServer does by itself.

    Attributes:
        language: Language of texts that exist in several ("en", "nb-NO"); "*" leaves them
            untranslated. On the SOAP wire it goes out as Accept-Language alone.
        culture: How numbers and dates inside texts are written ("nb-NO"). Agents wire only.
        time_zone: Id (261) or code ("NO") of the time zone that dates without an offset are in.
        include_offset: Ask for dates with the offset of `time_zone`. Agents wire only.
        timeout: Seconds to wait for a connection, and then for each next piece of the
            answer; `math.inf` waits for ever.
        connect_timeout: Seconds to wait for a connection, where that shall be less.
        total_timeout: Seconds for the whole call: signing in, every attempt and the waits between
            them. A stream that is read in pieces has arrived, for that matter, when it begins. A
            `Session` looks at the time whenever a piece arrives.
        retries: How many times a call is made again that failed in passing; 0 for never.
        idempotent: Whether the call may be made again although the failed one may have been carried out.
            Not said, it may for operations that only read, by their names (Get..., Find..., ...).
        headers: HTTP headers, which win over those that the runtime writes.
        select: Which members of the answer to fill: names of attributes, "name,category/id", or names
            as the wire has them, in one text or a sequence. Agents wire only: SOAP
            always gives everything.
        soap_headers: Values of SOAP header blocks by name, for services with blocks of their own.
            What a session says goes to the operations that declare the block.
    """

    language: str | None = None
    culture: str | None = None
    time_zone: str | int | None = None
    include_offset: bool | None = None
    timeout: float | None = None
    connect_timeout: float | None = None
    total_timeout: float | None = None
    retries: int | None = None
    idempotent: bool | None = None
    headers: Mapping[str, str] | None = dataclasses.field(default=None, repr=False)
    select: Sequence[str] | str | None = None
    soap_headers: Mapping[str, object] | None = dataclasses.field(
        default=None, repr=False
    )

    def __post_init__(self) -> None:
        for name in ("language", "culture"):
            if (text := getattr(self, name)) is not None:
                header_text(name, text)
        self._check_time_zone()
        for name in ("timeout", "connect_timeout", "total_timeout"):
            if (seconds := getattr(self, name)) is not None:
                object.__setattr__(self, name, waiting_time(name, seconds))
        _check_retries(self.retries)
        if not isinstance(cast(object, self.idempotent), (bool, type(None))):
            kind = type(self.idempotent).__name__
            raise TypeError(f"idempotent must be a bool, not {kind}")
        if self.headers is not None:
            object.__setattr__(self, "headers", _checked_headers(self.headers))
        if self.select is not None:
            object.__setattr__(self, "select", _checked_select(self.select))
        if self.soap_headers is not None:
            blocks = _named("soap_headers", self.soap_headers)
            object.__setattr__(self, "soap_headers", blocks)

    def _check_time_zone(self) -> None:
        zone = cast(object, self.time_zone)
        if isinstance(zone, bool) or not isinstance(zone, (str, int, type(None))):
            kind = type(zone).__name__
            raise TypeError(f"time_zone must be a code or an id, not {kind}")
        if isinstance(zone, str):
            header_text("time_zone", zone, spaces=False)
            if "," in zone:
                raise ValueError("time_zone must be one code or id; see include_offset")
        elif zone is not None and not 0 < zone < 2**31:
            raise ValueError(f"time_zone must be an id above 0, not {zone}")
        if not isinstance(cast(object, self.include_offset), (bool, type(None))):
            kind = type(self.include_offset).__name__
            raise TypeError(f"include_offset must be a bool, not {kind}")

    def merged_over(self, defaults: RequestOptions) -> RequestOptions:
        """These options, and what `defaults` say where these say nothing.

        HTTP headers are merged one by one, whatever the case of their names; SOAP headers likewise.
        """
        said: dict[str, Any] = {
            name: value for name in _NAMES if (value := getattr(self, name)) is not None
        }
        if not said:
            return defaults
        if self.headers and defaults.headers:
            said["headers"] = _merged_headers(self.headers, defaults.headers)
        if self.soap_headers and defaults.soap_headers:
            said["soap_headers"] = {**defaults.soap_headers, **self.soap_headers}
        return dataclasses.replace(defaults, **said)

    def with_headers(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """The HTTP headers of a call, and these options' own in place of those they name."""
        return _merged_headers(self.headers, headers) if self.headers else headers


_NAMES = tuple(field.name for field in dataclasses.fields(RequestOptions))


def _check_retries(retries: object) -> None:
    if retries is None:
        return
    if isinstance(retries, bool) or not isinstance(retries, int):
        raise TypeError(f"retries must be an int, not {type(retries).__name__}")
    if retries < 0:
        raise ValueError(f"retries must be 0 or more, not {retries}")


def _merged_headers(
    own: Mapping[str, str], defaults: Mapping[str, str]
) -> dict[str, str]:
    said = {name.lower() for name in own}
    kept = {name: v for name, v in defaults.items() if name.lower() not in said}
    return {**kept, **own}


def _named(what: str, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{what} must be a mapping, not {type(value).__name__}")
    mapping = dict(cast("Mapping[Any, Any]", value))
    for name in mapping:
        if not isinstance(name, str):
            raise TypeError(f"{what}: names must be str, not {type(name).__name__}")
    return mapping


def _checked_headers(value: object) -> Mapping[str, str]:
    headers = _named("headers", value)
    for name, text in headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"headers: {name!r} is no name of an HTTP header")
        if name.lower() in _FRAMING:
            raise ValueError(f"headers: {name} is decided by the body that is sent")
        header_text(f"headers: {name}", text)
    if len({name.lower() for name in headers}) < len(headers):
        raise ValueError("headers: the same header is given twice")
    return headers


def _checked_select(value: object) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return header_text("select", value)
    if not isinstance(value, Sequence):
        kind = type(value).__name__
        raise TypeError(f"select must be a str or a sequence of them, not {kind}")
    names = tuple(cast("Sequence[Any]", value))
    if not names:
        raise ValueError("select must name something; None selects everything")
    return tuple(header_text("select", name) for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw(Generic[T]):
    """What a method gives, and the HTTP answer that it was read from.

    `content` is the body as it came, after unpacking.
    """

    value: T
    status: int
    headers: httpx2.Headers = field(repr=False)
    content: bytes = field(repr=False)


NOTHING_SAID = RequestOptions()
Select: TypeAlias = Sequence[str] | str | None
"""Which members of an answer to fill, as `RequestOptions.select` says it; None leaves it to that."""
Options: TypeAlias = RequestOptions | None
"""What every method takes as `options`: None asks for nothing."""
