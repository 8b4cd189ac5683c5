"""The rows of `tests/cases/codecs`, in both directions."""

from __future__ import annotations

import json as plain_json
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import family
import pytest
from lxml import etree

from generator.runtime.codecs import DecodeError, EncodeError, json, soap
from generator.runtime.codecs.soap_writer import ROOT
from generator.runtime.names import names_of

CASES = Path(__file__).parents[2] / "cases" / "codecs"


def rows(name: str) -> list[Any]:
    found = plain_json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return [pytest.param(row, id=row["says"]) for row in found]


def type_of(row: dict[str, Any]) -> Any:
    return names_of(family.__name__).evaluate(row["type"])


def document(row: dict[str, Any], inner: str) -> bytes:
    head = f"<Root {ROOT.format(family.NAMESPACE)} {row.get('attributes', '')}>"
    return f"{head}{inner}</Root>".encode()


def canonical(content: bytes) -> str:
    return etree.canonicalize(content.decode())


def written(value: Any, kind: Any) -> Any:
    return plain_json.loads(json.encode(value, kind), parse_float=Decimal)


def exactly(text: str) -> Any:
    return plain_json.loads(text.removeprefix("\ufeff"), parse_float=Decimal)


@pytest.mark.parametrize("row", rows("both"))
def test_both_wires_say_the_same(row: dict[str, Any]):
    kind = type_of(row)
    as_json = plain_json.dumps(row["json"]).encode()
    as_soap = document(row, row["soap"])

    by_json = json.decode(as_json, kind)
    by_soap = soap.decode(as_soap, kind)

    assert by_json == by_soap or (by_json != by_json and by_soap != by_soap)
    again = written(by_soap, kind)
    assert again == exactly(plain_json.dumps(row["json"]))
    assert canonical(soap.encode(by_json, kind, "Root", family.NAMESPACE)) == canonical(
        as_soap
    )


@pytest.mark.parametrize("row", rows("reads"))
def test_what_is_understood(row: dict[str, Any]):
    kind = type_of(row)
    if row["wire"] == "json":
        value = json.decode(row["from"].encode(), kind)
    else:
        value = soap.decode(document(row, row["from"]), kind)

    assert written(value, kind) == exactly(row["json"])


def long_text(source: Any) -> str:
    if isinstance(source, str):
        return source
    opening, count, middle, closing = source["repeat"]
    text = opening * count + middle + closing * count
    return source["within"].replace("|", text) if "within" in source else text


@pytest.mark.parametrize("row", rows("refused"))
def test_what_is_refused(row: dict[str, Any]):
    codec: Any = json if row["wire"] == "json" else soap

    with pytest.raises(DecodeError) as caught:
        codec.decode_response(family.SAVE, long_text(row["from"]).encode())

    assert fnmatchcase(str(caught.value), row["message"].replace("[", "[[]"))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("row", rows("unwritable"))
def test_what_has_no_form_over_soap(row: dict[str, Any]):
    kind = type_of(row)
    value = json.decode(plain_json.dumps(row["json"]).encode(), kind)

    with pytest.raises(EncodeError) as caught:
        soap.encode(value, kind, "Root", family.NAMESPACE)

    assert str(caught.value) == row["message"]
