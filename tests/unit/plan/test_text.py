"""The doors through which text reaches a template."""

from __future__ import annotations

import ast
import tomllib

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.plan.text import (
    Code,
    DocText,
    DottedName,
    Identifier,
    Literal,
    bracketed,
    code,
    comment,
    docstring,
    joined,
    literal,
    markdown,
    toml,
)

MODE = black.Mode(target_versions={black.TargetVersion.PY311})

# Text as metadata has it at its worst: quotes, backslashes and breaks far more often than
# by chance, among characters of all kinds, halves of surrogate pairs included.
NASTY = st.lists(
    st.sampled_from(
        [
            "\\",
            '"',
            "'",
            '"""',
            '\\"',
            "\n",
            "\r",
            "\n\n",
            "    ",
            "\t",
            " ",
            "\x00",
            "\x85",
        ]
    )
    | st.sampled_from(
        ["\u2028", "\u202e", "\ufeff", "\u00a0", "\ud800", "\\N{DIGIT ONE}"]
    )
    | st.sampled_from(["\\x4A", "#", "{{ x }}", "Args:", "word ", "x" * 30, "漢字"])
    | st.characters(),
    max_size=40,
).map("".join)


def formatted(source: str) -> str:
    return black.format_str(source, mode=MODE)


@pytest.mark.parametrize("name", ["contact", "_Hidden", "from_", "Kontaktør", "match"])
def test_a_name_is_an_identifier(name: str):
    assert Identifier(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "1st",
        "from",
        "None",
        "a b",
        "a.b",
        "a;b",
        "a\n",
        "__init__",
        "__mangled",
        "ﬁle",  # NFKC makes "file" of it
        "x\ufe0f",  # ends with a character that cannot be seen
        "ab\u115f",
    ],
)
def test_what_is_no_plain_name_is_refused(name: str):
    with pytest.raises(ValueError):
        Identifier(name)


def test_a_dunder_is_allowed_where_it_is_meant():
    assert Identifier("__spelled__", dunder=True) == "__spelled__"
    with pytest.raises(ValueError):
        Identifier("__debug__", dunder=True)


def test_a_dotted_name_is_identifiers():
    assert DottedName("..carriers.contact_entity") == "..carriers.contact_entity"
    for name in ["", "a..b", "a.", "a.from", "a.b()", "."]:
        with pytest.raises(ValueError):
            DottedName(name)


@pytest.mark.parametrize("kind", [Literal, DocText, Code])
def test_nobody_else_makes_them(kind: type):
    with pytest.raises(TypeError):
        kind("import os")


def test_string_methods_lose_the_stamp():
    assert type(Identifier("a") + "b") is str
    assert type(literal("a").upper()) is str


@given(NASTY)
def test_a_literal_is_the_text(text: str):
    source = literal(text)

    assert ast.literal_eval(source) == text
    assert source.isprintable()
    assert formatted(f"x = ({source})\n") in (
        f"x = {source}\n",
        f"x = (\n    {source}\n)\n",
    )


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | NASTY
    | st.binary(),
    lambda inner: st.lists(inner, max_size=3)
    | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(st.integers() | st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_a_literal_is_the_value(value: object):
    assert ast.literal_eval(literal(value)) == value
    assert "\n" not in literal(value)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), object(), {1}, 1j])
def test_no_literal_is_made_of_anything_else(value: object):
    with pytest.raises(TypeError):
        literal(value)


def test_literals_look_as_black_prints_them():
    assert literal("it's") == '"it\'s"'
    assert literal('say "hi"') == "'say \"hi\"'"
    assert literal("a\u202eb\x00\ud800") == '"a\\u202eb\\x00\\ud800"'
    assert literal((1,)) == "(1,)"
    assert literal({"a": [True, None, -2.5, b"\xff"]}) == (
        '{"a": [True, None, -2.5, b"\\xff"]}'
    )


@given(NASTY, st.sampled_from([4, 8]))
def test_a_docstring_is_prose_and_nothing_else(text: str, indent: int):
    doc = docstring(text, indent=indent)
    depth = indent // 4
    source = "".join(f"{'    ' * n}class A:\n" for n in range(depth))
    source += f"{' ' * indent}{doc}\n"

    module = ast.parse(source)
    node: ast.AST = module
    for _ in range(depth):
        assert len(node.body) == 1  # type: ignore[attr-defined]
        node = node.body[0]  # type: ignore[attr-defined]
    assert isinstance(node, ast.ClassDef)
    (statement,) = node.body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    said = statement.value.value
    assert isinstance(said, str)
    assert all(char.isprintable() for char in said if char != "\n")
    plain = "".join(char for char in text if char.isalnum() and char.isascii())
    shown = "".join(char for char in said if char.isalnum() and char.isascii())
    if text.isprintable():
        assert shown == plain
    assert formatted(source) == source


@given(st.text(alphabet=st.sampled_from("ab \n"), max_size=400))
def test_a_docstring_stays_in_its_columns(text: str):
    longest = max(map(len, docstring(text, indent=4).split("\n")), default=0)
    words = max(map(len, text.split()), default=0)

    assert longest <= max(84, words + 12) or longest + 4 <= 88


def test_docstrings_look_as_a_person_writes_them():
    assert docstring("A company.", indent=4) == '"""A company."""'
    assert docstring('"Big" ones, C:\\new"', indent=4) == (
        '""" "Big" ones, C:\\\\new" """'
    )
    text = (
        "Get one contact.\n\n\nArgs:\n    contact_id: Primary key of the contact, which is 0"
        " until the contact has been saved.\n"
    )
    assert docstring(text, indent=8) == (
        '"""Get one contact.\n'
        "\n"
        "        Args:\n"
        "            contact_id: Primary key of the contact, which is 0 until the contact has\n"
        "                been saved.\n"
        '        """'
    )


@given(NASTY)
def test_a_comment_is_a_comment(text: str):
    source = comment(text) + "\n"

    assert ast.parse(source).body == []
    assert all(line.startswith("#") for line in source.splitlines())
    assert formatted(source) == source


def test_a_comment_gives_no_orders():
    assert comment("-*- coding: utf-7 -*-") == "# -*- coding : utf-7 -*-"
    assert comment("type: ignore") == "# type : ignore"
    assert comment("!/bin/sh") == "# !/bin/sh"


@given(NASTY)
def test_a_toml_string_is_the_text(text: str):
    value = tomllib.loads(f"name = {toml(text)}")["name"]

    assert value == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


@given(NASTY)
def test_markdown_is_one_line_without_markup(text: str):
    made = markdown(text)

    assert made.isprintable()
    assert "<" not in made.replace("\\<", "")


def test_code_is_made_of_checked_parts():
    name = Identifier("ContactEntity")

    assert code("list[{}] | None", name) == "list[ContactEntity] | None"
    assert joined(", ", [name, literal("x"), 3]) == 'ContactEntity, "x", 3'
    with pytest.raises(TypeError):
        code("list[{}]", "ContactEntity")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        joined(", ", ["x"])  # type: ignore[list-item]
    with pytest.raises(ValueError):
        code("list[{}]")


NAMES = st.text(alphabet="abcdefgh", min_size=1, max_size=30).map(
    lambda text: Identifier(f"n_{text}")
)


@given(st.lists(NAMES, max_size=8, unique=True), NAMES)
def test_brackets_are_laid_out_as_black_does(names: list[Identifier], name: Identifier):
    call = bracketed(code("{} = {}(", name, name), names, code(")"), indent=0)
    assert formatted(call + "\n") == call + "\n"

    table = bracketed(code("{} = [", name), names, code("]"), indent=0)
    assert formatted(table + "\n") == table + "\n"

    head = bracketed(
        code("def {}(", name),
        [Identifier("self"), *[code("{}: int", part) for part in names]],
        code(") -> {}:", name),
        indent=4,
    )
    source = f"class A:\n    {head}\n        pass\n"
    assert formatted(source) == source
