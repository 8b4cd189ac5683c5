"""What another generator made of our schema holds classes of data and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.emit.audit_models import audit_models
from generator.emit.json_schema import json_schema
from generator.emit.models import emit_models
from generator.pipeline import read_release

SPECS = Path(__file__).parents[3] / "specs" / "12.2"

MODULE = '''from __future__ import annotations

from pydantic import BaseModel, Field


class Contact(BaseModel):
    """A company."""

    name: str | None = Field(None, alias="Name")
    other: Contact | None = None


Contact.model_rebuild()
'''


def found(text: str, *names: str) -> list[str]:
    diagnostics = Diagnostics()
    audit_models("models/carriers.py", text, names, diagnostics)
    return [f"{item.origin}: {item.message}" for item in diagnostics]


@pytest.mark.parametrize("kind", ["pydantic", "dataclass", "typeddict"])
def test_what_is_made_of_a_release_passes(kind: str):
    release = read_release(Config(sources=(SPECS,)), Diagnostics()).release
    (text,) = (
        text
        for path, text in emit_models(release, kind, Diagnostics()).items()
        if path.endswith(".py")
    )

    assert found(text, *json_schema(release)["$defs"]) == []


def test_classes_of_data_pass():
    assert found(MODULE, "Contact") == []


def test_a_class_that_is_missing_is_found():
    assert found(MODULE, "Person") == ['models/carriers.py:1: "Person" is missing']


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from pydantic", "from os"),
        ("from pydantic", "from .evil"),
        ("from pydantic import BaseModel", "import os"),
        ('"""A company."""', '"""A."""\n    import os\n    """B."""'),
        ('"""A company."""', '"""A."""\n    def run(self): ...'),
        ("str | None", 'open("x")'),
        ("str | None", "\"__import__('os').system('id')\""),
        ("str | None", "str.__class__"),
        ("str | None", "nowhere"),
        ("Field(None", '(__import__("os")'),
        ("Field(None", "Field(lambda: Contact()"),
        ('alias="Name"', 'alias="" + print()'),
        ('alias="Name"', '**{"a": 1}'),
        ("(BaseModel)", "(BaseModel, metaclass=print)"),
        ("(BaseModel)", "(nowhere)"),
        ("class Contact", "@print\nclass Contact"),
        ("Contact.model_rebuild()", "Contact.model_rebuild(print())"),
        ("Contact.model_rebuild()", "print()"),
        ("Contact.model_rebuild()", "Contact = eval"),
        ("Contact.model_rebuild()", "x = = 1"),
    ],
)
def test_anything_else_is_found(old: str, new: str):
    assert old in MODULE
    assert found(MODULE.replace(old, new, 1), "Contact")
