"""Files are written whole, under their name in one step, and never over another one unasked."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from app.documents.files import explain, write_file
from app.errors import FileProblemError


def test_a_new_file_is_written_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = write_file(tmp_path / "Giấy khen.pdf", b"abc")
    assert path.read_bytes() == b"abc"
    assert [entry.name for entry in tmp_path.iterdir()] == ["Giấy khen.pdf"]


def test_an_existing_file_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with pytest.raises(FileProblemError, match=r"Đã có tệp a.pdf"):
        write_file(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_existing_file_is_replaced_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    write_file(tmp_path / "a.pdf", b"new", replace=True)
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_link = os.link

    def appear_first(source: Path, target: Path) -> None:
        target.write_bytes(b"somebody else")
        real_link(source, target)

    monkeypatch.setattr(os, "link", appear_first)
    with pytest.raises(FileProblemError, match=r"Đã có tệp"):
        write_file(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"somebody else"


def test_a_stick_without_hard_links_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", no_links)
    assert write_file(tmp_path / "a.pdf", b"new").read_bytes() == b"new"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match=r"Không có thư mục .*vắng"):
        write_file(tmp_path / "vắng" / "a.pdf", b"x")


def test_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(FileProblemError, match=r"là một thư mục"):
        write_file(tmp_path / "a.pdf", b"x", replace=True)


@pytest.mark.parametrize("name", ["so.sohoi", "SO.SOHOI", "so 2024-01-05 083000.sohoi-backup"])
def test_a_paper_never_takes_a_registers_or_a_backups_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileProblemError, match=r"là tên của một sổ"):
        write_file(tmp_path / name, b"new", replace=True)
    (tmp_path / name).write_bytes(b"old")
    with pytest.raises(FileProblemError, match=r"là tên của một sổ"):
        write_file(tmp_path / name, b"new", replace=True)
    assert (tmp_path / name).read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_register_under_another_name_is_not_replaced_by_a_paper(tmp_path: Path) -> None:
    (tmp_path / "so.pdf").write_bytes(b"SQLite format 3\0 and more")
    with pytest.raises(FileProblemError, match=r"là tên của một sổ"):
        write_file(tmp_path / "so.pdf", b"new", replace=True)
    assert (tmp_path / "so.pdf").read_bytes() == b"SQLite format 3\0 and more"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "Ổ đĩa đã đầy"),
        (errno.EROFS, "chỉ cho đọc"),
        (errno.EIO, "Hãy kiểm tra ổ đĩa"),
    ],
)
def test_a_failing_disk_leaves_the_old_file_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileProblemError, match=words):
        write_file(tmp_path / "a.pdf", b"new", replace=True)
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_open_in_another_program_is_said_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    assert "đang mở trong chương trình khác" in explain(PermissionError(errno.EACCES, "denied"), path)
    assert "Không được phép ghi vào thư mục" in explain(PermissionError(), tmp_path / "b.xlsx")
    assert "quá dài" in explain(OSError(errno.ENAMETOOLONG, "long"), path)
