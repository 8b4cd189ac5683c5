"""The state of a stand-in as JSON: what it starts with, and what can be read back.

    {"tenant": ..., "users": [...], "tickets": {...},                        who may sign in: `accounts`
     "records": {"ContactEntity": [{"ContactId": 4, "Name": "Anvil"}]},      entities, by their carriers
     "lists": {"category": [{"Id": 1, "Name": "Customer"}]},                 items of lists
     "files": {"Document": {"17": {"name": "offer.pdf", "content": "<base64>"}}}}

Members are called as on the wires; those that are null or zero may be left out. An entity or item without a number
gets the next one. What is stored already under the same number is replaced.
"""

from __future__ import annotations

import json
from base64 import b64encode
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.kinds import resolve
from netserver._runtime.codecs.schema import schema_of
from .accounts import DEFAULT_SIGN_IN, SIGN_IN_KEYS, SeedKey
from .catalogue import Catalogue
from .default_company import FILES, LISTS, RECORDS
from .families import Families, Family
from .filling import filled
from .list_items import OWN, entity_members, family_of_list, folded, item_of
from .seed_form import checked, did_you_mean, fitted, object_of, shortened
from .store import Records, StoredFile

__all__ = ["SEED_KEYS", "default_seed", "load_seed", "read_seed", "state_of"]

_HIGHEST = 2**31 - 1
_FILE = ("name", "media_type", "content")


class _Place(NamedTuple):
    """The store within one transaction, and the release that it is of."""

    records: Records
    catalogue: Catalogue
    families: Families
    numbers: dict[str, set[int]]
    """By kind, those that the seed has had."""


class _Key(NamedTuple):
    """What becomes of one key of a seed, and how its value is read back; None where nothing is kept."""

    load: Callable[[_Place, Any], None]
    state: Callable[[_Place], Any]


# ------------------------------------------------------------------------------ entities


def _load_records(place: _Place, value: object) -> None:
    for name, entities in object_of(value, "records").items():
        at = f"records.{name}"
        family = _family(place, name, at)
        _put_all(place, family, _objects(entities, at), at)


def _known_family(place: _Place, name: str) -> Family | None:
    """The entities of a carrier's name on the wires, which is nearly always Python's, too."""
    carrier = place.catalogue.carrier(name)
    family = place.families.of(carrier) if isinstance(carrier, type) else None
    return family if family and family.name == name else place.families.of(name)


def _family(place: _Place, name: str, at: str) -> Family:
    family = _known_family(place, name)
    if family is None:
        near = did_you_mean(name, place.families.every)
        raise ValueError(f"{at}: this release has no entity {name[:80]!r}{near}")
    return family


def _objects(value: object, at: str) -> list[tuple[str, dict[str, Any]]]:
    """Objects in a list, each with the place where it stands."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{at}: expected a list")
    items = cast("list[Any]", value)
    return [(f"{at}[{n}]", object_of(each, f"{at}[{n}]")) for n, each in enumerate(items)]  # fmt: skip


def _put_all(
    place: _Place, family: Family, found: list[tuple[str, dict[str, Any]]], at: str
) -> None:
    kind = resolve(family.carrier).kind
    made = [(where, checked(kind, each, where)) for where, each in found]
    for number, each in _numbered(place, family.name, family.key_wire, made):
        carrier = codec.decode(msgspec.json.encode(each), family.carrier)
        place.records.put(family.name, number, codec.encode_held(filled(carrier)))


def _numbered(
    place: _Place, kind: str, key: str, found: list[tuple[str, dict[str, Any]]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Records with their numbers, those that have one first. ValueError names one that stands there twice."""
    taken = place.numbers.setdefault(kind, set())
    for where, each in found:
        number = each.get(key) or 0
        if not number:
            continue
        if not 0 < number <= _HIGHEST:
            raise ValueError(f"{where}.{key}: {number} is no number for one")
        if number in taken:
            raise ValueError(f"{where}.{key}: there are two of {kind} {number}")
        taken.add(number)
        yield number, each
    for _, each in found:
        if not each.get(key):
            number = place.records.next_number(kind)
            taken.add(number)
            yield number, {**each, key: number}


def _records_state(place: _Place) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name in place.records.kinds():
        family = None if name.startswith(OWN) else _known_family(place, name)
        if family is None:
            continue
        kind = resolve(family.carrier).kind
        found[name] = [
            {family.key_wire: number, **shortened(kind, msgspec.json.decode(body))}
            for number, body in place.records.every(name)
        ]
    return found or None


# --------------------------------------------------------------------------------- lists

_ITEM = {"Id": int, "Name": str, "Tooltip": str, "Rank": int, "Deleted": bool}
_WORDS = {int: "a whole number", str: "a text", bool: "true or false"}


def _load_lists(place: _Place, value: object) -> None:
    for name, items in object_of(value, "lists").items():
        at = f"lists.{name}"
        if not folded(name):
            raise ValueError("lists: a list needs a name")
        found = _objects(items, at)
        family = family_of_list(place.families, name)
        if family is not None:
            members = {field.wire for field in schema_of(family.carrier).fields}
            for where, each in found:
                _check_item(where, each, members)
            made = [(where, entity_members(family, each)) for where, each in found]
            _put_all(place, family, made, at)
            continue
        for where, each in found:
            _check_item(where, each)
        kind = f"{OWN}{folded(name)}"
        for number, each in _numbered(place, kind, "Id", found):
            body = msgspec.json.encode(item_of(number, each).members)
            place.records.put(kind, number, body)


def _check_item(
    where: str, item: Mapping[str, Any], more: set[str] | None = None
) -> None:
    for name, value in item.items():
        kind = _ITEM.get(name)
        if kind is None and name not in (more or ()):
            near = did_you_mean(name, {*_ITEM, *(more or ())})
            raise ValueError(f"{where}: an item has no {name[:80]!r}{near}")
        if kind is not None and value is not None and type(value) is not kind:
            raise ValueError(f"{where}.{name}: expected {_WORDS[kind]}")


def _lists_state(place: _Place) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for kind in place.records.kinds():
        if kind.startswith(OWN):
            found[kind.removeprefix(OWN)] = [
                _short_item(number, body) for number, body in place.records.every(kind)
            ]
    return found or None


def _short_item(number: int, body: bytes) -> dict[str, Any]:
    members = item_of(number, msgspec.json.decode(body)).members
    return {name: value for name, value in members.items() if value}


# --------------------------------------------------------------------------------- files


def _load_files(place: _Place, value: object) -> None:
    for kind, files in object_of(value, "files").items():
        numbers = set[int]()
        for text, file in object_of(files, f"files.{kind}").items():
            at = f"files.{kind}.{text}"
            number = int(text) if text.isascii() and text.isdecimal() else 0
            if not 0 < number <= _HIGHEST:
                raise ValueError(f"{at}: {text[:80]!r} is no number of a file")
            if number in numbers:
                raise ValueError(f"{at}: there are two of {kind} {number}")
            numbers.add(number)
            place.records.put_file(kind, number, _file(object_of(file, at), at))


def _file(said: Mapping[str, Any], at: str) -> StoredFile:
    for name, value in said.items():
        if name not in _FILE:
            near = did_you_mean(name, _FILE)
            raise ValueError(f"{at}: a file has no {name[:80]!r}{near}")
        if not isinstance(value, str):
            raise ValueError(f"{at}.{name}: expected a text")
    try:
        content = a2b_base64(said.get("content", ""), strict_mode=True)
    except (Base64Error, ValueError):
        raise ValueError(f"{at}.content: expected base64") from None
    media_type = said.get("media_type") or "application/octet-stream"
    return StoredFile(content, said.get("name", ""), media_type)


def _files_state(place: _Place) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for kind, number, file in place.records.files():
        found.setdefault(kind, {})[str(number)] = {
            "name": file.name,
            "media_type": file.media_type,
            "content": b64encode(file.content).decode(),
        }
    return found or None


# ------------------------------------------------------------------------------ all keys


def _of_sign_in(key: SeedKey) -> _Key:
    def load(place: _Place, value: object) -> None:
        key.load(place.records, value)

    def state(place: _Place) -> Any:
        return key.state(place.records)

    return _Key(load, state)


SEED_KEYS: Mapping[str, _Key] = {
    **{name: _of_sign_in(key) for name, key in SIGN_IN_KEYS.items()},
    "records": _Key(_load_records, _records_state),
    "lists": _Key(_load_lists, _lists_state),
    "files": _Key(_load_files, _files_state),
}
"""Everything that a seed may say."""


def load_seed(records: Records, seed: Mapping[str, Any], catalogue: Catalogue) -> None:
    """Store what a seed says.

    Raises:
        ValueError: It says something that this release does not have, of another type, or twice. The message says where.
    """
    place = _Place(records, catalogue, Families(catalogue), {})
    for name in object_of(seed, "the seed"):
        if name not in SEED_KEYS:
            near = did_you_mean(name, SEED_KEYS)
            raise ValueError(f"the seed: there is no {name[:80]!r} in one{near}")
    for name, key in SEED_KEYS.items():
        if name in seed:
            key.load(place, seed[name])


def state_of(records: Records, catalogue: Catalogue) -> dict[str, Any]:
    """All that is stored, as a seed that stores the same; what is null or zero is left out.

    What only another release has (entities, members, names of enumerations) is left out, too.
    """
    place = _Place(records, catalogue, Families(catalogue), {})
    found = {name: key.state(place) for name, key in SEED_KEYS.items()}
    return {name: value for name, value in found.items() if value is not None}


def default_seed(catalogue: Catalogue) -> dict[str, Any]:
    """The small made-up company, as far as a release has such things."""
    families = Families(catalogue)
    records = {
        name: [fitted(resolve(carrier).kind, each) for each in entities]
        for name, entities in RECORDS.items()
        if (carrier := catalogue.carrier(name)) and families.of(carrier)
    }
    lists = {
        name: _fitted_items(families, name, items) for name, items in LISTS.items()
    }
    return {**DEFAULT_SIGN_IN, "records": records, "lists": lists, "files": {**FILES}}


def _fitted_items(
    families: Families, name: str, items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    family = family_of_list(families, name)
    if family is None:
        return [{key: each[key] for key in _ITEM if key in each} for each in items]
    schema = schema_of(family.carrier)
    known = {*_ITEM, *(field.wire for field in schema.fields)} - {family.key_wire}
    known.add("Id")
    return [{key: each[key] for key in each if key in known} for each in items]


# --------------------------------------------------------------------------------- files


def read_seed(seed: Mapping[str, Any] | str | PathLike[str]) -> Mapping[str, Any]:
    """A seed as it is given, or the one in a file.

    Raises:
        ValueError: The file holds no JSON object, or a name twice in one. The message says in which line.
        OSError: It cannot be read.
    """
    if isinstance(seed, Mapping):
        return seed
    path = Path(seed)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        found: object = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse
        )
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{path}:{line}: the text is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"{path}:{error.lineno}:{error.colno}: expected JSON: {error.msg}"
        ) from None
    except RecursionError:
        raise ValueError(f"{path}: is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    if not isinstance(found, dict):
        raise ValueError(f"{path}:1: expected an object with the keys of a seed")
    return cast("dict[str, Any]", found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict[str, Any]()
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name[:80]!r} stands twice in one object")
        found[name] = value
    return found


def _refuse(word: str) -> object:
    raise ValueError(f"{word} is no number of JSON")
