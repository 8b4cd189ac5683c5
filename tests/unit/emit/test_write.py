"""Files reach the disk all together, and nothing of anybody else's is touched."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics, MetadataError
from generator.emit import exchange as exchange_module
from generator.emit import stage as stage_module
from generator.emit import write as write_module
from generator.emit.exchange import locked
from generator.emit.manifest import (
    Difference,
    Drift,
    Recipe,
    differences,
    generator_fingerprint,
    unchanged,
)
from generator.emit.write import Written, write_tree

# A child of the tests here does nothing but write, and is killed.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

OLD = {
    "proxies/pyproject.toml": b"old project",
    "proxies/netserver/__init__.py": b"old",
    "proxies/netserver/agents/contact.py": b"contact",
    "proxies/netserver/agents/person.py": b"old person",
    "proxies/netserver/gone/only.py": b"stale",
    "stubs/stub.py": b"old stub",
    "docs/index.html": b"docs",
}
NEW = {
    "proxies/pyproject.toml": b"old project",
    "proxies/netserver/__init__.py": b"new",
    "proxies/netserver/agents/contact.py": b"contact",
    "proxies/netserver/agents/person.py": b"new person",
    "proxies/netserver/agents/sale.py": b"sale",
    "stubs/stub.py": b"new stub",
    "models/schema.json": b"{}",
}
FOREIGN = {
    "notes.txt": b"mine",
    "proxies/.venv/bin/python": b"ELF",
    "proxies/netserver/agents/mine.py": b"mine",
    "proxies/netserver/__pycache__/x.pyc": b"cache",
    "docs/mine/page.html": b"mine",
}


def recipe(version: str = "1", **options: object) -> Recipe:
    return Recipe(
        options=options, sources={"a.wsdl": "0" * 64}, version=version, generator="g"
    )


def write(out: Path, files: dict[str, bytes], version: str = "1") -> Diagnostics:
    diagnostics = Diagnostics()
    write_tree(out, files, recipe(version), diagnostics)
    return diagnostics


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def whole(files: dict[str, bytes], version: str = "1") -> dict[str, bytes]:
    return {**files, "manifest.json": recipe(version).manifest(files)}


def put(out: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)


@pytest.fixture(params=["exchange", "rename", "pour"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The kinds of file systems: that swap folders, that rename them, that do neither."""
    kind: str = request.param

    def cannot_rename(one: Path, other: Path) -> bool:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(one))

    if kind == "rename":
        monkeypatch.setattr(stage_module, "exchange", lambda one, other: False)
    if kind == "pour":
        monkeypatch.setattr(stage_module, "exchange", cannot_rename)
    return kind


@pytest.mark.parametrize("number", [1, 60])
def test_files_are_settled_before_they_are_swapped_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
):
    files = {f"proxies/{n}.py": b"x" for n in range(number)}
    settled: list[int] = []

    def settle(folder: Path, written: list[Path]) -> None:
        assert not (tmp_path / "proxies").exists()
        settled.append(len(written))
        exchange_module.settle(folder, written)

    monkeypatch.setattr(stage_module, "settle", settle)
    write(tmp_path, files)

    assert settled == [number, 1]


def test_a_new_folder_is_made(tmp_path: Path):
    out = tmp_path / "a" / "b"

    made = write_tree(out, OLD, recipe(), Diagnostics())

    assert made == Written(added=7)
    assert tree(out) == whole(OLD)


def test_the_manifest_says_what_was_made_of_what(tmp_path: Path):
    write(tmp_path, {"proxies/a.py": b"x"})

    assert json.loads((tmp_path / "manifest.json").read_bytes()) == {
        "files": {
            "proxies/a.py": (
                "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
            )
        },
        "generator": "g",
        "options": {},
        "proxysmith": "1",
        "sources": {"a.wsdl": "0" * 64},
    }


def test_what_changes_is_written_and_what_is_stale_goes(tmp_path: Path, disk: str):
    write(tmp_path, OLD)
    put(tmp_path, FOREIGN)

    made = write_tree(tmp_path, NEW, recipe("2"), Diagnostics())

    assert made == Written(added=2, changed=3, removed=2, kept=2)
    assert tree(tmp_path) == {**whole(NEW, "2"), **FOREIGN}
    assert not (tmp_path / "proxies/netserver/gone").exists()


def test_a_part_that_is_no_longer_made_goes(tmp_path: Path, disk: str):
    write(tmp_path, OLD)

    write(tmp_path, {"stubs/stub.py": b"old stub"})

    assert tree(tmp_path) == whole({"stubs/stub.py": b"old stub"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest.json",
        "stubs",
    ]


def test_files_that_are_right_are_left_alone(tmp_path: Path):
    write(tmp_path, OLD)
    before = {path: path.stat() for path in tmp_path.rglob("*")}

    made = write_tree(tmp_path, OLD, recipe(), Diagnostics())

    assert made == Written(kept=7)
    assert {path: path.stat() for path in tmp_path.rglob("*")} == before


def test_foreign_files_keep_their_inodes_links_and_modes(tmp_path: Path):
    write(tmp_path, OLD)
    put(tmp_path, FOREIGN)
    mine = tmp_path / "proxies/netserver/agents/mine.py"
    mine.chmod(0o640)
    (tmp_path / "proxies/empty").mkdir(mode=0o700)
    (tmp_path / "proxies/link").symlink_to("nowhere")
    (tmp_path / "proxies/.venv").chmod(0o750)
    before = mine.stat()

    write(tmp_path, NEW)

    after = mine.stat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns, after.st_nlink) == (
        before.st_ino,
        before.st_mode,
        before.st_mtime_ns,
        1,
    )
    assert (tmp_path / "proxies/empty").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "proxies/.venv").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "proxies/link").readlink() == Path("nowhere")


def test_foreign_files_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write(tmp_path, OLD)
    put(tmp_path, FOREIGN)
    (tmp_path / "proxies/link").symlink_to("nowhere")

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write(tmp_path, NEW)

    assert tree(tmp_path) == {**whole(NEW), **FOREIGN}
    assert (tmp_path / "proxies/link").readlink() == Path("nowhere")


def test_what_somebody_saves_while_we_write_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write(tmp_path, OLD)
    put(tmp_path, FOREIGN)
    mine = tmp_path / "proxies/netserver/agents/mine.py"

    def save_first(one: Path, other: Path) -> bool:
        if one.name == "proxies":
            put(tmp_path, {"proxies/new/late.txt": b"late"})
            draft = mine.with_suffix(".new")
            draft.write_bytes(b"saved by an editor")
            os.utime(draft, (2e9, 2e9))
            draft.replace(mine)
        return exchange_module.exchange(one, other)

    monkeypatch.setattr(stage_module, "exchange", save_first)
    write(tmp_path, NEW)

    assert mine.read_bytes() == b"saved by an editor"
    assert (tmp_path / "proxies/new/late.txt").read_bytes() == b"late"
    assert not list(tmp_path.glob(".proxysmith-*"))


def test_an_edited_file_is_written_anew_and_named(tmp_path: Path):
    write(tmp_path, OLD)
    (tmp_path / "stubs/stub.py").write_bytes(b"edited")

    diagnostics = write(tmp_path, OLD)

    assert tree(tmp_path) == whole(OLD)
    assert [str(item) for item in diagnostics] == [
        f"{tmp_path}/stubs/stub.py: warning[output-edited]: this file was changed by hand"
        " since it was generated, and is written anew\n"
        "  hint: what is yours stays where proxysmith did not write the file"
    ]


def test_an_edited_file_that_is_stale_stays(tmp_path: Path):
    write(tmp_path, OLD)
    put(tmp_path, {"proxies/netserver/gone/only.py": b"edited"})

    diagnostics = write(tmp_path, NEW)

    assert (tmp_path / "proxies/netserver/gone/only.py").read_bytes() == b"edited"
    assert [item.id for item in diagnostics] == ["output-edited"]


def test_a_foreign_file_in_the_way_ends_the_run(tmp_path: Path):
    write(tmp_path, OLD)
    put(
        tmp_path,
        {"models/schema.json": b"mine", "proxies/netserver/agents/sale.py": b"m"},
    )
    before = tree(tmp_path)

    with pytest.raises(MetadataError) as caught:
        write(tmp_path, NEW)

    assert tree(tmp_path) == before
    assert str(caught.value) == "\n".join(
        f"{tmp_path}/{path}: error[output-foreign]: this is in the way, and proxysmith did"
        " not write it\n"
        "  expected: a file of an earlier run, or nothing\n"
        "  hint: move it away, or choose another folder with --out"
        for path in ["proxies/netserver/agents/sale.py", "models/schema.json"]
    )


def test_an_equal_file_in_the_way_is_taken_for_ours(tmp_path: Path):
    put(tmp_path, {"proxies/pyproject.toml": OLD["proxies/pyproject.toml"]})

    write(tmp_path, OLD)

    assert tree(tmp_path) == whole(OLD)


@pytest.mark.parametrize(
    "block",
    [
        lambda out: (out / "proxies").write_bytes(b""),
        lambda out: (out / "proxies").symlink_to(out.parent),
        lambda out: (out / "proxies").symlink_to("nowhere"),
        lambda out: (out / "proxies/netserver").mkdir(parents=True)
        or (out / "proxies/netserver/agents").symlink_to(out.parent),
        lambda out: (out / "proxies/pyproject.toml").mkdir(parents=True),
        lambda out: (out / "proxies").mkdir()
        or (out / "proxies/pyproject.toml").symlink_to("/etc/hostname"),
        lambda out: (out / "proxies").mkdir()
        or os.mkfifo(out / "proxies/pyproject.toml"),
    ],
)
def test_links_and_files_in_place_of_folders_are_not_followed(
    tmp_path: Path, block: Callable[[Path], None]
):
    out = tmp_path / "out"
    out.mkdir()
    block(out)
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(MetadataError, match="output-foreign"):
        write(out, OLD)

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "path",
    [
        "../escape.py",
        "proxies/../../escape.py",
        "/etc/passwd",
        "proxies//a.py",
        "proxies/./a.py",
        "proxies/",
        "a.py",
        "manifest.json",
        "",
        "proxies/a\\b.py",
        "C:/a.py",
        "proxies/a\n.py",
        "proxies/a\x00.py",
        "proxies/a\u202e.py",
        "proxies/a ",
        "proxies/e\u0301.py",
        ".proxysmith-0000000000000000/a.py",
        "proxies/" + "x" * 300,
    ],
)
def test_a_path_that_is_not_plain_is_refused(tmp_path: Path, path: str):
    with pytest.raises(MetadataError, match="output-path"):
        write(tmp_path / "out", {path: b""})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "paths", [("p/a.py", "p/A.py"), ("p/a.py", "P/b.py"), ("p/a", "p/a/b.py")]
)
def test_paths_that_are_one_on_some_systems_are_refused(
    tmp_path: Path, paths: tuple[str, str]
):
    with pytest.raises(MetadataError, match="cannot both be written"):
        write(tmp_path, dict.fromkeys(paths, b""))


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "not json",
        '{"proxysmith": "1", "files": {"../x": "0"}}',
        '{"proxysmith": "1", "files": {"p/x": 1}}',
        '{"name": "of a web app", "files": {}}',
    ],
)
def test_a_manifest_that_is_not_ours_ends_the_run(tmp_path: Path, text: str):
    (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(MetadataError, match=r"this is no manifest of proxysmith"):
        write(tmp_path, OLD)

    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_an_output_folder_that_is_a_file_is_an_error(tmp_path: Path):
    (tmp_path / "out").write_text("mine")

    for out in [tmp_path / "out", tmp_path / "out" / "deeper"]:
        with pytest.raises(MetadataError, match=r"error\[output\]"):
            write(out, OLD)

    assert (tmp_path / "out").read_text() == "mine"


FAULTS = [
    (errno.ENOSPC, "No space left on device", "make room on the disk, then run again"),
    (errno.EACCES, "Permission denied", "give yourself the right to write there"),
    (errno.EROFS, "Read-only file system", "choose a folder with --out that can be"),
]


@pytest.mark.parametrize(("number", "said", "hint"), FAULTS)
@pytest.mark.parametrize("call", ["mkdir", "write_bytes", "rename", "replace", "chmod"])
def test_a_disk_that_fails_loses_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    said: str,
    hint: str,
    call: str,
):
    out = tmp_path / "out"
    write(out, OLD)
    put(out, FOREIGN)
    original = getattr(Path, call)
    left = 0

    def failing(self: Path, *arguments: object, **named: object) -> object:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(number, os.strerror(number), str(self))
        return original(self, *arguments, **named)

    failed_at = 0
    for nth in range(1, 100):
        left = nth
        with monkeypatch.context() as patch:
            patch.setattr(Path, call, failing)
            try:
                write(out, NEW, "2")
            except MetadataError as problem:
                failed_at = nth
                assert said in str(problem)
                assert hint in str(problem)
                assert tree(out) == {**whole(OLD), **FOREIGN}
                continue
        assert tree(out) == {**whole(NEW, "2"), **FOREIGN}
        break
    assert failed_at


def test_one_part_that_cannot_be_exchanged_brings_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write(tmp_path, OLD)
    put(tmp_path, FOREIGN)

    def stubs_are_fixed(one: Path, other: Path) -> bool:
        if one.name == "stubs":
            raise PermissionError(errno.EACCES, "Permission denied", str(one))
        return exchange_module.exchange(one, other)

    monkeypatch.setattr(stage_module, "exchange", stubs_are_fixed)
    with pytest.raises(MetadataError, match="Permission denied"):
        write(tmp_path, NEW, "2")

    assert tree(tmp_path) == {**whole(OLD), **FOREIGN}


def test_a_folder_made_for_nothing_goes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(MetadataError):
        write(tmp_path / "a" / "b", OLD)

    assert not (tmp_path / "a").exists()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_an_error(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(MetadataError, match="Permission denied"):
        write(tmp_path, OLD)


def test_two_runs_on_one_folder_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with locked(tmp_path, 0) as mine:
        assert mine
        monkeypatch.setattr(write_module, "_PATIENCE", 0.1)
        with pytest.raises(MetadataError, match="output-busy"):
            write(tmp_path, OLD)
        monkeypatch.setattr(write_module, "_PATIENCE", 30)
        other = threading.Thread(target=write, args=(tmp_path, OLD))
        other.start()
    other.join()

    assert tree(tmp_path) == whole(OLD)


# --- kill -9 -------------------------------------------------------------------------------


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # What is on the disk matters after a power cut, and not after a kill.
    monkeypatch.setattr(stage_module, "settle", lambda folder, files: None)
    out = tmp_path / "out"
    write(out, OLD)
    put(out, FOREIGN)
    return out


def killed_at(event: int, action: Callable[[], object]) -> bool:
    """Whether a child that runs `action` was killed at that event of the interpreter."""
    child = os.fork()
    if child == 0:
        left = event

        def count(name: str, _: object) -> None:
            nonlocal left
            # Everything that touches the disk, with the look-ups of C functions that do so.
            if name.startswith(("os.", "open", "shutil.", "ctypes.", "glob.")):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            action()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def parts(out: Path, *, without: set[str]) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    for path, content in tree(out).items():
        if not path.startswith(".proxysmith-") and path not in without:
            found.setdefault(path.split("/")[0], {})[path] = content
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there is neither fork nor SIGKILL")
def test_a_killed_run_leaves_each_part_old_or_new_and_the_next_one_finishes(
    start: Path,
):
    mine = set(FOREIGN)
    parts_old = parts(start, without=mine)
    write(start, NEW, "2")
    parts_new = parts(start, without=mine)
    write(start, OLD)
    assert parts(start, without=mine) == parts_old
    unfinished: set[str] = set()
    event = 0
    while True:
        event += 1
        was_killed = killed_at(event, lambda: write(start, NEW, "2"))
        found = parts(start, without=mine)
        for part in {*parts_old, *parts_new}:
            assert found.get(part) in (parts_old.get(part), parts_new.get(part)), event
        if found not in (parts_old, parts_new):
            # Between two exchanges: what finishes it lies ready.
            (plan,) = start.glob(".proxysmith-*/plan.json")
            unfinished.add(plan.name)
        assert FOREIGN.items() <= tree(start).items()
        if not was_killed:
            break
        write(start, NEW, "2")
        assert tree(start) == {**whole(NEW, "2"), **FOREIGN}
        write(start, OLD)
        assert tree(start) == {**whole(OLD), **FOREIGN}
        assert not list(start.glob(".proxysmith-*"))
    assert event > 50


@pytest.mark.skipif(sys.platform == "win32", reason="there is neither fork nor SIGKILL")
@pytest.mark.parametrize("disk", ["rename", "pour"], indirect=True)
def test_where_folders_cannot_be_exchanged_the_next_run_finishes(
    start: Path, disk: str
):
    event = 0
    while True:
        event += 1
        was_killed = killed_at(event, lambda: write(start, NEW, "2"))
        if not was_killed:
            break
        write(start, OLD)
        assert tree(start) == {**whole(OLD), **FOREIGN}
    assert event > 50
    assert tree(start) == {**whole(NEW, "2"), **FOREIGN}


@pytest.mark.skipif(sys.platform == "win32", reason="there is neither fork nor SIGKILL")
def test_a_killed_first_run_leaves_nothing_or_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stage_module, "settle", lambda folder, files: None)
    files = {path: NEW[path] for path in NEW if path.startswith("proxies/")}
    event = 0
    while True:
        event += 1
        out = tmp_path / str(event)
        was_killed = killed_at(event, lambda out=out: write(out, files))
        found = parts(out, without=set()) if out.exists() else {}
        assert found.get("proxies", {}) in ({}, files)
        write(out, files)
        assert tree(out) == whole(files)
        if not was_killed:
            break
    assert event > 20


def test_a_folder_of_others_with_such_a_name_stays(tmp_path: Path):
    put(tmp_path, {".proxysmith-mine/a": b""})

    write(tmp_path, OLD)

    assert tree(tmp_path) == {**whole(OLD), ".proxysmith-mine/a": b""}


# --- check ---------------------------------------------------------------------------------


def test_differences_are_told_and_nothing_is_written(start: Path):
    put(start, {"stubs/stub.py": b"edited"})
    (start / "docs/index.html").unlink()
    before = tree(start)

    assert differences(start, OLD, recipe()) == [
        Difference("docs/index.html", Drift.MISSING),
        Difference("stubs/stub.py", Drift.CHANGED),
    ]
    assert [str(each) for each in differences(start, NEW, recipe("2"))] == [
        "changed: manifest.json",
        "missing: models/schema.json",
        "changed: proxies/netserver/__init__.py",
        "changed: proxies/netserver/agents/person.py",
        "missing: proxies/netserver/agents/sale.py",
        "extra: proxies/netserver/gone/only.py",
        "changed: stubs/stub.py",
    ]
    assert [each.drift for each in differences(start, OLD, recipe())] == [
        Drift.MISSING,
        Drift.CHANGED,
    ]
    assert tree(start) == before
    assert differences(start / "none", {"p/a": b""}, recipe()) == [
        Difference("manifest.json", Drift.MISSING),
        Difference("p/a", Drift.MISSING),
    ]


def test_unchanged_means_that_generating_again_would_change_nothing(start: Path):
    assert unchanged(start, recipe())
    assert not unchanged(start, recipe("2"))
    assert not unchanged(start, recipe("1", agents=["Contact"]))
    assert not unchanged(start / "none", recipe())
    (start / "stubs/stub.py").write_bytes(b"edited")
    assert not unchanged(start, recipe())
    (start / "stubs/stub.py").unlink()
    assert not unchanged(start, recipe())


def test_options_compare_as_json_does(tmp_path: Path):
    diagnostics = Diagnostics()
    write_tree(tmp_path, OLD, recipe(agents=("Contact",)), diagnostics)

    assert unchanged(tmp_path, recipe(agents=("Contact",)))


def test_the_fingerprint_of_the_generator_is_stable():
    assert generator_fingerprint() == generator_fingerprint()
    assert len(generator_fingerprint()) == 64
