"""The folder that is pulled into: what is others' stays, and a run does all or nothing."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics, MetadataError
from generator.emit import exchange as exchange_module
from generator.emit.exchange import locked
from generator.labels import Labels, parse_labels
from generator.pulling import writing
from generator.pulling.documents import Document
from generator.pulling.record import Record, read_record, record_of, written
from generator.pulling.writing import opened, write

WHEN = datetime(2026, 11, 28, 10, tzinfo=UTC)
OLD = {"agents/A.json": b"old", "soap/Contact.wsdl": b"old", "soap/Gone.wsdl": b"gone"}
NEW = {"soap/Contact.wsdl": b"new", "soap/New.wsdl": b"new", "webapi/R.json": b"new"}


def documents(contents: dict[str, bytes]) -> list[Document]:
    return [
        Document(path=path, content=content, whence="x.zip", when=WHEN)
        for path, content in contents.items()
    ]


def record(contents: dict[str, bytes], label: str = "12") -> Record:
    return record_of(documents(contents), Labels(label=label), ("x.zip",), WHEN)


def bring(out: Path, contents: dict[str, bytes]) -> bool:
    with opened(out, Diagnostics()) as folder:
        return write(folder, documents(contents), record(contents))


def files(out: Path) -> dict[str, bytes]:
    return {
        each.relative_to(out).as_posix(): each.read_bytes()
        for each in out.rglob("*")
        if each.is_file() and each.name != "release.toml"
    }


def refused(out: Path) -> str:
    with pytest.raises(MetadataError) as raised:
        bring(out, NEW)
    return str(raised.value)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "crm"
    bring(folder, OLD)
    return folder


# --- the record


def test_a_record_is_read_as_it_was_written():
    entry = documents({"soap/A.wsdl": b"x", "webapi/R.json": b'"\\'})
    labels = Labels(label='1"2\\\x7fæ', services="Services88", package="crm")
    made = record_of(entry, labels, ("https://crm.example.com/Cust1", "x.zip"), WHEN)

    content = written(made)

    assert read_record(content, "release.toml") == made
    read = parse_labels(content, "release.toml")
    assert (read.label, read.package, read.services) == (labels.label, "crm", "Services88")  # fmt: skip
    assert "https://crm.example.com/Cust1" in read.provenance
    assert "2026-11-28" in read.provenance


@pytest.mark.parametrize(
    "text",
    [
        "",
        'label = "mine"',
        "pulled = 1",
        "[pulled]\nby = 'other'",
        "[pulled]\nby = 'proxysmith'\nwhence = []\nwhen = 2026-01-01T00:00:00Z\n"
        "[[pulled.documents]]\nfile = '../x'\nwhence = ''\nwhen = 2026-01-01T00:00:00Z\n"
        f"size = 1\nsha256 = '{'0' * 64}'",
    ],
)
def test_other_files_of_that_name_are_no_record(text: str):
    assert read_record(text.encode(), "release.toml") is None


# --- what is others'


def test_files_beside_stay(out: Path):
    (out / "overlay.toml").write_text("mine")
    (out / "notes").mkdir()
    (out / "notes" / "a.txt").write_text("mine")

    assert bring(out, NEW)

    assert files(out) == {**NEW, "overlay.toml": b"mine", "notes/a.txt": b"mine"}


@pytest.mark.parametrize("place", ["soap/Mine.wsdl", "webapi/x.json", "agents/A/x"])
def test_files_among_ours_end_the_run(tmp_path: Path, place: str):
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text("mine")

    said = refused(tmp_path)

    assert "error[output-foreign]: this is in the way" in said
    assert files(tmp_path) == {place: b"mine"}


def test_a_release_of_others_ends_the_run(tmp_path: Path):
    (tmp_path / "release.toml").write_text('label = "mine"')

    assert refused(tmp_path).startswith(f"{(tmp_path / 'release.toml').as_posix()}: error[output-foreign]")  # fmt: skip
    assert (tmp_path / "release.toml").read_text() == 'label = "mine"'


def test_a_file_that_was_changed_by_hand_ends_the_run(out: Path):
    (out / "soap" / "Contact.wsdl").write_text("edited")

    said = refused(out)

    assert "Contact.wsdl: error[output-edited]" in said
    assert "overlay.toml" in said
    assert files(out) == {**OLD, "soap/Contact.wsdl": b"edited"}


def test_links_are_not_followed(tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("soap", ".pulling"):
        out = tmp_path / f"out{name}"
        out.mkdir()
        (out / name).symlink_to(elsewhere)
        assert "error[output-foreign]" in refused(out)
    assert not list(elsewhere.iterdir())


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path):
    (tmp_path / "x").write_text("mine")

    assert "error[output]: this is no folder" in refused(tmp_path / "x")


def test_two_runs_do_not_share_a_folder(out: Path):
    with locked(out, 0):
        assert "error[output-busy]" in refused(out)
    assert files(out) == OLD


# --- all or nothing


def test_what_is_no_longer_there_goes(out: Path):
    assert bring(out, NEW)

    assert files(out) == NEW
    assert not (out / "agents").exists()
    assert read_record((out / "release.toml").read_bytes(), "x") == record(NEW)


def test_what_is_there_already_is_left_alone(out: Path):
    before = (out / "soap").stat().st_ino

    assert not bring(out, OLD)
    assert (out / "soap").stat().st_ino == before


def test_what_somebody_removed_comes_back(out: Path):
    (out / "soap" / "Gone.wsdl").unlink()

    assert bring(out, OLD)
    assert files(out) == OLD


@pytest.mark.parametrize("failing", ["agents", "soap", "webapi"])
@pytest.mark.parametrize("exchanges", [True, False])
def test_a_fault_in_the_exchange_leaves_the_folder_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch, failing: str, exchanges: bool
):
    swap = writing._swap  # pyright: ignore[reportPrivateUsage]

    def fail(current: Path, new: Path, old: Path) -> None:
        if current.name == failing:
            raise OSError(errno.EACCES, "no", str(current))
        swap(current, new, old)

    monkeypatch.setattr(writing, "_swap", fail)
    if not exchanges:
        monkeypatch.setattr(writing, "exchange", lambda *paths: False)

    assert "error[output]: cannot write this: no" in refused(out)
    assert files(out) == OLD
    monkeypatch.undo()
    assert bring(out, NEW)


@pytest.mark.parametrize("killed_at", range(4))
def test_what_a_killed_run_has_begun_is_finished(
    out: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
):
    """Killed after so many exchanges, before release.toml follows."""
    swap, done = writing._swap, 0  # pyright: ignore[reportPrivateUsage]

    class Killed(BaseException):
        pass

    def die(current: Path, new: Path, old: Path) -> None:
        nonlocal done
        if done == killed_at:
            raise Killed
        done += 1
        swap(current, new, old)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_swap", die)
        if killed_at == 3:
            patched.setattr(Path, "replace", _dies_at_release(Killed))
        folder = opened(out, Diagnostics())
        with pytest.raises(Killed), folder as found:
            found.kept.put("x", "", b"kept", "x", WHEN)
            write(found, documents(NEW), record(NEW))

    with opened(out, Diagnostics()) as found:
        assert found.record == record(NEW)
        assert files(out) == NEW
    assert not (out / ".pulling").exists()


def _dies_at_release(killed: type[BaseException]) -> object:
    replace = Path.replace

    def die(self: Path, target: Path) -> Path:
        if target.name == "release.toml" and ".pulling" not in target.parts:
            raise killed
        return replace(self, target)

    return die


def test_folders_that_cannot_be_renamed_are_filled(
    out: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(current: Path, new: Path, old: Path) -> None:
        raise OSError(errno.EXDEV, "no", str(current))

    monkeypatch.setattr(writing, "_swap", fail)

    assert bring(out, NEW)
    assert files(out) == NEW


def test_without_an_exchange_folders_are_renamed(
    out: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writing, "exchange", lambda *paths: False)

    assert exchange_module.exchange is not writing.exchange
    assert bring(out, NEW)
    assert files(out) == NEW
