"""The index of the full text: the same bytes every time, and nothing obeyed that a text says."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import cbor2
import pytest

from generator.diagnostics import MetadataError
from generator.emit import full_text as full_text_module
from generator.emit.full_text import TextPage, full_text

SIGNATURE = b"pagefind_dcd"
CONTACT = TextPage(
    path="agents/contact/get_contact_entity.html",
    title="GetContactEntity",
    text="Gets a ContactEntity object.",
    filters=(
        ("kind", "operation"),
        ("agent", "Contact"),
        ("wire", "soap"),
        ("wire", "agents"),
    ),
)


def content(raw: bytes) -> bytes:
    whole = raw if raw.startswith(SIGNATURE) else gzip.decompress(raw)
    assert whole.startswith(SIGNATURE)
    return whole.removeprefix(SIGNATURE)


def fragments(files: dict[str, bytes]) -> list[dict[str, Any]]:
    made = [
        json.loads(content(raw))
        for path, raw in files.items()
        if path.endswith(".pf_fragment")
    ]
    return sorted(made, key=lambda fragment: fragment["url"])


def fragment(**page: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {"path": "a.html", "title": "A", "text": "", **page}
    (made,) = fragments(full_text([TextPage(**whole)]))
    return made


def decoded(files: dict[str, bytes], ending: str) -> list[Any]:
    return [
        cbor2.loads(content(raw))
        for path, raw in files.items()
        if path.endswith(ending)
    ]


def index_words(files: dict[str, bytes]) -> dict[str, Any]:
    return {
        word: pages
        for (part,) in decoded(files, ".pf_index")
        for word, pages, _ in part
    }


def fake_program(folder: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    program = folder / "pagefind"
    program.write_text(f"#!{sys.executable}\nimport sys\n{source}")
    program.chmod(0o755)
    monkeypatch.setattr(full_text_module, "_program", lambda: str(program))


def answering(*answers: str) -> str:
    """The source of a program that gives these answers, whatever it is asked."""
    return (
        "import base64\n"
        f"for answer in {answers!r}:\n"
        "    while sys.stdin.buffer.read(1) != b',': pass\n"
        "    sys.stdout.buffer.write(base64.b64encode(answer.encode()) + b',')\n"
        "    sys.stdout.flush()\n"
    )


def refusal() -> str:
    with pytest.raises(MetadataError) as raised:
        full_text([CONTACT])
    return str(raised.value)


# --- What is made ---------------------------------------------------------------------


def test_a_page_is_known_by_path_title_text_and_filters():
    assert fragments(full_text([CONTACT])) == [
        {
            "url": "agents/contact/get_contact_entity.html",
            "content": "GetContactEntity get_contact_entity — Gets a ContactEntity object.",
            "word_count": 7,
            "filters": {
                "agent": ["Contact"],
                "kind": ["operation"],
                "wire": ["soap", "agents"],
            },
            "meta": {"title": "GetContactEntity"},
            "anchors": [],
        }
    ]


def test_a_site_gets_what_the_script_needs_and_no_user_interface():
    paths = [path.split(".") for path in full_text([CONTACT])]

    assert [(path[0].rpartition("_")[0] or path[0], path[-1]) for path in paths] == [
        ("pagefind/filter/unknown", "pf_filter"),
        ("pagefind/filter/unknown", "pf_filter"),
        ("pagefind/filter/unknown", "pf_filter"),
        ("pagefind/fragment/unknown", "pf_fragment"),
        ("pagefind/index/unknown", "pf_index"),
        ("pagefind/pagefind-entry", "json"),
        ("pagefind/pagefind-worker", "js"),
        ("pagefind/pagefind", "js"),
        ("pagefind/pagefind", "pf_meta"),
        ("pagefind/wasm", "pagefind"),
    ]


def test_every_file_that_the_index_names_is_there():
    files = full_text([CONTACT])
    entry = json.loads(files["pagefind/pagefind-entry.json"])
    (language,) = entry["languages"].values()
    (meta,) = decoded(files, f"{language['hash']}.pf_meta")
    _, pages, parts, filters, _, _ = meta

    assert language["page_count"] == 1
    assert [name for name, _ in filters] == ["agent", "kind", "wire"]
    for folder, rows in (("fragment", pages), ("index", parts), ("filter", filters)):
        for row in rows:
            name = row[0] if folder == "fragment" else row[-1]
            assert f"pagefind/{folder}/{name}.pf_{folder}" in files


def test_a_name_is_found_by_its_beginning_its_words_and_its_python_spelling():
    found = index_words(full_text([CONTACT]))

    assert {"getcontactentity", "get_contact_entity", "contact", "entity"} <= set(found)


def test_a_name_behind_a_dot_is_found_by_its_beginning():
    page = TextPage(path="a.html", title="Contact.GetContactEntity", text="")

    assert "getcontactentity" in index_words(full_text([page]))


def test_words_are_not_reduced_to_their_stems():
    found = index_words(full_text([TextPage(path="a.html", title="Saves", text="by")]))

    assert set(found) == {"saves", "by"}


def test_a_title_weighs_ten_times_as_much_as_the_text():
    found = index_words(full_text([TextPage(path="a.html", title="One", text="two")]))

    one, two = (weights for ((_, weights, _),) in (found["one"], found["two"]))
    assert one == [-241, 0]  # 24 is the weight of one; as a change, less one
    assert two == [-25, 2]


def test_a_page_without_text_is_found_by_its_title():
    assert fragment(title="Sign in")["content"] == "Sign in —"


def test_no_pages_make_no_index():
    files = full_text([])

    entry = json.loads(files["pagefind/pagefind-entry.json"])
    assert entry["languages"] == {}


# --- The same bytes -------------------------------------------------------------------


def test_the_same_pages_give_the_same_bytes():
    pages = [
        TextPage(
            path=f"{number}.html",
            title=f"Page {number}",
            text="café cafê cafè cafes",  # one word to the index, in several forms
            filters=(*((f"filter {number % 7}", str(number)),), ("wire", "soap")),
        )
        for number in range(50)
    ]

    assert full_text(pages) == full_text(list(pages)) == full_text(tuple(pages))


def test_pages_are_numbered_in_the_order_in_which_they_are_given():
    names = ["b", "c", "a"]

    pages = [TextPage(path=f"{name}.html", title=name * 2, text="") for name in names]
    found = index_words(full_text(pages))

    assert [found[name * 2][0][0] for name in names] == [0, 1, 2]


def test_the_values_of_a_filter_are_in_order():
    pages = [
        TextPage(path=f"{name}.html", title=name, text="", filters=(("agent", name),))
        for name in ("Sale", "Contact", "Person")
    ]

    assert decoded(full_text(pages), ".pf_filter") == [
        ["agent", [["Contact", [1]], ["Person", [2]], ["Sale", [0]]]]
    ]


def test_neither_the_folder_nor_the_environment_has_a_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    expected = full_text([CONTACT])
    (tmp_path / "pagefind.toml").write_text("this is not TOML")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_LOGFILE", str(tmp_path / "log"))
    monkeypatch.setenv("PAGEFIND_INCLUDE_CHARACTERS", "<>")

    assert full_text([CONTACT]) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["pagefind.toml"]


# --- Any text -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '</h1><script>alert(1)</script><i data-pagefind-filter="kind:evil">x</i>',
        "<div data-pagefind-ignore='all'>hidden</div>",
        "&lt;b&gt; &amp;amp; ]]> -->",
        '{"type": "GetFiles"},',
    ],
)
def test_markup_in_a_text_is_text(text: str):
    made = fragment(text=text, filters=(("kind", "page"),))

    assert made["content"] == f"A — {text}"
    assert made["filters"] == {"kind": ["page"]}
    assert made["anchors"] == []


def test_markup_in_a_title_or_a_filter_is_text():
    made = fragment(title="</h1><b>", filters=(("a:b,c[d]", '"<i>":,['),))

    assert made["meta"] == {"title": "</h1><b>"}
    assert made["filters"] == {"a:b,c[d]": ['"<i>":,[']}


def test_characters_that_cannot_be_sent_or_seen_are_spaces():
    made = fragment(title="A\0B", text="one\0two\ud800three\u202efour\r\nfive")

    assert made["meta"] == {"title": "A B"}
    assert made["content"] == "A B — one two three four five"


@pytest.mark.parametrize(
    "mark",
    [
        "___PAGEFIND_WEIGHT___9",
        "___PAGEFIND_AUTO_WEIGHT___9",
        "___END_PAGEFIND_WEIGHT___",
        "___PAGEFIND_ANCHOR___h1:0:evil",
    ],
)
def test_the_marks_of_pagefind_are_not_obeyed(mark: str):
    files = full_text([TextPage(path="a.html", title=mark, text=f"{mark} two")])

    (made,) = fragments(files)
    ((_, weights, _),) = index_words(files)["two"]
    assert made["anchors"] == []
    assert made["content"].endswith(f"__ {mark[2:]} two")
    assert weights[0] == -25


def test_a_filter_given_twice_counts_once():
    made = fragment(filters=(("wire", "soap"), ("wire", "soap")))

    assert made["filters"] == {"wire": ["soap"]}


# --- When it fails --------------------------------------------------------------------


def test_a_program_that_fails_is_reported_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    fake_program(tmp_path, monkeypatch, "sys.exit('first\\nno such option')")

    assert refusal() == (
        "error[full-text]: Pagefind failed: no such option\n"
        "  expected: Pagefind 1.5\n"
        "  hint: install the pagefind that proxysmith asks for"
    )


def test_a_program_that_ends_early_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    fake_program(tmp_path, monkeypatch, "sys.stdin.buffer.read(1)")

    assert "Pagefind failed: it ended without an answer" in refusal()


def test_a_program_that_is_missing_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(full_text_module, "_program", lambda: str(tmp_path / "none"))

    assert "error[full-text]: Pagefind failed: " in refusal()


def test_what_the_program_refuses_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    answer = '{"message_id": 0, "payload": {"type": "Error", "message": "too long"}}'
    fake_program(tmp_path, monkeypatch, answering(answer))

    assert "Pagefind failed: too long" in refusal()


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([], "'pagefind-entry.json'"),
        (
            [("pagefind-entry.json", b'{"version": "2.0.0"}')],
            "missing required field `languages`",
        ),
        (
            [
                (
                    "pagefind-entry.json",
                    b'{"version": "2.0.0", "languages": {}, "include_characters": []}',
                )
            ],
            "version 2.0.0",
        ),
    ],
)
def test_the_index_of_another_version_is_refused(
    files: list[tuple[str, bytes]],
    found: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(
        full_text_module, "_indexed", lambda pages: dict(files)
    )  # pyright: ignore

    assert "Pagefind made an index of another kind: " in refusal()
    assert found in refusal()


@pytest.mark.parametrize(
    "meta",
    [
        cbor2.dumps(["1.5.2", [], [], [["kind", "unknown_1"]], []]),
        cbor2.dumps(["1.5.2", [], [], {"kind": "unknown_1"}, [], ["title"]]),
        cbor2.dumps(["1.5.2", [], [], [], [], ["title"]])[:-1],
        b"\x9f\x65\x31\x2e\x35\x2e\x32\xff",  # a list of unknown length
    ],
)
def test_a_file_that_is_laid_out_in_another_way_is_refused(
    meta: bytes, monkeypatch: pytest.MonkeyPatch
):
    files = full_text_module._indexed([CONTACT])
    (path,) = (path for path in files if path.endswith(".pf_meta"))
    files[path] = gzip.compress(SIGNATURE + meta)
    monkeypatch.setattr(
        full_text_module, "_indexed", lambda pages: files
    )  # pyright: ignore

    assert "Pagefind made an index of another kind: " in refusal()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(full_text_module.tempfile, "tempdir", str(folder))
    full_text([CONTACT])
    fake_program(tmp_path, monkeypatch, "sys.exit(1)")
    refusal()

    assert list(folder.iterdir()) == []
