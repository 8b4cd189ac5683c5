"""What a type checker makes of carriers, for whoever uses a generated package in strict mode."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = '''\
from __future__ import annotations

import copy
from datetime import datetime
from typing import TYPE_CHECKING, assert_type

import msgspec

from generator.runtime.carriers import BaseCarrier, is_set, unknown_members, unset
from generator.runtime.codecs import json, soap
from generator.runtime.enumerations import Enumeration, Flags
from generator.runtime.spelling import DATETIME_MIN

if TYPE_CHECKING:
    from typing import Annotated

    from generator.runtime.spelling import Int32, Pairs

    Words = Annotated[dict[str, str | None], Pairs("Word")]


class Kind(Enumeration):
    """Kinds."""

    __namespace__ = "urn:x"

    NONE = "None", 0
    SOME = "Some", 1


class Right(Flags):
    """Rights."""

    __namespace__ = "urn:x"
    __names__ = {"None": 0, "Select": 1}

    NONE = 0
    SELECT = 1


class Base(BaseCarrier):
    """The base."""

    __namespace__ = "urn:x"
    __subtypes__ = ("Contact",)
    __discriminator__ = ("Name", {"x": "Contact"})

    table: str | None = None


class Contact(Base):
    """A company."""

    __spelled__ = {"url_name": "URLName"}
    __required__ = ("contact_id",)

    contact_id: Int32 = 0
    """The key."""
    url_name: str | None = None
    updated: datetime = DATETIME_MIN
    kind: Kind = Kind.NONE
    right: Right = Right(0)
    others: list[Contact] | None = None
    words: Words | None = None


contact = Contact(contact_id=1, url_name=None, table="x", kind=Kind.SOME)
contact.right = contact.right | Right.SELECT
contact.right &= ~Right.SELECT
contact.others = [Contact()]
contact.words = {"a": None}
other = Contact()
assert_type(other.contact_id, int)
assert_type(other.url_name, str | None)
assert_type(other.updated, datetime)
assert_type(other.kind.number, int | None)
assert_type(other.right, Right)
assert_type(other.words, dict[str, str | None] | None)
assert_type(copy.copy(contact), Contact)
assert_type(msgspec.json.decode(b"{}", type=Contact), Contact)
print(is_set(contact, "kind"), unknown_members(contact), Right.parse("Select").text())
unset(contact, "kind")
print(json.encode(contact), soap.encode(contact, Contact, "Contact", "urn:x"))
'''
MISTAKES = {
    'Contact(1)': "reportCallIssue",
    'Contact(contact_name="x")': "reportCallIssue",
    'Contact(contact_id="x")': "reportArgumentType",
    'contact.contact_id = "x"': "reportAttributeAccessIssue",
    "contact.nothing = 1": "reportAttributeAccessIssue",
    "contact.kind = 1": "reportAttributeAccessIssue",
}  # fmt: skip
ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_users_are_told_of_their_mistakes_and_of_nothing_else(tmp_path: Path):
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps(
            {
                "typeCheckingMode": "strict",
                "extraPaths": [str(ROOT)],
                "pythonVersion": "3.11",
            }
        )
    )
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text(SAMPLE)
    bad.write_text(SAMPLE + "".join(f"{line}\n" for line in MISTAKES))
    pyright = [sys.executable, "-m", "pyright", "-p", str(tmp_path), "--outputjson"]
    pyright += ["--pythonpath", sys.executable]
    report = json.loads(
        subprocess.run(pyright, capture_output=True, check=False).stdout
    )

    found = [
        (Path(each["file"]).name, each["range"]["start"]["line"], each.get("rule"))
        for each in report["generalDiagnostics"]
        if each.get("rule") != "reportUnusedExpression"
    ]

    first = SAMPLE.count("\n")
    assert found == [
        ("bad.py", first + number, rule)
        for number, rule in enumerate(MISTAKES.values())
    ]


def test_the_sample_runs():
    done = subprocess.run(
        [sys.executable, "-c", SAMPLE.replace("if TYPE_CHECKING:", "if True:")],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
