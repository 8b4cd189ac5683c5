"""`sources` finds documents by their content, and never opens anything else."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics, MetadataError
from generator.readers.kinds import Kind, kind_of
from generator.readers.wsdl import read_wsdl
from generator.sources import (
    Source,
    digest,
    file_source,
    find_sources,
    memory_source,
    newest_services,
)

WSDL = (
    b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:a"/>'
)
XSD = b'<schema xmlns="http://www.w3.org/2001/XMLSchema"/>'
SWAGGER = b'{"swagger": "2.0", "paths": {}}'
OPENAPI = b"openapi: 3.0.3\npaths: {}\n"


def services(number: int) -> bytes:
    return WSDL.replace(b"urn:a", f"http://x/NetServer/Services{number}".encode())


def zipped(files: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = how
            archive.writestr(info, content)
    return stream.getvalue()


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def found(*paths: Path) -> list[tuple[str, Kind]]:
    return [(each.file, each.kind) for each in find_sources(paths, Diagnostics())]


def refusal(*paths: Path) -> str:
    with pytest.raises(MetadataError) as raised:
        find_sources(paths, Diagnostics())
    (diagnostic,) = raised.value.diagnostics
    return f"{diagnostic.origin} {diagnostic.id}"


# Kinds


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WSDL, Kind.WSDL),
        (b"\xef\xbb\xbf\n" + WSDL, Kind.WSDL),
        (WSDL.decode().encode("utf-16"), Kind.WSDL),
        (b"<!--" + b"x" * 9000 + b"-->" + WSDL, Kind.WSDL),
        (WSDL.replace(b"/>", b"><types>"), Kind.WSDL),  # cut off: its reader says where
        (XSD, Kind.XSD),
        (b'<description xmlns="http://www.w3.org/ns/wsdl"/>', Kind.XML),
        (b"<!-- nothing", Kind.OTHER),
        (SWAGGER, Kind.SWAGGER),
        (b'\xef\xbb\xbf{"swagger": "2.0"}', Kind.SWAGGER),
        (b'{"info": {"x": 1}, "swagger": "2.0"}', Kind.SWAGGER),
        (b'{"info": {"swagger": "2.0"}}', Kind.JSON),
        (b'{"info": {}, "openapi": "3.1.0", "paths":', Kind.OPENAPI),  # cut off
        (b'{"openapi": "3.1.0"}', Kind.OPENAPI),
        (b'{"swagger": "1.2"}', Kind.JSON),
        (b"[1]", Kind.JSON),
        (b"swagger: '2.0'\n", Kind.SWAGGER),
        (OPENAPI, Kind.OPENAPI),
        (b"# hello\ninfo:\n  openapi: no\nopenapi: '3.1.0'\n", Kind.OPENAPI),
        (b"info:\n  openapi: 3.0.0\n", Kind.OTHER),
        (b"{openapi: 3.0.0}", Kind.OPENAPI),
        (zipped({}), Kind.ZIP),
        (b"", Kind.EMPTY),
        (b" \n", Kind.EMPTY),
        (b"\x7fELF\0\0", Kind.OTHER),
        (b"hello", Kind.OTHER),
    ],
)  # fmt: skip
def test_the_content_tells_the_kind(content: bytes, kind: Kind):
    told, _ = kind_of(lambda size: content if size < 0 else content[:size])

    assert told is kind


def test_no_more_of_a_document_is_read_than_tells_its_kind():
    asked: list[int] = []

    def read(size: int) -> bytes:
        asked.append(size)
        return WSDL

    kind_of(read)

    assert asked == [4096]


# Finding


def test_a_folder_is_searched_in_the_order_of_its_names_with_the_zips_in_it(tmp_path):
    written(
        tmp_path / "in",
        {
            "b/two.json": SWAGGER,
            "b.txt": OPENAPI,
            "a.zip": zipped({"WSDL\\Contact.xml": WSDL, "WSDL\\sub\\B.xml": WSDL}),
            "release.toml": b"",
            "deep/overlay.toml": b"",
            "types.xsd": XSD,
            ".hidden/x.wsdl": WSDL,
            ".x.wsdl": WSDL,
        },
    )

    assert found(tmp_path / "in") == [
        ("in/a.zip/WSDL/Contact.xml", Kind.WSDL),
        ("in/a.zip/WSDL/sub/B.xml", Kind.WSDL),
        ("in/b/two.json", Kind.SWAGGER),
        ("in/b.txt", Kind.OPENAPI),
        ("in/deep/overlay.toml", Kind.OVERLAY),
        ("in/release.toml", Kind.RELEASE),
    ]


def test_a_zip_in_a_zip_is_read_and_one_inside_that_is_not(tmp_path):
    inner = zipped({"a.wsdl": WSDL, "deeper.zip": zipped({"b.wsdl": WSDL})})
    (tmp_path / "repo.zip").write_bytes(zipped({"x/wsdl.zip": inner}))
    diagnostics = Diagnostics()

    (source,) = find_sources([tmp_path / "repo.zip"], diagnostics)

    assert source.file == "repo.zip/x/wsdl.zip/a.wsdl"
    assert source.read() == WSDL
    assert [str(each) for each in diagnostics] == [
        "repo.zip/x/wsdl.zip/deeper.zip: note[not-a-description]: "
        "is a zip inside a zip inside a zip: skipped"
    ]


def test_what_is_no_description_is_a_note_and_an_empty_file_a_warning(tmp_path):
    written(
        tmp_path / "in",
        {
            "a.wsdl": WSDL,
            "b.json": b"{}",
            "c.xml": b"<x/>",
            "d.yaml": b"x: 1",
            "e.md": b"# Read me",
            "f.wsdl": b"",
        },
    )
    diagnostics = Diagnostics()

    find_sources([tmp_path / "in"], diagnostics)

    assert [str(each) for each in diagnostics] == [
        "in/b.json: note[not-a-description]: is another kind of JSON: skipped",
        "in/c.xml: note[not-a-description]: is another kind of XML: skipped",
        "in/d.yaml: note[not-a-description]: is no description: skipped",
        "in/f.wsdl: warning[empty-file]: is empty: skipped",
    ]


def test_many_files_that_are_no_description_are_counted(tmp_path):
    files = {f"{number:03}.json": b"{}" for number in range(50)}
    written(tmp_path / "in", {**files, "a.wsdl": WSDL})
    diagnostics = Diagnostics()

    find_sources([tmp_path / "in"], diagnostics)

    assert len(diagnostics.items) == 11
    assert str(diagnostics.items[-1]).endswith("40 more files are no description: skipped")  # fmt: skip


def test_sources_of_one_name_are_told_apart_by_their_folders(tmp_path):
    written(tmp_path, {"x/new/a.wsdl": WSDL, "y/new/a.wsdl": WSDL, "b.wsdl": WSDL})

    paths = [tmp_path / "x/new", tmp_path / "y/new/a.wsdl", tmp_path / "b.wsdl"]
    assert [file for file, _ in found(*paths)] == ["new/a.wsdl", "a.wsdl", "b.wsdl"]
    paths = [tmp_path / "x/new", tmp_path / "y/new"]
    assert [file for file, _ in found(*paths)] == ["x/new/a.wsdl", "y/new/a.wsdl"]


def test_a_file_that_two_sources_hold_is_read_once(tmp_path):
    written(tmp_path / "in", {"a.wsdl": WSDL, "b.wsdl": WSDL})

    assert [file for file, _ in found(tmp_path / "in/b.wsdl", tmp_path / "in")] == [
        "b.wsdl",
        "in/a.wsdl",
    ]
    assert len(found(tmp_path / "in", tmp_path / "in/b.wsdl")) == 2


def test_the_current_folder_has_the_name_that_it_has(tmp_path, monkeypatch):
    written(tmp_path / "in", {"a.wsdl": WSDL})
    monkeypatch.chdir(tmp_path / "in")

    assert found(Path()) == [("in/a.wsdl", Kind.WSDL)]
    assert found(Path("a.wsdl")) == [("a.wsdl", Kind.WSDL)]


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    written(tmp_path, {"out/a.wsdl": WSDL, "in/b.wsdl": WSDL})
    (tmp_path / "in/file.wsdl").symlink_to(tmp_path / "out/a.wsdl")
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/dangling.wsdl").symlink_to(tmp_path / "none")

    assert found(tmp_path / "in") == [("in/b.wsdl", Kind.WSDL)]


def test_a_source_that_is_no_description_says_what_it_is(tmp_path):
    written(
        tmp_path,
        {
            "empty.wsdl": b"",
            "types.xsd": XSD,
            "cut.xml": b"<a>\n<",
            "dtd.xml": b"\n<!DOCTYPE x>" + b" " * 9,
            "x.json": b"{}",
            "noise.bin": b"\0\1",
            "none/readme.md": b"x",
            "none.zip": zipped({"readme.md": b"x"}),
        },
    )

    assert [
        refusal(tmp_path / name)
        for name in (
            "empty.wsdl",
            "types.xsd",
            "x.json",
            "noise.bin",
            "none",
            "none.zip",
            "gone",
        )
    ] == [
        "empty.wsdl empty-file",
        "types.xsd no-description",
        "x.json no-description",
        "noise.bin no-description",
        "none no-description",
        "none.zip no-description",
        "gone unreadable",
    ]
    assert refusal(tmp_path / "dtd.xml") == "dtd.xml:2 dtd"


def test_a_device_is_no_source(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert refusal(tmp_path / "pipe") == "pipe unreadable"


# Zips


def encrypted() -> bytes:
    content = bytearray(zipped({"a.wsdl": WSDL}))
    central = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, 6, 1)
    struct.pack_into("<H", content, central + 8, 1)
    return bytes(content)


def of_unknown_method() -> bytes:
    content = bytearray(zipped({"a.wsdl": WSDL}))
    central = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, 8, 97)
    struct.pack_into("<H", content, central + 10, 97)
    return bytes(content)


def flipped() -> bytes:
    content = bytearray(zipped({"a.wsdl": WSDL}, zipfile.ZIP_STORED))
    content[content.index(b"urn:a")] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (zipped({"a.wsdl": WSDL})[:-30], "x.zip unreadable-zip"),
        (b"PK\x03\x04", "x.zip unreadable-zip"),
        (encrypted(), "x.zip/a.wsdl encrypted-zip"),
        (of_unknown_method(), "x.zip/a.wsdl unreadable-zip"),
        (flipped(), "x.zip/a.wsdl unreadable-zip"),
        (zipped({"../a.wsdl": WSDL}), "x.zip unsafe-name"),
        (zipped({"b\\..\\..\\a.wsdl": WSDL}), "x.zip unsafe-name"),
        (zipped({"/a.wsdl": WSDL}), "x.zip unsafe-name"),
        (zipped({"\\\\host\\a.wsdl": WSDL}), "x.zip unsafe-name"),
        (zipped({"C:\\a.wsdl": WSDL}), "x.zip unsafe-name"),
        (zipped({"a.wsdl": WSDL, ".\\a.wsdl": WSDL}), "x.zip unsafe-name"),
        (zipped({"a.json": b"{" + b" " * 9_000_000}), "x.zip/a.json zip-bomb"),
    ],
)
def test_a_zip_that_cannot_be_trusted_is_refused(tmp_path, content, refused):
    (tmp_path / "x.zip").write_bytes(content)

    assert refusal(tmp_path / "x.zip") == refused


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("generator.containers.LARGEST_ARCHIVE", 100)
    (tmp_path / "x.zip").write_bytes(zipped({"a.wsdl": WSDL, "b.wsdl": WSDL}))

    assert refusal(tmp_path / "x.zip") == "x.zip zip-bomb"


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.wsdl", WSDL)
        link = zipfile.ZipInfo("b.wsdl")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "x.zip").write_bytes(stream.getvalue())

    assert found(tmp_path / "x.zip") == [("x.zip/a.wsdl", Kind.WSDL)]


def test_zip_entries_are_unpacked_only_when_read(tmp_path):
    # The fault lies behind the part that tells the kind.
    long = WSDL.replace(b"/>", b">" + b" " * 300_000 + b"</definitions>")
    damaged = bytearray(zipped({"a.wsdl": long}, zipfile.ZIP_STORED))
    damaged[200_000] ^= 1
    (tmp_path / "x.zip").write_bytes(damaged)

    (source,) = find_sources([tmp_path / "x.zip"], Diagnostics())

    with pytest.raises(MetadataError) as raised:
        source.read()
    assert raised.value.diagnostics[0].id == "unreadable-zip"


# References


def in_folder(tmp_path: Path, files: Mapping[str, bytes]) -> Source:
    folder = written(tmp_path / "in", files)
    return next(
        each
        for each in find_sources([folder], Diagnostics())
        if each.file.endswith("main.wsdl")
    )


def beside_file(tmp_path: Path, files: Mapping[str, bytes]) -> Source:
    folder = written(tmp_path / "in", files)
    (source,) = find_sources([folder / "main.wsdl"], Diagnostics())
    return source


def in_zip(tmp_path: Path, files: Mapping[str, bytes]) -> Source:
    (tmp_path / "in.zip").write_bytes(zipped(files))
    return find_sources([tmp_path / "in.zip"], Diagnostics())[-1]


def in_zip_in_folder(tmp_path: Path, files: Mapping[str, bytes]) -> Source:
    written(tmp_path / "in", {"x.zip": zipped(files)})
    return find_sources([tmp_path / "in"], Diagnostics())[-1]


def in_memory(tmp_path: Path, files: Mapping[str, bytes]) -> Source:
    return memory_source(files["main.wsdl"], "main.wsdl", files)


WAYS = [in_folder, beside_file, in_zip, in_zip_in_folder, in_memory]

FOREIGN = [
    "http://example.com/a.xsd",
    "https://example.com/a.xsd",
    "HTTP://example.com/a.xsd",
    "ftp://example.com/a.xsd",
    "file:///etc/passwd",
    "file:a.xsd",
    "urn:a",
    "data:text/xml,<a/>",
    "//example.com/a.xsd",
    "\\\\example.com\\a.xsd",
    "/etc/passwd",
    "\\etc\\passwd",
    "C:\\a.xsd",
    "c:/a.xsd",
    "c:a.xsd",
    "../a.xsd",
    "..\\a.xsd",
    "types/../../a.xsd",
    "../in/types/a.xsd",
    "%2e%2e/a.xsd",
    "%2E%2E%2Fa.xsd",
    "..%5Ca.xsd",
    "%2Fetc/passwd",
    "%5C%5Cexample.com%5Ca.xsd",
    "http%3A//example.com/a.xsd",
    "file%3a///etc/passwd",
    " http://example.com/a.xsd ",
    "\nhttp://example.com/a.xsd",
    "a.xsd%00",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("location", FOREIGN)
def test_a_reference_out_of_the_source_is_refused(tmp_path, way, location):
    written(tmp_path, {"a.xsd": XSD})
    source = way(tmp_path, {"main.wsdl": WSDL, "types/a.xsd": XSD})

    with pytest.raises(MetadataError) as raised:
        source.open(location, "7")

    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.id == "foreign-reference"
    assert str(diagnostic.origin) == f"{source.file}:7"


TAGS = {
    "wsdl:import": '<w:import namespace="urn:b" location="{}"/>',
    "xs:import": '<w:types><x:schema><x:import namespace="urn:b" schemaLocation="{}"/>'
    "</x:schema></w:types>",
    "xs:include": '<w:types><x:schema><x:include schemaLocation="{}"/></x:schema>'
    "</w:types>",
    "xs:redefine": '<w:types><x:schema><x:redefine schemaLocation="{}"/></x:schema>'
    "</w:types>",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", TAGS)
def test_every_kind_of_reference_goes_through_that_door(tmp_path, way, kind):
    written(tmp_path, {"a.xsd": XSD})
    for location in FOREIGN:
        if location.startswith(("data", "a.xsd", "\n")):
            continue  # an XML attribute cannot hold it as it is
        reference = TAGS[kind].format(location)
        document = (
            '<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" '
            'xmlns:x="http://www.w3.org/2001/XMLSchema">\n'
            f"{reference}</w:definitions>"
        )
        source = way(tmp_path, {"main.wsdl": document.encode()})

        with pytest.raises(MetadataError) as raised:
            read_wsdl(source, Diagnostics())

        (diagnostic,) = raised.value.diagnostics
        assert diagnostic.id == "foreign-reference", location
        assert str(diagnostic.origin) == f"{source.file}:2"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "location", ["types/a.xsd", "./types//a.xsd", "types\\a.xsd", " types/a%2Exsd "]
)
def test_a_reference_inside_the_source_is_followed(tmp_path, way, location):
    source = way(tmp_path, {"main.wsdl": WSDL, "types/a.xsd": XSD})

    opened = source.open(location)

    assert opened.file == source.file.replace("main.wsdl", "types/a.xsd")
    assert (opened.kind, opened.read()) == (Kind.XSD, XSD)
    assert opened.open("../main.wsdl") == source
    assert source.open("") == source


@pytest.mark.parametrize("way", WAYS)
def test_a_reference_to_nothing_is_named(tmp_path, way):
    source = way(tmp_path, {"main.wsdl": WSDL})

    with pytest.raises(MetadataError) as raised:
        source.open("no.xsd", "3")

    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.id == "missing-reference"
    assert diagnostic.message == 'the reference "no.xsd" leads to no file'


@pytest.mark.parametrize("way", [in_folder, beside_file])
def test_a_reference_through_a_link_out_of_the_folder_is_refused(tmp_path, way):
    written(tmp_path, {"a.xsd": XSD, "in/b.xsd": XSD})
    (tmp_path / "in/link.xsd").symlink_to(tmp_path / "a.xsd")
    (tmp_path / "in/up").symlink_to(tmp_path)
    (tmp_path / "in/inside.xsd").symlink_to(tmp_path / "in/b.xsd")
    source = way(tmp_path, {"main.wsdl": WSDL})

    for location in ("link.xsd", "up/a.xsd"):
        with pytest.raises(MetadataError) as raised:
            source.open(location)
        assert raised.value.diagnostics[0].id == "foreign-reference"
    assert source.open("inside.xsd").read() == XSD


# Versions and digests


def versions(*numbers: int) -> list[Source]:
    wsdls = [memory_source(services(number)) for number in numbers]
    return [*wsdls, memory_source(SWAGGER), memory_source(WSDL)]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [(None, "Services100"), ("9", "Services9"), ("services88", "Services88")],
)
def test_one_service_version_is_kept_the_newest_by_number(wanted, kept):
    sources = newest_services(versions(9, 100, 88), wanted, Diagnostics())

    assert [source.services for source in sources] == [kept, "", ""]


def test_versions_left_out_are_noted():
    diagnostics = Diagnostics()

    newest_services(versions(87, 88), None, diagnostics)

    assert [str(each) for each in diagnostics] == [
        "note[other-services]: Services88 is taken; Services87 left out\n"
        "  hint: --services 87 takes another version"
    ]


@pytest.mark.parametrize("wanted", ["86", "", "x", "Services", "8७"])
def test_an_unknown_version_is_an_error_that_lists_the_known_ones(wanted):
    with pytest.raises(MetadataError) as raised:
        newest_services(versions(87, 88), wanted, Diagnostics())

    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.id, diagnostic.expected) == (
        "unknown-services",
        "one of Services87, Services88",
    )


def test_the_digest_names_each_file_on_disk_once(tmp_path):
    archive = zipped({"a.wsdl": WSDL, "b.wsdl": WSDL})
    written(tmp_path / "in", {"c.wsdl": WSDL, "t.xsd": XSD, "x.zip": archive})
    sources = find_sources([tmp_path / "in"], Diagnostics())

    def sha256(content: bytes) -> str:
        return hashlib.sha256(content).hexdigest()

    zip_and_file = (("in/c.wsdl", sha256(WSDL)), ("in/x.zip", sha256(archive)))
    assert digest(sources) == zip_and_file

    sources[0].open("t.xsd")  # what was followed to was used as well
    assert digest(sources) == (
        zip_and_file[0],
        ("in/t.xsd", sha256(XSD)),
        zip_and_file[1],
    )


def test_a_file_that_an_option_names_is_read_whatever_it_is(tmp_path):
    written(tmp_path, {"mine.txt": b"x"})

    source = file_source(tmp_path / "mine.txt", Kind.OVERLAY)

    assert (source.file, source.kind, source.read()) == ("mine.txt", Kind.OVERLAY, b"x")
    with pytest.raises(MetadataError):
        file_source(tmp_path / "gone.toml", Kind.OVERLAY)


@pytest.mark.slow
def test_the_vendors_zip_is_read_in_place(corpus):
    path = corpus / "netserver/2026-04/wsdl.zip"

    sources = newest_services(find_sources([path], Diagnostics()), None, Diagnostics())

    assert len(sources) == 60
    assert sources[0].file == "wsdl.zip/WSDL/WSDL-Services88-AI.xml"
    assert [name for name, _ in digest(sources)] == ["wsdl.zip"]
