"""What JSON and YAML documents may hold, and what is refused with its place."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import MetadataError, Origin
from generator.readers import yaml_values
from generator.readers.documents import parse_document, parse_json, parse_yaml
from generator.readers.values import MAX_DEPTH


def refused(parse, content: str | bytes) -> tuple[str, Origin | None, str]:
    """Id, place and message of the one error that parsing ends with."""
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(MetadataError) as caught:
        parse(data, "a.json")
    (diagnostic,) = caught.value.diagnostics
    return diagnostic.id, diagnostic.origin, diagnostic.message


# --- JSON


def test_json_gives_plain_values():
    assert parse_json(b'{"a": [1, 2.5, true, null, "\xc3\xa9"]}', "a.json") == {
        "a": [1, 2.5, True, None, "é"]
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_is_read_in_every_encoding_that_it_may_have(encoding: str):
    assert parse_json('{"ø": 1}'.encode(encoding), "a.json") == {"ø": 1}


def test_a_truncated_document_is_refused_where_it_ends():
    assert refused(parse_json, '{\n  "a": [1,') == (
        "bad-json",
        Origin("a.json", "2:11"),
        "expecting value",
    )


def test_a_key_that_stands_twice_is_refused_with_its_object():
    assert refused(parse_json, '{"a/b": [0, {"c": 1, "c": 2}]}') == (
        "duplicate-key",
        Origin("a.json", "#/a~1b/1"),
        'the key "c" stands twice in one object',
    )


def test_a_repeated_key_is_refused_in_a_document_that_breaks_off_as_well():
    assert refused(parse_json, '{"a": {"c": 1, "c": 2}, [') == (
        "duplicate-key",
        Origin("a.json"),
        "a key stands twice in one object",
    )


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, "-1e9999"]
)
def test_what_is_no_finite_number_is_refused_with_its_line(number: str):
    id, origin, _ = refused(parse_json, f'{{"a":\n{number}}}')

    assert (id, origin) == ("bad-number", Origin("a.json", "2"))


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 900, 200_000])
def test_nesting_is_bounded_in_json(depth: int):
    assert refused(parse_json, "[" * depth + "]" * depth)[0] == "too-deep"


def test_nesting_up_to_the_bound_is_read():
    content = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH

    assert parse_json(content, "a.json") == json.loads(content)


def test_half_a_surrogate_pair_is_refused():
    assert refused(parse_json, r'{"a": ["\uD83D"]}')[:2] == (
        "bad-text",
        Origin("a.json", "#/a/0"),
    )


def test_a_whole_surrogate_pair_is_a_character():
    assert parse_json(rb'"\ud83d\ude00"', "a.json") == "\N{GRINNING FACE}"


def test_bytes_that_are_no_text_are_refused_with_their_line():
    assert refused(parse_json, b'{\n"a": "\xff"}') == (
        "bad-encoding",
        Origin("a.json", "2"),
        "byte 8 is not UTF-8",
    )


# --- YAML


@pytest.mark.parametrize("text", ["yes", "No", "on", "off", "y", "12:30:45", "1_000"])
def test_what_only_yaml_1_1_gave_a_meaning_is_a_text(text: str):
    assert parse_yaml(f"[{text}, 2001-12-14]".encode(), "a.yaml") == [
        text,
        "2001-12-14",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("-7", -7),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ('"1"', "1"),
        ("'true'", "true"),
        ("12e03x", "12e03x"),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object):
    read = parse_yaml(f"a: {text}".encode(), "a.yaml")

    assert read == {"a": value}
    assert repr(read) == repr({"a": value})  # 1 is not True, and 1.0 is not 1


def test_keys_are_texts_as_written():
    text = b"responses:\n  200: ok\n  true: t\n  1.50: x\n  no: y\n  ~: z\n"

    assert parse_yaml(text, "a.yaml") == {
        "responses": {"200": "ok", "true": "t", "1.50": "x", "no": "y", "~": "z"}
    }


def test_an_alias_stands_for_its_value():
    text = b"a: &x {b: 1}\nc: *x\nd: &y k\ne: {*y : 2}\n"

    assert parse_yaml(text, "a.yaml") == {
        "a": {"b": 1},
        "c": {"b": 1},
        "d": "k",
        "e": {"k": 2},
    }


@pytest.mark.parametrize(
    ("text", "id", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", "3:1"),
        ("a: 1\n? [x]\n: 2\n", "bad-yaml", "2:3"),
        ("a: !!python/object:os.system x\n", "yaml-tag", "1:4"),
        ("a: !!timestamp 2001-12-14\n", "yaml-tag", "1:4"),
        ("a: !!set {x}\n", "yaml-tag", "1:4"),
        ("a: !!int x\n", "yaml-tag", "1:4"),
        ("a: !mine {}\n", "yaml-tag", "1:4"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "yaml-merge-key", "3:3"),
        ("a: &x\n  b: *x\n", "bad-yaml", "2:6"),
        ("a: *x\n", "bad-yaml", "1:4"),
        ("a: .inf\n", "bad-number", "1:4"),
        ("a: .NaN\n", "bad-number", "1:4"),
        ("a: 1e999\n", "bad-number", "1:4"),
        (f"a: {'9' * 5000}\n", "bad-number", "1:4"),
        ("a: [1\n", "bad-yaml", "2:1"),
        ("a: 1\n---\nb: 2\n", "bad-yaml", ""),
        ("", "bad-yaml", ""),
        ("a: \x07\n", "bad-yaml", ""),
    ],
)
def test_yaml_that_could_mislead_is_refused_with_its_place(
    text: str, id: str, place: str
):
    assert refused(parse_yaml, text)[:2] == (id, Origin("a.json", place))


@pytest.mark.parametrize("tag", ["!!str", "!"])
def test_a_tag_may_say_that_a_scalar_is_a_text(tag: str):
    assert parse_yaml(f"a: {tag} 200\n".encode(), "a.yaml") == {"a": "200"}


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 5_000, 100_000])
def test_nesting_is_bounded_in_yaml(depth: int):
    assert refused(parse_yaml, "[" * depth)[0] == "too-deep"


def test_nesting_by_aliases_is_bounded():
    lines = ["a0: &a0 {}"]
    lines += [f"a{i}: &a{i} {{x: *a{i - 1}}}" for i in range(1, 200)]

    assert refused(parse_yaml, "\n".join(lines))[0] == "too-deep"


def test_values_are_counted_as_often_as_aliases_use_them():
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]

    assert refused(parse_yaml, "\n".join(lines))[0] == "too-large"


def test_yaml_is_read_without_the_c_parser_as_well(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(yaml_values, "_LOADER", yaml.SafeLoader)

    assert parse_yaml(b"a: [1, no]\n", "a.yaml") == {"a": [1, "no"]}


# --- both


@pytest.mark.parametrize("text", ['{"a": [1]}', "a: [1]", " \n{a: [1]}"])
def test_a_document_is_told_apart_by_its_content(text: str):
    if text.lstrip().startswith("{a"):
        assert refused(parse_document, text)[0] == "bad-json"
    else:
        assert parse_document(text.encode(), "a.txt") == {"a": [1]}


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_json_comes_back_as_it_was_written(value: object):
    assert parse_json(json.dumps(value).encode(), "a.json") == value


@given(VALUES)
def test_what_is_json_is_the_same_value_as_yaml(value: object):
    # Escaped, since YAML has no control characters, and DEL is one of them.
    text = json.dumps({"root": value}).replace("\x7f", "\\u007f")
    if "\\ud" not in text:
        assert parse_yaml(text.encode(), "a.yaml") == {"root": value}


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_value_or_an_error_that_names_the_file(content: bytes):
    try:
        parse_document(content, "a.json")
    except MetadataError as error:
        assert all(
            each.origin and each.origin.file == "a.json" for each in error.diagnostics
        )
